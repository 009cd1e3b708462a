"""Jobs tables for `populate(reserve_jobs=True)`, created once; keys may contain dates.

DataJoint 2.3 declares a jobs table with the types that the server reports. DataJoint does not know
PostgreSQL's names for a datetime, a bool or a float, so workers could not share jobs if the lab's
`Session` is keyed by its start. These names are translated here.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import datajoint as dj
from datajoint.jobs import Job

from ..errors import ActivationError, raised_as
from ..linking.server import making_tables


class JobTable(Job):
    """A jobs table whose key has DataJoint's types."""

    def _get_fk_derived_pk_attrs(self) -> list[tuple[str, str]]:
        return [(name, self._portable(sql)) for name, sql in super()._get_fk_derived_pk_attrs()]

    def _portable(self, sql: str) -> str:
        # PostgreSQL reports text types by their long names, which DataJoint does not know.
        short = sql.replace("character varying(", "varchar(").replace("character(", "char(")
        return self._connection.adapter.sql_type_to_core(short) or short


def _jobs_errors(table: Any) -> AbstractContextManager[None]:
    return raised_as(
        ActivationError,
        f"The jobs table of {table.class_name} cannot be created.",
        do="ask for CREATE on the schema; or call populate() without reserve_jobs, in one "
        "process at a time",
        of=(dj.DataJointError,),
    )


class Jobs:
    """The attribute `jobs` of a table: its jobs table, created by one process at a time."""

    def __get__(self, table: Any, owner: type | None = None) -> Any:
        if table is None:
            if owner is None or owner.__dict__.get("definition") is None:
                return self
            table = owner()
        if not hasattr(table, "_jobs"):
            raise AttributeError(f"{type(table).__name__} is not a computed table and has no jobs")
        if table._jobs is None:
            found = JobTable(table)
            if not found.is_declared:
                with making_tables(table.connection), _jobs_errors(table):
                    if not JobTable(table).is_declared:
                        found.declare()
                found = JobTable(table)
            table._jobs = found
        return table._jobs
