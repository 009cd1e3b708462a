"""Response of each trial from its score: probability, amplitude, latency and decay.

These rows use the trial's own frames, which the models that scored them did not use. The amplitude
without a response is measured in the same way, in trials of other stimuli and in intervals before
the onsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .folds import FoldPlan
from .params import ContrastParams
from .time_courses import SLOW_S
from .trials import TimeCourse, Trial

_STEP_S, _LATEST_S = 0.05, 2.3
_BEFORE_S = 1.0
_FALLS_S = np.geomspace(0.15, 40.0, 60)
# Trials with a response: amplitudes around 1 with this spread, and some of any amplitude.
_STRENGTHS_SD, _ANY_SHARE, _ANY_UP_TO = 0.25, 0.15, 1.2
# No response: a wide component beside the usual noise, because noise has tails.
_TAIL_SHARE, _TAIL = 0.1, 2.5
_LEAST_NOISE = 0.03
# Prior probabilities of trials with and without a response.
_PRIOR = (1.5, 0.5)
_ROUNDS = 20


@dataclass(frozen=True)
class _Fit:
    """The best course of one trace: its amplitude, and of the latencies how likely each is."""

    amplitude: float
    power: float
    latency_s: np.ndarray
    gain: np.ndarray
    held_s: np.ndarray


def with_responses(
    trials: Sequence[Trial],
    scores: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    names: tuple[str, ...],
    fall_s: np.ndarray,
    unit_se: np.ndarray,
) -> tuple[Trial, ...]:
    """Add the responses in the scores (frames, stimuli) to the trials.

    Parameters
    ----------
    trials : sequence of Trial
    scores : (frames, stimuli) array
        Finished; NaN where there is none.
    plan : FoldPlan
    params : ContrastParams
    names : tuple of str
        Of the columns of `scores`.
    fall_s, unit_se : (stimuli,) arrays
        Time constants of fading, and relative standard errors of the units.
    """
    out = list(trials)
    for k, name in enumerate(names):
        mine = [t for t in trials if t.stimulus == name and t.used]
        fits = {
            t.event_index: _fit(scores[:, k], plan, params, t.onset_s, t, fall_s[k]) for t in mine
        }
        known = {event: fit for event, fit in fits.items() if fit is not None}
        if not known:
            continue
        center, noise = _by_chance(scores[:, k], plan, params, trials, name, fall_s[k])
        sizes = np.array([fit.amplitude for fit in known.values()])
        chances = _probabilities(sizes, center, noise)
        for (event, fit), chance in zip(known.items(), chances.tolist(), strict=True):
            row = replace(
                out[event],
                response_probability=chance,
                amplitude=fit.amplitude,
                amplitude_se=float(np.hypot(noise, unit_se[k] * fit.amplitude)),
            )
            if chance >= 0.5:
                row = _with_times(row, fit, noise, scores[:, k], plan, params)
            out[event] = row
    return tuple(out)


def _fit(trace, plan: FoldPlan, params, onset_s: float, trial: Trial, fall_s: float, until=None):
    """The course that fits the frames from a second before an onset on best; None without any."""
    lasts_s = trial.offset_s - trial.onset_s
    end_s = onset_s + lasts_s + params.baseline_margin_s if until is None else until
    rows = slice(*np.searchsorted(plan.times_s, [onset_s - _BEFORE_S, end_s]))
    good = np.isfinite(trace[rows]) & plan.usable[rows]
    times, values = plan.times_s[rows][good], trace[rows][good]
    if fall_s > SLOW_S and (times < onset_s).any():
        # The response to the trial before continues to decay beneath this one.
        left = values[times < onset_s].mean()
        values = values - left * np.exp(-(times - onset_s) / fall_s)
    if (times >= onset_s).sum() < 5:
        return None
    usual = params.latency_s
    late = np.arange(0.0, min(_LATEST_S, lasts_s + 0.3) + 1e-9, _STEP_S)
    best = None
    for held in (np.full_like(late, usual), np.maximum(late, usual)):
        held = np.maximum(held, late + 0.3 - lasts_s)
        since = np.clip(times[:, None] - onset_s - late, 0, None)
        after = np.clip(times[:, None] - onset_s - lasts_s - held, 0, None)
        shape = (1 - np.exp(-since / params.rise_s)) * np.exp(-after / fall_s)
        power = np.maximum((shape**2).sum(0), 1e-9)
        along = values @ shape
        gain = np.clip(along, 0, None) ** 2 / power
        top = int(np.argmax(gain))
        if best is None or gain[top] > 1.05 * best.gain.max():
            best = _Fit(float(along[top] / power[top]), float(power[top]), late, gain, held)
    return best


def _by_chance(trace, plan: FoldPlan, params, trials, name: str, fall_s: float):
    """Mean and spread of the amplitude without this stimulus."""
    sizes = []
    for trial in trials:
        lasts_s = trial.offset_s - trial.onset_s
        places = [] if trial.stimulus == name else [(trial.onset_s, None)]
        places.append((trial.onset_s - lasts_s - 0.5, trial.onset_s))
        for onset_s, until in places:
            if onset_s - _BEFORE_S < plan.times_s[0]:
                continue
            fit = _fit(trace, plan, params, onset_s, trial, fall_s, until)
            if fit is not None:
                sizes.append(fit.amplitude)
    if len(sizes) < 3:
        return 0.1, 0.2
    center = float(np.median(sizes))
    spread = float(np.quantile(np.abs(np.array(sizes) - center), 0.6827))
    return center, max(spread, _LEAST_NOISE)


def _probabilities(sizes: np.ndarray, center: float, noise: float) -> np.ndarray:
    """Probability of a response in each trial, by a mixture with a fitted share."""
    nothing = (1 - _TAIL_SHARE) * _normal(sizes - center, noise)
    nothing += _TAIL_SHARE * _normal(sizes - center, _TAIL * noise)
    top = np.sort(sizes)[len(sizes) // 2 :]
    usual = max(float(np.median(top)), center + 2 * noise, 0.3)
    wide = np.hypot(noise, _STRENGTHS_SD * usual)
    # A stronger response is as certain as a usual one.
    answered = (1 - _ANY_SHARE) * _normal(np.minimum(sizes - usual, 0.0), wide)
    inside = (sizes > 0) & (sizes < _ANY_UP_TO * usual)
    answered += _ANY_SHARE * np.where(inside, 1 / (_ANY_UP_TO * usual), 0.0)
    share = _PRIOR[0] / sum(_PRIOR)
    chance = np.full(len(sizes), share)
    for _ in range(_ROUNDS):
        chance = share * answered / (share * answered + (1 - share) * nothing + 1e-300)
        share = (_PRIOR[0] + chance.sum()) / (sum(_PRIOR) + len(sizes))
    return chance


def _normal(x: np.ndarray, sd: float) -> np.ndarray:
    return np.exp(-0.5 * (x / sd) ** 2) / (sd * np.sqrt(2 * np.pi))


def _with_times(row: Trial, fit: _Fit, noise: float, trace, plan, params) -> Trial:
    """Add latency and decay, each as the mean and spread of its likelihood."""
    # An amplitude errs by `noise`: what explains less by that much squared is as likely.
    latency_s, latency_se_s = _moments(fit.latency_s, fit.gain / (2 * noise**2 * fit.power))
    latency_se_s = float(np.hypot(latency_se_s, _STEP_S / 2))
    begins = [e.onset_s for e in plan.events if e.onset_s >= row.offset_s]
    until_s = min([*begins, float(plan.times_s[-1])])
    held = float(fit.held_s[int(np.argmax(fit.gain))])
    rows = slice(*np.searchsorted(plan.times_s, [row.onset_s - _BEFORE_S, until_s]))
    good = np.isfinite(trace[rows]) & plan.usable[rows]
    times, values = plan.times_s[rows][good, None], trace[rows][good]
    since = np.clip(times - row.onset_s - latency_s, 0, None)
    after = np.clip(times - row.offset_s - held, 0, None)
    shape = (1 - np.exp(-since / params.rise_s)) * np.exp(-after / _FALLS_S)
    power = np.maximum((shape**2).sum(0), 1e-9)
    gain = np.clip(values @ shape, 0, None) ** 2 / power
    log_fall, log_se = _moments(np.log(_FALLS_S), gain / (2 * noise**2 * fit.power))
    fall_s = float(np.exp(log_fall))
    return replace(
        row,
        latency_s=latency_s,
        latency_se_s=latency_se_s,
        decay_s=fall_s,
        decay_se_s=fall_s * log_se,
    )


def _moments(values: np.ndarray, log_likelihood: np.ndarray) -> tuple[float, float]:
    weight = np.exp(log_likelihood - log_likelihood.max())
    weight /= weight.sum()
    mean = float(weight @ values)
    return mean, float(np.sqrt(weight @ (values - mean) ** 2))


def time_courses_of(
    trials: Sequence[Trial], names: tuple[str, ...], slow_s: np.ndarray, slow_se_s: np.ndarray
) -> tuple[TimeCourse, ...]:
    """One row per stimulus, from its trials.

    Parameters
    ----------
    trials : sequence of Trial
    names : tuple of str
    slow_s, slow_se_s : (stimuli,) arrays
        Where an expression fades slowly, the time constant of all trials together and its
        standard error; else NaN: then that of the trials, weighted by their errors.
    """
    out = []
    for k, name in enumerate(names):
        mine = [t for t in trials if t.stimulus == name and t.used]
        sure = [t for t in mine if t.response_probability >= 0.5]
        chances = [t.response_probability for t in mine if np.isfinite(t.response_probability)]
        row = TimeCourse(name, len(mine), float(np.sum(chances)) if chances else np.nan)
        if sure:
            late = np.array([t.latency_s for t in sure])
            log = np.log([t.decay_s for t in sure])
            errors = np.array([max(t.decay_se_s / t.decay_s, 0.05) for t in sure])
            weight = 1 / errors**2
            decay_s = float(np.exp((weight @ log) / weight.sum()))
            row = replace(
                row,
                latency_s=float(np.median(late)),
                latency_sd_s=float(np.std(late, ddof=1)) if len(late) > 1 else np.nan,
                decay_s=decay_s,
                decay_se_s=decay_s * float(weight.sum() ** -0.5),
            )
        if np.isfinite(slow_s[k]):
            row = replace(row, decay_s=float(slow_s[k]), decay_se_s=float(slow_se_s[k]))
        out.append(row)
    return tuple(out)
