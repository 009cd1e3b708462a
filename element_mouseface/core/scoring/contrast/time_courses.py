"""Response templates: the default time course, or one estimated from training trials.

An expression begins some time after its onset, rises, is held until some time after the offset, and
decays. The decay is that of the stimulus; latency and occurrence are those of each trial.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .folds import FoldPlan
from .params import ContrastParams

SLOW_S = 1.5
"""Expressions that fade with a longer time constant than this are slow: they outlast
what counts as neutral."""


@dataclass(frozen=True, eq=False)
class TimeCourses:
    """The expected course of every event.

    Attributes
    ----------
    latency_s, held_s : (events,) arrays
        From the onset to the beginning, and from the offset to the fading.
    strength : (events,) array
        1 is usual, 0 is no response.
    fall_s : (stimuli,) array
        Time constants of the fading.
    usual : (events,) bool array
        Whose latency is that of the parameters.
    """

    latency_s: np.ndarray
    held_s: np.ndarray
    strength: np.ndarray
    fall_s: np.ndarray
    usual: np.ndarray

    @property
    def slow(self) -> np.ndarray:
        """(stimuli,) bool: which expressions outlast what counts as neutral."""
        return self.fall_s > SLOW_S

    def with_strengths(self, strengths: dict[int, float]) -> TimeCourses:
        """The courses with these amplitudes of the trials; without a response it stays 0."""
        factor = np.array([strengths.get(number, 1.0) for number in range(len(self.strength))])
        return replace(self, strength=self.strength * factor)


def default_time_courses(plan: FoldPlan, params: ContrastParams) -> TimeCourses:
    """Every trial with a response, with the parameters' latency and decay."""
    events = len(plan.events)
    latency_s = np.full(events, float(params.latency_s))
    fall_s = np.full(len(plan.names), float(params.fall_s))
    return TimeCourses(latency_s, latency_s.copy(), np.ones(events), fall_s, np.ones(events, bool))


def response_template(
    plan: FoldPlan,
    times_s: np.ndarray,
    params: ContrastParams,
    without_fold: int | None,
    courses: TimeCourses | None = None,
) -> np.ndarray:
    """Expected strength of each stimulus's expression, 0 to 1; (n, stimuli)."""
    courses = courses or default_time_courses(plan, params)
    out = np.zeros((len(times_s), len(plan.names)))
    for number, event in enumerate(plan.events):
        if number == without_fold:
            continue
        k = plan.names.index(event.name)
        since = np.clip(times_s - event.onset_s - courses.latency_s[number], 0, None)
        after = np.clip(times_s - event.offset_s - courses.held_s[number], 0, None)
        course = (1 - np.exp(-since / params.rise_s)) * np.exp(-after / courses.fall_s[k])
        out[:, k] = np.maximum(out[:, k], courses.strength[number] * course)
    return out
