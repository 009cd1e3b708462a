"""Differences between database servers and users: names, locks, text, privileges."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import datajoint as dj

from ..errors import ActivationError, ParameterError, ServerError

LOCK = "element_mouseface: making tables"
#: how long to wait for another process that makes tables
WAIT_S = 300.0
POLL_S = 0.1

#: longest name: MySQL counts characters, PostgreSQL bytes (it cuts longer ones off)
LONGEST = {"mysql": 64, "postgresql": 63}
_NAME = {
    "mysql": re.compile(r"[A-Za-z][A-Za-z0-9_-]*"),
    "postgresql": re.compile(r"[a-z][a-z0-9_-]*"),
}
_RESERVED = {
    "mysql": ("information_schema", "mysql", "performance_schema", "sys"),
    "postgresql": ("information_schema",),
}


def check_name(schema_name: Any, backend: str | None = None) -> None:
    """Refuse a name that cannot be a schema on this server, before anything is created.

    Parameters
    ----------
    schema_name : str
    backend : {'mysql', 'postgresql'}
        By default as `dj.config` says.

    Raises
    ------
    ActivationError
        If it is empty, not a string, too long, has other characters than letters, digits,
        `_` and `-`, or is reserved by the server.
    """
    backend = backend or dj.config["database.backend"]
    if not isinstance(schema_name, str) or not schema_name:
        raise ActivationError("No schema name was given.", got=repr(schema_name))
    longest, letters = LONGEST[backend], "small letters" if backend == "postgresql" else "letters"
    reserved = schema_name.lower() in _RESERVED[backend]
    reserved |= backend == "postgresql" and schema_name.startswith("pg_")
    fits = _NAME[backend].fullmatch(schema_name) and len(schema_name) <= longest
    if fits and not reserved:
        return
    raise ActivationError(
        "The name of the schema cannot be used"
        + (": the server reserves it." if reserved else "."),
        expected=f"a letter, then {letters} (a to z), digits, '_' or '-'; at most {longest} "
        f"characters on {backend}",
        got=f"{schema_name!r}" + (f" ({len(schema_name)})" if len(schema_name) > longest else ""),
        do="choose another name, such as 'lab_mouseface_recording'. Nothing was created",
    )


@contextmanager
def making_tables(connection: dj.Connection) -> Iterator[None]:
    """Hold a server-wide lock, so that one process at a time creates tables.

    Processes that start together (workers of a cluster, a notebook beside them) would each
    see that a table is missing, and all but one would fail to create it.  The server holds
    the lock and releases it with the connection, so a killed process leaves none behind.

    Raises
    ------
    ServerError
        If another process holds the lock for minutes.
    """
    take, give = _lock_sql(connection)
    until = time.monotonic() + WAIT_S
    while not (connection.query(take).fetchone() or [0])[0]:
        if time.monotonic() > until:
            raise ServerError(
                f"Another process has been creating tables for {WAIT_S:.0f} s.",
                do="check whether it hangs (SHOW PROCESSLIST, pg_stat_activity), and try again",
            )
        time.sleep(POLL_S)
    try:
        yield
    finally:
        # a lost connection has released it
        if connection.is_connected:
            connection.query(give)


def _lock_sql(connection: dj.Connection) -> tuple[str, str]:
    if connection.adapter.backend == "mysql":
        return f"SELECT GET_LOCK('{LOCK}', 1)", f"SELECT RELEASE_LOCK('{LOCK}')"
    number = int.from_bytes(hashlib.sha256(LOCK.encode()).digest()[:7], "big")
    return f"SELECT pg_try_advisory_lock({number})", f"SELECT pg_advisory_unlock({number})"


def create_schema(connection: dj.Connection, schema_name: str, parents: Iterable[Any]) -> None:
    """Create a schema whose text columns can be foreign keys to the parents' text.

    MySQL refuses a foreign key between text of two character sets or collations, and a
    lab's older tables often have others than the server's default.
    """
    text = _text_of(connection, parents)
    if text is not None:
        charset, collation = text
        name = connection.adapter.quote_identifier(schema_name)
        connection.query(f"CREATE DATABASE {name} CHARACTER SET {charset} COLLATE {collation}")


def check_enums(connection: dj.Connection, parents: Iterable[Any]) -> None:
    """On PostgreSQL, raise an ActivationError if the parents' keys hold an enum.

    There an enum type belongs to one schema, and DataJoint creates another type in another
    schema, so that no foreign key is possible.
    """
    if connection.adapter.backend != "postgresql":
        return
    for parent in parents:
        table = parent() if isinstance(parent, type) else parent
        for name in table.primary_key:
            if table.heading[name].type.startswith("enum_"):
                raise ActivationError(
                    f"The key of {table.full_table_name} holds an enum, {name}: on PostgreSQL no "
                    "table of another schema can refer to it.",
                    expected="a key of numbers, text, bools, dates and datetimes",
                    do="key that table by a varchar, or use MySQL",
                )


def check_text(connection: dj.Connection, schema_name: str, parents: Iterable[Any]) -> None:
    """Raise an ActivationError if text columns of new tables would not fit the parents'."""
    text = _text_of(connection, parents)
    if text is None:
        return
    found = connection.query(
        "SELECT default_character_set_name, default_collation_name "
        f"FROM information_schema.schemata WHERE schema_name = '{schema_name}'"
    ).fetchone()
    if tuple(found) != text:
        raise ActivationError(
            f"Tables made in schema {schema_name!r} could not refer to the linked tables: MySQL "
            "refuses foreign keys between text of different character sets or collations.",
            expected=f"{text[0]}, {text[1]} (the keys of the linked tables)",
            got=f"{found[0]}, {found[1]} (the default of {schema_name!r})",
            do=f"ALTER DATABASE `{schema_name}` CHARACTER SET {text[0]} COLLATE {text[1]}; "
            "it changes no table that is there. Or activate under a new name",
        )


