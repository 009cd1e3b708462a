"""Tables of intervals: stimuli, bouts and behaviors, in seconds of the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ....errors import ClockError
from .clock import FrameTimes
from .content import (
    Column,
    behavior_module,
    check_free,
    check_rows,
    names_in,
    object_name,
    vector_columns,
)
from .library import library


def add_intervals(
    nwbfile: Any,
    times: FrameTimes,
    starts_s: Sequence[float],
    stops_s: Sequence[float],
    columns: Sequence[Column],
    *,
    name: str,
    description: str,
    what: str,
    in_behavior: bool = True,
) -> Any:
    """Add intervals as `TimeIntervals`, in the order of their starts.

    NWB's inspector objects to a table of one row, or whose intervals all start together: each then
    becomes an `IntervalSeries` of the table's name.  Programs such as pynapple join intervals that
    overlap, so those of different traces or behaviors go into tables of their own.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    times : FrameTimes
        Whose clock and zero are theirs.
    starts_s, stops_s : sequence of float
        On the clock.
    columns : sequence of Column
        A value for each interval.
    name, description : str
    what : str
        For messages: 'bouts'.
    in_behavior : bool
        In `processing/behavior`; otherwise among the file's own `intervals`.

    Returns
    -------
    pynwb.epoch.TimeIntervals or pynwb.misc.IntervalSeries
        The first one, where there are several.

    Raises
    ------
    ClockError
        If a time is not finite, an interval ends before it begins, or begins before the file.
    InputError
        If there is no interval, or the file has a table of this name.
    """
    module = behavior_module(nwbfile)
    check_free(module, name, what)
    if nwbfile.intervals:
        _check_free_interval(nwbfile, name, what)
    check_rows([Column("start_time", "", starts_s), *columns], what)
    starts, stops = _spans(starts_s, stops_s, times, what)
    order = np.lexsort((stops, starts))
    ordered = [Column(c.name, c.description, [c.values[k] for k in order]) for c in columns]
    starts, stops = starts[order], stops[order]
    if len(starts) == 1 or (starts[:200] == starts[0]).all():
        return _as_series(module, starts, stops, ordered, name, description)
    table = library("pynwb.epoch").TimeIntervals(
        name=name,
        description=description,
        columns=[*_time_columns(starts, stops), *vector_columns(ordered)],
    )
    (module.add if in_behavior else nwbfile.add_time_intervals)(table)
    return table


def _check_free_interval(nwbfile: Any, name: str, what: str) -> None:
    check_free(_Named("intervals", [*nwbfile.intervals.values()]), name, what)


class _Named:
    """The file's intervals as a container of what is in them."""

    def __init__(self, name: str, children: list[Any]):
        self.name, self.children = name, children


def _time_columns(starts: np.ndarray, stops: np.ndarray) -> list[Any]:
    vector = library("hdmf.common").VectorData
    return [
        vector(name="start_time", description="Start of the interval, in seconds.", data=starts),
        vector(name="stop_time", description="Stop of the interval, in seconds.", data=stops),
    ]


def _spans(
    starts_s: Sequence[float], stops_s: Sequence[float], times: FrameTimes, what: str
) -> tuple[np.ndarray, np.ndarray]:
    """Starts and stops in seconds of the file (ClockError where they cannot be)."""
    starts = np.array([times.instant(t, f"the start of one of the {what}") for t in starts_s])
    stops = np.array([times.instant(t, f"the stop of one of the {what}") for t in stops_s])
    wrong = np.flatnonzero(stops <= starts)
    if len(wrong):
        at = int(wrong[0])
        raise ClockError(
            f"{len(wrong)} of the {what} end before they begin.",
            expected="stops after their starts",
            got=f"{starts[at]:g} to {stops[at]:g} s",
            do="correct their times, or leave them out",
        )
    first = float(starts.min())
    if first < 0 and times.before_start == "refuse":
        raise ClockError(
            f"{int((starts < 0).sum())} of the {what} begin before session_start_time.",
            expected="times from the zero on, which NWB files begin with",
            got=f"{first:g} s from it",
            do="check the zero (clock_zero_s=, --zero), or set session_start_time earlier",
        )
    return starts, stops


def _as_series(
    module: Any,
    starts: np.ndarray,
    stops: np.ndarray,
    columns: Sequence[Column],
    name: str,
    description: str,
) -> Any:
    """One series for each interval: 1 where it begins, -1 where it ends."""
    made = []
    for k, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        said = [(column.name, column.values[k]) for column in columns]
        texts = [f"{key}: {value}" for key, value in said if value not in (None, "")]
        made.append(
            library("pynwb.misc").IntervalSeries(
                name=object_name(name, names_in(module)),
                data=np.array([1, -1], np.int8),
                timestamps=np.array([start, stop]),
                description=f"{description} {'; '.join(texts)}".strip(),
            )
        )
        module.add(made[-1])
    return made[0]
