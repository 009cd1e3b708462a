"""Descriptors of each recording: crops, HOG parameters, tasks, and where results lie.

The descriptors themselves are in a result folder under the processed folder,
named by what it is made from; tables hold its relative path and digest.  Folders
are written outside any transaction, resume after an interruption, and are never
deleted from here: deleting a row leaves the folder, and populating again finds it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from . import __version__, _results
from ._fixed import FixedTable, TaskTable
from ._tables import add_once, one, stated
from .errors import ActivationError, ParameterError
from .linking import Link, PipelineTable
from .linking import activate as activate_schema
from .params import Crop, HOGParams
from .recording import (
    RecordingInfo,
    VideoRecording,  # noqa: F401 (named in a definition)
    link,
    open_recording,
)
from .recording import activate as activate_recording
from .recording import schema as recording_schema

__all__ = ["FaceCrop", "HOGParamSet", "HOGProcessing", "HOGTask", "activate"]

schema = dj.Schema()

#: where `populate` computes, if it is not told by `make_kwargs`
SCHEDULER_VARIABLE, WORKERS_VARIABLE = "MOUSEFACE_SCHEDULER", "MOUSEFACE_WORKERS"


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this module's tables to a schema on the server.

    Parameters
    ----------
    schema_name : str
        Its name on the server.
    create_schema : bool
        Whether to create the schema where it does not exist.
    create_tables : bool or None
        Whether to create missing tables; None leaves it to `dj.config`.
    linking_module : module or str, optional
        The one that `recording` was activated with; by default that one.

    Raises
    ------
    ActivationError
        If `recording` is not activated or has another linking module, or this module
        is active under another name.
    SchemaMismatchError
        If the tables on the server are not those of the code.
    ServerError
        If the server cannot be reached.
    """
    activate_schema(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=required_link(
            "descriptors", recording_schema, linking_module, create_tables
        ).tables(),
        tables=(FaceCrop, HOGParamSet, HOGTask, HOGProcessing),
    )


def required_link(
    name: str, before: dj.Schema, linking_module: Any, create_tables: bool | None = None
) -> Link:
    """The link of the recording schema, once the schema before this one is activated."""
    if not before.is_activated():
        needed = "recording" if before is recording_schema else "descriptors"
        raise ActivationError(
            f"{name} is activated before {needed}.",
            do=f"call element_mouseface.{needed}.activate('<schema name>', ...) first",
        )
    if linking_module is not None:
        # checks the module, and that it is the one in use
        activate_recording(
            recording_schema.database, create_tables=create_tables, linking_module=linking_module
        )
    return link()


