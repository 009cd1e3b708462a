"""Decay time constants of expressions, and when they are too slow for the gaps between events.

An expression that has not decayed before the next trial cannot be distinguished from drift.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from ..findings import Finding
from .folds import FoldPlan
from .params import ContrastParams
from .time_courses import SLOW_S, TimeCourses, response_template

_MOST_GAPS = 1.3


def fading_of(courses: TimeCourses, folds: dict[int, TimeCourses], plan: FoldPlan):
    """Time constants of slow expressions and their standard errors, (stimuli,); else NaN.

    The errors are those of a jackknife: each fold's courses were learned without its trial.
    """
    fall_s = np.where(courses.slow, courses.fall_s, np.nan)
    errors = np.full(len(fall_s), np.nan)
    for k, name in enumerate(plan.names):
        mine = [n for n, event in enumerate(plan.events) if event.name == name and n in folds]
        without = np.log([folds[n].fall_s[k] for n in mine])
        if len(mine) > 1 and courses.slow[k]:
            spread = ((without - without.mean()) ** 2).sum()
            errors[k] = fall_s[k] * np.sqrt((len(mine) - 1) / len(mine) * spread)
    return fall_s, errors


def without_fading(
    scores: np.ndarray, plan: FoldPlan, params: ContrastParams, courses: TimeCourses
) -> np.ndarray:
    """Scores (n, k) minus the slow expressions, trial by trial: 0 except for errors."""
    out = scores.copy()
    for k in np.flatnonzero(courses.slow).tolist():
        columns = []
        for number, event in enumerate(plan.events):
            if event.name == plan.names[k] and courses.strength[number] > 0:
                alone = np.zeros(len(courses.strength))
                alone[number] = 1.0
                only = replace(courses, strength=alone)
                columns.append(response_template(plan, plan.times_s, params, None, only)[:, k])
        good = np.isfinite(scores[:, k])
        if columns and good.any():
            table = np.stack(columns, 1)
            strengths = np.linalg.lstsq(table[good], scores[good, k], rcond=None)[0]
            out[:, k] -= table @ np.clip(strengths, 0, None)
    return out


def too_slow(courses: TimeCourses, plan: FoldPlan) -> tuple[Finding, ...]:
    """Refusals of expressions that fade too slowly for the time between trials."""
    rows, out = plan.events.rows, []
    gaps = [b.onset_s - a.offset_s for a, b in itertools.pairwise(rows)]
    for k, name in enumerate(plan.names):
        mine = [gap for gap, row in zip(gaps, rows, strict=False) if row.name == name]
        usual_s = float(np.median(mine or gaps or [np.inf]))
        fall_s = float(courses.fall_s[k])
        if fall_s > SLOW_S and fall_s > _MOST_GAPS * usual_s:
            reason = (
                f"Responses to {name} seem to decay with {fall_s:.2g} s, and only {usual_s:.2g} s "
                "pass until the next trial: the rest of them cannot be distinguished from drift. "
                f"Leave at least {fall_s:.2g} s between trials, better twice as much."
            )
            out.append(Finding("fades_too_slowly", name, reason))
    return tuple(out)
