"""Which behavior follows which."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...errors import InputError
from .labels import Labels, mask_of


@dataclass(frozen=True, eq=False)
class Transitions:
    """How often a bout of one behavior was followed by a bout of another.

    Attributes
    ----------
    names : tuple of str
        The behaviors.
    counts : (behaviors, behaviors) int64 array
        From the row's behavior to the column's.
    """

    names: tuple[str, ...]
    counts: np.ndarray

    @property
    def probability(self) -> np.ndarray:
        """Part of the bouts of each row's behavior that were followed by the column's.

        Returns
        -------
        (behaviors, behaviors) float64 array
            Rows add up to 1; NaN where no bout of a behavior was followed by any.
        """
        total = self.counts.sum(axis=1, keepdims=True)
        return np.where(total > 0, self.counts / np.maximum(total, 1), np.nan)


def count_transitions(
    labels: Labels, times_s: np.ndarray | None = None, *, within_s: float | None = None
) -> Transitions:
    """Count which bout begins next after each bout.

    Bouts of all behaviors stand in the order of their onsets (two at one frame in the
    ethogram's order), and each is followed by the next.  A pair is not counted where a frame
    between the two onsets was not assessed for every behavior: another bout may lie there.

    Parameters
    ----------
    labels : Labels
        Of a person or a classifier.
    times_s : (n_frames,) array, optional
        Frame times, for `within_s`.
    within_s : float, optional
        Pairs whose second onset is later than this after the first one's end are not counted.

    Raises
    ------
    InputError
        If `within_s` is given without times.
    """
    names = labels.ethogram.names
    if within_s is not None and times_s is None:
        raise InputError("within_s needs the time of each frame.", do="give times_s")
    known = np.ones(labels.n_frames, bool)
    for name in names:
        known &= mask_of(labels.assessed[name], labels.n_frames)
    unknown_before = np.concatenate([[0], np.cumsum(~known)])
    bouts = sorted(
        (int(first), place, int(stop))
        for place, name in enumerate(names)
        for first, stop in labels.bouts[name]
    )
    counts = np.zeros((len(names), len(names)), np.int64)
    for (first, place, stop), (onset, after, _) in pairwise(bouts):
        if unknown_before[onset] > unknown_before[first]:
            continue
        if within_s is not None and times_s is not None:
            # the last frame's own time: its end is not known
            if not times_s[onset] - times_s[stop - 1] <= within_s:
                continue
        counts[place, after] += 1
    return Transitions(names, counts)
