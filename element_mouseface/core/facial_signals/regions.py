"""Regions of the frame for motion, pupil, blinks and running.

Most regions measure motion; others contain a pupil, an eyelid (blinks) or the surface that the
animal runs on, as in Facemap.

A region is given in pixels of the frame and becomes a set of bins of `sbin` x
`sbin` pixels for a frame size.  A box becomes the same bins as in Facemap, so that numbers can be
compared: the bin with the box's last row is left out, the bin with its last column is kept unless
that column is the bin's first. An ellipse or a polygon has the bins with at least half of their
pixels inside; a pixel is inside when its center is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import CropError, ParameterError, check_choice, check_whole
from ...params import SHAPES, Mask, Params
from ..features.masks import inside_px

FULL_FRAME = "full frame"
"""The name of region 0, if there is one."""

KINDS = ("motion", "pupil", "blink", "running")
"""The measurement in a region, as named in Facemap."""

_PUPIL_SIGMA = 2.0
#: Fields that are not in a region's JSON, by its kind, so that regions of motion keep their hash.
_OF_KINDS = {
    "motion": ("kind", "saturation", "pupil_sigma"),
    "pupil": (),
    "blink": ("pupil_sigma",),
    "running": ("saturation", "pupil_sigma"),
}

#: The same as of a crop's mask.


@dataclass(frozen=True)
class Region(Params):
    """A named part of the frame.

    Parameters
    ----------
    name : str
        Not empty, and not 'full frame'.
    shape : {'box', 'ellipse', 'polygon'}
    points : sequence of (x, y)
        In pixels of the frame: two opposite corners of a box or of an ellipse's
        box, three or more of a polygon.  A box has whole numbers; its second
        corner is the first pixel outside, as in a slice.
    kind : {'motion', 'pupil', 'blink', 'running'}
        What is measured in it.
    saturation : float, optional
        Of a pupil or a blink: the gray level (above 0, up to 255) below which a pixel
        counts as dark, by how far it is below.
    pupil_sigma : float, optional
        Of a pupil: distance of the pupil's edge from its center, in standard deviations of the
        fitted Gaussian; 2 by default.

    Raises
    ------
    CropError
        If it has no area, or a box is not of whole pixels.
    ParameterError
        If the name, the shape or the kind is invalid, or a field of the kind is missing.
    """

    name: str
    shape: str = "box"
    points: tuple[tuple[float, float], ...] = field(default=(), metadata={"error": CropError})
    kind: str = "motion"
    saturation: float | None = None
    pupil_sigma: float | None = None

    def __post_init__(self) -> None:
        self._check_kind()
        if not isinstance(self.name, str) or self.name.strip() in ("", FULL_FRAME):
            raise ParameterError(
                "The name of a region cannot be used.",
                expected=f"a string that is neither empty nor {FULL_FRAME!r}",
                got=repr(self.name),
            )
        check_choice(f"Region {self.name!r}: unknown shape.", self.shape, SHAPES)
        points = self.points
        enough = len(points) >= 3 if self.shape == "polygon" else len(points) == 2
        if enough:
            xs, ys = zip(*points, strict=True)
            extent = (max(xs) - min(xs)) * (max(ys) - min(ys))
            whole = all(v.is_integer() for point in points for v in point)
            if extent and (whole or self.shape != "box"):
                return
        raise CropError(
            f"Region {self.name!r} has no area.",
            expected="a box with two (x, y) corners in whole pixels, an ellipse with the two of "
            "its box, or a polygon of three points",
            got=f"{self.shape!r} with {self.points!r}",
        )

    def _check_kind(self) -> None:
        check_choice(f"Region {self.name!r}: unknown kind.", self.kind, KINDS)
        sigma = self.pupil_sigma
        if self.kind == "pupil":
            sigma = _PUPIL_SIGMA if sigma is None else sigma
            object.__setattr__(self, "pupil_sigma", sigma)
        needed = {
            "saturation": (self.saturation, self.kind in ("pupil", "blink"), 0.0, 255.0),
            "pupil_sigma": (sigma, self.kind == "pupil", 0.0, 20.0),
        }
        for name, (value, is_needed, low, high) in needed.items():
            if is_needed != (value is not None) or (value is not None and not low < value <= high):
                raise ParameterError(
                    f"Region {self.name!r}: {name} does not fit a region of kind {self.kind}.",
                    expected=f"above {low:g}, up to {high:g}" if is_needed else "none",
                    got=repr(value),
                )

    def to_dict(self) -> dict[str, Any]:
        """As JSON; a region of motion has no kind and no fields of other kinds."""
        told = super().to_dict()
        return {name: value for name, value in told.items() if name not in _OF_KINDS[self.kind]}

    @classmethod
    def box(cls, name: str, x: int, y: int, width: int, height: int) -> Region:
        """A box by its left and top edge and its size, in pixels."""
        return cls(name, "box", ((x, y), (x + width, y + height)))

    @property
    def box_px(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of the pixels it touches; the last two are outside."""
        xs, ys = zip(*self.points, strict=True)
        low = math.floor(min(xs)), math.floor(min(ys))
        return (*low, math.ceil(max(xs)), math.ceil(max(ys)))

    def inside(self, height_px: int, width_px: int) -> tuple[slice, slice, np.ndarray]:
        """Rows and columns of the pixels it touches, and which of these are inside it.

        Raises
        ------
        CropError
            If it reaches outside the frame, or no pixel's center is inside it.
        """
        left, top, right, bottom = self._checked_box(height_px, width_px)
        rows, columns = slice(top, bottom), slice(left, right)
        if self.shape == "box":
            return rows, columns, np.ones((bottom - top, right - left), bool)
        found = self._centers_inside(rows, columns)
        if not found.any():
            raise CropError(
                f"Region {self.name!r} has no pixel inside.", do="draw it larger than a pixel"
            )
        return rows, columns, found

    def _checked_box(self, height_px: int, width_px: int) -> tuple[int, int, int, int]:
        left, top, right, bottom = self.box_px
        if left < 0 or top < 0 or right > width_px or bottom > height_px:
            raise CropError(
                f"Region {self.name!r} reaches outside the frame.",
                expected=f"points (x, y) within {width_px}x{height_px} pixels",
                got=f"x from {left} to {right}, y from {top} to {bottom}",
                do="draw it for this camera, or check that the recording is the right one",
            )
        return left, top, right, bottom

    def _bins(self, sbin: int, height_px: int, width_px: int) -> tuple[Any, Any, np.ndarray]:
        """Rows and columns of bins, and which of them belong to the region."""
        left, top, right, bottom = self._checked_box(height_px, width_px)
        n_rows, n_columns = height_px // sbin, width_px // sbin
        if self.shape == "box":
            rows = np.arange(top // sbin, min((bottom - 1) // sbin, n_rows))
            columns = np.arange(left // sbin, min(-(-(right - 1) // sbin), n_columns))
            inside = np.ones((rows.size, columns.size), bool)
        else:
            inside = self._mostly_inside(sbin, n_rows, n_columns)
            rows, columns = _extent(inside, 1), _extent(inside, 0)
            inside = inside[rows][:, columns]
        if not inside.size:
            raise CropError(
                f"Region {self.name!r} is smaller than one bin.",
                expected=f"more than {sbin}x{sbin} pixels",
                got=f"{right - left}x{bottom - top} pixels",
                do="draw it larger, or choose smaller bins (sbin)",
            )
        return rows, columns, inside

    def _mostly_inside(self, sbin: int, n_rows: int, n_columns: int) -> np.ndarray:
        pixels = self._centers_inside(slice(0, n_rows * sbin), slice(0, n_columns * sbin))
        return pixels.reshape(n_rows, sbin, n_columns, sbin).sum((1, 3)) * 2 >= sbin * sbin

    def _centers_inside(self, rows: slice, columns: slice) -> np.ndarray:
        """Whether the center of each pixel is inside an ellipse or a polygon."""
        y, x = np.ogrid[rows, columns]
        return inside_px(Mask(self.name, self.shape, self.points), y + 0.5, x + 0.5)


def _extent(inside: np.ndarray, across: int) -> np.ndarray:
    """The first to the last row (across 1) or column (across 0) with a pixel inside."""
    found = np.flatnonzero(np.any(inside, axis=across))
    return np.arange(found[0], found[-1] + 1) if found.size else found


@dataclass(frozen=True, eq=False)
class RegionBins:
    """A region in bins, for one frame size.

    Attributes
    ----------
    roi_no : int
        0 is the full frame; regions follow from 1.
    roi_name : str
    yrange, xrange : ndarray of int64
        Rows and columns of pixels covered.
    yrange_bin, xrange_bin : ndarray of int64
        The same in bins.
    inside : ndarray (ybin, xbin) of bool
        The bins that belong to it.
    """

    roi_no: int
    roi_name: str
    yrange: np.ndarray
    xrange: np.ndarray
    yrange_bin: np.ndarray
    xrange_bin: np.ndarray
    inside: np.ndarray

    @property
    def n_bins(self) -> int:
        """Number of bins that belong to it."""
        return int(self.inside.sum())


@dataclass(frozen=True)
class Regions(Params):
    """The regions of one analysis, in order.

    Parameters
    ----------
    regions : sequence of Region
    full_frame : bool
        Whether the full frame is analyzed too, as region 0.

    Raises
    ------
    ParameterError
        If there is nothing to analyze, or two regions have the same name.
    """

    regions: tuple[Region, ...] = ()
    full_frame: bool = True

    def __post_init__(self) -> None:
        names = [region.name for region in self.regions]
        if len(set(names)) != len(names):
            raise ParameterError("Two regions have the same name.", got=", ".join(names))
        if not (self.of("motion") or self.full_frame):
            raise ParameterError(
                "There is no region to analyze.",
                expected="full_frame=True, or some regions of kind 'motion'",
            )

    def to_dict(self) -> dict[str, Any]:
        """As JSON; see `Region.to_dict`."""
        regions = [region.to_dict() for region in self.regions]
        return {"regions": regions, "full_frame": self.full_frame}

    def of(self, kind: str) -> tuple[Region, ...]:
        """The regions of one kind, in order."""
        return tuple(region for region in self.regions if region.kind == kind)

    def bins(self, sbin: int, height_px: int, width_px: int) -> tuple[RegionBins, ...]:
        """The regions of motion in bins of `sbin` x `sbin` pixels, for a frame size.

        Raises
        ------
        CropError
            If a region reaches outside the frame, or is smaller than a bin.
        ParameterError
            If `sbin` is not a whole number from 1 to 256.
        """
        check_whole("sbin", sbin, 1, 256, unit="of pixels")
        found = [self._full(int(sbin), height_px, width_px)] if self.full_frame else []
        for number, region in enumerate(self.of("motion"), 1):
            rows, columns, inside = region._bins(int(sbin), height_px, width_px)
            left, top, right, bottom = region.box_px
            ranges = np.arange(top, bottom), np.arange(left, right), rows, columns
            found.append(RegionBins(number, region.name, *ranges, inside))
        return tuple(found)

    def _full(self, sbin: int, height_px: int, width_px: int) -> RegionBins:
        rows, columns = np.arange(height_px // sbin), np.arange(width_px // sbin)
        if not rows.size * columns.size:
            raise CropError(
                "The frame is smaller than one bin.",
                expected=f"at least {sbin}x{sbin} pixels",
                got=f"{width_px}x{height_px}",
                do="choose smaller bins (sbin)",
            )
        ranges = np.arange(height_px), np.arange(width_px), rows, columns
        return RegionBins(0, FULL_FRAME, *ranges, np.ones((rows.size, columns.size), bool))
