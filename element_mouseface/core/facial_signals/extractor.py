"""Bin sums and motion energy, computed in the engine's pass over a movie."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...errors import InputError, ResultChangedError
from ...params.fields import Fields
from .bins import BinBox, bin_dtype, bin_function, motion_of, runs_of
from .gray import facemap_gray
from .regions import Regions

EXTRACTOR = "facial_signals"
BINS = "facial_signals/bins"
MOTION = "facial_signals/motion"

_DEFINITIONS = {
    BINS: "sum of Facemap's gray over each bin of sbin x sbin pixels (y, x) in the smallest box "
    "that holds all regions; 0 if the frame is missing",
    MOTION: "for each region, sum over its bins of the absolute difference of mean gray to the "
    "previous frame; NaN for the first frame, a missing one, and the one after it",
}


def extractor_of(identity: Mapping[str, Any]) -> BinExtractor:
    """Make the extractor whose `identity` a result holds.

    Raises
    ------
    ResultChangedError
        If the identity is not one that an extractor writes.
    """
    return from_identity(
        identity,
        "facial signals",
        lambda fields, regions, height_px, width_px: BinExtractor(
            regions, fields.whole("sbin", 1, 256), height_px, width_px
        ),
    )


def from_identity(
    identity: Mapping[str, Any], what: str, make: Callable[[Fields, Regions, int, int], Any]
) -> Any:
    """Make an extractor from its identity in a result.

    Parameters
    ----------
    identity : mapping
    what : str
        The extractor's measurement, for messages.
    make : callable(fields, regions, frame_height_px, frame_width_px)
        Makes it.

    Raises
    ------
    ResultChangedError
        If the identity is not one that an extractor writes.
    """

    def refuse(entry: str, expected: str, got: str) -> ResultChangedError:
        return ResultChangedError(
            f"The result's record of its {what} was changed: {entry}.",
            expected=expected,
            got=got,
            do="make the result again with overwrite",
        )

    fields = Fields(dict(identity), refuse, "content.extractors")
    height_px, width_px = fields.wholes("frame_px", 2, 1, 100_000)
    regions = fields.made("regions", Regions.from_dict)
    try:
        return make(fields, regions, height_px, width_px)
    except InputError as error:
        raise refuse("regions", "some inside the frame", error.what) from error


class BinExtractor:
    """A `FrameExtractor`: exact bin sums of the regions, and their motion energy.

    Parameters
    ----------
    regions : Regions
    sbin : int
        Bin size in pixels, 1 to 256.
    frame_height_px, frame_width_px : int
        Size of the whole frame.
    luma_table : ndarray (256,) of uint8, optional
        The reader's.

    Raises
    ------
    CropError
        If a region reaches outside the frame, or is smaller than a bin.
    ParameterError
        If `sbin` is out of range.
    """

    name = EXTRACTOR

    def __init__(
        self,
        regions: Regions,
        sbin: int,
        frame_height_px: int,
        frame_width_px: int,
        *,
        luma_table: np.ndarray | None = None,
    ):
        self.regions, self.sbin = regions, int(sbin)
        self.frame_px = (int(frame_height_px), int(frame_width_px))
        found = regions.bins(sbin, *self.frame_px)
        self.box = BinBox(found)
        self._runs = runs_of([self.box.indices(region) for region in found])
        self._n_regions = len(found)
        self._gray = facemap_gray(luma_table)
        self._local = threading.local()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_local": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._local = threading.local()

    @property
    def outputs(self) -> Mapping[str, tuple[tuple[int, ...], Any]]:
        """Bins (y, x) of unsigned integers, and motion (regions,) of float64."""
        return {
            BINS: (self.box.shape, bin_dtype(self.sbin)),
            MOTION: ((self._n_regions,), np.float64),
        }

    @property
    def definitions(self) -> Mapping[str, str]:
        """What each output means."""
        return dict(_DEFINITIONS)

    def identity(self) -> dict[str, Any]:
        """Regions, and the size of bins and of the frame."""
        return {
            "name": self.name,
            "regions": self.regions.to_dict(),
            "sbin": self.sbin,
            "frame_px": list(self.frame_px),
        }

    def row(self, buffers: Mapping[str, np.ndarray], index: int) -> tuple[np.ndarray, np.ndarray]:
        """Views of one frame's bins and motion."""
        return buffers[BINS][index], buffers[MOTION][index]

    def __call__(self, luma: np.ndarray, previous: np.ndarray | None, row: Any) -> None:
        """Add up the bins, and compare them with those of the frame before."""
        bins, motion = row
        before = None if previous is None else self._before(previous)
        self._add_up(luma, bins)
        if before is None:
            motion[:] = np.nan
        else:
            sums = np.empty(self._n_regions, np.int64)
            motion_of(bins, before, self._runs, sums)
            motion[:] = sums / (self.sbin * self.sbin)
        # The row is overwritten with the next chunk, so its bins are copied.
        local = self._local
        if getattr(local, "bins", None) is None:
            local.bins = np.empty(bins.shape, bins.dtype)
        local.bins[:] = bins
        local.luma = luma

    def missing(self, row: Any) -> None:
        """Zeros and NaN."""
        bins, motion = row
        bins[:] = 0
        motion[:] = np.nan

    def _before(self, previous: np.ndarray) -> np.ndarray:
        """Bins of the frame before: from the last call, if it was for that frame."""
        local = self._local
        if getattr(local, "luma", None) is previous:
            return local.bins
        bins = np.empty(self.box.shape, bin_dtype(self.sbin))
        self._add_up(previous, bins)
        return bins

    def _add_up(self, luma: np.ndarray, bins: np.ndarray) -> None:
        function, mode, table = bin_function(self.sbin, self._gray)
        function(luma, mode, table, self.box.top, self.box.left, bins)
