"""What to know of a published score before believing it, each as a state with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ....params import ScoreParams
from .making import Frames
from .prototypes import Prototypes
from .result import State

__all__ = [
    "states_of_bouts",
    "states_of_circularity",
    "states_of_events",
    "states_of_frames",
    "states_of_making",
    "states_of_masks",
    "states_of_variance",
]


def states_of_frames(frames: Frames) -> list[State]:
    """How many frames are unusable or without a time, and how much is masked."""
    states = []
    unusable = int((~frames.usable).sum())
    if unusable:
        reason = f"{unusable} of {len(frames.usable)} frames are missing, constant or black: NaN"
        states.append(State("unusable_frames", "", reason))
    untimed = int(np.isnan(frames.times_s).sum())
    if untimed:
        reason = (
            f"{untimed} of {len(frames.usable)} frames have no time on this clock: they have a "
            "score, and belong to no event, bout or baseline"
        )
        states.append(State("frames_without_time", "", reason))
    if not frames.valid.all():
        masked = int((~frames.valid).sum())
        reason = f"{masked} of {len(frames.valid)} numbers belong to masked cells: left out"
        states.append(State("masked_cells", "", reason))
    return states


def states_of_masks(frames: Frames, prototypes: Prototypes) -> list[State]:
    """Whether the movie's mask is another than that of the prototypes."""
    differ = int((frames.valid != prototypes.valid).sum())
    reason = f"masks differ from the prototypes': {differ} of {len(frames.valid)} numbers left out"
    return [State("masks_differ", "", reason)] if differ else []


def states_of_variance(frames: Frames, neutral_r: np.ndarray) -> list[State]:
    """Frames whose similarity is undefined, though a face may be on them."""
    flat = int((frames.usable & ~np.isfinite(neutral_r)).sum())
    reason = f"{flat} of {len(neutral_r)} descriptors do not vary (all numbers clipped alike): NaN"
    return [State("flat_descriptors", "", reason)] if flat else []


def states_of_circularity(circular: bool) -> list[State]:
    """Whether the recording is scored by prototypes of its own frames."""
    reason = (
        "prototypes were made from frames of the recording that they score: similarity in "
        "their events is partly similarity to itself, and no evidence of an expression"
    )
    return [State("circular", "", reason)] if circular else []


def states_of_events(given: bool) -> list[State]:
    """Whether there were no events to tell which frames are neutral."""
    reason = "without events, all frames served as baseline for thresholds and normalisation"
    return [] if given else [State("no_events", "", reason)]


def states_of_making(prototypes: Prototypes, params: ScoreParams) -> list[State]:
    """Prototypes made of fewer frames than were asked for."""
    found = Counter(row.prototype for row in prototypes.source_frames)
    return [
        State("few_frames", name, f"made of {n} frames instead of {params.prototype_frames}")
        for name, n in found.items()
        if n < params.prototype_frames
    ]


def states_of_bouts(names: Sequence[str], thresholds: np.ndarray) -> list[State]:
    """Stimuli without bouts, because their similarity has no threshold."""
    reason = "similarity does not vary in the baseline: no threshold, no bouts"
    return [
        State("no_threshold", name, reason)
        for name, pair in zip(names, thresholds, strict=True)
        if not np.isfinite(pair).all()
    ]
