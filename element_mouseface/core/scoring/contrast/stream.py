"""Score all thumbnails in blocks: each frame is registered and scored by the model of its fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...store.chosen_frames import CHUNK
from .folds import FoldPlan
from .model import Model, trace
from .parallel import run_parallel
from .params import ContrastParams


@dataclass(eq=False)
class FoldJob:
    """One model and its frames: it owns `start` to `stop` - 1, and reads from `first` to
    `last` - 1, for the running baseline and the look-ahead.  `fold` is the one left out.  In
    the first `placed` frames another session's face at rest is seen.  `rest`, once it is
    done, are the frames read of which the baseline was made.
    """

    model: Model
    group: int
    start: int
    stop: int
    first: int
    last: int
    fold: int | None = None
    placed: int = 0
    raw: np.ndarray | None = field(default=None, repr=False)
    misfit: np.ndarray | None = field(default=None, repr=False)
    rest: np.ndarray | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Streamed:
    """What one pass gives; shifts in thumbnail pixels, see `ContrastScores`."""

    scores: np.ndarray
    misfit: np.ndarray
    shift: np.ndarray
    residual_shift: np.ndarray
    light: np.ndarray
    lost: np.ndarray
    frozen: float


def stream(
    thumbnails: Any,
    plan: FoldPlan,
    jobs: list[FoldJob],
    params: ContrastParams,
    progress: Callable[[int, int], None] | None = None,
) -> Streamed:
    """Score all frames.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
    plan : FoldPlan
    jobs : list of FoldJob
        In order of frames; together they own every frame once.
    params : ContrastParams
    progress : callable, optional
    """
    n, k = thumbnails.shape[0], len(jobs[0].model.prototypes)
    out = Streamed(
        scores=np.full((n, k), np.nan),
        misfit=np.full(n, np.nan),
        shift=np.full((n, 2), np.nan),
        residual_shift=np.full((n, 2), np.nan),
        light=np.full((n, 3), np.nan),
        lost=~plan.usable,
        frozen=0.0,
    )
    same, pairs, waiting = 0.0, 0, list(jobs)
    for low in range(0, n, CHUNK):
        high = min(low + CHUNK, n)
        frames = np.asarray(thumbnails[low:high]).reshape(high - low, -1)
        if high - low > 1:
            same += float((frames[1:] == frames[:-1]).mean(axis=1).sum())
            pairs += high - low - 1
        wanted = [job for job in waiting if job.first < high and job.last > low]
        groups = sorted({job.group for job in wanted})
        # Each group writes into its own jobs and their own frames only.
        run_parallel(
            _one_group,
            [
                (frames, low, [job for job in wanted if job.group == group], plan, out)
                for group in groups
            ],
        )
        for job in [job for job in waiting if job.last <= high]:
            _close(job, plan, params, out)
            waiting.remove(job)
        if progress is not None:
            progress(high, n)
    object.__setattr__(out, "frozen", same / pairs if pairs else 0.0)
    return out


def _one_group(frames, low: int, jobs: list[FoldJob], plan: FoldPlan, out: Streamed) -> None:
    """Register the frames that these jobs need, once, and give each job its raw scores."""
    high = low + len(frames)
    first = max(low, min(job.first for job in jobs))
    last = min(high, max(job.last for job in jobs))
    coordinates, done = jobs[0].model.features(frames[first - low : last - low])
    bad = ~plan.usable[first:last] | done.lost
    for job in jobs:
        a, b = max(first, job.first), min(last, job.last)
        if job.raw is None or job.misfit is None:
            job.raw = np.full((job.last - job.first, len(job.model.scored)), np.nan)
            job.misfit = np.full(job.last - job.first, np.nan)
        if b > a:
            rows, here = slice(a - job.first, b - job.first), slice(a - first, b - first)
            raw, misfit = job.model.raw(coordinates[here])
            job.raw[rows] = np.where(bad[here, None], np.nan, raw)
            job.misfit[rows] = np.where(bad[here], np.nan, misfit)
        a, b = max(first, job.start), min(last, job.stop)
        if b > a:
            here = slice(a - first, b - first)
            out.lost[a:b] = bad[here]
            rows = np.arange(a, b)[plan.usable[a:b]]
            mine = plan.usable[a:b]
            out.shift[rows] = done.shift[here][mine]
            out.residual_shift[rows] = done.residual_shift[here][mine]
            out.light[rows] = done.light[here][mine]


def _close(job: FoldJob, plan: FoldPlan, params: ContrastParams, out: Streamed) -> None:
    """Baseline and smoothing of a job whose last frame was read."""
    if job.raw is None or job.misfit is None:
        return
    rows = slice(job.first, job.last)
    raw = job.raw - at_rest(job.raw[: job.placed], plan.neutral[rows][: job.placed])
    done = trace(job.model, raw, job.misfit, plan.times_s[rows], plan.neutral[rows], params)
    own = slice(job.start - job.first, job.stop - job.first)
    out.scores[job.start : job.stop] = done.scores[own]
    out.misfit[job.start : job.stop] = done.misfit[own]
    job.raw = job.misfit = None
    job.rest = done.rest


def at_rest(raw: np.ndarray, neutral: np.ndarray) -> np.ndarray:
    """Raw scores (k,) of the face at rest in the first frames (n, k); 0 where none is known."""
    seen = raw[neutral & np.isfinite(raw).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.zeros(raw.shape[1])
