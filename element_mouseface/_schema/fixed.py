"""Tables with immutable rows: each row is identified by the hash of its content.

A result names the rows of the parameters, crop or events that it was made with. If such a row were
edited later, every result that names it would be wrong without a sign. So these classes refuse
edits, and each use of a row compares its content with its hash: rows edited by plain SQL or another
program are found and refused by name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import datajoint as dj

from ..errors import FixedRowError, InputError
from .activation import PipelineTable, of_class_too

_adding: ContextVar[bool] = ContextVar("adding", default=False)


@contextlib.contextmanager
def adding() -> Iterator[None]:
    """Parts of fixed tables take rows in here: a master is being inserted with them."""
    token = _adding.set(True)
    try:
        yield
    finally:
        _adding.reset(token)


class FixedTable(PipelineTable):
    """Mixin of a table whose rows are identified by the hash of their content.

    `<NAME>_hash` is its column of hashes; `hash_of(key)` computes one from what is stored.
    """

    NAME: str

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over the content that is stored under a whole primary key."""
        raise NotImplementedError

    @classmethod
    def check(cls, key: Mapping[str, Any]) -> None:
        """Check that rows are unchanged since they were added.

        Parameters
        ----------
        key : mapping
            Any restriction; every matching row is checked.

        Raises
        ------
        FixedRowError
            If a row's content does not match its hash: it was edited.
        """
        column = f"{cls.NAME}_hash"
        for row in (cls & key).proj(column).to_dicts():
            own = {name: row[name] for name in cls().primary_key}
            try:
                found: str | None = cls.hash_of(own)
            except FixedRowError:
                raise
            # edited to something invalid, such as a crop without width
            except (InputError, TypeError, KeyError, ValueError) as error:
                found = f"{type(error).__name__}: {str(error).splitlines()[0]}"
            check_digest(cls.__name__, own, row[column], found)

    def update1(self, row: Mapping[str, Any]) -> None:
        """Change the description, which is free text and in no hash; refused for anything else.

        Raises
        ------
        FixedRowError
            If anything else would be changed.
        """
        _only_description(self, row, type(self))
        super().update1(row)

    @of_class_too
    def insert(self, rows: Any, *args: Any, replace: bool = False, **options: Any) -> None:
        """DataJoint's `insert`, without replacing existing rows."""
        if replace:
            raise _edited(type(self), "rows would be replaced")
        super().insert(rows, *args, **options)


class FixedPart(PipelineTable):
    """Mixin of a Part of a fixed table: its rows are added with their master and stay."""

    def update1(self, row: Mapping[str, Any]) -> None:
        """Refused: the master's hash is over these rows.

        Raises
        ------
        FixedRowError
        """
        _only_description(self, row, type(self).master)
        super().update1(row)

    @of_class_too
    def insert(self, rows: Any, *args: Any, **options: Any) -> None:
        """Insert rows only with their master, or when a whole database is copied.

        A copy of tables inserts with DataJoint's `allow_direct_insert=True`; the
        hash of the master shows whether all rows arrived.

        Raises
        ------
        FixedRowError
        """
        if options.get("replace") or not (_adding.get() or options.get("allow_direct_insert")):
            raise _edited(type(self).master, f"rows of {type(self).__name__} would be inserted")
        super().insert(rows, *args, **options)

    def delete_quick(self, *args: Any, **options: Any) -> Any:
        """Refused: it would bypass DataJoint's check that a Part is deleted with its master.

        Raises
        ------
        FixedRowError
        """
        raise _edited(type(self).master, f"rows of {type(self).__name__} would be deleted")


class TaskTable(PipelineTable):
    """Mixin of a table of tasks: a task may be changed until it has a result."""

    def update1(self, row: Mapping[str, Any]) -> None:
        """DataJoint's `update1`, until something was computed from the row.

        Raises
        ------
        FixedRowError
            If it has a result, which would then describe something else.
        """
        key = {name: row[name] for name in self.primary_key if name in row}
        used = [
            t for t in self.children(as_objects=True) if t.table_name.startswith("_") and t & key
        ]
        if used:
            raise FixedRowError(
                f"This row of {type(self).__name__} has a result and cannot be changed.",
                got=f"{key}, and rows in {', '.join(table.full_table_name for table in used)}",
                do="delete the result first (the row of the computed table), or add another task",
            )
        super().update1(row)


def check_digest(table: str, key: Mapping[str, Any], stored: str, found: str | None) -> None:
    """Raise a FixedRowError if the content under a key does not match its hash."""
    if found != stored:
        raise FixedRowError(
            f"The row {dict(key)} of {table} was edited after it was added: its content does not "
            f"match its hash.",
            expected=f"hash {stored}",
            got=found,
            do="put the former values back (a backup has them); or add the new content, which gets "
            "its own number, and delete this row with its results "
            "(element_mouseface.delete_with_dependents)",
        )


def _only_description(table: dj.Table, row: Any, master: type[dj.Table]) -> None:
    named = row if isinstance(row, Mapping) else {}
    changed = [name for name in named if name not in table.primary_key]
    if not changed or any(not name.endswith("_description") for name in changed):
        raise _edited(master, f"{', '.join(changed) or 'a row'} would be changed")


def _edited(master: type[dj.Table], what: str) -> FixedRowError:
    name = master.__name__
    return FixedRowError(
        f"Rows of {name} cannot change, and {what}.",
        expected="rows that stay as they were added: results refer to them by number",
        do=f"call {name}.add(...) with the new content: it gets its own number and hash, so that "
        f"no result becomes wrong unseen. The old one can be deleted with its results "
        f"(element_mouseface.delete_with_dependents)",
    )
