"""The tasks of the old element: where their results are, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import MouseFaceError
from .._settings import plain_params
from .blobs import MOST_BYTES, unpacked
from .found import OldRecording, OldSchema, OldTask, Row, named
from .paths import portable, read_as
from .server import OldServer, OldTable

Known = Mapping[tuple, OldRecording]
_SWITCHES = ("do_mot_svd", "do_mov_svd")


def read_tasks(
    server: OldServer,
    tables: Mapping[str, OldTable],
    old_roots: Sequence[str],
    found: OldSchema,
    known: Known,
) -> list[OldTask]:
    """The tasks, each with its output folder and its settings.

    Parameters
    ----------
    server : OldServer
    tables : mapping of str to OldTable
        The element's, by name.
    old_roots : sequence of str
        As `read_old_schema` takes them.
    found : OldSchema
        Receives what cannot be mapped.
    known : mapping
        The recordings, by the values of their keys.
    """
    table = tables.get("facemap_task")
    if table is None:
        found.notes.append("no tasks of Facemap")
        return []
    key = tables["video_recording"].key
    done = _keys(server, tables.get("__facemap_processing"), [*key, "facemap_task_id"])
    # 0.0 had another name
    folder = next((n for n in ("facemap_output_dir", "processing_output_dir") if n in table), None)
    lengths = _lengths(server, table, found)
    tasks = []
    for place, row in enumerate(server.rows(table)):
        own = {name: row[name] for name in key}
        task = OldTask(
            own,
            int(row["facemap_task_id"]),
            "",
            str(row.get("task_mode") or "load"),
            tuple(row[name] for name in (*key, "facemap_task_id")) in done,
            None,
            {name: bool(row[name]) for name in _SWITCHES if name in row},
            str(row.get("task_description") or ""),
        )
        _place(task, str(row[folder] or "") if folder else "", old_roots)
        _settings(task, server, table, place, lengths)
        if (recording := known.get(tuple(own.values()))) is None or recording.problems:
            task.problems.append("its recording cannot be inserted")
        tasks.append(task)
        label = f"FacemapTask {named(own)}, facemap_task_id={task.number}"
        found.unmapped += [f"{label}: {problem}" for problem in task.problems]
        found.notes += [f"{label}: {note}" for note in task.notes]
    return tasks


def _keys(server: OldServer, table: OldTable | None, names: list[str]) -> set[tuple]:
    """Values of some columns in all rows of a table; none if there is no table."""
    if table is None or not all(name in table for name in names):
        return set()
    return {tuple(row[name] for name in names) for row in server.rows(table, names)}


def _place(task: OldTask, given: str, old_roots: Sequence[str]) -> None:
    """The output folder; the element stored it relative, or left it blank until it computed."""
    path, problem = portable(given, old_roots)
    task.output_dir = path
    if problem:
        task.problems.append(f"output folder {given!r}: {problem}")
    else:
        task.notes += read_as("output folder", given, path)


def _lengths(server: OldServer, table: OldTable, found: OldSchema) -> list[int | None] | None:
    """Bytes of each `facemap_params`; None if they are in a store."""
    column = table.column("facemap_params")
    if column.is_external:
        where = column.comment.split(":")[1]
        found.unmapped.append(
            f"{table.schema}.{table.name}.facemap_params is in a store ({where}): its settings are "
            "not read; results are loaded all the same"
        )
        return None
    return server.lengths(table, "facemap_params")


def _settings(
    task: OldTask, server: OldServer, table: OldTable, place: int, lengths: list[int | None] | None
) -> None:
    """The settings of a task, without the results that may lie beside them."""
    if lengths is None or lengths[place] is None:
        return
    if (lengths[place] or 0) > MOST_BYTES:
        task.notes.append(f"facemap_params of {lengths[place]} bytes was not read")
        return
    try:
        given = unpacked(server.blob(table, "facemap_params", place), "facemap_params")
        task.settings = _without_defaults(given)
    except MouseFaceError as error:
        got = f" ({error.got})" if error.got else ""
        task.notes.append(f"facemap_params was not understood: {error.what}{got}")


def _without_defaults(given: Any) -> Row:
    """Settings as `FacemapTask.add` takes them, those that are not its defaults."""
    settings = plain_params(given).to_dict()
    default = plain_params({}).to_dict()
    return {name: value for name, value in settings.items() if value != default[name]}
