"""Read the tables of the published Facemap element, of any of its releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import datajoint as dj

from ...errors import ParameterError, ServerError
from .found import OldRecording, OldSchema, named
from .inferences import read_inferences
from .paths import portable, read_as
from .server import OldServer, OldTable, reading
from .tasks import read_tasks

#: the element's tables as DataJoint names them -> columns that tell them from others
FACEMAP = {
    "video_recording": ("recording_id",),
    "video_recording__file": ("recording_id", "file_id", "file_path"),
    "_recording_info": ("recording_id", "nframes", "px_height", "px_width"),
    "facemap_task": ("recording_id", "facemap_task_id", "facemap_params"),
    "__facemap_processing": ("recording_id", "facemap_task_id"),
    "_facial_signal": ("recording_id", "facemap_task_id"),
    "_facial_signal__region": ("facemap_task_id", "roi_no"),
    "_facial_signal__motion_s_v_d": ("facemap_task_id", "roi_no"),
    "_facial_signal__movie_s_v_d": ("facemap_task_id", "roi_no"),
    "_facial_signal__summary": ("facemap_task_id", "sbin"),
}
INFERENCE = {
    "#body_part": ("body_part",),
    "facemap_model": ("model_id", "model_name"),
    "facemap_model__body_part": ("model_id", "body_part"),
    "facemap_model__file": ("model_id", "model_file"),
    "facemap_inference_task": ("recording_id", "model_id", "facemap_inference_output_dir"),
    "__facemap_inference": ("recording_id", "model_id"),
    "__facemap_inference__body_part_position": ("model_id", "body_part"),
}
_NEEDED = ("video_recording", "video_recording__file")
_COMPONENTS = {
    "component_no": "0.0",
    "pc_no": "0.1 or 0.2",
    "component_id": "0.3",
}


def read_old_schema(
    databases: str | Sequence[str] = (),
    *,
    old_roots: Sequence[str] = (),
    connection: dj.Connection | None = None,
) -> OldSchema:
    r"""List recordings, tasks and outputs of the published Facemap element; nothing is written.

    Parameters
    ----------
    databases : str or sequence of str
        Names of the element's schemas on the server.  That of its inference module is found by
        what its tables refer to.  By default the only schema with such tables.
    old_roots : sequence of str
        Beginnings of absolute paths in the old tables that are cut off, such as ``D:\data``.
    connection : Connection, optional
        By default DataJoint's own, as `dj.config` says.

    Returns
    -------
    OldSchema

    Raises
    ------
    ParameterError
        If there is no such schema, it has no such tables, or several schemas have them.
    ServerError
        If the server cannot be reached, is not MySQL, or refuses to read.
    """
    names = [databases] if isinstance(databases, str) else list(dict.fromkeys(databases))
    with reading(connection) as server:
        tables, others, notes = _tables(server, names)
        found = OldSchema(sorted({table.schema for table in tables.values()}), notes=notes)
        found.unmapped += others
        found.release = _release(tables)
        found.recordings = _recordings(server, tables, old_roots, found)
        known = {tuple(one.key.values()): one for one in found.recordings}
        found.tasks = read_tasks(server, tables, old_roots, found, known)
        read_inferences(server, tables, old_roots, found, known)
        found.unmapped += _dependents(server, tables)
    return found


def _tables(
    server: OldServer, names: list[str]
) -> tuple[dict[str, OldTable], list[str], list[str]]:
    """The element's tables by name; and what else is there."""
    visible = server.databases()
    if missing := [name for name in names if name not in visible]:
        raise ParameterError(
            f"There is no schema {missing[0]!r} that this user may see.",
            expected=", ".join(_with_recordings(server, visible)) or "a schema of the element",
            do="correct its name, or ask for SELECT on it",
        )
    searched = names or _only(_with_recordings(server, visible))
    searched = [*searched, *_recordings_of(server, searched)]
    searched = [*searched, *_inference_of(server, searched)]
    known, tables = {**FACEMAP, **INFERENCE}, dict[str, OldTable]()
    others: list[tuple[str, str]] = []
    for schema, name in server.tables(searched):
        table = server.table(schema, name) if name in known else None
        if table is None or not all(column in table for column in known[name]):
            others.append((schema, name))
        elif name in tables:
            raise ParameterError(
                f"Two schemas have a table {name}.",
                got=f"{tables[name].schema}, {schema}",
                do="name one schema at a time",
            )
        else:
            tables[name] = table
    if lacking := [name for name in _NEEDED if name not in tables]:
        raise ParameterError(
            f"The published Facemap element has not made {', '.join(searched)}.",
            expected=f"tables {', '.join(_NEEDED)} with its columns",
            got=f"no {', '.join(lacking)}",
            do="name the schema that its facial_behavior_estimation module was activated with",
        )
    told = _without_hidden(tables)
    parents = {where for where, _ in tables["video_recording"].refers.values()}
    told += [
        f"{schema}.{name}: no table of the element; nothing of it is moved"
        for schema, name in others
        if (schema, name) not in parents
    ]
    notes = [] if "facemap_inference_task" in tables else ["no tables of the inference module"]
    return tables, told, notes


