"""The frames that Facemap 1.0.8 samples for its averages and its basis.

For the averages: up to ten stretches of 100 frames (fewer and shorter in short movies), evenly
spaced. For the basis: as many stretches of 1000 frames as fit, at most fifteen, evenly spaced, with
250 components kept from each; a movie under 2000 frames has one stretch with 500 components.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MOST_COMPONENTS = 500
"""Most components that Facemap stores of a region."""

_AVERAGED, _AVERAGED_TOGETHER = 1000, 100
_BASIS_FRAMES, _BASIS_TOGETHER, _KEPT = 15_000, 1000, 250


def average_stretches(
    n_frames: int, file_frames: Sequence[int] | None = None
) -> list[tuple[int, int]]:
    """Stretches for the averages, as (first frame, frame after the last).

    Parameters
    ----------
    n_frames : int
    file_frames : sequence of int, optional
        Frames of each file of the recording: no stretch is longer than a file.
    """
    length = min(_AVERAGED_TOGETHER, *(file_frames or [n_frames]), n_frames)
    count = min(_AVERAGED, n_frames) // length
    firsts = np.floor(np.linspace(0, n_frames - length, count)).astype(int)
    return [(int(first), int(first) + length) for first in firsts]


def basis_stretches(n_frames: int) -> list[tuple[int, int]]:
    """Stretches for the merged components, as (first frame, frame after the last).

    From each, Facemap uses the frames except the first, and their differences to the
    frame before.
    """
    length = min(_BASIS_TOGETHER, n_frames)
    count = min(_BASIS_FRAMES // length, n_frames // length)
    firsts = np.floor(np.linspace(0, n_frames - length - 1, count)).astype(int)
    # A movie of 1000 frames or fewer has one stretch, which begins at 0.
    return [(max(0, int(first)), max(0, int(first)) + length) for first in firsts]


def kept_of_a_stretch(n_stretches: int) -> int:
    """Components kept of each stretch, at most."""
    return MOST_COMPONENTS if n_stretches == 1 else _KEPT
