"""Stimuli with nearly the same prototype, and the sum of their scores with its own error.

If two stimuli have nearly the same expression, small errors move one score up and the other down.
Their sum is not affected, so it is more certain than either, and the sum of the two squared
standard errors would be far too large.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...events import Events
from ..findings import Finding
from .folds import FoldPlan
from .stream import FoldJob
from .time_courses import TimeCourses
from .uncertainty import KnownErrors, standard_errors
from .unit import fold_units, strength_error

_HARDLY_SEPARABLE = 0.8
# Findings that only mean that one score is uncertain; the sum may still be certain.
_UNSURE = ("too_noisy", "not_different_from_others")

Pairs = list[tuple[int, int, float]]
"""Numbers of two stimuli, and the cosine between their prototypes."""


@dataclass(frozen=True, eq=False)
class ScoreSum:
    """The sum of the scores of two stimuli with nearly the same prototype.

    Attributes
    ----------
    names : tuple of str
        The two stimuli.
    cosine : float
        Between their prototypes, corrected for the noise in them.
    score, score_se : (frames,) float64 arrays
        The sum, 1 the mean of the trials of both, and its standard error; NaN in frames
        without a score.  It is there also where the score of one of the two is refused
        because it is too unsure by itself.
    """

    names: tuple[str, str]
    cosine: float
    score: np.ndarray
    score_se: np.ndarray


def similar_pairs(
    pictures: np.ndarray,
    names: tuple[str, ...],
    findings: tuple[Finding, ...],
    noise: np.ndarray | None = None,
) -> Pairs:
    """Pairs of stimuli with nearly the same prototype, except those refused for other reasons.

    Parameters
    ----------
    pictures : (stimuli, pixels) array
        Prototypes minus neutral; NaN without a trial.
    names : tuple of str
    findings : tuple of Finding
    noise : (stimuli,) array, optional
        Which part of each squared length is noise: it makes cosines too small.
    """
    refused = {finding.about for finding in findings if finding.kind not in _UNSURE}
    noise = np.zeros(len(names)) if noise is None else noise
    squares = (pictures**2).sum(axis=1)
    # What is hardly more than noise has no direction that could be compared.
    lengths = np.sqrt(np.maximum(squares - noise, 0.3 * squares))
    out = []
    for i, j in itertools.combinations(range(len(names)), 2):
        if refused & {"", names[i], names[j]}:
            continue
        cosine = float(pictures[i] @ pictures[j] / max(lengths[i] * lengths[j], 1e-12))
        if cosine >= _HARDLY_SEPARABLE:
            out.append((i, j, min(cosine, 1.0)))
    return out


def picture_noise(jobs: Sequence[FoldJob], plan: FoldPlan) -> np.ndarray:
    """Noise in the squared length of each stimulus's prototype, by leaving out one trial each.

    Parameters
    ----------
    jobs : sequence of FoldJob
        One a fold; prototypes of one group of folds are compared with each other only.
    plan : FoldPlan
    """
    out = np.zeros(len(plan.names))
    for k, name in enumerate(plan.names):
        mine = [j for j in jobs if j.fold is not None and plan.events.rows[j.fold].name == name]
        left, spread = 0, 0.0
        for group in {job.group for job in mine}:
            made = np.array([job.model.pictures()[k] for job in mine if job.group == group])
            spread += float(((made - made.mean(axis=0)) ** 2).sum())
            left += len(made) - 1
        if left > 0:
            n = len(mine)
            # Each is a mean of n - 1 trials, so that they differ by little.
            out[k] = spread / left * (n - 1) ** 2 / n
    return out


def sums_of(
    scores: np.ndarray,
    misfit: np.ndarray,
    plan: FoldPlan,
    pairs: Pairs,
    courses: TimeCourses | None = None,
) -> tuple[ScoreSum, ...]:
    """The sum of each pair's scores, with its standard error.

    The standard error is set as that of a single score is: by frames in which the sum should be
    0, neutral ones and trials of the other stimuli, each frame's by other folds; and by how
    unlike the trials of both are.

    Parameters
    ----------
    scores : (frames, stimuli) array
        Finished, each frame's without its trial.
    misfit : (frames,) array
    plan : FoldPlan
    pairs : list of (int, int, float)
        See `similar_pairs`.
    courses : TimeCourses, optional
        Time of each trial's response; by default until the offset.
    """
    out = []
    for i, j, cosine in pairs:
        first, second = plan.names[i], plan.names[j]
        rows = [
            (first if event.name == second else event.name, event.onset_s, event.offset_s)
            for event in plan.events
        ]
        joined = replace(plan, events=Events.from_rows(rows))
        columns = {name: scores[:, k] for k, name in enumerate(plan.names)}
        columns[first] = scores[:, i] + scores[:, j]
        table = np.stack([columns[name] for name in joined.names], axis=1)
        k = joined.names.index(first)
        # By these trials alone: the others have units and errors of their own.
        own = np.where(np.arange(len(joined.names)) == k, table, np.nan)
        # What a trial of one adds to the other's score belongs to the sum's unit.
        unit = fold_units(own, joined, courses)[joined.fold, k]
        table[:, k], own[:, k] = table[:, k] / unit, own[:, k] / unit
        unit_se = np.full(len(joined.names), strength_error(own, joined, courses))
        known, errors = KnownErrors(table, misfit, joined), np.full(len(table), np.nan)
        for fold in plan.rows():
            frames = slice(fold.start_frame, fold.stop_frame)
            model = known.without(fold.event_index if len(plan.events) > 2 else None)
            given = (table[frames], misfit[frames], plan.neutral[frames])
            errors[frames] = standard_errors(*given, model, unit_se)[:, k]
        out.append(ScoreSum((first, second), cosine, table[:, k].copy(), errors))
    return tuple(out)
