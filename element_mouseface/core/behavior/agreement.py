"""How far two labelers agree, or a labeler and a classifier: over the frames that both assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .bout_metrics import check_pair, compare_masks
from .labels import Labels, mask_of


@dataclass(frozen=True)
class Agreement:
    """How two labels of one movie agree on a behavior.

    Attributes
    ----------
    behavior : str
    n_frames : int
        Frames that both assessed; all other numbers are over these.
    n_a, n_b, n_both : int
        Frames in which the one, the other, and both saw it.
    kappa : float
        Cohen's kappa of the frames; NaN where one of the two values never occurs in either.
    frame_f1 : float
        The same from either side; NaN where neither saw it.
    bouts_a, bouts_b : int
        Bouts, cut at the edges of what both assessed.
    bout_f1 : float
        At an overlap of `overlap`, matched one to one; NaN where neither has a bout.
    boundary_ms, boundary_p90_ms : float
        Median and 90th percentile of the absolute difference of onsets and offsets of
        matched bouts, in milliseconds; NaN where none is matched.
    overlap : float
    """

    behavior: str
    n_frames: int
    n_a: int
    n_b: int
    n_both: int
    kappa: float
    frame_f1: float
    bouts_a: int
    bouts_b: int
    bout_f1: float
    boundary_ms: float
    boundary_p90_ms: float
    overlap: float

    def to_dict(self) -> dict[str, Any]:
        """The row, by name of the column."""
        return asdict(self)


def cohen_kappa(n_both: int, n_a: int, n_b: int, n_frames: int) -> float:
    """Cohen's kappa of two labelers who saw one behavior or not, from four counts.

    Parameters
    ----------
    n_both, n_a, n_b : int
        Frames in which both, the one, and the other saw it.
    n_frames : int
        All frames.

    Returns
    -------
    float
        NaN where the agreement by chance is complete, or there is no frame.

    References
    ----------
    Cohen 1960, Educational and Psychological Measurement 20, 37-46.
    """
    n_neither = n_frames - n_a - n_b + n_both
    # all counts at once: no division before the last, so that equal counts give equal numbers
    by_chance = n_a * n_b + (n_frames - n_a) * (n_frames - n_b)
    above = n_frames * (n_both + n_neither) - by_chance
    most = n_frames * n_frames - by_chance
    return above / most if most else float("nan")


def agreement(
    a: Labels, b: Labels, times_s: np.ndarray, *, overlap: float = 0.5
) -> list[Agreement]:
    """How two labels of one movie agree, a row for each behavior that both have.

    Parameters
    ----------
    a, b : Labels
        Of two people, or a person and a classifier.
    times_s : (n_frames,) array
        Frame times in seconds.
    overlap : float
        Least intersection over union of two bouts that are taken for the same.

    Raises
    ------
    LabelsError
        If they are of another number of frames, or have no behavior in common.
    """
    rows = []
    for name in check_pair(a, b, times_s):
        seen = [mask_of(one.bouts[name], one.n_frames) for one in (a, b)]
        looked = [mask_of(one.assessed[name], one.n_frames) for one in (a, b)]
        rows.append(_row(name, seen, looked[0] & looked[1], times_s, overlap))
    return rows


def _row(
    name: str, seen: Sequence[np.ndarray], known: np.ndarray, times_s: np.ndarray, overlap: float
) -> Agreement:
    first, second = (mask & known for mask in seen)
    n_a, n_b, n_both = (int(mask.sum()) for mask in (first, second, first & second))
    bouts = compare_masks(first, second, times_s, assessed=known, overlaps=(overlap,))
    errors = np.abs(np.concatenate([bouts.onset_ms, bouts.offset_ms]))
    errors = errors[np.isfinite(errors)]
    median, p90 = np.percentile(errors, (50, 90)) if len(errors) else (np.nan, np.nan)
    return Agreement(
        name,
        int(known.sum()),
        n_a,
        n_b,
        n_both,
        cohen_kappa(n_both, n_a, n_b, int(known.sum())),
        2 * n_both / (n_a + n_b) if n_a + n_b else float("nan"),
        bouts.n_true,
        bouts.n_predicted,
        bouts.f1(overlap),
        float(median),
        float(p90),
        overlap,
    )