def _without_hidden(tables: dict[str, OldTable]) -> list[str]:
    """Leave out tables whose key this user may not see; why, for each."""
    key, told = tables["video_recording"].key, []
    of_recordings = [
        n for n, columns in {**FACEMAP, **INFERENCE}.items() if "recording_id" in columns
    ]
    for name in [name for name in of_recordings if name in tables]:
        whole = f"{tables[name].schema}.{name}"
        hidden = [column for column in key if column not in tables[name]]
        if hidden and name in _NEEDED:
            raise ServerError(
                f"{whole} lacks columns of the recording's key.",
                expected=", ".join(hidden),
                do="ask for SELECT on the whole table",
            )
        if hidden:
            told.append(f"{whole} lacks {', '.join(hidden)}, or hides it from this user")
            del tables[name]
    return told


def _with_recordings(server: OldServer, visible: Sequence[str]) -> list[str]:
    """Schemas that have recordings and tasks of Facemap."""
    there = set(server.tables([name for name in visible if name != "information_schema"]))
    return [s for s in visible if {(s, "video_recording"), (s, "facemap_task")} <= there]


def _only(found: list[str]) -> list[str]:
    if len(found) == 1:
        return found
    raise ParameterError(
        f"{len(found) or 'No'} schemas on this server have tables of the Facemap element.",
        expected="the name of one",
        got=", ".join(found) or "none",
        do="name it: mouseface moving SCHEMA"
        if found
        else "check the server and the user's rights",
    )


def _recordings_of(server: OldServer, searched: Sequence[str]) -> list[str]:
    """Schemas with the recordings of an inference module that was named alone."""
    there = set(server.tables(searched))
    found = [
        schema
        for name in searched
        if (name, "facemap_inference_task") in there and (name, "video_recording") not in there
        for (schema, table), _ in server.table(name, "facemap_inference_task").refers.values()
        if table == "video_recording" and schema not in searched
    ]
    return list(dict.fromkeys(found))


def _inference_of(server: OldServer, searched: Sequence[str]) -> list[str]:
    """Schemas of the inference module, which refers to the recordings."""
    found = [
        schema
        for name in searched
        for schema, table in server.referring(name, "video_recording")
        if table == "facemap_inference_task" and schema not in searched
    ]
    return list(dict.fromkeys(found))


def _release(tables: dict[str, OldTable]) -> str:
    """The releases whose columns these are."""
    table = tables.get("_facial_signal__motion_s_v_d")
    names = [n for n in _COMPONENTS if table is not None and n in table]
    release = _COMPONENTS[names[0]] if names else "of a release that its columns do not tell"
    if names == ["pc_no"] and "facemap_inference_task" in tables:
        release = "0.2"
    return f"{release} ({names[0]})" if names else release


def _recordings(
    server: OldServer, tables: dict[str, OldTable], old_roots: Sequence[str], found: OldSchema
) -> list[OldRecording]:
    table, files = tables["video_recording"], tables["video_recording__file"]
    key, device = _key_and_device(table)
    known: dict[tuple, OldRecording] = {}
    for row in server.rows(table):
        own = {name: row[name] for name in key}
        equipment = {name: row[name] for name in device}
        known[tuple(own.values())] = OldRecording(own, equipment)
        more = [n for n in row if n not in own and n not in equipment and row[n] not in (None, "")]
        if more:
            found.notes.append(f"video_recording has columns that are not moved: {', '.join(more)}")
    for row in server.rows(files):
        one = known.get(tuple(row[name] for name in key))
        if one is None:
            found.unmapped.append(f"file {row['file_path']!r} belongs to no recording")
            continue
        path, problem = portable(row["file_path"], old_roots)
        one.files.append(path)
        if problem:
            one.problems.append(f"file {row['file_path']!r}: {problem}")
        else:
            found.notes += read_as("file", row["file_path"], path)
    if "_recording_info" in tables:
        for row in server.rows(tables["_recording_info"]):
            if (one := known.get(tuple(row[name] for name in key))) is not None:
                one.info = {n: int(row[n]) for n in ("nframes", "px_height", "px_width")}
    _repeated(known, found)
    found.notes = list(dict.fromkeys(found.notes))
    return list(known.values())


def _repeated(known: dict[tuple, OldRecording], found: OldSchema) -> None:
    """Recordings without files, and files that are in several places."""
    uses = Counter(path for one in known.values() for path in set(one.files))
    for one in known.values():
        if not one.files:
            one.problems.append("it has no files")
        if len(set(one.files)) < len(one.files):
            one.options["allow_repeats"] = True
            found.notes.append(f"VideoRecording {named(one.key)} has a file more than once")
        if shared := [path for path in dict.fromkeys(one.files) if uses[path] > 1]:
            one.options["allow_reuse"] = True
            said = f"VideoRecording {named(one.key)}: {shared[0]!r} is in another recording too"
            found.notes.append(said)


def _key_and_device(table: OldTable) -> tuple[list[str], list[str]]:
    """The columns of the recording's key, and those that name its camera."""
    outside = [
        columns
        for _, columns in table.refers.values()
        if not any(table.column(name).in_key for name in columns)
    ]
    device = [name for columns in outside for name in columns]
    if not device:
        # references may be hidden from this user
        device = [c.name for c in table.columns if not c.in_key and not c.is_blob][:1]
    return table.key, device


def _dependents(server: OldServer, tables: dict[str, OldTable]) -> list[str]:
    """Tables of others that refer to the element's."""
    own = {(table.schema, table.name) for table in tables.values()}
    found: dict[tuple[str, str], Any] = {}
    for table in tables.values():
        for other in server.referring(table.schema, table.name):
            if other not in own:
                found.setdefault(other, []).append(table.name)
    return [
        f"{schema}.{name} refers to {', '.join(names)}: move its rows yourself"
        for (schema, name), names in found.items()
    ]
