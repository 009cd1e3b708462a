"""Figures of merit of held-out trials, with what shuffled names get beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..learning import LearningParams
from ..learning.class_figures import class_figures
from ..learning.intervals import Figure
from ..learning.metrics import confusion_of
from ..learning.null import p_value
from ..learning.parallel import RunAll
from .params import CHEAP, DecodingParams
from .rows import ConfusionRow, DecodingFold, HeldOutRow, MetricRow
from .testing import Rows, Tested, run_level
from .trials import Strata, Trial, session_level

Progress = Callable[[], None]
Key = tuple[str, str, str | None]  # group, metric, class


@dataclass(frozen=True, eq=False)
class Level:
    """Everything that is told of a level: what was decoded, how, and what of it."""

    features: str
    rows: Rows
    codes: np.ndarray
    names: tuple[str, ...]
    strata: Strata
    tested: Tested
    sessions: np.ndarray
    by_group: np.ndarray = field(repr=False)

    @classmethod
    def of(
        cls,
        features: str,
        rows: Rows,
        codes: np.ndarray,
        names: tuple[str, ...],
        strata: Strata,
        tested: Tested,
    ) -> Level:
        """A level that was tested."""
        level = "animal" if rows.groups.has("animal") else session_level(rows.groups)
        return cls(
            features, rows, codes, names, strata, tested,
            _of_rows(rows, session_level(rows.groups)), _of_rows(rows, level),
        )  # fmt: skip

    @property
    def y(self) -> np.ndarray:
        """(rows,) class of each row."""
        return self.codes[self.rows.trial]

    @property
    def weight(self) -> np.ndarray:
        """(rows,) such that each trial counts once."""
        trial = self.rows.trial
        return 1 / np.bincount(trial)[trial]

    @property
    def used(self) -> np.ndarray:
        """(rows,) bool: those that were tested and have a class."""
        return (self.tested.unit >= 0) & (self.y >= 0)


def _of_rows(rows: Rows, level: str) -> np.ndarray:
    """(rows,) name of the group of each row."""
    keys = rows.groups.keys(level)
    parts = [np.full(len(one), key, object) for one, key in zip(rows.plain, keys, strict=True)]
    return np.concatenate(parts)


def metric_rows(
    level: Level,
    params: DecodingParams,
    learning: LearningParams,
    run_all: RunAll,
    *,
    retrain: bool = True,
    progress: Progress | None = None,
) -> tuple[MetricRow, ...]:
    """The rows of all decoders of a level.

    Parameters
    ----------
    level : Level
    params, learning
    run_all : callable
        Runs shuffles in threads.
    retrain : bool
        Whether cheap decoders are trained again for every shuffle.
    progress : callable, optional
        Called after each shuffle.
    """
    estimators = tuple(level.tested.probability)
    cheap = tuple(one for one in estimators if one in CHEAP) if retrain else ()

    def shuffled(codes: np.ndarray) -> dict[str, dict[Key, tuple[Figure, int]]]:
        again = level.tested
        if cheap:
            asked = (level.strata, params, learning, cheap)
            again = run_level(level.rows, codes, level.names, *asked)
        found = {
            one: _figures(level, codes, again if one in cheap else level.tested, one, bare=True)
            for one in estimators
        }
        if progress is not None:
            progress()
        return found

    null = {one: _Null() for one in estimators}
    for figures_of in run_all(shuffled, shuffled_codes(level, params)):
        for one, values in figures_of.items():
            null[one].add(values)
    found = []
    for one in estimators:
        figures = _figures(level, level.codes, level.tested, one)
        n = params.permutations if one in cheap else 0
        found += [_row(level, one, key, *figures[key], null[one].of(key), n) for key in figures]
    return tuple(found)


def shuffled_codes(level: Level, params: DecodingParams):
    """Codes of trials, shuffled within their session; nothing where a session has one class."""
    trial = level.rows.trial
    first = np.unique(trial, return_index=True)
    session = np.full(len(level.codes), None, object)
    session[first[0]] = level.sessions[first[1]]
    known = level.codes >= 0
    groups = [
        np.flatnonzero(known & (session == name)) for name in dict.fromkeys(level.sessions.tolist())
    ]
    groups = [own for own in groups if len(np.unique(level.codes[own])) > 1]
    for number in range(params.permutations if groups else 0):
        rng = np.random.default_rng([params.seed, 5, number])
        codes = level.codes.copy()
        for own in groups:
            codes[own] = codes[rng.permutation(own)]
        yield codes


class _Null:
    """Values of figures over shuffles."""

    def __init__(self) -> None:
        self._values: dict[Key, list[float]] = {}

    def add(self, figures: dict[Key, tuple[Figure, int]]) -> None:
        for key, (figure, _) in figures.items():
            self._values.setdefault(key, []).append(figure.value)

    def of(self, key: Key) -> np.ndarray:
        found = np.array(self._values.get(key, []))
        return found[np.isfinite(found)]


def _figures(
    level: Level, codes: np.ndarray, tested: Tested, estimator: str, *, bare: bool = False
) -> dict[Key, tuple[Figure, int]]:
    """Figures over all, then of each session or animal; without intervals if `bare`."""
    y, used = codes[level.rows.trial], level.used & (tested.unit >= 0)
    probability, weight = tested.probability[estimator], level.weight
    unit = np.zeros(len(y), np.int64) if bare else tested.unit
    found: dict[Key, tuple[Figure, int]] = {}
    names = list(dict.fromkeys(level.by_group[used].tolist()))
    for group in ["", *(names if len(names) > 1 else [])]:
        own = used & ((level.by_group == group) if group else True)
        own = own & np.isfinite(probability).all(axis=1)
        overall, by_class = class_figures(
            y[own], probability[own], weight[own], unit[own], folds=tested.n_folds
        )
        n_trials = len(np.unique(level.rows.trial[own]))
        for figure in overall:
            found[group, figure.name, None] = figure, n_trials
        for name, figures in zip(level.names, by_class if not group else (), strict=False):
            for figure in figures:
                found[group, figure.name, name] = figure, n_trials
    return found


def _row(
    level: Level,
    estimator: str,
    key: Key,
    figure: Figure,
    n_trials: int,
    null: np.ndarray,
    n_retrained: int,
) -> MetricRow:
    low, high = np.quantile(null, (0.025, 0.975)) if len(null) else (np.nan, np.nan)
    group, metric, category = key
    return MetricRow(
        level.features,
        level.rows.kind,
        estimator,
        level.strata.level,
        group,
        metric,
        category,
        figure.value,
        figure.low,
        figure.high,
        figure.chance,
        float(low),
        float(high),
        p_value(figure.value, null),
        n_retrained if len(null) else 0,
        n_trials,
        figure.n_units,
    )


def confusion_rows(level: Level) -> tuple[ConfusionRow, ...]:
    """Every class against every class, of each decoder."""
    rows = []
    for one, probability in level.tested.probability.items():
        used = level.used & np.isfinite(probability).all(axis=1)
        called = probability[used].argmax(axis=1) if used.any() else np.zeros(0, int)
        unit, k = np.zeros(int(used.sum()), int), len(level.names)
        table = confusion_of(level.y[used], called, level.weight[used], unit, k, 1)[0]
        for true, of_class in zip(level.names, table, strict=True):
            for name, n in zip(level.names, of_class, strict=True):
                share = float(n / of_class.sum()) if of_class.sum() > 0 else float("nan")
                kind, left_out = level.rows.kind, level.strata.level
                rows.append(
                    ConfusionRow(level.features, kind, one, left_out, true, name, float(n), share)
                )
    return tuple(rows)


def held_out_rows(
    level: Level, trials: Sequence[Trial], n_frames: dict[int, int]
) -> tuple[HeldOutRow, ...]:
    """What each decoder says of each trial."""
    rows, trial = [], level.rows.trial
    folds = [
        f"{name}, fold {fold.number + 1}"
        for name, plan in level.tested.folds
        for fold in plan.folds
    ]
    for one, probability in level.tested.probability.items():
        good = level.used & np.isfinite(probability).all(axis=1)
        for number in np.unique(trial[good]).tolist():
            own = good & (trial == number)
            with np.errstate(divide="ignore"):
                mean = np.exp(np.log(np.maximum(probability[own], 1e-12)).mean(axis=0))
            mean /= mean.sum()
            called = probability[own].argmax(axis=1)
            frames = int(own.sum()) if level.rows.kind == "frame" else n_frames[number]
            right = float((called == level.codes[number]).mean())
            rows.append(
                HeldOutRow(
                    level.features,
                    level.rows.kind,
                    one,
                    level.strata.level,
                    trials[number].table,
                    trials[number].event,
                    trials[number].row.onset_s,
                    trials[number].category,
                    level.names[int(mean.argmax())],
                    tuple(mean.tolist()),
                    frames,
                    right,
                    folds[int(level.tested.fold[own][0])],
                )
            )
    return tuple(rows)


def fold_rows(level: Level) -> tuple[DecodingFold, ...]:
    """A row for each fold; numbers are of trials."""
    rows = []
    for name, plan in level.tested.folds:
        for fold in plan.folds:
            rows.append(
                DecodingFold(
                    level.features,
                    level.rows.kind,
                    level.strata.level,
                    name,
                    fold.number + 1,
                    fold.left_out,
                    _n_trials(plan, fold.train),
                    _n_trials(plan, fold.test),
                )
            )
    return tuple(rows)


def _n_trials(plan, spans) -> int:
    numbers = plan.recordings.trials or ()
    found = [numbers[n][a:b] for n, a, b in spans]
    return len(np.unique(np.concatenate(found))) if found else 0
