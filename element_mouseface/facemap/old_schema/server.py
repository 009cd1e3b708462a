"""Plain SQL on an old schema, in a transaction that the server keeps read-only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import datajoint as dj

from ..._schema.activation import server_errors
from ...errors import ParameterError, ServerError
from ...linking.server import is_connection_error, is_driver_error
from .blobs import key_value

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column of an old table."""

    name: str
    type: str
    comment: str
    in_key: bool

    @property
    def is_blob(self) -> bool:
        """Whether its values are packed."""
        return self.type.endswith("blob") or (
            self.type.startswith("binary") and not self.comment.startswith(":uuid")
        )

    @property
    def is_external(self) -> bool:
        """Whether its values are in a store, and the row has their hash only."""
        return self.comment.startswith(":") and "@" in self.comment.split(":")[1]


@dataclass(frozen=True)
class OldTable:
    """A table, its columns, and what it refers to: constraint -> (table, columns)."""

    schema: str
    name: str
    columns: tuple[Column, ...]
    refers: dict[str, tuple[tuple[str, str], tuple[str, ...]]]

    @property
    def key(self) -> list[str]:
        """The columns of its primary key."""
        return [column.name for column in self.columns if column.in_key]

    def __contains__(self, column: str) -> bool:
        return any(found.name == column for found in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)


class OldServer:
    """A connection that only reads."""

    def __init__(self, connection: dj.Connection):
        self._connection = connection

    def query(self, sql: str, args: Sequence[Any] = ()) -> list[tuple]:
        """All rows of a SELECT."""
        # a connection that was made again would not be in the transaction
        return list(self._connection.query(sql, args=tuple(args), reconnect=False).fetchall())

    def databases(self) -> list[str]:
        """The schemas that this user may see."""
        rows = self.query("SELECT schema_name FROM information_schema.schemata ORDER BY 1")
        return [name for (name,) in rows]

    def tables(self, databases: Sequence[str]) -> list[tuple[str, str]]:
        """Schema and name of each table in some schemas; DataJoint's own are left out."""
        if not databases:
            return []
        marks = ", ".join(["%s"] * len(databases))
        rows = self.query(
            "SELECT table_schema, table_name FROM information_schema.tables "
            f"WHERE table_schema IN ({marks}) ORDER BY 1, 2",
            databases,
        )
        return [(schema, name) for schema, name in rows if not name.startswith("~")]

    def table(self, schema: str, name: str) -> OldTable:
        """A table with its columns and references."""
        rows = self.query(
            "SELECT column_name, column_type, column_comment, column_key "
            "FROM information_schema.columns WHERE table_schema = %s AND table_name = %s "
            "ORDER BY ordinal_position",
            (schema, name),
        )
        columns = tuple(Column(n, _text(t), _text(c), k == "PRI") for n, t, c, k in rows)
        refers: dict[str, tuple[tuple[str, str], tuple[str, ...]]] = {}
        found = self.query(
            "SELECT constraint_name, referenced_table_schema, referenced_table_name, column_name "
            "FROM information_schema.key_column_usage WHERE table_schema = %s AND table_name = %s "
            "AND referenced_table_name IS NOT NULL ORDER BY constraint_name, ordinal_position",
            (schema, name),
        )
        for constraint, to_schema, to_name, column in found:
            before = refers.get(constraint, ((to_schema, to_name), ()))[1]
            refers[constraint] = ((to_schema, to_name), (*before, column))
        return OldTable(schema, name, columns, refers)

    def referring(self, schema: str, name: str) -> list[tuple[str, str]]:
        """Schema and name of each table that refers to a table."""
        return self.query(
            "SELECT DISTINCT table_schema, table_name FROM information_schema.key_column_usage "
            "WHERE referenced_table_schema = %s AND referenced_table_name = %s ORDER BY 1, 2",
            (schema, name),
        )

    def rows(self, table: OldTable, wanted: Sequence[str] | None = None) -> list[Row]:
        """The rows of a table in the order of its key; blobs are left out."""
        columns = [c for c in table.columns if not c.is_blob]
        if wanted is not None:
            columns = [c for c in columns if c.name in wanted]
        chosen = ", ".join(_quoted(c.name) for c in columns)
        order = ", ".join(_quoted(name) for name in table.key) or "1"
        found = self.query(f"SELECT {chosen} FROM {_whole(table)} ORDER BY {order}")
        return [
            {c.name: key_value(v, c.type, c.comment) for c, v in zip(columns, row, strict=True)}
            for row in found
        ]

    def lengths(self, table: OldTable, column: str) -> list[int | None]:
        """Bytes of each blob, in the order of `rows`."""
        order = ", ".join(_quoted(name) for name in table.key) or "1"
        sql = f"SELECT LENGTH({_quoted(column)}) FROM {_whole(table)} ORDER BY {order}"
        return [None if length is None else int(length) for (length,) in self.query(sql)]

    def blob(self, table: OldTable, column: str, number: int) -> bytes:
        """The blob of one row, by its place in `rows`."""
        order = ", ".join(_quoted(name) for name in table.key) or "1"
        sql = f"SELECT {_quoted(column)} FROM {_whole(table)} ORDER BY {order} LIMIT 1 OFFSET %s"
        return bytes(self.query(sql, (number,))[0][0])

    def counts(self, table: OldTable, by: Sequence[str]) -> dict[tuple, int]:
        """How many rows there are for each value of some columns of its key."""
        names = ", ".join(_quoted(name) for name in by)
        sql = f"SELECT {names}, COUNT(*) FROM {_whole(table)} GROUP BY {names}"
        types = [table.column(name) for name in by]
        return {
            tuple(key_value(v, c.type, c.comment) for v, c in zip(row, types, strict=False)): row[
                -1
            ]
            for row in self.query(sql)
        }

    def attached(self, table: OldTable, column: str) -> list[tuple[str, str]]:
        """Name and SHA-256 of each attached file, in the order of `rows`; computed there.

        DataJoint 0.14 stores a file as its name, a zero byte, and its content.
        """
        order = ", ".join(_quoted(name) for name in table.key) or "1"
        blob = _quoted(column)
        found = self.query(
            f"SELECT SUBSTRING_INDEX({blob}, 0x00, 1), "
            f"SHA2(SUBSTRING({blob}, LOCATE(0x00, {blob}) + 1), 256) "
            f"FROM {_whole(table)} ORDER BY {order}"
        )
        return [(_text(name), _text(digest)) for name, digest in found]


