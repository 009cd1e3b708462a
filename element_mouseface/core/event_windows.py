"""Summaries of a trace around each event, over named windows.

A window is relative to the event's onset or offset, in seconds, and takes the
frames with start <= t < stop.  Adding a window needs the trace only, so no
score is computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import ParameterError
from .events import Event, Events

__all__ = ["DEFAULT_WINDOWS", "EventRow", "EventWindow", "event_rows"]

ANCHORS = ("onset", "offset")


@dataclass(frozen=True)
class EventWindow:
    """A stretch of time around an event.

    Parameters
    ----------
    name : str
        What the rows are called by.
    start_s, stop_s : float
        Seconds after the anchors (negative: before).
    start_from, stop_from : {'onset', 'offset'}
        What each end is counted from.
    """

    name: str
    start_s: float
    stop_s: float
    start_from: str = "onset"
    stop_from: str = "onset"

    def __post_init__(self) -> None:
        known = self.start_from in ANCHORS and self.stop_from in ANCHORS
        finite = np.isfinite([self.start_s, self.stop_s]).all()
        same = self.start_from == self.stop_from
        if not (self.name and known and finite) or (same and self.stop_s <= self.start_s):
            raise ParameterError(
                f"The event window {self.name!r} cannot be used.",
                expected="a name, start before stop in seconds, each from 'onset' or 'offset'",
                got=f"{self.start_s} s from {self.start_from!r} to "
                f"{self.stop_s} s from {self.stop_from!r}",
            )

    def limits(self, onset_s: float, offset_s: float) -> tuple[float, float]:
        """Start and stop of the window around one event, in seconds of the recording."""
        anchor = {"onset": onset_s, "offset": offset_s}
        return anchor[self.start_from] + self.start_s, anchor[self.stop_from] + self.stop_s


DEFAULT_WINDOWS = (
    EventWindow("before", -2.0, 0.0),
    EventWindow("first_second", 0.0, 1.0),
    EventWindow("event", 0.0, 0.0, "onset", "offset"),
    EventWindow("after", 0.0, 2.0, "offset", "offset"),
)


@dataclass(frozen=True)
class EventRow:
    """One event, one prototype, one window.

    `event_index` counts the events of the recording in order of time, `trial`
    those of the same stimulus, both from 0.  `mean`, `peak` and `peak_after_onset_s`
    are None where no frame is valid.
    """

    event_index: int
    event: str
    trial: int
    trial_id: str | None
    onset_s: float
    offset_s: float
    prototype: str
    window: str
    n_frames: int
    n_valid: int
    mean: float | None
    peak: float | None
    peak_after_onset_s: float | None


def event_rows(
    traces: np.ndarray,
    names: Sequence[str],
    times_s: np.ndarray,
    events: Events,
    windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
) -> list[EventRow]:
    """Mean, peak and time of the peak of each trace, in each window of each event.

    Parameters
    ----------
    traces : (frames, k) array
        NaN where undefined: such frames are counted in `n_frames`, not in `n_valid`.
    names : sequence of str
        The k prototypes.
    times_s : (frames,) array
        Frame times in seconds, increasing.
    events : Events
    windows : sequence of EventWindow

    Raises
    ------
    ParameterError
        If two windows have one name.
    """
    if len({window.name for window in windows}) != len(windows):
        raise ParameterError(
            "Two event windows have the same name.",
            expected="a name of its own for each",
            got=", ".join(window.name for window in windows),
        )
    times_s = np.asarray(times_s, dtype=np.float64)
    rows, seen = [], dict.fromkeys(events.names, 0)
    for index, event in enumerate(events.rows):
        for window in windows:
            inside = _limits(window, event, times_s)
            for column, name in enumerate(names):
                rows.append(
                    EventRow(
                        event_index=index,
                        event=event.name,
                        trial=seen[event.name],
                        trial_id=event.trial_id,
                        onset_s=event.onset_s,
                        offset_s=event.offset_s,
                        prototype=name,
                        window=window.name,
                        **_summary(traces[:, column], times_s, inside, event.onset_s),
                    )
                )
        seen[event.name] += 1
    return rows


def _limits(window: EventWindow, event: Event, times_s: np.ndarray) -> slice:
    start_s, stop_s = window.limits(event.onset_s, event.offset_s)
    first, stop = np.searchsorted(times_s, [start_s, stop_s], side="left")
    return slice(int(first), max(int(first), int(stop)))


def _summary(trace: np.ndarray, times_s: np.ndarray, inside: slice, onset_s: float) -> dict:
    part = np.asarray(trace[inside], dtype=np.float64)
    finite = np.isfinite(part)
    row = {"n_frames": len(part), "n_valid": int(finite.sum())}
    if not finite.any():
        return row | {"mean": None, "peak": None, "peak_after_onset_s": None}
    peak = int(np.argmax(np.where(finite, part, -np.inf)))
    return row | {
        "mean": float(part[finite].mean()),
        "peak": float(part[peak]),
        "peak_after_onset_s": float(times_s[inside.start + peak] - onset_s),
    }
