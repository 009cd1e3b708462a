"""Latencies and decays at which the trials of each stimulus agree most.

For every possible time course of a trial, regression of the frames on it gives one picture, in
units of the noise. At the right courses the pictures of one stimulus are similar, and their
products between different trials are largest. Noise and drift differ between trials and add nothing
to these products on average, however slow they are. The residual beside the best courses is the
noise for the next round, because the first estimate of the noise, made without knowing latencies
and decays, contains part of the responses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .estimator import shrunken
from .folds import FoldPlan
from .params import ContrastParams
from .regression import fold_sums, regress
from .time_courses import SLOW_S, TimeCourses, default_time_courses
from .traces import running_baseline

FALLS_S = (0.35, 0.7, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0, 32.0)
_FAST_S, _MIDDLE_S = 0.7, 4.0
_LATENCY_STEP_S, _LATEST_S = 0.15, 2.3
MEMORY_S = 8.0
_BEFORE_S, _UNTIL_S = 0.5, 32.0
_ROUNDS, _ASCENTS = 4, 10
# Slow if fast courses reach less than the first share of the products (less than the second, if
# another stimulus is slow by the first); late if the usual latency reaches less than the third.
# Measured: 0.63 to 0.83 of slow, 1 of other fadings; 0.3 to 0.7 where 0.5 s late or more, 0.96 or
# more of other trials.
_CLEARLY_SLOW, _SLOW_TOO, _CLEARLY_LATE = 0.9, 0.97, 0.75
# A latency nearer to the usual one than this is the usual one; a trial that agrees less than this
# share of the stimulus's median has no response with a measurable latency.
_LATE_S, _AGREES = 0.3, 0.3
# Cosine of a trial's picture and the others', median of a stimulus, to use its own course.
# Measured: 0.8 or more with responses; up to 0.6 by chance, for the best of all courses.
_LEAST_ALIKE = 0.7


@dataclass(frozen=True, eq=False)
class TrainingFrames:
    """The training frames except one fold's: `rows` (n,) of the recording, `values` (n, components)
    relative to the mean of the neutral ones, `times_s` and `neutral` (n,).
    """

    rows: np.ndarray
    values: np.ndarray
    times_s: np.ndarray
    neutral: np.ndarray


def training_frames(
    coordinates: np.ndarray, plan: FoldPlan, without_fold: int | None
) -> TrainingFrames:
    """The training frames that are registered and not in the fold left out."""
    seen = np.isfinite(coordinates[:, 0])
    if without_fold is not None:
        seen &= plan.fold[plan.training] != without_fold
    rows, values = plan.training[seen], coordinates[seen]
    neutral = plan.neutral[rows]
    if neutral.any():
        values = values - values[neutral].mean(0)
    return TrainingFrames(rows, values, plan.times_s[rows], neutral)


def latencies_s(params: ContrastParams, lasts_s: float) -> np.ndarray:
    """Possible latencies of a response to an event of this length, the usual one first."""
    latest = min(_LATEST_S, lasts_s + 0.3)
    return np.arange(params.latency_s, max(latest, params.latency_s) + 1e-9, _LATENCY_STEP_S)


def course_shapes(times_s, event, late, held, params: ContrastParams, fall_s: float):
    """(n, courses): expected strength of a trial's expression, by latencies and ends (courses,)."""
    since = np.clip(times_s[:, None] - event.onset_s - late, 0, None)
    after = np.clip(times_s[:, None] - event.offset_s - held, 0, None)
    return (1 - np.exp(-since / params.rise_s)) * np.exp(-after / fall_s)


def best_courses(
    coordinates: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    without_fold: int | None,
    included: tuple[str, ...],
    precision: np.ndarray,
) -> TimeCourses:
    """The courses at which trials of one stimulus agree most; the usual ones unless others win.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`.
    plan : FoldPlan
    params : ContrastParams
    without_fold : int or None
        The fold left out.
    included : tuple of str
        Stimuli that are scored; the others keep the usual course.
    precision : (components, components) array
        Inverse of a first covariance of noise.
    """
    seeking = _Search(training_frames(coordinates, plan, without_fold), plan, params, without_fold)
    usual = courses = default_time_courses(plan, params)
    names = [name for name in plan.names if name in included and len(seeking.trials(name)) > 1]
    found: dict[str, _Found] = {}
    for number in range(_ROUNDS):
        seeking.whiten(precision)
        found = {name: seeking.stimulus(name, _CLEARLY_SLOW) for name in names}
        if any(one.slow for one in found.values()):
            found |= {n: seeking.stimulus(n, _SLOW_TOO) for n in names if not found[n].slow}
        before, courses = courses, _courses(usual, found, plan)
        if number and _same(before, courses):
            break
        sums = fold_sums(coordinates, plan, params, without_fold, courses)
        left = regress(sums.total, sums, params).nuisance
        precision = np.linalg.inv(shrunken(left, params))
    sure = {name: one for name, one in found.items() if one.alike >= _LEAST_ALIKE}
    return replace(_courses(usual, sure, plan), strength=usual.strength)


