"""Columns of a recording: what each source of its frames gives, and why it is undefined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..features.named.definitions import FeatureDefinition
from ..features.named.motion import mean_changes
from ..store.result import Result
from .columns import reason_key
from .definitions import QUALITY, THUMBNAIL_MOTION
from .frames import Frames
from .params import FeatureParams
from .places import CROP, RegionPlace
from .reasons import Reason
from .region_columns import RegionColumns, cell_names, cell_values, known

Values = tuple[np.ndarray, dict[str, np.ndarray]]


class FrameColumns(Protocol):
    """Some columns of a table: their names, and their values in some frames."""

    @property
    def names(self) -> list[str]: ...

    def values(self, frames: Frames) -> Values:
        """Numbers (frames, columns) of float64, and `Reason` codes by their keys."""
        ...


@dataclass(frozen=True, eq=False)
class PictureColumns:
    """What the thumbnails show of a region: intensity, texture, edges."""

    place: RegionPlace
    params: FeatureParams

    @property
    def _of_region(self) -> RegionColumns:
        return RegionColumns(self.place.name, self.place.inside, self.params, self.place.reason)

    @property
    def names(self) -> list[str]:
        return self._of_region.names

    def values(self, frames: Frames) -> Values:
        there = np.flatnonzero(~frames.missing)
        found, codes = self._of_region.values(frames.thumbnails[there])
        return _spread(found, codes, there, len(frames))


@dataclass(frozen=True, eq=False)
class CellColumns:
    """Orientations of a region's edges, from the cell histograms of the pass."""

    place: RegionPlace
    params: FeatureParams

    @property
    def names(self) -> list[str]:
        return cell_names(self.place.name, self.params)

    def values(self, frames: Frames) -> Values:
        there = np.flatnonzero(~frames.missing)
        if frames.cells is None:
            raise ValueError("the frames were read without cells")
        weights = self.place.cell_weights
        found, codes = cell_values(frames.cells[there], weights, self.params)
        if not weights.any() and self.place.reason:
            codes[:] = self.place.reason
        return _spread(found, {f"{self.place.name}:cells": codes}, there, len(frames))


@dataclass(frozen=True, eq=False)
class ThumbnailMotion:
    """Mean absolute change of the thumbnail in each of several regions."""

    places: tuple[RegionPlace, ...]

    @property
    def names(self) -> list[str]:
        return [f"{place.name}:{one.name}" for place in self.places for one in THUMBNAIL_MOTION]

    def values(self, frames: Frames) -> Values:
        insides = [place.inside for place in self.places]
        values = mean_changes(frames.thumbnails, frames.before, insides)
        codes = np.zeros(values.shape, np.uint8)
        codes[:] = [place.reason for place in self.places]
        codes[frames.without_previous] = Reason.FIRST_FRAME
        codes[frames.missing] = Reason.MISSING_FRAME
        values[codes > 0] = np.nan
        (definition,) = THUMBNAIL_MOTION
        keys = [reason_key(place.name, definition) for place in self.places]
        return values, {key: codes[:, k] for k, key in enumerate(keys)}


class QualityColumns:
    """The traces of the pass, of the whole crop."""

    def __init__(self, result: Result, params: FeatureParams):
        stored = result.quality_names
        self._kept: list[FeatureDefinition] = [
            one for one in known(QUALITY, params) if one.name in stored
        ]
        self._traces = {one.name: result.quality(one.name) for one in self._kept}

    @property
    def names(self) -> list[str]:
        return [f"{CROP}:{one.name}" for one in self._kept]

    def values(self, frames: Frames) -> Values:
        rows, reasons = slice(frames.first, frames.stop), {}
        values = np.empty((len(frames), len(self._kept)))
        for column, one in enumerate(self._kept):
            values[:, column] = self._traces[one.name][rows]
            codes = np.where(np.isnan(values[:, column]), _WHY.get(one.name, Reason.UNDEFINED), 0)
            codes[frames.missing] = Reason.MISSING_FRAME
            key = reason_key(CROP, one)
            if one.name == "motion_energy":
                reasons[f"{CROP}:{one.name}"] = codes.astype(np.uint8)
            else:  # they are undefined together, but for sharpness
                reasons[key] = np.maximum(reasons.get(key, 0), codes).astype(np.uint8)
        return values, reasons


_WHY = {"sharpness": Reason.BLACK, "motion_energy": Reason.FIRST_FRAME}


def _spread(values: np.ndarray, codes: dict[str, np.ndarray], there: np.ndarray, n: int) -> Values:
    """Rows of the frames that are there among all frames; the others are missing ones."""
    out = np.full((n, values.shape[1]), np.nan)
    out[there] = values
    reasons = {}
    for key, found in codes.items():
        reasons[key] = np.full(n, Reason.MISSING_FRAME, np.uint8)
        reasons[key][there] = found
    return out, reasons
