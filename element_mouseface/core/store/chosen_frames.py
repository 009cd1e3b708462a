"""Chosen frames of an array that is read in slices, and never whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

#: frames that are held at a time
CHUNK = 512


def read_frames(thumbnails: Any, frames: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Chosen frames in order, as (frame numbers, (n, pixels) array) pieces read in slices."""
    frames = np.asarray(frames)
    for first in range(0, thumbnails.shape[0], CHUNK):
        low, high = np.searchsorted(frames, [first, first + CHUNK])
        if high > low:
            here = frames[low:high]
            start, stop = int(here[0]), int(here[-1]) + 1
            block = np.asarray(thumbnails[start:stop])[here - start]
            yield here, block.reshape(len(here), -1)
