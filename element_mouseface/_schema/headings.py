"""Compare the definition of a table with the table on the server.

DataJoint's own parser works only for tables that are already bound and leaves pending enum types
behind, so definitions are parsed here. They are our own and use only these plain forms: `->
Parent`, `name = default : type[dj.Table] # comment`, `[unique] index(a, b)` and `---`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import datajoint as dj

from ..linking.server import check_keys_visible

_ATTRIBUTE = re.compile(
    r"""(?P<name>[a-z][a-z0-9_]*)\s*
        (=\s*(?P<default>"[^"]*"|'[^']*'|[^:]*?)\s*)?
        :\s*(?P<type><[^>]*>|[^\#]+?)\s*(\#.*)?$""",
    re.X,
)
_FOREIGN_KEY = re.compile(r"->\s*(\[(?P<options>[^\]]*)\]\s*)?(?P<parent>.+)$")
_UNIQUE = re.compile(r"unique\s+index\s*\((?P<names>[^)]*)\)", re.I)


@dataclass(frozen=True)
class Column:
    """One column as the code declares it.

    `declared` is the type as written; None for a column inherited through a
    foreign key, where only the `sql` type is known.
    """

    name: str
    sql: str | None
    declared: str | None = None
    in_key: bool = False
    nullable: bool = False
    default: str | None = None


@dataclass
class Expected:
    """One table as the code declares it."""

    columns: dict[str, Column] = field(default_factory=dict)
    parents: set[str] = field(default_factory=set)
    unique: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, column: Column) -> None:
        """Add a column unless an earlier line added it (as DataJoint does)."""
        self.columns.setdefault(column.name, column)


def parts_of(master: type[dj.Table]) -> list[type[dj.Table]]:
    """The Part classes of a master table, in the order of their definition."""
    return [
        part
        for name, part in vars(master).items()
        if name[0].isupper() and isinstance(part, type) and issubclass(part, dj.Part)
    ]


def compare(
    connection: dj.Connection,
    schema_name: str,
    tables: Sequence[type[dj.Table]],
    context: dict[str, Any],
    *,
    missing_ok: bool,
) -> dict[str, list[str]]:
    """Differences between the server's tables and the code's, by table.

    Parameters
    ----------
    connection : dj.Connection
        An open connection.
    schema_name : str
        The schema that exists on the server.
    tables : sequence of table classes
        The module's masters, bound or not; their Parts are found.
    context : dict
        Names for foreign keys beside those of the module.
    missing_ok : bool
        Whether a table may be missing (it is then created).

    Returns
    -------
    dict
        Class name -> list of differences; empty if everything fits.
    """
    adapter = connection.adapter
    present = _present(connection, schema_name)
    code = _Code(tables, context, connection, schema_name)
    # Foreign keys are loaded for activated schemas only, and this one is not yet activated
    # where another process made its tables.
    connection.dependencies.load(schema_names={*connection.schemas, schema_name})
    differences: dict[str, list[str]] = {}
    for table, name in _named(tables):
        if name not in present:
            found = [] if missing_ok else [f"the table ({name}) is missing"]
        else:
            stored = dj.FreeTable(connection, adapter.make_full_table_name(schema_name, name))
            check_keys_visible(stored, schema_name)
            found = list(_differences(stored, code.expected(table)))
        if found:
            differences[table.__qualname__] = found
    return differences


def missing(connection: dj.Connection, schema_name: str, tables: Sequence[type[dj.Table]]) -> bool:
    """Whether a schema lacks one of these tables or their Parts."""
    present = _present(connection, schema_name)
    return any(name not in present for _, name in _named(tables))


def _present(connection: dj.Connection, schema_name: str) -> set[str]:
    found = connection.query(connection.adapter.list_tables_sql(schema_name)).fetchall()
    return {row[0] for row in found}


def _named(tables: Sequence[type[dj.Table]]) -> Iterator[tuple[type[dj.Table], str]]:
    """Every master and Part with its table name, even if a Part is not bound yet."""
    for master in tables:
        yield master, master.table_name
        for part in parts_of(master):
            yield part, master.table_name + "__" + dj.utils.from_camel_case(part.__name__)


@dataclass(frozen=True)
class _Unbound:
    """Placeholder in a foreign key for a table of the module that is not bound yet."""

    table: type[dj.Table]
    code: _Code
    renames: tuple[tuple[str, str], ...] = ()

    def __getattr__(self, part: str) -> _Unbound:
        return _Unbound(getattr(self.table, part), self.code)

    def proj(self, **renames: str) -> _Unbound:
        """The table with key columns renamed: new='old'."""
        return _Unbound(self.table, self.code, tuple((old, new) for new, old in renames.items()))

    def key(self) -> list[tuple[str, str | None]]:
        """Names and SQL types of the primary key."""
        names = dict(self.renames)
        columns = self.code.expected(self.table).columns.values()
        return [(names.get(c.name, c.name), c.sql) for c in columns if c.in_key]

    def full_name(self) -> str:
        """The quoted name on the server."""
        return self.code.full_name(self.table)


@dataclass(frozen=True)
class _Code:
    """A module's tables as the code declares them, and their future place on the server."""

    tables: Sequence[type[dj.Table]]
    context: dict[str, Any]
    connection: dj.Connection
    schema_name: str

    def full_name(self, table: type[dj.Table]) -> str:
        name = dict(_named(self.tables))[table]
        return self.connection.adapter.make_full_table_name(self.schema_name, name)

    def scope(self, table: type[dj.Table]) -> dict[str, Any]:
        """The names that a definition's foreign keys may use."""
        owner = next((master for master in self.tables if table in parts_of(master)), table)
        names = {**vars(sys.modules[table.__module__]), **self.context}
        own = {master.__name__: master for master in self.tables} | {"self": table, "master": owner}
        # every class is replaced: an unbound one has no columns on the server
        return names | {n: t if t.database else _Unbound(t, self) for n, t in own.items()}

    def expected(self, table: type[dj.Table]) -> Expected:
        """The columns and keys that the definition of a table declares."""
        result, in_key = Expected(), True
        scope = self.scope(table)
        for line in filter(None, map(str.strip, table.definition.splitlines())):
            if line.startswith("---"):
                in_key = False
            elif match := _FOREIGN_KEY.match(line):
                self._add_parent(result, match["parent"], match["options"], scope, in_key)
            elif match := _UNIQUE.match(line):
                result.unique.add(tuple(name.strip() for name in match["names"].split(",")))
            elif match := _ATTRIBUTE.match(line):
                result.add(self._column(match, in_key))
        return result

    def _add_parent(self, result, text, options, scope, in_key) -> None:
        # a foreign key is a Python expression by DataJoint's own grammar
        parent = eval(text, scope)
        if isinstance(parent, _Unbound):
            key, full = parent.key(), parent.full_name()
        else:
            bound = parent() if isinstance(parent, type) else parent
            key = [(name, _plain(bound.heading[name].type)) for name in bound.primary_key]
            full = bound.support[0]
        words = (options or "").lower()
        result.parents.add(full)
        for name, sql in key:
            result.add(Column(name, sql, None, in_key, "nullable" in words))
        if "unique" in words:
            result.unique.add(tuple(name for name, _ in key))

    def _column(self, match: re.Match[str], in_key: bool) -> Column:
        default, declared = match["default"], match["type"].strip()
        nullable = (default or "").lower() == "null"
        sql = _sql_type(declared, self.connection.adapter)
        stated = None if default is None or nullable else _plain_default(default)
        return Column(match["name"], sql, declared, in_key, nullable, stated)


def _differences(stored: dj.Table, expected: Expected) -> Iterator[str]:
    heading = stored.heading
    for name in expected.columns.keys() - set(heading.names):
        yield f"column {name} is missing"
    for name in set(heading.names) - expected.columns.keys():
        yield f"column {name} is not in the code"
    for name, column in expected.columns.items():
        if name in heading.attributes:
            yield from _column_differences(column, heading[name])
    parents = set(stored.parents())
    for parent in sorted(expected.parents - parents):
        yield f"the foreign key to {parent} is missing"
    for parent in sorted(parents - expected.parents):
        yield f"the foreign key to {parent} is not in the code"
    unique = {frozenset(heading.primary_key), *_unique_indexes(stored)}
    for names in sorted(expected.unique):
        if frozenset(names) not in unique:
            yield f"the unique index on ({', '.join(names)}) is missing"


def _unique_indexes(stored: dj.Table) -> set[frozenset[str]]:
    """Column sets of the unique indexes; DataJoint's heading has none of PostgreSQL's."""
    heading, connection = stored.heading, stored.connection
    if connection.adapter.backend != "postgresql":
        return {frozenset(names) for names, how in heading.indexes.items() if how["unique"]}
    sql = connection.adapter.get_indexes_sql(stored.database, stored.table_name)
    found = (row["indexdef"] for row in connection.query(sql, as_dict=True).fetchall())
    texts = [re.search(r"\((.*)\)", text) for text in found if text.startswith("CREATE UNIQUE")]
    return {frozenset(re.findall(r"\w+", match[1])) for match in texts if match}


def _column_differences(column: Column, stored: Any) -> Iterator[str]:
    if column.in_key != stored.in_key:
        yield f"column {column.name} " + (
            "is not in the primary key" if column.in_key else "is in the primary key"
        )
    # The column's comment keeps the declared core type; an older or foreign table has none, so only
    # its SQL type can be compared.
    declared = stored.type if stored.codec else stored.original_type
    sql = None if stored.codec else _plain(stored.type)
    if column.declared and declared and _spaceless(declared) != _spaceless(column.declared):
        yield f"column {column.name} is {declared}, the code has {column.declared}"
    elif column.sql and sql and sql != column.sql:
        yield f"column {column.name} is {stored.type}, the code has {column.declared or column.sql}"
    elif column.declared and column.declared.startswith("<") and not declared:
        yield f"column {column.name} is {stored.type}, the code has {column.declared}"
    if column.nullable != bool(stored.nullable):
        yield f"column {column.name} " + (
            "does not take NULL" if column.nullable else "takes NULL, the code's does not"
        )
    elif column.declared and not column.nullable:
        default = None if stored.default is None else _plain_default(str(stored.default))
        if default != column.default:
            yield f"column {column.name} has default {default!r}, the code has {column.default!r}"


def _spaceless(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _sql_type(declared: str, adapter: Any) -> str | None:
    """The SQL type of a declared core type; None if only the comment has it.

    The comment names codecs, and asking the PostgreSQL adapter for an enum
    would leave a type waiting to be created.
    """
    if declared.startswith("<") or declared.lower().startswith("enum"):
        return None
    return _plain(adapter.core_type_to_sql(_spaceless(declared)))


def _plain(sql: str) -> str:
    """An SQL type with one spelling: servers report other spellings than they accept."""
    text = _spaceless(sql)
    text = re.sub(r"^timestamp(\(\d+\))?(withouttimezone)?$", "timestamp", text)
    text = re.sub(r"^(tinyint|smallint|mediumint|int|bigint)\(\d+\)", r"\1", text)
    text = re.sub(r"^numeric", "decimal", text)
    return re.sub(r"^(decimal\(\d+),0\)", r"\1)", text)


def _plain_default(text: str) -> str:
    """A default without the quotes and casts that each server adds when it reports it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    text = re.sub(r"::[\w\s\".()]+$", "", text)
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1].replace("''", "'")
    lowered = text.lower()
    if lowered in ("true", "false"):
        return repr(float(lowered == "true"))
    if lowered.startswith(("current_timestamp", "now()")):
        return "current_timestamp"
    try:
        return repr(float(text))
    except ValueError:
        return text
