"""A camera's frame counter, continued where it starts anew at 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import ClockError

#: bits of counters that are recognized
_BITS = (16, 32)
#: a counter that starts anew with so many frames lost at once has been reset, unless times agree
_MOST_LOST = 100
#: a day at a hundred frames a second
_MOST_MISSING = 10_000_000
#: elapsed time and counted exposures agree within this share, or within one exposure
_AGREE = 0.1


@dataclass(frozen=True, eq=False)
class Counted:
    """Number of each frame's exposure.

    Attributes
    ----------
    exposures : (frames,) int64 array
        0 for the first frame; the same for two frames of one exposure.
    first : int
        The counter at the first frame, as it was written.
    wraps : int
        How often it started anew at its largest value.
    resets : (n,) int64 array
        Frames at which it goes back otherwise; exposures lost there are not known.
    notes : tuple of str
    """

    exposures: np.ndarray
    first: int
    wraps: int
    resets: np.ndarray
    notes: tuple[str, ...] = ()

    @property
    def n_exposures(self) -> int:
        """Exposures from the first frame to the last."""
        return int(self.exposures[-1]) + 1

    @property
    def duplicated(self) -> np.ndarray:
        """Frames of an exposure that the frame before has, too."""
        return np.flatnonzero(np.diff(self.exposures) == 0) + 1

    @property
    def n_lost(self) -> int:
        """Exposures between the first frame and the last without a frame."""
        return self.n_exposures - 1 - int(np.count_nonzero(np.diff(self.exposures)))

    def to_dict(self) -> dict[str, int]:
        """What was counted, JSON-ready."""
        return {
            "counter_first": self.first,
            "counter_exposures": self.n_exposures,
            "counter_wraps": self.wraps,
            "counter_resets": len(self.resets),
        }


def continued(
    counts: np.ndarray,
    times_s: np.ndarray,
    *,
    bits: int | None = None,
    uses_zero: bool | None = None,
    source: str = "counter",
) -> Counted:
    """Number exposures by a counter that may wrap around.

    Parameters
    ----------
    counts : (frames,) int64 array
        As the camera wrote them.
    times_s : (frames,) array
        Times of the frames on any clock: they tell a wrap from a reset.
    bits : int, optional
        Of the counter; by default 16 or 32, whichever the values fit.
    uses_zero : bool, optional
        Whether 0 comes after the largest value, or 1, as in GigE Vision 1; by default as the
        times tell.
    source : str
        Name of the file, in messages.

    Raises
    ------
    ClockError
        If the counter never changes, or has more than `bits`.
    """
    counts = np.asarray(counts, np.int64)
    if len(counts) > 2 and (counts == counts[0]).all():
        raise ClockError(
            f"The frame counter in {source} never changes.",
            expected="a counter that rises with every exposure",
            got=f"{counts[0]} in all {len(counts)} rows",
            do="turn the frame counter (chunk data) of the camera on; for this recording, give the "
            "times without a counter",
        )
    steps, period = np.diff(counts), _period(counts, bits, source)
    back = np.flatnonzero(steps < 0)
    counted, passed = period + steps[back], _intervals_passed(times_s, back)
    wrapped = np.full(len(back), True) if bits is not None else _are_wraps(counted, passed)
    resets = back[~wrapped] + 1
    back, counted, passed = back[wrapped], counted[wrapped], passed[wrapped]
    if uses_zero is None:
        one_fewer = np.abs(passed - (counted - 1)) < 0.5
        uses_zero = not (len(back) and one_fewer.all() and (counts > 0).all())
    steps[back] = counted - (not uses_zero)
    steps[resets - 1] = 1
    _check_steps(steps, counts, source)
    exposures = np.concatenate([[0], np.cumsum(steps)])
    notes = [] if uses_zero else [f"the counter is 1 after {period - 1}: it never is 0"]
    usual = int(np.median(steps)) if len(steps) else 1
    if usual > 1:
        notes.append(
            f"the counter usually rises by {usual} from frame to frame: the exposures between are "
            "told as dropped"
        )
    return Counted(exposures, int(counts[0]), len(back), resets, tuple(notes))


def _intervals_passed(times_s: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Time from each of these frames to the next, in usual intervals; NaN if that is unknown."""
    steps_s = np.diff(np.asarray(times_s, np.float64))
    usual_s = float(np.median(steps_s)) if len(steps_s) else 0.0
    return steps_s[places] / usual_s if usual_s > 0 else np.full(len(places), np.nan)


def _check_steps(steps: np.ndarray, counts: np.ndarray, source: str) -> None:
    """Refuse a jump over more exposures than a recording can lose."""
    if not len(steps) or float(steps.astype(np.float64).sum()) <= len(counts) + _MOST_MISSING:
        return
    at = int(np.argmax(steps))
    raise ClockError(
        f"The frame counter in {source} jumps.",
        expected=f"a counter that rises with every exposure, with at most {_MOST_MISSING} lost",
        got=f"{counts[at]}, then {counts[at + 1]} at frame {at + 1}",
        do="name the column of the frame counter: counter_column= (--clock-counter-column); or "
        "correct the line",
    )


def _period(counts: np.ndarray, bits: int | None, source: str) -> int:
    """The value after which the counter is 0 again."""
    largest = int(counts.max())
    if bits is not None and largest >= 2**bits:
        raise ClockError(
            f"The frame counter in {source} has more than {bits} bits.",
            expected=f"values below {2**bits}",
            got=str(largest),
            do="correct counter_bits (--clock-counter-bits), or leave it out",
        )
    if bits is not None:
        return 2**bits
    return next((2**b for b in _BITS if largest < 2**b), 2**62)


def _are_wraps(counted: np.ndarray, passed: np.ndarray) -> np.ndarray:
    """Whether a counter that goes back has started anew at its largest value."""
    few = (counted <= _MOST_LOST) & ~(passed > counted + _MOST_LOST)
    return few | (np.abs(passed - counted) <= np.maximum(1.0, _AGREE * counted))
