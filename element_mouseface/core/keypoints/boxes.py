"""The part of the frame that a network saw, as Facemap has it: `bbox`.

Facemap names its four numbers x1, x2, y1, y2.  Its code reads the first two as rows and the last
two as columns: ``frame[x1:x2, y1:y2]``.  The points in its files are in pixels of the whole frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultMismatchError
from .inside import FAR, MOST_FAR, UNSURE
from .points import Keypoints

#: first row, row after the last, first column, column after the last
Box = tuple[int, int, int, int]

_EXPECTED = (
    "[x1, x2, y1, y2] as Facemap reads them: first row, row after the last, first column, column "
    "after the last; or one such list for each file"
)


def boxes_of(given: Any, n_files: int = 1) -> tuple[Box, ...]:
    """The bounding boxes of the files of a recording.

    Parameters
    ----------
    given : sequence or None
        Four numbers, or a list of four numbers for each file; None, or nothing, for the whole
        frame.
    n_files : int
        Number of files that were tracked.

    Returns
    -------
    tuple of (int, int, int, int)
        One for all files if they are equal, else one for each; empty for the whole frame.

    Raises
    ------
    ParameterError
        If they are not boxes.
    """
    if given is None or (hasattr(given, "__len__") and len(given) == 0):
        return ()
    try:
        values = np.asarray(given, np.float64)
    except (TypeError, ValueError) as error:
        raise _no_box(given) from error
    values = values[None] if values.ndim == 1 else values
    whole = np.isfinite(values).all() and (values == np.floor(values)).all()
    if values.ndim != 2 or values.shape[1] != 4 or not whole or np.abs(values).max() > 1e6:
        raise _no_box(given)
    if len(values) not in (1, n_files):
        raise ParameterError(
            "The number of bounding boxes differs from that of the files.",
            expected=f"1 or {n_files}",
            got=str(len(values)),
            do="give one box for all files, or one for each file in its order",
        )
    boxes = [tuple(int(v) for v in row) for row in values]
    for top, end, left, right in boxes:
        if top < 0 or left < 0 or end <= top or right <= left:
            raise _no_box(given)
    return tuple(boxes[:1] if len(set(boxes)) == 1 else boxes)  # type: ignore[arg-type]


def check_boxes(boxes: Sequence[Box], frame_px: tuple[int, int]) -> None:
    """Check that boxes lie in the frame.

    Parameters
    ----------
    boxes : sequence of (int, int, int, int)
    frame_px : (int, int)
        Height and width.

    Raises
    ------
    ParameterError
        If one reaches outside the frame.
    """
    height, width = frame_px
    for box in boxes:
        end, right = box[1], box[3]
        if end <= height and right <= width:
            continue
        swapped = right <= height and end <= width
        raise ParameterError(
            f"The bounding box {list(box)} reaches outside the frame.",
            expected=f"rows in 0..{height}, columns in 0..{width}",
            got=f"rows {box[0]}..{end}, columns {box[2]}..{right}",
            do="put the rows first: Facemap's x1 and x2 are rows"
            if swapped
            else "give the box of this recording",
        )


def check_points_inside(
    keypoints: Keypoints, boxes: Sequence[Box], counts: Sequence[int] = ()
) -> None:
    """Check that likely points lie in the part of the frame that the network saw.

    Facemap pads a box to a square, so a point may lie in the square around it.

    Parameters
    ----------
    keypoints : Keypoints
        In pixels of the frame.
    boxes : sequence of (int, int, int, int)
        One, or one for each file.
    counts : sequence of int
        Frames of each file, where there are several boxes; without them, these are not checked.

    Raises
    ------
    ResultMismatchError
        If more than a twentieth of the likely points are outside.
    """
    if len(boxes) > 1 and len(counts) != len(boxes):
        return
    edges = np.cumsum(counts)[:-1].tolist() if len(boxes) > 1 else []
    parts = zip(
        boxes, np.split(keypoints.xy, edges), np.split(keypoints.likelihood, edges), strict=True
    )
    for box, xy, likelihood in parts:
        top, end, left, right = box
        half = max(end - top, right - left) * (0.5 + FAR) + 0.5
        middle = np.array([(left + right) / 2, (top + end) / 2])
        is_likely = np.isfinite(xy).all(axis=2) & ~(likelihood < UNSURE)
        with np.errstate(invalid="ignore"):
            is_out = (np.abs(xy - middle) > half).any(axis=2) & is_likely
        if is_out.sum() > MOST_FAR * is_likely.sum():
            low, high = np.percentile(xy[is_likely], [1, 99], axis=0)
            raise ResultMismatchError(
                f"{is_out.sum() / is_likely.sum():.0%} of the points are outside the bounding box.",
                expected=f"rows {top}..{end}, columns {left}..{right}",
                got=f"rows {low[1]:.0f}..{high[1]:.0f}, columns {low[0]:.0f}..{high[0]:.0f}",
                do="give the box that the network saw, rows first. If the points are in pixels of "
                "the box and not of the frame, give its corner: offset_px=(column, row)",
            )


def _no_box(given: Any) -> ParameterError:
    return ParameterError(
        "This is not a bounding box.",
        expected=_EXPECTED,
        got=f"{given!r:.200}",
        do="leave it out if the whole frame was tracked",
    )
