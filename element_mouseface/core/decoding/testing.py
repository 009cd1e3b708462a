"""Held-out predictions of every decoder at a level, of true names or of shuffled ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...errors import InputError
from ..frame_models.base_rates import at_one_base_rate
from ..learning import FoldPlan, Groups, LearningParams, Target, plan_folds
from ..learning.fold_fitting import fit_folds
from ..learning.parallel import RunAll, one_by_one
from .features import DecodingFeatures, DecodingRows
from .params import DecodingParams
from .trials import Strata

TEMPORAL = "temporal"


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of one kind (trials or frames) of one set of features, over all recordings.

    Attributes
    ----------
    kind : {'trial', 'frame'}
    plain, course : tuple of DecodingRows, one a recording
        What decoders look at, and what the temporal model looks at.
    columns : tuple of str
    groups : Groups
    span_s : float
        How long the seconds of a row are that are looked at.
    unit_of : (trials,) int array
        What is left out as one: events of one `trial_id` of a recording have one number.
    """

    kind: str
    plain: tuple[DecodingRows, ...]
    course: tuple[DecodingRows, ...]
    columns: tuple[str, ...]
    groups: Groups
    span_s: float
    unit_of: np.ndarray

    @property
    def trial(self) -> np.ndarray:
        """(rows,) number of the trial of every row, recording after recording."""
        return np.concatenate([one.trial for one in self.plain])

    @property
    def starts(self) -> np.ndarray:
        """First row of each recording, and the number of rows."""
        return np.cumsum([0, *map(len, self.plain)])


