"""The score figure of a row of `FacialExpression`, from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.scoring.contrast import ContrastScores
from ..core.scoring.contrast.summary import ContrastResults, contrast_results
from ..core.scoring.findings import Finding
from ..core.sync import ClockTimes
from ..descriptors import HOGProcessing
from ..expression import EventSet, ExpressionParamSet, FacialExpression, PrototypeSet
from ..recording import FrameClock, frame_times
from ._style import DPI
from .clock import clock_figure
from .scores import frames_to_show, pictures_of, score_figure

__all__ = [
    "StoredBout",
    "StoredScores",
    "draw_stored_clock",
    "draw_stored_scores",
    "stored_clock",
    "stored_contrast",
    "stored_scores",
]


@dataclass(frozen=True)
class StoredBout:
    """A bout as the table has it."""

    name: str
    start_s: float
    stop_s: float


@dataclass(frozen=True, eq=False)
class StoredScores:
    """What the figure shows of a `core.scoring.published.result.Scores`, read back from the tables.

    Attributes are those of `Scores`.
    """

    names: tuple[str, ...]
    times_s: np.ndarray
    similarity: np.ndarray
    neutral_similarity: np.ndarray
    baseline: np.ndarray
    thresholds: np.ndarray
    bouts: tuple[StoredBout, ...]
    circular: bool


def stored_scores(key: Mapping[str, Any]) -> tuple[StoredScores, Events | None]:
    """The traces, bouts and events of one row of `FacialExpression`.

    Raises
    ------
    ParameterError
        If the key names no row or several.
    """
    times_s = FacialExpression.times(key)
    events = EventSet.events(key)
    prototypes = PrototypeSet.Prototype.proj("prototype_order") * FacialExpression.Trace.proj(
        "bout_enter", "bout_leave"
    )
    rows = (prototypes & key & {"measure": "similarity"}).to_dicts(order_by="prototype_order")
    names = tuple(row["prototype"] for row in rows)
    limits = [[row["bout_enter"], row["bout_leave"]] for row in rows]
    traces = [FacialExpression.trace(key, name)[1] for name in names]
    bouts = (FacialExpression.Bout & key & {"bout_measure": "similarity"}).to_dicts()
    n_frames = len(times_s)
    scores = StoredScores(
        names=names,
        times_s=times_s,
        similarity=np.stack(traces, axis=1).astype(np.float64),
        neutral_similarity=FacialExpression.frame_trace(key, "neutral_similarity"),
        baseline=np.ones(n_frames, bool) if events is None else events.baseline(times_s),
        thresholds=np.array(limits, dtype=np.float64),
        bouts=tuple(StoredBout(b["bout_name"], b["bout_start_s"], b["bout_stop_s"]) for b in bouts),
        circular=bool((FacialExpression & key).fetch1("circular")),
    )
    return scores, events


def stored_contrast(key: Mapping[str, Any]) -> tuple[ContrastResults, Events | None]:
    """The contrast scores of one row of `FacialExpression`, and its events.

    What only scoring needs (models, folds' prototypes, slopes of light) is not read back.

    Raises
    ------
    ParameterError
        If the key names no row or several.
    """
    times_s, events = FacialExpression.times(key), EventSet.events(key)
    row = (FacialExpression & key).fetch1()
    params = ExpressionParamSet.params(row)
    traced = dict.fromkeys((FacialExpression.Trace & key).to_arrays("prototype"))
    findings = [
        Finding(r["finding"], r["finding_about"], r["finding_reason"])
        for r in (FacialExpression.Finding & key & {"finding_severity": "refused"}).to_dicts()
    ]
    refused = [finding.about for finding in findings if finding.about]
    given = () if traced or events is None else events.names
    names = tuple(dict.fromkeys([*_in_order(key, traced), *refused, *given]))
    scores = _contrast_scores(key, row, names, times_s, events, params, findings)
    return contrast_results(scores, events, ExpressionParamSet.measures(row)), events


def _in_order(key: Mapping[str, Any], names: Any) -> list[str]:
    """Stimuli in the order in which their prototypes were made."""
    made = {"prototype_set_id": (FacialExpression & key).fetch1("prototype_set_id")}
    ordered = (PrototypeSet.Prototype & made).to_arrays("prototype", order_by="prototype_order")
    return [str(name) for name in ordered if name in names]


def _contrast_scores(key, row, names, times_s, events, params, findings) -> ContrastScores:
    """The scores with what the tables hold of them."""
    none = np.full((len(times_s), 2), np.nan)
    refused = any(finding.about == "" for finding in findings)
    gone = {finding.about for finding in findings}

    def columns(measure: str) -> np.ndarray:
        found = [
            none[:, 0] if refused or n in gone else FacialExpression.trace(key, n, measure)[1]
            for n in names
        ]
        return np.stack(found, axis=1).astype(np.float64) if found else none[:, :0]

    known = set((FacialExpression.FrameTrace & key).to_arrays("frame_measure"))

    def frames(name: str) -> np.ndarray:
        return FacialExpression.frame_trace(key, name) if name in known else none[:, 0]

    misfit = frames("misfit").astype(np.float64)
    lost = np.isnan(misfit)
    neutral = (
        ~lost if events is None else events.baseline(times_s, params.baseline_margin_s) & ~lost
    )
    return ContrastScores(
        names=names,
        times_s=times_s,
        score=columns("score"),
        score_se=columns("score_se"),
        misfit=misfit,
        findings=tuple(findings),
        p_values=row["permutation_p"] or {},
        folds=(),
        fold_prototypes=None,
        shift_px=np.stack([frames("shift_x_px"), frames("shift_y_px")], axis=1),
        residual_shift_px=np.stack(
            [frames("residual_shift_x_px"), frames("residual_shift_y_px")], axis=1
        ),
        light=np.stack([frames("light"), none[:, 0], none[:, 0]], axis=1),
        lost=lost,
        source=row["score_source"],
        prototypes=None,
        params=params,
        look_ahead_s=row["look_ahead_s"],
        neutral=neutral,
    )


def draw_stored_scores(
    key: Mapping[str, Any],
    *,
    images: Any = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw one row of `FacialExpression`: faces above the traces, events shaded.

    Parameters
    ----------
    key : mapping
        Names one row.
    images : array-like or callable, optional
        Gray pictures by frame number; by default the thumbnails beside the descriptors.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    ParameterError
        If the key names no row or several.
    StorageError
        If the file cannot be written.
    """
    if images is None:
        images = HOGProcessing.result(key).thumbnails
    method = (ExpressionParamSet & (FacialExpression & key).proj()).to_arrays("expression_method")
    scores, contrast = None, None
    if list(method) == ["contrast"]:
        contrast, events = stored_contrast(key)
    else:
        scores, events = stored_scores(key)
    return score_figure(
        scores,  # type: ignore[arg-type]
        pictures_of(frames_to_show(scores, events, contrast), images),  # type: ignore[arg-type]
        contrast=contrast,
        events=events,
        title=title,
        colors=colors,
        path=path,
        dpi=dpi,
    )


def stored_clock(key: Mapping[str, Any], clock: str) -> ClockTimes:
    """A row of `FrameClock` as `core.sync` gave it.

    Raises
    ------
    ParameterError
        If the key names no recording or several, or the recording lacks this clock.
    """
    times_s = frame_times(key, clock)
    row = (FrameClock & key & {"clock": clock}).fetch1()
    about = row["clock_params"] or {}

    def array(name: str, dtype: type) -> np.ndarray:
        return np.empty(0, dtype) if row[name] is None else np.asarray(row[name], dtype)

    def number(name: str) -> float:
        return float("nan") if row[name] is None else float(row[name])

    return ClockTimes(
        times_s,
        row["clock_method"],
        row["clock_source"],
        number("clock_drift_ppm"),
        number("clock_residual_s"),
        number("clock_residual_max_s"),
        array("clock_dropped", np.float64),
        array("clock_duplicated", np.int64),
        about.get("found", {}),
        tuple(about.get("notes", ())),
    )


def draw_stored_clock(
    key: Mapping[str, Any],
    clock: str,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw a recording's times on a clock against the movie's own; see `clock_figure`.

    Parameters
    ----------
    key : mapping
        Names one recording.
    clock : str
        A clock of `FrameClock`.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    ParameterError
        If the key names no recording or several, or the recording lacks this clock.
    StorageError
        If the file cannot be written.
    """
    return clock_figure(stored_clock(key, clock), frame_times(key), title=title, path=path, dpi=dpi)
