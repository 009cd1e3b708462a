"""Trials of a recording: spans of frames, and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._schema.rows import null
from ..core.learning.spans import true_runs
from ..errors import InputError

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Trials:
    """Spans of frames that belong to trials, by time, without overlap.

    Attributes
    ----------
    spans : (n, 2) int64 array
        First frame, and one after the last.
    numbers : (n,) int64 array
        Of the trial of each span: several spans may be of one trial.
    seconds : (n, 2) float64 array
        When each begins and ends on the movie's clock; NaN where it is not known.
    """

    spans: np.ndarray
    numbers: np.ndarray
    seconds: np.ndarray

    def __len__(self) -> int:
        return len(self.spans)

    @classmethod
    def of(cls, spans: Any, numbers: Any = None, seconds: Any = None) -> Trials:
        """Spans, each a trial by itself where no numbers are given."""
        made = np.asarray(spans, np.int64).reshape(-1, 2)
        own = np.arange(len(made)) if numbers is None else np.asarray(numbers, np.int64)
        times = np.full(made.shape, np.nan) if seconds is None else np.asarray(seconds, np.float64)
        return cls(made, own, times.reshape(-1, 2))

    @property
    def n_trials(self) -> int:
        """How many there are."""
        return len(np.unique(self.numbers))

    def of_frames(self, n_frames: int) -> np.ndarray:
        """The number of each frame's trial, -1 outside of any: (frames,) int64."""
        found = np.full(n_frames, -1, np.int64)
        for number, (first, stop) in zip(self.numbers.tolist(), self.spans.tolist(), strict=True):
            found[first:stop] = number
        return found

    def rows(self) -> list[list[Any]]:
        """Number, frames and seconds of each span, as plain values."""
        seconds = [[null(one) for one in pair] for pair in self.seconds.tolist()]
        pairs = zip(self.numbers.tolist(), self.spans.tolist(), seconds, strict=True)
        return [[number, *span, *times] for number, span, times in pairs]


def checked_trials(given: Any, n_frames: int) -> Trials:
    """Spans of trials, by time.

    Parameters
    ----------
    given : Trials, sequence of (first frame, frame after the last), (frames,) int array, or None
        The array has the number of each frame's trial, -1 outside of any.
    n_frames : int

    Raises
    ------
    InputError
        If they are no spans of the recording, or overlap.
    """
    if given is None or isinstance(given, Trials):
        return Trials.of([]) if given is None else given
    spans = np.asarray(given)
    if spans.size == 0:
        return Trials.of([])
    if spans.shape == (n_frames,) and spans.dtype.kind in "iu" and spans.min() >= -1:
        runs = [
            (int(number), first, stop)
            for number in np.unique(spans[spans >= 0])
            for first, stop in true_runs(spans == number).tolist()
        ]
        runs.sort(key=lambda run: run[1])
        return Trials.of([run[1:] for run in runs], [run[0] for run in runs])
    fits = spans.ndim == 2 and spans.shape[1] == 2 and spans.dtype.kind in "iuf"
    if fits:
        spans = spans[np.argsort(spans[:, 0], kind="stable")]
        within = (spans[:, 0] >= 0) & (spans[:, 1] > spans[:, 0]) & (spans[:, 1] <= n_frames)
        fits = bool(within.all() and (spans[1:, 0] >= spans[:-1, 1]).all())
        fits = fits and bool((spans == np.floor(spans)).all())
    if not fits:
        raise InputError(
            "The trials cannot be used.",
            expected=f"(first frame, frame after the last) of each, within {n_frames} frames, "
            "without overlap; or the number of each frame's trial, -1 outside of any",
            got=f"{given!r:.200}",
        )
    return Trials.of(spans)


def apart(spans: list[tuple[int, int, float, float]], n_frames: int, *, whole: bool) -> Trials:
    """Spans by time without overlap; or such that each begins where the one before it ends."""
    found: list[list[int]] = []
    seconds: list[tuple[float, float]] = []
    for start, stop, start_s, stop_s in sorted(spans):
        before = found[-1][1] if found else 0
        first = before if whole else max(start, before)
        if stop > first:
            found.append([first, stop])
            known = first == start and not whole
            seconds.append((start_s, stop_s) if known else (np.nan, np.nan))
    if whole and found:
        found[-1][1] = n_frames
    return Trials.of(found, seconds=seconds)


_COLUMNS = ("trial", "trial_first_frame", "trial_stop_frame", "trial_start_s", "trial_stop_s")


def trial_rows(trials: Trials) -> list[Row]:
    """Rows of `FrameTarget.Trial`."""
    return [
        {"target_span": n}
        | {f"target_{name}": value for name, value in zip(_COLUMNS, row, strict=True)}
        for n, row in enumerate(trials.rows())
    ]


def trials_of_rows(rows: Iterable[Row]) -> Trials:
    """The trials that rows of `FrameTarget.Trial` hold, by time."""
    found = [[row[f"target_{name}"] for name in _COLUMNS] for row in rows]
    numbers = np.array(found, np.float64).reshape(-1, len(_COLUMNS))  # None is NaN
    return Trials.of(numbers[:, 1:3], numbers[:, 0], numbers[:, 3:])
