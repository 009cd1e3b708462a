"""Parameters as frozen dataclasses, each known by the hash of its content.

Two parameter sets with the same content have the same `content_hash`, in any
process and any release, so the hash can stand in a database key or a folder
name.  The hash is over canonical JSON (sorted keys, no spaces); floats are
written by `repr`, which round-trips.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from .errors import CropError, ParameterError

__all__ = [
    "BLOCK_NORMS",
    "NEUTRALS",
    "NORMALISATIONS",
    "Crop",
    "HOGParams",
    "Mask",
    "Params",
    "ScoreParams",
    "canonical_json",
    "content_hash",
]

BLOCK_NORMS = ("L1", "L1-sqrt", "L2", "L2-Hys")
NEUTRALS = ("mean", "stillest", "typical")
NORMALISATIONS = ("none", "minmax", "neutral")


def canonical_json(value: Any) -> str:
    """JSON text that is the same for the same content: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(value: Any) -> str:
    """SHA-256 (64 hexadecimal digits) of the canonical JSON of `value`."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


@dataclass(frozen=True)
class Params:
    """Base of the parameter sets: to and from plain JSON, and a content hash."""

    def to_dict(self) -> dict[str, Any]:
        """The parameters as JSON-ready values (tuples become lists)."""
        return json.loads(json.dumps(dataclasses.asdict(self), allow_nan=False))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The parameter set that `to_dict` wrote; unknown names are refused.

        Raises
        ------
        ParameterError
            If a name is unknown or a value out of its range.
        """
        known = {field.name for field in dataclasses.fields(cls)}
        if not isinstance(values, dict) or (unknown := set(values) - known):
            raise ParameterError(
                f"{cls.__name__} cannot be made from {values!r}.",
                expected=f"a mapping with names out of {sorted(known)}",
                got=f"unknown {sorted(unknown)}"
                if isinstance(values, dict)
                else repr(type(values)),
            )
        return cls(**values)

    def content_hash(self) -> str:
        """SHA-256 over the class name and the parameters (64 hexadecimal digits)."""
        return content_hash({"kind": type(self).__name__, "params": self.to_dict()})


def _check_int(owner: str, name: str, value: Any, low: int) -> int:
    if isinstance(value, bool) or int(value) != value or value < low:
        raise ParameterError(
            f"{owner}: {name} is out of range.",
            expected=f"a whole number of at least {low}",
            got=repr(value),
        )
    return int(value)


def _check_pair(owner: str, name: str, value: Any) -> tuple[int, int]:
    pair = (value, value) if isinstance(value, int) else tuple(value)
    if len(pair) != 2:
        raise ParameterError(
            f"{owner}: {name} is not a pair.",
            expected="one whole number, or two: (rows, columns)",
            got=repr(value),
        )
    return (_check_int(owner, name, pair[0], 1), _check_int(owner, name, pair[1], 1))


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
        How a block is normalised.
    transform_sqrt : bool
        Whether gradients are taken of the square root of luma.
    """

    orientations: int = 8
    pixels_per_cell: tuple[int, int] = (32, 32)
    cells_per_block: tuple[int, int] = (1, 1)
    block_norm: str = "L2-Hys"
    transform_sqrt: bool = True

    def __post_init__(self) -> None:
        fix = object.__setattr__
        fix(self, "orientations", _check_int("HOGParams", "orientations", self.orientations, 1))
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
        return rows, columns

    def descriptor_length(self, grid: tuple[int, int]) -> int:
        """Numbers in one frame's normalised descriptor for a grid of cells."""
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
    shape : {'rectangle', 'ellipse', 'polygon'}
        A rectangle and an ellipse are given by two opposite corners of their box.
    points : sequence of (x, y)
        In pixels of the whole frame, so that moving the crop moves no mask.
    """

    name: str = "mask"
    shape: str = "rectangle"
    points: tuple[tuple[float, float], ...] = ()

    SHAPES: ClassVar[tuple[str, ...]] = ("rectangle", "ellipse", "polygon")

    def __post_init__(self) -> None:
        points = tuple((float(x), float(y)) for x, y in self.points)
        object.__setattr__(self, "points", points)
        enough = len(points) >= 3 if self.shape == "polygon" else len(points) == 2
        if self.shape not in self.SHAPES or not enough:
            raise CropError(
                f"Mask {self.name!r} has no area.",
                expected="a rectangle or ellipse with two (x, y) corners, or a polygon of three",
                got=f"{self.shape!r} with {len(points)} points",
            )


@dataclass(frozen=True)
class Crop(Params):
    """The box of the frame that is analysed, and the masks inside it.

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
        How the neutral descriptor is made; see `core.prototypes`.
    baseline_margin_s : float
        Frames this long after an event's offset are not baseline.
    prototype_frames : int
        Frames averaged into a stimulus's prototype: those least like neutral.
    stillest_frames, stillest_of : int
        For neutral 'stillest': how many frames, out of the first how many.
    normalise : {'none', 'minmax', 'neutral'}
        Second trace beside r; see `core.similarity`.
    high_percentile : float
        For normalise 'neutral': the percentile of r that becomes 1.
    bout_enter_sd, bout_leave_sd : float
        A bout of similarity begins above the first and ends below the second.
    bout_min_s, bout_merge_s : float
        Bouts less far apart than the second are one; then shorter ones are dropped.
    hole_s : float
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
    normalise: str = "none"
    high_percentile: float = 99.0
    bout_enter_sd: float = 3.0
    bout_leave_sd: float = 1.5
    bout_min_s: float = 0.2
    bout_merge_s: float = 0.1
    hole_s: float = 1.0
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
        for name, known in (("neutral", NEUTRALS), ("normalise", NORMALISATIONS)):
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
    "hole_s",
    "active_fear_s",
    "passive_fear_s",
    "fear_motion_sd",
    "fear_window_s",
)


def _check_number(owner: str, name: str, value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= float(value) < float("inf"):
        raise ParameterError(
            f"{owner}: {name} is out of range.",
            expected="a finite number, not negative",
            got=repr(value),
        )
    return float(value)
