"""Facial signals from the bin sums of one pass: averages, motion, motion and movie SVD.

With `sample='all'` averages and components are those of all frames. With `sample='facemap'` they
come from the frames that Facemap samples, so that they can be compared with its results. Errors of
Facemap are not reproduced in either mode: regions do not affect each other, a missing frame is left
out (Facemap repeats the one before), motion is at its own frame from the first chunk on, and a
short movie has unit masks and singular values.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from ... import __version__
from ...errors import ParameterError, ResultError, check_type, check_whole
from ...params import Crop, HOGParams, Params, param
from ..features.quality import FrameFlag
from ..store import Result, open_result
from .bins import BinBox
from .extractor import BINS, EXTRACTOR, BinExtractor, extractor_of
from .merged import merged_basis
from .part_extractor import PartExtractor
from .parts import parts_of
from .regions import RegionBins, Regions
from .rows import BinCache, CenteredRows, tally
from .sample import MOST_COMPONENTS, average_stretches, basis_stretches, kept_of_a_stretch
from .signals import Components, FacialSignals, RegionSignals
from .svd import decompose, project

if TYPE_CHECKING:
    from ..extraction import FrameExtractor
    from ..video import VideoReader

SAMPLES = ("all", "facemap")

#: (done, total), as the engine's: in thousandths of the components to find.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SignalParams(Params):
    """Parameters of the facial signals of regions.

    Parameters
    ----------
    motion_svd, movie_svd : bool
        Components of the absolute differences between frames, and of the frames.
    n_components : int
        Most components, up to 500.
    sample : {'all', 'facemap'}
        The frames that averages and components come from.
    """

    motion_svd: bool = True
    movie_svd: bool = False
    n_components: int = param(MOST_COMPONENTS, 1, MOST_COMPONENTS)
    sample: str = param("all", choices=SAMPLES)


def smallest_pass(height_px: int, width_px: int) -> tuple[HOGParams, Crop]:
    """Parameters and crop for a pass without descriptors: one cell.

    Every pass has descriptors, whose flags mark missing frames.
    """
    cell = min(32, height_px, width_px)
    return HOGParams(pixels_per_cell=(cell, cell)), Crop(width=cell, height=cell)


def extractors_for(reader: VideoReader, regions: Regions, sbin: int) -> list[FrameExtractor]:
    """The extractors that a pass needs for the signals of regions.

    Parameters
    ----------
    reader : VideoReader
    regions : Regions
    sbin : int
        Pixels a bin, each way.

    Raises
    ------
    CropError, ParameterError
        If a region does not fit the frame, or `sbin` is out of range.
    """
    size = (reader.info.height_px, reader.info.width_px)
    bins = BinExtractor(regions, sbin, *size, luma_table=reader.luma_table)
    parts = PartExtractor.for_regions(regions, *size, reader.luma_table)
    return [bins] if parts is None else [bins, parts]


def compute_signals(
    result: Result | str | Path,
    regions: Regions | None = None,
    params: SignalParams | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> FacialSignals:
    """Compute facial signals of a recording from the bin sums of its pass.

    Parameters
    ----------
    result : Result or path
        Of `extract(..., extractors=[BinExtractor(...)])`; with a PartExtractor too for
        pupils, blinks and running. Or its folder.
    regions : Regions, optional
        By default those of the pass; other regions within its bins need no video.
    params : SignalParams, optional
    workers : int
        Decompositions at once (of a region's motion, or of its movie), each with its own memory.
        The result does not depend on it.
    progress : callable(done, total), optional
        Called from any thread, never twice at once.

    Returns
    -------
    FacialSignals
        Bins outside every region of the pass are NaN in the averages.

    Raises
    ------
    ResultError
        If the result has no bin sums.
    CropError
        If a region reaches outside the frame, or is smaller than a bin.
    ParameterError
        If a region lies outside the stored bins, a pupil, blink or running region is not in the
        pass, or `workers` is below 1.
    """
    check_type("result", result, Result | str | Path, "a result of `extract`, or its folder")
    check_type("regions", regions, Regions | None, "Regions, or `load_regions(path)`")
    result = result if isinstance(result, Result) else open_result(result)
    params = params or SignalParams()
    made = extractor_of(_stored(result))
    sbin, frame_px, of_pass, box = made.sbin, made.frame_px, made.regions, made.box
    found = (regions or of_pass).bins(sbin, *frame_px)
    for region in found:
        _check_stored(region, box)
    cache = BinCache(result.array(BINS), (result.flags & FrameFlag.MISSING) != 0)
    files = [int(file["n_frames"]) for file in result.info.get("files", ()) if file["n_frames"]]
    work = _Work(cache, box, sbin, params, files or None, progress)
    parts: dict[str, Any] = parts_of(result, regions)
    averages = tuple(_on_frame(box, work.averages[m], sbin, frame_px) for m in (False, True))
    return FacialSignals(
        n_frames=cache.n_frames,
        sbin=sbin,
        avgframe=(averages[0],),
        avgmotion=(averages[1],),
        regions=work.regions(found, check_whole("workers", workers, 1)),
        **parts,
        engine="native",
        version=__version__,
        sample=params.sample,
    )


def _stored(result: Result) -> dict[str, Any]:
    for extractor in result.about["content"]["extractors"]:
        if extractor.get("name") == EXTRACTOR:
            return extractor
    raise ResultError(
        f"{result.path} has no bin sums for facial signals.",
        expected=f"a pass with a BinExtractor among its extractors (it stores {BINS})",
        got=f"a pass that stored {', '.join(result.output_names)}",
        do="compute it again with the regions",
    )


def _check_stored(region: RegionBins, box: BinBox) -> None:
    if not box.holds(region):
        raise ParameterError(
            f"Region {region.roi_name!r} lies outside the stored bins.",
            expected=f"bins from row {box.top} and column {box.left}, {box.shape[0]} rows and "
            f"{box.shape[1]} columns",
            got=f"rows {region.yrange_bin[0]} to {region.yrange_bin[-1]}, columns "
            f"{region.xrange_bin[0]} to {region.xrange_bin[-1]}",
            do="repeat the pass with this region, or with the full frame",
        )


def _on_frame(box: BinBox, values: np.ndarray, sbin: int, frame_px: tuple[int, int]) -> np.ndarray:
    """Averages of the box, placed in the whole frame, in gray levels."""
    out = np.full((frame_px[0] // sbin, frame_px[1] // sbin), np.nan, np.float32)
    rows, columns = (slice(o, o + n) for o, n in zip((box.top, box.left), box.shape, strict=True))
    out[rows, columns] = values.reshape(box.shape) / sbin**2
    return out


class _Work:
    """Compute one recording's signals from its bins."""

    def __init__(self, cache, box, sbin, params, file_frames, progress):
        self._cache, self._box, self._params = cache, box, params
        self._area, self._file_frames = sbin * sbin, file_frames
        self._progress, self._telling = progress, threading.Lock()
        self._kinds = [m for m, on in ((True, params.motion_svd), (False, params.movie_svd)) if on]
        self.averages = {motion: self._average(motion) for motion in (False, True)}

    def _average(self, motion: bool) -> np.ndarray:
        """Mean of the box's bins over frames or differences, in sums; NaN without any."""
        cache, everything = self._cache, np.arange(self._cache.n_bins)
        stretches = [(0, cache.n_frames)]
        if self._params.sample == "facemap":
            stretches = average_stretches(cache.n_frames, self._file_frames)
        means = []
        for first, stop in stretches:
            found = tally(cache, everything, motion, cache.frames(motion, first, stop))
            if found.n_rows:
                means.append(found.of_bins / found.n_rows)
        return np.mean(means, axis=0) if means else np.full(cache.n_bins, np.nan)

    def regions(self, found: Sequence[RegionBins], workers: int) -> tuple[RegionSignals, ...]:
        """Motion and components of all regions."""
        jobs = [(region, kind) for region in found for kind in self._kinds]
        self._parts = dict.fromkeys(range(len(jobs)), 0.0)
        moved = {region.roi_no: self._row_sums(region, True) for region in found}

        def components(number: int) -> Components:
            region, motion = jobs[number]
            sums = moved[region.roi_no] if motion else self._row_sums(region, False)
            tick = partial(self._tick, number)
            return self._components(region, self._box.indices(region), motion, sums, tick)

        # One BLAS thread each: BLAS threads wait for each other in loops, which on a busy machine
        # costs several times the work.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
            made = list(pool.map(components, range(len(jobs))))
        of = {(region.roi_no, motion): c for (region, motion), c in zip(jobs, made, strict=True)}
        return tuple(self._of_region(r, moved[r.roi_no], of) for r in found)

    def _row_sums(self, region: RegionBins, motion: bool) -> np.ndarray:
        cache = self._cache
        return tally(cache, self._box.indices(region), motion, cache.frames(motion)).of_frames

    def _of_region(self, region, moved, components) -> RegionSignals:
        motion, frames = np.full(self._cache.n_frames, np.nan), self._cache.frames(True)
        motion[frames] = moved[frames] / self._area
        return RegionSignals(
            region.roi_no,
            region.roi_name,
            region.yrange,
            region.xrange,
            region.yrange_bin,
            region.xrange_bin,
            motion,
            components.get((region.roi_no, True)),
            components.get((region.roi_no, False)),
        )

    def _components(self, region, places, motion, row_sums, tick) -> Components:
        count = self._params.n_components

        def rows_of(frames=None):
            average = self.averages[motion][places]
            return CenteredRows(self._cache, places, motion, average, row_sums, frames)

        rows = rows_of()
        if self._params.sample == "all":
            masks, values, projections = decompose(rows, count, tick)
        else:
            masks, values = self._facemaps_basis(rows_of, motion, count, tick)
            projections = project(rows, masks)
            tick(1.0)
        projections /= self._area
        on_region = np.zeros((len(masks), *region.inside.shape), np.float32)
        on_region[:, region.inside] = masks
        on_frames = np.full((self._cache.n_frames, len(masks)), np.nan, np.float32)
        on_frames[rows.frames] = projections
        return Components(on_region, on_frames, values / self._area)

    def _facemaps_basis(self, rows_of, motion, count, tick):
        cache, stretches = self._cache, basis_stretches(self._cache.n_frames)
        found = [
            # Facemap uses neither the first frame of a stretch nor its difference to the frame
            # before.
            rows_of(cache.frames(motion, first + (not motion), stop))
            for first, stop in stretches
        ]
        found = [rows for rows in found if rows.n_rows]
        if not found:
            n_bins = rows_of().n_bins
            return np.zeros((0, n_bins), np.float32), np.zeros(0)
        kept = kept_of_a_stretch(len(stretches))
        return merged_basis(found, kept, count, lambda part: tick(0.9 * part))

    def _tick(self, job: int, part: float) -> None:
        if self._progress is None:
            return
        with self._telling:
            self._parts[job] = part
            self._progress(round(1000 * sum(self._parts.values())), 1000 * len(self._parts))
