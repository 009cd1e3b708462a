"""Which frames of a movie features are made of, and which of them its own scales are taken from."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from .params import BehaviorFeatureParams
from .source import FrameSource

#: consecutive frames that are sampled together: as many as the result folder checks together
_RUN = 16
_FIRST_EPOCH = 32
#: With `causal`, scales are taken anew whenever the movie has become this much longer.
_GROWTH = 1.5


@dataclass(frozen=True, eq=False)
class Ticks:
    """The frames of a movie that features are made of.

    Attributes
    ----------
    frames : (n,) int64 array
        Ascending.
    times_s : (n,) float64 array
    missing : (n,) bool array
    before : (n,) int64 array
        For each the tick that motion is measured from; -1 for none.
    of_frame : (frames,) int64 array
        For each frame of the movie the tick whose features it has; -1 for none.
    """

    frames: np.ndarray
    times_s: np.ndarray
    missing: np.ndarray
    before: np.ndarray
    of_frame: np.ndarray

    def __len__(self) -> int:
        return len(self.frames)


@dataclass(frozen=True, eq=False)
class Epoch:
    """Ticks that share scales, and the ticks that these are taken from."""

    first: int
    stop: int
    sample: np.ndarray


def make_ticks(source: FrameSource, params: BehaviorFeatureParams) -> Ticks:
    """The ticks of a movie: all of its frames, or about `rate_hz` a second."""
    times, n = source.times_s, source.n_frames
    kept = np.arange(n)
    if params.rate_hz is not None and n:
        # the first frame of each period: what comes after it changes nothing
        periods = np.floor((times - times[0]) * params.rate_hz + 1e-6)
        kept = np.flatnonzero(np.diff(periods, prepend=-1) > 0)
    of_frame = np.searchsorted(kept, np.arange(n), "right") - 1
    if not params.causal and n:
        after = np.minimum(of_frame + 1, len(kept) - 1)
        nearer = times[kept[after]] - times < times - times[kept[of_frame]]
        of_frame = np.where(nearer, after, of_frame)
    ticks = times[kept]
    before = np.searchsorted(ticks, ticks - 0.75 * params.motion_s, "right") - 1
    before = np.minimum(before, np.arange(len(kept)) - 1)
    return Ticks(kept, ticks, source.missing[kept], before, of_frame)


def make_epochs(ticks: Ticks, params: BehaviorFeatureParams) -> list[Epoch]:
    """The whole movie with scales from all of it; with `causal`, from what came before.

    A causal epoch's scales are those of the frames before it, and those of the first epoch of
    its own first frame: that of the others would be known too late.
    """
    n = len(ticks)
    if not params.causal:
        return [Epoch(0, n, _sampled(ticks, 0, n, params.sample_frames))] if n else []
    edges = [0, 1]
    while edges[-1] < n:
        edges.append(max(_FIRST_EPOCH, int(edges[-1] * _GROWTH)) if len(edges) > 1 else 1)
    edges[-1] = n
    return [
        Epoch(first, stop, _sampled(ticks, 0, max(first, 1), params.sample_frames))
        for first, stop in itertools.pairwise(edges)
        if stop > first
    ]


def _sampled(ticks: Ticks, first: int, stop: int, most: int) -> np.ndarray:
    """Ticks that are not missing, in runs of neighbors spread over first to stop."""
    apart = (np.arange(stop) - ticks.before[:stop])[ticks.before[:stop] >= 0]
    step = min(int(apart.max(initial=1)), 256)
    run = _RUN * -(-(step + _RUN // 2) // _RUN)
    n_runs = max(1, most // run)
    if stop - first <= n_runs * run:
        found = np.arange(first, stop)
    else:
        # whole runs from the beginning on: the same places whatever comes after
        starts = np.linspace(first, stop - run, n_runs).astype(np.int64) // _RUN * _RUN
        found = np.unique(np.clip(starts[:, None] + np.arange(run), first, stop - 1))
    return found[~ticks.missing[found]]
