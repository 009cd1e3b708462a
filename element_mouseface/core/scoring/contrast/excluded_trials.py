"""Trials that cannot be used, each with its reason.

A trial is left out if its frames cannot be registered (something covers the face, the animal turned
away), or if no neutral frame near it gives a baseline (trials that follow each other too closely).
Such a trial is not used for prototypes, nuisance or tests. The whole recording is refused only if
too few trials remain.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..findings import Finding
from .folds import FoldPlan
from .params import ContrastParams
from .trials import Trial

LOST = "cannot be registered"
"""Part of the reason of every trial that is left out because of its frames."""

_LEAST_NEUTRAL = 3
_LEFT_OUT = "Left out:"
#: trials that are told one by one
_MOST_NAMED = 6


def response_frames(plan: FoldPlan, number: int, params: ContrastParams) -> np.ndarray:
    """Frames in which a response to an event is expected, sorted.

    From the onset until `baseline_margin_s` after the offset, within the event's own fold.
    """
    event = plan.events.rows[number]
    low, high = np.searchsorted(plan.fold, [number, number + 1])
    times = plan.times_s[low:high]
    inside = (times >= event.onset_s) & (times < event.offset_s + params.baseline_margin_s)
    return low + np.flatnonzero(inside)


def lost_trials(plan: FoldPlan, lost: np.ndarray, params: ContrastParams) -> dict[int, float]:
    """Share of lost frames of each trial that has more of them than `max_trial_lost`.

    Parameters
    ----------
    plan : FoldPlan
    lost : (frames,) bool array
        Frames that cannot be used or registered.
    params : ContrastParams
    """
    out = {}
    for number in range(len(plan.events)):
        frames = response_frames(plan, number, params)
        share = float(lost[frames].mean()) if len(frames) else 0.0
        if share > params.max_trial_lost:
            out[number] = share
    return out


def reasons_to_leave_out(
    coordinates: np.ndarray, plan: FoldPlan, params: ContrastParams
) -> tuple[str, ...]:
    """The reason why the trial of each event cannot be used; '' if it can.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`; NaN rows could not be registered.
    plan : FoldPlan
    params : ContrastParams
    """
    seen = np.isfinite(coordinates[:, 0])
    lost = ~plan.usable
    lost[plan.training[~seen]] = True
    gone = lost_trials(plan, lost, params)
    frames, edges = plan.training, np.searchsorted(
        plan.fold[plan.training], np.arange(len(plan.events) + 1)
    )  # fmt: skip
    out = []
    for number in range(len(plan.events)):
        rows = slice(edges[number], edges[number + 1])
        good = seen[rows]
        if number in gone:
            out.append(_lost(gone[number]))
        elif not (plan.trial[frames[rows]] & good).any():
            out.append("None of its frames can be used (missing, black, or without a time).")
        elif not _has_baseline(frames[rows][good], number, plan, params):
            out.append(_no_baseline(number, plan, params))
        else:
            out.append("")
    return tuple(out)


def _lost(share: float) -> str:
    return (
        f"{share:.0%} of its frames {LOST} to the reference: the head or the body moved too far, "
        "or something covers the face."
    )


def _has_baseline(frames: np.ndarray, number: int, plan: FoldPlan, params) -> bool:
    """Whether three neutral frames are close to the trial, in its own fold."""
    event, times = plan.events.rows[number], plan.times_s[frames]
    neutral = plan.neutral[frames]
    before = neutral & (times < event.onset_s) & (times >= event.onset_s - params.baseline_span_s)
    last = event.offset_s + params.baseline_margin_s + params.baseline_span_s
    after = neutral & (times >= event.offset_s) & (times < last)
    return max(int(before.sum()), int(after.sum())) >= _LEAST_NEUTRAL


def _no_baseline(number: int, plan: FoldPlan, params: ContrastParams) -> str:
    event, rows = plan.events.rows[number], plan.events.rows
    margin_s = params.baseline_margin_s
    margin = f"a frame is neutral from {margin_s:g} s after an offset (baseline_margin_s) on"
    if number and event.onset_s - rows[number - 1].offset_s < margin_s + 1.0:
        since = event.onset_s - rows[number - 1].offset_s
        return (
            f"There is no neutral frame near it: it begins {since:.3g} s after the trial before "
            f"ends, and {margin}."
        )
    return f"There is no neutral frame near it: {margin}."


def without_trials(
    coordinates: np.ndarray, plan: FoldPlan, params: ContrastParams, left_out: tuple[str, ...]
) -> np.ndarray:
    """The coordinates with NaN in the frames of the trials that are left out; (n, components)."""
    gone = [response_frames(plan, n, params) for n, reason in enumerate(left_out) if reason]
    if not gone:
        return coordinates
    out = coordinates.copy()
    out[np.isin(plan.training, np.concatenate(gone))] = np.nan
    return out


def without_unused(trials: tuple[Trial, ...], findings: tuple[Finding, ...]) -> tuple[Trial, ...]:
    """The trials, with those of stimuli that have too few marked as not used."""
    why = {f.about: f.reason for f in findings if f.kind == "too_few_events"}
    out = []
    for trial in trials:
        reason = why.get("", why.get(trial.stimulus, ""))
        if trial.used and reason:
            own = reason.split(f" {_LEFT_OUT}")[0]
            own = f"Usable by itself, but there are too few: {own}"
            trial = replace(trial, used=False, reason=own)
        out.append(trial)
    return tuple(out)


def excluded_trials_text(trials: tuple[Trial, ...], name: str | None = None) -> str:
    """Text of the excluded trials (of one stimulus), with reasons and advice; '' without any."""
    mine = [t for t in trials if not t.used and name in (None, t.stimulus)]
    if not mine:
        return ""
    told = [f"{t.stimulus} at {t.onset_s:.6g} s: {t.reason[0].lower()}{t.reason[1:-1]}"
            for t in mine[:_MOST_NAMED]]  # fmt: skip
    rest = f"; and {len(mine) - _MOST_NAMED} more" if len(mine) > _MOST_NAMED else ""
    do = []
    if any(LOST in t.reason for t in mine):
        do.append("choose a crop that stays in view, or mask what covers the face")
    if any("neutral frame" in t.reason for t in mine):
        do.append("leave more time between trials, or give a smaller baseline_margin_s")
    change = f" To change that, {'; '.join(do)}." if do else ""
    return f"{_LEFT_OUT} {'; '.join(told)}{rest}.{change}"
