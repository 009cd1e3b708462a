"""The named regions of recordings, and where places of the picture are among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..facial_signals.regions import Region
from ..frame_features.places import CROP, region_places
from ..frame_features.table import FrameTable
from ..store.result import Result
from .places import Box, box_px

#: a place overlaps a region if this share of either is in the other
_OVERLAP = 0.1


class Faces:
    """What the thumbnails of some recordings show, and the regions in them.

    Parameters
    ----------
    results : sequence of Result
    tables : sequence of FrameTable
        Made of them: they say which regions there are.
    """

    def __init__(self, results: Sequence[Result], tables: Sequence[FrameTable]):
        self.masked: list[np.ndarray] = []
        self._inside: dict[str, np.ndarray] = {}
        crops: list[Box] = []
        for number, (result, table) in enumerate(zip(results, tables, strict=True)):
            told = table.about.get("regions") or {}
            regions = [Region.from_dict(one["region"]) for one in told.values() if "region" in one]
            places = region_places(result, regions, min_pixels=1)
            self.masked.append(~places[0].inside)
            rows, columns = result.crop.box(*result.frame_px)
            crops.append((columns.start, rows.start, columns.stop, rows.stop))
            if not number:
                self._inside = {one.name: one.inside for one in places if one.name != CROP}
        self.shape: tuple[int, int] = self.masked[0].shape  # type: ignore[assignment]
        self.crop_px, self.crops_differ = crops[0], len(set(crops)) > 1

    @property
    def inside(self) -> dict[str, np.ndarray]:
        """The pixels of each named region that shows, in the first recording."""
        return {name: one for name, one in self._inside.items() if one.any()}

    def box(self, pixels: np.ndarray) -> Box:
        """The box of some thumbnail pixels in the movie of the first recording."""
        y, x = np.nonzero(pixels)
        n_y, n_x = self.shape
        low = (x.min() / n_x, y.min() / n_y)
        return box_px(self.crop_px, low, ((x.max() + 1) / n_x, (y.max() + 1) / n_y))

    def around(self, pixels: np.ndarray) -> tuple[tuple[str, ...], str, float]:
        """Regions that a place overlaps, else the nearest one and its distance in movie pixels."""
        left, top, right, bottom = self.crop_px
        step = ((bottom - top) / self.shape[0], (right - left) / self.shape[1])
        overlapping, distances = [], {}
        for name, inside in self._inside.items():
            both = int((inside & pixels).sum())
            if not inside.any():
                continue
            if both >= _OVERLAP * min(int(pixels.sum()), int(inside.sum())):
                overlapping.append(name)
            distances[name] = float(distance_transform_edt(~inside, sampling=step)[pixels].min())
        if overlapping:
            return tuple(overlapping), "", 0.0
        if not distances:
            return (), "", float("nan")
        nearest = min(distances, key=lambda one: distances[one])
        return (), nearest, distances[nearest]
