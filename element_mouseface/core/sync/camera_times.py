"""Seconds from a camera's time stamps: dates, numbers in a unit, or FLIR's 32-bit cycles."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np

from ...errors import ClockError, ParameterError, check_choice
from ..video.timesfile import TIME_UNITS, unit_in_name

#: a unit in which a camera counts, beside those of `TIME_UNITS`
CYCLES = "flir"
UNITS = (*TIME_UNITS, CYCLES)
UNIX = "unix"

#: Bonsai writes seven digits of seconds
_DATE = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_TICKS = 10_000_000
#: the camera's clock: seconds in 7 bits, 8000 cycles a second in 13, 3072 parts of one in 12
_CYCLES, _PARTS, _WRAP_S = 8000, 3072, 128


def is_date(cell: str) -> bool:
    """Whether a cell has a date with a time of day, as ISO 8601."""
    return _DATE.fullmatch(cell) is not None


def has_zone(cell: str) -> bool:
    """Whether a date has a time zone."""
    match = _DATE.fullmatch(cell)
    return match is not None and match[3] is not None


def ticks_of_date(cell: str, zoned: bool) -> int:
    """Units of 100 nanoseconds since 1970-01-01T00:00:00 (of UTC, if it has a time zone).

    Raises
    ------
    ValueError
        If the cell is no date, or has a time zone where others have none.
    """
    match = _DATE.fullmatch(cell)
    if match is None or (match[3] is not None) != zoned:
        raise ValueError(cell)
    zone = (match[3] or "+00:00").upper().replace("Z", "+00:00")
    passed = datetime.fromisoformat(match[1] + zone) - datetime(1970, 1, 1, tzinfo=UTC)
    parts = int((match[2] or "0").ljust(9, "0"))
    return (passed.days * 86_400 + passed.seconds) * _TICKS + round(parts / 100)


def seconds_of(
    stamps: np.ndarray, zoned: bool | None, name: str, unit: str | None, zero: str | None, file: str
) -> np.ndarray:
    """Seconds of time stamps.

    Parameters
    ----------
    stamps : (rows,) array
        Numbers, or units of 100 ns of dates.
    zoned : bool or None
        Whether the dates have a time zone; None for numbers.
    name : str
        The column's name, which may state a unit.
    unit, zero : str or None
        As `camera_file.read_camera_file` takes them.
    file : str
        The file's name, for messages.

    Raises
    ------
    ClockError
        If dates have no zero, or cycles cannot be cycles.
    ParameterError
        If there is no such unit, or zero is no date.
    """
    if zoned is not None:
        return (stamps - _zero(zero, zoned, stamps, file)) / _TICKS
    if zero is not None:
        raise ParameterError(
            f"The times in {file!r} are no dates.",
            expected="zero= (--clock-zero) for dates only; numbers have a zero of their own",
            got=repr(zero),
            do="leave it out",
        )
    unit = unit or unit_in_name(name)
    check_choice("This is not a unit of time.", unit, UNITS)
    if unit == CYCLES:
        return _seconds_of_cycles(stamps, file)
    return np.asarray(stamps, np.float64) / TIME_UNITS[unit]


def _zero(zero: str | None, zoned: bool, stamps: np.ndarray, file: str) -> int:
    """The moment that is 0, in units of 100 ns."""
    first = datetime.fromtimestamp(int(stamps[0]) / _TICKS, UTC)
    shown = first.isoformat() if zoned else first.replace(tzinfo=None).isoformat()
    expected = "the date that is 0 on the clock of the events"
    expected += ", or 'unix' for seconds since 1970 (UTC)" if zoned else ", without a time zone"
    if zero is None:
        raise ClockError(
            f"The times in {file!r} are dates, and it was not said which one is 0.",
            expected=expected,
            got=f"{len(stamps)} dates; the first is {shown}",
            do="say zero='<date>' (--clock-zero), such as the start of the session, written as the "
            "dates in the file",
        )
    if zero == UNIX and zoned:
        return 0
    if not is_date(zero) or has_zone(zero) != zoned:
        raise ParameterError(
            f"The zero of the dates in {file!r} cannot be used.",
            expected=expected,
            got=f"{zero!r}; the first date of the file is {shown}",
            do="write it as the dates in the file, with a time zone if they have one",
        )
    try:
        return ticks_of_date(zero, zoned)
    except ValueError as fault:
        raise ParameterError(
            "zero is no date.",
            expected="a date with a time, such as 2026-03-05T09:30:00.5-05:00",
            got=f"{zero!r}: {fault}",
            do="write it as the dates in the file",
        ) from fault


def _seconds_of_cycles(stamps: np.ndarray, file: str) -> np.ndarray:
    """Seconds of 32-bit cycles, which start anew after 128 s; the first one's are kept."""
    whole = np.asarray(stamps, np.float64)
    known = bool(np.isfinite(whole).all() and ((whole >= 0) & (whole < 2**32)).all())
    number = whole.astype(np.int64) if known else np.full(1, -1)
    cycles, parts = (number >> 12) & 0x1FFF, number & 0xFFF
    if not known or cycles.max() >= _CYCLES or parts.max() >= _PARTS:
        raise ClockError(
            f"The times in {file!r} are not cycles of a FLIR camera.",
            expected="whole numbers of 32 bits: seconds, 8000 cycles and 3072 parts of one",
            got=f"{whole[0]:.16g} in the first row",
            do="give their unit: unit= (--clock-unit) s, ms, us or ns",
        )
    seconds = (number >> 25) + (cycles + parts / _PARTS) / _CYCLES
    # two frames are less than 64 s apart, or nothing could tell
    return seconds + _WRAP_S * np.concatenate([[0], np.cumsum(np.diff(seconds) < -_WRAP_S / 2)])
