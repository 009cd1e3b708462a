"""The part of the frame that is analyzed."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import CropError
from .base import Params
from .field_types import param
from .fields import short_repr

MOST_PX = 100_000
SHAPES = ("box", "ellipse", "polygon")


@dataclass(frozen=True)
class Mask(Params):
    """An area of the frame that is excluded: a spout, a paw, a reflection.

    Parameters
    ----------
    name : str
        What it covers.
    shape : {'box', 'ellipse', 'polygon'}
        A box and an ellipse are given by two opposite corners.
    points : sequence of (x, y)
        In pixels of the whole frame, so moving the crop does not move the mask.
    """

    name: str = "mask"
    shape: str = param("box", choices=SHAPES, error=CropError)
    points: tuple[tuple[float, float], ...] = param(
        (), -10 * MOST_PX, 10 * MOST_PX, error=CropError
    )

    def __post_init__(self) -> None:
        points = self.points
        enough = len(points) >= 3 if self.shape == "polygon" else len(points) == 2
        if not enough or not all(max(side) > min(side) for side in zip(*points, strict=True)):
            raise CropError(
                f"Mask {self.name!r} has no area.",
                expected="a box or an ellipse with two opposite (x, y) corners, or a polygon of "
                "three points",
                got=f"{self.shape} with {short_repr(points)}",
            )


@dataclass(frozen=True)
class Crop(Params):
    """The box of the frame that is analyzed, and the masks inside it.

    Parameters
    ----------
    x, y : int
        Left and top edge, in pixels of the frame.
    width, height : int or None
        Size in pixels; None reaches to the frame's right or bottom edge.
    masks : sequence of Mask
        Excluded areas, in pixels of the whole frame.
    """

    x: int = param(0, 0)
    y: int = param(0, 0)
    width: int | None = param(None, 1)
    height: int | None = param(None, 1)
    masks: tuple[Mask, ...] = ()

    def box(self, frame_height_px: int, frame_width_px: int) -> tuple[slice, slice]:
        """(rows, columns) of the crop in a frame.

        Raises
        ------
        CropError
            If the crop reaches outside the frame.
        """
        width = frame_width_px - self.x if self.width is None else self.width
        height = frame_height_px - self.y if self.height is None else self.height
        inside = self.x + width <= frame_width_px and self.y + height <= frame_height_px
        if not inside or width < 1 or height < 1:
            raise CropError(
                "The crop reaches outside the frame.",
                expected=f"a box inside {frame_width_px}x{frame_height_px} pixels (width x height)",
                got=f"x={self.x}, y={self.y}, width={width}, height={height}",
            )
        return slice(self.y, self.y + height), slice(self.x, self.x + width)
