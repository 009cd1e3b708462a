"""Fit the response templates to training trials: latency, occurrence and decay.

All of it is seen in traces: the coordinates times a filter.  A trial's own
trace is made by a filter that did not see the trial; how large the same
measure gets by chance is seen in the traces of the stimuli that were not given.
The usual course is kept unless the frames speak clearly against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .courses import SLOW_S, Courses, usual_courses
from .estimator import filter_of
from .folds import FoldPlan
from .nuisance import LateTrials
from .params import ContrastParams
from .regression import FoldSums, fold_sums, regress
from .traces import running_baseline

__all__ = ["fit_courses"]

_FALLS_S = (0.35, 0.7, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0, 32.0)
_FAST_S = 0.7
_DECAY_TAU_S = 8.0
# Frames err together for about this long: how many count as one.
_TOGETHER_S = 0.5
# Twice the logarithm of the likelihood ratio that a slow fading, or another latency, must reach.
_CLEARLY_SLOW, _SLOW_TOO, _CLEARLY_LATE = 40.0, 12.0, 6.0
_LATENCY_STEP_S, _LATEST_S = 0.15, 2.3
_LATE_S = 0.3  # nearer to the usual latency than this is the usual one
# No answer: this far under the stimulus's answered trials, and within the noise.
_UNANSWERED, _NOISE_SD = 0.25, 2.0


@dataclass(frozen=True)
class _Answer:
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
) -> Courses:
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
    courses = usual_courses(plan, params)
    chosen = np.array([name in included for name in plan.names])
    trained = _Training(coordinates, plan, params, without_fold, chosen)
    late_trials = late_trials or LateTrials(coordinates, plan, params)
    late = trained.late(courses, late_trials)
    if not late.usual.all():
        late = trained.with_answers(late)
        # A slow fading and a late beginning look alike: which explains more?
        if trained.unexplained(late) < trained.unexplained(courses):
            courses = late
    courses = trained.with_fading(trained.with_answers(courses))
    if courses.slow.any():
        courses = trained.with_fading(trained.with_answers(courses))
    return courses


class _Training:
    """The training frames of one fold, and what can be asked of them."""

    def __init__(self, coordinates, plan: FoldPlan, params, without_fold, chosen):
        seen = np.isfinite(coordinates[:, 0])
        if without_fold is not None:
            seen &= plan.fold[plan.training] != without_fold
        self.rows, self.values = plan.training[seen], coordinates[seen]
        self.times, self.calm = plan.times_s[self.rows], plan.neutral[self.rows]
        if self.calm.any():
            self.values = self.values - self.values[self.calm].mean(0)
        self.coordinates, self.plan, self.params = coordinates, plan, params
        self.without, self.chosen = without_fold, chosen
        step = float(np.median(np.diff(self.times))) if len(self.times) > 1 else 1.0
        self.together = max(_TOGETHER_S / step, 1.0)

    def late(self, courses: Courses, late_trials: LateTrials) -> Courses:
        """A first guess of which answers came late, from the frames alone."""
        late_s = late_trials.seconds(self.without)
        return replace(
            courses,
            latency_s=courses.latency_s + late_s,
            held_s=courses.held_s + late_s,
            usual=late_s == 0,
        )

    def with_answers(self, courses: Courses) -> Courses:
        """When each training trial's answer began, and which have none."""
        plan, sums = self.plan, self._sums(courses)
        own: dict[int, _Answer] = {}
        foreign: dict[int, list[float]] = {k: [] for k in range(len(plan.names))}
        total = sums.total
        held = running_baseline(self.values, self.times, self.calm, self.params.baseline_tau_s)
        above = self.values - held
        for fold in sums.folds:
            filter_, use = self._filter(total - sums.folds[fold], sums)
            rows = self._window(fold)
            if filter_ is None or rows.stop - rows.start < 5:
                continue
            traces = above[rows] @ filter_.T
            k = plan.names.index(sums.labels[fold])
            for row, stimulus in enumerate(np.flatnonzero(use).tolist()):
                found = self._answer(traces[:, row], self.times[rows], fold, courses)
                if stimulus == k:
                    own[fold] = found
                else:
                    foreign[stimulus].append(found.amplitude)
        return self._told(courses, own, foreign)

    def _sums(self, courses: Courses) -> FoldSums:
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

    def _answer(self, trace, times, fold: int, courses: Courses) -> _Answer:
        """The course that fits one trial's trace best."""
        event = self.plan.events.rows[fold]
        latest = min(_LATEST_S, event.offset_s - event.onset_s + 0.3)
        latencies = np.arange(self.params.latency_s, latest + 1e-9, _LATENCY_STEP_S)
        late = np.concatenate([latencies] * 2 + [latencies[:1]])
        held = np.concatenate([latencies, np.full_like(latencies, self.params.latency_s), [1e3]])
        held = np.maximum(held, late + 0.3 - (event.offset_s - event.onset_s))
        shape = _shapes(times, event, late, held, self.params)
        power = np.maximum((shape**2).sum(0), 1e-9)
        along = shape.T @ trace
        gain = np.clip(along, 0, None) ** 2 / power
        best = int(np.argmax(gain))
        usual = max(gain[0], gain[-1])
        if late[best] - self.params.latency_s < _LATE_S:
            best = 0
        return _Answer(
            float(along[best] / power[best]), late[best], held[best], float(gain[best]), usual
        )

    def _told(self, courses: Courses, own: dict[int, _Answer], foreign) -> Courses:
        latency, held = courses.latency_s.copy(), courses.held_s.copy()
        strength, usual = np.ones_like(latency), np.ones(len(latency), bool)
        for k, name in enumerate(self.plan.names):
            mine = {f: a for f, a in own.items() if self.plan.events.rows[f].name == name}
            if len(mine) < 2:
                continue
            size = np.sort([a.amplitude for a in mine.values()])
            reference = float(size[len(size) // 2 :].mean())
            chance = np.array(foreign[k]) if len(foreign[k]) > 2 else np.array([0.0, 0.3])
            limit = chance.mean() + _NOISE_SD * chance.std()
            noise = self._noise(mine, reference, chance)
            for fold, answer in mine.items():
                weak = answer.amplitude < min(_UNANSWERED * reference, limit)
                if weak and reference > limit:
                    strength[fold] = 0.0
                elif answer.gain - answer.usual_gain > _CLEARLY_LATE * noise:
                    latency[fold], held[fold] = answer.latency_s, answer.held_s
                    usual[fold] = False
            if not any(strength[f] > 0 for f in mine):
                strength[list(mine)] = 1.0
        return replace(courses, latency_s=latency, held_s=held, strength=strength, usual=usual)

    def _noise(self, mine, reference: float, chance: np.ndarray) -> float:
        """What a squared amplitude may explain by chance, in the gain's unit."""
        power = np.median([a.gain / max(a.amplitude, 1e-3) ** 2 for a in mine.values()])
        return float(power * max(chance.var(), (0.05 * reference) ** 2))

    def unexplained(self, courses: Courses) -> float:
        """What these latencies leave of the traces with the best fading, on a log scale."""
        sums = self._sums(usual_courses(self.plan, self.params))
        filter_, use = self._filter(sums.total, sums)
        if filter_ is None:
            return 0.0
        raw, total = self.values @ filter_.T, 0.0
        for row, k in enumerate(np.flatnonzero(use).tolist()):
            left = self._left(raw[:, row], k, courses, _DECAY_TAU_S)
            total += float(np.log(max(left.min(), 1e-12)))
        return total

    def with_fading(self, courses: Courses) -> Courses:
        """How fast each stimulus's expression fades; the usual, unless it is clearly slow."""
        sums = self._sums(courses)
        filter_, use = self._filter(sums.total, sums)
        fall_s = courses.fall_s.copy()
        if filter_ is None or not self.params.uses("drift"):
            return courses
        raw = self.values @ filter_.T
        found: dict[int, tuple[float, float, float]] = {}
        for row, k in enumerate(np.flatnonzero(use).tolist()):
            short, long = (
                self._misfits(raw[:, row], k, courses, tau_s)
                for tau_s in (self.params.baseline_tau_s, _DECAY_TAU_S)
            )
            fast = np.array(_FALLS_S) <= _FAST_S
            best = int(np.argmin(long))
            clear = float(long[fast].min() - long[best])
            also = float(short[fast].min() - short[~fast].min())
            if _FALLS_S[best] > SLOW_S:
                found[k] = (_between(_FALLS_S, long, best), clear, 2 * also)
        # Where one stimulus's expression is clearly slow, less is asked of the others.
        any_slow = any(min(clear, also) > _CLEARLY_SLOW for _, clear, also in found.values())
        for k in range(len(fall_s)):
            seconds, clear, also = found.get(k, (0.0, 0.0, 0.0))
            asked = _SLOW_TOO if any_slow else _CLEARLY_SLOW
            fall_s[k] = seconds if min(clear, also) > asked else self.params.fall_s
        return replace(courses, fall_s=fall_s)

    def _misfits(self, raw, k: int, courses: Courses, tau_s: float) -> np.ndarray:
        """Twice the negative logarithm of the likelihood of each fading, but for a constant."""
        left = self._left(raw, k, courses, tau_s)
        per_frame = max(float(left.min()) / len(raw), 1e-12)
        return left / per_frame / self.together

    def _left(self, raw, k: int, courses: Courses, tau_s: float) -> np.ndarray:
        """Squares that each fading leaves of the trace of one stimulus."""
        numbers = [
            n
            for n, event in enumerate(self.plan.events)
            if event.name == self.plan.names[k] and n != self.without and courses.strength[n] > 0
        ]
        left = []
        baseline = running_baseline(raw[:, None], self.times, self.calm, tau_s)
        trace = raw - baseline[:, 0]
        for fall_s in _FALLS_S:
            columns = [np.zeros(len(self.times))]
            for n in numbers:
                event = self.plan.events.rows[n]
                late, held = courses.latency_s[n : n + 1], courses.held_s[n : n + 1]
                shape = _shapes(self.times, event, late, held, self.params, fall_s)
                columns.append(shape[:, 0])
            table = np.stack(columns, 1)
            table -= running_baseline(table, self.times, self.calm, tau_s)
            answer = np.linalg.lstsq(table, trace, rcond=None)[0]
            left.append(float(((trace - table @ answer) ** 2).sum()))
        return np.array(left)


def _shapes(times, event, late, held, params: ContrastParams, fall_s: float | None = None):
    """(n, courses): how far one trial's expression shows, for latencies and ends (courses,)."""
    fall_s = params.fall_s if fall_s is None else fall_s
    since = np.clip(times[:, None] - event.onset_s - late, 0, None)
    after = np.clip(times[:, None] - event.offset_s - held, 0, None)
    return (1 - np.exp(-since / params.rise_s)) * np.exp(-after / fall_s)


def _between(grid, misfit: np.ndarray, best: int) -> float:
    """The least of a parabola through the best of the grid and its neighbours, on a log scale."""
    if not 0 < best < len(grid) - 1:
        return float(grid[best])
    x = np.log(np.array(grid[best - 1 : best + 2]))
    a, b, _ = np.polyfit(x, misfit[best - 1 : best + 2], 2)
    return float(np.exp(np.clip(-b / (2 * a), x[0], x[2]))) if a > 0 else float(grid[best])
