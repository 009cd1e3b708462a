"""Tables with immutable rows: each row is identified by the hash of its content.

A result says with which parameters, crop or events it was made by naming their row.
Were the row edited afterwards, every such result would be said to be of something it
is not, and nothing would show it.  So an edit through these classes is refused, and
whoever reads a row to use it compares its content with its hash: rows that were edited
by plain SQL, or by another program, are found and refused by name.
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
    """Mixed into a table whose rows are identified by the hash of their content.

    `<NAME>_hash` is its column of hashes; `hash_of(key)` computes one from what is stored.
    """

    NAME: str

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over the content that is stored under a whole primary key."""
        raise NotImplementedError

    @classmethod
    def check(cls, key: Mapping[str, Any]) -> None:
        """Make sure that rows are what they were when they were added.

        Parameters
        ----------
        key : mapping
            Any restriction; every row that it meets is checked.

        Raises
        ------
        FixedRowError
            If the content of one is not that of its hash: it was edited.
        """
        column = f"{cls.NAME}_hash"
        for row in (cls & key).proj(column).to_dicts():
            own = {name: row[name] for name in cls().primary_key}
            try:
                found: str | None = cls.hash_of(own)
            except FixedRowError:
                raise
            # edited until it makes no sense any more, like a crop of no width
            except (InputError, TypeError, KeyError, ValueError) as error:
                found = f"{type(error).__name__}: {str(error).splitlines()[0]}"
            check_digest(cls.__name__, own, row[column], found)

    def update1(self, row: Mapping[str, Any]) -> None:
        """Refused, but for the description, which is free text and in no hash.

        Raises
        ------
        FixedRowError
            If anything else is to be changed.
        """
        _only_description(self, row, type(self))
        super().update1(row)

    @of_class_too
    def insert(self, rows: Any, *args: Any, replace: bool = False, **options: Any) -> None:
        """As DataJoint's, but rows that are there are not replaced."""
        if replace:
            raise _edited(type(self), "rows are to be replaced")
        super().insert(rows, *args, **options)


class FixedPart(PipelineTable):
    """Mixed into a Part of a fixed table: its rows come with their master, and stay."""

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
        """Refused, but where the master is added or a whole database is copied.

        Whoever copies tables inserts with DataJoint's `allow_direct_insert=True`; the
        hash of the master tells whether all rows arrived.

        Raises
        ------
        FixedRowError
        """
        if options.get("replace") or not (_adding.get() or options.get("allow_direct_insert")):
            raise _edited(type(self).master, f"rows of {type(self).__name__} are to be inserted")
        super().insert(rows, *args, **options)

    def delete_quick(self, *args: Any, **options: Any) -> Any:
        """Refused: DataJoint's way past its own check that a Part goes with its master.

        Raises
        ------
        FixedRowError
        """
        raise _edited(type(self).master, f"rows of {type(self).__name__} are to be deleted")


class TaskTable(PipelineTable):
    """Mixed into a table of tasks: a task may be changed until its result is there."""

    def update1(self, row: Mapping[str, Any]) -> None:
        """As DataJoint's, until something was computed from the row.

        Raises
        ------
        FixedRowError
            If it was: the result would be said to be of something it is not.
        """
        key = {name: row[name] for name in self.primary_key if name in row}
        used = [
            t for t in self.children(as_objects=True) if t.table_name.startswith("_") and t & key
        ]
        if used:
            raise FixedRowError(
                f"This row of {type(self).__name__} has a result, and is to be changed.",
                got=f"{key}, and rows in {', '.join(table.full_table_name for table in used)}",
                do="delete the result first (the row of the computed table), or add another task",
            )
        super().update1(row)


def check_digest(table: str, key: Mapping[str, Any], stored: str, found: str | None) -> None:
    """FixedRowError if what is found under a key is not what its hash says."""
    if found != stored:
        raise FixedRowError(
            f"The row {dict(key)} of {table} was edited after it was added: its content is not "
            "that of its hash.",
            expected=f"hash {stored}",
            got=found,
            do="put the former values back (a backup has them); or add the new content, which "
            "gets a number of its own, and delete this row with what was made from it "
            "(element_mouseface.delete_with_dependents)",
        )


def _only_description(table: dj.Table, row: Any, master: type[dj.Table]) -> None:
    named = row if isinstance(row, Mapping) else {}
    changed = [name for name in named if name not in table.primary_key]
    if not changed or any(not name.endswith("_description") for name in changed):
        raise _edited(master, f"{', '.join(changed) or 'a row'} is to be changed")


def _edited(master: type[dj.Table], what: str) -> FixedRowError:
    name = master.__name__
    return FixedRowError(
        f"Rows of {name} never change, and {what}.",
        expected="rows that stay as they were added: results name them by their number",
        do=f"call {name}.add(...) with the new content: it gets a number and a hash of its own, so "
        "that nothing goes stale unseen. The old one can be deleted "
        "with what was made from it (element_mouseface.delete_with_dependents)",
    )
