"""What a movie looks like at rest: its median picture, and how sway and light change it.

Everything here is taken from the movie's own frames, labeled or not, so that animals of
different coats, cameras and lamps are compared by how they differ from their own rest.

Pictures are square roots of luma, in which the noise of a camera is even, divided by the
median of the movie; small pictures are means of blocks of the thumbnail.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

#: A small picture is about this many pixels high at least, made of whole blocks of the thumbnail.
_LEAST_PX = 24
_SQUARE_ROOTS = np.sqrt(np.arange(256)).astype(np.float32)
#: Frames that differ more from rest than this share of frames do not shape the sway's pictures.
_QUIET = 0.5
_MEDIAN_ROWS = 160
#: The share of frames in which a pixel differs less from rest than its usual largest difference.
_LARGEST = 0.98
#: Differences beyond this many usual largest ones are cut.
_MOST = 2.5


@dataclass(frozen=True, eq=False)
class Sample:
    """Some frames of a movie, in order: runs of consecutive ones.

    Attributes
    ----------
    frames : (n,) int array
    thumbnails : (n, y, x) uint8 array
    cells : (n, c) float32 array
        Flat.
    """

    frames: np.ndarray
    thumbnails: np.ndarray
    cells: np.ndarray

    def after(self) -> np.ndarray:
        """Places of frames whose predecessor in the movie is in the sample, too."""
        return 1 + np.flatnonzero(np.diff(self.frames) == 1)


@dataclass(frozen=True, eq=False)
class Residuals:
    """How frames differ from rest.

    Attributes
    ----------
    nuisance : (n, 5) float32 array
        Light, its offset, its gradient, and shift along x and y, in units of their own.
    pictures : (n, p) float32 array
        What is left of the difference from the median, small pictures, flat.
    cells : (n, c) float32 array
        The same of the square roots of cells.
    """

    nuisance: np.ndarray
    pictures: np.ndarray
    cells: np.ndarray


NUISANCES = ("light", "offset", "gradient", "shift_x", "shift_y")


@dataclass(frozen=True, eq=False)
class Portrait:
    """A movie at rest; see `make_portrait`.

    Attributes
    ----------
    factor : int
        Pixels of the thumbnail along one pixel of a small picture.
    shape : (int, int)
        Of a small picture (y, x).
    scale, cell_scale : float
        What pictures and cells are divided by.
    median, cell_median : (p,), (c,) float32 arrays
    maps, cell_maps : (5, p), (5, c) float32 arrays
        What one unit of each nuisance adds.
    solve : (p, 5) float32 array
        Gives the nuisances of a difference from the median.
    per_level, per_motion, per_cell : (p,), (p,), (c,) float32 arrays
        One over the largest usual difference of each pixel from rest, and from a moment before,
        and of each cell from rest.
    whole, activity : (y, x) float32 arrays
        The median thumbnail, and the mean change from one frame to the next.
    """

    factor: int
    shape: tuple[int, int]
    scale: float
    cell_scale: float
    median: np.ndarray
    cell_median: np.ndarray
    maps: np.ndarray
    cell_maps: np.ndarray
    solve: np.ndarray
    per_level: np.ndarray
    per_motion: np.ndarray
    per_cell: np.ndarray
    whole: np.ndarray
    activity: np.ndarray

    def residuals(self, thumbnails: np.ndarray, cells: np.ndarray) -> Residuals:
        """How frames differ from rest, without sway and light.

        Parameters
        ----------
        thumbnails : (n, y, x) uint8 array
        cells : (n, c) float32 array
        """
        pictures = small_pictures(thumbnails, self.factor)
        pictures *= np.float32(1 / self.scale)
        pictures -= self.median
        nuisance = pictures @ self.solve
        pictures -= nuisance @ self.maps
        roots = np.sqrt(np.maximum(cells, 0))
        roots *= np.float32(1 / self.cell_scale)
        roots -= self.cell_median
        roots -= nuisance @ self.cell_maps
        return Residuals(nuisance, pictures, roots)

    def levels(self, pictures: np.ndarray) -> np.ndarray:
        """Differences from rest, of what is usually the largest of each pixel."""
        return np.clip(pictures * self.per_level, -_MOST, _MOST)

    def motions(self, moved: np.ndarray) -> np.ndarray:
        """Absolute differences from a moment before, likewise."""
        return np.minimum(moved * self.per_motion, _MOST)

    def cell_levels(self, cells: np.ndarray) -> np.ndarray:
        """Differences of cells from rest, likewise."""
        return np.clip(cells * self.per_cell, -_MOST, _MOST)


def small_pictures(thumbnails: np.ndarray, factor: int) -> np.ndarray:
    """Square roots of luma, averaged over blocks: (n, p) float32, flat."""
    n, height, width = thumbnails.shape
    high, wide = height // factor, width // factor
    roots = _SQUARE_ROOTS[thumbnails[:, : high * factor, : wide * factor]]
    if factor == 1:
        return roots.reshape(n, -1)
    total = roots[:, ::factor, ::factor].copy()
    for down, right in list(itertools.product(range(factor), range(factor)))[1:]:
        total += roots[:, down::factor, right::factor]
    total *= np.float32(1 / factor**2)
    return total.reshape(n, -1)


def block_factor(shape: tuple[int, ...]) -> int:
    """How many pixels of a thumbnail of this shape (y, x) make one of a small picture."""
    return max(1, min(shape) // _LEAST_PX)


def make_portrait(sample: Sample) -> Portrait:
    """The portrait of a movie, from some of its frames that can be decoded.

    Sway is found in two steps: from the derivatives of the median picture, and then
    from what those coefficients explain of each pixel, because what does not move with
    the head (the rig) is in the picture, too.
    """
    factor = block_factor(sample.thumbnails.shape[1:])
    shape = (sample.thumbnails.shape[1] // factor, sample.thumbnails.shape[2] // factor)
    raw = small_pictures(sample.thumbnails, factor)
    median = _median(raw)
    scale = max(float(np.median(median)), 0.5)
    median, pictures = (median / scale).astype(np.float32), raw / np.float32(scale)
    pictures -= median
    roots = np.sqrt(np.maximum(sample.cells, 0))
    cell_median = _median(roots)
    cell_scale = max(float(np.mean(cell_median)), 1e-6)
    cell_median = (cell_median / cell_scale).astype(np.float32)
    roots = roots / np.float32(cell_scale) - cell_median
    after = sample.after()
    if len(after):
        small_activity = np.abs(pictures[after] - pictures[after - 1]).mean(0)
    else:
        small_activity = np.ones(len(median), np.float32)
    weight = 1 / (small_activity**2 + np.median(small_activity) ** 2 + 1e-8)
    maps = _first_maps(median, shape)
    energy = (pictures**2).mean(1)
    quiet = energy <= np.quantile(energy, _QUIET)
    for _ in range(2):
        solve = _solver(maps, weight)
        maps = _explained(pictures[quiet] @ solve, pictures[quiet], maps)
    solve = _solver(maps, weight)
    nuisance = pictures @ solve
    cell_maps = _explained(nuisance[quiet], roots[quiet], np.zeros((5, roots.shape[1])))
    pictures -= nuisance @ maps.astype(np.float32)
    roots -= nuisance @ cell_maps.astype(np.float32)
    moved = pictures[after] - pictures[after - 1] if len(after) else pictures
    ranges = (_per_range(pictures, shape), _per_range(moved, shape), _per_range(roots))
    whole, activity = _whole_pictures(sample, after)
    arrays = (median, cell_median, maps, cell_maps, solve, *ranges, whole, activity)
    return Portrait(factor, shape, scale, cell_scale, *(a.astype(np.float32) for a in arrays))


def _median(rows: np.ndarray) -> np.ndarray:
    """The median of each column, from some rows that are spread over all."""
    step = max(1, len(rows) // _MEDIAN_ROWS)
    return np.median(np.ascontiguousarray(rows[::step].T), axis=1)


def _per_range(rows: np.ndarray, shape: tuple[int, int] | None = None) -> np.ndarray:
    """One over the usual largest difference of each column.

    Dark coats before dark walls differ little from rest where pale ones differ much; what is
    alike is how far a pixel goes of what it ever does.  Noise alone fills a quarter of it.
    """
    sizes = np.abs(rows)
    largest = np.quantile(sizes, _LARGEST, axis=0)
    squares = largest**2 + (3 * 1.4826 * _median(sizes)) ** 2
    if shape is not None:
        squares = ndimage.gaussian_filter(squares.reshape(shape), 0.7, mode="nearest").ravel()
    return 1 / np.sqrt(squares + 0.09 * np.median(squares) + 1e-10)


def _first_maps(median: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Light, offset, gradient and the two derivatives, of unit mean square."""
    picture = median.reshape(shape)
    across = np.linspace(-1, 1, shape[1])[None, :]
    blurred = ndimage.gaussian_filter(picture, 0.7, mode="nearest")
    maps = [picture, np.ones(shape), picture * across]
    maps += [-np.gradient(blurred, axis=1), -np.gradient(blurred, axis=0)]
    flat = np.stack(maps).reshape(len(maps), -1).astype(np.float64)
    return flat / np.maximum(np.sqrt((flat**2).mean(1, keepdims=True)), 1e-6)


