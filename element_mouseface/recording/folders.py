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

#: tables (their names on the server) and their columns that hold a path under the processed folder
PATHS = {
    "h_o_g_task": ("load_path",),
    "__h_o_g_processing": ("result_path",),
    "__facemap_processing": ("signals_path", "pass_path"),
    "__keypoints": ("keypoints_path",),
    "prototype_task": ("prototype_path",),
}


#: in the names of what runs write, and of their locks
WORKING = (".partial", ".lock", ".old", ".tmp")


def orphaned_folders() -> list[Path]:
    """Result folders and files under the processed folder that no row names any more.

    Rows that were deleted leave their results, which are found again when the same is
    asked for again.  Nothing is deleted from here: look at the list, then remove what
    is not wanted.

    Returns
    -------
    list of Path
        What lies in the folder `mouseface` under the processed folder and is named by no
        row of this pipeline, whichever of its schemas this process has activated.  What
        a run is writing, or left behind (`mouseface clean`), is not among them.

    Raises
    ------
    StorageError
        If there is no processed folder.

    Notes
    -----
    Two pipelines that share one processed folder do not know of each other's rows:
    give each its own.
    """
    root = link().processed_dir(writable=False)
    named = {_top(path) for _, _, path in _named()}
    found = sorted((root / FOLDER).iterdir()) if (root / FOLDER).is_dir() else []
    return [p for p in found if not _working(p.name) and f"{FOLDER}/{p.name}" not in named]


def missing_folders() -> list[dict[str, Any]]:
    """Rows that name a result which is gone from the processed folder.

    Returns
    -------
    list of dict
        `table` (its name on the server), `key`, `path` (relative to the processed folder).
        Scores that are in the tables stay readable; put the folder back from a backup, or
        delete the row and populate again.

    Raises
    ------
    StorageError
        If there is no processed folder.
    """
    root = link().processed_dir(writable=False)
    return [
        {"table": table.full_table_name, "key": key, "path": path}
        for table, key, path in _named()
        if not (root / path).exists()
    ]


def _named() -> Iterator[tuple[Any, dict[str, Any], str]]:
    """Every path that a row of this pipeline holds: its table, its key, the path."""
    with server_errors():
        connection = VideoRecording().connection
        connection.dependencies.load_all_downstream()
        for name in VideoRecording().descendants():
            table = dj.FreeTable(connection, name)
            columns = PATHS.get(table.table_name, ())
            rows = table.proj(*columns).to_dicts() if columns else ()
            for row in rows:
                key = {name: row[name] for name in table.primary_key}
                for column in columns:
                    if row[column]:
                        yield table, key, row[column]


def _working(name: str) -> bool:
    """Whether a name is that of something being written, or of a lock."""
    return name.startswith(".") or any(word in name for word in WORKING)


def _top(path: str) -> str:
    """The entry of the folder `mouseface` that a path is, or is inside of."""
    return "/".join(path.split("/")[:2])
