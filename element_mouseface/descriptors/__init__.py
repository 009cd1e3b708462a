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

from .._schema.activation import activate as activate_schema
from .._schema.activation import required_link
from ..recording import schema as recording_schema
from ._schema import schema
from .processing import HOGProcessing
from .tasks import FaceCrop, HOGParamSet, HOGTask

__all__ = [
    "FaceCrop",
    "HOGParamSet",
    "HOGProcessing",
    "HOGTask",
    "activate",
    "schema",
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
    before = {"recording": recording_schema}
    linked = required_link("descriptors", before, linking_module, create_tables)
    activate_schema(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=linked.tables(),
        tables=TABLES,
    )
