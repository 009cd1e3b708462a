"""`ScoreMap`: what each place of the face adds to a score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class ScoreMap:
    """What each place of the face adds to a score.

    Attributes
    ----------
    name : str
        The stimulus.
    measure : {'score', 'similarity'}
    values : (y, x) float64 array
        By thumbnail pixel (score) or cell (similarity), in units of the score; for similarity
        relative to the neutral face.
    total : float
        The sum of `values`: the score, or r minus neutral's r.
    score : float
        The score that is explained, or r.
    first_frame, stop_frame : int
        The frames whose mean score it is.
    made_without : str
        The stimulus of the event that the scoring prototypes were made without, or ''.
    face : (y, x) array or None
        The neutral face in the map's place, luma levels.
    change : (y, x) array or None
        How the face differs from neutral, luma levels: smoothed and registered.
    share : (float, float)
        Part of the crop's height and width, from the upper left, that the map covers: the remainder
        of cells is not covered.
    unit : str
        Unit of the values, if the measure's name does not say it.
    of_cells : bool
        Whether values are by cell; otherwise they are by pixel of the thumbnail.
    against_neutral : bool
        Whether values are compared with the neutral face's: they add up to the score minus
        that of neutral.
    """

    name: str
    measure: str
    values: np.ndarray
    total: float
    score: float
    first_frame: int
    stop_frame: int
    made_without: str = ""
    face: np.ndarray | None = None
    change: np.ndarray | None = None
    share: tuple[float, float] = (1.0, 1.0)
    unit: str = ""
    of_cells: bool = False
    against_neutral: bool = False


def in_cells(values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Sum a map over a coarser grid, which keeps the total.

    Parameters
    ----------
    values : (y, x) array
    rows, columns : int
        Of the grid, not more than the map's.
    """
    height, width = values.shape
    down = np.arange(rows) * height // rows
    across = np.arange(columns) * width // columns
    return np.add.reduceat(np.add.reduceat(values, down, axis=0), across, axis=1)
