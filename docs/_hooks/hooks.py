"""Fill reference pages from the code when mkdocs builds, so that they cannot go stale.

A line `{{ tables MODULE }}` becomes every table of a schema module with its definition,
`{{ help }}` the overview of the commands, `{{ commands }}` the help of each, `{{ errors }}` the
tree of errors, `{{ columns KIND }}` the columns of a CSV file of `mouseface score`, and
`{{ states SEVERITY }}` every kind of state that refuses a score, or is noted.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
from typing import Any

_LINE = re.compile(
    r"^\{\{ *(tables|help|commands|errors|columns|states) *(\S*) *\}\}$", re.MULTILINE
)
_KINDS = ("Lookup", "Manual", "Imported", "Computed", "Part")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Mkdocs calls this for every page."""
    return _LINE.sub(lambda found: _FILL[found[1]](found[2]), markdown)


def tables_of(module_name: str) -> list[type]:
    """Every table class of a schema module, masters in the order of the source."""
    import datajoint as dj

    module = importlib.import_module(module_name)
    found = [
        member
        for member in vars(module).values()
        if inspect.isclass(member)
        and issubclass(member, dj.Table)
        and member.__module__.startswith(module_name)
    ]
    order = list(getattr(module, "TABLES", ()))
    return sorted(found, key=lambda t: order.index(t) if t in order else len(order))


def parts_of(table: type) -> list[type]:
    """The Parts of a table, in the order of the source."""
    import datajoint as dj

    return [m for m in vars(table).values() if inspect.isclass(m) and issubclass(m, dj.Part)]


def _tables(module_name: str) -> str:
    blocks = []
    for table in tables_of(module_name):
        blocks += [f"### {table.__name__}", _table(table)]
        for part in parts_of(table):
            blocks += [f"#### {table.__name__}.{part.__name__}", _table(part)]
    return "\n\n".join(blocks)


def _table(table: type) -> str:
    kind = next(k for k in _KINDS if any(base.__name__ == k for base in table.__mro__))
    about = inspect.cleandoc(table.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    definition = inspect.cleandoc(table.definition)
    return f"*{kind}.* {about}\n\n```text\n{definition}\n```"


def _help(command: str) -> str:
    from element_mouseface.cli.main import build_parser

    parser = build_parser()
    if command:
        (choices,) = [a.choices for a in parser._actions if a.dest == "command"]
        parser = choices[command]
    columns, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), "96"
    try:
        text = parser.format_help()
    finally:
        del os.environ["COLUMNS"]
        if columns is not None:
            os.environ["COLUMNS"] = columns
    return f"```text\n{text.rstrip()}\n```"


def _errors(_: str) -> str:
    from element_mouseface import errors

    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    return f"```text\n{inspect.cleandoc(tree)}\n```"


def _columns(kind: str) -> str:
    from element_mouseface.core import score_files

    names = getattr(score_files, f"{kind.upper()}_COLUMNS")
    return ", ".join(f"`{name}`" for name in names)


def _states(severity: str) -> str:
    from element_mouseface.core.states import KINDS

    rows = ["| state | what it means | what to do |", "|---|---|---|"]
    for name, kind in sorted(KINDS.items()):
        if kind.severity == severity:
            rows.append(f"| `{name}` | {kind.meaning} | {kind.remedy} |")
    return "\n".join(rows)


def _commands(_: str) -> str:
    from element_mouseface.cli.main import COMMANDS

    return "\n\n".join(f"## {command}\n\n{_help(command)}" for command in COMMANDS)


_FILL = {
    "tables": _tables,
    "help": _help,
    "commands": _commands,
    "errors": _errors,
    "columns": _columns,
    "states": _states,
}