@dataclass(frozen=True, eq=False)
class Tested:
    """What decoders say of rows that they were not trained on.

    Attributes
    ----------
    probability : dict of estimator to (rows, classes) float64 array
        NaN of rows in no fold.
    scores : dict of estimator to (rows, classes) float64 array
        The same before they are probabilities.
    unit : (rows,) int array
        What was left out: the unit of each row; -1 in no fold.
    fold : (rows,) int array
        Number of the fold over all strata; -1 in none.
    folds : list of (stratum, FoldPlan)
    told : list of str
        Strata that could not be tested, and why.
    """

    probability: dict[str, np.ndarray]
    scores: dict[str, np.ndarray]
    unit: np.ndarray
    fold: np.ndarray
    folds: list[tuple[str, FoldPlan]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def n_folds(self) -> int:
        """Over all strata."""
        return sum(len(plan.folds) for _, plan in self.folds)


def run_level(
    rows: Rows,
    codes: np.ndarray,
    names: Sequence[str],
    strata: Strata,
    params: DecodingParams,
    learning: LearningParams,
    estimators: Sequence[str],
    *,
    ranks: np.ndarray | None = None,
    run_all: RunAll = one_by_one,
) -> Tested:
    """Train and test decoders, with what a level leaves out left out in turn.

    Parameters
    ----------
    rows : Rows
    codes : (trials,) int array
        Class of each trial; -1 of those that are only tested.
    names : sequence of str
        Of the classes.
    strata : Strata
    params, learning
    estimators : sequence of str
        Some of those of `learning`, and 'temporal'.
    ranks : (trials,) array, optional
        By which trials are dealt to folds, in place of their classes; those that are only tested
        are dealt too.
    run_all : callable
        Runs folds.
    """
    n = int(rows.starts[-1])
    found = Tested(
        {one: np.full((n, len(names)), np.nan) for one in estimators},
        {one: np.full((n, len(names)), np.nan) for one in estimators},
        np.full(n, -1),
        np.full(n, -1),
    )
    next_unit = 0
    for name, own in strata.parts:
        plan = _plan(rows, own, codes, ranks, strata.level, params, learning)
        if isinstance(plan, str):
            found.told.append(f"{name}: {plan}")
            continue
        target = _target(rows, own, codes, names)
        for which, wanted in _by_features(estimators):
            given = tuple(getattr(rows, which)[k] for k in own)
            maker = DecodingFeatures(rows.columns, params.components, params.min_defined)
            asked = replace(learning, estimator=wanted[0], beside=tuple(wanted[1:]))
            crossed = fit_folds(given, maker, target, plan, asked, run_all=run_all)
            for one in wanted:
                told = crossed.probabilities(target.name, one)
                even = at_one_base_rate(crossed, target, told)
                named = TEMPORAL if which == "course" else one
                for k, values, raw in zip(own, even, crossed.scores[target.name, one], strict=True):
                    found.probability[named][rows.starts[k] : rows.starts[k + 1]] = values
                    found.scores[named][rows.starts[k] : rows.starts[k + 1]] = raw
        next_unit = _note(found, rows, own, plan, next_unit)
        found.folds.append((name, plan))
    return found


def _by_features(estimators: Sequence[str]) -> list[tuple[str, list[str]]]:
    plain = [one for one in estimators if one != TEMPORAL]
    found = [("plain", plain)] if plain else []
    # Features in bins of time are many; the shrunk discriminant is what is usual for them
    # (Blankertz and others, NeuroImage 2011).
    return [*found, ("course", ["discriminant"])] if TEMPORAL in estimators else found


def _note(found: Tested, rows: Rows, own: Sequence[int], plan: FoldPlan, next_unit: int) -> int:
    first_fold = found.n_folds
    units = plan.unit_numbers()
    for place, k in enumerate(own):
        here = slice(rows.starts[k], rows.starts[k + 1])
        found.unit[here] = np.where(units[place] >= 0, units[place] + next_unit, -1)
    for fold in plan.folds:
        for place, first, stop in fold.test:
            start = rows.starts[own[place]]
            found.fold[start + first : start + stop] = first_fold + fold.number
    return next_unit + len(plan.units)


def _plan(
    rows: Rows,
    own: Sequence[int],
    codes: np.ndarray,
    ranks: np.ndarray | None,
    level: str,
    params: DecodingParams,
    learning: LearningParams,
) -> FoldPlan | str:
    """The folds of some recordings, or why there are none."""
    given = [rows.plain[k] for k in own]
    counts = np.bincount(np.concatenate([_codes_of(codes, one) for one in given]) + 1)[1:]
    if (counts >= learning.min_frames).sum() < 2:
        return "fewer than two classes have enough trials"
    groups = Groups(*(tuple(getattr(rows.groups, g)[k] for k in own) for g in _GROUPS))
    balance = codes if ranks is None else ranks
    trials = [rows.unit_of[one.trial] for one in given]
    if level == "trial" and len(set(np.concatenate(trials).tolist())) < 4:
        return "fewer than four trials"
    n_folds = learning.max_folds
    if level == "trial":
        # As many of each class in every fold as can be: where more of the tested class than of
        # others is missing in the training, names without any relation are decoded below chance.
        n_folds = max(2, min(n_folds, int(counts[counts >= learning.min_frames].min())))
    gap = learning.gap_s + (rows.span_s if rows.kind == "trial" else _before(params))
    try:
        return plan_folds(
            groups,
            [len(one) for one in given],
            [one.times_s for one in given],
            level=level,
            max_folds=n_folds,
            gap_s=gap,
            trials=trials,
            balance=[balance[one.trial].astype(float) for one in given],
        )
    except InputError as error:  # of one session: the others are tested
        return f"{error.what} Expected: {error.expected}"


_GROUPS = ("animal", "session", "movie")


def _before(params: DecodingParams) -> float:
    """Seconds before a frame that are looked at with it."""
    baseline = max(0.0, -params.baseline_s[0]) if params.baseline_s else 0.0
    return baseline + (params.lags * params.lag_s if params.temporal else 0.0)


def _codes_of(codes: np.ndarray, one: DecodingRows) -> np.ndarray:
    """Class of each row's trial, each trial once."""
    return codes[np.unique(one.trial)]


def _target(rows: Rows, own: Sequence[int], codes: np.ndarray, names: Sequence[str]) -> Target:
    values = [codes[rows.plain[k].trial] for k in own]
    known = tuple(one >= 0 for one in values)
    return Target("event", "category", tuple(np.maximum(v, 0) for v in values), known, tuple(names))
