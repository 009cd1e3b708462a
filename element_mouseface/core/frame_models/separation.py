"""How much a model separates what it was trained to tell, on held-out rows, part by part.

The separation is the covariance of the target and of the score within each recording.  Unlike the
area under the ROC curve it does not saturate: where two places each suffice, covering one takes its
part.  A constant that is added to all scores of a recording, as the seam around a covered tile
adds it, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..learning.fitted import FITTED, FittedTarget
from ..learning.importance import skill_of
from ..learning.intervals import Figure, over_units
from ..learning.metrics import area
from ..learning.sampling import draw_sample, values_of
from .trained import TrainedModel


@dataclass(frozen=True, eq=False)
class HeldOutRows:
    """Held-out rows that are scored, each by the model of its fold.

    Attributes
    ----------
    models : list of FittedTarget
        Of the folds that have one.
    usable : list of (features,) bool arrays
        Features that they look at.
    fold, table, row : (rows,) int64 arrays
        Sorted by table, then by row.
    y : (rows,) array
        Known values of the target.
    """

    models: list[FittedTarget]
    usable: list[np.ndarray]
    fold: np.ndarray
    table: np.ndarray
    row: np.ndarray
    y: np.ndarray

    @classmethod
    def drawn(cls, trained: TrainedModel, estimator: str, most: int) -> HeldOutRows:
        """At most so many known rows, about as many of each fold."""
        crossed, target = trained.crossed, trained.target
        key = target.name, estimator
        folds = [one for one in crossed.folds if one.models[key].state == FITTED]
        parts: list[tuple[np.ndarray, ...]] = []
        for number, result in enumerate(folds):
            each = max(2, most // len(folds))
            sample = draw_sample(
                target, result.fold.test, each, crossed.params.max_share, crossed.params.seed
            )
            y = values_of(target, sample.recording, sample.frame)
            parts.append((np.full(len(sample), number), sample.recording, sample.frame, y))
        parts = parts or [(np.zeros(0, np.int64),) * 4]
        fold, table, row, y = (np.concatenate(one) for one in zip(*parts, strict=True))
        order = np.lexsort((row, table))
        models = [one.models[key] for one in folds]
        usable = [np.asarray(getattr(one.features, "usable")) for one in folds]  # noqa: B009
        return cls(models, usable, fold[order], table[order], row[order], y[order])

    def __len__(self) -> int:
        return len(self.row)

    def scores(self, x: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """(rows, outputs) float64 scores of features of some of these rows."""
        out = np.full((len(rows), self.models[0].n_outputs), np.nan)
        for number, (model, usable) in enumerate(zip(self.models, self.usable, strict=True)):
            here = self.fold[rows] == number
            if here.any():
                out[here] = model.scores(np.where(usable, x[here], np.nan))
        return out


class Separation:
    """What is lost of the separation, and of the skill, when scores change.

    Parameters
    ----------
    rows : HeldOutRows
    plain : (rows, outputs) float64 array
        Scores as they are.
    category : int, optional
        Of one category against all others: what all of them separate is the sum of these.
    """

    def __init__(self, rows: HeldOutRows, plain: np.ndarray, category: int | None = None):
        self._rows, self.plain, self.category = rows, plain, category
        self.n_folds = len(rows.models)
        self._kind = rows.models[0].kind

    @cached_property
    def sums(self) -> np.ndarray:
        """(folds,) of the scores as they are."""
        return self.of(self.plain)

    def of(self, scores: np.ndarray) -> np.ndarray:
        """(folds,) sums over the rows of target times score, both centered in each recording."""
        told, said = self._told(), self._said(scores)
        good = np.isfinite(said).all(axis=1) & np.isfinite(self._said(self.plain)).all(axis=1)
        found = np.zeros(self.n_folds)
        for number in np.unique(self._rows.table):
            here = np.flatnonzero((self._rows.table == number) & good)
            t, s = told[here], said[here]
            product = ((t - t.mean(axis=0)) * (s - s.mean(axis=0))).sum(axis=1)
            np.add.at(found, self._rows.fold[here], product)
        return found

    @property
    def is_there(self) -> bool:
        """Whether the model separates anything, over folds."""
        n = self.n_folds
        figure = over_units("", lambda kept: float(self.sums[kept].sum()), n, folds=n)
        certain = not np.isfinite(figure.low) or figure.low > 0
        return bool(figure.value > 0 and certain)

    def lost(self, scores: np.ndarray, name: str = "") -> Figure:
        """The share of the separation that is lost, with an interval over folds."""
        whole, left = self.sums, self.of(scores)

        def share(kept: np.ndarray) -> float:
            total = whole[kept].sum()
            return float(1 - left[kept].sum() / total) if total > 0 else float("nan")

        return over_units(name, share, self.n_folds, chance=0.0, folds=self.n_folds)

    def lost_in_folds(self, scores: np.ndarray) -> np.ndarray:
        """(folds,) the same, fold by fold; NaN where a fold separates nothing."""
        whole = self.sums
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(whole > 0, 1 - self.of(scores) / whole, np.nan)

    def skill(self, scores: np.ndarray) -> np.ndarray:
        """(folds,) area under the ROC curve, balanced accuracy or explained variance.

        Of one category the area under the ROC curve of its probability, against all others.
        Of scores that are moved in each recording to where the plain ones are on average.
        """
        moved = scores.copy()
        for number in np.unique(self._rows.table):
            here = self._rows.table == number
            with np.errstate(all="ignore"):
                gap = _mean(self.plain[here]) - _mean(scores[here])
            moved[here] += np.where(np.isfinite(gap), gap, 0)
        found = np.full(self.n_folds, np.nan)
        for number, model in enumerate(self._rows.models):
            here = (self._rows.fold == number) & ~np.isnan(moved).any(axis=1)
            if here.any():
                found[number] = self._skill(model, model.calibrated(moved[here]), here)
        return found

    def _skill(self, model: FittedTarget, found: np.ndarray, rows: np.ndarray) -> float:
        y = self._rows.y[rows]
        if self.category is None:
            return skill_of(model, found, y)
        return area(y == self.category, found[:, self.category])

    def _told(self) -> np.ndarray:
        """(rows, k) float64 what the target says."""
        y = self._rows.y
        if self._kind != "category":
            return np.asarray(y, float)[:, None]
        if self.category is not None:
            return (y == self.category).astype(float)[:, None]
        return (y[:, None] == np.arange(self._rows.models[0].n_outputs)).astype(float)

    def _said(self, scores: np.ndarray) -> np.ndarray:
        """(rows, k) float64 what the score says of it."""
        if scores.shape[1] == 1:
            return scores
        # a category that was in no training row has minus infinity in every row
        finite = np.where(np.isneginf(scores), -50.0, scores)
        if self._kind == "category":
            centered = finite - finite.mean(axis=1, keepdims=True)
            kept = slice(None) if self.category is None else [self.category]
            return centered[:, kept]
        # of ordered categories the log-odds of being above each step, summed
        above = np.logaddexp.accumulate(finite[:, ::-1], axis=1)[:, ::-1]
        below = np.logaddexp.accumulate(finite, axis=1)
        return (above[:, 1:] - below[:, :-1]).sum(axis=1, keepdims=True)


def figure_of(name: str, values: np.ndarray) -> Figure:
    """The mean over folds with its interval; folds without a value are left out."""
    there = values[np.isfinite(values)]

    def mean(kept: np.ndarray) -> float:
        return float(there[kept].mean()) if kept.any() else float("nan")

    return over_units(name, mean, len(there), folds=len(there))


def _mean(scores: np.ndarray) -> np.ndarray:
    good = np.isfinite(scores)
    return np.where(good, scores, 0).sum(axis=0) / good.sum(axis=0)
