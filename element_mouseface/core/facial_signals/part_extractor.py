"""Pupils, blinks and running, computed in the engine's pass over a movie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import CropError
from .extractor import from_identity
from .gray import facemap_gray
from .pupil import MOMENTS, darkness, fit_moments
from .regions import Region, Regions
from .running import LEAST_PX, shift_between, taper

PARTS = "facial_parts"
PUPIL = "facial_signals/pupil"
BLINK = "facial_signals/blink"
RUNNING = "facial_signals/running"

_DEFINITIONS = {
    PUPIL: "for each pupil region, of the Gaussian fitted to what is darker than its saturation: "
    "mean y and x in pixels from the region's first row and column, variance of y, covariance, "
    "variance of x; NaN where nothing is dark, or the frame is missing",
    BLINK: "for each blink region, sum over its pixels of how far Facemap's gray is below the "
    "saturation; NaN if the frame is missing",
    RUNNING: "for each running region, shift in pixels (y, x) since the frame before; NaN for the "
    "first frame, a missing one and the one after it, and where no shift can be told",
}


def part_extractor_of(identity: Mapping[str, Any]) -> PartExtractor:
    """The extractor whose `identity` a result holds.

    Raises
    ------
    ResultChangedError
        If that is not what an extractor writes there.
    """
    return from_identity(
        identity,
        "pupils, blinks and running",
        lambda _, regions, *frame_px: PartExtractor(regions, *frame_px),
    )


class PartExtractor:
    """A `FrameExtractor`: the pupils, blinks and running of regions of these kinds.

    Parameters
    ----------
    regions : Regions
        Regions of motion are ignored.
    frame_height_px, frame_width_px : int
        Size of the whole frame.
    luma_table : ndarray (256,) of uint8, optional
        The reader's.

    Raises
    ------
    CropError
        If a region reaches outside the frame, or a running region is too small.
    """

    name = PARTS

    def __init__(
        self,
        regions: Regions,
        frame_height_px: int,
        frame_width_px: int,
        *,
        luma_table: np.ndarray | None = None,
    ):
        kept = tuple(region for region in regions.regions if region.kind != "motion")
        self.regions = Regions(kept, full_frame=True)
        self.frame_px = (int(frame_height_px), int(frame_width_px))
        gray = facemap_gray(luma_table)
        self._pupils = [self._eye(region, gray) for region in self.regions.of("pupil")]
        self._blinks = [self._eye(region, gray) for region in self.regions.of("blink")]
        self._surfaces = [self._surface(region) for region in self.regions.of("running")]

    @classmethod
    def for_regions(
        cls, regions: Regions, height_px: int, width_px: int, luma_table: np.ndarray | None = None
    ) -> PartExtractor | None:
        """The extractor of these regions; None if none is of these kinds."""
        if all(region.kind == "motion" for region in regions.regions):
            return None
        return cls(regions, height_px, width_px, luma_table=luma_table)

    def _eye(self, region: Region, gray: np.ndarray | None) -> tuple[Any, ...]:
        rows, columns, inside = region.inside(*self.frame_px)
        return rows, columns, inside, darkness(float(region.saturation or 0), gray), region

    def _surface(self, region: Region) -> tuple[slice, slice, np.ndarray]:
        rows, columns, inside = region.inside(*self.frame_px)
        if min(inside.shape) < LEAST_PX:
            raise CropError(
                f"Region {region.name!r} is too small to measure a shift.",
                expected=f"at least {LEAST_PX}x{LEAST_PX} pixels",
                got=f"{inside.shape[1]}x{inside.shape[0]}",
                do="draw it larger, over a part of the surface that has texture",
            )
        return rows, columns, taper(*inside.shape) * inside.astype(np.float32)

    @property
    def outputs(self) -> Mapping[str, tuple[tuple[int, ...], Any]]:
        """Numbers per frame of each kind of region: float64."""
        found = {
            PUPIL: (len(self._pupils), MOMENTS),
            BLINK: (len(self._blinks),),
            RUNNING: (len(self._surfaces), 2),
        }
        return {name: (shape, np.float64) for name, shape in found.items() if shape[0]}

    @property
    def definitions(self) -> Mapping[str, str]:
        """What each output means."""
        return {name: _DEFINITIONS[name] for name in self.outputs}

    def identity(self) -> dict[str, Any]:
        """Regions, and the size of the frame."""
        return {
            "name": self.name,
            "regions": self.regions.to_dict(),
            "frame_px": list(self.frame_px),
        }

    def row(self, buffers: Mapping[str, np.ndarray], index: int) -> dict[str, np.ndarray]:
        """Views of one frame's numbers."""
        return {name: buffers[name][index] for name in self.outputs}

    def __call__(self, luma: np.ndarray, previous: np.ndarray | None, row: Any) -> None:
        """Fit the pupils, sum the darkness of the eyelids, compare with the frame before."""
        for number, (rows, columns, inside, table, region) in enumerate(self._pupils):
            patch = luma[rows, columns]
            fit_moments(patch, table, inside, float(region.pupil_sigma), row[PUPIL][number])
        for number, (rows, columns, inside, table, _) in enumerate(self._blinks):
            row[BLINK][number] = (table[luma[rows, columns]] * inside).sum()
        for number, (rows, columns, weights) in enumerate(self._surfaces):
            row[RUNNING][number] = (
                np.nan
                if previous is None
                else shift_between(previous[rows, columns], luma[rows, columns], weights)
            )

    def missing(self, row: Any) -> None:
        """NaN."""
        for values in row.values():
            values[...] = np.nan
