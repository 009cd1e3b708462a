"""A population of mice: its prototypes, each mouse against the others, effects, and designs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, MouseFaceError
from ..objects import rows_dataframe
from .distance import DistanceRow, distances
from .face_registration import Overlay, lay_over
from .faces import FaceSource, SessionFace, look_at
from .mixed_model import MixedModel, mixed_model, within_each_mouse
from .params import PopulationParams
from .power import Power, needed_trials
from .prototypes import (
    MouseResponses,
    PrototypeFigure,
    PrototypeRow,
    prototype_of,
    responses_of,
    score_mice,
)
from .rows import TrialRows

if TYPE_CHECKING:
    import pandas as pd

_NAN = float("nan")


@dataclass(frozen=True)
class FaceRow:
    """One recording's face against the others.

    Attributes
    ----------
    name, mouse, session : str
    likeness, upside_down : float
        Correlation with the face that all are laid over, and of the same picture upside down.
    mirrored : bool
    scale, turn_deg : float
    n_trials, n_left_out : int
        Trials whose response could be measured, and others.
    used : bool
    reason : str
        Why it was left out.
    """

    name: str
    mouse: str
    session: str
    likeness: float
    upside_down: float
    mirrored: bool
    scale: float
    turn_deg: float
    n_trials: int
    n_left_out: int
    used: bool
    reason: str


@dataclass(frozen=True)
class MouseRow:
    """One mouse; NaN where undefined.

    Attributes
    ----------
    mouse, group : str
    n_sessions, n_trials : int
        With a value of the measure.
    value : float
        Mean of the measure over its trials.
    effect : float
        The first effect that varies within mice, of this mouse alone.
    correct, correct_chance, auc, rho : float
        Its trials by prototypes of the other mice, the mean over stimuli; see `PrototypeRow`.
    distance, usual_distance, distance_limit, distance_p : float
        See `DistanceRow`; p is corrected for the number of mice.
    outlier : bool
    reason : str
        Why its face was not compared, or no distance can be told.
    """

    mouse: str
    group: str
    n_sessions: int
    n_trials: int
    value: float
    effect: float
    correct: float
    correct_chance: float
    auc: float
    rho: float
    distance: float
    usual_distance: float
    distance_limit: float
    distance_p: float
    outlier: bool
    reason: str


@dataclass(frozen=True, eq=False)
class Population:
    """What was found of a population of mice.

    Attributes
    ----------
    mice : tuple of MouseRow
    model : MixedModel or None
        Group statistics of the measure; None without rows.
    power : Power or None
    faces : tuple of FaceRow
    prototypes : tuple of PrototypeRow
    figures : tuple of PrototypeFigure
        Over mice.
    distances : tuple of DistanceRow
    pictures : mapping of str to (2, y, x) float32 array
        By stimulus the prototype of all mice: the picture's difference from rest, and motion.
    face : (y, x) float32 array or None
        The face at rest that the pictures lie over.
    notes : tuple of str
    params : PopulationParams
    about : mapping
        JSON: what it was made of.
    """

    mice: tuple[MouseRow, ...] = ()
    model: MixedModel | None = None
    power: Power | None = None
    faces: tuple[FaceRow, ...] = ()
    prototypes: tuple[PrototypeRow, ...] = ()
    figures: tuple[PrototypeFigure, ...] = ()
    distances: tuple[DistanceRow, ...] = ()
    pictures: dict[str, np.ndarray] = field(default_factory=dict)
    face: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    params: PopulationParams = field(default_factory=PopulationParams)
    about: dict[str, Any] = field(default_factory=dict)

    def to_dataframe(self) -> pd.DataFrame:
        """A row a mouse; `rows_dataframe` makes tables of the other rows."""
        return rows_dataframe(self.mice, MouseRow)


def population(
    sources: Sequence[FaceSource] = (),
    rows: TrialRows | None = None,
    *,
    params: PopulationParams | None = None,
    about: dict[str, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Population:
    """Compare mice: by their faces, by a measure of their trials, or both.

    Parameters
    ----------
    sources : sequence of FaceSource
        Recordings of two mice or more; none: faces are not compared.
    rows : TrialRows, optional
        A measure of trials, for group statistics and designs.
    params : PopulationParams, optional
    about : dict, optional
        JSON: where all is from.
    progress : callable(done, total), optional

    Returns
    -------
    Population

    Raises
    ------
    InputError
        If there is nothing to compare, or the rows do not allow the effect.
    """
    params = params or PopulationParams()
    if not sources and rows is None:
        raise InputError(
            "There is nothing to compare.",
            expected="recordings of several mice, or rows of their trials",
            got="neither",
            do="give one of them",
        )
    notes: list[str] = []
    model, power = None, None
    if rows is not None:
        model = mixed_model(rows, params)
        try:
            power = needed_trials(model, params)
        except InputError as error:
            notes.append(f"no designs: {error.what} {error.got or ''}".strip())
    found: dict[str, Any] = {}
    if sources:
        found = _compared(sources, params, notes, progress)
    return Population(
        mice=_mice(rows, model, sources, found, params),
        model=model,
        power=power,
        notes=tuple(notes),
        params=params,
        about=dict(about or {}),
        **found,
    )


def _compared(
    sources: Sequence[FaceSource],
    params: PopulationParams,
    notes: list[str],
    progress: Callable[[int, int], None] | None,
) -> dict[str, Any]:
    """The faces of recordings over each other, prototypes and distances."""
    faces, lost = [], []
    for number, source in enumerate(sources):
        try:
            faces.append(look_at(source, params))
        except MouseFaceError as error:
            lost.append(_unseen(source, error))
        if progress is not None:
            progress(number + 1, len(sources))
    _note_copies(faces, notes)
    if len({face.mouse for face in faces}) < 2:
        notes.append("faces of fewer than two mice: there is no other mouse to make prototypes of")
        return {"faces": tuple(lost)}
    overlays = lay_over(faces, params)
    rows = (*(_face_row(face, overlays, k) for k, face in enumerate(faces)), *lost)
    mice = [m for m in dict.fromkeys(face.mouse for face in faces)]
    spaces = _spaces(faces, overlays, mice)
    if len(spaces) < 2:
        notes.append("fewer than two mice have faces that fit each other: there are no prototypes")
        return {"faces": rows}
    if len(spaces) < 3:
        notes.append("a prototype is of one other mouse: what is common to mice is not known")
    if params.shuffles < 1 / params.level:
        notes.append(f"{params.shuffles} shuffles allow no p below {1 / (1 + params.shuffles):.2g}")
    tested, figures = score_mice(spaces, params)
    main = overlays[0]
    pictures, face = _pictures(spaces, main, faces)
    return {
        "faces": rows,
        "prototypes": tested,
        "figures": figures,
        "distances": distances(spaces, params.level),
        "pictures": pictures,
        "face": face,
    }


def _unseen(source: FaceSource, error: MouseFaceError) -> FaceRow:
    reason = f"{error.what} {error.got or ''}".strip()
    return FaceRow(
        source.name, source.mouse, source.session, _NAN, _NAN, False, _NAN, _NAN, 0,
        len(source.events), False, reason,
    )  # fmt: skip


def _note_copies(faces: Sequence[SessionFace], notes: list[str]) -> None:
    seen: dict[str, SessionFace] = {}
    for face in faces:
        before = seen.setdefault(face.digest, face)
        if before is not face and before.mouse != face.mouse:
            raise InputError(
                "One movie is given as that of two mice.",
                expected="each movie once",
                got=f"{before.name} ({before.mouse}) and {face.name} ({face.mouse})",
                do="leave one out: a prototype of other mice would be made of the tested frames",
            )
        if before is not face:
            notes.append(f"{face.name} is the same movie as {before.name}, and counts twice")


def _face_row(face: SessionFace, overlays: Sequence[Overlay], number: int) -> FaceRow:
    # of the mouse that the others are laid over: as it lies over the second one
    own = overlays[0].template == number and len(overlays) > 1
    placed = overlays[1 if own else 0].placed[number]
    return FaceRow(
        face.name, face.mouse, face.session, placed.likeness, placed.upside_down,
        placed.pose.mirrored, placed.pose.scale, placed.pose.turn_deg, len(face.stimulus),
        face.n_left_out, not placed.reason and len(face.stimulus) > 0,
        placed.reason or ("" if face.stimulus else "no trial could be measured"),
    )  # fmt: skip


def _spaces(
    faces: Sequence[SessionFace], overlays: Sequence[Overlay], mice: Sequence[str]
) -> dict[str, dict[str, MouseResponses]]:
    """For each tested mouse the responses of all, over a face of another mouse."""
    by_overlay = [responses_of(faces, overlay, mice) for overlay in overlays]
    found = {}
    for mouse in mice:
        own = next(
            (k for k, one in enumerate(overlays) if faces[one.template].mouse != mouse), None
        )
        if own is not None and mouse in by_overlay[own] and len(by_overlay[own]) > 1:
            found[mouse] = by_overlay[own]
    return found


def _pictures(
    spaces: dict[str, dict[str, MouseResponses]], overlay: Overlay, faces: Sequence[SessionFace]
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The prototypes of all mice over the face of one of them."""
    template = faces[overlay.template].mouse
    responses = next((one for mouse, one in spaces.items() if mouse != template), {})
    names = dict.fromkeys(str(n) for one in responses.values() for n in one.stimulus)
    found = {}
    for name in names:
        both, _ = prototype_of(responses, "both", name, ())
        if both is not None:
            found[name] = both.reshape(2, *overlay.shape).astype(np.float32)
    return found, faces[overlay.template].whole


