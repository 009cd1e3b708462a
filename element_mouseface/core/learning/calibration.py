"""Make probabilities of scores, by scores of frames that the model was not trained on.

Isotonic regression where frames are many, Platt's sigmoid where they are few, nothing where
they are too few to tell.  Of several categories each is calibrated against the others, and
the probabilities are divided by their sum (as scikit-learn does).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit, logsumexp

from ...params.fields import Fields
from ..inputs.npz import Npz
from .estimators import probabilities_of
from .params import LearningParams

#: Fewer frames of a class do not even give a sigmoid.
_LEAST_FRAMES = 20
_METHODS = ("none", "sigmoid", "isotonic")
_MOST_KNOTS = 1000
_LEAST = 1e-9
_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Curve:
    """Log-odds to probability, for one class against the others.

    Attributes
    ----------
    method : {'none', 'sigmoid', 'isotonic'}
    x, y : (n,) float64 arrays
        Isotonic: points between which it is linear.  Sigmoid: x is (slope, intercept).
    n_positive, n_negative : int
        Frames that it was fitted on.
    """

    method: str
    x: np.ndarray
    y: np.ndarray
    n_positive: int
    n_negative: int

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """(n,) log-odds to probabilities; NaN stays NaN."""
        if self.method == "isotonic":
            return np.where(np.isnan(log_odds), np.nan, np.interp(log_odds, self.x, self.y))
        if self.method == "sigmoid":
            return expit(self.x[0] * log_odds + self.x[1])
        return expit(log_odds)


@dataclass(frozen=True, eq=False)
class Calibration:
    """How the scores of a target become probabilities: a curve for each output."""

    kind: str
    curves: tuple[Curve, ...] = ()

    @property
    def method(self) -> str:
        """'isotonic', 'sigmoid' or 'none'; for categories the least of them."""
        return min((c.method for c in self.curves), key=_METHODS.index, default="none")

    def apply(self, scores: np.ndarray) -> np.ndarray:
        """(rows, outputs) scores to probabilities; a continuous target's values as they are."""
        found = np.empty(scores.shape)
        for first in range(0, len(scores), _AT_ONCE):
            found[first : first + _AT_ONCE] = self._applied(scores[first : first + _AT_ONCE])
        return found

    def _applied(self, scores: np.ndarray) -> np.ndarray:
        plain = probabilities_of(self.kind, scores)
        if self.kind == "continuous" or not self.curves:
            return plain
        log_odds = _against_others(np.asarray(scores, np.float64))
        found = np.column_stack(
            [curve.apply(log_odds[:, k]) for k, curve in enumerate(self.curves)]
        )
        if self.kind == "binary":
            return found
        found[np.isneginf(scores)] = 0
        total = found.sum(axis=1, keepdims=True)
        return np.where(total > 0, found / np.where(total > 0, total, 1), plain)

    def to_arrays(self, prefix: str = "") -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """What describes it as JSON, and its arrays by names that begin with `prefix`."""
        curves = [
            {"method": c.method, "n_positive": c.n_positive, "n_negative": c.n_negative}
            for c in self.curves
        ]
        arrays: dict[str, np.ndarray] = {}
        for k, curve in enumerate(self.curves):
            arrays |= {f"{prefix}x{k}": curve.x, f"{prefix}y{k}": curve.y}
        return {"kind": self.kind, "curves": curves}, arrays

    @classmethod
    def from_arrays(
        cls, about: Fields, npz: Npz, prefix: str, kind: str, n_outputs: int
    ) -> Calibration:
        """The calibration of `to_arrays`, checked to be one of such a target."""
        about.text("kind", (kind,))
        values = about.items("curves")
        if len(values) not in (0, n_outputs):
            raise about.refused("curves", f"none or {n_outputs}", str(len(values)))
        return cls(
            kind,
            tuple(
                _read_curve(Fields(one, about.refused, f"curves.{k}"), npz, f"{prefix}{{}}{k}")
                for k, one in enumerate(values)
            ),
        )


