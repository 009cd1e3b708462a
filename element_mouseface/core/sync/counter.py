"""A camera's frame counter, continued where it starts anew at 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import ClockError

#: bits of counters that are recognized
_BITS = (16, 32)
#: a counter that starts anew with so many frames lost at once has been reset, unless times agree
_MOST_LOST = 100
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
        return self.n_exposures - len(np.unique(self.exposures))

    def to_dict(self) -> dict[str, int]:
        """What was counted, JSON-ready."""
        return {
            "counter_first": self.first,
            "counter_exposures": self.n_exposures,
            "counter_wraps": self.wraps,
            "counter_resets": len(self.resets),
        }


def continued(
    counts: np.ndarray, times_s: np.ndarray, *, bits: int | None = None, source: str = "counter"
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
    period = _period(counts, bits, source)
    steps = np.diff(counts)
    usual_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.0
    wraps, resets, notes = 0, [], []
    for k in np.flatnonzero(steps < 0).tolist():
        passed = (times_s[k + 1] - times_s[k]) / usual_s if usual_s > 0 else np.nan
        counted = period - counts[k] + counts[k + 1]
        if bits is None and not _is_wrap(int(counted), float(passed)):
            resets.append(k + 1)
            steps[k] = 1
            continue
        wraps += 1
        steps[k] = counted
        if counts[k] == period - 1 and counts[k + 1] == 1:
            # GigE Vision's 16-bit counter never is 0
            skips_zero = bool(passed < 1.5)
            steps[k] -= skips_zero
            notes.append(
                f"the counter goes from {period - 1} to 1 at frame {k + 1}: "
                + ("no exposure is lost, as the times tell" if skips_zero else "0 was lost, or is "
                   "never used by this camera")
            )  # fmt: skip
    exposures = np.concatenate([[0], np.cumsum(steps)])
    return Counted(exposures, int(counts[0]), wraps, np.array(resets, np.int64), tuple(notes))


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


def _is_wrap(counted: int, passed: float) -> bool:
    """Whether a counter that goes back has started anew at its largest value."""
    return counted <= _MOST_LOST or abs(passed - counted) <= max(1.0, _AGREE * counted)
