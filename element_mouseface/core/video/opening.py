"""`open_video`: the reader for a source, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .array import ArrayReader
from .base import VideoReader
from .movie import MovieReader

__all__ = ["open_video"]


def open_video(
    source: Any,
    *,
    fps: float | None = None,
    times_s: Any = None,
    white_level: float | None = None,
    accept_truncated: bool = False,
) -> VideoReader:
    """The reader for a video source; see `VideoReader`."""
    if isinstance(source, np.ndarray):
        return ArrayReader(source, fps=fps, times_s=times_s, white_level=white_level)
    return MovieReader(Path(source), fps=fps, times_s=times_s, accept_truncated=accept_truncated)
