"""Jobs tables for `populate(reserve_jobs=True)`, created once; keys may contain dates.

DataJoint 2.3 writes the definition of a table of jobs from the types that the server
reports.  PostgreSQL's names for a datetime, a bool or a float are none of DataJoint's,
and workers could not share work where the lab's `Session` is keyed by its start: they
are translated here.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import datajoint as dj
from datajoint.jobs import Job

from ..errors import ActivationError, raised_as
from ..linking.server import making_tables


class JobTable(Job):
    """A table of jobs whose key has DataJoint's types."""

    def _get_fk_derived_pk_attrs(self) -> list[tuple[str, str]]:
        return [(name, self._portable(sql)) for name, sql in super()._get_fk_derived_pk_attrs()]

    def _portable(self, sql: str) -> str:
        # PostgreSQL reports texts by their long names, which DataJoint does not look up.
        short = sql.replace("character varying(", "varchar(").replace("character(", "char(")
        return self._connection.adapter.sql_type_to_core(short) or short


def _told(table: Any) -> AbstractContextManager[None]:
    return raised_as(
        ActivationError,
        f"The table of jobs of {table.class_name} cannot be made.",
        do="ask for CREATE on the schema; or call populate() without reserve_jobs, in one "
        "process at a time",
        of=(dj.DataJointError,),
    )


class Jobs:
    """The attribute `jobs` of a table: its table of jobs, made by one process at a time."""

    def __get__(self, table: Any, owner: type | None = None) -> Any:
        if table is None:
            if owner is None or owner.__dict__.get("definition") is None:
                return self
            table = owner()
        if not hasattr(table, "_jobs"):
            raise AttributeError(f"{type(table).__name__} does not fill itself and has no jobs")
        if table._jobs is None:
            found = JobTable(table)
            if not found.is_declared:
                with making_tables(table.connection), _told(table):
                    if not JobTable(table).is_declared:
                        found.declare()
                found = JobTable(table)
            table._jobs = found
        return table._jobs
