"""What each pixel of the face adds to a contrast score.

A score is linear in the registered pictures: each pixel's difference from neutral, times the fold's
filter weight of that pixel, summed over the pixels.  The difference is the one the score itself
uses: frames smoothed by the score's own weights, minus the running baseline, by registered and
light-corrected thumbnails.  So the map adds up to the stored score, to the rounding of single
precision, with all its smoothing.  Registration itself (shift and light of a frame) is treated as
fixed: the map does not show what moved the head.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ....errors import ParameterError, check_choice
from ...store.chosen_frames import CHUNK
from ..method.score_map import ScoreMap
from .fading_baseline import baseline_tau_s, fading_baseline
from .model_file import ScoreModels
from .stream import FoldJob
from .time_courses import SLOW_S
from .traces import running_baseline, smoothed

_TAUS = 14.0
"""Frames so many time constants back have a weight below 1e-6 in the running baseline."""


def contrast_map(
    thumbnails: Any,
    models: ScoreModels,
    name: str,
    first_frame: int,
    stop_frame: int | None = None,
) -> ScoreMap:
    """What each thumbnail pixel adds to a contrast score, or to its mean over some frames.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
        Read in slices, only around the frames.
    models : ScoreModels
    name : str
        The stimulus.
    first_frame, stop_frame : int
        Frames `first_frame` to `stop_frame - 1`, all of one fold; by default one frame.

    Raises
    ------
    ParameterError
        If the stimulus is unknown or refused, or no such frame has a score, or the
        frames are of several folds.
    """
    stop_frame = first_frame + 1 if stop_frame is None else stop_frame
    job, without = _job_of(models, first_frame, stop_frame)
    column = _column(models, job, name)
    targets = np.arange(first_frame, stop_frame)[~models.lost[first_frame:stop_frame]]
    if not len(targets):
        raise ParameterError(
            f"Frames {first_frame} to {stop_frame - 1} have no score.",
            expected="a frame that shows the face: not missing, black or lost",
            do="choose a frame whose score is not blank",
        )
    begin, weights = _weights(models, job, column, targets)
    features = job.model.features
    shape = features.registration.shape
    change = np.zeros(shape[0] * shape[1])
    for start, picked in _blocks(begin, weights):
        frames = np.asarray(thumbnails[start : start + len(picked)]).reshape(len(picked), -1)
        used = picked != 0
        change += picked[used] @ features.registration(frames[used]).residual.astype(np.float64)
    # The training's neutral in pixels, for its remaining weight in the running baseline.
    spread = np.where(np.isfinite(features.pixel_spread), features.pixel_spread, 0.0)
    change -= weights.sum() * spread**2 * (job.model.offset @ features.basis)
    values = job.model.filter[column] @ features.basis * change
    return ScoreMap(
        name=name,
        measure="score",
        values=values.reshape(shape),
        total=float(values.sum()),
        score=float(values.sum()),
        first_frame=first_frame,
        stop_frame=stop_frame,
        made_without=without,
        face=features.registration.reference.reshape(shape).astype(np.float64),
        change=change.reshape(shape),
    )


def _job_of(models: ScoreModels, first: int, stop: int) -> tuple[FoldJob, str]:
    if not 0 <= first < stop <= len(models.lost):
        raise ParameterError(
            "There are no such frames.",
            expected=f"frames from 0 to {len(models.lost) - 1}",
            got=f"{first} to {stop - 1}",
            do="count frames from 0, as scores.csv does",
        )
    for job, without in zip(models.jobs, models.fold_names, strict=True):
        if job.start <= first < job.stop:
            if stop <= job.stop:
                return job, without
            raise ParameterError(
                "These frames were scored by prototypes of several folds.",
                expected=f"frames up to {job.stop - 1}, where the fold of frame {first} ends",
                got=f"{first} to {stop - 1}",
                do="explain each trial separately; folds.csv or FacialExpression.Fold has its "
                "limits",
            )
    raise ParameterError(
        f"No model scored frame {first}.", do="choose a frame whose score is not blank"
    )


def _column(models: ScoreModels, job: FoldJob, name: str) -> int:
    scored = [models.names[k] for k in job.model.scored]
    do = "see its finding in report.json or FacialExpression.Finding: it was refused"
    check_choice(f"{name!r} has no score here.", name, scored, do=do)
    return scored.index(name)


def _weights(
    models: ScoreModels, job: FoldJob, column: int, targets: np.ndarray
) -> tuple[int, np.ndarray]:
    """First frame, and the weight of each frame from it on, in the mean score of the targets."""
    params, times_s = models.params, models.times_s
    lags, kernel = job.model.kernel
    reach = 2 * float(np.median(np.diff(times_s[job.first : job.last]))) if len(times_s) > 1 else 0
    low = np.searchsorted(times_s, times_s[targets[0]] + lags[0] - reach)
    high = np.searchsorted(times_s, times_s[targets[-1]] + lags[-1] + reach, side="right")
    local = slice(max(int(low), job.first), min(int(high), job.last))
    fall_s = job.model.fall_s[job.model.scored]
    tau_s = float(np.max(baseline_tau_s(params.baseline_tau_s, fall_s)))
    back_s = times_s[local.start] - _TAUS * tau_s
    begin = max(job.first, int(np.searchsorted(times_s, back_s)))
    # Each column is one frame's weight after the score's smoothing.
    each = np.eye(local.stop - local.start)
    each[models.lost[local]] = np.nan
    own = (lags, np.repeat(kernel[column : column + 1], each.shape[1], axis=0))
    followed = smoothed(each, times_s[local], own)[targets - local.start]
    ahead = np.nan_to_num(followed).mean(axis=0)
    weights = np.zeros(local.stop - begin)
    weights[local.start - begin :] = ahead
    if params.uses("drift"):
        stretch = slice(begin, local.stop)
        neutral = models.neutral[stretch] & ~models.lost[stretch]
        if job.rest is not None:
            neutral &= job.rest[begin - job.first : local.stop - job.first]
        if (fall_s > SLOW_S).any():
            each = np.eye(len(weights))
            each[models.lost[stretch]] = np.nan
            fading_s = np.full(len(weights), fall_s[column])
            weights -= weights @ fading_baseline(
                each, times_s[stretch], neutral, params.baseline_tau_s, fading_s
            )
        else:
            weights -= _baseline_weights(times_s[stretch], neutral, params.baseline_tau_s, weights)
    return begin, weights


def _baseline_weights(
    times_s: np.ndarray, neutral: np.ndarray, tau_s: float, ahead: np.ndarray
) -> np.ndarray:
    """Weight of each frame in the running baselines of the frames that `ahead` weighs.

    The baseline of a frame is a sum over earlier neutral frames that decays by exp(-dt / tau),
    divided by a count that decays in the same way: the weights of a frame are the decayed ones
    divided by the count, which is `running_baseline` of ones.
    """
    used = np.flatnonzero(ahead)
    total = running_baseline(np.ones((len(times_s), 1)), times_s, neutral, tau_s)[:, 0]
    out = np.zeros(len(times_s))
    for frame in used:
        known = neutral[: frame + 1]
        if not known.any():
            continue
        age_s = times_s[np.flatnonzero(known)[-1]] - times_s[: frame + 1]
        faded = np.where(known, np.exp(-age_s / tau_s), 0.0)
        out[: frame + 1] += ahead[frame] * total[frame] * faded / faded.sum()
    return out


def _blocks(begin: int, weights: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """The weights in pieces of at most `CHUNK` frames, without pieces with zero weight."""
    small = np.abs(weights) < 1e-7 * np.abs(weights).max()
    kept = np.where(small, 0.0, weights)
    for start in range(0, len(kept), CHUNK):
        piece = kept[start : start + CHUNK]
        if piece.any():
            yield begin + start, piece
