"""The computation, on plain arrays and files: no database, no plots, no command line.

The names below are imported when they are first used, so that importing this
package costs nothing.

    open_video          a movie, images or arrays as numbered gray frames
    extract             one pass over a movie: descriptors, thumbnails, quality
    open_result         a finished pass: cells, thumbnails, traces, provenance
    open_descriptors    its normalized descriptors, as an array
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .extraction import extract
    from .extraction.descriptors import Descriptors, open_descriptors
    from .store import Result, open_result
    from .video import open_video

__all__ = ["Descriptors", "Result", "extract", "open_descriptors", "open_result", "open_video"]

_HOMES = {
    "Descriptors": "extraction.descriptors",
    "Result": "store",
    "extract": "extraction",
    "open_descriptors": "extraction.descriptors",
    "open_result": "store",
    "open_video": "video",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
