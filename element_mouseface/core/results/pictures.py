"""Pictures of single frames of a scored recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Picture:
    """A frame to show: its number and its gray picture, (y, x) uint8."""

    frame: int
    image: np.ndarray


def pictures_of(frames: Mapping[str, int], images: Any) -> dict[str, Picture]:
    """The pictures of chosen frames.

    Parameters
    ----------
    frames : mapping of str to int
        From `frames_to_show`.
    images : array-like or callable
        `images[frame]` or `images(frame)` gives a gray (y, x) picture: stored
        thumbnails, or a function that reads the movie.
    """
    get = images if callable(images) else images.__getitem__
    return {name: Picture(frame, np.asarray(get(frame))) for name, frame in frames.items()}


def source_pictures(prototypes: Any, thumbnails: Any) -> dict[str, list[Picture]]:
    """Thumbnails of all source frames of each prototype, least like neutral first.

    Parameters
    ----------
    prototypes : Prototypes
        Made from this recording.
    thumbnails : (frames, y, x) array-like
    """
    found: dict[str, list[Picture]] = {name: [] for name in prototypes.names}
    for row in sorted(prototypes.source_frames, key=lambda row: row.rank):
        found[row.prototype].append(Picture(row.frame, thumbnails[row.frame : row.frame + 1][0]))
    return found
