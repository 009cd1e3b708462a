"""Packed times: exact and compact storage of frame times.

A movie of hours has millions of frames, but its times have little information: they are whole ticks
of a clock, mostly at equal distances. They are stored as whole numbers with repeating values, which
compress to almost nothing, and are restored bit for bit: a frame is inside an event or not by
`onset <= time < offset`, so a rounded time could change a result.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ClockError

#: ticks a second of the usual containers and clocks
TICK_RATES = (1000, 90_000, 12_800, 15_360, 12_288, 16_000, 19_200, 24_000, 30_000, 60_000, 600,
              10_000, 44_100, 48_000, 1_000_000, 1_000_000_000)  # fmt: skip


def pack_times(times_s: np.ndarray) -> dict[str, Any]:
    """Times as a mapping of plain numbers and one small integer array.

    Parameters
    ----------
    times_s : array of float64, shape (n,)
        Seconds; NaN is allowed (a frame without a time).

    Returns
    -------
    dict
        `coding` 'ticks': times are cumulated `steps` from `first`, over `rate`.
        `coding` 'line': times lie `steps` units in the last place off the line
        `start + step * number`.  One step stands for all where they are equal.
    """
    times = np.ascontiguousarray(times_s, dtype=np.float64).ravel()
    packed = _as_ticks(times) or _as_line(times)
    return {"version": 1, "n": int(times.size), **packed}


def unpack_times(packed: dict[str, Any]) -> np.ndarray:
    """The times that `pack_times` was given, bit for bit.

    Returns
    -------
    ndarray of float64, shape (n,)

    Raises
    ------
    ClockError
        If the mapping was not made by `pack_times`.
    """
    if not isinstance(packed, dict) or packed.get("version") != 1:
        raise ClockError(
            "The stored frame times cannot be read.",
            expected="what element_mouseface.core.sync.packed_times.pack_times makes",
            got=repr(packed)[:80],
            do="delete the row and populate it again; the row was edited",
        )
    n = int(packed["n"])
    steps = np.asarray(packed["steps"], dtype=np.int64)
    if packed["coding"] == "ticks":
        ticks = np.empty(n, dtype=np.int64)
        ticks[:1] = int(packed["first"])
        ticks[1:] = steps  # one step is broadcast
        return np.cumsum(ticks) / float(packed["rate"])
    line = _line(n, float(packed["start"]), float(packed["step"]))
    return (line.view(np.int64) + steps).view(np.float64)


def _as_ticks(times: np.ndarray) -> dict[str, Any] | None:
    """Whole ticks of the first clock that gives exactly these times; None if none does."""
    if not times.size or not np.isfinite(times).all() or np.abs(times).max() > 1e8:
        return None
    for rate in TICK_RATES:
        ticks = np.rint(times * rate)
        if np.abs(ticks).max() >= 2**53:
            continue
        whole = ticks.astype(np.int64)  # which has no negative zero, as times may have
        if np.array_equal(_bits(whole / rate), _bits(times)):
            steps = _small(np.diff(whole))
            return {"coding": "ticks", "rate": rate, "first": int(whole[0]), "steps": steps}
    return None


def _as_line(times: np.ndarray) -> dict[str, Any]:
    finite = times[np.isfinite(times)]
    start = float(finite[0]) if finite.size else 0.0
    step = float((finite[-1] - finite[0]) / (finite.size - 1)) if finite.size > 1 else 0.0
    line = _line(times.size, start, step)
    # differences of bit patterns wrap around, and wrap back on reading
    steps = _small(_bits(times) - _bits(line))
    return {"coding": "line", "start": start, "step": step, "steps": steps}


def _line(n: int, start: float, step: float) -> np.ndarray:
    # two ufuncs, so that no machine fuses them into one differently rounded operation
    return np.add(np.multiply(np.arange(n, dtype=np.float64), step), start)


def _bits(values: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(values).view(np.int64)


def _small(steps: np.ndarray) -> np.ndarray:
    """The smallest integer type that holds all steps; a single one where they are equal."""
    if not steps.size:
        return np.zeros(1, dtype=np.int8)
    low, high = int(steps.min()), int(steps.max())
    if low == high:
        steps = steps[:1]
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return steps.astype(kind)
    return steps
