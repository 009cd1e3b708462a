"""Facemap's own keypoint files: a group of points, each with x, y and likelihood."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..inputs.hdf import open_hdf
from .raw_points import MOST_POINTS, RawPoints, no_keypoints

GROUP = "Facemap"
_PARTS = ("x", "y", "likelihood")


def read_facemap(path: Path) -> RawPoints:
    """The points of one animal.

    Raises
    ------
    UnsafeFileError, ResultError
        If it is not such a file, damaged, or unsafe.
    """
    with open_hdf(path) as file:
        file.admit(rf"{GROUP}/[^/]+/({'|'.join(_PARTS)})", "Facemap")
        names = file.children(GROUP) if GROUP in file.groups else ()
        if not 0 < len(names) <= MOST_POINTS:
            raise no_keypoints(path, f"{GROUP} with {len(names)} points")
        shapes = {file.datasets.get(f"{GROUP}/{name}/{part}") for name in names for part in _PARTS}
        if len(shapes) != 1 or None in shapes or len(next(iter(shapes)) or ()) != 1:
            raise no_keypoints(path, "points without x, y or likelihood, or with different lengths")
        values = np.stack(
            [
                np.stack([file.numbers(f"{GROUP}/{name}/{part}", np.float32) for part in _PARTS])
                for name in names
            ]
        )
    return RawPoints(names, np.moveaxis(values[:, :2], 2, 0), values[:, 2].T, "facemap")
