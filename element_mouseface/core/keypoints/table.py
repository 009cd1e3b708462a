"""Keypoints and their traces as a CSV file with a row per frame."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..outputs import whole_file
from .derived import PointTrace
from .points import Keypoints

_STEP = 10_000


def write_points_table(
    path: str | Path,
    keypoints: Keypoints,
    traces: Sequence[PointTrace],
    times_s: np.ndarray,
    *,
    overwrite: bool = False,
) -> Path:
    """Write the points' positions in each frame, and the traces of the face.

    Parameters
    ----------
    path : str or Path
    keypoints : Keypoints
    traces : sequence of PointTrace
    times_s : ndarray (frames,)
    overwrite : bool
        Whether to replace another file of this name.

    Returns
    -------
    Path
        Columns: frame, time_s, each trace with its unit, then x and y in pixels and the
        likelihood of each point.  Cells are blank if a point was not found.

    Raises
    ------
    PathError, StorageError
        If another file exists, or it cannot be written.
    """
    names = ["frame", "time_s", *(f"{trace.name}_{trace.unit}" for trace in traces)]
    names += [f"{p}_{c}" for p in keypoints.names for c in ("x_px", "y_px", "likelihood")]
    with whole_file(path, what="the table", overwrite=overwrite) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for start in range(0, keypoints.n_frames, _STEP):
            rows = slice(start, start + _STEP)
            points = np.dstack([keypoints.xy[rows], keypoints.likelihood[rows]])
            values = [trace.values[rows, None] for trace in traces]
            table = np.hstack([*values, points.reshape(len(points), -1)])
            for number, row in enumerate(table.tolist(), start):
                numbers = ("" if value != value else f"{value:.7g}" for value in row)
                writer.writerow([number, f"{times_s[number]:.6f}", *numbers])
    return Path(path)
