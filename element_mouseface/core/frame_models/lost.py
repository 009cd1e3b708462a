"""What a model loses with a part of the picture held still, of all categories and of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import label

from ..learning import Target
from ..learning.intervals import Figure
from .places import ClassMap, ClassShare
from .separation import HeldOutRows, Separation, figure_of

#: a place carries at least this share of the separation
LEAST_SHARE = 0.05
#: and of one category, where it carries less of all
_LEAST_OF_CLASS = 0.1
#: tiles belong to a place that carry this part of what the strongest tile carries
_OF_STRONGEST = 0.2
#: a place is of categories whose rows change this part of what those of the first one change
_OF_FIRST = 0.5
_MOST_PLACES = 6
#: with fewer folds no interval over them says anything
_FEW_FOLDS = 4
#: of fewer categories what is known of one is known of the other
_LEAST_CLASSES = 3


@dataclass(frozen=True, eq=False)
class Lost:
    """What is lost with a cover.

    Attributes
    ----------
    share : Figure
        Of the separation.
    folds : (folds,) float64 array
        The same in each fold.
    fall : float
        Mean fall of the skill.
    """

    share: Figure
    folds: np.ndarray
    fall: float

    @classmethod
    def of(cls, separation: Separation, scores: np.ndarray) -> Lost:
        """With these scores in place of the plain ones."""
        fall = separation.skill(separation.plain) - separation.skill(scores)
        known = fall[np.isfinite(fall)]
        return cls(
            separation.lost(scores),
            separation.lost_in_folds(scores),
            float(known.mean()) if len(known) else float("nan"),
        )


def is_sure(share: Figure, n_folds: int) -> bool:
    """Whether anything is lost for sure."""
    return share.value > 0 and (share.low > 0 or n_folds < _FEW_FOLDS)


def carries(share: Figure, separation: Separation, least: float = LEAST_SHARE) -> bool:
    """Whether a place carries a share that is worth a sentence."""
    sure = separation.is_there and is_sure(share, separation.n_folds)
    return bool(sure and share.value >= least)


def joined(
    tiles: Sequence[np.ndarray],
    lost: Sequence[Lost],
    grid: tuple[int, int],
    apart: Sequence[np.ndarray],
    separation: Separation,
    least: float = LEAST_SHARE,
) -> list[np.ndarray]:
    """Tiles beside each other that carry the separation, without those of other places.

    Parameters
    ----------
    tiles : sequence of (y, x) bool arrays
    lost : sequence of Lost
        For each of them.
    grid : (int, int)
    apart : sequence of (y, x) bool arrays
        The other places.
    separation : Separation
    least : float
        The share that a place carries.
    """
    if not separation.is_there:
        return []
    shares = np.array([one.share.value for one in lost])
    sure = np.array([is_sure(one.share, separation.n_folds) for one in lost])
    free = np.array([not any((tile & one).any() for one in apart) for tile in tiles])
    top = np.nanmax(np.where(free & sure, shares, 0), initial=0.0)
    kept = free & sure & (shares >= max(_OF_STRONGEST * top, least / 5))
    names, n = label(kept.reshape(grid), np.ones((3, 3)))
    groups = [np.flatnonzero(names.ravel() == k + 1) for k in range(n)]
    groups.sort(key=lambda one: -shares[one].sum())
    return [np.logical_or.reduce([tiles[int(k)] for k in one]) for one in groups[:_MOST_PLACES]]


@dataclass(frozen=True, eq=False)
class Classes:
    """What is known of each of several categories, against all others.

    Attributes
    ----------
    separations : mapping of category to Separation
        Empty of targets without three categories or more.
    whole : float
        Of all of them.
    plain : (rows, outputs) float64 array
        Scores as they are.
    y : (rows,) array
    """

    separations: Mapping[str, Separation]
    whole: float
    plain: np.ndarray
    y: np.ndarray

    @classmethod
    def of(cls, rows: HeldOutRows, plain: np.ndarray, target: Target) -> Classes:
        """Of held-out rows with these scores."""
        several = target.kind == "category" and len(target.categories) >= _LEAST_CLASSES
        names = target.categories if several else ()
        there = [k for k in range(len(names)) if (rows.y == k).any()]
        found = {names[k]: Separation(rows, plain, k) for k in there}
        finite = np.where(np.isneginf(plain), np.nan, plain)
        return cls(found, float(Separation(rows, plain).sums.sum()), finite, rows.y)

    def shares(self, scores: np.ndarray) -> tuple[ClassShare, ...]:
        """What a place carries of each category, by the scores without it; the most first."""
        rows = []
        change = self._change(scores)
        for category, own in self.separations.items():
            lost, missing = Lost.of(own, scores), float((own.sums - own.of(scores)).sum())
            share = lost.share
            rows.append(
                ClassShare(
                    category, share.value, share.low, share.high,
                    missing / self.whole if self.whole > 0 else float("nan"),
                    lost.fall, change[category],
                    bool(change[category] >= _OF_FIRST * max(change.values()) > 0),
                )
            )  # fmt: skip
        return tuple(sorted(rows, key=lambda one: -one.change))

    def _change(self, scores: np.ndarray) -> dict[str, float]:
        """How far the scores of each category's rows change, from those of the others."""
        gone = self.plain - scores
        gone = gone - gone.mean(axis=1, keepdims=True)
        good = np.isfinite(gone).all(axis=1)
        means = {
            category: gone[good & (self.y == own.category)].mean(axis=0)
            for category, own in self.separations.items()
        }
        middle = np.median(list(means.values()), axis=0) if means else 0.0
        return {
            name: float(np.nan_to_num(np.abs(one - middle).sum())) for name, one in means.items()
        }

    def places(
        self,
        tiles: Sequence[np.ndarray],
        scores: Sequence[np.ndarray],
        grid: tuple[int, int],
        apart: Sequence[np.ndarray],
    ) -> list[np.ndarray]:
        """Tiles that carry one category and are in no other place."""
        found: list[np.ndarray] = []
        for own in self.separations.values():
            lost = [Lost.of(own, one) for one in scores]
            taken = [*apart, *found]
            found += joined(tiles, lost, grid, taken, own, _LEAST_OF_CLASS)
        return found

    def carry(self, scores: np.ndarray) -> bool:
        """Whether a place carries enough of any category to be told, by the scores without it."""
        return any(
            carries(own.lost(scores), own, _LEAST_OF_CLASS) for own in self.separations.values()
        )

    def maps(
        self,
        blind: np.ndarray,
        tiles: Sequence[np.ndarray],
        grid: tuple[int, int],
        shown: np.ndarray,
    ) -> tuple[ClassMap, ...]:
        """A map for each category.

        Parameters
        ----------
        blind : (rows, outputs) float64 array
            Scores where nothing in the picture changes.
        tiles : sequence of (rows, outputs) float64 arrays
            Scores where nothing in each tile changes.
        grid : (int, int)
        shown : (tiles,) bool array
            Tiles that are not masked.
        """

        def of(category: str, own: Separation) -> ClassMap:
            lost = [Lost.of(own, one) for one in tiles]
            there = shown & own.is_there

            def on_grid(values: Any) -> np.ndarray:
                return np.where(there, np.asarray(values, float), np.nan).reshape(grid)

            folds = np.stack([one.folds for one in lost], axis=1).reshape(-1, *grid)
            return ClassMap(
                category,
                on_grid([one.share.value for one in lost]),
                on_grid([one.share.low for one in lost]),
                on_grid([one.share.high for one in lost]),
                on_grid([one.fall for one in lost]),
                np.where(there.reshape(grid), folds, np.nan),
                own.lost(blind),
                figure_of("auroc", own.skill(own.plain)),
                figure_of("auroc", own.skill(blind)),
            )

        return tuple(of(category, own) for category, own in self.separations.items())