def _mice(
    rows: TrialRows | None,
    model: MixedModel | None,
    sources: Sequence[FaceSource],
    found: dict[str, Any],
    params: PopulationParams,
) -> tuple[MouseRow, ...]:
    used = None
    if rows is not None:
        used = rows.averaged()[0]
        used = used.taken(np.flatnonzero(np.isfinite(used.value)))
    names = [*(rows.mice if rows is not None else ()), *(source.mouse for source in sources)]
    groups = rows.group_of() if rows is not None else {}
    effects = within_each_mouse(rows, model) if rows is not None and model is not None else {}
    apart = {row.mouse: row for row in found.get("distances", ())}
    out = []
    for mouse in dict.fromkeys(names):
        own = np.array([m == mouse for m in used.mouse]) if used is not None else np.zeros(0, bool)
        value = float(used.value[own].mean()) if used is not None and own.any() else _NAN
        days = {s for s, k in zip(used.session, own, strict=True) if k} if used is not None else ()
        correct, chance, auc, rho = _figures_of(mouse, found)
        distance = apart.get(mouse)
        out.append(
            MouseRow(
                mouse=mouse, group=groups.get(mouse, ""), n_sessions=len(days),
                n_trials=int(own.sum()), value=value, effect=effects.get(mouse, _NAN),
                correct=correct, correct_chance=chance, auc=auc, rho=rho,
                distance=_NAN if distance is None else distance.distance,
                usual_distance=_NAN if distance is None else distance.usual,
                distance_limit=_NAN if distance is None else distance.limit,
                distance_p=_NAN if distance is None else distance.p_holm,
                outlier=distance is not None and distance.outlier,
                reason=_reason_of(mouse, distance, found),
            )
        )  # fmt: skip
    return tuple(out)


def _figures_of(mouse: str, found: dict[str, Any]) -> tuple[float, float, float, float]:
    own = [r for r in found.get("prototypes", ()) if (r.mouse, r.features) == (mouse, "both")]

    def mean(name: str) -> float:
        values = np.array([getattr(row, name) for row in own], float)
        values = values[np.isfinite(values)]
        return float(values.mean()) if len(values) else _NAN

    return mean("correct"), mean("correct_chance"), mean("auc"), mean("rho")


def _reason_of(mouse: str, distance: DistanceRow | None, found: dict[str, Any]) -> str:
    if distance is not None:
        return distance.reason
    own = [row.reason for row in found.get("faces", ()) if row.mouse == mouse and row.reason]
    return "; ".join(dict.fromkeys(own))
