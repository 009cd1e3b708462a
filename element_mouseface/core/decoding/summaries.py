"""What is kept of each trial: means over its window and its bins, and single frames.

The mean of the seconds before the onset is subtracted, so that what differs between days and mice
differs less.  The frames of one trial are in memory at a time.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .params import DecodingParams
from .sources import Source
from .trials import Trial

#: Frames of a trial that are compared with those of others, numbers of each, and those of all.
_MOST_FRAMES, _MOST_NUMBERS, _MOST_OF_ALL = 60, 1200, 600_000


@dataclass(frozen=True, eq=False)
class Kept:
    """Rows of one set of numbers (named features, or pixels) of one recording.

    Attributes
    ----------
    trial : (rows,) int array
        Number of the trial, in the list of all trials.
    times_s : (rows,) float64 array
    plain : (rows, numbers) float32 array
        Means over the window, or single frames.
    course : (rows, bins, numbers) float32 array
        What the temporal model sees; without bins where it is not asked for.
    """

    trial: np.ndarray
    times_s: np.ndarray
    plain: np.ndarray
    course: np.ndarray


@dataclass(frozen=True, eq=False)
class Summary:
    """What is kept of a recording.

    Attributes
    ----------
    named, pixels : dict of 'trial' or 'frame' to Kept
    n_frames : dict of int to int
        Frames with any number in the window of each trial.
    prints : dict of int to (frames, numbers) float32 array
        Numbers of single frames of each trial, to find copies by.
    interval_s : float
        From frame to frame.
    """

    named: dict[str, Kept]
    pixels: dict[str, Kept]
    n_frames: dict[int, int]
    prints: dict[int, np.ndarray]
    interval_s: float


def summarize(
    source: Source,
    trials: Sequence[tuple[int, Trial]],
    params: DecodingParams,
    n_compared: int = _MOST_NUMBERS,
) -> Summary:
    """Read the frames of each trial, and keep what decoders look at.

    Parameters
    ----------
    source : Source
    trials : sequence of (int, Trial)
        Of this recording, with their numbers among all.
    params : DecodingParams
    n_compared : int
        Of each frame at most so many numbers are compared with those of other trials.
    """
    parts: dict[tuple[str, str], list] = {}
    n_frames, prints = {}, {}
    for number, trial in trials:
        reader = _OfTrial(source, trial, params)
        n_frames[number] = reader.n_known
        prints[number] = reader.print(n_compared)
        for kind in params.rows:
            for what in ("named", "pixels"):
                parts.setdefault((what, kind), []).append((number, *reader.rows(what, kind)))
    steps = np.diff(source.times_s)
    interval = float(np.median(steps)) if len(steps) else 0.0
    kept = {key: _joined(found) for key, found in parts.items()}
    named = {kind: kept["named", kind] for what, kind in kept if what == "named"}
    pixels = {kind: kept["pixels", kind] for what, kind in kept if what == "pixels"}
    return Summary(named, pixels, n_frames, prints, interval)


def numbers_compared(n_trials: int) -> int:
    """How many numbers of a frame are compared, so that memory does not grow with the trials."""
    return max(100, min(_MOST_NUMBERS, _MOST_OF_ALL // max(1, n_trials)))


def span_s(trial: Trial, params: DecodingParams) -> tuple[float, float]:
    """First second and last of a trial that are looked at, after its onset."""
    window = window_of(trial, params)
    ends = (*window, *(params.baseline_s or ()))
    return min(ends), max(ends)


def window_of(trial: Trial, params: DecodingParams) -> tuple[float, float]:
    """The window of a trial, seconds after its onset."""
    if params.window_s is not None:
        return params.window_s
    return 0.0, trial.row.offset_s - trial.row.onset_s


class _OfTrial:
    """The frames of one trial."""

    def __init__(self, source: Source, trial: Trial, params: DecodingParams):
        onset, window = trial.row.onset_s, window_of(trial, params)
        before_s = params.lags * params.lag_s if "frame" in params.rows else 0.0
        low = min(window[0] - before_s, *(params.baseline_s or (0.0,)))
        first = int(np.searchsorted(source.times_s, onset + low, "left"))
        stop = int(np.searchsorted(source.times_s, onset + span_s(trial, params)[1], "left"))
        self.since = source.times_s[first:stop] - onset
        self.onset_s, self.window, self.params = onset, window, params
        values = {"named": source.named(first, stop), "pixels": source.pixels(first, stop)}
        inside = self._inside(*window)
        known = [np.isfinite(v).any(axis=1) for v in values.values() if v.shape[1]]
        there = np.logical_or.reduce(known) if known else np.zeros(len(self.since), bool)
        self.n_known = int((inside & there).sum())
        self.source, self.first = source, first
        self.values = {name: self._without_baseline(v) for name, v in values.items()}

    def _inside(self, low: float, high: float) -> np.ndarray:
        return (self.since >= low) & (self.since < high)

    def _without_baseline(self, values: np.ndarray) -> np.ndarray:
        if self.params.baseline_s is None:
            return values
        return values - _mean(values, self._inside(*self.params.baseline_s))

    def rows(self, what: str, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Times, plain rows and their courses, of a trial or of its frames."""
        values = self.values[what]
        if kind == "trial":
            plain = _mean(values, self._inside(*self.window))[None]
            edges = np.linspace(*self.window, self.params.bins + 1)
            bins = [_mean(values, self._inside(a, b)) for a, b in pairwise(edges)]
            return np.array([self.onset_s]), plain, self._courses([bins], values)
        chosen = np.flatnonzero(self._inside(*self.window))
        most = self.params.frames_per_trial
        if len(chosen) > most:
            chosen = chosen[np.linspace(0, len(chosen) - 1, most).round().astype(int)]
        courses = []
        step = self.params.lag_s
        for at in self.since[chosen].tolist():
            late = at + 1e-9  # the frame itself belongs to the last piece
            pieces = [
                (late - (lag + 1) * step, late - lag * step)
                for lag in reversed(range(self.params.lags))
            ]
            courses.append([_mean(values, (self.since > a) & (self.since <= b)) for a, b in pieces])
        return self.since[chosen] + self.onset_s, values[chosen], self._courses(courses, values)

    def _courses(self, courses: list, values: np.ndarray) -> np.ndarray:
        if not self.params.temporal:
            return np.zeros((len(courses), 0, values.shape[1]), np.float32)
        n_bins = self.params.bins if len(courses) == 1 else self.params.lags
        if not courses:
            return np.zeros((0, n_bins, values.shape[1]), np.float32)
        return np.array(courses, np.float32)

    def print(self, most: int) -> np.ndarray:
        """(frames, numbers) of the window: pixels where there are any, spread over the picture."""
        values = self.source.to_compare(self.first, self.first + len(self.since))
        every = max(1, -(-values.shape[1] // most))
        inside = np.flatnonzero(self._inside(*self.window))[:_MOST_FRAMES]
        return values[inside][:, ::every].astype(np.float32)


def _mean(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(numbers,) mean of some rows; NaN where none has a number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of no number: NaN is what it is
        found = np.asarray(np.nanmean(values[rows], axis=0, dtype=np.float64))
    return found.astype(np.float32)


def _joined(parts: list) -> Kept:
    """The rows of several trials of one recording."""
    return Kept(
        np.concatenate([np.full(len(t), number, np.int64) for number, t, _, _ in parts]),
        np.concatenate([t for _, t, _, _ in parts]),
        np.concatenate([plain for _, _, plain, _ in parts]).astype(np.float32),
        np.concatenate([course for _, _, _, course in parts]).astype(np.float32),
    )