def fit_calibration(
    kind: str, scores: np.ndarray, y: np.ndarray, params: LearningParams
) -> Calibration:
    """Fit the calibration of a target.

    Parameters
    ----------
    kind : {'binary', 'category', 'ordinal', 'continuous'}
        Of the target.
    scores : (rows, outputs) float array
        Of frames that the model was not trained on; those that are not finite are left out.
    y : (rows,) array
        Their values.
    params : LearningParams
    """
    if kind == "continuous" or params.calibration == "none":
        return Calibration(kind)
    curves = []
    for k in range(scores.shape[1]):
        log_odds = np.empty(len(scores))
        for first in range(0, len(scores), _AT_ONCE):
            part = np.asarray(scores[first : first + _AT_ONCE], np.float64)
            log_odds[first : first + _AT_ONCE] = _against_others(part)[:, k]
        positive = (y == (1 if kind == "binary" else k)).astype(float)
        curves.append(_fit_curve(log_odds, positive, params))
    return Calibration(kind, tuple(curves))


def _against_others(scores: np.ndarray) -> np.ndarray:
    """Log-odds of each column against all others; one column is log-odds already."""
    n = scores.shape[1]
    if n == 1:
        return scores
    others = [logsumexp(np.delete(scores, k, axis=1), axis=1) for k in range(n)]
    with np.errstate(invalid="ignore"):
        return scores - np.column_stack(others)


def _fit_curve(log_odds: np.ndarray, positive: np.ndarray, params: LearningParams) -> Curve:
    good = np.isfinite(log_odds)
    x, y = log_odds[good], positive[good]
    n_positive, n_negative = int(y.sum()), int((1 - y).sum())
    least = min(n_positive, n_negative)
    method = params.calibration
    if method == "auto":
        method = "isotonic" if least >= params.isotonic_frames else "sigmoid"
    if least < _LEAST_FRAMES:
        method = "none"
    if method == "isotonic":
        at, value = _isotonic(x, y)
        # A frame is never certain: as if one more of the other class had been seen.
        value = np.clip(value, 1 / (n_negative + 2), 1 - 1 / (n_positive + 2))
    elif method == "sigmoid":
        at, value = _sigmoid(x, y), np.zeros(0)
    else:
        at, value = np.zeros(0), np.zeros(0)
    return Curve(method, at, value, n_positive, n_negative)


def _isotonic(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    at, value = fitted.X_thresholds_, fitted.y_thresholds_
    if len(at) > _MOST_KNOTS:
        kept = np.unique(np.linspace(0, len(at) - 1, _MOST_KNOTS).round().astype(int))
        at, value = at[kept], value[kept]
    return at.astype(np.float64), value.astype(np.float64)


def _sigmoid(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Slope and intercept, with Platt's targets (1999): as if one more of each had been seen.

    A slope below zero would turn a model that is worse than chance into a good one; it is zero.
    """
    n_positive, n_negative = y.sum(), (1 - y).sum()
    due = np.where(y > 0, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        z = at[0] * x + at[1]
        error = expit(z) - due
        value = -(due * log_expit(z) + (1 - due) * log_expit(-z)).mean()
        return float(value), np.array([(error * x).mean(), error.mean()])

    done = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B", options={"ftol": 1e-12})
    if done.x[0] > 0:
        return np.asarray(done.x, np.float64)
    share = due.mean()
    return np.array([0.0, np.log(share / (1 - share))])


def _read_curve(about: Fields, npz: Npz, name: str) -> Curve:
    method = about.text("method", _METHODS)
    x = npz.take(name.format("x"), (None,)).astype(np.float64)
    y = npz.take(name.format("y"), (None,)).astype(np.float64)
    due = {"none": (0, 0), "sigmoid": (2, 0)}.get(method, (len(x), len(x)))
    if (len(x), len(y)) != due or (method == "isotonic" and not len(x)):
        raise npz.refused(f"{name.format('x')} of {len(x)} and {len(y)} numbers for {method}")
    ascends = (np.diff(x) >= 0).all() and (np.diff(y) >= 0).all()
    if method == "isotonic" and not (ascends and (y >= 0).all() and (y <= 1).all()):
        raise npz.refused(f"{name.format('y')} with values that are no rising probabilities")
    counts = (about.whole(one) for one in ("n_positive", "n_negative"))
    return Curve(method, x, y, *counts)
