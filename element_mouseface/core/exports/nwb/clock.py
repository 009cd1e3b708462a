"""The times of a recording's frames in an NWB file: seconds from `session_start_time`.

An NWB file has one zero, its `session_start_time`.  Our frames have times on a clock of their own:
the movie's, or the one of an acquisition system.  What this clock showed at `session_start_time`
cannot be computed from either of them, so it is asked for and never assumed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from ....errors import ClockError, ParameterError, check_choice
from ....params.fields import is_text, short_repr

#: NWB's inspector takes intervals as equal that differ by less
REGULAR_S = 1e-9
#: longer than any recording: the times are not in seconds, or the zero is of another clock
_MOST_S = 365.25 * 24 * 3600
_ZERO = (
    "give what the clock showed at the file's session_start_time, in seconds: 0 where the file "
    "begins when the clock does (clock_zero_s=, on the command line --zero)"
)


@dataclass(frozen=True, eq=False)
class FrameTimes:
    """The times of a recording's frames, as an NWB file has them.

    Frames without a time are left out of every series; a series of frame numbers says which frames
    are there.

    Parameters
    ----------
    times_s : (frames,) array
        Seconds on the clock, increasing; NaN where a frame has no time.
    clock_zero_s : float
        What the clock showed at the file's `session_start_time`.  Never assumed.
    clock : str
        What clock it is, for the descriptions in the file.
    name : str
        The names of all objects of this recording begin with it: two cameras need two.
    before_start : {'refuse', 'keep'}
        What becomes of frames from before `session_start_time`: NWB advises against negative times.

    Raises
    ------
    ParameterError
        If the name has slashes or colons, or `before_start` is another word.
    ClockError
        If the zero is not a number, no frame has a time, a time is infinite, two frames have one
        time, times go back, or frames are from before `session_start_time`.
    """

    times_s: np.ndarray
    clock_zero_s: float
    clock: str = "the movie's own clock"
    name: str = "face"
    before_start: str = "refuse"

    def __post_init__(self) -> None:
        times_s = _as_times(self.times_s)
        object.__setattr__(self, "times_s", times_s)
        object.__setattr__(self, "clock_zero_s", checked_zero(self.clock_zero_s))
        self._check_name()
        check_choice(
            "`before_start` says what becomes of frames from before session_start_time.",
            self.before_start,
            ("refuse", "keep"),
            do="give one of the two",
        )
        self._check_order(self._known)
        self._check_start()

    def __len__(self) -> int:
        return len(self.times_s)

    @cached_property
    def frames(self) -> np.ndarray:
        """The numbers of the frames that have a time, (n,) int64."""
        return np.flatnonzero(np.isfinite(self.times_s)).astype(np.int64)

    @property
    def all_timed(self) -> bool:
        """Whether every frame has a time."""
        return len(self.frames) == len(self.times_s)

    @cached_property
    def seconds(self) -> np.ndarray:
        """The frames' seconds from `session_start_time`, (n,) float64, of those that have a time.

        Where the intervals are equal, these are exactly `start + arange(n) / rate` of `sampling`,
        at most a nanosecond from clock minus zero.
        """
        if self.sampling is None:
            return self._shifted
        start_s, rate_hz = self.sampling
        return _regular(start_s, rate_hz, len(self.frames))

    @cached_property
    def sampling(self) -> tuple[float, float] | None:
        """(start in seconds, frames per second) where all intervals are equal; else None.

        NWB then wants these two numbers in place of an array of time stamps.
        """
        return sampling_of(self._shifted)

    @cached_property
    def _shifted(self) -> np.ndarray:
        return self._known - self.clock_zero_s

    @cached_property
    def _known(self) -> np.ndarray:
        return self.times_s[self.frames]

    @property
    def is_exact(self) -> bool:
        """Whether a series' times are the clock's own, to the last bit."""
        return self.clock_zero_s == 0 and np.array_equal(self.seconds, self._known)

    def check_length(self, values: Any, what: str = "the trace") -> Any:
        """Refuse values of another number of frames (ClockError); returns them.

        Parameters
        ----------
        values : (frames, ...) array-like
            Of every frame of the recording.
        what : str
            For the message.
        """
        if len(values) != len(self):
            raise ClockError(
                f"{what[0].upper()}{what[1:]} does not belong to these frames.",
                expected=f"{len(self)} frames, as there are times",
                got=f"{len(values)} frames",
                do="give a result of the same movie, and all of its frames",
            )
        return values

    def instant(self, time_s: float, what: str = "a time") -> float:
        """Seconds from `session_start_time` of a time on the clock (ClockError if it is none).

        The time of a frame is the one that the series have for it.
        """
        value = _number(time_s)
        if not math.isfinite(value):
            raise ClockError(
                f"{what[0].upper()}{what[1:]} is not a time.",
                expected="a finite number of seconds on the frames' clock",
                got=short_repr(time_s),
                do="correct it in the events or the result that it is from",
            )
        at = int(np.searchsorted(self._known, value))
        if at < len(self._known) and self._known[at] == value:
            return float(self.seconds[at])  # a frame's own time, to the last bit
        return value - self.clock_zero_s

    def _check_name(self) -> None:
        name = self.name
        if not is_text(name) or not name.strip() or any(sign in name for sign in "/\\:"):
            raise ParameterError(
                "The name of the recording cannot be used.",
                expected="a text without slashes and colons, with which names of objects begin",
                got=short_repr(name),
                do="give a name such as face or side (name=, --name)",
            )

    def _check_order(self, known: np.ndarray) -> None:
        steps = np.diff(known - self.clock_zero_s)
        if (steps > 0).all():
            return
        at = int(np.argmin(steps > 0))
        first, second = self.frames[at], self.frames[at + 1]
        same = steps[at] == 0
        raise ClockError(
            f"Frames {first} and {second} have {'one time' if same else 'times that go back'}.",
            expected="times that increase from frame to frame",
            got=f"{float(known[at])!r} s and {float(known[at + 1])!r} s",
            do="give NaN to the frame whose time is not known, or correct the times",
        )

    def _check_start(self) -> None:
        first, last = float(self._shifted[0]), float(self._shifted[-1])
        if last - first > _MOST_S or abs(first) > _MOST_S:
            raise ClockError(
                "The times cannot be seconds from session_start_time.",
                expected="a recording of less than a year that begins within a year of it",
                got=f"{first:g} to {last:g} s from it, with the zero at {self.clock_zero_s:g} s",
                do=f"check the unit of the times; {_ZERO}",
            )
        if first < 0 and self.before_start == "refuse":
            n_early = int((self._shifted < 0).sum())
            raise ClockError(
                f"{n_early} frames are from before session_start_time.",
                expected="times from the zero on, which NWB files begin with",
                got=f"the first frame at {first:g} s from it",
                do=f"{_ZERO}; or set session_start_time to when the camera began",
            )


def checked_zero(clock_zero_s: Any) -> float:
    """The zero as a float.

    Raises
    ------
    ClockError
        If it is not given, or not a finite number.
    """
    value = _number(clock_zero_s)
    if clock_zero_s is None or not math.isfinite(value):
        raise ClockError(
            "What the clock showed at session_start_time is not known.",
            expected="clock_zero_s: a finite number of seconds",
            got="nothing" if clock_zero_s is None else short_repr(clock_zero_s),
            do=_ZERO,
        )
    return value


def sampling_of(seconds: np.ndarray) -> tuple[float, float] | None:
    """(start, rate) of times whose intervals are equal to a nanosecond, or None.

    Of the rates that fit, one is taken that gives the times back to the last bit, if there is one.

    Parameters
    ----------
    seconds : (n,) float64 array
        Increasing.
    """
    n = len(seconds)
    if n < 3 or len(np.unique(np.diff(seconds).round(9))) != 1:
        return None
    start_s = float(seconds[0])
    mean_hz = (n - 1) / (float(seconds[-1]) - start_s)
    simple = (Fraction(mean_hz).limit_denominator(most) for most in (1, 10, 1001, 100_000))
    rates = [float(rate) for rate in simple if rate > 0]
    rates += [1.0 / float(np.median(np.diff(seconds))), mean_hz]
    errors_s = [np.abs(_regular(start_s, rate, n) - seconds).max() for rate in rates]
    best = int(np.argmin(errors_s))
    return (start_s, rates[best]) if errors_s[best] <= REGULAR_S else None


def _regular(start_s: float, rate_hz: float, n: int) -> np.ndarray:
    """Times as readers of NWB compute them, in the same order of operations."""
    return start_s + np.arange(n) / rate_hz


def _as_times(values: Any) -> np.ndarray:
    try:
        if np.asarray(values).dtype.kind in "mM":
            raise TypeError("moments, not seconds")
        if isinstance(values, np.ma.MaskedArray):  # what is masked is not known
            values = np.ma.filled(values.astype(np.float64), np.nan)
        times_s = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ClockError(
            "The frames' times cannot be used.",
            expected="one number for each frame, NaN where there is none",
            got=short_repr(values),
            do="give an array of seconds",
        ) from error
    finite = np.isfinite(times_s)
    wrong = np.isinf(times_s)
    if times_s.ndim != 1 or wrong.any() or not finite.any():
        got = f"an array of shape {times_s.shape}" if times_s.ndim != 1 else "no frame with a time"
        if times_s.ndim == 1 and wrong.any():
            got = f"{times_s[wrong][0]} at frame {int(np.flatnonzero(wrong)[0])}"
        raise ClockError(
            "The frames' times cannot be used.",
            expected="one finite number of seconds for each frame, NaN where it has no time",
            got=got,
            do="correct the times; a frame without one has NaN",
        )
    return times_s


def _number(value: Any) -> float:
    if isinstance(value, bool | str | bytes):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