@contextmanager
def reading(connection: dj.Connection | None = None) -> Iterator[OldServer]:
    """A server whose old schemas are read, in one read-only transaction that sees one state.

    Parameters
    ----------
    connection : Connection, optional
        By default DataJoint's own, as `dj.config` says.

    Raises
    ------
    ServerError
        If the server cannot be reached, or is not MySQL: DataJoint 0.14 knew no other.
    ParameterError
        If the connection is in a transaction of its own.
    """
    if connection is None and (backend := dj.config["database.backend"]) != "mysql":
        raise ServerError(
            "Old schemas are on MySQL: DataJoint 0.14 knew no other server.",
            expected="dj.config['database.backend'] = 'mysql' (DJ_BACKEND)",
            got=repr(backend),
            do="set DJ_BACKEND=mysql, and DJ_HOST, DJ_USER and DJ_PASS of the old server",
        )
    with server_errors():
        there = dj.conn() if connection is None else connection
        if there.in_transaction:
            raise ParameterError(
                "The connection is in a transaction of its own.",
                do="read the old schema outside it, or with a connection of its own",
            )
        there.query("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        try:
            yield OldServer(there)
        except Exception as error:
            if is_connection_error(error) or not is_driver_error(error):
                raise
            raise ServerError(
                "The old schema cannot be read.",
                got=str(error).strip().splitlines()[0][:300],
                do="ask for SELECT on it, and on the schemas that its tables refer to",
            ) from error
        finally:
            if there.is_connected:
                there.query("ROLLBACK")


def _whole(table: OldTable) -> str:
    return f"{_quoted(table.schema)}.{_quoted(table.name)}"


def _quoted(name: str) -> str:
    # names come from the server itself; percent signs are the driver's
    return "`" + name.replace("`", "``").replace("%", "%%") + "`"


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")
