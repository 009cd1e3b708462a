"""Fit the response templates to training trials: latency, occurrence and decay.

Latencies and decays are those at which trials of one stimulus agree most (`agreement`). Whether a
trial has a response is estimated from its trace, made by a filter without this trial; the traces of
the other stimuli give the chance level. The usual course is kept unless the frames are clear
evidence against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from . import agreement
from .estimator import filter_of
from .folds import FoldPlan
from .nuisance import LateTrials
from .params import ContrastParams
from .regression import FoldSums, fold_sums, regress
from .time_courses import SLOW_S, TimeCourses
from .traces import running_baseline

# Twice the logarithm of the likelihood ratio that another latency must reach.
_CLEARLY_LATE = 6.0
_LATE_S = 0.3  # nearer to the usual latency than this is the usual one
# No response: this far below the stimulus's trials with responses, and within the noise.
_NO_RESPONSE, _NOISE_SD = 0.25, 2.0


@dataclass(frozen=True)
class _Course:
    """The best course for one trial's trace: amplitude, times, and what they explain."""

    amplitude: float
    latency_s: float
    held_s: float
    gain: float
    usual_gain: float


def fit_courses(
    coordinates: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    without_fold: int | None,
    included: tuple[str, ...],
    late_trials: LateTrials | None = None,
) -> TimeCourses:
    """The courses of the training trials.

    Parameters
    ----------
    coordinates : (n, components) array
        Of the training frames.
    plan : FoldPlan
    params : ContrastParams
    without_fold : int or None
        The fold that must not enter.
    included : tuple of str
        Stimuli that are scored; the others keep the usual course.
    late_trials : LateTrials, optional
        Of these coordinates, where several folds ask for it.
    """
    late_trials = late_trials or LateTrials(coordinates, plan, params)
    precision = late_trials.precision(without_fold)
    courses = agreement.best_courses(coordinates, plan, params, without_fold, included, precision)
    chosen = np.array([name in included for name in plan.names])
    trained = _Training(coordinates, plan, params, without_fold, chosen)
    courses = trained.with_responses(courses)
    return trained.with_fading(courses) if courses.slow.any() else courses