def _text_of(connection: dj.Connection, parents: Iterable[Any]) -> tuple[str, str] | None:
    """Character set and collation of the parents' key columns; None where none is text."""
    if connection.adapter.backend != "mysql":
        return None
    found: dict[tuple[str, str], list[str]] = {}
    for parent in parents:
        table = parent() if isinstance(parent, type) else parent
        rows = connection.query(
            "SELECT column_name, character_set_name, collation_name "
            "FROM information_schema.columns "
            "WHERE table_schema = %s AND table_name = %s AND character_set_name IS NOT NULL",
            args=(table.database, table.table_name),
        ).fetchall()
        for column, charset, collation in rows:
            if column in table.primary_key:
                named = f"{table.full_table_name}.{column}"
                found.setdefault((charset, collation), []).append(named)
    if len(found) > 1:
        told = "; ".join(f"{c[0]}, {c[1]}: {', '.join(n)}" for c, n in sorted(found.items()))
        raise ActivationError(
            "The keys of the linked tables are text of different character sets or collations, "
            "and MySQL lets no one table refer to both.",
            got=told,
            do="convert them to one, with all tables that refer to them: ALTER TABLE ... CONVERT "
            "TO "
            "CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci (SET FOREIGN_KEY_CHECKS=0 around it)",
        )
    return next(iter(found), None)


def check_keys_visible(table: Any, schema_name: str) -> None:
    """Raise an ActivationError if a table exists and its primary key cannot be seen.

    PostgreSQL shows keys and foreign keys only to users who may do more than read; DataJoint then
    assumes a table without a key.
    """
    if table.primary_key:
        return
    user = dj.config["database.user"]
    raise ActivationError(
        f"User {user!r} may read {table.full_table_name}, but not see its key: PostgreSQL shows "
        "keys only to users who hold more than SELECT.",
        do=f"let the owner run, for this schema and those it refers to: GRANT REFERENCES ON ALL "
        f'TABLES IN SCHEMA "{schema_name}" TO "{user}"; it lets nobody change a row',
    )


