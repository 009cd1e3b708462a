"""A small upstream pipeline that is also its own linking module.

Labs have their own; this one is for the demo, the tutorial and the worker's container. The keys of
sessions and trials are integers, which are short to type.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from ..linking.server import making_tables

schema = dj.Schema()


def activate(schema_name: str) -> None:
    """Create the tables in a schema of the server that `dj.config` names.

    Raises
    ------
    ServerError
        If the server cannot be reached.
    """
    with server_errors(), making_tables(dj.conn()):
        schema.activate(schema_name)


@schema
class Lab(dj.Lookup):
    """A laboratory."""

    definition = """
    lab : varchar(32)
    ---
    lab_name = '' : varchar(255)
    """
    contents = [{"lab": "demo", "lab_name": "A lab that films synthetic mice"}]


@schema
class Subject(dj.Manual):
    """A mouse."""

    definition = """
    subject : varchar(32)
    ---
    -> Lab
    subject_description = '' : varchar(255)
    """


@schema
class Session(dj.Manual):
    """One experiment with one mouse."""

    definition = """
    -> Subject
    session_id : int32
    ---
    session_datetime = null : datetime
    """


@schema
class Equipment(dj.Manual):
    """A camera."""

    definition = """
    equipment : varchar(32)
    ---
    equipment_description = '' : varchar(255)
    """


@schema
class Trial(dj.Manual):
    """One presentation of a stimulus."""

    definition = """
    -> Session
    trial_id : int32
    ---
    trial_type : varchar(64)
    trial_start_s : float64     # on the clock of the session
    trial_stop_s : float64
    """


def add_trials(session: Mapping[str, Any], events: Iterable[tuple[str, float, float]]) -> list:
    """Insert one trial per event, numbered from 1 by onset; returns the trials' keys.

    Parameters
    ----------
    session : mapping
        Key of a Session.
    events : iterable of (stimulus, onset_s, offset_s)
    """
    rows = [
        {**session, "trial_id": n, "trial_type": name, "trial_start_s": on, "trial_stop_s": off}
        for n, (name, on, off) in enumerate(sorted(events, key=lambda e: e[1]), start=1)
    ]
    Trial.insert(rows, skip_duplicates=True)
    return [{**session, "trial_id": row["trial_id"]} for row in rows]


def session_to_nwb(session_key: Mapping[str, Any]) -> dict[str, Any]:
    """What NWB files are told of a session; a lab's own pipeline knows more.

    Parameters
    ----------
    session_key : mapping
        Key of one Session.
    """
    row = (Session() * Subject * Lab & session_key).fetch1()
    made = row["session_datetime"]
    return {
        # the table has it in UTC: a time without a zone would be another one in another lab
        "session_start_time": None if made is None else made.replace(tzinfo=UTC),
        "session_description": "A synthetic mouse with planted expressions was filmed.",
        "session_id": str(row["session_id"]),
        "experimenter": ["Mouse, Synthetic"],
        "institution": row["lab_name"] or row["lab"],
        "lab": row["lab"],
        "experiment_description": "Facial expressions that were drawn, to try programs on.",
    }


def subject_to_nwb(session_key: Mapping[str, Any]) -> dict[str, Any]:
    """What NWB files are told of the mouse of a session."""
    row = (Session() * Subject & session_key).fetch1()
    return {
        "subject_id": row["subject"],
        "species": "Mus musculus",
        "sex": "U",
        "age": "P90D",
        "description": row["subject_description"] or "A drawn mouse.",
    }


def get_mouseface_root_data_dir() -> list[str]:
    """Folders of raw video: MOUSEFACE_ROOT_DATA_DIR, several separated as in PATH."""
    return os.environ.get("MOUSEFACE_ROOT_DATA_DIR", ".").split(os.pathsep)


def get_mouseface_processed_data_dir() -> str:
    """The folder that receives results: MOUSEFACE_PROCESSED_DATA_DIR."""
    return os.environ.get("MOUSEFACE_PROCESSED_DATA_DIR", ".")
