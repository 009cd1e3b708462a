"""The published score in one call: neutral, prototypes, similarity, fear.

The command line and the database call the same `score_published`.  The result has findings on the
method's limits: above all, prototypes made from a recording and scored on it are circular.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ....errors import EventsError, PrototypeError
from ....params import Crop, ScoreParams
from ...events import Events
from ...events.bouts import Bout
from ..findings import Finding
from ..method.checks import check_events
from . import findings as _findings
from . import making as _making
from . import similarity as _similarity
from .fear import fear_bouts
from .prototypes import Prototypes
from .result import Scores


def score_published(
    descriptors: Any,
    times_s: np.ndarray,
    flags: np.ndarray | None = None,
    events: Events | None = None,
    params: ScoreParams | None = None,
    *,
    prototypes: Prototypes | None = None,
    source_files: Sequence[Any] = (),
    crop: Crop | None = None,
    recorded_at: str = "",
    progress: _similarity.Progress | None = None,
) -> Scores:
    """Score every frame by the published method.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
        With row slices, `.params` (HOGParams), `.grid` (rows, columns) and
        `.valid` ((numbers,) bool; numbers of fully masked cells are left out).
    times_s : (frames,) array
        Frame times in seconds, on the clock of the events.  A frame without a
        time has NaN: it is scored, but belongs to no event, bout, window or baseline.
    flags : (frames,) uint16 array, optional
        `quality.FrameFlag`; frames that are missing, constant or black get NaN.
    events : Events, optional
        Needed unless `prototypes` are given.
    params : ScoreParams, optional
        The published ones by default.
    prototypes : Prototypes, optional
        Use these instead of prototypes from this recording.
    source_files : sequence, optional
        The recording's files, with `path`, `first_frame` and `sha256`, as in
        `VideoInfo.files`: written into the prototypes, and compared with theirs.
    crop : Crop, optional
        Written into the prototypes.
    recorded_at : str
        When the movie was recorded, ISO 8601, UTC: written into the prototypes.
    progress : callable, optional
        Called with (steps done, total steps).

    Raises
    ------
    PrototypeError
        If a stimulus has no usable frame, there is no neutral face, or the given
        prototypes are of another grid or other parameters.
    EventsError
        If there are neither events nor prototypes, or events overlap or reach
        outside the recording.
    ClockError
        If the times do not fit the frames or do not increase.

    Notes
    -----
    Source: Dolensek et al., Science 368, 89 (2020), and later code; the function of each
    step gives its source.  Thresholds of bouts and of
    movement are this project's (see `ScoreParams`): baseline median plus so many
    robust standard deviations.
    """
    params = params or ScoreParams()
    times_s = _making.checked_times(times_s, descriptors.shape[0])
    if events is not None:
        check_events(events, times_s, params.max_gap_s)
    if prototypes is not None:
        prototypes.check_fits(descriptors)
    elif events is None:
        raise EventsError(
            "Prototypes need events.",
            expected="events, or prototypes of another recording",
            got="neither",
            do="give `events`, or `prototypes` from `load_prototypes`",
        )
    steps = _making.Steps(progress, 3 if prototypes is None else 2)
    frames = _making.gather_frames(descriptors, times_s, flags, steps)
    circular = prototypes is None or _shares_file(prototypes, source_files)
    findings = _findings.of_frames(frames) + _findings.of_circularity(circular)
    if prototypes is None:
        made = _making.prototypes_of_frames(frames, events, params, source_files, crop)  # type: ignore[arg-type]
        prototypes = replace(made, recorded_at=recorded_at)
        findings += _findings.of_making(prototypes, params)
        steps.next()
    return _scored(frames, events, params, prototypes, circular, findings, steps)


def _scored(
    frames: _making.Frames,
    events: Events | None,
    params: ScoreParams,
    prototypes: Prototypes,
    circular: bool,
    findings: list[Finding],
    steps: _making.Steps,
) -> Scores:
    """Similarity to the prototypes, and everything derived from it."""
    names, times_s = prototypes.names, frames.times_s
    similarity, neutral_r = _similarities(frames, prototypes, steps)
    baseline = _making.baseline_of(events, frames, params)
    thresholds = _thresholds(similarity, baseline, params)
    fear_threshold, fear, fear_findings = _fear(frames, events, baseline, params)
    findings = findings + _findings.of_masks(frames, prototypes) + fear_findings
    findings += _findings.of_bouts(names, thresholds) + _findings.of_variance(frames, neutral_r)
    findings += _findings.of_events(events is not None)
    return Scores(
        names=names,
        times_s=times_s,
        flags=frames.flags,
        similarity=similarity,
        normalized=_normalized(similarity, baseline, params),
        neutral_similarity=neutral_r,
        consecutive=frames.consecutive,
        baseline=baseline,
        thresholds=thresholds,
        fear_threshold=fear_threshold,
        fear=tuple(fear),
        prototypes=prototypes,
        params=params,
        circular=circular,
        findings=tuple(findings),
    )


def _similarities(
    frames: _making.Frames, prototypes: Prototypes, steps: _making.Steps
) -> tuple[np.ndarray, np.ndarray]:
    """Pearson r of every frame to each prototype (frames, k), and to the neutral face."""
    valid = frames.valid & prototypes.valid
    if not valid.any():
        raise PrototypeError(
            "The prototypes and the movie have no unmasked cell in common.",
            expected="masks that leave the same part of the face free",
            do="use the same masks as in the prototypes' recording, or make prototypes again",
        )
    r = _similarity.similarity(
        frames.descriptors,
        np.vstack([prototypes.vectors, prototypes.neutral]),
        valid=valid,
        usable=frames.usable,
        progress=steps,
    )
    return r[:, :-1], r[:, -1]


def _normalized(
    similarity: np.ndarray, baseline: np.ndarray, params: ScoreParams
) -> np.ndarray | None:
    if params.normalize == "minmax":
        return _similarity.normalize_minmax(similarity)
    if params.normalize == "neutral":
        return _similarity.normalize_to_neutral(similarity, baseline, params.high_percentile)
    return None


def _thresholds(similarity: np.ndarray, baseline: np.ndarray, params: ScoreParams) -> np.ndarray:
    """Where a bout begins, and below which it ends, for each prototype; NaN for nowhere."""
    thresholds = np.full((similarity.shape[1], 2), np.nan)
    for column in range(len(thresholds)):
        middle, spread = _similarity.robust_spread(similarity[baseline, column])
        if spread > 0:
            sds = (params.bout_enter_sd, params.bout_leave_sd)
            thresholds[column] = [middle + sd * spread for sd in sds]
    return thresholds


def _fear(
    frames: _making.Frames, events: Events | None, baseline: np.ndarray, params: ScoreParams
) -> tuple[float, list[Bout], list[Finding]]:
    shocks = events.of(params.shock) if events is not None else ()
    if not shocks:
        reason = f"no event is called {params.shock!r}: fear was not detected"
        return float("nan"), [], [Finding("no_shock", "", reason)]
    motion = 1.0 - frames.consecutive
    middle, spread = _similarity.robust_spread(motion[baseline])
    threshold = middle + params.fear_motion_sd * spread
    if not np.isfinite(threshold):
        reason = "no baseline frame: movement has no threshold, fear was not detected"
        return float("nan"), [], [Finding("no_baseline", "", reason)]
    rows = fear_bouts(
        motion,
        frames.times_s,
        shocks[0].offset_s,
        threshold,
        active_s=params.active_fear_s,
        passive_s=params.passive_fear_s,
        window_s=params.fear_window_s,
        max_gap_s=params.max_gap_s,
    )
    return threshold, rows, []


def _shares_file(prototypes: Prototypes, source_files: Sequence[Any]) -> bool:
    theirs = {file.sha256 for file in prototypes.source_files}
    return any(file.sha256 in theirs for file in source_files)
