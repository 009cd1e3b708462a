"""Fill reference pages from the code when mkdocs builds, so that they cannot go stale.

A line `{{ tables MODULE }}` becomes every table of a schema module, its columns and methods,
`{{ help }}` the overview of the commands, `{{ commands }}` the help of each and of its actions,
`{{ errors }}` the tree of errors, `{{ columns KIND }}` the columns of a CSV file of `mouseface
score`, `{{ findings SEVERITY }}` every kind of finding that refuses a score, or is noted, and
`{{ features GROUP }}` the named features of a group. Notebooks become pages, too.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import os
import re
from pathlib import Path
from typing import Any

#: what a page says of its code, to those who run it: `tests/pages/blocks.py`
_MARK = re.compile(r"^ *<!-- (?:not run:|file:|tables|run \w).*?-->\n?", re.MULTILINE | re.DOTALL)
_LINE = re.compile(
    r"^\{\{ *(tables|help|commands|errors|columns|findings|features) *(\S*) *\}\}$", re.MULTILINE
)


def _beside(name: str) -> Any:
    """A module of this folder: mkdocs loads hooks by their path, without a package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


table_pages = _beside("table_pages")
notebook_pages = _beside("notebook_pages")
tables_of, parts_of = table_pages.tables_of, table_pages.parts_of


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Mkdocs calls this once it knows the files of the pages."""
    from mkdocs.structure.files import File

    for path, content in notebook_pages.generated():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Any = None, **_: Any) -> str:
    """Mkdocs calls this for every page."""
    if page is not None:
        markdown = notebook_pages.relinked(markdown, page.file.src_uri)
    return _LINE.sub(lambda found: _FILL[found[1]](found[2]), _MARK.sub("", markdown))


def _help(command: str) -> str:
    from element_mouseface.cli.main import build_parser

    parser = build_parser()
    for word in command.split():
        (choices,) = [a.choices for a in parser._actions if a.dest in ("command", "action")]
        parser = choices[word]
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
    from element_mouseface.core.results import csv_tables as score_files

    names = getattr(score_files, f"{kind.upper()}_COLUMNS")
    return ", ".join(f"`{name}`" for name in names)


def _findings(severity: str) -> str:
    from element_mouseface.core.scoring.findings import KINDS

    rows = ["| finding | what it means | what to do |", "|---|---|---|"]
    for name, kind in sorted(KINDS.items()):
        if kind.severity == severity:
            rows.append(f"| `{name}` | {kind.meaning} | {kind.remedy} |")
    return "\n".join(rows)


def _features(group: str) -> str:
    """Named features of a group; a mean and a range, or numbered parts, are one row."""
    from element_mouseface.core.features.named.definitions import UNITS_GROUP
    from element_mouseface.core.features.named.texture import PAIRS
    from element_mouseface.core.frame_features.registry import REGISTRY, UNIT_REGISTRY

    known = UNIT_REGISTRY if group == UNITS_GROUP else REGISTRY
    rows = ["| feature | unit | from | definition |", "|---|---|---|---|"]
    for name, one in known.items():
        stem, _, last = name.rpartition("_")
        if one.group != group or (last == "range" and f"{stem}_mean" in REGISTRY):
            continue
        names, text = f"`{name}`", one.definition.replace(f"{PAIRS} ", "")  # the page says it
        if last == "mean" and f"{stem}_range" in REGISTRY:
            names += f", `{stem}_range`"
            text = text.replace("Mean over", "Mean, or highest minus lowest value, over", 1)
        if last.isdigit() and f"{stem}_1" in REGISTRY:
            if last != "1":
                continue
            ends = [key.removeprefix(f"{stem}_") for key in REGISTRY if key.startswith(f"{stem}_")]
            parts = sum(end.isdigit() for end in ends)
            names += f" to `{stem}_{parts}`"
            text = f"The first: {text[0].lower()}{text[1:]}"
        rows.append(f"| {names} | {one.unit} | {one.source} | {text.replace('|', '&#124;')} |")
    return "\n".join(rows)


def _commands(_: str) -> str:
    from element_mouseface.cli.main import COMMANDS

    return "\n\n".join(_command(command) for command in COMMANDS)


def _command(command: str) -> str:
    """The help of a command, and of each of its actions if it has some."""
    module = importlib.import_module(f"element_mouseface.cli.commands.{command}")
    names = [f"{command} {action}" for action in getattr(module, "ACTIONS", ())]
    return "\n\n".join(
        [f"## {command}\n\n{_help(command)}", *(f"### {n}\n\n{_help(n)}" for n in names)]
    )


_FILL = {
    "tables": table_pages.pages_of,
    "help": _help,
    "commands": _commands,
    "errors": _errors,
    "columns": _columns,
    "findings": _findings,
    "features": _features,
}
