"""Make the table of features of a `FeatureTask`, or read its file; open it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .._schema.beside import digests_of, open_beside
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.places import find_path
from .._schema.results import MOUSEFACE, same_digest, still_there
from .._schema.rows import one, primary_key_of
from ..core.facial_signals.regions import Regions
from ..core.frame_features import (
    FrameTable,
    about_table,
    read_table,
    table_blocks,
    write_features,
)
from ..core.frame_features.writing import open_writer
from ..core.store import open_result
from ..descriptors import HOGProcessing
from ..errors import ResultError, ResultMismatchError
from ..linking import link
from ..params import content_hash
from ..recording import VideoRecording
from ._columns import column_rows
from ._loading import description_of
from .paramsets import FeatureParamSet
from .tasks import FeatureTask

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides the features of a task: paths, digests and parameters."""
    FeatureTask.check(primary_key_of(FeatureTask, key))
    task = (FeatureTask & key).fetch1()
    if task["feature_mode"] == "load":
        names = ("path", "digest")
        return {"mode": "load", **{name: task[f"feature_load_{name}"] for name in names}}
    row = one(HOGProcessing & primary_key_of(HOGProcessing, task), "row of HOGProcessing")
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: named features need thumbnails and "
            "quality, too.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    return {
        "mode": "trigger",
        "path": row["result_path"],
        "digest": row["result_digest"],
        "params": FeatureParamSet.params(task).to_dict(),
        "regions": task["feature_regions"],
        "beside": task["feature_beside"] or {},
    }


def made(request: Row, key: Mapping[str, Any], workers: int | None) -> tuple[Row, list[Row]]:
    """Write the table of features of a task to its file.

    Returns
    -------
    row : dict
        Columns of `FrameFeatures`.
    columns : list of dict
        Rows of its Part `Column`.

    Raises
    ------
    PathError, ResultError
        If what is to be read is gone or damaged.
    ResultMismatchError
        If it is another than when it was asked for.
    """
    relative = f"{FOLDER}/features-{_name(request)}.parquet"
    target = Path(link().processed_dir()) / relative
    target.parent.mkdir(exist_ok=True)
    if request["mode"] == "load":
        _copy(request, key, target)
    else:
        _compute(request, target, workers)
    header = about_table(target)
    columns = column_rows(target)
    source = header["about"].get("source") or {}
    row = {
        "features_path": relative,
        "features_digest": header["digest"],
        "features_source_digest": source.get("digest") or "",
        "features_n_frames": header["n_rows"],
        "features_n_columns": len(header["names"]),
        "features_registry_version": int(header["about"]["registry"]),
        "features_about": header["about"],
    }
    return row, columns


def _name(request: Row) -> str:
    """Digits that are the same for the same content, wherever it lies."""
    content = {name: value for name, value in request.items() if name not in ("path", "beside")}
    content["beside"] = digests_of(request.get("beside") or {})
    return content_hash({"kind": "FrameFeatures", **content})[:NAME_DIGITS]


def _compute(request: Row, target: Path, workers: int | None) -> None:
    path = still_there(link(), request["path"], "HOGProcessing")
    result = open_result(path)
    same_digest(result.digest, request["digest"], request["path"], "HOGProcessing")
    regions = None if request["regions"] is None else Regions.from_dict(request["regions"])
    write_features(
        target,
        result,
        regions=regions,
        params=FeatureParamSet.KIND.from_dict(request["params"]),
        workers=workers,
        # one that is there is of the same content, or damaged
        overwrite=True,
        **open_beside(request["beside"]),
    )


def _copy(request: Row, key: Mapping[str, Any], target: Path) -> None:
    """Copy a table, of either kind of file, to its place."""
    path = find_path(request["path"], "table of features")
    found = description_of(path, primary_key_of(VideoRecording, key))
    if found["digest"] != request["digest"]:
        raise ResultMismatchError(
            f"The table of features {request['path']!r} is not the one that the task was added "
            "for.",
            expected=f"digest {request['digest']}",
            got=found["digest"],
            do="put the old one back, or add a task for the new one",
        )
    with open_writer(target, found["about"], inputs=[path], overwrite=True) as writer:
        for _, block in table_blocks(path):
            writer.add(block)


def opened(row: Row, columns: Iterable[str] | None) -> FrameTable:
    """The table of a row of `FrameFeatures`, or some of its columns."""
    return read_table(_path_of(row), columns=_several(columns))


def blocks(row: Row, columns: Iterable[str] | None) -> Iterator[tuple[int, FrameTable]]:
    """The same some rows at a time, with the number of the first."""
    return table_blocks(_path_of(row), columns=_several(columns))


def _several(columns: Iterable[str] | None) -> Iterable[str] | None:
    """Names of columns; one alone is a list of one."""
    return [columns] if isinstance(columns, str) else columns


def _path_of(row: Row) -> Path:
    """The file of a row, which has the digest of the row."""
    path = still_there(link(), row["features_path"], "FrameFeatures")
    found = about_table(path)["digest"]
    same_digest(found, row["features_digest"], row["features_path"], "FrameFeatures")
    return path
