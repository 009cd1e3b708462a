"""Findings of a published score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ....params import ScoreParams
from ..findings import Finding
from .making import Frames
from .prototypes import Prototypes


def of_frames(frames: Frames) -> list[Finding]:
    """Findings on unusable frames, frames without a time, and masked cells."""
    findings = []
    unusable = int((~frames.usable).sum())
    if unusable:
        reason = f"{unusable} of {len(frames.usable)} frames are missing, constant or black: NaN"
        findings.append(Finding("unusable_frames", "", reason))
    untimed = int(np.isnan(frames.times_s).sum())
    if untimed:
        reason = (
            f"{untimed} of {len(frames.usable)} frames have no time on this clock: they have a "
            "score, and belong to no event, bout or baseline"
        )
        findings.append(Finding("frames_without_time", "", reason))
    if not frames.valid.all():
        masked = int((~frames.valid).sum())
        reason = f"{masked} of {len(frames.valid)} numbers belong to masked cells: left out"
        findings.append(Finding("masked_cells", "", reason))
    return findings


def of_masks(frames: Frames, prototypes: Prototypes) -> list[Finding]:
    """A finding if the movie's mask differs from that of the prototypes."""
    differ = int((frames.valid != prototypes.valid).sum())
    reason = f"masks differ from the prototypes': {differ} of {len(frames.valid)} numbers left out"
    return [Finding("masks_differ", "", reason)] if differ else []


def of_variance(frames: Frames, neutral_r: np.ndarray) -> list[Finding]:
    """A finding on frames with undefined similarity although they may show a face."""
    flat = int((frames.usable & ~np.isfinite(neutral_r)).sum())
    reason = f"{flat} of {len(neutral_r)} descriptors do not vary (all numbers clipped alike): NaN"
    return [Finding("flat_descriptors", "", reason)] if flat else []


def of_circularity(circular: bool) -> list[Finding]:
    """A finding if the recording is scored by prototypes of its own frames."""
    reason = (
        "prototypes were made from frames of the recording that they score: similarity in their "
        "events is partly similarity to itself, and not evidence of an expression"
    )
    return [Finding("circular", "", reason)] if circular else []


def of_events(given: bool) -> list[Finding]:
    """A finding if there were no events, so that neutral frames are unknown."""
    reason = "without events, all frames were used as the baseline for thresholds and normalization"
    return [] if given else [Finding("no_events", "", reason)]


def of_making(prototypes: Prototypes, params: ScoreParams) -> list[Finding]:
    """Findings on prototypes made from fewer frames than requested."""
    found = Counter(row.prototype for row in prototypes.source_frames)
    return [
        Finding("few_frames", name, f"made of {n} frames instead of {params.prototype_frames}")
        for name, n in found.items()
        if n < params.prototype_frames
    ]


def of_bouts(names: Sequence[str], thresholds: np.ndarray) -> list[Finding]:
    """Stimuli without bouts, because their similarity has no threshold."""
    reason = "similarity does not vary in the baseline: no threshold, no bouts"
    return [
        Finding("no_threshold", name, reason)
        for name, pair in zip(names, thresholds, strict=True)
        if not np.isfinite(pair).all()
    ]
