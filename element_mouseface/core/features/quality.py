"""Quality traces and flags of a frame.

The traces are computed by `element_mouseface.core.features.frame_kernel.FrameKernel` in the same
pass over the pixels as the descriptors.  All are float32, one number per frame, over the pixels of
the crop that no mask covers, in full-range luma (0 to 255).

luminance
    Mean luma.
sharpness
    Root mean square of the length of luma's central difference (v[x+1] - v[x-1],
    v[y+1] - v[y-1]), over the inner pixels of every fourth row (1, 5, 9, ...)
    that use no masked pixel, divided by the mean luma.  A change of exposure has no effect; blur
    lowers it, sensor noise raises it.  NaN where the mean is 0.
entropy
    Shannon entropy in bits of the 256-level histogram of every fourth pixel of
    every fourth row (0, 4, 8, ...): 0 for a uniform frame, at most 8.
motion_energy
    Mean absolute difference of luma to the previous frame.  NaN for a first
    frame and after a missing one.

A trace without a value is NaN, and a flag has the reason.
"""

from __future__ import annotations

import enum

import numpy as np

TRACES = ("luminance", "sharpness", "entropy", "motion_energy")

UNITS = {"luminance": "luma", "sharpness": "1", "entropy": "bits", "motion_energy": "luma"}
"""Of the traces."""

BLACK_LUMA = 8.0
"""A frame whose mean luma is below this is BLACK (light off, or lens covered)."""

SATURATED_LUMA = 250
"""A pixel of at least this luma counts as saturated."""

SATURATED_FRACTION = 0.25
"""A frame with a larger fraction of saturated (sampled) pixels is SATURATED."""


class FrameFlag(enum.IntFlag):
    """Flags of a frame; stored as uint16, 0 for an ordinary frame."""

    MISSING = 1
    """The frame cannot be decoded: its cells, thumbnail and traces have no value."""
    CONSTANT = 2
    """No gradient in any cell: the descriptor is all zero and has no correlation."""
    BLACK = 4
    """Mean luma below `BLACK_LUMA`."""
    SATURATED = 8
    """More than `SATURATED_FRACTION` of the pixels at `SATURATED_LUMA` or above."""
    REPEATED = 16
    """Every pixel equals the previous frame's, which a camera or encoder repeated."""
    FIRST = 32
    """No previous frame, so no motion energy: first of the movie, or after a missing one."""


def flag_names(value: int) -> str:
    """Names of the flags that are set in `value`, joined by "+"; "" for none."""
    return "+".join(str(flag.name) for flag in FrameFlag if int(value) & flag)


def flag_words(flags: np.ndarray) -> list[str]:
    """`flag_names` of each frame; each value is put into words once."""
    words = {int(value): flag_names(int(value)) for value in np.unique(flags)}
    return [words[value] for value in np.asarray(flags).tolist()]


def flag_attributes() -> dict[str, object]:
    """What each bit of the flags means, as attributes of the CF conventions."""
    return {
        "flag_masks": np.array([int(flag) for flag in FrameFlag], np.uint16),
        "flag_meanings": " ".join(str(flag.name) for flag in FrameFlag),
    }


def flag_counts(flags: np.ndarray) -> dict[str, int]:
    """Number of frames with each flag, by name, without flags of no frame and without `FIRST`.

    Parameters
    ----------
    flags : ndarray of uint16, shape (frames,)
    """
    counts = {str(f.name): int(np.count_nonzero(flags & int(f))) for f in FrameFlag}
    return {name: count for name, count in counts.items() if count and name != "FIRST"}
