"""The usual picture of a recording, and how a frame's light and contrast differ from it.

It is taken from frames spread over the whole recording, whether they failed or not: a picture of
the successes alone would be a little more like every success than like any failure.

A frame's brightness is explained as a slope times the usual brightness plus an offset, found
from medians of pixels of similar usual brightness, so that what covers a part of the picture,
and what is saturated, does not take part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

_BINS = 16
#: Brightness at which a pixel is no more a straight line of the light.
_WHITE, _BLACK = 248.0, 1.0
#: Pairs of bins whose usual brightness differs less, as a share of the range, give no slope.
_LEAST_STEP = 0.15
_LEAST_SLOPE = 0.05
_USUAL_NOISE, _SHARE_OF_RANGE = 5.0, 0.125
_MOST_RATIO = 1e-3
_SATURATED = 250
_SATURATED_CELL = 0.1
_KERNEL = np.ones((2, 2), np.uint8)


@dataclass(frozen=True, eq=False)
class UsualPicture:
    """The usual picture of a recording.

    Attributes
    ----------
    picture : (y, x) float32 array
        Median brightness of blocks of 2 by 2 thumbnail pixels.
    inside : (y, x) bool array
        Blocks that no mask touches.
    bins : tuple of int arrays
        Blocks of similar brightness, numbers in the flat picture.
    levels : (bins,) float64 array
        Their usual brightness.
    offset, limit : (y, x) float32 arrays
        Usual difference of each block that is left, and from which one on it is covered.
    edges : (rows, columns) float32 array
        Usual edge energy of cells; NaN where a cell does not count.
    cell_levels : (rows, columns) float32 array
        Usual brightness of cells.
    square_roots : bool
        Whether cells are of square roots of luma.
    """

    picture: np.ndarray
    inside: np.ndarray
    bins: tuple[np.ndarray, ...]
    levels: np.ndarray
    offset: np.ndarray
    limit: np.ndarray
    edges: np.ndarray
    cell_levels: np.ndarray
    square_roots: bool

    def light(self, blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Slope and offset of pictures on the usual one: two (n,) arrays, NaN where undefined.

        Parameters
        ----------
        blocks : (n, y, x) float32 array
            From `blocks_of`.
        """
        flat = blocks.reshape(len(blocks), -1)
        found = np.stack([np.median(flat[:, one], axis=1) for one in self.bins], axis=1)
        found = np.where((found >= _WHITE) | (found <= _BLACK), np.nan, found).astype(np.float64)
        low, high = np.triu_indices(len(self.levels), 1)
        apart = self.levels[high] - self.levels[low]
        kept = apart >= max(_LEAST_STEP * self.range, 1e-3)
        if not kept.any():
            none = np.full(len(blocks), np.nan)
            return none, none.copy()
        low, high, apart = low[kept], high[kept], apart[kept]
        slope = row_medians((found[:, high] - found[:, low]) / apart)
        return slope, row_medians(found - slope[:, None] * self.levels)

    @property
    def range(self) -> float:
        """From the 5th to the 95th percentile of its brightness."""
        low, high = np.percentile(self.picture[self.inside], [5, 95])
        return float(high - low)

    def differences(self, blocks: np.ndarray, slope: np.ndarray, offset: np.ndarray) -> np.ndarray:
        """What light and contrast leave of a picture, in luma levels of the usual one.

        0 where both it and what is expected are saturated, and outside of the mask.
        """
        expected = np.clip(slope[:, None, None] * self.picture + offset[:, None, None], 0, 255)
        left = (blocks - expected) / np.maximum(slope, _LEAST_SLOPE)[:, None, None]
        left[(blocks >= _WHITE - 3) & (expected >= _WHITE - 3)] = 0
        return np.where(self.inside, left, 0).astype(np.float32)

    def covered(self, differences: np.ndarray) -> np.ndarray:
        """Blocks that something covers: (n, y, x) bool.  Single blocks and lines do not count."""
        beyond = (np.abs(differences - self.offset) > self.limit).astype(np.uint8)
        return np.stack([cv2.morphologyEx(one, cv2.MORPH_OPEN, _KERNEL) for one in beyond]).astype(
            bool
        )

    def shift(self, differences: np.ndarray, covered: np.ndarray) -> np.ndarray:
        """Shift of the face, right and down, in blocks: (n, 2) float64, of what is not covered.

        To first order, and so too small where it is large.
        """
        soft_down, soft_right = np.gradient(cv2.GaussianBlur(self.picture, (0, 0), 1.0))
        down, right = np.gradient(self.picture)
        free = ((~covered) & self.inside).reshape(len(covered), -1).astype(np.float32)
        left = (differences - self.offset).reshape(len(differences), -1) * free
        soft_x, soft_y, x, y = (one.ravel() for one in (soft_right, soft_down, right, down))
        a, b = free @ (soft_x * x), free @ (soft_x * y)
        c, d = free @ (soft_y * x), free @ (soft_y * y)
        rx, ry = -(left @ soft_x), -(left @ soft_y)
        det = (a * d - b * c).astype(np.float64)
        det = np.where(det > 1e-6 * np.maximum((a + d) ** 2, 1e-12), det, np.nan)
        return np.stack([(d * rx - b * ry) / det, (a * ry - c * rx) / det], axis=1)

    def detail(
        self, cells: np.ndarray, thumbnails: np.ndarray, slope: np.ndarray, offset: np.ndarray
    ) -> np.ndarray:
        """Logarithm of edge energy relative to what is expected: (n,) float64, NaN if undefined."""
        with np.errstate(invalid="ignore", divide="ignore"):
            light = slope[:, None, None]
            if self.square_roots:
                level = np.maximum(self.cell_levels, 1)
                now = np.maximum(light * level + offset[:, None, None], 1)
                light = light * np.sqrt(level) / np.sqrt(now)
            expected = self.edges * np.maximum(light, _MOST_RATIO)
            ratio = np.log(np.maximum(cells.sum(axis=3), 1e-6) / expected)
        grid = self.edges.shape[::-1]
        white = (thumbnails >= _SATURATED - 5).astype(np.float32)
        share = np.stack([cv2.resize(one, grid, interpolation=cv2.INTER_AREA) for one in white])
        ratio = np.where(share < _SATURATED_CELL, ratio, np.nan)
        return row_medians(ratio.reshape(len(ratio), -1))


