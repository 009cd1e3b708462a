"""Bind a schema module to the server, and check its tables against the code.

DataJoint uses an existing table as it is: where the stored columns differ from the code, the first
insert fails, hours later. So every existing table is compared with the code's definition (see
`headings`) before anything is declared, and nothing is created beside tables that do not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import datajoint as dj

from ..errors import ActivationError, FixedRowError, SchemaMismatchError, ServerError
from ..linking import server
from ..linking.server import create_schema as create_schema_for
from .headings import compare, missing, parts_of
from .jobs import Jobs

_activated: list[type[dj.Table]] = []


def activated_tables() -> list[type[dj.Table]]:
    """The master tables of all activated schema modules, parents first."""
    return list(_activated)


if TYPE_CHECKING:

    class _TableType(type):
        """Operators that DataJoint allows on a table's class as on its instances."""

        def __and__(cls, other: Any) -> Any: ...
        def __sub__(cls, other: Any) -> Any: ...
        def __mul__(cls, other: Any) -> Any: ...

    class _Table(dj.Table, metaclass=_TableType):
        """Names that a table inherits from DataJoint, which has no types, for the type checker."""

else:
    _Table = object


def of_class_too(method: Callable[..., Any]) -> Any:
    """A method that DataJoint's metaclass also calls on the class: `Table.insert(rows)`."""
    return method


class PipelineTable(_Table):
    """Mixin of every table: clear errors before activation and without a server."""

    jobs = Jobs()
    #: Parts whose rows hold arrays of megabytes
    ARRAY_PARTS: tuple[str, ...] = ()

    def make_insert(self, key: dict, row: dict, parts: Mapping[str, list[dict]] | None = None):
        """Insert a computed row and the rows of its Parts, by their names.

        Arrays are inserted one by one, to keep each packet small.
        """
        self.insert1({**key, **row})
        for name, found in (parts or {}).items():
            rows = [{**key, **one} for one in found]
            for some in [[one] for one in rows] if name in self.ARRAY_PARTS else [rows]:
                getattr(self, name).insert(some)

    @property
    def heading(self):
        """The table's columns, as the server has them."""
        self._require_activation()
        return super().heading

    @property
    def connection(self):
        """The connection of the activated schema."""
        self._require_activation()
        return super().connection

    @of_class_too
    def populate(self, *restrictions, **options):
        """Fill the table (DataJoint's `populate`); a lost server is a ServerError.

        Raises
        ------
        ActivationError
            If this user may not insert; raised now rather than after hours of computing.
        """
        self._require_activation()
        with server_errors():
            if refused := server.may_insert(self):
                raise ActivationError(
                    f"{type(self).__name__} cannot be filled: this user may not insert.",
                    got=refused,
                    do="ask for INSERT on the schema, or let a worker populate (reading needs "
                    "no populate)",
                )
            return super().populate(*restrictions, **options)

    @of_class_too
    def insert(self, rows: Any, *args: Any, **options: Any) -> None:
        """DataJoint's `insert`; what the server refuses is an error of this package.

        Raises
        ------
        ActivationError
            If this user may not insert.
        ParameterError
            If a value does not fit its column.
        """
        self._require_activation()
        with server_errors(), server.inserting(self):
            super().insert(rows, *args, **options)

    def update1(self, row: Any) -> None:
        """DataJoint's `update1`; refused for computed rows.

        Raises
        ------
        FixedRowError
            If the table, or the master of a Part, is computed.
        """
        self._require_activation()
        master = type(self).master if isinstance(self, dj.Part) else type(self)
        if issubclass(master, (dj.Computed, dj.Imported)):
            raise FixedRowError(
                f"Rows of {type(self).__qualname__} are results and cannot be edited.",
                do=f"change what they are made from, delete the row of {master.__name__} and "
                "populate again",
            )
        super().update1(row)

    def _require_activation(self) -> None:
        if self._connection is None:
            module = type(self).__module__
            raise ActivationError(
                f"{type(self).__qualname__} is used before its schema is activated.",
                do=f"call {module}.activate('<schema name>', linking_module=...) first",
            )


@contextmanager
def server_errors() -> Iterator[None]:
    """Turn the drivers' connection errors into a ServerError.

    Raises
    ------
    ServerError
        If the server cannot be reached, refuses the login or hangs up.
    """
    try:
        yield
    # Drivers are optional and their errors share no base; they are distinguished below.
    except Exception as error:
        if not server.is_connection_error(error):
            raise
        host, port = dj.config["database.host"], dj.config["database.port"]
        raise ServerError(
            f"The {dj.config['database.backend']} server at {host}:{port} cannot be used: "
            + str(error).strip().splitlines()[0],
            do="start the server, and check dj.config['database.host'], user and password",
        ) from error


