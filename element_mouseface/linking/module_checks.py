"""Check the names that a linking module must have."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import datajoint as dj

from ..errors import LinkingError, raised_as
from .server import check_keys_visible

TABLES = ("Session", "Equipment")
RAW = "get_mouseface_root_data_dir"
PROCESSED = "get_mouseface_processed_data_dir"

#: what the published Facemap element calls the same functions
FACEMAP = {RAW: "get_facemap_root_data_dir", PROCESSED: "get_facemap_processed_data_dir"}
FACEMAP_VIDEOS = "get_facemap_video_files"

#: optional: what NWB files are told of a session and of its subject
SESSION_TO_NWB, SUBJECT_TO_NWB = "session_to_nwb", "subject_to_nwb"

LINES = {
    "Session": "from my_pipeline.session import Session",
    "Equipment": "from my_pipeline.equipment import Equipment",
    "Trial": "from my_pipeline.trial import Trial  # or leave Trial out",
    RAW: f"def {RAW}():\n    return ['/data/video']  # one folder or a list; they exist",
    PROCESSED: f"def {PROCESSED}():\n    return '/data/processed'  # exists and is writable",
    SESSION_TO_NWB: f"def {SESSION_TO_NWB}(session_key):\n    return {{'session_start_time': ..., "
    "'session_description': ..., ...}  # as session.json has it",
    SUBJECT_TO_NWB: f"def {SUBJECT_TO_NWB}(session_key):\n    return {{'subject_id': ..., "
    "'species': 'Mus musculus', 'sex': 'F', 'age': 'P90D'}",
}


def import_module(linking_module: ModuleType | str | None) -> Any:
    if linking_module is None:
        raise LinkingError(
            "No linking module was given.",
            expected="activate(schema_name, linking_module=<module, or its importable name>)",
            do="write a module with these lines and pass it:\n"
            + "\n".join(LINES[name] for name in (*TABLES, RAW, PROCESSED)),
        )
    if not isinstance(linking_module, str):
        return linking_module
    with raised_as(
        LinkingError,
        f"Linking module {linking_module!r} cannot be imported.",
        expected="a module object, or the name of a module on the Python path",
        do="check the name, and that its folder is on sys.path",
        of=(ImportError,),
    ):
        return importlib.import_module(linking_module)


def problems_of(module: Any) -> dict[str, str]:
    """What is wrong with a linking module: attribute -> what."""
    problems = {}
    for name in (*TABLES, "Trial"):
        table = linked_table(module, name)
        if table is None:
            if name in TABLES:
                problems[name] = "is missing"
        elif fault := _table_fault(table):
            problems[name] = fault
    for name in (RAW, PROCESSED):
        provided = provided_name(module, name)
        if provided is None:
            if name == RAW or provided_name(module, RAW) != FACEMAP[RAW]:
                problems[name] = "is missing"
        elif not callable(getattr(module, provided)):
            problems[name] = f"is not a function but {getattr(module, provided)!r}"
    return problems


def linked_table(module: Any, name: str) -> Any:
    """A table of the module; the published Facemap element's `Device` is `Equipment`."""
    found = getattr(module, name, None)
    return getattr(module, "Device", None) if found is None and name == "Equipment" else found


def provided_name(module: Any, name: str) -> str | None:
    """The name under which a module has one of the two functions; None if it lacks it."""
    return next((n for n in (name, FACEMAP[name]) if hasattr(module, n)), None)


def _table_fault(table: Any) -> str | None:
    """Why an object cannot be the parent of a foreign key, or None."""
    is_class = isinstance(table, type) and issubclass(table, dj.Table)
    if not is_class and not isinstance(table, dj.Table):
        return f"is not a DataJoint table but {table!r}"
    if table.database is None:
        return "belongs to a schema that is not activated (activate it first)"
    check_keys_visible(table() if is_class else table, table.database)
    if not is_class and table.restriction:
        return "is a restricted table (give the table itself)"
    return None
