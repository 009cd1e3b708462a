"""What a user has to know before a model of named features is trusted, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..frame_features.table import FrameTable
from ..learning import CrossFit, Target
from .duplicates import find_repeated, told
from .features import FittedTableFeatures, columns_that_saw
from .figures import HEADLINES
from .persons import Divided
from .rows import MetricRow

_FEW_UNITS = 5
_ALPHA = 0.05
#: so much more of the model beside is worth a sentence
_CLEARLY_MORE = 0.05


def findings_of(
    parts: Divided,
    crossed: CrossFit,
    features: FittedTableFeatures,
    metrics: Sequence[MetricRow],
) -> tuple[str, ...]:
    """Sentences, the gravest first.

    Parameters
    ----------
    parts : Divided
    crossed : CrossFit
    features : FittedTableFeatures
        Of the final model.
    metrics : sequence of MetricRow
    """
    tables, target = parts.tables, parts.target
    found = []
    repeated = find_repeated(tables, target, crossed.plan, features)
    if repeated:
        found.append(told(repeated, tables))
    found += _of_chance(crossed, target, metrics)
    found += _of_folds(parts, crossed)
    found += _of_columns(tables, features, crossed.params.max_columns)
    return tuple(found)


def _permuted(row: MetricRow) -> str:
    return f"permuted labels do as well in {100 * row.p:.2g}% of the draws (p = {row.p:.2g})"


def _of_chance(crossed: CrossFit, target: Target, metrics: Sequence[MetricRow]) -> list[str]:
    name = HEADLINES[target.kind]
    rows = {row.estimator: row for row in metrics if row.metric == name}
    used = rows[crossed.params.estimator]
    found = []
    if np.isnan(used.value):
        found.append(f"{name} is undefined: no held-out row has a prediction and a value.")
    elif used.p > _ALPHA or (np.isnan(used.p) and used.low <= used.chance):
        beside = (
            ""
            if np.isnan(used.p)
            else f"; permuted labels do as well in {100 * used.p:.2g}% of draws"
        )
        found.append(
            f"The {used.estimator} model is not above chance: {name} is {_interval(used)}{beside}. "
            "Its weights say nothing."
        )
    elif used.low <= used.chance:
        found.append(
            f"The interval of {name} reaches chance: {_interval(used)}; {_permuted(used)}."
        )
    for other, row in rows.items():
        if row.value > used.value + _CLEARLY_MORE:
            found.append(
                f"The {other} model does better ({name} {row.value:.2f}, not {used.value:.2f}): "
                "the features say more than a sum of weights can."
            )
    return found


def _interval(row: MetricRow) -> str:
    return f"{row.value:.2f} ({row.low:.2f} to {row.high:.2f}, chance {row.chance:.2f})"


def _of_folds(parts: Divided, crossed: CrossFit) -> list[str]:
    found, plan, tables, target = [], crossed.plan, parts.tables, parts.target
    state = crossed.state(target.name)
    if state.state != "fitted":
        found.append(f"{target.name} cannot be trained: {state.reason}.")
    for left_out, reason in state.not_trained[:3]:
        found.append(f"Without {left_out} nothing could be trained: {reason}.")
    n_units = len(plan.units)
    if n_units < _FEW_UNITS:
        found.append(
            f"There are {n_units} {parts.left_out(plan.level)}s to leave out: intervals and "
            "standard errors over so few are wide, and rough."
        )
    pictures = all(table.kind == "pictures" for table in tables)
    if plan.level == "trial" and pictures:
        found.append(
            "No person is named: pictures were left out one by one, and a person may be in the "
            "training and the test."
        )
    elif plan.within_one_movie:
        found.append(
            f"Training and test are parts of the same movies ({plan.level}s were left out): expect "
            "less on another animal or day."
        )
    trials = plan.recordings.trials
    if plan.level == "trial" and trials is not None:
        outside = sum(int((k & (t < 0)).sum()) for k, t in zip(target.known, trials, strict=True))
        if outside:
            found.append(f"{outside} labeled rows are in no trial, and in no fold.")
    return found


def _of_columns(
    tables: Sequence[FrameTable], features: FittedTableFeatures, most: int
) -> list[str]:
    found = []
    left = [name for name, used in zip(features.names, features.usable, strict=True) if not used]
    if left:
        some = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
        found.append(
            f"{len(left)} of {len(features.names)} features are not used, because they are "
            f"undefined in too many rows or never vary: {some}."
        )
    if features.usable.sum() > most:
        found.append(
            f"Each model looks at {most} of {int(features.usable.sum())} features: those that say "
            "most by themselves in its training rows, without near copies. The weights of others "
            "are 0 there, and standard errors do not count that choice."
        )
    saw = columns_that_saw(tables)
    if saw:
        found.append(
            f"{len(saw)} components of motion are left out: their basis was fitted on recordings "
            "that the model is tested on."
        )
    steps = {str((table.about.get("thumbnail") or {}).get("movie_px_per_px")) for table in tables}
    if len(steps) > 1 and "texture" in features.groups:
        found.append(
            "Texture is of different distances in the movies' pixels from table to table: their "
            "crops differ in size."
        )
    return found
