"""Where a region is in the thumbnails and in the cells of a result.

A thumbnail pixel or a cell belongs to a region if at least half of its pixels of the movie are
inside the region and under no mask.  A pixel is inside when its center is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import CropError, ParameterError
from ...params import Crop
from ..facial_signals.regions import Region
from ..features.frame_kernel import THUMBNAIL_PX
from ..features.masks import gradient_mask, mask_px
from ..store.result import Result
from .columns import RESERVED_REGIONS
from .reasons import Reason

CROP = "crop"
"""The name of the whole crop among the regions."""


@dataclass(frozen=True, eq=False)
class RegionPlace:
    """A region in the small pictures and the cells of a recording.

    Attributes
    ----------
    name : str
    inside : ndarray (y, x) of bool
        Its thumbnail pixels, without masked ones.
    cell_weights : ndarray (row, column) of float64
        Share of each cell's unmasked pixels inside it; 0 if these are less than half of the cell.
    reason : Reason
        Why it has no features: MASKED, TOO_SMALL, or NONE where it has.
    outside : float
        Share of its pixels outside the crop, which are in no feature.
    """

    name: str
    inside: np.ndarray
    cell_weights: np.ndarray
    reason: Reason = Reason.NONE
    outside: float = 0.0

    @property
    def n_pixels(self) -> int:
        """Number of its thumbnail pixels."""
        return int(self.inside.sum())


def region_places(
    result: Result,
    regions: Sequence[Region] = (),
    *,
    min_pixels: int = 16,
    left_out: np.ndarray | None = None,
) -> tuple[RegionPlace, ...]:
    """The whole crop, and each region, in the thumbnails and cells of a result.

    Parameters
    ----------
    result : Result
    regions : sequence of Region
        In pixels of the movie's frame, of any kind.
    min_pixels : int
        A region with fewer thumbnail pixels is too small.
    left_out : ndarray (y, x) of bool, optional
        Pixels of the crop that are left out beside masked ones: transparent ones.

    Raises
    ------
    CropError
        If a region reaches outside the frame, or is outside the crop.
    ParameterError
        If the name of a region cannot be that of a column, or is there twice.
    """
    check_names([region.name for region in regions])
    masked = _masked(result)
    if left_out is not None:
        masked = masked | left_out
    whole = np.ones(masked.shape, bool)
    found = [_place(CROP, whole, masked, result, min_pixels)]
    for region in regions:
        covered, outside = _in_crop(region, result)
        found.append(_place(region.name, covered, masked, result, min_pixels, outside))
    return tuple(found)


def about_regions(places: Sequence[RegionPlace], regions: Sequence[Region]) -> dict[str, Any]:
    """What a table says of the crop and of each region, by name."""
    return {
        place.name: {
            "thumbnail_px": place.n_pixels,
            "outside_crop": round(place.outside, 6),
            "reason": place.reason.word,
            **({} if not k else {"region": regions[k - 1].to_dict()}),
        }
        for k, place in enumerate(places)
    }


def about_thumbnail(sizes_px: Collection[tuple[int, int]], distance: int) -> dict[str, Any]:
    """What a table says of its thumbnails: their size, and the scale of their pixels.

    Parameters
    ----------
    sizes_px : collection of (int, int)
        Height and width of the crop: one of a movie, perhaps several of pictures.
    distance : int
        Of texture, in thumbnail pixels.
    """
    rows, columns = THUMBNAIL_PX
    steps = sorted({(height / rows, width / columns) for height, width in sizes_px})
    if len(steps) == 1:
        ((y, x),) = steps
        reach = {"x": distance * x, "y": distance * y}
        return {
            "px": [rows, columns],
            "pixels_repeated": y < 1 or x < 1,
            "movie_px_per_px": {"x": x, "y": y},
            "texture_distance_movie_px": {**reach, "diagonal": distance * float(np.hypot(x, y))},
        }
    of_y, of_x = zip(*steps, strict=True)
    ranges = {"x": [min(of_x), max(of_x)], "y": [min(of_y), max(of_y)]}
    return {"px": [rows, columns], "picture_px_per_px": ranges}


def check_names(names: Sequence[str]) -> None:
    """Refuse names of regions that are no names of columns (ParameterError)."""
    for name in names:
        if ":" in name or name in RESERVED_REGIONS or name != name.strip() or "\n" in name:
            raise ParameterError(
                f"A region called {name!r} cannot have features.",
                expected=f"a name without ':' and spaces around it, none of "
                f"{', '.join(RESERVED_REGIONS)}",
                do="rename it in the file of the regions",
            )
    if len(set(names)) < len(names):
        raise ParameterError("Two regions have the same name.", got=", ".join(names))


def thumbnail_pixels(covered: np.ndarray, thumbnail_px: tuple[int, int]) -> np.ndarray:
    """Thumbnail pixels of which at least half of the movie's pixels are covered.

    Parameters
    ----------
    covered : ndarray (y, x) of bool
        Pixels of the crop.
    thumbnail_px : (int, int)
        Rows and columns of the thumbnail, whose pixel (i, j) is the mean of rows
        floor(i h / rows) up to floor((i + 1) h / rows), and columns likewise; of a smaller crop,
        pixels are repeated.

    Returns
    -------
    ndarray (rows, columns) of bool
    """
    edges, lengths = [], []
    for n, size in zip(thumbnail_px, covered.shape, strict=True):
        edges.append(np.arange(min(n, size)) * size // min(n, size))
        lengths.append(np.diff(edges[-1], append=size))
    rows_of = zip(edges[0], edges[0] + lengths[0], strict=True)  # no large picture is copied
    counts = np.stack([covered[first:stop].sum(axis=0, dtype=np.int64) for first, stop in rows_of])
    counts = np.add.reduceat(counts, edges[1], axis=1)
    total = np.outer(*lengths)
    small = 2 * counts >= total
    rows, columns = (
        np.arange(n) * min(n, size) // n
        for n, size in zip(thumbnail_px, covered.shape, strict=True)
    )
    return small[np.ix_(rows, columns)]


def cell_shares(
    covered: np.ndarray, counted: np.ndarray, pixels_per_cell: tuple[int, int]
) -> np.ndarray:
    """Share of each cell's counted pixels that are covered: (rows, columns).

    Parameters
    ----------
    covered, counted : ndarray (y, x) of bool
        Pixels of the crop in a region, and those that are in the cells' histograms.
    pixels_per_cell : (int, int)

    Returns
    -------
    ndarray (rows, columns) of float64
        0 where fewer than half of all of the cell's pixels are both.
    """
    high, wide = pixels_per_cell
    rows, columns = covered.shape[0] // high, covered.shape[1] // wide

    def share(pixels: np.ndarray) -> np.ndarray:
        cells = pixels[: rows * high, : columns * wide].reshape(rows, high, columns, wide)
        return cells.mean((1, 3))

    both = share(covered & counted)
    return np.where(both >= 0.5, both / np.maximum(share(counted), 0.5), 0.0)


def _place(
    name: str,
    covered: np.ndarray,
    masked: np.ndarray,
    result: Result,
    min_pixels: int,
    outside: float = 0.0,
) -> RegionPlace:
    inside = thumbnail_pixels(covered & ~masked, _thumbnail_px(result))
    weights = cell_shares(covered, ~gradient_mask(masked), result.params.pixels_per_cell)
    reason = Reason.NONE
    if inside.sum() < min_pixels:
        large = thumbnail_pixels(covered, _thumbnail_px(result)).sum() >= min_pixels
        reason = Reason.MASKED if large else Reason.TOO_SMALL
    return RegionPlace(name, inside, weights, reason, outside)


def _thumbnail_px(result: Result) -> tuple[int, int]:
    _, rows, columns = result.thumbnails.shape
    return rows, columns


def _masked(result: Result) -> np.ndarray:
    crop: Crop = result.crop
    if crop.masks:
        return mask_px(crop, *result.frame_px)
    rows, columns = crop.box(*result.frame_px)
    return np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)


def _in_crop(region: Region, result: Result) -> tuple[np.ndarray, float]:
    """Pixels of the crop inside a region, and the share of its pixels outside the crop."""
    rows, columns, found = region.inside(*result.frame_px)
    frame = np.zeros(result.frame_px, bool)
    frame[rows, columns] = found
    covered = frame[result.crop.box(*result.frame_px)]
    if not covered.any():
        top, left = (axis.start for axis in result.crop.box(*result.frame_px))
        raise CropError(
            f"Region {region.name!r} is outside the crop.",
            expected=f"a region within x {left} to {left + covered.shape[1]}, y {top} to "
            f"{top + covered.shape[0]}",
            got="x {0} to {2}, y {1} to {3}".format(*region.box_px),
            do="draw it inside, or make the pass with a larger crop",
        )
    return covered, 1.0 - float(covered.sum() / found.sum())
