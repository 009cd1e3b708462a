"""Compare result folders on disk with rows: orphaned and missing folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.passes import FOLDER
from ..linking import link
from .videos import VideoRecording

#: tables (their names on the server) and their columns that hold a path under the processed folder,
#: or as JSON what stands beside a pass, each with its path
PATHS = {
    "h_o_g_task": ("load_path",),
    "__h_o_g_processing": ("result_path",),
    "__facemap_processing": ("signals_path", "pass_path"),
    "__keypoints": ("keypoints_path",),
    "prototype_task": ("prototype_path",),
    "training_set__source": ("training_beside",),
    "classifier_task": ("classifier_load_path",),
    "__classifier": ("classifier_path",),
    "classification_task": ("classification_load_path", "classification_beside"),
    "feature_task": ("feature_load_path", "feature_beside"),
    "__frame_features": ("features_path",),
    "face_angle_task": ("face_angle_beside", "face_angle_second"),
    "__face_angle": ("face_angle_path",),
    "__frame_model": ("frame_model_path",),
    "__failure_study": ("failures_path",),
    "__unit_agreement__unit_model": ("unit_model_path",),
    "action_unit_task": ("action_unit_beside",),
    "__action_units": ("action_units_path",),
    "affect_task": ("affect_beside",),
    "__affect": ("affect_path",),
    "__decoding": ("decoding_path",),
    "__structure": ("structure_path",),
}
#: those whose path may be relative to a folder of raw video, too
IN_ANY_ROOT = {"classifier_load_path", "classification_load_path", "feature_load_path"}


#: parts of the names of unfinished folders and of locks
WORKING = (".partial", ".lock", ".old", ".tmp")


def orphaned_folders() -> list[Path]:
    """Result folders and files under the processed folder that no row refers to.

    Deleting a row leaves its result, which is found again when the same is requested again. Nothing
    is deleted here: look at the list, then remove what you do not want.

    Returns
    -------
    list of Path
        Entries of the folder `mouseface` under the processed folder that no row of this
        pipeline refers to, whichever of its schemas this process has activated.  Unfinished
        folders of running or killed runs (see `mouseface clean`) are not among them.

    Raises
    ------
    StorageError
        If there is no processed folder.

    Notes
    -----
    Two pipelines that share one processed folder do not know each other's rows: give each
    pipeline its own folder.
    """
    root = link().processed_dir(writable=False)
    named = {_top(path) for _, _, _, path in _named()}
    found = sorted((root / FOLDER).iterdir()) if (root / FOLDER).is_dir() else []
    return [p for p in found if not _working(p.name) and f"{FOLDER}/{p.name}" not in named]


def missing_folders() -> list[dict[str, Any]]:
    """Rows whose result is missing in the processed folder.

    Returns
    -------
    list of dict
        `table` (its name on the server), `key`, `path` (relative to the processed folder).
        Scores in the tables stay readable; restore the folder from a backup, or delete the row and
        populate again.

    Raises
    ------
    StorageError
        If there is no processed folder.
    """
    root = link().processed_dir(writable=False)
    return [
        {"table": table.full_table_name, "key": key, "path": path}
        for table, key, column, path in _named()
        if not (root / path).exists() and not (column in IN_ANY_ROOT and _is_raw(path))
    ]


def _is_raw(path: str) -> bool:
    """Whether a folder of raw video has this path."""
    return any((root / path).exists() for root in link().raw_roots())


def _named() -> Iterator[tuple[Any, dict[str, Any], str, str]]:
    """Every path in a row of this pipeline: its table, its key, the column, the path."""
    with server_errors():
        connection = VideoRecording().connection
        connection.dependencies.load_all_downstream()
        # a classifier is not below a recording in the keys, and lies in a schema that is
        ours = {name.split(".")[0] for name in VideoRecording().descendants()}
        for name in connection.dependencies:
            if name.split(".")[0] not in ours:
                continue
            table = dj.FreeTable(connection, name)
            columns = PATHS.get(table.table_name, ())
            rows = table.proj(*columns).to_dicts() if columns else ()
            for row in rows:
                key = {name: row[name] for name in table.primary_key}
                for column in columns:
                    for path in _paths_in(row[column]):
                        yield table, key, column, path


def _paths_in(value: Any) -> list[str]:
    """The paths in a column: itself, or that of each thing in it; none if it is empty."""
    if isinstance(value, dict):
        return [place["path"] for place in value.values()]
    return [value] if value else []


def _working(name: str) -> bool:
    """Whether a name is that of an unfinished folder or of a lock."""
    return name.startswith(".") or any(word in name for word in WORKING)


def _top(path: str) -> str:
    """The entry of the folder `mouseface` that a path is or lies in."""
    return "/".join(path.split("/")[:2])
