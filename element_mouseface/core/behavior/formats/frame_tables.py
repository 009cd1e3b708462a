"""Labels with a row a frame: DeepEthogram's label tables, SimBA's targets, and their like.

Columns are known by name.  A first column without a name, or one named `frame`, counts the
frames; `time_s` has their times; `background` is 1 where no behavior is.  All others are
behaviors, with 1, 0 or -1 (unknown).  In SimBA's tables the columns of points and features
stand before the targets, and frames that nobody labeled are left out.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ....errors import LabelsError, raised_as
from ...inputs.form import TextForm
from ..ethogram import BACKGROUND, folded
from .content import Content
from .found import FoundRows
from .request import Request, refuse_conflict, short_list

#: line in the file of a row
_Lines = Callable[[int], int]
_INDEX = ("", "unnamed: 0", "frame", "frames", "frame number", "frame index", "index")
_TIME = ("time s", "time (s)", "time", "times s", "seconds")
#: SimBA's header has hundreds of names
_HEAD_CHARACTERS = 1 << 20
#: the coordinates of a point, which SimBA writes before its features
_POINT = re.compile(r"(.+)_(x|y|p)", re.IGNORECASE)


def header_of(content: Content) -> tuple[list[str], TextForm]:
    """Names of the columns, and how the table is written.

    Raises
    ------
    LabelsError
        If its first lines are none of a table.
    """
    lines = _first_lines(content)
    what = f"The label file {content.name!r} cannot be read as a table."
    do = "close every quotation mark"
    with raised_as(LabelsError, what, do=do, of=(ValueError, csv.Error)):
        form = TextForm.of(lines)
        if lines[0].count('"') % 2:
            raise ValueError("a quotation mark that is not closed, in line 1")
        names = form.cells(lines[0].rstrip("\r\n"))
    return [name.strip() for name in names], form


def _first_lines(content: Content) -> list[str]:
    lines = content.text[:_HEAD_CHARACTERS].splitlines(keepends=True)
    return [line for line in lines if line.strip()][:20]


def is_simba(names: Sequence[str]) -> bool:
    """Whether columns are those of SimBA: x, y and p of points stand among them."""
    stems: dict[str, set[str]] = {}
    for name in names:
        if match := _POINT.fullmatch(name):
            stems.setdefault(match[1].casefold(), set()).add(match[2].casefold())
    return any(found >= {"x", "y", "p"} for found in stems.values())


def is_frame_table(content: Content) -> bool:
    """Whether the first line has names, and the second numbers alone."""
    lines = _first_lines(content)
    try:
        names, form = header_of(content)
        second = form.cells(lines[1].rstrip("\r\n")) if len(lines) > 1 else []
        if not any(name and not _is_number(name, form) for name in names):
            return False
        cells = [cell for cell in second if cell.strip()]
        return bool(cells) and all(_is_number(cell, form) for cell in cells)
    except (LabelsError, ValueError):
        return False


def _is_number(cell: str, form: TextForm) -> bool:
    if cell.strip().casefold() in ("true", "false"):
        return True
    try:
        form.number(cell)
    except ValueError:
        return False
    return True


def read_frame_table(content: Content, request: Request, *, simba: bool = False) -> FoundRows:
    """The rows of a table of frames.

    Parameters
    ----------
    content : Content
    request : Request
    simba : bool
        Whether other columns than behaviors stand there too, and rows may be missing.

    Raises
    ------
    LabelsError
        If a cell is none of 1, 0 and -1, or the background contradicts the behaviors.
    """
    names, form = header_of(content)
    table, line_of = _numbers(content, names, form)
    if names and not names[-1] and len(names) > 1 and table[len(names) - 1].isna().all():
        names, table = names[:-1], table.iloc[:, :-1]  # each line ends with a separator
    if not len(table):
        raise content.refused(
            "has no rows.",
            expected="a row a frame",
            got=f"a header: {short_list(names)}",
            do="export it again",
        )
    kinds = [_kind(name, place) for place, name in enumerate(names)]
    places = [place for place, kind in enumerate(kinds) if kind in ("behavior", "background")]
    if simba or is_simba(names):
        simba = True
        places = _targets(content, names, table, places, request)
    values = _values(content, names, table, places, line_of)
    index, times = (_column(table, kinds, kind, content, line_of) for kind in ("index", "time"))
    behaviors = [k for k, place in enumerate(places) if kinds[place] == "behavior"]
    background = [k for k, place in enumerate(places) if kinds[place] == "background"]
    if not behaviors:
        raise content.refused(
            "has no column of a behavior.", expected="one or more", got=short_list(names)
        )
    found = FoundRows(
        [names[places[k]] for k in behaviors],
        values[:, behaviors],
        None if index is None else index.astype(np.int64),
        times,
        line_of,
        rows_may_be_missing=simba,
    )
    if simba and request.behaviors is None and request.ethogram is None:
        found.notes.append(f"columns taken for behaviors: {short_list(found.names)}")
    if background:
        _check_background(content, found, values[:, background[0]], request)
    if not simba:
        found.layout = _layout(content, names, kinds, index, times, form.separator)
    return found


def _kind(name: str, place: int) -> str:
    plain = name.casefold().replace("_", " ")
    if plain in _INDEX and (place == 0 or plain):
        return "index"
    if plain in _TIME:
        return "time"
    return "background" if folded(name) == BACKGROUND else "behavior"


def _numbers(
    content: Content, names: Sequence[str], form: TextForm
) -> tuple[pd.DataFrame, Callable[[int], int]]:
    """All cells below the header, and the line in the file of each row."""
    head = re.match(r"\s*", content.text)
    start = head.end() if head else 0
    end = content.text.find("\n", start)
    below = content.text[end + 1 :] if end >= 0 else ""

    def line_of(row: int) -> int:
        before = content.text.count("\n", 0, end + 1) + 1
        full = (k for k, line in enumerate(below.split("\n")) if line.strip())
        return before + next(itertools.islice(full, row, None), 0)

    what = f"The label file {content.name!r} cannot be read as a table."
    expected = f"{len(names)} cells in each row, as in the header"
    # pandas' errors are ValueErrors; a byte that is no text in one too
    faults = (ValueError, OverflowError, pd.errors.ParserWarning)
    with warnings.catch_warnings(), raised_as(LabelsError, what, expected=expected, of=faults):
        warnings.simplefilter("error", pd.errors.ParserWarning)  # of cells that are left out
        if not below.strip():
            return pd.DataFrame(columns=range(len(names))), line_of
        table = pd.read_csv(
            io.StringIO(below),
            header=None,
            names=range(len(names) + 1),
            index_col=False,
            sep=r"\s+" if form.separator == " " else form.separator,
            decimal=form.decimal,
            skipinitialspace=True,
            skip_blank_lines=True,
            low_memory=False,
        )
        extra = table.pop(len(names))
        if extra.notna().any():
            raise ValueError(f"more cells in line {line_of(int(np.argmax(extra.notna())))}")
    return table, line_of


def _values(
    content: Content,
    names: Sequence[str],
    table: pd.DataFrame,
    places: Sequence[int],
    line_of: _Lines,
) -> np.ndarray:
    """The columns of behaviors as int8; refused where a cell is none of their values."""
    values = np.empty((len(table), len(places)), dtype=np.int8)
    for column, place in enumerate(places):
        cells = table[place]
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
        wrong = ~np.isin(numbers, (-1, 0, 1))
        if wrong.any():
            row = int(np.argmax(wrong))
            cell = cells.iloc[row]
            raise content.refused(
                f"has another value in the column {names[place]!r}.",
                expected="1 (present), 0 (absent) or -1 (unknown)",
                got=f"{'nothing' if pd.isna(cell) else repr(str(cell))} in line {line_of(row)}",
                do="if the column is no behavior, take it out or name the behaviors",
            )
        values[:, column] = numbers
    return values


def _column(
    table: pd.DataFrame,
    kinds: Sequence[str],
    kind: str,
    content: Content,
    line_of: _Lines,
) -> np.ndarray | None:
    """The column of frame numbers, or of times; None where there is none."""
    found = [place for place, one in enumerate(kinds) if one == kind]
    if not found:
        return None
    if len(found) > 1:
        raise content.refused(
            f"has several columns of {kind}.", expected="one at most", got=str(len(found))
        )
    numbers = pd.to_numeric(table[found[0]], errors="coerce").to_numpy(dtype=np.float64)
    if kind == "time":
        return numbers
    wrong = ~np.isfinite(numbers) | (numbers != np.floor(numbers)) | (np.abs(numbers) > 2**53)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise content.refused(
            "has a frame number that is none.",
            expected="whole numbers from 0",
            got=f"{str(table[found[0]].iloc[row])[:40]!r} in line {line_of(row)}",
        )
    return numbers


def _targets(
    content: Content,
    names: Sequence[str],
    table: pd.DataFrame,
    places: Sequence[int],
    request: Request,
) -> list[int]:
    """Which columns of a SimBA table are behaviors: those that were named, or that alone can be."""
    named = request.behaviors or (request.ethogram.names if request.ethogram else None)
    if named is not None:
        fold = {folded(name) for name in named}
        return [place for place in places if folded(names[place]) in fold]
    can_be = []
    for place in places:
        if _POINT.fullmatch(names[place]) or names[place].casefold().startswith("probability"):
            continue
        numbers = pd.to_numeric(table[place], errors="coerce").to_numpy(dtype=np.float64)
        if np.isin(numbers, (0, 1)).all():
            can_be.append(place)
    if not can_be or can_be != list(range(can_be[0], len(names))):
        raise content.refused(
            "has columns of which it is not clear whether they are behaviors.",
            expected="the names of the behaviors",
            got=f"columns of 0 and 1: {short_list([names[place] for place in can_be])}",
            do="name them: behaviors=('...', '...'), or give the ethogram",
        )
    return can_be


def _check_background(
    content: Content, found: FoundRows, background: np.ndarray, request: Request
) -> None:
    """Refuse a background that is not what the behaviors leave over."""
    other = background != background_of(found.values)
    if not other.any():
        return
    row = int(np.argmax(other))
    refuse_conflict(
        request,
        f"The background in {content.name!r} contradicts the behaviors.",
        expected="1 where all are 0, 0 where one is 1, -1 where that is unknown",
        got=f"background {background[row]} and behaviors "
        f"{', '.join(map(str, found.values[row]))} in line {found.line_of(row)}"
        f" ({int(other.sum())} such rows)",
        options=("behaviors", "background"),
    )
    if request.believes("background"):
        found.values[other] = -1


def background_of(values: np.ndarray) -> np.ndarray:
    """1 where all behaviors are absent, 0 where one is present, -1 where that is unknown."""
    present, unknown = (values == 1).any(axis=1), (values == -1).any(axis=1)
    return np.where(present, 0, np.where(unknown, -1, 1)).astype(np.int8)


def _layout(
    content: Content,
    names: Sequence[str],
    kinds: Sequence[str],
    index: np.ndarray | None,
    times: np.ndarray | None,
    separator: str,
) -> Mapping[str, Any]:
    """What is needed to write the same bytes again, if the table is a plain one."""
    data = content.path.read_bytes()
    counts = index is not None and np.array_equal(index, np.arange(len(index)))
    if times is not None or not (index is None or counts):
        return {}
    text = content.text
    header = text[: text.find("\n") + 1].rstrip("\r\n")
    cells = next(csv.reader([header], delimiter=separator), None)
    if cells != list(names) or not _is_plain(data, text):
        return {}
    return {
        "format": "deepethogram",
        "columns": tuple(zip(names, kinds, strict=True)),
        "header": header,
        "separator": separator,
        "newline": "\r\n" if "\r\n" in text else "\n",
        "bom": data.startswith(b"\xef\xbb\xbf"),
        "ends": text.endswith("\n"),
        "decimals": ".0" if re.search(r"\W[01]\.0\s*\W", text[len(header) :][:200]) else "",
    }


def _is_plain(data: bytes, text: str) -> bool:
    """Whether a file is its text in UTF-8, and nothing else."""
    return data.removeprefix(b"\xef\xbb\xbf") == text.encode()
