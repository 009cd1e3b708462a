"""Keypoint tables in text: DeepLabCut's, Lightning Pose's and the ensemble smoother's .csv.

Three or four rows of labels (scorer, individuals, bodyparts, coords) precede the numbers, each
named by its first cell; the first column of the numbers names the frame.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import numpy as np
import pandas as pd

from ...errors import ResultError
from ..inputs import read_text as whole_text
from ..inputs.form import TextForm
from .columns import Column, columns_used, points_of_columns
from .raw_points import MOST_POINTS, RawPoints, no_keypoints

_LABELS = ("scorer", "individuals", "bodyparts", "coords")
_LONGEST_LINE = 4 << 20
#: lines read at a time
_STEP = 20_000
_WHOLE = re.compile(r"\s*\d{1,15}(?:\.0*)?\s*")


def scorer_of(path: Path) -> str:
    """The scorer's name in the first rows of a table.

    Raises
    ------
    ResultError
        If it is not such a table.
    """
    head, _, _, _ = _head(_opened(path), path)
    return next((cell for cell in head.get("scorer", [])[1:] if cell), "")


def read_text(path: Path, software: str, individual: str | None) -> RawPoints:
    """The points of one animal in a table.

    Parameters
    ----------
    path : Path
    software : str
    individual : str or None

    Raises
    ------
    ParameterError
        If there are several animals and none is named, or none of that name.
    ResultError
        If it is not such a table, a cell is not a number, or a row is longer or shorter than
        the labels; with the line.
    """
    file = _opened(path)
    head, form, first, top = _head(file, path)
    n_index, columns = _columns(head, path)
    used = columns_used(columns, path)
    index, parts, width = [], [], n_index + len(columns)
    for number, text in _blocks(file, first, top):
        names, values = _numbers(text, form, width, n_index, used, number, path)
        index += names
        parts.append(values)
    _check_empty(columns, path)
    values = np.concatenate(parts) if parts else np.zeros((0, len(used)), np.float32)
    found = points_of_columns([columns[k] for k in used], values, software, individual, path)
    others = sorted({c.coord or c.point or c.scorer for c in columns if not c.is_coordinate} - {""})
    if others:
        found.notes.append(f"unused columns: {', '.join(others)[:200]}")
    if all(_WHOLE.fullmatch(name) for name in index):
        found.frame_numbers = np.array([int(float(name)) for name in index], np.int64)
    else:
        found.image_names = tuple(index)
    return found


def _opened(path: Path) -> IO[str]:
    text = whole_text(path, "keypoint file", expected="a table of points", error=ResultError)
    # universal newlines
    return io.StringIO(text, newline=None)


def _head(file: IO[str], path: Path) -> tuple[dict[str, list[str]], TextForm, str, int]:
    """The label rows by name, the table's form, the first line below, and its number."""
    lines: list[str] = []
    while len(lines) < 8:
        line = file.readline(_LONGEST_LINE)
        if len(line) >= _LONGEST_LINE:
            raise no_keypoints(path, "an endless line")
        if not line:
            break
        # a spreadsheet's own first line
        if not lines and line.lower().startswith("sep="):
            continue
        if line.strip() and line.strip(",; \t\r\n"):
            lines.append(line)
    try:
        form = TextForm.of(lines)
        rows = [[cell.strip() for cell in form.cells(line)] for line in lines]
    except (ValueError, csv.Error) as error:
        raise no_keypoints(path, str(error)) from error
    head: dict[str, list[str]] = {}
    for place, cells in enumerate(rows):
        label = cells[0].lower() if cells else ""
        if label not in _LABELS:
            lines = lines[place:]
            break
        head[label] = cells
    else:
        lines = []
    if not {"bodyparts", "coords"} <= set(head):
        got = f"a table that begins with {lines[0][:60]!r}" if lines else "an empty file"
        raise no_keypoints(path, got)
    return head, form, "".join(lines), len(head) + 1


