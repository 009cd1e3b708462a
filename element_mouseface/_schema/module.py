"""The one `activate` of all schema modules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import datajoint as dj

from ..errors import ActivationError
from ..linking import Link, check_link, link, resolve, set_link
from ..linking.server import making_tables
from .activation import activate, made_here, server_errors


@dataclass(frozen=True, eq=False)
class SchemaModule:
    """The tables of a module that share a schema, and how they are bound to the server.

    Parameters
    ----------
    name : str
        Name of the module in this package.
    schema : dj.Schema
        Not yet bound.
    tables : sequence of table classes
        The masters, parents first; their Parts are found from them.
    after : mapping of str to dj.Schema
        By name, the modules that must be activated before this one.  The module without
        any sets the linking module of the process.
    where_linked : mapping of str to table class
        Tables that exist only if the linking module has the table of that name.
    """

    name: str
    schema: dj.Schema
    tables: Sequence[type[dj.Table]]
    after: Mapping[str, dj.Schema] = field(default_factory=dict)
    where_linked: Mapping[str, type[dj.Table]] = field(default_factory=dict)

    def activate(
        self,
        schema_name: str,
        *,
        create_schema: bool = True,
        create_tables: bool | None = None,
        linking_module: Any = None,
    ) -> None:
        """Bind the tables of this module to the server and the user's pipeline.

        Parameters
        ----------
        schema_name : str
            Name of the schema on the server.
        create_schema : bool
            Whether to create the schema where it does not exist.
        create_tables : bool or None
            Whether to create missing tables; None leaves it to `dj.config`.  With False the
            folders are not checked: reading tables and traces needs no disk.
        linking_module : module or str, optional
            The linking module, or its importable name; see `element_mouseface.linking`.
            `recording` needs it; the other modules use that of `recording`.

        Raises
        ------
        LinkingError, StorageError
            If the linking module is incomplete, or a folder cannot be used.
        ActivationError
            If a module that this one needs is not activated, another linking module is in
            use, or this module is active under another name.
        SchemaMismatchError
            If the tables on the server are not those of the code.
        ServerError
            If the server cannot be reached.
        """
        linked = self._link(linking_module, create_tables)
        context = linked.tables()
        more = [table for name, table in self.where_linked.items() if name in context]
        activate(
            self.schema,
            schema_name,
            create_schema=create_schema,
            create_tables=create_tables,
            context=context,
            tables=(*self.tables, *more),
        )
        for table in (t for t in more if t._connection is None):
            names = {master.__name__: master for master in self.tables}
            with server_errors(), making_tables(dj.conn()), made_here(schema_name):
                self.schema(table, context=context | names)
        set_link(linked)

    def _link(self, linking_module: Any, create_tables: bool | None) -> Link:
        """The linking module in use, if the modules that this one needs are activated."""
        for needed, schema in self.after.items():
            if not schema.is_activated():
                raise ActivationError(
                    f"{self.name} needs {needed}, which is not activated.",
                    do=f"call element_mouseface.{needed}.activate('<schema name>', ...) first",
                )
        if linking_module is None and (self.after or self.schema.is_activated()):
            return link()
        making = dj.config["database.create_tables"] if create_tables is None else create_tables
        with server_errors():
            linked = resolve(linking_module, folders=making)
        check_link(linked)
        return linked if not self.after else link()
