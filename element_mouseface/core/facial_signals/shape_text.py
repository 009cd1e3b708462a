"""Shapes as text: one syntax for crops, masks and regions.

    SHAPE:X,Y:X,Y     two opposite corners; the second is the first pixel outside
    SHAPE:X,Y,W,H     left edge, top edge, width, height
    polygon:X,Y:X,Y:X,Y…   three points or more

SHAPE is box, ellipse (in the box with these corners) or polygon. Pixels are counted from the left
and from the top of the whole frame.
"""

from __future__ import annotations

import math

from ...errors import CropError, check_choice
from ...params import SHAPES

_LANGUAGE = "box or ellipse as X,Y:X,Y (opposite corners) or X,Y,W,H (left, top, width, height)"
LANGUAGE = f"{_LANGUAGE}; polygon as X,Y:X,Y:X,Y…"


def check_shape(word: str, what: str) -> str:
    """Return the word if it is a shape's name, else raise a CropError."""
    do = "write it as NAME=SHAPE:X,Y:X,Y, such as mouth=ellipse:100,150:160,200"
    check_choice(f"There is no shape {word!r} for {what}.", word, SHAPES, do=do, error=CropError)
    return word


def parse_points(text: str, shape: str, what: str) -> tuple[tuple[float, float], ...]:
    """Points of a shape from the text after its name; CropError if there are none.

    A box or ellipse becomes two opposite corners, in either syntax.
    """
    groups = [_numbers(group) for group in text.split(":")] if text else []
    pairs = tuple((group[0], group[1]) for group in groups if len(group) == 2)
    size = groups[0] if len(groups) == 1 and len(groups[0]) == 4 else None
    if shape != "polygon" and size is not None:
        x, y, width, height = size
        if width <= 0 or height <= 0:
            raise _unlike(text, what, "width and height above 0")
        return (x, y), (x + width, y + height)
    enough = len(pairs) >= 3 if shape == "polygon" else len(pairs) == 2
    if len(pairs) != len(groups) or not enough:
        raise _unlike(text, what, LANGUAGE)
    return pairs


def parse_box(text: str) -> tuple[int, int, int, int]:
    """Left, top, width and height of a crop: 'X,Y,W,H', or 'box:' with either syntax.

    Raises
    ------
    CropError
        If it is not a box of whole pixels.
    """
    what = "the crop"
    word, colon, rest = text.partition(":")
    named = colon and not word.strip("+-.").replace(",", "").replace(".", "").isdigit()
    if named and check_shape(word, what) != "box":
        raise _unlike(text, what, "a box; exclude parts with --mask")
    (x, y), (right, bottom) = parse_points(rest if named else text, "box", what)
    numbers = (min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))
    if not all(number.is_integer() for number in numbers):
        raise _unlike(text, what, "whole pixels")
    left, top, width, height = map(int, numbers)
    return left, top, width, height


def _numbers(group: str) -> list[float]:
    try:
        found = [float(number) for number in group.split(",")]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def _unlike(text: str, what: str, expected: str) -> CropError:
    return CropError(
        f"This is not a shape for {what}.",
        expected=expected,
        got=repr(text),
        do="`mouseface regions VIDEO --picture frame.png` draws the frame with pixel ticks",
    )
