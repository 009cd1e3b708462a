"""`HOGProcessing`: the descriptors of a recording, in a result folder."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._schema import results as _results
from .._schema.activation import PipelineTable
from .._schema.passes import awaited_extractors, where_to_compute
from .._schema.rows import one
from ..recording import RecordingInfo, link, open_recording
from ._schema import schema
from .tasks import FaceCrop, HOGParamSet, HOGTask


@schema
class HOGProcessing(PipelineTable, dj.Computed):
    """The descriptors of a recording: their folder, their digest, and the quality of its frames."""

    definition = """
    # The result folder of a recording's descriptors
    -> HOGTask
    ---
    -> RecordingInfo
    result_path: varchar(255)       # relative to the processed folder, forward slashes
    result_format: varchar(32)      # 'mouseface', or 'dask_faces' for the published program's
    result_digest: char(64)         # over its content
    hog_n_frames: int64
    grid_rows: int32                # cells
    grid_columns: int32             # cells
    descriptor_length: int32        # numbers per frame
    n_missing: int64                # frames that could not be decoded
    n_flagged: int64                # frames with any flag
    hog_started_at: datetime        # UTC
    hog_processing_time_s: float64
    hog_code_version: varchar(32)
    """

    class Quality(PipelineTable, dj.Part):
        """Summary of a quality trace; `HOGProcessing.quality` reads the trace itself."""

        definition = """
        # Summary over the frames of a quality trace
        -> master
        quality_trace: varchar(32)  # luminance, sharpness, entropy, motion_energy, ...
        ---
        quality_n_valid: int64
        quality_mean=null: float64
        quality_sd=null: float64
        quality_min=null: float64
        quality_max=null: float64
        """

    class Flag(PipelineTable, dj.Part):
        """Number of frames with a flag; `HOGProcessing.flags` has the frames."""

        definition = """
        # How many frames carry a flag
        -> master
        flag: varchar(32)           # missing, constant, black, saturated, repeated, ...
        ---
        flag_n_frames: int64
        flag_first_frame: int64
        """

    @property
    def key_source(self):
        """Tasks whose recording has been indexed."""
        return HOGTask & RecordingInfo.proj()

    def make_fetch(self, key, scheduler=None, workers=None):
        """Paths and parameters only, since DataJoint hashes them twice."""
        task = (HOGTask & key).fetch1()
        names = ("nframes", "px_height", "px_width", "content_hash")
        *shape, content = (RecordingInfo & key).fetch1(*names)
        request = {
            "task_mode": task["task_mode"],
            "load_path": task["load_path"],
            "crop": FaceCrop.crop(key).to_dict(),
            "params": HOGParamSet.params(key).to_dict(),
            "shape": shape,
            "content_hash": content,
            "sha256": list((RecordingInfo.File & key).to_arrays("file_sha256", order_by="file_id")),
        }
        return request, where_to_compute(scheduler, workers)

    def make_compute(self, key, request, where):
        """Compute the result, or verify one to be loaded; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        if request["task_mode"] == "load":
            row, quality, flags = _results.load(request, link(), open_recording(key))
        else:
            reader = open_recording(key)
            made = _results.trigger(
                request, link(), reader, also=awaited_extractors(key, reader), **where
            )
            row, quality, flags = made
        row |= {"hog_started_at": started, "hog_processing_time_s": time.monotonic() - clock}
        parts = {"Quality": quality, "Flag": flags}
        return row | {"hog_code_version": __version__}, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Any:
        """The descriptors of one row: array-like (frames, numbers), normalized on reading.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone, or is not the one that was inserted.
        """
        row = one(cls & key, "row of HOGProcessing")
        shape = (RecordingInfo & row).fetch1("px_height", "px_width")
        rows, columns = FaceCrop.crop(row).box(*shape)
        crop_px = (rows.stop - rows.start, columns.stop - columns.start)
        return _results.open_existing(link(), row, HOGParamSet.params(row), crop_px)

    @classmethod
    def result(cls, key: Mapping[str, Any]) -> Any:
        """The whole result of one row: cells, thumbnails, quality traces, flags; see `open`."""
        return _results.result_of(link(), one(cls & key, "row of HOGProcessing"))

    @classmethod
    def repair(
        cls, key: Mapping[str, Any], scheduler: str | None = None, workers: int | None = None
    ) -> list[str]:
        """Recompute from the movie what is damaged or missing in a row's folder.

        The row stays, since the repaired folder has the same digest. `scheduler` and `workers` are
        as in the `make_kwargs` of `populate`.

        Returns
        -------
        list of str
            What was wrong; empty if nothing was.

        Raises
        ------
        ResultError
            If it cannot be repaired to the digest of the row.
        """
        row = one(cls & key, "row of HOGProcessing")
        request = HOGParamSet.params(row), FaceCrop.crop(row)
        where = where_to_compute(scheduler, workers)
        return _results.repair(link(), row, open_recording(row), *request, **where)

    @classmethod
    def quality(cls, key: Mapping[str, Any], trace: str) -> np.ndarray:
        """A quality trace, (frames,) float32 with NaN where undefined; errors as `open`.

        Parameters
        ----------
        key : mapping
            Of one row.
        trace : str
            A `quality_trace` of the Part Quality.
        """
        return cls.result(key).quality(trace)

    @classmethod
    def flags(cls, key: Mapping[str, Any]) -> np.ndarray:
        """Bits of `FrameFlag` of each frame, (frames,) uint16; errors as `open`."""
        return cls.result(key).flags
