"""Bouts from probabilities: two thresholds, minimum durations, and merging.

A probability is smoothed; a bout begins where it reaches `enter` and lasts until it falls below
`leave`; short pauses are closed, and short bouts dropped.  Durations are seconds on the
movie's own clock, so that the same rule holds at any frame rate.  `choose_decoding` finds
these numbers on frames that the model was not trained on.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from ...errors import ParameterError, check_whole
from ...params import Params, param
from ..events.bouts import above_with_hysteresis, spans_of_mask
from .bout_metrics import compare_masks, pooled
from .labels import mask_of, runs_of


@dataclass(frozen=True)
class Decoding(Params):
    """How a probability becomes bouts of one behavior.

    Parameters
    ----------
    enter, leave : float
        A bout begins where the smoothed probability reaches `enter`, and ends where it
        falls below `leave`.
    smooth_s : float
        Length of the window whose mean is taken, centered on the frame; 0 for none.
    min_s : float
        Shorter bouts are dropped.
    merge_s : float
        Two bouts with a pause of at most this become one.
    """

    enter: float = param(0.5, 0, 1)
    leave: float = param(0.5, 0, 1)
    smooth_s: float = param(0.0, 0, 60)
    min_s: float = param(0.0, 0, 3600)
    merge_s: float = param(0.0, 0, 3600)

    def __post_init__(self) -> None:
        if self.leave > self.enter:
            raise ParameterError(
                "Decoding: leave is above enter.",
                expected="a bout to end at a lower probability than it begins with",
                got=f"enter {self.enter:g}, leave {self.leave:g}",
            )

    def present(self, probability: np.ndarray, times_s: np.ndarray) -> np.ndarray:
        """Frames in bouts: (frames,) bool; False where there is no probability.

        Parameters
        ----------
        probability : (frames,) float array
            NaN where undefined.
        times_s : (frames,) float64 array
            Ascending.
        """
        smooth = smoothed(probability, times_s, self.smooth_s)
        return _decided(smooth, times_s, self) & np.isfinite(probability)


def _decided(smooth: np.ndarray, times_s: np.ndarray, decoding: Decoding) -> np.ndarray:
    inside = above_with_hysteresis(smooth, decoding.enter, decoding.leave)
    spans = spans_of_mask(inside, times_s, min_s=decoding.min_s, merge_s=decoding.merge_s)
    return mask_of(np.array(spans, np.int64).reshape(-1, 2), len(smooth))


def smoothed(probability: np.ndarray, times_s: np.ndarray, smooth_s: float) -> np.ndarray:
    """The mean in a centered window of an odd number of frames, over what is defined."""
    step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else np.inf
    half = int(smooth_s / 2 / step_s + 1e-6) if step_s > 0 else 0
    if half < 1:
        return np.asarray(probability, np.float64)
    good = np.isfinite(probability)
    filled = np.where(good, probability, 0.0).astype(np.float64)
    size = 2 * half + 1
    total = ndimage.uniform_filter1d(filled, size, mode="constant")
    weight = ndimage.uniform_filter1d(good.astype(np.float64), size, mode="constant")
    return np.where(good, total / np.maximum(weight, 1e-12), np.nan)


@dataclass(frozen=True, eq=False)
class _Trial:
    """Labels and probabilities of one recording, where both are known."""

    true: np.ndarray
    known: np.ndarray
    probability: np.ndarray
    times_s: np.ndarray


def choose_decoding(
    states: Sequence[np.ndarray],
    probabilities: Sequence[np.ndarray],
    times_s: Sequence[np.ndarray],
) -> tuple[Decoding, float]:
    """The decoding that agrees best with labels, in frames and in bouts.

    What is maximized is the mean of the F1 of frames and of bouts (at an overlap of one
    half), less a quarter of the error of the time spent in the behavior.

    Parameters
    ----------
    states : sequence of (frames,) int arrays, one a recording
        1 present, 0 absent, -1 unknown.
    probabilities : sequence of (frames,) float arrays
        By models that were not trained on these frames; NaN where there is none.
    times_s : sequence of (frames,) float64 arrays

    Returns
    -------
    decoding : Decoding
    score : float
        What was maximized; NaN, with plain thresholds of one half, where no labeled frame
        has the behavior.
    """
    trials = [
        _Trial(np.asarray(state) == 1, (np.asarray(state) >= 0) & np.isfinite(p), p, clock)
        for state, p, clock in zip(states, probabilities, times_s, strict=True)
    ]
    trials = [one for one in trials if one.known.any()]
    if not any((one.true & one.known).any() for one in trials):
        return Decoding(), float("nan")
    lengths = _durations(trials)
    best, score = Decoding(), -np.inf
    for smooth_s in (0.0, 0.1, 0.2, 0.4):
        if smooth_s > 2 * float(np.median(lengths)):
            continue
        smooth = [smoothed(one.probability, one.times_s, smooth_s) for one in trials]
        found, value = _search(trials, smooth, lengths, Decoding(smooth_s=smooth_s))
        if value > score + 1e-3:
            best, score = found, value
    return best, score


def _search(
    trials: Sequence[_Trial],
    smooth: Sequence[np.ndarray],
    lengths: np.ndarray,
    start: Decoding,
) -> tuple[Decoding, float]:
    """Thresholds first, then durations, then thresholds again; each in turn at its best."""

    def better(best: Decoding, value: float, choices: Sequence[Decoding]) -> tuple[Decoding, float]:
        for one in choices:
            found = _agreement(trials, smooth, one)
            if found > value + 1e-4:
                best, value = one, found
        return best, value

    enters = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    best = replace(start, enter=0.5, leave=0.5)
    best, value = better(best, _agreement(trials, smooth, best), [
        replace(best, enter=e, leave=e) for e in enters
    ])  # fmt: skip
    shortest = float(np.quantile(lengths, 0.02))
    pauses = (0.0, 0.1, 0.2, 0.35, 0.6)
    durations = [
        replace(best, min_s=share * shortest, merge_s=merge_s)
        for share, merge_s in itertools.product((0.0, 0.4, 0.8), pauses)
    ]
    best, value = better(best, value, durations)
    both = [
        replace(best, enter=e, leave=round(e * share, 4))
        for e, share in itertools.product(enters, (1.0, 0.7, 0.45, 0.25))
    ]
    return better(best, value, both)


def _agreement(trials: Sequence[_Trial], smooth: Sequence[np.ndarray], one: Decoding) -> float:
    hits = n_true = n_found = 0
    comparisons = []
    for trial, values in zip(trials, smooth, strict=True):
        found = _decided(values, trial.times_s, one) & trial.known
        hits += int((found & trial.true).sum())
        n_true += int((trial.true & trial.known).sum())
        n_found += int(found.sum())
        comparisons.append(
            compare_masks(trial.true, found, trial.times_s, assessed=trial.known, overlaps=(0.5,))
        )
    frames = 2 * hits / max(n_true + n_found, 1)
    budget = abs(n_found - n_true) / max(n_true, 1)
    return 0.5 * (frames + pooled(comparisons).f1(0.5)) - 0.25 * min(budget, 1.0)


def _durations(trials: Sequence[_Trial]) -> np.ndarray:
    """How long labeled bouts last, in seconds; at least one."""
    found = []
    for one in trials:
        ends = np.append(
            one.times_s, 2 * one.times_s[-1] - one.times_s[max(len(one.times_s) - 2, 0)]
        )
        runs = runs_of(one.true & one.known)
        found.append(ends[runs[:, 1]] - one.times_s[runs[:, 0]])
    return np.concatenate(found)


def minimum_bouts(present: np.ndarray, n_frames: int) -> np.ndarray:
    """DeepEthogram's rule: close short pauses and drop short bouts, the shortest first.

    For lengths 1, 2, ... up to `n_frames`, every run of absent frames of just that length
    becomes present, and then every run of present frames of just that length absent.  A run at the
    beginning or the end of the movie is as any other: what is beyond is taken to differ.

    Parameters
    ----------
    present : (frames,) bool array
    n_frames : int
        The longest run that is changed.

    Returns
    -------
    (frames,) bool array
        A new one.
    """
    check_whole("n_frames", n_frames, 0)
    found = np.array(present, bool)
    for length in range(1, min(n_frames, len(found)) + 1):
        for state in (False, True):
            runs = runs_of(found == state)
            for first, stop in runs[runs[:, 1] - runs[:, 0] == length]:
                found[first:stop] = not state
    return found