@dataclass(frozen=True)
class _Found:
    """Of one stimulus: time constant, whether it is slow, and of each trial by its number when
    it began, until when it held, whether it agrees with the others, whether it is clearly late;
    and the cosine with which trials that agree do so.
    """

    fall_s: float
    slow: bool
    times: dict[int, tuple[float, float]]
    agrees: dict[int, bool]
    late: dict[int, bool]
    alike: float


def _courses(usual: TimeCourses, found: dict[str, _Found], plan: FoldPlan) -> TimeCourses:
    latency, held, fall = usual.latency_s.copy(), usual.held_s.copy(), usual.fall_s.copy()
    strength, as_usual = usual.strength.copy(), usual.usual.copy()
    any_late = any(any(one.late.values()) for one in found.values())
    for name, one in found.items():
        if one.slow:
            fall[plan.names.index(name)] = one.fall_s
        for trial, (late_s, held_s) in one.times.items():
            strength[trial] = float(one.agrees[trial])
            # If some responses are late, the others get their own latencies too.
            if any_late and one.agrees[trial]:
                latency[trial], held[trial] = late_s, held_s
                as_usual[trial] = late_s - usual.latency_s[trial] < _LATE_S
    return replace(
        usual, latency_s=latency, held_s=held, fall_s=fall, strength=strength, usual=as_usual
    )


def _same(one: TimeCourses, other: TimeCourses) -> bool:
    return all(
        np.allclose(a, b, rtol=0.05)
        for a, b in (
            (one.latency_s, other.latency_s),
            (one.held_s, other.held_s),
            (one.fall_s, other.fall_s),
            (one.strength, other.strength),
        )
    )


