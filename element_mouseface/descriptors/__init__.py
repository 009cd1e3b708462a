"""Descriptors of each recording: crops, HOG parameters, tasks, and where results lie.

The descriptors themselves are in a result folder under the processed folder,
named by what it is made from; tables hold its relative path and digest.  Folders
are written outside any transaction, resume after an interruption, and are never
deleted from here: deleting a row leaves the folder, and populating again finds it.

    tasks        FaceCrop HOGParamSet HOGTask
    processing   HOGProcessing
"""

from __future__ import annotations

from typing import Any

import datajoint as dj

from ..errors import ActivationError
from ..linking import Link
from ..linking import activate as activate_schema
from ..recording import activate as activate_recording
from ..recording import link
from ..recording import schema as recording_schema
from ._schema import schema
from .processing import HOGProcessing, where_to_compute
from .tasks import FaceCrop, HOGParamSet, HOGTask

__all__ = [
    "FaceCrop",
    "HOGParamSet",
    "HOGProcessing",
    "HOGTask",
    "activate",
    "required_link",
    "schema",
    "where_to_compute",
]

TABLES = (FaceCrop, HOGParamSet, HOGTask, HOGProcessing)


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this module's tables to a schema on the server.

    Parameters
    ----------
    schema_name : str
        Its name on the server.
    create_schema : bool
        Whether to create the schema where it does not exist.
    create_tables : bool or None
        Whether to create missing tables; None leaves it to `dj.config`.
    linking_module : module or str, optional
        The one that `recording` was activated with; by default that one.

    Raises
    ------
    ActivationError
        If `recording` is not activated or has another linking module, or this module
        is active under another name.
    SchemaMismatchError
        If the tables on the server are not those of the code.
    ServerError
        If the server cannot be reached.
    """
    activate_schema(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=required_link(
            "descriptors", recording_schema, linking_module, create_tables
        ).tables(),
        tables=TABLES,
    )


def required_link(
    name: str, before: dj.Schema, linking_module: Any, create_tables: bool | None = None
) -> Link:
    """The link of the recording schema, once the schema before this one is activated."""
    if not before.is_activated():
        needed = "recording" if before is recording_schema else "descriptors"
        raise ActivationError(
            f"{name} is activated before {needed}.",
            do=f"call element_mouseface.{needed}.activate('<schema name>', ...) first",
        )
    if linking_module is not None:
        # checks the module, and that it is the one in use
        activate_recording(
            recording_schema.database, create_tables=create_tables, linking_module=linking_module
        )
    return link()
