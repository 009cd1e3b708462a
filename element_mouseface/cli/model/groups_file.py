"""GROUPS.csv of `mouseface model train`: whom each file of features shows, and its other files."""

from __future__ import annotations

import argparse
import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...errors import ParameterError

COLUMNS = ("features", "animal", "session", "movie", "labels", "events")
#: another name of the first column, where folders of recordings are meant
RECORDING = "recording"
_EXPECTED = "a table with the column features, and of animal, session, movie, labels, events some"
#: how alike a column's name is to one of ours, to be taken for a slip
_SLIP = 0.75


@dataclass(frozen=True)
class GroupRow:
    """One file of features with all that is given of it.

    Attributes
    ----------
    features : Path
    animal, session, movie : str or None
    labels, events : Path or None
    """

    features: Path
    animal: str | None = None
    session: str | None = None
    movie: str | None = None
    labels: Path | None = None
    events: Path | None = None


def rows_of(args: argparse.Namespace) -> list[GroupRow]:
    """The files of features in their order, with what options and GROUPS.csv say of each.

    Raises
    ------
    ParameterError
        If a file is given twice, GROUPS.csv lacks one or is no such table, or there are as many
        files of labels or events as files of features neither here nor there.
    """
    rows = [GroupRow(Path(path)) for path in args.features]
    _refuse_twice([row.features for row in rows], "FEATURES")
    if args.groups is not None:
        rows = _with_groups(rows, Path(args.groups))
    for name in ("labels", "events"):
        given = getattr(args, name)
        if given and any(getattr(row, name) for row in rows):
            raise ParameterError(
                f"The files of {name} are given twice.",
                expected=f"--{name}, or the column {name} in GROUPS.csv",
                got="both",
                do=f"leave --{name} out, or empty that column",
            )
        if given and len(given) != len(rows):
            raise ParameterError(
                f"The files of {name} and of features differ in number.",
                expected=f"one --{name} for each of {len(rows)} files of features, in their order",
                got=f"{len(given)}",
                do=f"repeat --{name} for each file of features, or name them in GROUPS.csv",
            )
        if given:
            rows = [_with(row, name, Path(one)) for row, one in zip(rows, given, strict=True)]
    return rows


def _with(row: GroupRow, name: str, path: Path) -> GroupRow:
    return replace(row, labels=path) if name == "labels" else replace(row, events=path)


def _with_groups(rows: Sequence[GroupRow], path: Path) -> list[GroupRow]:
    found = _read(path)
    by_place = {os.path.realpath(row.features): row for row in found}
    missing = [row.features for row in rows if os.path.realpath(row.features) not in by_place]
    if missing:
        raise ParameterError(
            f"{path.name!r} has no row for some files of features.",
            expected=f"a row for each of {len(rows)} files; paths are relative to {path.name}",
            got=f"none for {', '.join(map(str, missing[:3]))}",
            do="add their rows: of an unknown animal nobody can say on which side it belongs",
        )
    whole = [
        replace(by_place[os.path.realpath(row.features)], features=row.features) for row in rows
    ]
    for name in ("animal", "session"):
        empty = [row.features.name for row in whole if getattr(row, name) is None]
        if empty and len(empty) < len(whole):
            raise ParameterError(
                f"Some rows of {path.name!r} name their {name}, and others do not.",
                expected=f"the {name} in every row, or in none",
                got=f"none for {', '.join(empty[:3])}",
                do=f"fill the column in: what is of an unknown {name} may be held out elsewhere",
            )
    return whole


def _read(path: Path) -> list[GroupRow]:
    from ...core.inputs.table import read_table

    table = read_table(
        path, "file of groups", expected=_EXPECTED, error=ParameterError, comments=True
    )
    header = [cell.lower() for cell in table.rows[0]] if table.rows else []
    if RECORDING in header and "features" not in header:
        header[header.index(RECORDING)] = "features"
    twice = sorted({name for name in header if header.count(name) > 1})
    if "features" not in header or twice or len(table.rows) < 2:
        raise ParameterError(
            f"The file of groups {path.name!r} cannot be used.",
            expected=f"{_EXPECTED}, each once, and a row for each file of features",
            got=", ".join(map(repr, header)) or "an empty file",
            do="name the columns in the first line",
        )
    for column in header:
        near = difflib.get_close_matches(column, COLUMNS, n=1, cutoff=_SLIP)
        if column not in COLUMNS and near and near[0] not in header:
            raise ParameterError(
                f"The column {column!r} of {path.name!r} looks like {near[0]!r}, misspelled.",
                expected=_EXPECTED,
                got=repr(column),
                do=f"name it {near[0]}, or otherwise if it is something else",
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
        rows.append(_row(dict(zip(header, cells, strict=True)), path, line))
    _refuse_twice([row.features for row in rows], path.name)
    return rows


def _row(cells: dict[str, str], path: Path, line: int) -> GroupRow:
    base = path.absolute().parent
    texts = {name: cells.get(name) or None for name in COLUMNS}
    if texts["features"] is None:
        raise ParameterError(
            f"Line {line} of {path.name!r} names no file of features.",
            expected="a path in every row",
            got="an empty cell",
            do="give the path, or leave the row out",
        )
    paths = {
        name: None if texts[name] is None else base / os.path.expanduser(str(texts[name]))
        for name in ("features", "labels", "events")
    }
    groups = {name: texts[name] for name in ("animal", "session", "movie")}
    return GroupRow(**paths, **groups)  # type: ignore[arg-type]


def _refuse_twice(paths: Sequence[Path], where: str) -> None:
    seen: dict[str, Path] = {}
    for path in paths:
        real = os.path.realpath(path)
        if real in seen:
            raise ParameterError(
                f"A file of features is named twice in {where}.",
                expected="each file once: its rows would be in training and test at once",
                got=str(path),
                do="name it once",
            )
        seen[real] = path
