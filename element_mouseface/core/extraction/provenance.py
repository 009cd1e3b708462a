"""Provenance of a result: versions, machine, times."""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ... import __version__
from ..video.base import VideoInfo
from .extractors import FrameExtractor, HOGExtractor

_LIBRARIES = ("av", "dask", "numba", "numpy", "zarr")


def about(
    hog: HOGExtractor,
    extractors: Sequence[FrameExtractor],
    info: VideoInfo,
    spec: dict[str, Any],
    provenance: dict[str, Any],
) -> dict[str, Any]:
    """JSON for a result's attributes: video, grid, definitions of outputs, provenance."""
    video = dataclasses.asdict(info)
    video["content_hash"] = spec["content"]["video"]
    if info.recorded_at is not None:
        video["recorded_at"] = info.recorded_at.isoformat()
    return {
        "video": video,
        "grid": list(hog.grid),
        "cell_coverage": hog.cell_coverage().tolist(),
        "definitions": {n: text for e in extractors for n, text in e.definitions.items()},
        "provenance": provenance,
    }


def library_versions() -> dict[str, str]:
    """Versions of the libraries that computed a result, and the kind of machine."""
    return {
        "element_mouseface": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        **{name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
