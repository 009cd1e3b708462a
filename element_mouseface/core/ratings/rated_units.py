"""Ordinal models of ratings, held out, beside how far the raters agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError
from ..frame_features.table import FrameTable
from ..frame_models import READABLE, FrameModelParams, TrainedModel, train_model
from ..learning import Groups, LearningParams, Target
from ..objects import rows_dataframe
from .agreement import RatingAgreement, model_agreement, rating_agreement
from .pooled import Pooled, pooled
from .rated_rows import rated_rows
from .telling import model_findings, rating_findings
from .unit_ratings import UnitRatings

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[int, int], None]
#: How models of ratings learn where nothing else is said: proportional odds on named features,
#: with a penalty that is chosen inside the training rows.
RATED = replace(READABLE, beside=())
#: Columns of action units that are themselves learned from ratings: a model that looked at them
#: would be trained on what its tested frames were rated.
LEARNED = ("unit:nose_bulge", "unit:cheek_bulge")


@dataclass(frozen=True, eq=False)
class RatedUnits:
    """Ratings, models of them, and how far both agree.

    Attributes
    ----------
    ratings : tuple of UnitRatings
        One a recording.
    agreement : tuple of RatingAgreement
        Of raters, and of the models with raters.
    models : mapping of str to TrainedModel
        By unit; empty without features.
    levels, expected : mapping of str to (targets,) float arrays
        By unit: the rating that the model gives each frame, span or picture (of all recordings, in
        order), which is the median of the ratings that it predicts, and their mean; by models that
        did not see its trial (session, animal).  NaN where the unit was not rated.
    findings : tuple of str
        What to know before any of it is trusted.
    over : str
        What intervals are over.
    """

    ratings: tuple[UnitRatings, ...]
    agreement: tuple[RatingAgreement, ...]
    models: Mapping[str, TrainedModel] = field(default_factory=dict, repr=False)
    levels: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)
    expected: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)
    findings: tuple[str, ...] = ()
    over: str = "rating"

    @property
    def units(self) -> tuple[str, ...]:
        """Units that were rated."""
        return pooled(self.ratings).units

    def to_dataframe(self) -> pd.DataFrame:
        """How far raters, and models with them, agree: a row a figure."""
        return rows_dataframe(self.agreement, RatingAgreement)

    def row(self, unit: str, measure: str, who: str) -> RatingAgreement | None:
        """One figure of agreement; None if there is none."""
        for one in self.agreement:
            if (one.unit, one.measure, one.who) == (unit, measure, who):
                return one
        return None


def rated_units(
    ratings: UnitRatings | Sequence[UnitRatings],
    tables: FrameTable | Sequence[FrameTable] | None = None,
    groups: Groups | None = None,
    *,
    params: FrameModelParams | None = None,
    learning: LearningParams | None = None,
    columns: Sequence[str] | None = None,
    over: str = "auto",
    client: Any = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> RatedUnits:
    """Agreement of raters on each unit, and ordinal models of the ratings beside it.

    Each rating is a row of its own with the features of what was rated, so that a model learns
    the spread of the raters and not a vote; ratings of one trial, or of one frame, are never on
    both sides of a fold.

    Parameters
    ----------
    ratings : UnitRatings, or a sequence of them
        One a recording.
    tables : FrameTable, or a sequence of them, optional
        Features of the recordings, in the same order: named features, or action units.  Without
        them nothing is trained.
    groups : Groups, optional
        Animal and session of each recording.
    params, columns, client, workers
        As `train_model` takes them.
    learning : LearningParams, optional
        `RATED` if it is None: proportional odds with a penalty that is chosen inside the training
        rows, and nothing beside it.
    progress : callable(done, total), optional
        Called after each unit.
    over : {'auto', 'rating', 'trial', 'session', 'animal', 'recording'}
        What intervals of agreement are over, as in `rating_agreement`.

    Returns
    -------
    RatedUnits

    Raises
    ------
    LabelsError
        If what was rated is not in the tables.
    InputError
        If no unit can be learned: `rated_units(ratings)` without tables tells the agreement alone.
    """
    together = pooled(ratings, over)
    rows = list(rating_agreement(together.given, over=over))
    findings = list(rating_findings(together, rows))
    done: dict[str, _Done] = {}
    if tables is not None:
        given = (tables,) if isinstance(tables, FrameTable) else tuple(tables)
        rated = _rated(together, given, groups)
        columns, left_out = _without_learned(rated[0], columns)
        job = _Job(together, rated, groups, params, learning, columns)
        done, refused = _train_all(job, client, workers, progress)
        findings += [*left_out, *refused]
        for unit, one in done.items():
            folds = len(one.trained.crossed.folds)
            rows += model_agreement(together, unit, one.level, one.expected, folds)
            findings += model_findings(unit, one.trained, rows)
    return RatedUnits(
        together.given,
        tuple(rows),
        {unit: one.trained for unit, one in done.items()},
        {unit: one.level for unit, one in done.items()},
        {unit: one.expected for unit, one in done.items()},
        tuple(dict.fromkeys(findings)),
        together.over,
    )


@dataclass(frozen=True, eq=False)
class _Job:
    together: Pooled
    tables: tuple[FrameTable, ...]  # a row for each rated place
    groups: Groups | None
    params: FrameModelParams | None
    learning: LearningParams | None
    columns: Sequence[str] | None


@dataclass(frozen=True, eq=False)
class _Done:
    trained: TrainedModel
    level: np.ndarray
    expected: np.ndarray


def _rated(
    together: Pooled, tables: Sequence[FrameTable], groups: Groups | None
) -> tuple[FrameTable, ...]:
    if len(tables) != len(together.given):
        raise InputError(
            "Ratings and tables of features do not belong together.",
            expected=f"a table for each of {len(together.given)} recordings that were rated",
            got=f"{len(tables)} tables",
            do="give them in the same order",
        )
    found = [rated_rows(one, table) for one, table in zip(together.given, tables, strict=True)]
    for number, one in enumerate(together.given):
        animals = one.groups("animal")
        if groups is None and len(set(animals)) > 1 and None not in animals:
            found[number] = replace(found[number], persons=animals)
    return tuple(found)


def _without_learned(
    table: FrameTable, columns: Sequence[str] | None
) -> tuple[Sequence[str] | None, list[str]]:
    """The columns to look at, and what was left out of them (InputError if nothing is left)."""
    wanted = table.names if columns is None else tuple(columns)
    kept = [name for name in wanted if name not in LEARNED]
    learned = [name for name in wanted if name in LEARNED]
    told = ", ".join(name for name in learned if np.isfinite(table.column(name)).any())
    if not told:
        return columns, []
    if not kept:
        raise InputError(
            "These features are learned from ratings: no model of ratings may look at them.",
            expected="measures, such as unit:ear_position, or named features",
            got=told,
            do="name other columns",
        )
    return kept, [f"{told} left out of the features: learned from ratings, maybe from these."]


def _train_all(
    job: _Job, client: Any, workers: int | None, progress: Progress | None
) -> tuple[dict[str, _Done], list[str]]:
    """The model of each unit, and why some have none."""
    done: dict[str, _Done] = {}
    refused: list[str] = []
    units, last = job.together.units, None
    for number, unit in enumerate(units):
        try:
            done[unit] = _train(job, unit, client, workers)
        except InputError as error:
            refused.append(f"{unit}: no model. {error.what} {error.got or ''}".strip())
            last = error
        if progress is not None:
            progress(number + 1, len(units))
    if last is not None and not done:
        raise last
    return done, refused


def _train(job: _Job, unit: str, client: Any, workers: int | None) -> _Done:
    together = job.together
    x = together.values(unit)
    trial_of = _trials(together)
    tables, values, trials, places = [], [], [], []
    levels = together.given[0].scale.levels
    for number, table in enumerate(job.tables):
        mine = np.flatnonzero(together.recording == number)
        place, rater = np.nonzero(np.isfinite(x[mine]))
        order = np.argsort(place, kind="stable")
        place, rater = place[order], rater[order]
        tables.append(table.rows(place))
        values.append(np.searchsorted(levels, x[mine[place], rater]))
        trials.append(trial_of[mine[place]])
        places.append(mine[place])
    known = tuple(np.ones(len(one), bool) for one in values)
    texts = together.given[0].scale.texts
    target = Target(unit, "ordinal", tuple(values), known, texts)
    trained = train_model(
        tables,
        target,
        job.groups,
        params=job.params,
        learning=job.learning or RATED,
        columns=job.columns,
        trials=trials if _has_trials(job) else None,
        client=client,
        workers=workers,
    )
    level, expected = (np.full(len(x), np.nan) for _ in range(2))
    for found, where in zip(trained.predictions, places, strict=True):
        good = found.valid
        chance = found.probability[good]
        expected[where[good]] = chance @ np.asarray(levels)
        # The median of what raters would give: the most probable level skips a middle one that
        # they seldom agree on, and the level nearest to the mean is too often a middle one.
        middle = (np.cumsum(chance, axis=1) >= 0.5 - 1e-9).argmax(axis=1)
        level[where[good]] = np.asarray(levels)[middle]
    return _Done(trained, level, expected)


def _has_trials(job: _Job) -> bool:
    """Whether trials can be left out; frames without trials are left out in blocks, with a gap."""
    known = any(row.trial for one in job.together.given for row in one.rows)
    return known or all(table.kind != "frames" for table in job.tables)


def _trials(together: Pooled) -> np.ndarray:
    """The number of each place's trial in its recording; of a place without one, its own."""
    numbers = []
    for one in together.given:
        names = [
            ("place", place) if trial is None else ("trial", trial)
            for place, trial in zip(one.places, one.groups("trial"), strict=True)
        ]
        order = {name: k for k, name in enumerate(dict.fromkeys(names))}
        numbers += [order[name] for name in names]
    return np.array(numbers, np.int64)