def activate(
    schema: dj.Schema,
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    context: dict[str, Any],
    tables: Sequence[type[dj.Table]],
) -> None:
    """Bind a schema to the server, after comparing its tables with the code.

    Parameters
    ----------
    schema : dj.Schema
        The module's schema object, not yet bound.
    schema_name : str
        Its name on the server.
    create_schema : bool
        Whether to create the schema where it does not exist.
    create_tables : bool or None
        Whether to create missing tables; None leaves it to `dj.config`.
    context : dict
        Names that the definitions' foreign keys use beside those of the module.
    tables : sequence of table classes
        The module's master tables; their Parts are found.

    Raises
    ------
    ActivationError
        If the name cannot be one, the schema is active under another name or is missing,
        or tables cannot be made.
    SchemaMismatchError
        If tables are missing or differ from the code: lists each difference.
    ServerError
        If the server cannot be reached.
    """
    with server_errors():
        if _is_active(schema, schema_name):
            return
        connection = dj.conn()
        if create_tables is None:
            create_tables = dj.config["database.create_tables"]
        with server.making_tables(connection) if create_tables else nullcontext():
            exists = connection.query(connection.adapter.schema_exists_sql(schema_name)).rowcount
            if not exists and not (create_schema and create_tables):
                raise ActivationError(
                    f"There is no schema {schema_name!r} on the server, and it should not be "
                    f"created.",
                    do="check the name, or activate with create_schema=True, create_tables=True",
                )
            if create_tables:
                server.check_enums(connection, context.values())
            if exists:
                _check(connection, schema_name, create_tables, context, tables)
            _bind(schema, schema_name, create_schema, create_tables, context, tables)
        _activated.extend(tables)


def _check(connection, schema_name, create_tables, context, tables) -> None:
    """Compare a schema's tables with the code, and check what would be created beside them."""
    found = compare(connection, schema_name, tables, context, missing_ok=create_tables)
    _raise_if_different(schema_name, found)
    if create_tables and missing(connection, schema_name, tables):
        server.check_text(connection, schema_name, context.values())


def _is_active(schema: dj.Schema, schema_name: str) -> bool:
    server.check_name(schema_name)
    if not schema.is_activated():
        return False
    if schema.database != schema_name:
        raise ActivationError(
            f"The module is already activated as schema {schema.database!r}.",
            got=repr(schema_name),
            do="use one schema name per process, or start another process",
        )
    return True


def _bind(schema, schema_name, create_schema, create_tables, context, tables) -> None:
    connection = dj.conn()
    try:
        with made_here(schema_name):
            if not connection.query(connection.adapter.schema_exists_sql(schema_name)).rowcount:
                create_schema_for(connection, schema_name, context.values())
            schema.activate(
                schema_name,
                create_schema=create_schema,
                create_tables=create_tables,
                add_objects=context,
            )
    except BaseException:
        _unbind(schema, tables)
        raise


@contextmanager
def made_here(schema_name: str) -> Iterator[None]:
    """Turn errors of the server during the creation of tables into an ActivationError.

    Raises
    ------
    ActivationError
    """
    try:
        yield
    # drivers are optional and their errors share no base; they are distinguished below
    except Exception as error:
        if not server.is_driver_error(error) or server.is_connection_error(error):
            raise
        raise ActivationError(
            f"Schema {schema_name!r} cannot be activated: {error}",
            do="check this user's rights on the server (to make tables: CREATE and REFERENCES; to "
            "read them: activate with create_tables=False), and the linked tables",
        ) from error


def _unbind(schema: dj.Schema, tables: Sequence[type[dj.Table]]) -> None:
    """Undo a failed activation, so that it can be tried again."""
    schema.database = schema.connection = None
    for table in [t for master in tables for t in (master, *parts_of(master))]:
        table.database = table._connection = table._heading = table._support = None


def _raise_if_different(schema_name: str, found: dict[str, list[str]]) -> None:
    if not found:
        return
    listed = [f"{table}: {difference}" for table, many in found.items() for difference in many]
    raise SchemaMismatchError(
        f"Schema {schema_name!r} does not fit this version of element_mouseface:\n    "
        + "\n    ".join(listed),
        do="use the release that made these tables, change them as docs/reference/versions.md "
        "shows, or activate under a new schema name; missing tables are made with "
        "create_tables=True. Nothing was changed",
    )
