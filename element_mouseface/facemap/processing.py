"""`FacemapProcessing`: the signals of each task, computed or loaded, in a folder."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from .._schema.passes import serve_in_pass, where_to_compute
from ..descriptors import FaceCrop, HOGParamSet, HOGProcessing, HOGTask
from ..errors import InputError
from ..recording import RecordingInfo, link, open_recording, recording_paths
from . import _running
from ._schema import schema
from ._settings import ENGINES, SAMPLES, one_of, plain_params, regions_of
from .regions import FaceRegions
from .task import FacemapTask


@schema
class FacemapProcessing(PipelineTable, dj.Computed):
    """The signals of a task: their folder, and how they were made."""

    definition = """
    # The folder of a task's signals, and how they were made
    -> FacemapTask
    ---
    -> RecordingInfo
    processing_time: datetime           # when the results were made, UTC
    package_version="": varchar(32)     # of facemap, or of element_mouseface where it computed
    signals_path: varchar(255)          # relative to the processed folder, forward slashes
    signals_digest: char(64)            # over their content
    signals_engine: varchar(16)         # native or facemap
    signals_sample: varchar(16)         # all frames, or those that facemap picks
    motion_alignment: varchar(16)       # frame; or facemap: its first chunk is one frame early
    facemap_n_frames: int64
    facemap_n_regions: int32
    pass_path=null: varchar(255)        # native: the pass over the video; null: not needed
    facemap_duration_s: float64         # how long it took
    facemap_code_version: varchar(32)
    """

    @property
    def key_source(self):
        """Tasks whose recording has been indexed."""
        return FacemapTask & RecordingInfo.proj()

    def make_fetch(self, key, scheduler=None, workers=None):
        """Paths and parameters only: DataJoint hashes this twice."""
        request = _request((FacemapTask & key).fetch1())
        request["shape"] = list((RecordingInfo & key).fetch1("nframes", "px_height", "px_width"))
        return request, where_to_compute(scheduler, workers)

    def make_compute(self, key, request, where):
        """Load, or compute; outside the transaction."""
        clock = time.monotonic()
        if request["task_mode"] == "load":
            row = _running.load(request, link())
        elif request["engine"] == "facemap":
            video = open_recording(key).content_hash()
            row = _running.trigger_facemap(request, link(), recording_paths(key), video)
        else:
            request = {**request, "hog": _descriptors(key)}
            row = _running.trigger_native(request, link(), open_recording(key), **where)
        return (row | {"facemap_duration_s": time.monotonic() - clock},)


@serve_in_pass
def awaited_extractors(key: Mapping[str, Any], reader: Any) -> list[Any]:
    """Outputs that native tasks of a recording wait for, so that its HOG pass computes them too.

    The bins of one task at most: tasks with the same regions and bins share them, and
    others run their own pass.

    Parameters
    ----------
    key : mapping
        Of a recording.
    reader : VideoReader
        Of the same.
    """
    if not schema.is_activated():
        return []
    native = {"task_mode": "trigger", "facemap_engine": "native"}
    recording = RecordingInfo.proj() & key
    for task in ((FacemapTask & recording & native) - FacemapProcessing.proj()).to_dicts():
        try:
            return _running.extractors_of(_request(task), reader)
        except InputError as error:
            # FacemapProcessing.populate reports it; descriptors need not fail for it
            warnings.warn(f"FacemapTask {task['facemap_task_id']}: {error.what}", stacklevel=2)
    return []


def _descriptors(key: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Requested descriptors of a recording, whose pass may serve both."""
    tasks = HOGTask & (RecordingInfo.proj() & key) & {"task_mode": "trigger"}
    found = {"done": tasks & HOGProcessing.proj(), "waiting": tasks - HOGProcessing.proj()}
    return {
        state: [
            {"crop": FaceCrop.crop(k).to_dict(), "params": HOGParamSet.params(k).to_dict()}
            for k in query.keys()
        ]
        for state, query in found.items()
    }


def _request(task: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a task that decide its result, as JSON."""
    loads = task["task_mode"] == "load"
    asked = plain_params({} if loads else task["facemap_params"])
    if task["face_regions_id"] is None:
        regions = regions_of(asked)
    else:
        regions = FaceRegions.regions(task)
    output_dir = task["facemap_output_dir"]
    engine, sample = task["facemap_engine"], task["facemap_sample"]
    return {
        "task_mode": task["task_mode"],
        "output_dir": output_dir or FacemapTask.infer_output_dir(task, mkdir=False).as_posix(),
        "realigned": loads and bool(task["facemap_params"].get("realigned")),
        "engine": one_of("facemap_engine", engine, ENGINES),
        "sample": one_of("facemap_sample", sample, SAMPLES),
        "params": asked.to_dict(),
        "regions": regions.to_dict(),
        "svd": [bool(task["do_mot_svd"]), bool(task["do_mov_svd"])],
    }
