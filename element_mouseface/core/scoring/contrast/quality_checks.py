"""Reasons to refuse that show only when the frames were scored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..findings import State
from .folds import FoldPlan
from .left_out import LOST, told_left_out
from .stream import Streamed
from .trials import Trial

__all__ = ["hardly_separable", "told_lost", "too_noisy", "with_physical_reason"]

_MANY_LOST = 0.05
# Cameras leave 0.5 to 0.9 of a thumbnail's pixels the same from frame to frame; where
# nearly all are, the encoder repeats pictures, and no stimulus can be believed if one fails.
_FROZEN = 0.95


def with_physical_reason(
    states: tuple[State, ...], done: Streamed, trials: tuple[Trial, ...]
) -> tuple[State, ...]:
    """Put a physical reason before a statistical one, where there is one."""
    gone = sum(LOST in trial.reason for trial in trials)
    if gone and any(s.about == "" and s.kind == "too_few_events" for s in states):
        reason = (
            f"{float(done.lost.mean()):.0%} of the frames, and {gone} of {len(trials)} trials, "
            "cannot be registered to the reference, and too few trials remain: the head or the "
            "crop moved too far, or something covers the face. Choose another crop."
        )
        return (State("moved", "", reason), *states)
    if done.frozen > _FROZEN and any(state.kind != "too_few_events" for state in states):
        reason = (
            f"{done.frozen:.0%} of the thumbnail's pixels stay exactly the same from frame to "
            "frame, and expressions cannot be told apart: compression has probably eaten them. "
            "Record with a lower crf or a higher bit rate."
        )
        return (State("compressed", "", reason), *states)
    return states


def too_noisy(states, scores, errors, plan: FoldPlan, params) -> tuple[State, ...]:
    """Refusals of scores that vary hardly more than their standard errors."""
    out = []
    away = ~plan.neutral & plan.usable
    for k, name in enumerate(plan.names):
        seen = away & np.isfinite(scores[:, k]) & np.isfinite(errors[:, k])
        if any(s.about in ("", name) for s in states):
            continue
        variance = float(np.var(scores[seen, k])) if seen.any() else 0.0
        noise = float(np.mean(errors[seen, k] ** 2)) if seen.any() else np.inf
        reliability = np.sqrt(max(1 - noise / variance, 0)) if variance > 0 else 0.0
        if reliability < params.min_reliability:
            reason = (
                f"The score of {name} varies hardly more than its standard error (reliability "
                f"{reliability:.2f}; at least {params.min_reliability:g} is asked for)."
            )
            out.append(State("too_noisy", name, reason))
    gone = {s.about for s in (*states, *out)}
    if out and "" not in gone and gone >= set(plan.names):
        out.append(State("nothing_to_score", "", "Every stimulus is refused by itself."))
    return tuple(out)


def told_lost(
    states: tuple[State, ...], done: Streamed, trials: tuple[Trial, ...]
) -> tuple[State, ...]:
    """A note where many frames, or whole trials, are lost and the rest is scored."""
    gone = [trial for trial in trials if LOST in trial.reason]
    lost = float(done.lost.mean())
    if any(s.about == "" for s in states) or not (gone or lost > _MANY_LOST):
        return ()
    told = told_left_out(trials=tuple(gone))
    reason = f"{lost:.0%} of the frames cannot be registered to the reference and have no score."
    return (State("frames_lost", "", f"{reason} {told}".strip()),)


def hardly_separable(
    pairs: Sequence[tuple[int, int, float]], names: tuple[str, ...], states: tuple[State, ...]
) -> tuple[State, ...]:
    """A note for each two stimuli with nearly the same prototype, with the cosine between them.

    Parameters
    ----------
    pairs : sequence of (int, int, float)
        See `sums.similar_pairs`.
    names : tuple of str
    states : tuple of State
    """
    refused = {state.about for state in states}
    out = []
    for i, j, cosine in pairs:
        gone = [name for name in (names[i], names[j]) if name in refused]
        reason = (
            f"{names[i]} and {names[j]} have nearly the same prototype (cosine {cosine:.2f}): "
            "their scores share noise with opposite signs"
            f"{f', and {gone[0]} has no score by itself' if gone else ''}. Their sum is surer than "
            "either: it is in `ContrastScores.sums`, or give both one name in the events."
        )
        out.append(State("hardly_separable", "", reason))
    return tuple(out)
