"""Bouts of behaviors in seconds on a clock, from the frames that they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...behavior.labels import Labels
from ...events.bouts import frame_ends
from .clock import FrameTimes
from .content import Column
from .library import library


@dataclass(frozen=True)
class TimedBout:
    """A bout of a behavior, with its seconds on the frames' clock."""

    behavior: str
    first_frame: int
    n_frames: int
    start_s: float
    stop_s: float


def timed_bouts(labels: Labels, times: FrameTimes) -> list[TimedBout]:
    """The bouts of all behaviors in order of time; without those of which no frame has a time."""
    found = [
        TimedBout(name, first, stop - first, *span_s)
        for name, spans in labels.bouts.items()
        for (first, stop), span_s in zip(spans.tolist(), seconds_of(spans, times), strict=True)
        if span_s is not None
    ]
    return sorted(found, key=lambda bout: (bout.start_s, bout.stop_s))


def seconds_of(spans: np.ndarray, times: FrameTimes) -> list[tuple[float, float] | None]:
    """Start and stop of spans of frames on the clock; None where no frame has a time.

    A span begins with its first frame that has a time, and ends when its last one does.
    """
    ends_s, _ = frame_ends(times.times_s)
    found: list[tuple[float, float] | None] = []
    for first, stop in spans.tolist():
        low, high = np.searchsorted(times.frames, (first, stop))
        inside = times.frames[low:high]
        known = len(inside) > 0 and times.times_s[inside[0]] < ends_s[inside[-1]]
        span_s = (float(times.times_s[inside[0]]), float(ends_s[inside[-1]])) if known else None
        found.append(span_s)
    return found


def are_table(bouts: Sequence[TimedBout]) -> bool:
    """Whether NWB's inspector takes bouts as a table: several, that do not all start together."""
    return len({bout.start_s for bout in bouts[:200]}) > 1


def time_columns(spans_s: Iterable[tuple[float, float]], times: FrameTimes) -> list[Any]:
    """Start and stop as columns of a table, in seconds of the file."""
    vector = library("hdmf.common").VectorData
    starts_s, stops_s = zip(*spans_s, strict=True)
    return [
        vector(
            name=f"{name}_time",
            description=f"{name.capitalize()}, in seconds from session_start_time.",
            data=np.array([times.instant(time_s) for time_s in given], np.float64),
        )
        for name, given in (("start", starts_s), ("stop", stops_s))
    ]


def frame_columns(bouts: Sequence[TimedBout]) -> list[Column]:
    """The frames of bouts as columns of a table."""
    return [
        Column(
            "first_frame",
            "Number of its first frame in the movie, from 0.",
            [bout.first_frame for bout in bouts],
        ),
        Column("n_frames", "Number of its frames.", [bout.n_frames for bout in bouts]),
    ]
