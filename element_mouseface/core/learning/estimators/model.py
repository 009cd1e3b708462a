"""A fitted model of one target, whatever estimator made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from ....params.fields import Fields
from ...inputs.npz import Npz
from ..target import KINDS
from .forest import Forest
from .linear import Linear
from .odds import Odds
from .trees import Trees

_CORES: dict[str, Any] = {one.FORM: one for one in (Trees, Linear, Odds, Forest)}
#: no ethogram has more categories, and no table more columns
_MOST_CATEGORIES, _MOST_FEATURES = 1000, 100_000


class Core(Protocol):
    """The numbers of a model."""

    FORM: ClassVar[str]

    @property
    def n_features(self) -> int:
        """Columns that it reads."""
        ...

    @property
    def n_outputs(self) -> int:
        """Columns that it gives."""
        ...

    def decide(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float32 to (rows, outputs) float64."""
        ...

    def to_arrays(self) -> dict[str, np.ndarray]:
        """All of it, by name."""
        ...


@dataclass(frozen=True, eq=False)
class Model:
    """A fitted model of one target.

    Attributes
    ----------
    kind : {'binary', 'category', 'ordinal', 'continuous'}
        Of the target.
    n_outputs : int
        Columns of scores: one, or one for each category.
    classes : (n,) int64 array
        Numbers of the categories that it was trained on; empty where there are none.
    core : Core
    """

    kind: str
    n_outputs: int
    classes: np.ndarray
    core: Core

    def scores(self, x: np.ndarray) -> np.ndarray:
        """Scores of rows of features.

        Parameters
        ----------
        x : (rows, features) float array
            NaN where a feature is undefined.

        Returns
        -------
        (rows, outputs) float64 array
            See the package; minus infinity for a category without a training frame.
        """
        x = np.ascontiguousarray(x, np.float32)
        if x.ndim != 2 or x.shape[1] != self.core.n_features:
            raise ValueError(f"{x.shape} in place of (rows, {self.core.n_features}) features")
        decided = self.core.decide(x)
        if self.n_outputs == 1:
            return decided
        if decided.shape[1] == 1:  # two categories: one number, for the second
            decided = np.concatenate([np.zeros_like(decided), decided], axis=1)
        scores = np.full((len(x), self.n_outputs), -np.inf)
        scores[:, self.classes] = decided
        return scores

    def to_arrays(self, prefix: str = "") -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """What describes it as JSON, and its arrays by names that begin with `prefix`."""
        about = {"kind": self.kind, "n_outputs": self.n_outputs, "form": self.core.FORM}
        about["n_features"] = self.core.n_features
        arrays = {"classes": self.classes.astype(np.int64), **self.core.to_arrays()}
        return about, {f"{prefix}{name}": array for name, array in arrays.items()}

    @classmethod
    def from_arrays(cls, about: Fields, npz: Npz, prefix: str = "") -> Model:
        """The model of `to_arrays`; whatever else is there is refused by `about` or `npz`."""
        kind = about.text("kind", KINDS)
        n_outputs = about.whole("n_outputs", 1, _MOST_CATEGORIES)
        n_features = about.whole("n_features", 1, _MOST_FEATURES)
        if (n_outputs == 1) != (kind in ("binary", "continuous")):
            raise about.refused("n_outputs", f"those of a {kind} target", str(n_outputs))
        classes = npz.take(f"{prefix}classes", (None,), "iu").astype(np.int64)
        if (np.diff(classes) <= 0).any() or ((classes < 0) | (classes >= n_outputs)).any():
            raise npz.refused(f"{prefix}classes that are no categories")
        n_decided = max(1, len(classes)) if len(classes) != 2 else None
        core = _CORES[about.text("form", tuple(_CORES))].from_arrays(npz, prefix, n_features)
        due = (1, 2) if n_decided is None else (n_decided,)
        if core.n_outputs not in due or (n_outputs > 1 and len(classes) < 2):
            raise npz.refused(f"{prefix}a model of {core.n_outputs} outputs, in place of {due}")
        return cls(kind, n_outputs, classes, core)


def probabilities_of(kind: str, scores: np.ndarray) -> np.ndarray:
    """Scores as probabilities (each row of categories adds up to 1); continuous ones as they are.

    Parameters
    ----------
    kind : str
        Of the target.
    scores : (rows, outputs) float array
        NaN stays NaN.
    """
    from scipy.special import expit, softmax

    scores = np.asarray(scores, np.float64)
    if kind == "continuous":
        return scores
    return expit(scores) if kind == "binary" else softmax(scores, axis=1)
