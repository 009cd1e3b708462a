"""Arrays and intervals of a result as objects of pynapple."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, ParameterError
from .frame_data import FrameData
from .library import library

if TYPE_CHECKING:
    import pynapple


def time_series(data: FrameData) -> dict[str, Any]:
    """A `Tsd` of each trace, a `TsdFrame` of each array with columns, an `IntervalSet` of spans.

    Texts are left out.

    Raises
    ------
    DependencyError
        If pynapple is not installed.
    ParameterError
        If there are no times.
    InputError
        If a time is before the one before it.
    """
    nap = library("pynapple")
    if data.times_s is None:
        raise ParameterError(
            f"Without times the {data.row}s of a result cannot be time series.",
            expected=f"times_s: a time in seconds for each of {data.n_rows} {data.row}s",
            got="none",
            do=f"{_do(data)}; to_xarray and to_dataframe need no times",
        )
    timed = data.timed()
    times_s = data.times_s[timed]
    _refuse_unsorted(times_s, data.row)
    found: dict[str, Any] = {}
    for one in data.arrays:
        if one.is_text or one.refused:
            continue
        rows = one.block()[timed]
        if one.axes and not one.labels:
            continue
        if one.axes:
            # the array's own name is the key: columns are its labels
            names = ["_".join(labels) for labels in one.labels]
            found[one.name] = nap.TsdFrame(t=times_s, d=rows, columns=names)
        else:
            found[one.name] = nap.Tsd(t=times_s, d=rows[:, 0])
    for kind, by_name in data.spans.items():
        found[kind] = {name: interval_set(spans) for name, spans in by_name.items()}
    return found


def _do(data: FrameData) -> str:
    if data.do_without_times:
        return data.do_without_times
    if data.row != "frame":
        return f"{data.row}s are at no time: they cannot become a series"
    return "give times_s=, such as `open_video(movie).times_s`"


def _refuse_unsorted(times_s: np.ndarray, row: str) -> None:
    """Refuse times that run back: pynapple sorts them, and leaves the numbers where they are."""
    back = np.flatnonzero(np.diff(times_s) < 0)
    if len(back):
        raise InputError(
            f"The times of the {row}s run back, so they cannot be a time series.",
            expected="times that grow, or stay the same",
            got=f"{times_s[back[0]]:g} s and then {times_s[back[0] + 1]:g} s ({len(back)} such)",
            do="give the times of one recording, in its order",
        )


def interval_set(spans: Any) -> pynapple.IntervalSet:
    """Intervals of pynapple from rows of start and stop in seconds.

    Those without a finite start and stop are left out, with a warning.

    Raises
    ------
    DependencyError
        If pynapple is not installed.
    """
    rows = np.asarray(spans, np.float64).reshape(-1, 2)
    known = np.isfinite(rows).all(axis=1)
    if not known.all():
        warnings.warn(
            f"{int((~known).sum())} of {len(rows)} intervals have no time and are left out.",
            stacklevel=2,
        )
    starts, stops = rows[known].T
    return library("pynapple").IntervalSet(start=starts, end=stops)
