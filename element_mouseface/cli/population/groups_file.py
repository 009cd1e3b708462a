"""groups.csv of `mouseface population`: whose recording each folder is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import ParameterError

_PATHS = ("recording", "folder", "scored", "features")
_MICE = ("mouse", "animal", "subject")
_EXPECTED = "a table with the columns recording and mouse, session if there are several, and more"


@dataclass(frozen=True)
class Whose:
    """One line: a recording's path, its mouse, session, and the other columns by name."""

    path: Path
    mouse: str
    session: str
    more: dict[str, str]


def whose(paths: Sequence[str], groups: str) -> list[Whose]:
    """What the file says of each recording, in their order.

    Raises
    ------
    ParameterError
        If it is no such table, lacks a recording, or a recording is given twice.
    """
    path = Path(groups)
    found = {os.path.realpath(row.path): row for row in _read(path)}
    missing = [one for one in paths if os.path.realpath(one) not in found]
    if missing:
        raise ParameterError(
            f"{path.name!r} has no row for some recordings.",
            expected=f"a row for each of {len(paths)}; paths are relative to {path.name}",
            got=f"none for {', '.join(missing[:3])}",
            do="add their rows: what is of an unknown mouse cannot be counted",
        )
    real = [os.path.realpath(one) for one in paths]
    if twice := [one for one, place in zip(paths, real, strict=True) if real.count(place) > 1]:
        raise ParameterError(
            "A recording is given twice.",
            expected="each recording once",
            got=twice[0],
            do="name it once: it would count as two",
        )
    return [found[place] for place in real]


def _read(path: Path) -> list[Whose]:
    from ...core.inputs.table import read_table

    table = read_table(
        path, "file of groups", expected=_EXPECTED, error=ParameterError, comments=True
    )
    header = [cell.strip().lower() for cell in table.rows[0]] if table.rows else []
    place = next((name for name in _PATHS if name in header), None)
    mouse = next((name for name in _MICE if name in header), None)
    if place is None or mouse is None or len(set(header)) < len(header) or len(table.rows) < 2:
        raise ParameterError(
            f"The file of groups {path.name!r} cannot be used.",
            expected=f"{_EXPECTED}, each once, and a row a recording",
            got=", ".join(map(repr, header)) or "an empty file",
            do="name the columns in the first line",
        )
    rows = []
    for cells, line in zip(table.rows[1:], table.lines[1:], strict=True):
        if len(cells) != len(header):
            raise ParameterError(
                f"Line {line} of {path.name!r} has another number of cells than the header.",
                expected=f"{len(header)} cells",
                got=f"{len(cells)} cells",
                do="quote cells that have a comma in them",
            )
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        if not row[place] or not row[mouse]:
            raise ParameterError(
                f"Line {line} of {path.name!r} names no {'mouse' if row[place] else 'recording'}.",
                expected="a recording and its mouse in every row",
                got="an empty cell",
                do="fill it in, or leave the row out",
            )
        at = path.absolute().parent / os.path.expanduser(row.pop(place))
        rows.append(Whose(at, row.pop(mouse), row.pop("session", ""), row))
    return rows
