"""Quality checks after scoring: findings that refuse a score."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..findings import Finding
from .excluded_trials import LOST, excluded_trials_text
from .folds import FoldPlan
from .stream import Streamed
from .trials import Trial

_MANY_LOST = 0.05
# Cameras leave 0.5 to 0.9 of a thumbnail's pixels the same from frame to frame; where
# nearly all are, the encoder repeats pictures, and no stimulus can be believed if one fails.
_FROZEN = 0.95


def with_physical_reason(
    findings: tuple[Finding, ...], done: Streamed, trials: tuple[Trial, ...]
) -> tuple[Finding, ...]:
    """Put a physical reason before a statistical one, where there is one."""
    gone = sum(LOST in trial.reason for trial in trials)
    if gone and any(s.about == "" and s.kind == "too_few_events" for s in findings):
        reason = (
            f"{float(done.lost.mean()):.0%} of the frames, and {gone} of {len(trials)} trials, "
            "cannot be registered to the reference, and too few trials remain: the head or the "
            "crop moved too far, or something covers the face. Choose another crop."
        )
        return (Finding("moved", "", reason), *findings)
    if done.frozen > _FROZEN and any(finding.kind != "too_few_events" for finding in findings):
        reason = (
            f"{done.frozen:.0%} of the thumbnail's pixels stay exactly the same from frame to "
            "frame, so expressions cannot be distinguished: compression has probably removed them. "
            "Record with a lower crf or a higher bit rate."
        )
        return (Finding("compressed", "", reason), *findings)
    return findings


def too_noisy(findings, scores, errors, plan: FoldPlan, params) -> tuple[Finding, ...]:
    """Refusals of scores that vary hardly more than their standard errors."""
    out = []
    away = ~plan.neutral & plan.usable
    for k, name in enumerate(plan.names):
        seen = away & np.isfinite(scores[:, k]) & np.isfinite(errors[:, k])
        if any(s.about in ("", name) for s in findings):
            continue
        variance = float(np.var(scores[seen, k])) if seen.any() else 0.0
        noise = float(np.mean(errors[seen, k] ** 2)) if seen.any() else np.inf
        reliability = np.sqrt(max(1 - noise / variance, 0)) if variance > 0 else 0.0
        if reliability < params.min_reliability:
            reason = (
                f"The score of {name} varies hardly more than its standard error (reliability "
                f"{reliability:.2f}; at least {params.min_reliability:g} is required)."
            )
            out.append(Finding("too_noisy", name, reason))
    gone = {s.about for s in (*findings, *out)}
    if out and "" not in gone and gone >= set(plan.names):
        out.append(Finding("nothing_to_score", "", "Every stimulus is refused by itself."))
    return tuple(out)


def note_lost(
    findings: tuple[Finding, ...], done: Streamed, trials: tuple[Trial, ...]
) -> tuple[Finding, ...]:
    """A note if many frames or whole trials are lost and the rest is scored."""
    gone = [trial for trial in trials if LOST in trial.reason]
    lost = float(done.lost.mean())
    if any(s.about == "" for s in findings) or not (gone or lost > _MANY_LOST):
        return ()
    told = excluded_trials_text(trials=tuple(gone))
    reason = f"{lost:.0%} of the frames cannot be registered to the reference and have no score."
    return (Finding("frames_lost", "", f"{reason} {told}".strip()),)


def hardly_separable(
    pairs: Sequence[tuple[int, int, float]], names: tuple[str, ...], findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """A note for each two stimuli with nearly the same prototype, with the cosine between them.

    Parameters
    ----------
    pairs : sequence of (int, int, float)
        See `sums.similar_pairs`.
    names : tuple of str
    findings : tuple of Finding
    """
    refused = {finding.about for finding in findings}
    out = []
    for i, j, cosine in pairs:
        gone = [name for name in (names[i], names[j]) if name in refused]
        reason = (
            f"{names[i]} and {names[j]} have nearly the same prototype (cosine {cosine:.2f}): "
            "their scores share noise with opposite signs"
            f"{f', and {gone[0]} has no score by itself' if gone else ''}. Their sum is surer than "
            "either: it is in `ContrastScores.sums`, or give both one name in the events."
        )
        out.append(Finding("hardly_separable", "", reason))
    return tuple(out)
