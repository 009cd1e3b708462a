"""Whether folds agree about what drives each category: weights, attributions, places.

Three measures of maps (of features, or of tiles of the picture), one map a fold: the mean
correlation of pairs of folds, the same of ranks (Spearman), which the many small parts of a map
decide, and the mean share of folds that have the sign of the mean.  Chance is no agreement of zero:
folds share most of their training rows, so that weights of noise agree too.  So it is that of
models of permuted labels, trained in the same folds; of tiles, that of the same maps shifted at
random, which are as smooth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import rankdata

from ...errors import check_whole
from ..learning import CrossFit, FoldPlan, LearningParams, Target
from ..learning.attribution import attribute
from ..learning.fitted import FITTED
from ..learning.fold_fitting import fit_folds
from ..learning.null import p_value
from ..learning.parallel import count_workers, in_threads
from ..learning.params import WEIGHTED
from ..learning.protocols import FeatureMaker
from ..learning.sampling import draw_frames
from ..learning.unpenalized import n_scores, weights_of
from .features import TableFeatures, rows_of
from .model import BACKGROUND_ROWS
from .permuting import permuted
from .places import ClassMap
from .trained import TrainedModel

MEASURES = ("correlation", "rank_correlation", "sign_agreement")
#: what is told where folds do not agree about it
_TOLD = {"weights": "weights", "attributions": "attributions"}
_ALPHA, _LEAST_DRAWS = 0.05, 19
_ROWS = 100
_SHIFTS = 199


@dataclass(frozen=True)
class StabilityRow:
    """How far folds agree about a map of one category.

    Attributes
    ----------
    of : {'weights', 'attributions', 'places', 'face'}
        Weights of features; mean size of their attributions; what is lost tile by tile; weights of
        small pictures.
    category : str
        '' where there is one score.
    measure : {'correlation', 'rank_correlation', 'sign_agreement'}
    value : float
        Over all pairs of folds, or all parts of the map; NaN with fewer than two folds.
    chance, chance_high : float
        Mean and 97.5th percentile where there is nothing to agree about.
    p : float
        Share of chance that is as large or larger, counting the value itself.
    n_folds, n_parts : int
        Maps, and features (tiles) of each.
    n_draws : int
        Of chance.
    """

    of: str
    category: str
    measure: str
    value: float
    chance: float
    chance_high: float
    p: float
    n_folds: int
    n_parts: int
    n_draws: int


def correlation(maps: np.ndarray, ranks: bool = False) -> float:
    """Mean correlation of pairs of (folds, parts) maps (of their ranks), over parts of both."""
    if len(maps) > 1 and maps.shape[1] > 2 and np.isfinite(maps).all() and np.ptp(maps, 1).all():
        r = np.corrcoef(rankdata(maps, axis=1) if ranks else maps)
        return float(r[np.triu_indices(len(maps), 1)].mean())
    found = []
    for one, other in combinations(maps, 2):
        both = np.isfinite(one) & np.isfinite(other)
        a, b = (rankdata(x[both]) if ranks else x[both] for x in (one, other))
        if len(a) > 2 and np.ptp(a) and np.ptp(b):
            found.append(np.corrcoef(a, b)[0, 1])
    return float(np.mean(found)) if found else float("nan")


def rank_correlation(maps: np.ndarray) -> float:
    """Mean Spearman correlation of pairs of (folds, parts) maps."""
    return correlation(maps, True)


def sign_agreement(maps: np.ndarray) -> float:
    """Mean over parts of the share of (folds, parts) maps that have the sign of the mean."""
    there = np.isfinite(maps).all(axis=0) & (maps != 0).any(axis=0)
    if len(maps) < 2 or not there.any():
        return float("nan")
    own = maps[:, there]
    return float((np.sign(own) == np.sign(own.mean(axis=0))).mean())


def stability_rows(
    of: str, category: str, maps: np.ndarray, null: Sequence[np.ndarray], signed: bool = True
) -> Iterator[StabilityRow]:
    """A row for each measure.

    Parameters
    ----------
    of, category : str
    maps : (folds, parts) float array
    null : sequence of (folds, parts) float arrays
        Draws of chance.
    signed : bool
        Whether the sign says anything.
    """
    parts = int(np.isfinite(maps).all(axis=0).sum())
    functions = (correlation, rank_correlation, sign_agreement)
    for measure, function in zip(MEASURES, functions, strict=True):
        if measure == "sign_agreement" and not signed:
            continue
        value = function(maps)
        draws = np.array([function(one) for one in null])
        good = draws[np.isfinite(draws)]
        chance, high = (
            (float(good.mean()), float(np.quantile(good, 0.975)))
            if len(good)
            else (float("nan"), float("nan"))
        )
        p = p_value(value, draws)
        yield StabilityRow(of, category, measure, value, chance, high, p, len(maps), parts,
                           len(good))  # fmt: skip


def model_stability(
    trained: TrainedModel,
    *,
    estimator: str | None = None,
    permutations: int = 19,
    workers: int | None = None,
) -> tuple[StabilityRow, ...]:
    """Whether the folds of a model agree about its weights and attributions, by category.

    Parameters
    ----------
    trained : TrainedModel
    estimator : str, optional
        The one that is used if it is None; only linear ones have weights.
    permutations : int
        Models of permuted labels, each in all folds.
    workers : int, optional

    Raises
    ------
    DependencyError
        If the estimator has trees, and the extra `shap` is missing.
    """
    check_whole("permutations", permutations, 0, 10_000)
    crossed, target = trained.crossed, trained.target
    estimator = trained.model.model(estimator).estimator
    learning = _alone(crossed.params, estimator)
    maker = TableFeatures(crossed.features.names, trained.model.params.min_defined)
    seed = trained.model.params.seed
    own = _maps(trained.tables, crossed, target, estimator, seed)
    null: dict[str, list[np.ndarray]] = {name: [] for name in own}
    for moved in null_folds(trained.tables, maker, target, crossed.plan, learning,
                            permutations, seed, workers):  # fmt: skip
        for name, maps in _maps(trained.tables, moved, target, estimator, seed).items():
            null[name].append(maps)
    rows: list[StabilityRow] = []
    for name, maps in own.items():
        names = target.categories if maps.shape[1] == len(target.categories) else ("",)
        for k, category in enumerate(names):
            draws = [one[:, k] for one in null[name]]
            rows += stability_rows(name, category, maps[:, k], draws, name == "weights")
    return tuple(rows)


def null_folds(
    recordings: Sequence[Any],
    maker: FeatureMaker,
    target: Target,
    plan: FoldPlan,
    learning: LearningParams,
    draws: int,
    seed: int,
    workers: int | None,
) -> Iterator[CrossFit]:
    """Models of permuted labels in the folds of a plan."""
    used = [k & (u >= 0) for k, u in zip(target.known, plan.unit_numbers(), strict=True)]
    edges = np.cumsum([int(one.sum()) for one in used])[:-1]
    with in_threads(count_workers(workers)) as run_all:
        for number in range(draws):
            y = np.split(permuted(plan, target, used, seed, number), edges)
            values = tuple(one.copy() for one in target.values)
            for one, mask, moved in zip(values, used, y, strict=True):
                one[mask] = moved
            other = Target(target.name, target.kind, values, tuple(used), target.categories)
            yield fit_folds(recordings, maker, other, plan, learning, run_all=run_all)


def place_stability(maps: Sequence[ClassMap], seed: int = 0) -> tuple[StabilityRow, ...]:
    """Whether folds agree about the tiles that each category's models look at.

    Parameters
    ----------
    maps : sequence of ClassMap
    seed : int
        Of the shifts.
    """
    rows: list[StabilityRow] = []
    for one in maps:
        folds = one.folds[np.isfinite(one.folds).any(axis=(1, 2))]
        shifts = range(_SHIFTS if len(folds) > 1 else 0)
        null = [_shifted(folds, np.random.default_rng([seed, k])) for k in shifts]
        flat = folds.reshape(len(folds), one.share.size)
        rows += stability_rows("places", one.category, flat, null)
    return tuple(rows)


def stability_findings(rows: Sequence[StabilityRow]) -> tuple[str, ...]:
    """Sentences on categories about which folds do not agree more than models of nothing do."""
    found = []
    for row in rows:
        few = row.n_draws < _LEAST_DRAWS or not np.isfinite(row.p)
        if few or row.of not in _TOLD or row.measure != MEASURES[0] or row.p <= _ALPHA:
            continue
        found.append(
            f"Folds do not agree about the {_TOLD[row.of]} of {row.category}: mean "
            f"correlation {row.value:.2f}, models of permuted labels up to {row.chance_high:.2f} "
            f"(p = {row.p:.2g}). Do not read them one by one."
        )
    return tuple(found)


def _shifted(folds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(folds, parts) maps that are moved around the edges, each by rows and columns of its own."""
    moved = [
        np.roll(one, (rng.integers(one.shape[0]), rng.integers(one.shape[1])), (0, 1))
        for one in folds
    ]
    return np.stack(moved).reshape(len(folds), -1)