class _Search:
    """The training frames in units of the noise, and the best courses for them."""

    def __init__(self, frames: TrainingFrames, plan: FoldPlan, params, without_fold):
        self.frames, self.plan, self.params, self.without = frames, plan, params, without_fold
        self.above = frames.values - self._baseline(frames.values, frames.times_s, frames.neutral)
        rows = plan.events.rows
        onsets = np.array([event.onset_s for event in rows])
        self.windows: dict[int, tuple[int, int, int]] = {}
        for number, event in enumerate(rows):
            later = onsets[onsets > event.onset_s]
            until = min([event.offset_s + _UNTIL_S, *later])
            edges = (event.onset_s - 3 * MEMORY_S, event.onset_s - _BEFORE_S, until)
            start, first, stop = np.searchsorted(frames.times_s, edges).tolist()
            mine = plan.fold[frames.rows[first:stop]] == number
            if number != without_fold and mine.sum() >= 5:
                self.windows[number] = (start, first, stop)

    def _baseline(self, values, times_s, neutral):
        if not self.params.uses("drift"):
            return np.zeros_like(values)
        return running_baseline(values, times_s, neutral, MEMORY_S)

    def whiten(self, precision: np.ndarray) -> None:
        """Use this as the inverse of the noise's covariance."""
        self.white = self.above @ np.linalg.cholesky(precision)

    def trials(self, name: str) -> list[int]:
        """Numbers of a stimulus's trials that have frames to train on."""
        return [n for n in self.windows if self.plan.events.rows[n].name == name]

    def _pictures(self, trial: int, late, held, falls_s) -> np.ndarray:
        """(courses, components): regression of the frames on each course, with unit noise."""
        start, first, stop = self.windows[trial]
        times, neutral = self.frames.times_s[start:stop], self.frames.neutral[start:stop]
        event = self.plan.events.rows[trial]
        shape = course_shapes(times, event, late, held, self.params, falls_s)
        # Subtract the baseline from the course as from the frames.
        shape = (shape - self._baseline(shape, times, neutral))[first - start :]
        size = np.sqrt(np.maximum((shape**2).sum(0), 1e-9))
        return (shape / size).T @ self.white[first:stop]

    def stimulus(self, name: str, asked: float) -> _Found:
        """The best courses of one stimulus; slow if fast ones reach less than `asked` of them."""
        trials, usual_s = self.trials(name), self.params.fall_s
        falls_s = np.unique([*FALLS_S, usual_s]) if self.params.uses("drift") else [usual_s]
        falls_s = np.array(falls_s, float)
        fast = (falls_s <= max(_FAST_S, usual_s)) if usual_s <= SLOW_S else falls_s == usual_s
        choices = [self._times(trial) for trial in trials]
        tried = []
        for start_s in (usual_s, _MIDDLE_S):
            if start_s not in falls_s:
                continue
            pictures = [
                self._pictures(t, *choice, start_s)
                for t, choice in zip(trials, choices, strict=True)
            ]
            chosen = _most_alike(pictures)
            at = [(c[0][i], c[1][i]) for c, i in zip(choices, chosen, strict=True)]
            tried.append((at, self._by_fall(trials, at, falls_s)))
        most_fast = max(float(products[fast].max()) for _, products in tried)
        at, products = max(tried, key=lambda one: float(one[1].max()))
        best = int(np.argmax(products))
        slow = bool(falls_s[best] > SLOW_S and most_fast < asked * products[best])
        if not slow:
            at, products = max(tried, key=lambda one: float(one[1][fast].max()))
            best = int(np.argmax(np.where(fast, products, -np.inf)))
        fall_s = least_between(falls_s, -products, best) if slow else usual_s
        return self._found(trials, at, float(falls_s[best]), fall_s, slow)

    def _times(self, trial: int) -> tuple[np.ndarray, np.ndarray]:
        """Possible latencies and ends of a trial: usual duration, or only its end as usual."""
        event, usual_s = self.plan.events.rows[trial], self.params.latency_s
        lasts_s = event.offset_s - event.onset_s
        late = latencies_s(self.params, lasts_s)
        both = np.concatenate([late, late])
        held = np.concatenate([late, np.full_like(late, usual_s)])
        return both, np.maximum(held, both + 0.3 - lasts_s)

    def _by_fall(self, trials, at, falls_s: np.ndarray) -> np.ndarray:
        """Products of different trials' pictures for each time constant, at these times."""
        pictures = []
        for trial, (late, held) in zip(trials, at, strict=True):
            late, held = np.full(len(falls_s), late), np.full(len(falls_s), held)
            pictures.append(self._pictures(trial, late, held, falls_s))
        together = np.sum(pictures, axis=0)
        return (together**2).sum(1) - np.sum([(p**2).sum(1) for p in pictures], axis=0)

    def _found(self, trials, at, fall_now_s: float, fall_s: float, slow: bool) -> _Found:
        usual_s = self.params.latency_s
        pairs = []
        for trial, (late_s, held_s) in zip(trials, at, strict=True):
            late, held = np.array([usual_s, late_s]), np.array([usual_s, held_s])
            pairs.append(self._pictures(trial, late, held, fall_now_s))
        usual, now = np.swapaxes(np.array(pairs), 0, 1)
        others = now.sum(0) - now
        agreed, as_usual = (now * others).sum(1), (usual * others).sum(1)
        least = _AGREES * float(np.median(np.sort(agreed)[len(agreed) // 2 :]))
        agrees = agreed > max(least, 0.0)
        if agrees.sum() < 2:
            agrees[:] = True
        is_late = np.array([late_s - usual_s >= _LATE_S for late_s, _ in at]) & agrees
        is_late &= as_usual < _CLEARLY_LATE * agreed
        cosine = agreed / np.maximum(
            np.linalg.norm(now, axis=1) * np.linalg.norm(others, axis=1), 1e-9
        )
        return _Found(
            fall_s,
            slow,
            dict(zip(trials, at, strict=True)),
            dict(zip(trials, agrees.tolist(), strict=True)),
            dict(zip(trials, is_late.tolist(), strict=True)),
            float(np.median(cosine[agrees])),
        )


def _most_alike(pictures: list[np.ndarray]) -> list[int]:
    """Choose one of each trial's pictures (courses, components) so that these are most similar.

    Each trial in turn gets the picture that agrees best with the others, from several starts:
    all with the same course, or each with its strongest.
    """
    least = min(len(p) for p in pictures)
    begins = [[number] * len(pictures) for number in range(0, least, 2)]
    begins.append([int(np.argmax((p**2).sum(1))) for p in pictures])
    best, most = begins[0], -np.inf
    for chosen in begins:
        together = np.sum([p[i] for p, i in zip(pictures, chosen, strict=True)], axis=0)
        for _ in range(_ASCENTS):
            before = list(chosen)
            for number, picture in enumerate(pictures):
                together = together - picture[chosen[number]]
                chosen[number] = int(np.argmax(picture @ together))
                together = together + picture[chosen[number]]
            if chosen == before:
                break
        own = sum(float(p[i] @ p[i]) for p, i in zip(pictures, chosen, strict=True))
        if float(together @ together) - own > most:
            best, most = chosen, float(together @ together) - own
    return best


def least_between(grid: np.ndarray, misfit: np.ndarray, best: int) -> float:
    """The minimum of a parabola through the grid's best point and its neighbors, on a log scale."""
    if not 0 < best < len(grid) - 1:
        return float(grid[best])
    x = np.log(grid[best - 1 : best + 2])
    a, b, _ = np.polyfit(x, misfit[best - 1 : best + 2], 2)
    return float(np.exp(np.clip(-b / (2 * a), x[0], x[2]))) if a > 0 else float(grid[best])
