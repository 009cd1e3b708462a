"""Linear models of standardized features: logistic and ridge regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ...inputs.npz import Npz

_MOST_OUTPUTS = 1000


@dataclass(frozen=True, eq=False)
class Scaling:
    """How features are standardized, by the training frames.

    Attributes
    ----------
    fill : (features,) float64 array
        Median: what stands for a missing value.
    center, scale : (features,) float64 arrays
        Mean and standard deviation; the scale of a feature that does not vary is infinite,
        so that it counts nothing.
    """

    fill: np.ndarray
    center: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray) -> Scaling:
        """The scaling of training rows; a feature that none of them has counts nothing."""
        none = np.isnan(x).all(axis=0)
        if np.isnan(x).any():
            fill = np.nanmedian(np.where(none, 0, x), axis=0)
            x = np.where(np.isnan(x), fill, x)
        else:
            fill = np.median(x, axis=0)
        center = x.mean(axis=0, dtype=np.float64)
        scale = x.std(axis=0, dtype=np.float64)
        tiny = 1e-6 * np.maximum(np.abs(center), 1e-30)  # float32 noise on a constant
        return cls(fill.astype(np.float64), center, np.where(scale > tiny, scale, np.inf))

    def apply(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float64, without a missing value."""
        return (np.where(np.isnan(x), self.fill, x) - self.center) / self.scale

    def weighted(self, x: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """`apply(x) @ weights`, without a standardized copy of the rows."""
        own = (weights.T / self.scale).T
        missing = np.isnan(x)
        filled = np.where(missing, self.fill.astype(np.float32), x) if missing.any() else x
        return filled.astype(np.float64) @ own - self.center @ own


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights of standardized features.

    Attributes
    ----------
    scaling : Scaling
        Of the columns.
    weights : (outputs, columns) float64 array
        Per standard deviation of the feature.
    intercept : (outputs,) float64 array
    columns : (columns,) int64 array
        Features that it looks at.
    n_features : int
        Of the rows that they are columns of.
    """

    scaling: Scaling
    weights: np.ndarray
    intercept: np.ndarray
    columns: np.ndarray
    n_features: int

    FORM: ClassVar[str] = "linear"

    @property
    def n_outputs(self) -> int:
        """Columns that it gives."""
        return len(self.weights)

    def decide(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float32 to (rows, outputs) float64."""
        return self.scaling.weighted(x[:, self.columns], self.weights.T) + self.intercept

    def to_arrays(self) -> dict[str, np.ndarray]:
        """All of it, by name."""
        return {
            **arrays_of_scaling(self.scaling),
            "weights": self.weights,
            "intercept": self.intercept,
            "columns": self.columns,
        }

    @classmethod
    def from_arrays(cls, npz: Npz, prefix: str, n_features: int) -> Linear:
        """The model of `to_arrays`."""
        columns = read_columns(npz, prefix, n_features)
        weights = npz.take(f"{prefix}weights", (None, len(columns))).astype(np.float64)
        if not 0 < len(weights) <= _MOST_OUTPUTS:
            raise npz.refused(f"{prefix}weights of {len(weights)} outputs")
        intercept = npz.take(f"{prefix}intercept", (len(weights),)).astype(np.float64)
        scaling = read_scaling(npz, prefix, len(columns))
        return cls(scaling, weights, intercept, columns, n_features)


def arrays_of_scaling(scaling: Scaling) -> dict[str, np.ndarray]:
    """A scaling by the names in a file."""
    return {"fill": scaling.fill, "center": scaling.center, "scale": scaling.scale}


def read_scaling(npz: Npz, prefix: str, n_features: int) -> Scaling:
    """The scaling of `arrays_of_scaling`, checked."""
    fill, center = (npz.take(f"{prefix}{one}", (n_features,)) for one in ("fill", "center"))
    scale = npz.take(f"{prefix}scale", (n_features,), finite=False)
    if np.isnan(scale).any() or (scale <= 0).any():
        raise npz.refused(f"{prefix}scale with values that are no spread")
    return Scaling(fill.astype(np.float64), center.astype(np.float64), scale.astype(np.float64))


def read_columns(npz: Npz, prefix: str, n_features: int) -> np.ndarray:
    """Numbers of the features that a model looks at, checked: ascending, and there."""
    columns = npz.take(f"{prefix}columns", (None,), "iu").astype(np.int64)
    if not len(columns) or (np.diff(columns) <= 0).any():
        raise npz.refused(f"{prefix}columns that do not ascend")
    if columns[0] < 0 or columns[-1] >= n_features:
        raise npz.refused(f"{prefix}columns beyond {n_features} features")
    return columns
