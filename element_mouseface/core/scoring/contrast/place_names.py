"""Places of the picture as text: for `--mask` and `--accept`."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from ....errors import CropError, ParameterError
from ...facial_signals.shape_text import check_shape, parse_points

PICTURE = "picture"
"""What is accepted where the picture moves as a whole."""
_LEAST_COVERED = 0.5


def box_text(box: tuple[int, int, int, int], scale: np.ndarray, origin_px: tuple[int, int]) -> str:
    """A box of thumbnail pixels as 'box:LEFT,TOP:RIGHT,BOTTOM' in pixels of the movie.

    Parameters
    ----------
    box : (int, int, int, int)
        First and one after the last column, first and one after the last row.
    scale : (2,) array
        Pixels of the crop for a pixel of the thumbnail, right and down.
    origin_px : (int, int)
        The crop's left and top edge in the movie.
    """
    left, right = math.floor(box[0] * scale[0]), math.ceil(box[1] * scale[0])
    top, bottom = math.floor(box[2] * scale[1]), math.ceil(box[3] * scale[1])
    x, y = origin_px
    return f"box:{left + x},{top + y}:{right + x},{bottom + y}"


def _corners(text: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a box."""
    what = "a place to accept"
    word, _, rest = text.partition(":")
    if check_shape(word, what) != "box":
        raise CropError(f"{word!r} is no box.", do="write box:LEFT,TOP:RIGHT,BOTTOM")
    (x0, y0), (x1, y1) = parse_points(rest, "box", what)
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        raise CropError(f"{text!r} has no end.", do="give finite numbers of pixels")
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def check_accepted(texts: Iterable[str]) -> None:
    """Refuse what names no place.

    Raises
    ------
    ParameterError
        If one is neither 'picture' nor a box.
    """
    for text in texts:
        try:
            if text != PICTURE:
                _corners(text)
        except (CropError, AttributeError) as error:
            raise ParameterError(
                "ContrastParams: accept names no place.",
                expected=f"'{PICTURE}', or 'box:LEFT,TOP:RIGHT,BOTTOM' in the movie's pixels",
                got=repr(text),
                do="copy it from the reason why the score was refused",
            ) from error


def accepts(accepted: Iterable[str], text: str) -> bool:
    """Whether at least half of a box is inside an accepted one."""
    x0, y0, x1, y1 = _corners(text)
    area = max((x1 - x0) * (y1 - y0), 1e-9)
    for other in accepted:
        if other == PICTURE:
            continue
        a0, b0, a1, b1 = _corners(other)
        wide, high = min(x1, a1) - max(x0, a0), min(y1, b1) - max(y0, b0)
        if wide > 0 and high > 0 and wide * high >= _LEAST_COVERED * area:
            return True
    return False
