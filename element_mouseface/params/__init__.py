"""Parameters as frozen dataclasses, each known by the hash of its content.

Two parameter sets with the same content have the same `content_hash`, in any
process and any release, so the hash can stand in a database key or a folder
name.  The hash is over canonical JSON (sorted keys, no spaces); floats are
written by `repr`, which round-trips.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from ..errors import CropError, ParameterError
from .base import Params, canonical_json, content_hash
from .fields import told

__all__ = [
    "BLOCK_NORMS",
    "NEUTRALS",
    "NORMALIZATIONS",
    "Crop",
    "HOGParams",
    "Mask",
    "Params",
    "ScoreParams",
    "canonical_json",
    "content_hash",
]

BLOCK_NORMS = ("L1", "L1-sqrt", "L2", "L2-Hys")
#: Half a degree each; code is compiled for their number.
MOST_ORIENTATIONS = 360
MOST_PX = 100_000
#: Numbers of a frame's cells, and of its descriptor: 32 MB; 16 frames are held at a time.
MOST_NUMBERS = 1 << 23
NEUTRALS = ("mean", "stillest", "typical")
NORMALIZATIONS = ("none", "minmax", "neutral")


def _check_int(owner: str, name: str, value: Any, low: int, high: int | None = None) -> int:
    if value < low or (high is not None and value > high):
        raise ParameterError(
            f"{owner}: {name} is out of range.",
            expected=f"a whole number of at least {low}"
            + (f" and at most {high}" if high is not None else ""),
            got=told(value),
        )
    return int(value)


def _check_pair(owner: str, name: str, value: Any) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, list | tuple | np.ndarray) else (value, value)
    rows, columns = (_check_int(owner, name, side, 1, MOST_PX) for side in pair)
    return rows, columns


@dataclass(frozen=True)
class HOGParams(Params):
    """Parameters of the histogram of oriented gradients, named as in scikit-image.

    The defaults are those of Dolensek et al. (Science 2020).

    Parameters
    ----------
    orientations : int
        Orientation bins over 180 degrees.
    pixels_per_cell, cells_per_block : (int, int) or int
        (rows, columns) of a cell in pixels, and of a block in cells.
    block_norm : {'L1', 'L1-sqrt', 'L2', 'L2-Hys'}
        How a block is normalized.
    transform_sqrt : bool
        Whether gradients are taken of the square root of luma.
    """

    orientations: int = 8
    pixels_per_cell: tuple[int, int] = field(default=(32, 32), metadata={"also": int})
    cells_per_block: tuple[int, int] = field(default=(1, 1), metadata={"also": int})
    block_norm: str = "L2-Hys"
    transform_sqrt: bool = True

    def __post_init__(self) -> None:
        fix = object.__setattr__
        bins = _check_int("HOGParams", "orientations", self.orientations, 1, MOST_ORIENTATIONS)
        fix(self, "orientations", bins)
        for name in ("pixels_per_cell", "cells_per_block"):
            fix(self, name, _check_pair("HOGParams", name, getattr(self, name)))
        if self.block_norm not in BLOCK_NORMS:
            raise ParameterError(
                "HOGParams: unknown block_norm.",
                expected=f"one of {', '.join(BLOCK_NORMS)}",
                got=repr(self.block_norm),
            )
        fix(self, "transform_sqrt", bool(self.transform_sqrt))

    def cells_hash(self) -> str:
        """Hash of what decides the stored cell histograms; blocks are derived on reading."""
        return content_hash(
            {
                "orientations": self.orientations,
                "pixels_per_cell": self.pixels_per_cell,
                "transform_sqrt": self.transform_sqrt,
            }
        )

    def grid(self, height_px: int, width_px: int) -> tuple[int, int]:
        """Cells (rows, columns) that fit into a crop; the remainder is not used.

        Raises
        ------
        CropError
            If not even one block fits.
        """
        rows, columns = height_px // self.pixels_per_cell[0], width_px // self.pixels_per_cell[1]
        if rows < self.cells_per_block[0] or columns < self.cells_per_block[1]:
            least = [a * b for a, b in zip(self.pixels_per_cell, self.cells_per_block, strict=True)]
            raise CropError(
                "The crop is smaller than one block of cells.",
                expected=f"at least {least[1]}x{least[0]} pixels (width x height)",
                got=f"{width_px}x{height_px}",
                do="choose a larger crop or smaller cells",
            )
        numbers = max(rows * columns * self.orientations, self.descriptor_length((rows, columns)))
        if numbers > MOST_NUMBERS:
            raise CropError(
                "A frame would give too many numbers.",
                expected=f"at most {MOST_NUMBERS} a frame",
                got=f"{numbers}: {rows}x{columns} cells of {self.orientations} orientations",
                do="choose larger cells, fewer orientations, smaller blocks or a smaller crop",
            )
        return rows, columns

    def descriptor_length(self, grid: tuple[int, int]) -> int:
        """Numbers in one frame's normalized descriptor for a grid of cells."""
        blocks = [g - b + 1 for g, b in zip(grid, self.cells_per_block, strict=True)]
        return (
            blocks[0]
            * blocks[1]
            * self.cells_per_block[0]
            * self.cells_per_block[1]
            * self.orientations
        )


