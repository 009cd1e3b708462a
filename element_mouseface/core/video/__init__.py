"""Video readers: one contract (`VideoReader`), several kinds of source.

`open_video` picks the reader.  Every reader gives full-range 8-bit luma by
frame number, in display order, with the time of each frame.
"""

from __future__ import annotations

from .base import VideoReader
from .files import natural_sorted
from .images import image_names
from .opening import open_video
from .timesfile import read_times

__all__ = ["VideoReader", "image_names", "natural_sorted", "open_video", "read_times"]