@schema
class FaceCrop(FixedTable, dj.Manual):
    """The part of the frame that is analysed; never edited, known by its content."""

    HASH = "crop_hash"
    definition = """
    # The part of the frame that is analysed; never edited
    crop_id: int32
    ---
    x_px: int32                 # left edge
    y_px: int32                 # top edge
    width_px=null: int32        # NULL reaches to the right edge of the frame
    height_px=null: int32       # NULL reaches to the bottom edge of the frame
    masks: json                 # parts left out: name, shape, points in pixels of the frame
    crop_hash: char(64)
    crop_description="": varchar(255)
    unique index (crop_hash)
    """

    @classmethod
    def add(
        cls, crop: Crop | None = None, *, crop_id: int | None = None, description: str = ""
    ) -> dict[str, Any]:
        """Insert a crop, unless this very crop is there; its key either way.

        Parameters
        ----------
        crop : Crop
            By default the whole frame without masks.
        crop_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the crop's identity.

        Raises
        ------
        ParameterError
            If the number belongs to another crop.
        """
        crop = crop or Crop()
        row = {
            "x_px": crop.x,
            "y_px": crop.y,
            "width_px": crop.width,
            "height_px": crop.height,
            "masks": crop.to_dict()["masks"],
            "crop_hash": crop.content_hash(),
            "crop_description": description,
        }
        return add_once(cls, "crop_hash", "crop_id", row, wanted_id=crop_id)

    @classmethod
    def crop(cls, key: Mapping[str, Any]) -> Crop:
        """One crop as `core` takes it; FixedRowError if its row was edited."""
        cls.check(stated(cls, key))
        return cls._crop(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._crop(key).content_hash()

    @classmethod
    def _crop(cls, key: Mapping[str, Any]) -> Crop:
        row = one(cls & stated(cls, key), "FaceCrop")
        names = ("x_px", "y_px", "width_px", "height_px")
        return Crop(*(row[name] for name in names), masks=row["masks"])


@schema
class HOGParamSet(FixedTable, dj.Manual):
    """Parameters of the descriptors; never edited, known by their content."""

    HASH = "hog_paramset_hash"
    definition = """
    # Parameters of the descriptors; never edited
    hog_paramset_id: int32
    ---
    hog_params: json            # named as in skimage.feature.hog
    hog_paramset_hash: char(64)
    hog_paramset_description="": varchar(255)
    unique index (hog_paramset_hash)
    """

    @classmethod
    def add(
        cls,
        params: HOGParams | Mapping[str, Any] | None = None,
        *,
        hog_paramset_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert parameters, unless this very set is there; its key either way.

        Parameters
        ----------
        params : HOGParams or mapping
            By default the published ones.
        hog_paramset_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        ParameterError
            If a parameter is unknown or out of range, or the number is taken.
        """
        if not isinstance(params, HOGParams):
            params = HOGParams.from_dict(dict(params or {}))
        row = {
            "hog_params": params.to_dict(),
            "hog_paramset_hash": params.content_hash(),
            "hog_paramset_description": description,
        }
        names = ("hog_paramset_hash", "hog_paramset_id")
        return add_once(cls, *names, row, wanted_id=hog_paramset_id)

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> HOGParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        cls.check(stated(cls, key))
        return cls._params(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._params(key).content_hash()

    @classmethod
    def _params(cls, key: Mapping[str, Any]) -> HOGParams:
        return HOGParams.from_dict(one(cls & stated(cls, key), "HOGParamSet")["hog_params"])


@schema
class HOGTask(TaskTable, dj.Manual):
    """Descriptors to compute, or to load: a recording, a crop and parameters."""

    definition = """
    # Descriptors to compute, or to load
    -> VideoRecording
    -> FaceCrop
    -> HOGParamSet
    ---
    task_mode: enum('load','trigger')
    load_path=null: varchar(255)    # load: the result, relative to the processed folder
    """


@schema
class HOGProcessing(PipelineTable, dj.Computed):
    """A recording's descriptors: where they lie, what they are, how good its frames are."""

    definition = """
    # Where the descriptors of a recording lie, and what they are
    -> HOGTask
    ---
    -> RecordingInfo
    result_path: varchar(255)       # relative to the processed folder, forward slashes
    result_format: varchar(32)      # 'mouseface', or 'dask_faces' for the published program's
    result_digest: char(64)         # over its content
    hog_n_frames: int64
    grid_rows: int32                # cells
    grid_columns: int32             # cells
    descriptor_length: int32        # numbers a frame
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
        quality_lowest=null: float64
        quality_highest=null: float64
        """

    class Flag(PipelineTable, dj.Part):
        """How many frames carry a flag; `HOGProcessing.flags` says which."""

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
        """Paths and parameters only: DataJoint hashes this twice."""
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
        """Run the engine, or verify what is to be loaded; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        if request["task_mode"] == "load":
            row, quality, flags = _results.load(request, link(), open_recording(key))
        else:
            reader = open_recording(key)
            made = _results.trigger(request, link(), reader, also=_also(key, reader), **where)
            row, quality, flags = made
        row |= {"hog_started_at": started, "hog_processing_time_s": time.monotonic() - clock}
        return row | {"hog_code_version": __version__}, quality, flags

    def make_insert(self, key, row, quality, flags):
        """Insert the result's row and its quality."""
        self.insert1({**key, **row})
        self.Quality.insert([{**key, **r} for r in quality])
        self.Flag.insert([{**key, **r} for r in flags])

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Any:
        """The descriptors of one row: array-like (frames, numbers), normalised on reading.

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
        """The whole result of one row: cells, thumbnails, quality traces, flags; as `open`."""
        return _results.result_of(link(), one(cls & key, "row of HOGProcessing"))

    @classmethod
    def repair(
        cls, key: Mapping[str, Any], scheduler: str | None = None, workers: int | None = None
    ) -> list[str]:
        """Compute anew from the movie what is damaged or gone of a row's folder.

        The row stays: the repaired folder has the same digest.  `scheduler` and `workers`
        are as `populate` takes them in `make_kwargs`.

        Returns
        -------
        list of str
            What was wrong; empty where nothing was.

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
        """`core.quality.FrameFlag` bits of each frame, (frames,) uint16; errors as `open`."""
        return cls.result(key).flags


def _also(key: Mapping[str, Any], reader: Any) -> list[Any]:
    """What others wait for of this recording's pixels: one pass serves them too.

    `facemap` builds on this module and is not imported here; who activated it has it.
    """
    facemap = sys.modules.get(f"{__package__}.facemap")
    return facemap.awaited_extractors(key, reader) if facemap else []


def where_to_compute(scheduler: str | None, workers: int | None) -> dict[str, Any]:
    """Where to compute: as told, else by the environment, else on this machine's threads."""
    scheduler = scheduler or os.environ.get(SCHEDULER_VARIABLE) or None
    given = workers or os.environ.get(WORKERS_VARIABLE) or None
    if given is not None and not (str(given).isdigit() and int(given) > 0):
        raise ParameterError(
            "The number of workers cannot be used.",
            expected=f"a whole number of at least 1, as `workers` or in {WORKERS_VARIABLE}",
            got=repr(given),
        )
    return {"scheduler": scheduler, "workers": None if given is None else int(given)}
