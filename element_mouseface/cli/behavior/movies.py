"""MOVIES.csv of `mouseface behavior train`: which movies, with which labels, of which animal."""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import ParameterError

NEEDED = ("video", "labels")
OPTIONAL = ("animal", "session", "subject", "result", "keypoints", "signals")
_PATHS = (*NEEDED, "result", "keypoints", "signals")
COLUMNS = (*NEEDED, *OPTIONAL)
_EXPECTED = (
    "a table with the columns video and labels, and if you have them animal, session, subject, "
    "result, keypoints and signals"
)
#: how alike a column's name is to one of ours, to be taken for a slip
_SLIP = 0.75


@dataclass(frozen=True)
class MovieRow:
    """One row.

    Attributes
    ----------
    line : int
        In the file, from 1.
    video, labels : Path
        As they can be opened from here.
    animal, session : str or None
        Movies with the same are never in training and test at once.
    subject : str or None
        Whose rows of the label file are read, where it has several.
    result : Path or None
        The result folder of a pass that is there, or is to be made there.
    keypoints, signals : Path or None
        Tracked points, and facial signals, of the same movie.
    """

    line: int
    video: Path
    labels: Path
    animal: str | None = None
    session: str | None = None
    subject: str | None = None
    result: Path | None = None
    keypoints: Path | None = None
    signals: Path | None = None


def read_movies(path: str | Path) -> tuple[list[MovieRow], list[str]]:
    """The rows of a list of movies, and what to say of its columns.

    Paths are absolute, or relative to the file's folder.

    Raises
    ------
    PathError
        If there is no such file.
    ParameterError
        If a column is missing, looks misspelled or is there twice, a row lacks a cell, some rows
        name their animal and others do not, or a movie is in two rows.
    """
    from ...core.inputs.table import read_table

    table = read_table(
        path, "list of movies", expected=_EXPECTED, error=ParameterError, comments=True
    )
    name = Path(path).name
    if len(table.rows) < 2:
        raise ParameterError(
            f"The list of movies {name!r} has no row.",
            expected=f"{_EXPECTED}, and a row for each movie",
            got="an empty file" if not table.rows else "a header alone",
            do="write a row for each movie that has labels",
        )
    header = [cell.lower() for cell in table.rows[0]]
    unused = _check_header(header, name)
    base = Path(path).absolute().parent
    rows = [
        _row(dict(zip(header, cells, strict=False)), (line, name), base, len(cells), len(header))
        for cells, line in zip(table.rows[1:], table.lines[1:], strict=True)
    ]
    for column in ("animal", "session"):
        _check_all_or_none(rows, column, name)
    _check_once(rows, name)
    return rows, [f"column {column!r} of {name} is not used" for column in unused]


def _check_header(header: Sequence[str], name: str) -> list[str]:
    """The columns that are not used."""
    wrong = [column for column in NEEDED if column not in header]
    twice = sorted({column for column in header if header.count(column) > 1 and column})
    if wrong or twice:
        raise ParameterError(
            f"The list of movies {name!r} "
            + (f"has no column {wrong[0]!r}." if wrong else f"has the column {twice[0]!r} twice."),
            expected=_EXPECTED,
            got=", ".join(map(repr, header)),
            do="name the columns in the first line",
        )
    unused = [column for column in header if column and column not in COLUMNS]
    for column in unused:
        near = difflib.get_close_matches(column, OPTIONAL, n=1, cutoff=_SLIP)
        if near and near[0] not in header:
            raise ParameterError(
                f"The column {column!r} of {name!r} looks like {near[0]!r}, misspelled.",
                expected=_EXPECTED,
                got=repr(column),
                do=f"name it {near[0]}, or otherwise if it is something else: "
                "without the animal, movies of one animal would be in training and test",
            )
    return unused


def _row(
    cells: dict[str, str], where: tuple[int, str], base: Path, n_cells: int, n_columns: int
) -> MovieRow:
    line, name = where
    if n_cells > n_columns:
        raise ParameterError(
            f"Line {line} of {name!r} has more cells than there are columns.",
            expected=f"{n_columns} cells",
            got=f"{n_cells} cells",
            do="quote cells that have a comma in them",
        )
    found: dict[str, Any] = {column: cells.get(column) or None for column in COLUMNS}
    for column in NEEDED:
        if found[column] is None:
            raise ParameterError(
                f"Line {line} of {name!r} has no {column}.",
                expected="a path in every row",
                got="an empty cell",
                do=f"give the {column} of this movie, or leave the row out",
            )
    for column in _PATHS:
        if found[column] is not None:
            found[column] = base / os.path.expanduser(found[column])
    return MovieRow(line, **found)


def _check_all_or_none(rows: Sequence[MovieRow], column: str, name: str) -> None:
    """Refuse movies of which some have no animal: they could be of any."""
    empty = [row.line for row in rows if getattr(row, column) is None]
    if empty and len(empty) < len(rows):
        raise ParameterError(
            f"Some rows of {name!r} name their {column}, and others do not.",
            expected=f"the {column} in every row, or in none",
            got="none in line" + "s" * (len(empty) > 1) + " " + ", ".join(map(str, empty[:5])),
            do=f"fill the column in: a movie of unknown {column} may be of one that is held out",
        )


def _check_once(rows: Sequence[MovieRow], name: str) -> None:
    """Refuse a movie in two rows: its frames would be in training and test at once."""
    seen: dict[str, int] = {}
    for row in rows:
        real = os.path.realpath(row.video)
        if real in seen:
            raise ParameterError(
                f"{row.video.name!r} is in two rows of {name!r}.",
                expected="each movie once",
                got=f"lines {seen[real]} and {row.line}",
                do="put its labels into one file (`mouseface behavior convert`), and give one row",
            )
        seen[real] = row.line
