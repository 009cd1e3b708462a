"""Named features of a recording, from what its pass has stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, check_type
from ..facial_signals.regions import Region, Regions
from ..facial_signals.signals import FacialSignals
from ..features.named.edges import ORIENTATIONS
from ..keypoints.points import Keypoints
from ..learning.parallel import count_workers
from ..store.result import Result, open_result
from .color_columns import ColorColumns, about_color
from .columns import TEXT_COLUMNS
from .frames import Frames, frames_of
from .geometry import GeometryColumns
from .motion_basis import ComponentColumns, MotionBasis
from .params import FeatureParams
from .places import RegionPlace, about_regions, about_thumbnail, region_places
from .recording_columns import (
    CellColumns,
    FrameColumns,
    PictureColumns,
    QualityColumns,
    ThumbnailMotion,
    Values,
)
from .registry import definition
from .signal_columns import SignalColumns
from .table import FrameTable
from .writing import open_writer

Progress = Callable[[int, int], None]

#: frames that one thread computes at a time
_PART = 64


@dataclass(frozen=True, eq=False)
class RecordingFeatures:
    """The columns of a recording, ready to be computed.

    Attributes
    ----------
    result : Result
    columns : list of FrameColumns
        In the order of the table.
    places : tuple of RegionPlace
        The crop, and each region, in the thumbnail.
    about : dict
        Of the table.
    """

    result: Result
    columns: list[FrameColumns]
    places: tuple[RegionPlace, ...]
    about: dict[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns."""
        found = [name for part in self.columns for name in part.names]
        return tuple(found[place] for place in self._kept)

    @cached_property
    def _kept(self) -> list[int]:
        """Places of the columns that the registry had in the version of the parameters."""
        found = [name for part in self.columns for name in part.names]
        version = self.about["params"]["version"]
        return [k for k, name in enumerate(found) if definition(name).since <= version]

    def blocks(
        self, workers: int | None = None, progress: Progress | None = None
    ) -> Iterator[FrameTable]:
        """The table in blocks of consecutive frames, in order.

        Memory does not grow with the number of frames, and no number depends on the workers.

        Parameters
        ----------
        workers : int, optional
            Threads; one for each core by default.
        progress : callable(done_frames, total_frames), optional
        """
        n_workers = count_workers(workers)
        waiting: deque[tuple[Frames, list[Future[Values]]]] = deque()
        pool = ThreadPoolExecutor(n_workers, "features")
        try:
            needed = {"cells": self._needs(CellColumns), "chroma": self._needs(ColorColumns)}
            for frames in frames_of(self.result, **needed):
                parts = [frames.part(k, _PART) for k in range(0, len(frames), _PART)]
                waiting.append((frames, [pool.submit(self._values, part) for part in parts]))
                # one block is computed while the next one is read
                while len(waiting) > 1:
                    yield self._finished(*waiting.popleft(), progress)
            while waiting:
                yield self._finished(*waiting.popleft(), progress)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _needs(self, kind: type) -> bool:
        return any(isinstance(part, kind) for part in self.columns)

    def _values(self, frames: Frames) -> Values:
        """Numbers of all columns in some frames, and their reasons."""
        found = [part.values(frames) for part in self.columns]
        values = np.concatenate([values for values, _ in found], axis=1)[:, self._kept]
        return values, {key: codes for _, reasons in found for key, codes in reasons.items()}

    def _finished(
        self, frames: Frames, parts: list[Future[Values]], progress: Progress | None
    ) -> FrameTable:
        found = [part.result() for part in parts]
        values = np.concatenate([values for values, _ in found])
        keys = found[0][1]
        reasons = {key: np.concatenate([codes[key] for _, codes in found]) for key in keys}
        if progress is not None:
            progress(frames.stop, self.result.n_frames)
        times_s = self.result.times_s[frames.first : frames.stop]
        return FrameTable(
            self.names, values, reasons, times_s=times_s, flags=frames.flags, about=self.about
        )


def recording_features(
    result: Result | str | Path,
    *,
    regions: Regions | Sequence[Region] | None = None,
    keypoints: Keypoints | None = None,
    signals: FacialSignals | None = None,
    basis: MotionBasis | None = None,
    params: FeatureParams | None = None,
) -> RecordingFeatures:
    """Check everything that features of a recording depend on, and choose the columns.

    Parameters
    ----------
    result, regions, keypoints, signals, basis, params
        As `result_features` takes them.

    Raises
    ------
    ResultError, InputError
        As `result_features`.
    """
    check_type("params", params, FeatureParams | None, "FeatureParams(...)")
    params = FeatureParams() if params is None else params
    check_type("keypoints", keypoints, Keypoints | None, "points from `load_keypoints`")
    check_type("signals", signals, FacialSignals | None, "signals from `compute_signals`")
    check_type("basis", basis, MotionBasis | None, "a basis from `fit_motion_basis`")
    result = result if isinstance(result, Result) else open_result(result)
    named = regions.regions if isinstance(regions, Regions) else tuple(regions or ())
    for region in named:
        check_type("regions", region, Region, "Regions, or a list of Region")
    places = region_places(result, named, min_pixels=params.min_pixels)
    columns = chosen_columns(result, places, params)
    about = _about(result, places, named, params)
    if "color" in params.groups:
        about["color"] = about_color(result)
        if of_color := ColorColumns.for_result(result, places, params):
            columns.append(of_color)
    if keypoints is not None and "geometry" in params.groups:
        geometry = GeometryColumns(keypoints, params.geometry, result.n_frames)
        columns.append(geometry)
        about["keypoints"] = geometry.about()
    if signals is not None:
        of_signals = SignalColumns(signals, params, result.n_frames)
        columns.append(of_signals)
        about["signals"] = of_signals.about()
    if basis is not None and "motion" in params.groups:
        columns.append(ComponentColumns(basis, result))
        about["motion_basis"] = basis.about()
    if not any(part.names for part in columns):
        raise ParameterError(
            "There is no feature to compute.",
            expected=f"groups that this input can give, among {', '.join(params.groups)}",
            do="geometry needs keypoints; color a pass with color (mouseface hog --color)",
        )
    return RecordingFeatures(result, columns, places, about)


