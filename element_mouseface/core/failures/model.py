"""A small linear model of failures: which measures it needs, tested on parts it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ..learning import (
    CrossFit,
    FittedFeatures,
    FoldPlan,
    Groups,
    LearningParams,
    Span,
    Target,
    cross_fit,
    plan_folds,
)
from ..learning.estimators.linear import Linear
from ..learning.fitted import FITTED, NOT_TRAINABLE, FittedTarget
from ..learning.metrics import binary_figures
from .areas import Family, Shifts
from .matching import filled_times
from .params import FailureParams
from .rows import FailureModel

_TARGET = "failed"
_LEAST_DEFINED = 0.5


@dataclass(eq=False)
class _Columns:
    """Measures as features of `core.learning`: a recording is an array of row numbers."""

    names: tuple[str, ...]
    values: np.ndarray

    def fit(
        self, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
    ) -> Sequence[FittedFeatures]:
        """Nothing is fitted: the measures know no label."""
        return [self] * len(trainings)

    def rows(self, recording: Any, first: int = 0, stop: int | None = None) -> np.ndarray:
        return self.values[recording[first:stop]].astype(np.float32)


def fit_failures(
    failed: np.ndarray,
    known: np.ndarray,
    measures: Mapping[str, np.ndarray],
    times_s: np.ndarray | None,
    persons: np.ndarray | None,
    params: FailureParams,
    shifts: Shifts,
) -> FailureModel:
    """Train a logistic model on parts of the recording and test it on the others.

    Parameters
    ----------
    failed, known : (n,) bool arrays
    measures : mapping of str to (n,) arrays
        Those that are constant, or undefined in more than half of the frames, are left out.
    times_s : (n,) array, or None
        Without it, parts are persons, or sets of pictures.
    persons : (n,) array, or None
    params : FailureParams
    shifts : Shifts
        Of the frames that are known.
    """
    names = tuple(name for name, one in measures.items() if _varies(one[known]))
    if not names:
        return _untrained((), len(failed), "no measure varies")
    made = _Columns(names, np.stack([measures[name] for name in names], axis=1))
    recordings, groups = _recordings(len(failed), times_s, persons, params.seed)
    try:
        crossed = _crossed(failed, known, made, recordings, groups, times_s, params)
    except InputError as error:
        return _untrained(names, len(failed), error.what)
    reason = crossed.state(_TARGET).reason
    fitted = [r.models[_TARGET, "linear"] for r in crossed.folds]
    if not any(one.state == FITTED for one in fitted):
        return _untrained(names, len(failed), reason or fitted[0].reason)
    return _described(crossed, fitted, made, recordings, failed, known, shifts)


def _varies(values: np.ndarray) -> bool:
    defined = np.isfinite(values)
    return bool(defined.mean() > _LEAST_DEFINED and np.ptp(values[defined]) > 1e-9)


def _recordings(
    n: int, times_s: np.ndarray | None, persons: np.ndarray | None, seed: int
) -> tuple[list[np.ndarray], Groups]:
    if times_s is not None:
        return [np.arange(n)], Groups.of(1)
    if persons is not None and len(set(persons)) > 1:
        names = list(dict.fromkeys(persons))
        rows = [np.flatnonzero(np.asarray(persons, object) == name) for name in names]
        return rows, Groups.of(len(rows), animal=[f"person {k + 1}" for k in range(len(rows))])
    return [np.random.default_rng([seed, 5]).permutation(n)], Groups.of(1)


def _crossed(
    failed: np.ndarray,
    known: np.ndarray,
    made: _Columns,
    recordings: list[np.ndarray],
    groups: Groups,
    times_s: np.ndarray | None,
    params: FailureParams,
) -> CrossFit:
    lengths = [len(one) for one in recordings]
    still: dict[str, Any] = {"gap_frames": 0} if times_s is None else {"gap_s": params.gap_s}
    clocks = None if times_s is None else [filled_times(times_s)]
    plan: FoldPlan = plan_folds(
        groups, lengths, clocks, blocks=params.blocks, max_folds=10, **still
    )
    learning = LearningParams(
        estimator="linear",
        beside=(),
        blocks=params.blocks,
        linear_strength=params.strength,
        calibration="none",
        inner_folds=2,
        seed=params.seed,
    )
    values, masks = [failed[one] for one in recordings], [known[one] for one in recordings]
    target = Target(_TARGET, "binary", tuple(values), tuple(masks))
    return cross_fit(recordings, made, [target], plan, learning, workers=1)


def _described(
    crossed: CrossFit,
    fitted: Sequence[FittedTarget],
    made: _Columns,
    recordings: Sequence[np.ndarray],
    failed: np.ndarray,
    known: np.ndarray,
    shifts: Shifts,
) -> FailureModel:
    n, k = made.values.shape
    scores = np.full(n, np.nan, np.float32)
    for rows, found in zip(recordings, crossed.scores[_TARGET, "linear"], strict=True):
        scores[rows] = found[:, 0]
    unit = np.full(n, -1)
    for rows, numbers in zip(recordings, crossed.plan.unit_numbers(), strict=True):
        unit[rows] = numbers
    contributions, weights = np.full((n, k), np.nan, np.float32), []
    for result, one in zip(crossed.folds, fitted, strict=True):
        if one.model is None:
            continue
        core = one.model.core
        if not isinstance(core, Linear):
            raise TypeError(f"{type(core).__name__} in place of a linear model")
        weights.append(_whole(core, k))
        for number, first, stop in result.fold.test:
            at = recordings[number][first:stop]
            contributions[at] = _contributions(core, made.values[at], k)
    probability = 1 / (1 + np.exp(-scores[known].astype(np.float64)))
    figures = binary_figures(failed[known], probability, probability > 0.5, unit[known])
    area = next(figure for figure in figures if figure.name == "auroc")
    chance = Family(shifts)
    chance.add("score", scores[known].astype(np.float64), 1)
    null = chance.result("score")
    stacked = np.stack(weights)
    mean = stacked.mean(axis=0)
    # folds share most of their training frames: the jackknife's factor, not that of a mean
    m = len(stacked)
    spread = np.sqrt((m - 1) / m * ((stacked - mean) ** 2).sum(axis=0)) if m > 1 else mean * np.nan
    same = (np.sign(stacked) == np.sign(mean)).mean(axis=0)
    return FailureModel(
        names=made.names,
        state=FITTED,
        reason="",
        auc=area.value,
        low=area.low,
        high=area.high,
        null_low=null.null_low,
        null_high=null.null_high,
        p=null.p,
        weights=mean,
        weights_se=spread,
        same_sign=same,
        contributions=contributions,
        scores=scores,
    )


def _whole(core: Linear, k: int) -> np.ndarray:
    weights = np.zeros(k)
    weights[core.columns] = core.weights[0]
    return weights


def _contributions(core: Linear, values: np.ndarray, k: int) -> np.ndarray:
    """What each measure adds to the score beside the training mean: closed form."""
    out = np.zeros((len(values), k), np.float32)
    own = core.scaling.apply(values[:, core.columns].astype(np.float32)) * core.weights[0]
    out[:, core.columns] = own
    return out


def _untrained(names: tuple[str, ...], n: int, reason: str) -> FailureModel:
    none, nothing = np.full(len(names), np.nan), float("nan")
    return FailureModel(
        names=names,
        state=NOT_TRAINABLE,
        reason=reason,
        auc=nothing,
        low=nothing,
        high=nothing,
        null_low=nothing,
        null_high=nothing,
        p=nothing,
        weights=none,
        weights_se=none.copy(),
        same_sign=none.copy(),
        contributions=np.full((n, len(names)), np.nan, np.float32),
        scores=np.full(n, np.nan, np.float32),
    )