def make_usual_picture(
    thumbnails: np.ndarray, cells: np.ndarray, left_out: np.ndarray | None, square_roots: bool
) -> UsualPicture:
    """The usual picture, from frames that are spread over the recording.

    Parameters
    ----------
    thumbnails : (n, y, x) uint8 array
    cells : (n, rows, columns, orientations) float32 array
        Of the same frames.
    left_out : (y, x) bool array, optional
        Masked pixels of the thumbnail.
    square_roots : bool
        Whether cells are of square roots of luma.
    """
    blocks = blocks_of(thumbnails)
    picture = np.median(blocks, axis=0).astype(np.float32)
    inside = np.ones(picture.shape, bool)
    if left_out is not None:
        inside = blocks_of(left_out[None].astype(np.float32))[0] == 0
        if not inside.any():
            inside[:] = True
    numbers = np.flatnonzero(inside)
    order = numbers[np.argsort(picture.ravel()[numbers], kind="stable")]
    bins = tuple(one for one in np.array_split(order, _BINS) if len(one))
    levels = np.array([np.median(picture.ravel()[one]) for one in bins], np.float64)
    energy = cells.sum(axis=3)
    edges = np.median(energy, axis=0).astype(np.float32)
    counted = edges > 0
    if counted.any():
        counted &= edges >= np.median(edges[counted])
    size = edges.shape[::-1]
    usual = UsualPicture(
        picture,
        inside,
        bins,
        levels,
        np.zeros_like(picture),
        np.full_like(picture, np.inf),
        np.where(counted, edges, np.nan).astype(np.float32),
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA).reshape(edges.shape),
        square_roots,
    )
    return _with_usual_differences(usual, blocks)


def _with_usual_differences(usual: UsualPicture, blocks: np.ndarray) -> UsualPicture:
    slope, offset = usual.light(blocks)
    known = np.isfinite(slope)
    if not known.any():
        return usual
    left = usual.differences(blocks[known], slope[known], offset[known])
    middle = np.median(left, axis=0)
    spread = 1.4826 * np.median(np.abs(left - middle), axis=0)
    limit = np.maximum(_USUAL_NOISE * spread, max(_SHARE_OF_RANGE * usual.range, 1.0))
    limit = np.where(usual.inside, limit, np.inf)
    return replace(usual, offset=middle.astype(np.float32), limit=limit.astype(np.float32))


def blocks_of(pictures: np.ndarray) -> np.ndarray:
    """Means of blocks of 2 by 2 pixels: (n, y, x) float32; a picture of one row or column as is."""
    high, wide = (2 if size > 1 else 1 for size in pictures.shape[1:])
    n, rows, columns = len(pictures), pictures.shape[1] // high, pictures.shape[2] // wide
    cut = pictures[:, : rows * high, : columns * wide]
    return cut.reshape(n, rows, high, columns, wide).mean(axis=(2, 4), dtype=np.float32)


def row_medians(values: np.ndarray) -> np.ndarray:
    """Median of each row without NaN: (n,) float64, NaN where a row has no number."""
    ordered = np.sort(np.asarray(values, np.float64), axis=1)
    count = np.isfinite(ordered).sum(axis=1)
    rows = np.arange(len(ordered))
    low = ordered[rows, np.maximum(count - 1, 0) // 2]
    high = ordered[rows, np.minimum(count // 2, ordered.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)