def may_insert(table: Any) -> str | None:
    """Why this user cannot insert into a table or its Parts; None if that is allowed.

    The server is asked with an insert of no rows, which needs the same rights.
    """
    connection = table.connection
    parts = [part for part in vars(type(table)).values() if isinstance(part, type)]
    for each in (table, *(part() for part in parts if issubclass(part, dj.Part))):
        name = each.full_table_name
        try:
            connection.query(f"INSERT INTO {name} SELECT * FROM {name} WHERE 1=0")
        except Exception as error:
            if is_connection_error(error) or not is_driver_error(error):
                raise
            return f"{name}: {_first_line(error)}"
    return None


@contextmanager
def inserting(table: Any) -> Iterator[None]:
    """Turn a server's errors about rows and privileges into errors of this package.

    Raises
    ------
    ActivationError
        If this user may not insert.
    ParameterError
        If a value does not fit its column: a text that is too long, characters that the column's
        character set lacks, a number out of range.
    """
    try:
        yield
    except dj.errors.AccessError as error:
        raise ActivationError(
            f"This user may not insert into {table.full_table_name}.",
            got=_first_line(error.args[1] if len(error.args) > 1 else error),
            do="ask for INSERT on the schema; reading needs no insert",
        ) from error
    # drivers are optional and their errors share no base: `_is_of_a_value` recognizes them
    except Exception as error:
        if not _is_of_a_value(error):
            raise
        raise ParameterError(
            f"A value does not fit its column of {table.full_table_name}.",
            got=_first_line(error),
            do="shorten or correct it; the page 'Tables' has the columns. Text takes the character "
            "set of the linked tables' keys",
        ) from error


def _is_of_a_value(error: Exception) -> bool:
    # 1366 letters that a character set lacks, 1406 too long, 1264 out of range, 3988 as 1366
    return (
        _is_a("DataError", error)
        or _mysql_code(error) in (1264, 1366, 1406, 3988)
        # psycopg2 raises this before it asks the server
        or (type(error) is ValueError and "NUL" in str(error))
    )


def is_collision(error: BaseException) -> bool:
    """Whether another process inserted the same rows first, or both are in a deadlock."""
    # deadlock, and a transaction that has to be repeated
    return (
        isinstance(error, dj.errors.DuplicateError)
        or getattr(error, "pgcode", None) in ("40P01", "40001")
        or _mysql_code(error) in (1205, 1213)
    )


def is_connection_error(error: Exception) -> bool:
    """Whether the server cannot be reached, refuses the login or has hung up."""
    if isinstance(error, (dj.errors.LostConnectionError, ConnectionError)):
        return True
    if isinstance(error, dj.DataJointError):
        return str(error).startswith(("Database user not", "Database password not"))
    if not (_is_a("OperationalError", error) or _is_a("InterfaceError", error)):
        return False
    if hasattr(error, "pgcode"):
        # no code: the connection itself; 08 connection, 28 login, 3D database, 57P shutdown
        return error.pgcode is None or error.pgcode.startswith(("08", "28", "3D", "57P"))
    # client errors are 2000 to 2999; 1040 too many connections, 1045 login, 1053 shutdown
    code = _mysql_code(error)
    return 2000 <= code < 3000 or code in (1040, 1045, 1053) or _is_a("InterfaceError", error)


def is_driver_error(error: BaseException) -> bool:
    """Whether an error comes from the server: the driver's, or DataJoint's version of it."""
    return isinstance(error, dj.DataJointError) or _is_a("Error", error)


def _is_a(kind: str, error: BaseException) -> bool:
    """Whether an error is of this class of a driver; drivers are optional and share no base."""
    drivers = filter(None, map(sys.modules.get, ("psycopg2", "pymysql")))
    return isinstance(error, tuple(getattr(driver, kind) for driver in drivers))


def _mysql_code(error: BaseException) -> int:
    """The number of an error of MySQL; 0 where it has none."""
    code = error.args[0] if _is_a("Error", error) and error.args else 0
    return code if isinstance(code, int) else 0


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
