"""Proportional odds: ordered categories as steps of one linear score.

McCullagh (Regression models for ordinal data, J. R. Stat. Soc. B 1980): the log-odds of being
above category k is the score minus the k-th cut.  A penalty on squared weights is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_expit

from ...inputs.npz import Npz
from .linear import Scaling, arrays_of_scaling, read_columns, read_scaling

_MOST_ITERATIONS = 500
_LEAST_STEP = 1e-6


@dataclass(frozen=True, eq=False)
class Odds:
    """One linear score, and the cuts between categories.

    Attributes
    ----------
    scaling : Scaling
        Of the columns.
    weights : (columns,) float64 array
        Per standard deviation of the feature.
    cuts : (categories - 1,) float64 array
        Ascending.
    columns : (columns,) int64 array
        Features that it looks at.
    n_features : int
        Of the rows that they are columns of.
    """

    scaling: Scaling
    weights: np.ndarray
    cuts: np.ndarray
    columns: np.ndarray
    n_features: int

    FORM: ClassVar[str] = "odds"

    @property
    def n_outputs(self) -> int:
        """Columns that it gives."""
        return len(self.cuts) + 1

    def decide(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float32 to (rows, categories) float64 log-probabilities."""
        return _log_probabilities(
            self.scaling.weighted(x[:, self.columns], self.weights), self.cuts
        )

    def to_arrays(self) -> dict[str, np.ndarray]:
        """All of it, by name."""
        own = {"weights": self.weights, "cuts": self.cuts, "columns": self.columns}
        return {**arrays_of_scaling(self.scaling), **own}

    @classmethod
    def from_arrays(cls, npz: Npz, prefix: str, n_features: int) -> Odds:
        """The model of `to_arrays`."""
        cuts = npz.take(f"{prefix}cuts", (None,)).astype(np.float64)
        if not len(cuts) or (np.diff(cuts) <= 0).any():
            raise npz.refused(f"{prefix}cuts that do not ascend")
        columns = read_columns(npz, prefix, n_features)
        weights = npz.take(f"{prefix}weights", (len(columns),)).astype(np.float64)
        scaling = read_scaling(npz, prefix, len(columns))
        return cls(scaling, weights, cuts, columns, n_features)


def fit_odds(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    n_categories: int,
    strength: float,
    columns: np.ndarray,
    n_features: int,
) -> Odds:
    """Fit proportional odds.

    Parameters
    ----------
    x : (rows, columns) float32 array
    y : (rows,) int array
        From 0 to `n_categories - 1`, each at least once.
    weight : (rows,) float64 array
    n_categories : int
    strength : float
        Penalty: half of it times the sum of squared weights, beside the mean loss.
    columns, n_features
        Of the model.
    """
    scaling = Scaling.of(x)
    z = scaling.apply(x)
    share = weight / weight.sum()
    d = z.shape[1]
    start = np.concatenate([np.zeros(d), first_cuts(y, share, n_categories)])
    done = minimize(
        odds_loss,
        start,
        (z, y, share, strength),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_ITERATIONS},
    )
    return Odds(scaling, done.x[:d], cuts_of(done.x[d:]), columns, n_features)


def first_cuts(y: np.ndarray, share: np.ndarray, n_categories: int) -> np.ndarray:
    """Free numbers of the cuts that no feature moves: the first, and logarithms of the steps."""
    above = [share[y > k].sum() for k in range(n_categories - 1)]
    cuts = -np.log(above) + np.log1p(-np.array(above))
    # Cuts ascend: the first, and logarithms of the steps between them, are free.
    return np.append(cuts[:1], np.log(np.maximum(np.diff(cuts), _LEAST_STEP)))


def free_of_cuts(cuts: np.ndarray) -> np.ndarray:
    """The free numbers that `cuts_of` makes cuts of."""
    return np.append(cuts[:1], np.log(np.maximum(np.diff(cuts) - _LEAST_STEP, 1e-12)))


def cuts_of(free: np.ndarray) -> np.ndarray:
    """Cuts of their free numbers."""
    return _cuts(free)[0]


def _cuts(free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cuts, and the steps between them."""
    steps = np.exp(np.clip(free[1:], -30, 30)) + _LEAST_STEP
    return free[0] + np.concatenate([[0.0], np.cumsum(steps)]), steps


def _log_probabilities(score: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Log P(k) = log(F(upper) - F(lower)), without loss where both are near 0 or 1."""
    upper = cuts - score[:, None]  # log-odds of at most k
    n = len(cuts) + 1
    found = np.empty((len(score), n))
    found[:, 0] = log_expit(upper[:, 0])
    found[:, -1] = log_expit(-upper[:, -1])
    # F(b) - F(a) = F(b) F(-a) (1 - exp(a - b))
    gap = np.log(-np.expm1(upper[:, :-1] - upper[:, 1:]))
    found[:, 1:-1] = log_expit(upper[:, 1:]) + log_expit(-upper[:, :-1]) + gap
    return found


def odds_loss(
    free: np.ndarray, z: np.ndarray, y: np.ndarray, share: np.ndarray, strength: float
) -> tuple[float, np.ndarray]:
    """Penalized mean negative log-likelihood of weights and free numbers, and its gradient."""
    d = z.shape[1]
    weights = free[:d]
    cuts, steps = _cuts(free[d:])
    score = z @ weights
    rows = np.arange(len(y))
    log_p = _log_probabilities(score, cuts)[rows, y]
    padded = np.concatenate([[-np.inf], cuts, [np.inf]])
    upper, lower = padded[y + 1] - score, padded[y] - score
    # F(b) F(-b) / P(k), in logarithms: far from all cuts both are too small for a float
    up = share * np.exp(log_expit(upper) + log_expit(-upper) - log_p)
    low = share * np.exp(log_expit(lower) + log_expit(-lower) - log_p)
    to_score = up - low  # d loss / d score
    to_cuts = np.zeros(len(cuts) + 2)
    np.add.at(to_cuts, y + 1, -up)
    np.add.at(to_cuts, y, low)
    to_cuts = to_cuts[1:-1]
    to_steps = np.cumsum(to_cuts[::-1])[::-1][1:] * (steps - _LEAST_STEP)
    loss = -float(share @ log_p) + 0.5 * strength * float(weights @ weights)
    gradient = np.concatenate([z.T @ to_score + strength * weights, [to_cuts.sum()], to_steps])
    return loss, gradient
