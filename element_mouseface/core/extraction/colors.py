"""Colors computed on reading.

A pass with color stores chroma beside the gray thumbnails. Red, green and blue follow from both by
the matrix of the video, which takes some microseconds a frame and is done only for the rows that
are read.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...errors import ResultError
from ..features.color_space import MATRICES, rgb_of_chroma
from ..store import Result, open_result
from ..store.attributes import changed
from ..store.row_array import RowArray
from .color_extractor import CHROMA, COLOR, STRENGTH


def open_colors(result: Result | str | Path) -> Colors:
    """Open the colored thumbnails of a result folder.

    Parameters
    ----------
    result : Result, str or Path
        Of `extract(..., color=True)` or `mouseface hog --color`.

    Returns
    -------
    Colors
        Array-like, (frames, y, x, 3) of float32: red, green, blue, 0 to 255.

    Raises
    ------
    ResultError
        If it is no finished result, or its pass did not store color.
    ResultChangedError
        If what it says of its color was changed.

    Examples
    --------
    >>> colors = open_colors("face.zarr")             # doctest: +SKIP
    >>> colors.shape                                  # doctest: +SKIP
    (2700, 60, 80, 3)
    """
    result = result if isinstance(result, Result) else open_result(result)
    matrix = _stored_matrix(result)
    if matrix is None:
        raise ResultError(
            f"{result.path} has no color.",
            expected="the result of a pass with color",
            do="make it with extract(..., color=True) or `mouseface hog --color`, in a new folder",
        )
    return Colors(result, matrix)


def why_no_color(result: Result) -> str | None:
    """Why a result has no color: the reason as a clause, or None if it has color.

    A movie of a gray camera is often stored with chroma, which is gray in every frame.
    """
    if _stored_matrix(result) is None:
        return "its pass did not store color"
    strength = result.array(STRENGTH)
    for _, block in strength.blocks():
        if (block > 0).any():
            return None
    return "all of its frames are gray: their chroma is 128"


def _stored_matrix(result: Result) -> str | None:
    """The matrix of a pass with color, else None (ResultChangedError)."""
    made = [m for m in result.about["content"]["extractors"] if m.get("name") == COLOR]
    stored = {CHROMA, STRENGTH} & set(result.output_names)
    if not made and not stored:
        return None
    matrix = made[0].get("matrix") if made else None
    if matrix not in MATRICES or len(stored) < 2:
        what = "its record of color does not fit its arrays"
        raise changed(result.path, what, f"chroma, and a matrix: {', '.join(MATRICES)}", repr(made))
    return str(matrix)


class Colors(RowArray):
    """Small colored pictures of a movie: array-like, (frames, y, x, 3) of float32.

    Red, green and blue, 0 to 255, not rounded.  Rows are indexed as in NumPy.  A missing frame is
    black.

    Attributes
    ----------
    matrix : str
        Of the video: 'bt601', 'bt709' and so on.
    """

    def __init__(self, result: Result, matrix: str):
        self._luma, self._chroma = result.thumbnails, result.array(CHROMA)
        self.matrix = matrix
        self.shape = (*self._luma.shape, 3)
        self.dtype = np.dtype(np.float32)
        self.chunk_frames = self._luma.chunk_frames

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        return rgb_of_chroma(self._luma[start:stop], self._chroma[start:stop], self.matrix)

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        return rgb_of_chroma(self._luma[rows], self._chroma[rows], self.matrix)