def _columns(head: dict[str, list[str]], path: Path) -> tuple[int, list[Column]]:
    """The number of columns that name the frame, and the labels of the others."""
    widths = {len(cells) for cells in head.values()}
    width = max(widths)
    if width > 20 * MOST_POINTS:
        raise no_keypoints(path, f"a table of {width} columns")
    rows = {name: cells + [""] * (width - len(cells)) for name, cells in head.items()}
    # labeled frames of DeepLabCut have three: folder, video and image
    n_index = 1
    while n_index < width and not any(cells[n_index] for cells in rows.values()):
        n_index += 1
    if n_index == width:
        raise no_keypoints(path, "a table without labels")
    blank = [""] * width
    levels = [rows.get(name, blank)[n_index:] for name in _LABELS]
    return n_index, [
        Column(scorer, animal, point, coord.lower())
        for scorer, animal, point, coord in zip(*levels, strict=True)
    ]


def _check_empty(columns: Sequence[Column], path: Path) -> None:
    """Refuse points without x, y or likelihood labels, such as a shifted header row."""
    lost = [c.point for c in columns if c.point and not c.coord and c.point != "set"]
    if lost:
        raise ResultError(
            f"{path}: columns of {lost[0]!r} have no label.",
            expected="x, y or likelihood in the row 'coords'",
            do="export the table again",
        )


def _blocks(file: IO[str], first: str, number: int) -> Iterator[tuple[int, str]]:
    """Blocks of whole lines, and the number of the first line of each."""
    lines = itertools.chain(io.StringIO(first), file)
    while text := "".join(itertools.islice(lines, _STEP)):
        yield number, text
        number += _STEP


def _numbers(
    text: str,
    form: TextForm,
    width: int,
    n_index: int,
    used: Sequence[int],
    number: int,
    path: Path,
) -> tuple[list[str], np.ndarray]:
    """Names of some rows, and their values (rows, used) of float32."""
    lines = [line for line in text.split("\n") if line.strip(",; \t\r")]
    _check_widths(lines, form, width, number, path)
    if not lines:
        return [], np.zeros((0, len(used)), np.float32)
    places = [n_index + k for k in used]
    try:
        table = pd.read_csv(
            io.StringIO("\n".join(lines)),
            header=None,
            names=range(width),
            index_col=False,
            sep=r"\s+" if form.separator == " " else form.separator,
            decimal=form.decimal,
            dtype={**dict.fromkeys(range(n_index), str), **dict.fromkeys(places, np.float64)},
            usecols=[*range(n_index), *places],
            skipinitialspace=True,
            engine="c",
        )
    except (ValueError, OverflowError) as error:
        raise _not_numbers(lines, form, places, number, path, error) from error
    names = table[n_index - 1].fillna("").astype(str).tolist()
    with np.errstate(over="ignore"):
        return names, table[places].to_numpy(np.float32)


def _check_widths(
    lines: Sequence[str], form: TextForm, width: int, number: int, path: Path
) -> None:
    for place, line in enumerate(lines):
        count = line.count(form.separator) + 1
        # quotation marks may contain separators, and an unclosed one swallows a row
        if '"' in line or form.separator == " ":
            try:
                count = len(form.cells(line))
            except ValueError:
                count = -1
        if count != width:
            raise ResultError(
                f"{path}: line {number + place} has another number of cells than the labels.",
                expected=f"{width}",
                got=f"{count}" if count >= 0 else "an unclosed quotation mark",
                do="the file may be truncated or edited; export it again",
            )


def _not_numbers(
    lines: Sequence[str],
    form: TextForm,
    places: Sequence[int],
    number: int,
    path: Path,
    error: Exception,
) -> ResultError:
    """The error for the first cell that is not a number, with its line."""
    blank = {"", "nan", "na", "n/a", "null", "none", "#n/a", "-nan", "<na>", "inf", "-inf"}
    for place, line in enumerate(lines):
        cells = form.cells(line)
        for k in places:
            cell = cells[k].strip()
            try:
                if cell.lower() not in blank:
                    form.number(cell)
            except ValueError:
                return ResultError(
                    f"{path}: line {number + place}, column {k + 1} is not a number.",
                    expected="a number, or nothing",
                    got=repr(cell[:60]),
                    do="correct the cell, or export the table again",
                )
    return ResultError(f"{path}: its numbers cannot be read.", got=str(error)[:200])