class _Training:
    """The training frames of one fold, and which of their trials have a response."""

    def __init__(self, coordinates, plan: FoldPlan, params, without_fold, chosen):
        frames = agreement.training_frames(coordinates, plan, without_fold)
        self.rows, self.values = frames.rows, frames.values
        self.times, self.neutral = frames.times_s, frames.neutral
        self.coordinates, self.plan, self.params = coordinates, plan, params
        self.without, self.chosen = without_fold, chosen

    def with_responses(self, courses: TimeCourses) -> TimeCourses:
        """Mark training trials without a response, and late ones of those with the usual course."""
        plan, sums = self.plan, self._sums(courses)
        own: dict[int, _Course] = {}
        foreign: dict[int, list[float]] = {k: [] for k in range(len(plan.names))}
        total = sums.total
        held = running_baseline(self.values, self.times, self.neutral, self.params.baseline_tau_s)
        above = self.values - held
        for fold in sums.folds:
            filter_, use = self._filter(total - sums.folds[fold], sums)
            rows = self._window(fold)
            if filter_ is None or rows.stop - rows.start < 5:
                continue
            traces = above[rows] @ filter_.T
            k = plan.names.index(sums.labels[fold])
            for row, stimulus in enumerate(np.flatnonzero(use).tolist()):
                found = self._best_course(traces[:, row], self.times[rows], fold, courses)
                if stimulus == k:
                    own[fold] = found
                else:
                    foreign[stimulus].append(found.amplitude)
        return self._time_courses(courses, own, foreign)

    def _sums(self, courses: TimeCourses) -> FoldSums:
        return fold_sums(self.coordinates, self.plan, self.params, self.without, courses)

    def _filter(self, total, sums: FoldSums):
        found = regress(total, sums, self.params)
        use = self.chosen & np.isfinite(found.prototypes[:, 0])
        return (filter_of(found, use, self.params) if use.any() else None), use

    def _window(self, fold: int) -> slice:
        """Training frames from a second before a trial until it must have faded."""
        event = self.plan.events.rows[fold]
        until = event.offset_s + self.params.baseline_margin_s
        first, stop = np.searchsorted(self.times, [event.onset_s - 1.0, until])
        fold_of = self.plan.fold[self.rows[first:stop]]
        inside = np.flatnonzero(fold_of == fold)
        if not len(inside):
            return slice(first, first)
        return slice(int(first + inside[0]), int(first + inside[-1] + 1))

    def _best_course(self, trace, times, fold: int, courses: TimeCourses) -> _Course:
        """The course that fits one trial's trace best."""
        event, usual_s = self.plan.events.rows[fold], self.params.latency_s
        latencies = agreement.latencies_s(self.params, event.offset_s - event.onset_s)
        late = np.concatenate([latencies] * 2 + [latencies[:1]])
        held = np.concatenate([latencies, np.full_like(latencies, usual_s), [1e3]])
        if not courses.usual.all():
            late, held = courses.latency_s[fold : fold + 1], courses.held_s[fold : fold + 1]
        held = np.maximum(held, late + 0.3 - (event.offset_s - event.onset_s))
        shape = agreement.course_shapes(times, event, late, held, self.params, self.params.fall_s)
        power = np.maximum((shape**2).sum(0), 1e-9)
        along = shape.T @ trace
        gain = np.clip(along, 0, None) ** 2 / power
        best = int(np.argmax(gain))
        usual = max(gain[0], gain[-1])
        if late[best] - usual_s < _LATE_S:
            best = 0
        return _Course(
            float(along[best] / power[best]), late[best], held[best], float(gain[best]), usual
        )

    def _time_courses(self, courses: TimeCourses, own: dict[int, _Course], foreign) -> TimeCourses:
        latency, held = courses.latency_s.copy(), courses.held_s.copy()
        strength, usual = np.ones_like(latency), courses.usual.copy()
        for k, name in enumerate(self.plan.names):
            mine = {f: a for f, a in own.items() if self.plan.events.rows[f].name == name}
            if len(mine) < 2:
                continue
            size = np.sort([a.amplitude for a in mine.values()])
            reference = float(size[len(size) // 2 :].mean())
            chance = np.array(foreign[k]) if len(foreign[k]) > 2 else np.array([0.0, 0.3])
            limit = chance.mean() + _NOISE_SD * chance.std()
            noise = self._noise(mine, reference, chance)
            for fold, best in mine.items():
                weak = best.amplitude < min(_NO_RESPONSE * reference, limit)
                if weak and reference > limit:
                    strength[fold] = 0.0
                elif best.gain - best.usual_gain > _CLEARLY_LATE * noise:
                    latency[fold], held[fold] = best.latency_s, best.held_s
                    usual[fold] = False
            if not any(strength[f] > 0 for f in mine):
                strength[list(mine)] = 1.0
        return replace(courses, latency_s=latency, held_s=held, strength=strength, usual=usual)

    def _noise(self, mine, reference: float, chance: np.ndarray) -> float:
        """Chance level of a squared amplitude, in the gain's unit."""
        power = np.median([a.gain / max(a.amplitude, 1e-3) ** 2 for a in mine.values()])
        return float(power * max(chance.var(), (0.05 * reference) ** 2))

    def with_fading(self, courses: TimeCourses) -> TimeCourses:
        """Time constants of slow decays from traces, with each trial as strong as it is.

        Where a stimulus's trials are taken to be equally strong, weak ones seem to fade faster.
        """
        sums = self._sums(courses)
        filter_, use = self._filter(sums.total, sums)
        if filter_ is None:
            return courses
        raw, fall_s = self.values @ filter_.T, courses.fall_s.copy()
        grid = np.array([seconds for seconds in agreement.FALLS_S if seconds > SLOW_S])
        for row, k in enumerate(np.flatnonzero(use).tolist()):
            if courses.slow[k]:
                left = self._left(raw[:, row], k, courses, grid)
                fall_s[k] = agreement.least_between(grid, left, int(np.argmin(left)))
        return replace(courses, fall_s=fall_s)

    def _left(
        self, raw: np.ndarray, k: int, courses: TimeCourses, falls_s: np.ndarray
    ) -> np.ndarray:
        """Squares that each time constant leaves of the trace of one stimulus."""
        numbers = [
            n
            for n, event in enumerate(self.plan.events)
            if event.name == self.plan.names[k] and n != self.without and courses.strength[n] > 0
        ]
        baseline = running_baseline(raw[:, None], self.times, self.neutral, agreement.MEMORY_S)
        trace, left = raw - baseline[:, 0], []
        for fall_s in falls_s:
            table = np.zeros((len(trace), len(numbers)))
            for column, n in enumerate(numbers):
                late, held = courses.latency_s[n : n + 1], courses.held_s[n : n + 1]
                event = self.plan.events.rows[n]
                shape = agreement.course_shapes(self.times, event, late, held, self.params, fall_s)
                table[:, column] = shape[:, 0]
            table -= running_baseline(table, self.times, self.neutral, agreement.MEMORY_S)
            strengths = np.linalg.lstsq(table, trace, rcond=None)[0]
            left.append(float(((trace - table @ strengths) ** 2).sum()))
        return np.array(left)
