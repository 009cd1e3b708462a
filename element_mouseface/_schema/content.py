"""Tables of parameters: each row is one object of `core`, with a number and a hash.

Adding the same content again returns the existing row; other content gets its own number. A number
always stands for the same content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

import datajoint as dj

from ..errors import ParameterError, check_whole
from .fixed import FixedTable, adding
from .rows import in_transaction, one, primary_key_of

#: attempts to find a number that no other process takes
ATTEMPTS = 10
#: rows of a Part in one packet to the server
ROWS_AT_ONCE = 20_000

#: of a column int32
_NUMBERS = (-(2**31), 2**31 - 1)

Row = dict[str, Any]
Parts = Mapping[type[dj.Table], Iterable[Mapping[str, Any]]]


class NumberedTable(FixedTable):
    """Mixin of an immutable table whose rows have a readable number beside their hash.

    Its columns `<NAME>_id` (int32, in the key), `<NAME>_hash` (unique) and
    `<NAME>_description` are filled here.
    """

    @classmethod
    def add_row(
        cls,
        digest: str,
        row: Mapping[str, Any],
        *,
        number: int | None = None,
        description: str = "",
        parts: Parts | None = None,
    ) -> Row:
        """Insert a row identified by its hash unless it exists; returns its key.

        Parameters
        ----------
        digest : str
            The hash of its content.
        row : mapping
            Everything but number, hash and description.
        number : int, optional
            Its number; None takes the next free one.
        description : str
            Free text; not part of its identity.
        parts : mapping of Part class -> rows, optional
            Rows of its Parts, without the master's key.

        Raises
        ------
        ParameterError
            If the number is used for other content, or the content has another number.
        FixedRowError
            If the existing row was edited.
        """
        hash_name, id_name = f"{cls.NAME}_hash", f"{cls.NAME}_id"
        row = {**row, hash_name: digest, f"{cls.NAME}_description": description}
        scope = {n: row[n] for n in cls().primary_key if n in row}
        for _ in range(ATTEMPTS):
            known = (cls & {hash_name: digest}).keys()
            if known:
                cls._same_number(known[0], number)
                cls.check(known[0])
                return known[0]
            chosen = (
                cls._next_number(scope)
                if number is None
                else check_whole(id_name, number, *_NUMBERS)
            )
            if number is not None and cls & scope & {id_name: chosen}:
                raise ParameterError(
                    f"{cls.__name__} {chosen} has other content, and rows cannot change.",
                    do=f"leave {id_name} out to take the next number, or choose a free one",
                )
            key = {**scope, id_name: chosen}
            try:
                with in_transaction(cls()), adding():
                    cls.insert1({**row, **key})
                    for part, rows in (parts or {}).items():
                        _insert_some_at_once(part, [{**key, **r} for r in rows])
                return key
            # another process took the number, or added the same content, in between
            except dj.errors.DuplicateError:
                if cls().connection.in_transaction:
                    raise
        raise ParameterError(f"No free number was found in {cls.__name__}.", do="try again")

    @classmethod
    def _same_number(cls, known: Mapping[str, Any], wanted: int | None) -> None:
        id_name = f"{cls.NAME}_id"
        if wanted is not None and known[id_name] != wanted:
            raise ParameterError(
                f"This content is already in {cls.__name__}, as {id_name} {known[id_name]}.",
                got=f"{id_name}={wanted}",
                do=f"use {known[id_name]}, or leave {id_name} out",
            )

    @classmethod
    def _next_number(cls, scope: Mapping[str, Any]) -> int:
        return int(max((cls & scope).to_arrays(f"{cls.NAME}_id"), default=0)) + 1


def _insert_some_at_once(part: type[dj.Table], rows: list[Row]) -> None:
    """Insert rows in packets that a server takes: ratings of frames are hundreds of thousands."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        part.insert(rows[first : first + ROWS_AT_ONCE])  # type: ignore[attr-defined]


class Hashed(Protocol):
    """A value that is identified by the hash of its content."""

    def content_hash(self) -> str:
        """Hexadecimal digits that are the same for the same content."""
        ...


Content = TypeVar("Content", bound=Hashed)


class ContentTable(NumberedTable, Generic[Content]):
    """Mixin of a table whose rows are objects of one class of `core`.

    `KIND` is the class, and `COLUMN` the JSON column that holds the whole object.  A table
    with other columns defines `row_of`, `value_of` and, for Parts, `parts_of`.
    """

    KIND: type[Any]
    COLUMN: str

    @classmethod
    def add(
        cls,
        content: Content | Mapping[str, Any] | None = None,
        *,
        description: str = "",
        **number: int | None,
    ) -> Row:
        """Insert a value unless the same one exists; returns its key.

        Parameters
        ----------
        content : value or mapping
            An object of the class that the table holds, its parameters by name, or the key of a
            row; by default the defaults.
        description : str
            Free text; not part of its identity.
        **number : int, optional
            Its number, by the name of its column; by default the next free one.

        Raises
        ------
        InputError
            If a parameter is unknown or out of range, or the number belongs to another value.
        """
        wanted = number.pop(f"{cls.NAME}_id", None)
        if number:
            raise TypeError(f"{cls.__name__}.add() has no argument {next(iter(number))!r}")
        value = cls.given(content)
        row, parts = cls.row_of(value), cls.parts_of(value)
        return cls.add_row(
            value.content_hash(), row, number=wanted, description=description, parts=parts
        )

    @classmethod
    def given(cls, content: Any) -> Content:
        """The object for an argument of `add`."""
        if isinstance(content, cls.KIND):
            return content
        if not (content is None or isinstance(content, Mapping)):
            raise ParameterError(
                f"This is not for {cls.__name__}.",
                expected=f"{cls.KIND.__name__}, its fields by name, or the key of a row",
                got=f"{content!r:.200}",
            )
        named = dict(content or {})
        return cls.content(named) if f"{cls.NAME}_id" in named else cls.KIND.from_dict(named)

    @classmethod
    def content(cls, key: Mapping[str, Any]) -> Content:
        """The object of one row; FixedRowError if the row was edited."""
        cls.check(primary_key_of(cls, key))
        return cls._stored(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._stored(key).content_hash()

    @classmethod
    def row_of(cls, value: Content) -> Row:
        """The columns for an object."""
        whole: Any = value
        return {cls.COLUMN: whole.to_dict()}

    @classmethod
    def parts_of(cls, value: Content) -> Parts:
        """The Parts' rows for an object."""
        return {}

    @classmethod
    def value_of(cls, row: Row) -> Content:
        """The object of a row."""
        return cls.KIND.from_dict(row[cls.COLUMN])

    @classmethod
    def _stored(cls, key: Mapping[str, Any]) -> Content:
        return cls.value_of(one(cls & primary_key_of(cls, key), cls.__name__))
