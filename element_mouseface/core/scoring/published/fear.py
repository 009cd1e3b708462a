"""Active and passive fear: movement and stillness after the first shock."""

from __future__ import annotations

import numpy as np

from ...events.bouts import Bout, bouts_of_trace, spans_of_mask

ACTIVE_FEAR = "active_fear"
PASSIVE_FEAR = "passive_fear"


def fear_bouts(
    motion: np.ndarray,
    times_s: np.ndarray,
    first_shock_s: float,
    threshold: float,
    *,
    active_s: float = 2.0,
    passive_s: float = 5.0,
    window_s: float = 0.4,
    max_gap_s: float = 1.0,
) -> list[Bout]:
    """Bouts of movement for over 2 s (active), and stillness for over 5 s (passive).

    Parameters
    ----------
    motion : (frames,) array
        Difference of each frame from the one before: 1 minus their correlation, or motion energy;
        NaN if not known.
    times_s : (frames,) array
        Frame times in seconds; frames without one (NaN) are not checked.
    first_shock_s : float
        End of the first shock; only later frames are used.
    threshold : float
        Movement is above it, stillness at or below it.
    active_s, passive_s : float
        A bout lasts longer than this, in seconds.
    window_s : float
        Each frame gets the state of the majority of the known frames in a window of this length
        around it: interruptions of less than half are bridged, and no frame is both movement and
        stillness. Without a known frame it is neither.
    max_gap_s : float
        See `bouts.frame_ends`.

    Returns
    -------
    list of Bout
        Named `active_fear` or `passive_fear`, in order of time; peak and mean
        are of `motion`.

    Notes
    -----
    Source: Dolensek et al., Science 368, 89 (2020): active fear is movement for
    over 2 s, passive fear is stillness for over 5 s, after the first shock.  The paper gives no
    threshold of movement: the caller chooses it, see `score_published`.
    """
    motion = np.asarray(motion, dtype=np.float64)
    times_s = np.asarray(times_s, dtype=np.float64)
    moving = _share_of_movement(motion, times_s, threshold, window_s)
    after = times_s >= first_shock_s
    rows: list[Bout] = []
    for name, mask, over_s in (
        (ACTIVE_FEAR, after & (moving > 0.5), active_s),
        (PASSIVE_FEAR, after & (moving <= 0.5), passive_s),
    ):
        spans = spans_of_mask(
            mask, times_s, min_s=over_s, max_gap_s=max_gap_s, strictly_longer=True
        )
        rows += bouts_of_trace(name, motion, times_s, spans, max_gap_s=max_gap_s)
    return sorted(rows, key=lambda bout: bout.start_s)


def _share_of_movement(
    motion: np.ndarray, times_s: np.ndarray, threshold: float, window_s: float
) -> np.ndarray:
    """Of the known frames within half a window, the share above the threshold; NaN without any."""
    timed = np.isfinite(times_s)
    if not timed.all():
        share = np.full(len(times_s), np.nan)
        share[timed] = _share_of_movement(motion[timed], times_s[timed], threshold, window_s)
        return share
    half_s = window_s / 2 + 1e-6
    first = np.searchsorted(times_s, times_s - half_s, side="left")
    stop = np.searchsorted(times_s, times_s + half_s, side="right")
    above = np.concatenate([[0], np.cumsum(motion > threshold)])
    known = np.concatenate([[0], np.cumsum(np.isfinite(motion))])
    n_known = known[stop] - known[first]
    return (above[stop] - above[first]) / np.where(n_known > 0, n_known, np.nan)
