"""Features of a recording as they would be if nothing changed in a part of the picture.

The part is replaced by the recording's own median there: in thumbnails, cells and color, and in the
mean luminance by what that changes.  What does not come from these stays as the table has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..facial_signals.regions import Region
from ..features.quality import FrameFlag
from ..frame_features.color_columns import ColorColumns, has_chroma
from ..frame_features.frames import Frames
from ..frame_features.motion_basis import ComponentColumns, MotionBasis
from ..frame_features.params import FeatureParams
from ..frame_features.places import RegionPlace, region_places
from ..frame_features.recording import chosen_columns
from ..frame_features.recording_columns import CellColumns, PictureColumns, ThumbnailMotion
from ..frame_features.table import FrameTable
from ..store.chosen_frames import read_frames
from ..store.result import Result

_MEDIAN_FRAMES = 200
_LUMINANCE = "crop:luminance"
_UNUSABLE = FrameFlag.MISSING | FrameFlag.BLACK


@dataclass(frozen=True, eq=False)
class Cover:
    """A part of the picture that is covered.

    Attributes
    ----------
    pixels : (y, x) bool array
        Of the thumbnail.
    touching : bool
        Whether cells are covered that touch it, or only those with their center in it, which
        tiles have no cell in common by.
    """

    pixels: np.ndarray
    touching: bool = False

    def cells(self, shape: tuple[int, int], pixels_per_cell: tuple[int, int], crop_px: Any) -> Any:
        """(row, column) bool array of the cells that are covered."""
        ends = []
        for n, size, px, length in zip(
            shape, pixels_per_cell, crop_px, self.pixels.shape, strict=True
        ):
            edges = np.arange(n + 1) * size * length / px
            low = np.floor(edges[:-1] + 1e-9).astype(int)
            high = np.ceil(edges[1:] - 1e-9).astype(int)
            middle = np.minimum(((edges[:-1] + edges[1:]) / 2).astype(int), length - 1)
            ends.append((np.minimum(low, length - 1), np.clip(high, 1, length), middle))
        (top, bottom, y), (left, right, x) = ends
        if not self.touching:
            return self.pixels[np.ix_(y, x)]
        sums = np.pad(self.pixels.astype(int).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        found = sums[np.ix_(bottom, right)] - sums[np.ix_(top, right)]
        found = found - sums[np.ix_(bottom, left)] + sums[np.ix_(top, left)]
        return found > 0


class CoveredRecording:
    """Some frames of a recording, and their features with a part of the picture covered.

    Parameters
    ----------
    result : Result
    table : FrameTable
        That was made of it, or of its events.
    names : sequence of str
        Features that are wanted.
    basis : MotionBasis, optional
        Of components of motion.
    """

    def __init__(
        self,
        result: Result,
        table: FrameTable,
        names: Sequence[str],
        basis: MotionBasis | None = None,
    ):
        self.result, about = result, table.about
        self.params = FeatureParams.from_dict(about["params"])
        told = about.get("regions") or {}
        regions = [Region.from_dict(one["region"]) for one in told.values() if "region" in one]
        self.places: tuple[RegionPlace, ...] = region_places(
            result, regions, min_pixels=self.params.min_pixels
        )
        self.parts = [part for part, _ in self._parts(names, basis)]
        self._kept = [kept for _, kept in self._parts(names, basis)]
        self.luminance = _LUMINANCE in names and "luminance" in result.quality_names
        own = [name for kept in self._kept for name, _ in kept]
        self.names = (*own, *((_LUMINANCE,) if self.luminance else ()))
        rows, columns = result.crop.box(*result.frame_px)
        self.crop_px = (rows.stop - rows.start, columns.stop - columns.start)
        self.median = self._median("thumbnail")
        self._median_cells = self._median("cells") if self._needs(CellColumns) else None
        self._median_chroma = self._median("chroma") if self._needs(ColorColumns) else None
        self._area = self._areas()

    def load(self, frames: np.ndarray) -> None:
        """Read these frames (sorted numbers), which `values` is then of."""
        self._flags = self.result.flags[frames]
        both = np.unique(np.concatenate([np.maximum(frames - 1, 0), frames]))
        pictures = self._read("thumbnail", both)
        self._now = pictures[np.searchsorted(both, frames)]
        self._before = pictures[np.searchsorted(both, np.maximum(frames - 1, 0))]
        self._cells = None if self._median_cells is None else self._read("cells", frames)
        self._chroma = None if self._median_chroma is None else self._read("chroma", frames)
        self._trace = self.result.quality("luminance")[frames] if self.luminance else None
        self._plain = self._computed(None, None)

    def values(self, cover: Cover | None = None) -> np.ndarray:
        """(frames, `names`) float64 features of the frames that were read, some of it covered."""
        return self._plain if cover is None else self._computed(cover, self._plain)

    def face(self) -> np.ndarray:
        """(y, x) mean of the frames that were read."""
        good = (self._flags & int(_UNUSABLE)) == 0
        return self._now[good].mean(axis=0) if good.any() else self.median.astype(float)

    def _parts(self, names: Sequence[str], basis: MotionBasis | None) -> Any:
        """Columns of this recording that come from its pictures, and the wanted of each."""
        wanted = set(names)
        parts: list[Any] = [
            part
            for part in chosen_columns(self.result, self.places, self.params)
            if isinstance(part, PictureColumns | CellColumns | ThumbnailMotion)
        ]
        if has_chroma(self.result):
            color = ColorColumns.for_result(self.result, self.places, self.params)
            parts += [color] if color is not None else []
        if basis is not None:
            parts.append(ComponentColumns(basis, self.result))
        found = []
        for part in parts:
            kept = [(name, k) for k, name in enumerate(part.names) if name in wanted]
            if kept:
                found.append((part, kept))
        return found

    def _needs(self, kind: type) -> bool:
        return any(isinstance(part, kind) for part in self.parts)

    def _read(self, name: str, frames: np.ndarray) -> np.ndarray:
        array = self.result.array(name)
        if not len(frames):
            return np.empty((0, *array.shape[1:]), array.dtype)
        found = [block for _, block in read_frames(array, frames)]
        return np.concatenate(found).reshape(len(frames), *array.shape[1:])

    def _median(self, name: str) -> np.ndarray:
        """The median over frames that are spread over the recording."""
        good = np.flatnonzero((self.result.flags & int(_UNUSABLE)) == 0)
        good = good if len(good) else np.arange(self.result.n_frames)
        places = np.linspace(0, len(good) - 1, min(_MEDIAN_FRAMES, len(good))).round().astype(int)
        found = self._read(name, good[np.unique(places)])
        middle = np.median(found, axis=0)
        return np.rint(middle).astype(found.dtype) if found.dtype == np.uint8 else (
            middle.astype(found.dtype))  # fmt: skip

    def _areas(self) -> np.ndarray:
        """(y, x) share of the crop's pixels in each pixel of the thumbnail."""
        sides = []
        for n, px in zip(self.median.shape, self.crop_px, strict=True):
            edges = np.arange(n + 1) * px / n if px < n else np.arange(n + 1) * px // n
            sides.append(np.diff(edges) / px)
        return np.outer(*sides) * self.places[0].inside

    def _computed(self, cover: Cover | None, plain: np.ndarray | None) -> np.ndarray:
        n = len(self._now)
        out = np.empty((n, len(self.names))) if plain is None else plain.copy()
        one, pairs = self._frames(cover, False), self._frames(cover, True)
        first = 0
        for part, kept in zip(self.parts, self._kept, strict=True):
            here = slice(first, first + len(kept))
            first += len(kept)
            if cover is not None and not self._touches(part, cover):
                continue
            moving = isinstance(part, ThumbnailMotion | ComponentColumns)
            found, _ = part.values(pairs if moving else one)
            out[:, here] = (found[1::2] if moving else found)[:, [k for _, k in kept]]
        if self._trace is not None and cover is None:
            out[:, first] = self._trace
        elif self._trace is not None and cover is not None:
            weights = np.where(cover.pixels, self._area, 0)
            total = self._area.sum()
            # what is masked is in no mean
            change = np.tensordot(self.median - self._now.astype(float), weights, ((1, 2), (0, 1)))
            out[:, first] = self._trace + change / total if total else self._trace
        return out

    def _touches(self, part: Any, cover: Cover) -> bool:
        if isinstance(part, PictureColumns):
            return bool((part.place.inside & cover.pixels).any())
        if isinstance(part, CellColumns):
            weights = part.place.cell_weights
            return bool((self._covered_cells(cover) & (weights > 0)).any())
        return True

    def _covered_cells(self, cover: Cover) -> np.ndarray:
        shape = self.places[0].cell_weights.shape
        return cover.cells(shape, self.result.params.pixels_per_cell, self.crop_px)

    def _frames(self, cover: Cover | None, pairs: bool) -> Frames:
        pictures, flags = self._now, self._flags
        if pairs:  # each after the one before it, whose own motion nobody asks for
            pictures = np.stack([self._before, self._now], axis=1).reshape(-1, *self.median.shape)
            flags = np.repeat(flags, 2)
        cells, chroma = (None, None) if pairs else (self._cells, self._chroma)
        if cover is not None:
            pictures = np.where(cover.pixels, self.median, pictures)
            if cells is not None and self._median_cells is not None:
                inside = self._covered_cells(cover)[..., None]
                cells = np.where(inside, self._median_cells, cells)
            if chroma is not None and self._median_chroma is not None:
                chroma = np.where(cover.pixels[..., None], self._median_chroma, chroma)
        return Frames(0, len(pictures), pictures, None, cells, flags, chroma)
