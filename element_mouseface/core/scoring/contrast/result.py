"""Results of the contrast score, and prototypes that score other recordings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import PrototypeError
from ....params.fields import Fields
from ...confounds.places import Place
from ...events.names import NAME_RULE, fault_of_name
from ...inputs.dates import check_date
from ...inputs.npz import Npz
from ...outputs.archive import Archive
from ..findings import Finding
from .folds import Fold
from .lags import Lag
from .model import Model
from .model_arrays import arrays_of_features, arrays_of_model, read_features, read_model, read_shape
from .params import ContrastParams
from .stream import FoldJob
from .sums import ScoreSum
from .trials import TimeCourse, Trial
from .uncertainty import ErrorModel

CROSS_VALIDATED, SAME_DATA, OTHER_SESSION = "cross-validated", "same data", "other session"
_ARCHIVE = Archive(
    "contrast prototypes",
    {"version": 1},
    "the contrast_prototypes.npz that `mouseface score` writes",
    "copy the file again, make the prototypes again, or update element_mouseface",
    PrototypeError,
)
_ERRORS = ("rest", "away", "growth")


@dataclass(frozen=True, eq=False)
class ContrastPrototypes:
    """The model that scores frames of another recording of the same animal and camera.

    Attributes
    ----------
    names : tuple of str
        The stimuli.
    model : Model
        Made from every fold of its own recording; holds the reference to which other
        recordings are registered.
    errors : ErrorModel
        From the cross-validated scores of its own recording.
    params : ContrastParams
    findings : tuple of Finding
        Findings when it was made.
    source : dict
        The caller's description of the source (recording, date, digest): plain JSON.
    """

    names: tuple[str, ...]
    model: Model
    errors: ErrorModel
    params: ContrastParams
    findings: tuple[Finding, ...]
    source: dict[str, Any]

    def pictures(self) -> np.ndarray:
        """Prototypes minus neutral, (stimuli, y, x), luma levels."""
        shape = self.model.features.registration.shape
        return self.model.pictures().reshape(-1, *shape)

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write an NPZ without pickle.

        Raises
        ------
        StorageError
            If it cannot be written.
        """
        model, errors = self.model, self.errors
        about: dict[str, Any] = {
            "names": list(self.names),
            "params": self.params.to_dict(),
            "shape": list(model.features.registration.shape),
            "findings": [[s.kind, s.about, s.reason] for s in self.findings],
            "source": self.source,
        }
        arrays = {
            **arrays_of_features(model.features),
            **arrays_of_model(model),
            "misfit": model.misfit,
            **{name: getattr(errors, name) for name in _ERRORS},
        }
        return _ARCHIVE.save(path, about, arrays, overwrite=overwrite)

    @classmethod
    def load(cls, path: str | Path) -> ContrastPrototypes:
        """Read what `save` wrote.

        Raises
        ------
        PathError
            If there is no such file.
        PrototypeError
            If it is something else.
        """
        about, npz = _ARCHIVE.open(path)
        return cls._from(npz, about)

    @classmethod
    def _from(cls, npz: Npz, about: Fields) -> ContrastPrototypes:
        params = about.made("params", ContrastParams.from_dict)
        names = about.texts("names", least=1)
        for name in names:
            if fault := fault_of_name(name):
                raise about.refused("names", NAME_RULE, f"{name!r}: {fault}")
        features = read_features(npz, "", read_shape(about), params, with_start=False)
        model = read_model(npz, "", features, len(names), with_misfit=True)
        # of every stimulus: one that is refused has no score and no error, and its place
        errors = (npz.take(name, (len(names),), finite=False) for name in _ERRORS)
        findings = about.items("findings")
        if not all(isinstance(s, list) and [type(v) for v in s] == [str] * 3 for s in findings):
            raise about.refused("findings", "lists of kind, stimulus and reason", "others")
        source = about.inner("source")
        if source.has("created_at"):
            check_date(source, "created_at")
        if source.has("recorded_at"):
            check_date(source, "recorded_at", by_camera=True)
        if source.has("files"):
            for file in source.items("files"):
                one = Fields(file, source.refused, "files")
                one.text("name")
                one.text("sha256")
        if source.has("crop_px"):
            source.wholes("crop_px", 2, 1)
        return cls(
            names,
            model,
            ErrorModel(*errors),
            params,
            tuple(Finding(*row) for row in findings),
            source.plain(),
        )


