"""Whether held-out trials of a sign stand apart from the others by more than shuffled names give.

The statistic is the area under the ROC curve of the trials' valence, each measured by directions
of the face that were made without it, between the stimuli of the sign and all others that are
signed.  Under names that mean nothing any naming of the same trials would do as well.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from .params import AffectParams

_EXACT = 20_000


@dataclass(frozen=True)
class Separation:
    """Area under the curve, its p by shuffled names, the least p there could be, and counts."""

    auc: float
    p: float
    least_p: float
    n_own: int
    n_other: int


def separation(own: np.ndarray, others: np.ndarray, params: AffectParams) -> Separation:
    """How the trials of a sign stand apart from others; p is one-sided, counting the true naming.

    Parameters
    ----------
    own, others : arrays
        Estimates of held-out trials; NaN is left out.
    params : AffectParams
    """
    own, others = own[np.isfinite(own)], others[np.isfinite(others)]
    n, m = len(own), len(others)
    if not n or not m:
        return Separation(float("nan"), float("nan"), float("nan"), n, m)
    ranks = rankdata(np.concatenate([own, others]))
    seen = float(ranks[:n].sum())
    ways = math.comb(n + m, n)
    if ways <= _EXACT:
        chosen = np.array(list(itertools.combinations(range(n + m), n)))
        sums = ranks[chosen].sum(axis=1)
        p, least = float((sums >= seen - 1e-9).mean()), 1 / ways
    else:
        rng = np.random.default_rng(params.seed)
        drawn = [rng.permutation(ranks)[:n].sum() for _ in range(params.permutations)]
        p = (1 + int((np.array(drawn) >= seen - 1e-9).sum())) / (1 + params.permutations)
        least = 1 / (1 + params.permutations)
    return Separation((seen - n * (n + 1) / 2) / (n * m), p, least, n, m)
