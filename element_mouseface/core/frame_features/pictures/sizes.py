"""Pictures of one size as the frames of a movie: its kernel, and where its regions are.

A picture is computed exactly as a frame of a movie: by the same kernel, brought to the same
thumbnail, whatever its size.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from ....errors import CropError
from ....params import Crop, HOGParams
from ...extraction.color_extractor import CHROMA
from ...facial_signals.regions import Region
from ...features.chroma_kernel import ChromaKernel
from ...features.frame_kernel import THUMBNAIL_PX, FrameKernel
from ...features.masks import mask_px
from ...features.quality import TRACES, FrameFlag
from ...video.color import COLORLESS, RGB_MATRIX
from ...video.stills.decoding import Still
from ..color_columns import ColorColumns
from ..frames import Frames
from ..params import FeatureParams
from ..places import RegionPlace, region_places
from ..reasons import Reason
from ..recording import chosen_columns
from ..recording_columns import FrameColumns

#: sizes whose kernels and regions are kept
_MOST_SIZES = 64
#: what the reasons of a movie's frames are called in pictures
_IN_PICTURES = np.arange(max(Reason) + 1, dtype=np.uint8)
_IN_PICTURES[[Reason.FIRST_FRAME, Reason.MISSING_FRAME]] = Reason.STILL, Reason.UNREADABLE

_Kernels = tuple[FrameKernel, ChromaKernel | None]
Values = tuple[np.ndarray, dict[str, np.ndarray]]


@dataclass(frozen=True, eq=False)
class SmallPicture:
    """What one pass over a picture gives.

    Parameters
    ----------
    size_px : (int, int)
        Height and width of the whole picture, after its turn.
    outputs : dict of str to ndarray
        Of the kernels: thumbnail, cells, flags, traces, and chroma where color is wanted.
    left_out : ndarray (y, x) of bool, or None
        Transparent pixels of the crop.
    """

    size_px: tuple[int, int]
    outputs: dict[str, np.ndarray]
    left_out: np.ndarray | None


class PictureSizes:
    """Kernels and columns for pictures of any size; may be used from several threads.

    Parameters
    ----------
    crop : Crop
    regions : sequence of Region
        In pixels of the picture.
    params : FeatureParams
    cells : HOGParams
        Of the cell histograms; a picture that is smaller than a cell is one cell.
    with_color : bool
        Whether pictures have color.
    """

    def __init__(
        self,
        crop: Crop,
        regions: Sequence[Region],
        params: FeatureParams,
        cells: HOGParams,
        with_color: bool,
    ):
        self.crop, self.regions, self.params, self._cells = crop, tuple(regions), params, cells
        self.with_color = with_color and "color" in params.groups
        self._kernels: dict[tuple[int, int], _Kernels] = {}
        self._places: dict[tuple[int, int], tuple[RegionPlace, ...]] = {}
        self._lock = threading.Lock()

    def cells_for(self, size_px: tuple[int, int]) -> HOGParams:
        """Parameters of the cells of a picture."""
        box = self.crop.box(*size_px)
        sides = (axis.stop - axis.start for axis in box)
        high, wide = (
            min(cell, side) for cell, side in zip(self._cells.pixels_per_cell, sides, strict=True)
        )
        if (high, wide) == self._cells.pixels_per_cell:
            return self._cells
        return dataclasses.replace(self._cells, pixels_per_cell=(high, wide))

    def small(self, still: Still) -> SmallPicture:
        """Run the kernels over a whole picture."""
        size = (still.luma.shape[0], still.luma.shape[1])
        box, left_out = self.crop.box(*size), still.left_out
        if left_out is not None:
            left_out = left_out[box] if left_out[box].any() else None
        gray, color = self._kernels_of(size) if left_out is None else self._made(size, left_out)
        buffers = gray.allocate(1)
        gray(still.luma[box], None, gray.row(buffers, 0))
        if color is not None:
            planes, layout = still.color or ((), COLORLESS)
            if color.zeroed:
                planes = tuple(_zeroed(plane, size, box, color.mask) for plane in planes)
            buffers[CHROMA] = np.empty((1, *THUMBNAIL_PX, 2), np.uint8)
            color(planes, layout, buffers[CHROMA][0])
        return SmallPicture(size, {name: array[0] for name, array in buffers.items()}, left_out)

    def values(self, pictures: Sequence[SmallPicture]) -> Values:
        """Features of pictures of one size without transparent pixels, or of one picture."""
        first = pictures[0]
        stacked = {
            name: np.stack([picture.outputs[name] for picture in pictures])
            for name in first.outputs
        }
        source = self._source(first.size_px, stacked)
        places = self._places_in(source, first)
        frames = Frames(
            *(0, len(pictures), stacked["thumbnail"], None, stacked["cells"], stacked["flags"]),
            chroma=stacked.get(CHROMA),
        )
        columns = self._columns(source, places)
        found = [part.values(frames) for part in columns]
        values = np.concatenate([numbers for numbers, _ in found], axis=1)
        reasons = {key: codes for _, some in found for key, codes in some.items()}
        return values, {key: _IN_PICTURES[codes] for key, codes in reasons.items()}

    def names(self, size_px: tuple[int, int]) -> list[str]:
        """Names of the columns."""
        source = self._source(size_px, {name: np.zeros(1) for name in TRACES})
        places = region_places(source, self.regions, min_pixels=self.params.min_pixels)
        columns = self._columns(source, places)
        return [name for part in columns for name in part.names]

    def places(self, size_px: tuple[int, int]) -> tuple[RegionPlace, ...]:
        """The crop and each region in the thumbnail of a picture without transparent pixels."""
        source = self._source(size_px, {})
        return region_places(source, self.regions, min_pixels=self.params.min_pixels)

    def _columns(self, source: Any, places: tuple[RegionPlace, ...]) -> list[FrameColumns]:
        columns = chosen_columns(source, places, self.params)
        if self.with_color:
            columns.append(ColorColumns(places, self.params, RGB_MATRIX))
        return columns

    def _kernels_of(self, size: tuple[int, int]) -> _Kernels:
        with self._lock:
            if size not in self._kernels:
                if len(self._kernels) >= _MOST_SIZES:
                    self._kernels.clear()
                self._kernels[size] = self._made(size)
            return self._kernels[size]

    def _made(self, size: tuple[int, int], left_out: np.ndarray | None = None) -> _Kernels:
        mask = mask_px(self.crop, *size) if self.crop.masks else None
        if left_out is not None:
            mask = left_out if mask is None else mask | left_out
        box = self.crop.box(*size)
        height, width = (axis.stop - axis.start for axis in box)
        color = None
        if self.with_color:
            color = ChromaKernel(size, box, mask, zeroed=left_out is not None)
        return FrameKernel(self.cells_for(size), height, width, mask=mask), color

    def _source(self, size_px: tuple[int, int], traces: dict[str, np.ndarray]) -> Any:
        """What stands for a result folder, to the functions that compute a recording's features."""
        rows, columns = THUMBNAIL_PX
        return SimpleNamespace(
            params=self.cells_for(size_px),
            crop=self.crop,
            frame_px=size_px,
            thumbnails=SimpleNamespace(shape=(0, rows, columns)),
            quality_names=TRACES,
            quality=traces.__getitem__,
        )

    def _places_in(self, source: Any, picture: SmallPicture) -> tuple[RegionPlace, ...]:
        least = self.params.min_pixels
        if picture.left_out is not None:
            return region_places(source, self.regions, min_pixels=least, left_out=picture.left_out)
        with self._lock:
            if picture.size_px not in self._places:
                if len(self._places) >= _MOST_SIZES:
                    self._places.clear()
                self._places[picture.size_px] = region_places(
                    source, self.regions, min_pixels=least
                )
            return self._places[picture.size_px]


def _zeroed(
    plane: np.ndarray, size: tuple[int, int], box: tuple[slice, slice], mask: np.ndarray | None
) -> np.ndarray:
    """A plane with all channels of each pixel side by side, where masked pixels are 0.

    Only formats that are decoded to such planes have transparency.
    """
    plane = plane.copy()
    if mask is not None:
        plane.reshape(*size, -1)[box][mask] = 0
    return plane


def check_one_size(crop: Crop, regions: Sequence[Region], sizes: set[tuple[int, int]]) -> None:
    """Refuse crops and regions in pixels where pictures have several sizes (CropError)."""
    if len(sizes) > 1 and (regions or crop != Crop()):
        some = ", ".join(f"{w}x{h}" for h, w in sorted(sizes)[:5])
        raise CropError(
            "A crop and regions are in pixels, and the pictures have several sizes.",
            expected="pictures of one size, or no crop and no regions",
            got=f"{len(sizes)} sizes: {some}",
            do="bring the pictures to one size first, or leave the crop and the regions out",
        )


def still_flags(flags: np.ndarray) -> np.ndarray:
    """Flags of pictures: that there is none before it is no news."""
    return flags & ~np.uint16(FrameFlag.FIRST)