@dataclass(frozen=True, eq=False)
class ContrastScores:
    """Contrast scores of a recording.

    Attributes
    ----------
    names : tuple of str
        The k stimuli.
    times_s : (frames,) float64 array
    score, score_se : (frames, k) float64 arrays
        0 is neutral, 1 the mean of the training trials; and the standard error.  NaN
        where a frame cannot be used, and everywhere for a stimulus that is refused.
    misfit : (frames,) float64 array
        What no prototype explains, 1 as usual in neutral frames: large for what
        training has not seen (grooming, a hand).
    findings : tuple of Finding
        Refusals with reasons; `about` is '' for the whole recording.
    p_values : dict
        Of the permutation tests, by stimulus.
    folds : tuple of Fold
        Which frames were scored without which event; empty where it was not cross-validated.
    fold_prototypes : (folds, stimuli, components) float64 array or None
        What each fold was scored with, on its group's basis.
    shift_px, residual_shift_px : (frames, 2) float64 arrays
        Shift (right, down) against the reference as measured, and measured again
        after registration; in pixels of the crop.
    light : (frames, 3) float64 array
        Light against the reference: factor, and slopes from the middle to the right
        and lower edges.
    lost : (frames,) bool array
        Frames that could not be registered.
    source : {'cross-validated', 'same data', 'other session'}
        Where the prototypes come from.
    prototypes : ContrastPrototypes or None
        Of all trials, for other recordings; None where nothing can be scored.
    params : ContrastParams
    look_ahead_s : float
        No later frame than this after it enters a frame's score, but for what the
        model was trained on (other trials, and the neutral frames around them), for
        `alignment_look_ahead_s`, and for the decision to refuse, which looks at all frames.
    jobs : tuple of FoldJob
        The models that scored, each with its frames, in order, for `attribution`.
    neutral : (frames,) bool array or None
        Frames of which the running baseline is made.
    alignment_s : float
        How long the start is, from the first frame on, from which it was seen how this session
        lies on another's reference; 0 where it was not (cross-validated).
    alignment_look_ahead_s : float
        No later frame than this after the *first* enters by that a score at the start.  0 where
        the prototypes' parameters ask for no later frame (live use): then frames
        before `alignment_s` have no score.
    trials : tuple of Trial
        One for each event, in order: whether it was used, and its response.
    courses : tuple of TimeCourse
        One for each stimulus.
    places : tuple of Place
        Places of the thumbnail that respond to a stimulus unlike a face.
    lag : Lag or None
        Lag and drift of the events against the responses; None if not searched.
    sums : tuple of ScoreSum
        The sum of the scores of each two stimuli with nearly the same prototype.
    notes : tuple of Finding
        Notes on these scores, without refusals.
    """

    names: tuple[str, ...]
    times_s: np.ndarray
    score: np.ndarray
    score_se: np.ndarray
    misfit: np.ndarray
    findings: tuple[Finding, ...]
    p_values: dict[str, float]
    folds: tuple[Fold, ...]
    fold_prototypes: np.ndarray | None
    shift_px: np.ndarray
    residual_shift_px: np.ndarray
    light: np.ndarray
    lost: np.ndarray
    source: str
    prototypes: ContrastPrototypes | None
    params: ContrastParams
    look_ahead_s: float
    jobs: tuple[FoldJob, ...] = ()
    neutral: np.ndarray | None = None
    alignment_s: float = 0.0
    alignment_look_ahead_s: float = 0.0
    trials: tuple[Trial, ...] = ()
    courses: tuple[TimeCourse, ...] = ()
    notes: tuple[Finding, ...] = ()
    places: tuple[Place, ...] = ()
    lag: Lag | None = None
    sums: tuple[ScoreSum, ...] = ()

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """The notes, and `aligned_later` or `not_yet_aligned`."""
        return (*self.notes, *self._of_start)

    @property
    def _of_start(self) -> tuple[Finding, ...]:
        if not self.alignment_s:
            return ()
        start = f"the first {self.alignment_s:.3g} s"
        if self.alignment_look_ahead_s:
            reason = (
                f"The session's alignment with the prototypes' reference was found from {start}: "
                f"scores there use frames up to its end."
            )
            return (Finding("aligned_later", "", reason),)
        reason = (
            f"The session's alignment with the prototypes' reference was found from {start}, which "
            f"have no score, because a score may not use later frames."
        )
        return (Finding("not_yet_aligned", "", reason),)

    @property
    def refused(self) -> bool:
        """Whether the whole recording is refused."""
        return any(finding.about == "" for finding in self.findings)

    @property
    def n_valid(self) -> int:
        """Frames with a score for at least one stimulus."""
        return int(np.isfinite(self.score).any(axis=1).sum())

    def finding_of(self, name: str) -> Finding:
        """The finding of one stimulus: its own refusal, the whole's, or 'ok'."""
        for finding in (*(s for s in self.findings if s.about == ""), *self.findings):
            if finding.about in ("", name):
                return finding
        return Finding("ok", name, "")
