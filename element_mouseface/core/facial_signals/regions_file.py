"""Read and write regions as a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...errors import CropError
from ...params.fields import read_json
from ..inputs import regular_file
from ..outputs import whole_file
from .facemap_regions import facemap_regions
from .regions import Region, Regions
from .shape_text import LANGUAGE, check_shape, parse_points

if TYPE_CHECKING:
    from ..video import VideoReader


def save_regions(path: str | Path, regions: Regions, *, overwrite: bool = False) -> Path:
    """Write regions as JSON.

    Parameters
    ----------
    path : str or Path
        Not changed if it has these regions already.
    regions : Regions
    overwrite : bool
        Whether to replace a file with other content.

    Raises
    ------
    PathError
        If there is a file with other content and `overwrite` is False.
    StorageError
        If it cannot be written.
    """
    with whole_file(path, what="the regions", overwrite=overwrite) as file:
        file.write(regions_text(regions))
    return Path(path)


def regions_text(regions: Regions) -> str:
    """The text that `save_regions` writes."""
    return json.dumps(regions.to_dict(), indent=1) + "\n"


def load_regions(path: str | Path) -> Regions:
    """Load regions from a JSON file of `save_regions`, or from a `_proc.npy` of Facemap.

    Parameters
    ----------
    path : path
        Of JSON; or of a `_proc.npy`, as `facemap_regions` takes it.

    Raises
    ------
    PathError
        If there is no such file.
    CropError, ParameterError
        If it has other content, or a region has no area.
    UnsafeFileError, ResultError
        If a `_proc.npy` would run code, or is damaged.
    """
    path = regular_file(path, "file", expected="regions as JSON")
    if path.suffix.lower() == ".npy":
        return facemap_regions(path)
    expected = 'JSON with "regions", each with name, shape and points, and "full_frame"'
    return Regions.from_dict(read_json(path, "file of regions", expected))


def parse_region(text: str, kind: str = "motion", saturation: float | None = None) -> Region:
    """A region from NAME=SHAPE:X,Y:X,Y…, such as ``mouth=ellipse:100,150:160,200``.

    Parameters
    ----------
    text : str
    kind : {'motion', 'pupil', 'blink', 'running'}
        What is measured in it.
    saturation : float, optional
        Of a pupil or a blink; see `Region`.

    Raises
    ------
    CropError
        If it is malformed, or has no area.
    ParameterError
        If it has no name, or a field of its kind is missing.
    """
    name, equals, rest = text.partition("=")
    if not equals:
        raise CropError(
            "This is not a region.",
            expected=f"NAME=SHAPE:…, with {LANGUAGE}",
            got=repr(text),
            do="give it a name, such as mouth=ellipse:100,150:160,200",
        )
    word, _, points = rest.partition(":")
    what = f"the region {name!r}"
    shape = check_shape(word, what)
    return Region(name, shape, parse_points(points, shape, what), kind, saturation)


def mean_luma(reader: VideoReader, n_frames: int = 20) -> np.ndarray:
    """The mean of evenly spaced frames: a picture to draw regions on.

    Parameters
    ----------
    reader : VideoReader
    n_frames : int
        Most frames to read; for each, decoding starts at its key frame.

    Returns
    -------
    ndarray (y, x) of float64
        Mean luma of the frames that can be decoded; NaN if none can.
    """
    total = reader.info.n_frames
    chosen = np.unique(np.linspace(0, total - 1, min(n_frames, total)).round().astype(int))
    summed = np.zeros((reader.info.height_px, reader.info.width_px))
    count = 0
    for number in chosen.tolist():
        luma = reader.frame(number)
        if luma is not None:
            summed += luma
            count += 1
    return summed / count if count else np.full_like(summed, np.nan)
