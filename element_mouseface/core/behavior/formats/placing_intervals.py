"""Put intervals in seconds or frame numbers onto the frames of a movie."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ....errors import LabelsError
from ..labels import Labels, mask_of, runs_of
from .conforming import conformed, without_background
from .found import FoundIntervals, Interval
from .movie import Movie
from .movie_checks import movie_of_labels
from .request import Request, refuse_conflict

#: times are written with three digits: two intervals that touch may overlap by as much
_TICK_S = 1.5e-3


@dataclass
class _Placed:
    """Frames of one behavior: its bouts, and what an open bout leaves unknown."""

    bouts: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)
    n_short: int = 0
    n_joined: int = 0


def labels_of_intervals(
    found: FoundIntervals, movie: Movie, request: Request, file: str, **about: Any
) -> Labels:
    """The labels in a file of intervals.

    Parameters
    ----------
    found : FoundIntervals
    movie : Movie
    request : Request
    file : str
        The file's name, for messages.
    **about
        Further parameters of the labels.

    Raises
    ------
    LabelsError
        If the file belongs to another movie, bouts overlap or have no end.
    """
    ethogram, sources, absent = conformed(
        without_background(found.names),
        request,
        file,
        kinds=found.kinds,
        definitions=found.definitions,
        exclusive=found.exclusive,
    )
    movie = movie_of_labels(found, movie, request, file)
    place = _Placing(found.unit, movie, request, file)
    by_name: defaultdict[str, list[Interval]] = defaultdict(list)
    for interval in found.intervals:
        by_name[interval.behavior].append(interval)
    bouts, assessed, all_placed = {}, {}, []
    for name in ethogram.names:
        placed = place.bouts(by_name[sources[name]] if name in sources else [])
        all_placed.append(placed)
        bouts[name] = _array(placed.bouts)
        if name in sources and found.assessed is not None:
            looked = place.spans(sources[name], found.assessed.get(sources[name], []))
        else:
            looked = np.full(place.n_frames, name in sources or name in absent)
        looked &= ~mask_of(_array(placed.unknown), place.n_frames)
        assessed[name] = runs_of(looked)
    notes = [*found.notes, *_notes(all_placed)]
    about = {"labeler": found.labeler, "method": found.method} | about
    return Labels(
        ethogram,
        place.n_frames,
        bouts,
        assessed,
        notes=tuple(notes),
        layout=found.layout,
        **about,
    )


def _notes(placed: Sequence[_Placed]) -> list[str]:
    notes = []
    if n := sum(one.n_short for one in placed):
        notes.append(f"bouts shorter than a frame, which are one frame now: {n}")
    if n := sum(one.n_joined for one in placed):
        notes.append(f"bouts in the frame of the one before, which are one with it: {n}")
    if n := sum(len(one.unknown) for one in placed):
        notes.append(f"bouts with a START or a STOP alone, whose span is unknown: {n}")
    return notes


class _Placing:
    """Intervals of one file onto the frames of its movie."""

    def __init__(self, unit: str, movie: Movie, request: Request, file: str):
        self.unit, self.movie, self.request, self.file = unit, movie, request, file
        self.n_frames = movie.n_frames or 0

    def spans(self, name: str, spans: Sequence[tuple[float, float]]) -> np.ndarray:
        """Which frames are in assessed spans, which may overlap."""
        placed: list[tuple[int, int]] = []
        for start, stop in spans:
            where = f"the assessed span {start:g} to {stop:g}"
            placed += self.bouts([Interval(name, start, stop, where)]).bouts
        return mask_of(_array(placed), self.n_frames)

    def bouts(self, intervals: Sequence[Interval]) -> _Placed:
        """The bouts of one behavior."""
        closed, unknown = self._closed(intervals)
        placed = _Placed()
        before: Interval | None = None
        for one in closed:
            self._refuse_overlap(before, one)
            before = one
            span = self._frames(one)
            if span is None:
                continue
            first, stop = span
            if first >= stop:
                placed.n_short += not one.is_point
                first = min(first, self.n_frames - 1)
                stop = first + 1
            if placed.bouts and first < placed.bouts[-1][1]:
                placed.n_joined += 1
                first = placed.bouts[-1][1]
            if first < stop:
                placed.bouts.append((first, stop))
        for one in unknown:
            span = self._frames(one)
            if span is not None and span[0] < span[1]:
                placed.unknown.append(span)
        return placed

    def _closed(self, intervals: Sequence[Interval]) -> tuple[list[Interval], list[Interval]]:
        """Intervals in order, each with an end; and the spans of those that have none."""
        closed: list[Interval] = []
        unknown: list[Interval] = []
        ordered = sorted(intervals, key=lambda one: _either(one.start, one.stop))
        for place, one in enumerate(ordered):
            if one.is_point and one.start is not None:
                closed.append(Interval(one.behavior, one.start, one.start, one.where, True))
            elif one.start is not None and one.stop is not None:
                closed.append(one)
            else:
                others = [*ordered[:place], *ordered[place + 1 :]]
                begin, end = _reach(one, others)
                open_one = Interval(one.behavior, begin, end, one.where)
                self._refuse_open(one, end)
                (unknown if self.request.open_bouts == "unknown" else closed).append(open_one)
        return sorted(closed, key=lambda one: one.start or 0.0), unknown

    def _refuse_open(self, one: Interval, end: float) -> None:
        """Refuse a START without STOP or a STOP without START, unless it was said what it means."""
        choice = self.request.open_bouts
        to_the_end = choice == "end" and one.stop is None and math.isinf(end)
        if choice == "unknown" or to_the_end:
            return
        given, lacking = ("START", "STOP") if one.stop is None else ("STOP", "START")
        at = one.start if one.stop is None else one.stop
        raise LabelsError(
            f"A bout of {one.behavior!r} in {self.file!r} has a {given} without a {lacking}.",
            expected="pairs of them",
            got=f"{one.where}: {given} at {at:g}{' s' if self.unit == 'seconds' else ''}",
            do=f"add the {lacking}, or say what it means: open_bouts='unknown' (nothing is known "
            "from there to the next bout, or from the last one) or 'end' (the last bout lasts to "
            "the end of the video)",
        )

    def _refuse_overlap(self, before: Interval | None, one: Interval) -> None:
        if before is None or before.stop is None or one.start is None:
            return
        tick = _TICK_S if self.unit == "seconds" else 0.0
        if one.start < before.stop - tick:
            raise LabelsError(
                f"Two bouts of {one.behavior!r} in {self.file!r} overlap.",
                expected="one at a time",
                got=f"{before.where}: to {before.stop:g}; {one.where}: from {one.start:g}",
                do="join them, or correct one",
            )

    def _frames(self, one: Interval) -> tuple[int, int] | None:
        """First frame, and the one after the last; None where the video has ended before."""
        start, stop = float(one.start or 0.0), float("inf" if one.stop is None else one.stop)
        if math.isnan(start) or stop < start:
            raise LabelsError(
                f"A bout of {one.behavior!r} in {self.file!r} ends before it begins.",
                expected="start <= stop",
                got=f"{one.where}: {start:g} to {stop:g}",
            )
        if self.unit == "frames":
            return self._whole(one, start, stop)
        shift = self.request.time_offset_s or 0.0
        return self._timed(one, start - shift, stop - shift)

    def _whole(self, one: Interval, start: float, stop: float) -> tuple[int, int] | None:
        if start != math.floor(start) or (math.isfinite(stop) and stop != math.floor(stop)):
            raise LabelsError(
                f"A bout of {one.behavior!r} in {self.file!r} is not of whole frames.",
                expected="frame numbers, as whole numbers",
                got=f"{one.where}: {start:g} to {stop:g}",
                do="if these are seconds, say so: unit='seconds'",
            )
        if start < 0:
            raise self._outside(one, "frame 0", f"frame {start:.15g}")
        if math.isinf(stop):
            stop = self.n_frames
        elif stop > self.n_frames:
            last = f"frame {stop - 1:.15g}"
            self._conflict(one, f"the last frame, {self.n_frames - 1}", last)
            stop = self.n_frames
        return None if start >= self.n_frames else (int(start), int(stop))

    def _timed(self, one: Interval, start: float, stop: float) -> tuple[int, int] | None:
        edges_s = self.movie.edges_s
        if edges_s is None or self.n_frames < 1:
            self._conflict(one, "a video with frames", "none")
            return None
        slack = max(0.05, self.movie.usual_s)
        if start < edges_s[0] - slack:
            if not math.isinf(start) and one.start != 0.0:
                raise self._outside(one, f"{edges_s[0]:g} s", f"{start:g} s")
        if math.isfinite(stop) and stop > edges_s[-1] + slack:
            self._conflict(one, f"the end of the video, {edges_s[-1]:g} s", f"{stop:g} s")
            if start >= edges_s[-1]:
                return None
        ends = np.clip([start, stop], edges_s[0], edges_s[-1])
        first, after = self.movie.nearest_edges(ends)
        return int(first), int(after)

    def _outside(self, one: Interval, begin: str, got: str) -> LabelsError:
        return LabelsError(
            f"A bout of {one.behavior!r} in {self.file!r} begins before the video.",
            expected=f"from {begin} on",
            got=f"{one.where}: {got}",
            do="if the file counts from another moment: time_offset_s=SECONDS"
            if self.unit == "seconds"
            else "correct the number of the frame",
        )

    def _conflict(self, one: Interval, end: str, got: str) -> None:
        refuse_conflict(
            self.request,
            f"A bout of {one.behavior!r} in {self.file!r} is beyond the end of the video.",
            expected=f"up to {end}",
            got=f"{one.where}: {got}",
            options=("video",),
        )


def _reach(one: Interval, others: Sequence[Interval]) -> tuple[float, float]:
    """What a START or a STOP alone can span: as far as the next bout, or from the last one."""
    if one.stop is None:
        start = one.start or 0.0
        later = [o.start for o in others if o.start is not None and o.start >= start]
        return start, min(later, default=math.inf)
    earlier = [o.stop if o.stop is not None else o.start for o in others]
    return max((at for at in earlier if at is not None and at <= one.stop), default=0.0), one.stop


def _either(start: float | None, stop: float | None) -> float:
    return start if start is not None else (stop or 0.0)


def _array(spans: Sequence[tuple[int, int]]) -> np.ndarray:
    return np.array(spans, dtype=np.int64).reshape(-1, 2)