def _solver(maps: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(p, 5): weighted least squares, with a little shrinkage where maps are alike."""
    weighted = (maps * weight).T
    inner = maps @ weighted
    ridge = 1e-3 * np.trace(inner) / len(inner) * np.eye(len(inner))
    return (weighted @ np.linalg.inv(inner + ridge)).astype(np.float32)


def _explained(nuisance: np.ndarray, values: np.ndarray, before: np.ndarray) -> np.ndarray:
    """What one unit of each nuisance adds to each value; as before where nothing varies."""
    x = nuisance.astype(np.float64)
    inner = x.T @ x
    size = np.trace(inner) / len(inner)
    if len(x) < 20 or not size > 1e-12:
        return before
    # the first maps are kept where a nuisance hardly varies
    ridge = 0.02 * size * np.eye(len(inner))
    return np.linalg.solve(inner + ridge, x.T @ values + ridge @ before)


def _whole_pictures(sample: Sample, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The median thumbnail and its activity, in square roots of luma."""
    roots = _SQUARE_ROOTS[sample.thumbnails]
    whole = _median(roots.reshape(len(roots), -1)).reshape(roots.shape[1:])
    if not len(after):
        return whole, np.ones_like(whole)
    return whole, np.abs(roots[after] - roots[after - 1]).mean(0)
