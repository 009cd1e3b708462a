"""What was filmed: recordings, what their files hold, and the clocks of their frames.

A recording is one movie, of one file or of several in order.  Frame counts and
times are read from the stream: headers promise what files do not hold, and 29.97
frames a second are never 29.  Times are compact and exact (`core.sync.packed_times`).

    VideoRecording ── File
      ├─ RecordingInfo ── File
      │    └─ FrameClock ── (Clock)
      └─ ClockSource ── (Clock)
"""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .._schema.activation import activate as activate_schema
from .._schema.activation import server_errors
from ..linking import check_link, link, resolve, set_link
from ._schema import schema
from .clocks import Clock, ClockSource, FrameClock, frame_times
from .folders import missing_folders, orphaned_folders
from .videos import RecordingInfo, VideoRecording, open_recording, recording_paths

__all__ = [
    "Clock",
    "ClockSource",
    "FrameClock",
    "RecordingInfo",
    "VideoRecording",
    "activate",
    "frame_times",
    "link",
    "missing_folders",
    "open_recording",
    "orphaned_folders",
    "recording_paths",
    "schema",
]

TABLES = (VideoRecording, RecordingInfo, Clock, ClockSource, FrameClock)


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this module's tables to the server and the user's pipeline; again, it does nothing.

    Parameters
    ----------
    schema_name : str
        Name of the schema on the server.
    create_schema, create_tables : bool
        Whether to create what is missing; `create_tables=None` leaves it to `dj.config`.
        With `create_tables=False` the folders are not looked at: who reads tables and
        traces needs no disk.
    linking_module : module or str
        The linking module, or its importable name; see `element_mouseface.linking`.

    Raises
    ------
    LinkingError, StorageError
        If the linking module lacks something, or a folder cannot be used.
    ActivationError, SchemaMismatchError, ServerError
        See `element_mouseface._schema.activation.activate`.
    """
    if schema.is_activated() and linking_module is None:
        resolved = link()
    else:
        making = dj.config["database.create_tables"] if create_tables is None else create_tables
        with server_errors():
            resolved = resolve(linking_module, folders=making)
    check_link(resolved)
    activate_schema(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=resolved.tables(),
        tables=TABLES,
    )
    set_link(resolved)
