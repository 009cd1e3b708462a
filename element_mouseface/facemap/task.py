"""`FacemapTask`: signals to compute or load, with parameters and regions."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.fixed import TaskTable
from .._schema.rows import one, primary_key_of
from ..core.facial_signals.regions import Regions
from ..errors import ParameterError, PathError
from ..recording import VideoRecording, existing_recording, link
from ._schema import schema
from ._settings import ENGINES, MODES, SAMPLES, one_of, plain_params, regions_of
from .regions import FaceRegions


@schema
class FacemapTask(TaskTable, dj.Manual):
    """Facial signals to compute, or to load, of a recording."""

    definition = """
    # Facial signals to compute, or to load
    -> VideoRecording
    facemap_task_id: int32
    ---
    facemap_output_dir="": varchar(255)     # load: folder or file, relative to a root
    task_mode: enum('load','trigger')
    facemap_params: json                    # sbin, fullSVD, rois, ... as in a _proc.npy
    do_mot_svd=1: bool                      # components of the differences between frames
    do_mov_svd=0: bool                      # components of the frames
    task_description="": varchar(128)
    facemap_engine="native": varchar(16)    # trigger: native, or facemap where it is installed
    facemap_sample="all": varchar(16)       # native: all frames, or those that facemap picks
    -> [nullable] FaceRegions
    """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        params: Mapping[str, Any] | None = None,
        *,
        task_mode: str = "trigger",
        regions: Regions | Mapping[str, Any] | None = None,
        output_dir: str | os.PathLike = "",
        engine: str = "native",
        sample: str = "all",
        do_mot_svd: bool | None = None,
        do_mov_svd: bool | None = None,
        facemap_task_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert a task, unless the recording has this one; its key either way.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording.
        params : mapping, optional
            As Facemap writes or takes them: `sbin`, `fullSVD`, `rois`, `motSVD`,
            `movSVD`; and `n_components`.  Results that a `_proc.npy` holds beside them are left
            out. To load, only `realigned`: whether to shift the first chunk of motion by a frame,
            since Facemap stores it one frame early.
        task_mode : {'trigger', 'load'}
        regions : Regions, or key of FaceRegions, optional
            Instead of `rois` and `fullSVD`.
        output_dir : path
            To load: the `_proc.npy`, or the folder that holds it; inside a root
            folder of raw video or the processed folder.
        engine : {'native', 'facemap'}
        sample : {'all', 'facemap'}
            Which frames the averages and components come from.
        do_mot_svd, do_mov_svd : bool, optional
            Components of motion (by default yes), and of the frames (by default no).
        facemap_task_id : int, optional
            Its number; by default the next one of this recording.
        description : str

        Raises
        ------
        CropError, ParameterError, PathError
            If the recording is unknown, or an argument cannot be used.
        """
        given = dict(params or {})
        if task_mode == "load" and regions is not None:
            raise ParameterError(
                "A result that is loaded has its own regions.",
                got=repr(regions),
                do="leave `regions` out, or compute with task_mode 'trigger'",
            )
        row: dict[str, Any] = {
            "facemap_output_dir": relative_to_roots(output_dir),
            "task_mode": one_of("task_mode", task_mode, MODES),
            "do_mot_svd": _flag(do_mot_svd, given.get("motSVD"), True),
            "do_mov_svd": _flag(do_mov_svd, given.get("movSVD"), False),
            "task_description": description,
            "facemap_engine": one_of("engine", engine, ENGINES),
            "facemap_sample": one_of("sample", sample, SAMPLES),
        }
        # to load, no setting is needed: the file says how it was made
        plain = plain_params({} if task_mode == "load" else given)
        row["facemap_params"] = plain.to_dict()
        if task_mode == "load":
            row["facemap_params"] = {"realigned": True} if given.get("realigned") else {}
        with server_errors():
            own = existing_recording(recording_key)
            row["face_regions_id"] = None
            if task_mode == "trigger":
                wanted = regions_of(plain) if regions is None else regions
                row["face_regions_id"] = FaceRegions.add(wanted)["face_regions_id"]
            return _insert_once(cls, own, row, facemap_task_id)

    @classmethod
    def infer_output_dir(
        cls, key: Mapping[str, Any], relative: bool = True, mkdir: bool = True
    ) -> Path:
        """The published element's folder of a task's results, ``<video's folder>/facemap_<id>``.

        Parameters
        ----------
        key : mapping
            Of one task.
        relative : bool
            Whether relative to the processed folder.
        mkdir : bool
            Whether to create the folder.

        Raises
        ------
        ParameterError
            If the key names no task, or several.
        StorageError
            If the processed folder cannot be used.
        """
        task = one(cls & primary_key_of(cls, key), "FacemapTask")
        files = VideoRecording.File & primary_key_of(VideoRecording, task)
        paths = files.to_arrays("file_path", order_by="file_id")
        if not len(paths):
            raise ParameterError("The recording has no files.", got=str(dict(key)))
        below = Path(PurePosixPath(paths[0]).parent) / f"facemap_{task['facemap_task_id']}"
        folder = link().processed_dir(writable=mkdir) / below
        if mkdir:
            folder.mkdir(parents=True, exist_ok=True)
        return below if relative else folder


def _insert_once(
    table: type[dj.Table], own: Any, row: dict[str, Any], wanted: int | None
) -> dict[str, Any]:
    tasks = (table & own).to_dicts()
    for task in tasks:
        same = all(task[name] == value for name, value in row.items())
        if same and wanted in (None, task["facemap_task_id"]):
            return {**own, "facemap_task_id": task["facemap_task_id"]}
        if wanted == task["facemap_task_id"]:
            raise ParameterError(
                f"Task {wanted} of this recording has other settings.",
                got=str(own),
                do="leave facemap_task_id out to take the next number, or choose a free one",
            )
    number = wanted
    if number is None:
        number = max((task["facemap_task_id"] for task in tasks), default=0) + 1
    key = {**own, "facemap_task_id": number}
    table.insert1({**key, **row})
    return key


def relative_to_roots(path: str | os.PathLike) -> str:
    """A path as tables hold it: relative to the processed folder or a raw root.

    Raises
    ------
    PathError
        If it is absolute and in none of them.
    """
    given = Path(path)
    if not given.is_absolute():
        return "" if given == Path() else given.as_posix()
    roots = [link().processed_dir(writable=False), *link().raw_roots()]
    for root in roots:
        if given.resolve().is_relative_to(root):
            return given.resolve().relative_to(root).as_posix()
    raise PathError(
        f"{str(given)!r} is in no root folder.",
        expected=f"a path inside {', '.join(map(str, roots))}",
        do="move it there, or add its folder to the roots of the linking module",
    )


def _flag(stated_: bool | None, in_params: Any, default: bool) -> bool:
    """A switch of the task, else of Facemap's `run`, else the default."""
    if stated_ is not None:
        return bool(stated_)
    # in a _proc.npy this name holds the components themselves
    return in_params if isinstance(in_params, bool) else default