@dataclass(frozen=True)
class Mask(Params):
    """A part of the frame that is left out: a spout, a paw, a reflection.

    Parameters
    ----------
    name : str
        What it covers.
    shape : {'box', 'ellipse', 'polygon'}
        A box and an ellipse are given by two opposite corners.  A box is kept as
        'rectangle', its older name, which the hashes of stored crops were made with.
    points : sequence of (x, y)
        In pixels of the whole frame, so that moving the crop moves no mask.
    """

    name: str = "mask"
    shape: str = "box"
    points: tuple[tuple[float, float], ...] = field(default=(), metadata={"error": CropError})

    SHAPES: ClassVar[tuple[str, ...]] = ("box", "ellipse", "polygon")

    def __post_init__(self) -> None:
        if self.shape not in (*self.SHAPES, "rectangle"):
            raise CropError(
                f"Mask {self.name!r}: there is no shape {told(self.shape)}.",
                expected=", ".join(self.SHAPES),
                got=told(self.shape),
            )
        if self.shape == "box":
            object.__setattr__(self, "shape", "rectangle")
        points = tuple((float(x), float(y)) for x, y in self.points)
        if any(abs(value) > 10 * MOST_PX for point in points for value in point):
            raise CropError(
                f"Mask {self.name!r} is far outside any frame.",
                expected=f"pixels up to {10 * MOST_PX}",
                got=told(points),
            )
        object.__setattr__(self, "points", points)
        enough = len(points) >= 3 if self.shape == "polygon" else len(points) == 2
        if not enough or not all(max(side) > min(side) for side in zip(*points, strict=True)):
            raise CropError(
                f"Mask {self.name!r} has no area.",
                expected="a box or an ellipse with two opposite (x, y) corners, or a polygon of "
                "three points",
                got=f"{self.shape.replace('rectangle', 'box')} with {told(points)}",
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
        Parts left out, in pixels of the whole frame.
    """

    x: int = 0
    y: int = 0
    width: int | None = None
    height: int | None = None
    masks: tuple[Mask, ...] = ()

    def __post_init__(self) -> None:
        fix = object.__setattr__
        for name in ("x", "y"):
            fix(self, name, _check_int("Crop", name, getattr(self, name), 0))
        for name in ("width", "height"):
            if getattr(self, name) is not None:
                fix(self, name, _check_int("Crop", name, getattr(self, name), 1))
        masks = (m if isinstance(m, Mask) else Mask.from_dict(m) for m in self.masks)
        fix(self, "masks", tuple(masks))

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


@dataclass(frozen=True)
class ScoreParams(Params):
    """Parameters of the published score: neutral, prototypes, similarity, bouts, fear.

    The defaults are those of Dolensek et al. (Science 2020) where the paper or
    the code that came after gives a number; thresholds of bouts and of movement
    are this project's, in robust standard deviations (1.4826 times the median
    absolute deviation) of the baseline frames, because r has no scale of its
    own.  All times are in seconds.

    Parameters
    ----------
    neutral : {'mean', 'stillest', 'typical'}
        How the neutral descriptor is made; see `core.scoring.published.selection`.
    baseline_margin_s : float
        Frames this long after an event's offset are not baseline.
    prototype_frames : int
        Frames averaged into a stimulus's prototype: those least like neutral.
    stillest_frames, stillest_of : int
        For neutral 'stillest': how many frames, out of the first how many.
    normalize : {'none', 'minmax', 'neutral'}
        Second trace beside r; see `core.scoring.published.similarity`.
    high_percentile : float
        For normalize 'neutral': the percentile of r that becomes 1.
    bout_enter_sd, bout_leave_sd : float
        A bout of similarity begins above the first and ends below the second.
    bout_min_s, bout_merge_s : float
        Bouts less far apart than the second are one; then shorter ones are dropped.
    max_gap_s : float
        A pause between two frames longer than this ends every bout.
    shock : str
        The stimulus after whose first event fear is looked for.
    active_fear_s, passive_fear_s : float
        Movement, and stillness, that lasts for longer than this is fear.
    fear_motion_sd, fear_window_s : float
        Frames above the first are movement; each goes with the majority in such a window.
    """

    neutral: str = "mean"
    baseline_margin_s: float = 2.0
    prototype_frames: int = 10
    stillest_frames: int = 250
    stillest_of: int = 3000
    normalize: str = "none"
    high_percentile: float = 99.0
    bout_enter_sd: float = 3.0
    bout_leave_sd: float = 1.5
    bout_min_s: float = 0.2
    bout_merge_s: float = 0.1
    max_gap_s: float = 1.0
    shock: str = "tail_shock"
    active_fear_s: float = 2.0
    passive_fear_s: float = 5.0
    fear_motion_sd: float = 3.0
    fear_window_s: float = 0.4

    METHOD: ClassVar[str] = "published"

    def __post_init__(self) -> None:
        fix = object.__setattr__
        for name in ("prototype_frames", "stillest_frames", "stillest_of"):
            fix(self, name, _check_int("ScoreParams", name, getattr(self, name), 1))
        for name, known in (("neutral", NEUTRALS), ("normalize", NORMALIZATIONS)):
            if getattr(self, name) not in known:
                raise ParameterError(
                    f"ScoreParams: unknown {name}.",
                    expected=f"one of {', '.join(known)}",
                    got=repr(getattr(self, name)),
                )
        for name in _SCORE_NUMBERS:
            fix(self, name, _check_number("ScoreParams", name, getattr(self, name)))
        if not 50.0 < self.high_percentile <= 100.0:
            raise ParameterError(
                "ScoreParams: high_percentile is out of range.",
                expected="above 50, up to 100",
                got=repr(self.high_percentile),
            )
        if self.bout_leave_sd > self.bout_enter_sd:
            raise ParameterError(
                "ScoreParams: a bout would end before it begins.",
                expected="bout_leave_sd not above bout_enter_sd",
                got=f"enter {self.bout_enter_sd}, leave {self.bout_leave_sd}",
            )


_SCORE_NUMBERS = (
    "baseline_margin_s",
    "high_percentile",
    "bout_enter_sd",
    "bout_leave_sd",
    "bout_min_s",
    "bout_merge_s",
    "max_gap_s",
    "active_fear_s",
    "passive_fear_s",
    "fear_motion_sd",
    "fear_window_s",
)


def _check_number(owner: str, name: str, value: Any) -> float:
    if value < 0:
        raise ParameterError(
            f"{owner}: {name} is out of range.",
            expected="a finite number, not negative",
            got=told(value),
        )
    return float(value)