def result_features(
    result: Result | str | Path,
    *,
    regions: Regions | Sequence[Region] | None = None,
    keypoints: Keypoints | None = None,
    signals: FacialSignals | None = None,
    basis: MotionBasis | None = None,
    params: FeatureParams | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> FrameTable:
    """Named features of each frame of a recording, from its result folder.

    Parameters
    ----------
    result : Result, str or Path
        Of a finished pass. The movie is not needed.
    regions : Regions or sequence of Region, optional
        Areas of the face beside the whole crop, in pixels of the movie's frame.
    keypoints : Keypoints, optional
        Tracked points of the same movie, for geometry.
    signals : FacialSignals, optional
        Of the same movie: motion of their regions, pupils, blinks, running.
    basis : MotionBasis, optional
        For components of motion that several recordings share: `fit_motion_basis`.
    params : FeatureParams, optional
    workers : int, optional
        Threads; one for each core by default.
    progress : callable(done_frames, total_frames), optional

    Returns
    -------
    FrameTable
        One row for each frame, also of missing ones.  `write_features` writes the same table
        without holding it in memory.

    Raises
    ------
    ResultError
        If the folder is no finished result, or was changed.
    ResultMismatchError
        If the basis does not fit the recording.
    CropError
        If a region is outside the crop.
    InputError
        If keypoints or signals are of another number of frames.
    ParameterError
        If a region's name cannot be used, a point is unknown, or there is nothing to compute.
    """
    made = recording_features(
        result, regions=regions, keypoints=keypoints, signals=signals, basis=basis, params=params
    )
    return joined(list(made.blocks(workers, progress)))


def write_features(
    path: str | Path,
    result: Result | str | Path,
    *,
    regions: Regions | Sequence[Region] | None = None,
    keypoints: Keypoints | None = None,
    signals: FacialSignals | None = None,
    basis: MotionBasis | None = None,
    params: FeatureParams | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    inputs: Sequence[Any] = (),
    overwrite: bool = False,
) -> Path:
    """Compute `result_features` and write them, in memory that does not grow with the frames.

    Parameters
    ----------
    path : str or Path
        Ends with .parquet or .csv.
    result, regions, keypoints, signals, basis, params, workers, progress
        As `result_features` takes them.
    inputs : sequence
        Other files of the same call, which are never written to.
    overwrite : bool
        Whether to replace another file of this name.

    Raises
    ------
    PathError, StorageError
        If another file exists, or it cannot be written.
    ResultError, InputError
        As `result_features`.
    """
    made = recording_features(
        result, regions=regions, keypoints=keypoints, signals=signals, basis=basis, params=params
    )
    given = [made.result.path, *inputs]
    with open_writer(path, made.about, inputs=given, overwrite=overwrite) as writer:
        for block in made.blocks(workers, progress):
            writer.add(block)
    return Path(path)


def joined(blocks: Sequence[FrameTable]) -> FrameTable:
    """One table of consecutive blocks with the same columns."""
    first = blocks[0]

    def together(name: str) -> Any:
        parts = [getattr(block, name) for block in blocks]
        if parts[0] is None:
            return None
        if isinstance(parts[0], tuple):
            return tuple(text for part in parts for text in part)
        return np.concatenate(parts)

    reasons = {k: np.concatenate([block.reasons[k] for block in blocks]) for k in first.reasons}
    names = ("times_s", "flags", *TEXT_COLUMNS)
    others = {name: together(name) for name in names}
    return FrameTable(first.names, together("values"), reasons, **others, about=first.about)


def chosen_columns(
    result: Result, places: Sequence[RegionPlace], params: FeatureParams
) -> list[FrameColumns]:
    """The columns that a recording, or a folder of pictures, can give."""
    columns: list[FrameColumns] = []
    cells = "edges" in params.groups and result.params.orientations == ORIENTATIONS
    for place in places:
        columns.append(PictureColumns(place, params))
        if cells:
            columns.append(CellColumns(place, params))
    if "motion" in params.groups:
        columns.append(ThumbnailMotion(tuple(places)))
    if "quality" in params.groups:
        columns.append(QualityColumns(result, params))
    return columns


def _about(
    result: Result,
    places: Sequence[RegionPlace],
    regions: Sequence[Region],
    params: FeatureParams,
) -> dict[str, Any]:
    """What the table was made of."""
    y, x = result.crop.box(*result.frame_px)
    files = result.info.get("files") or []
    return {
        "kind": "frames",
        "params": params.to_dict(),
        "params_hash": params.content_hash(),
        "source": {
            "digest": result.digest,
            "files": [Path(file["path"]).name for file in files],
            "sha256": [file["sha256"] for file in files],
            "n_frames": result.n_frames,
            "frame_px": list(result.frame_px),
            "crop": result.crop.to_dict(),
            "cells": result.params.to_dict(),
        },
        "thumbnail": about_thumbnail([(y.stop - y.start, x.stop - x.start)], params.distance),
        "regions": about_regions(places, regions),
    }