def _alone(learning: LearningParams, estimator: str) -> LearningParams:
    return replace(learning, estimator=estimator, beside=(), calibration="none")


def _maps(
    tables: Sequence[Any], crossed: CrossFit, target: Target, estimator: str, seed: int
) -> dict[str, np.ndarray]:
    """Maps (folds, outputs, features) of the folds that have a model; NaN of what is not used."""
    key, n = (target.name, estimator), len(crossed.features.names)
    weights, sizes = [], []
    for result in crossed.folds:
        fitted = result.models[key]
        if fitted.state != FITTED or fitted.model is None:
            continue
        if estimator in WEIGHTED:
            weights.append(weights_of(fitted.model, n, n_scores(target)))
        test = draw_frames(result.fold.test, _ROWS, seed)
        train = draw_frames(result.fold.train, BACKGROUND_ROWS, seed)
        x, background = (rows_of(result.features, tables, *one) for one in (test, train))
        background = background[~np.isnan(background).all(axis=1)]
        _, values, _ = attribute(fitted.model, x[~np.isnan(x).all(axis=1)], background)
        if values.shape[1] == n_scores(target):  # else it knows fewer categories
            sizes.append(np.abs(values).mean(axis=0))
    shape = (0, n_scores(target), n)
    found = {"attributions": np.stack(sizes) if sizes else np.zeros(shape)}
    if estimator in WEIGHTED:
        found = {"weights": np.stack(weights) if weights else np.zeros(shape), **found}
    return {name: np.where((maps != 0).any(axis=0), maps, np.nan) for name, maps in found.items()}
