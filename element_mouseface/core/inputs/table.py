"""Read the cells of a text table with any separator.

Tables use four separators: commas, semicolons (if the comma is the decimal mark), tabs, or spaces.
The first line that is not a comment shows which: for a line of names, the separator that gives most
columns; for a line of numbers, the first one that leaves only numbers. A comma inside a number is
read as its decimal mark only if the columns have another separator and no number has a point;
otherwise it is reported, never guessed.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import MouseFaceError, PathError, raised_as
from .text import read_text

_SEPARATORS = ("\t", ";", ",", " ")
_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?")
_WORDS = frozenset("nan inf +inf -inf infinity +infinity -infinity".split())
#: some spreadsheets state the separator as 'sep=;' on a line before the header
_STATED = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class TextTable:
    """Rows of cells, without blank lines and comments.

    Attributes
    ----------
    rows : list of list of str
        Cells without surrounding spaces; the header first, if there is one.
    lines : list of int
        Line in the file, from 1, of each row.
    separator : str
        A comma, a semicolon, a tab or a space.
    decimal_comma : bool
        Whether numbers have a decimal comma, for `number`.
    """

    rows: list[list[str]]
    lines: list[int]
    separator: str
    decimal_comma: bool

    def number(self, cell: str) -> float:
        """The number in a cell; NaN if there is none."""
        if _POINT.fullmatch(cell) or cell.lower() in _WORDS:
            return float(cell)
        if self.decimal_comma and _COMMA.fullmatch(cell):
            return float(cell.replace(",", "."))
        return math.nan

    def is_number(self, cell: str) -> bool:
        """Whether a cell has a number (also 'nan' and 'inf', as programs write them)."""
        comma = self.decimal_comma and bool(_COMMA.fullmatch(cell))
        return comma or bool(_POINT.fullmatch(cell)) or cell.lower() in _WORDS

    @property
    def has_header(self) -> bool:
        """Whether the first row has names: none of its cells is a number."""
        return bool(self.rows) and not any(map(self.is_number, self.rows[0]))

    def comma_fault(self, row: int) -> str | None:
        """A message if commas in numbers may have been read as separators.

        Parameters
        ----------
        row : int
            Number of a row in `rows`.

        Returns
        -------
        str or None
            A few words for a message; None if the row gives no reason for one.
        """
        cells, width = self.rows[row], len(self.rows[0])
        parts = [k for k in range(len(cells) - 1) if cells[k].lstrip("+-").isdigit()
                 and cells[k + 1].isdigit()]  # fmt: skip
        if self.separator == "," and len(cells) > width and parts:
            number = f"{cells[parts[0]]},{cells[parts[0] + 1]}"
            return f"a decimal comma, as in {number!r}, looks like a comma between columns"
        return None


def read_table(
    path: str | Path,
    what: str,
    *,
    expected: str | None = None,
    error: type[MouseFaceError] = PathError,
    comments: bool = False,
) -> TextTable:
    """Read the cells of a text table with any separator.

    Parameters
    ----------
    path : path
        Text in UTF-8 or UTF-16, with or without a byte-order mark; columns separated by
        commas, semicolons, tabs or spaces; cells may be quoted.
    what : str
        What the file is, in messages: 'events file', 'keypoint file'.
    expected : str, optional
        What should be in it.
    error : exception class
        The error for a file that is not such a table.
    comments : bool
        Leave out lines that begin with #.

    Raises
    ------
    PathError
        If there is no such file.
    error
    """
    text = read_text(path, what, expected=expected, error=error)
    cannot = f"The {what} {Path(path).name!r} cannot be read as a table."
    do = "close every quotation mark, and save it as 'CSV UTF-8'"
    with raised_as(error, cannot, expected=expected, do=do, of=(csv.Error,)):
        return split_table(text, comments=comments)


def split_table(text: str, *, comments: bool = False) -> TextTable:
    """The cells of a table in memory; see `read_table`.

    Raises
    ------
    csv.Error
        If a quotation mark is not closed, or a cell is far too long.
    """
    stated, text = _stated(text)
    counting = (line for line in text.splitlines() if _counts(line, comments))
    separator = stated or _separator(next(counting, ""), next(counting, ""))
    if separator == " ":  # several spaces count as one separator
        text = "\n".join(line.strip() for line in text.splitlines())
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        skipinitialspace=True,
        strict=True,
    )
    rows, lines = [], []
    for cells in reader:
        row = [cell.strip() for cell in cells]
        if any(row) and not (comments and row[0].startswith("#")):
            rows.append(row)
            lines.append(reader.line_num + (stated is not None))
    # with commas as separators, a cell with a comma was quoted, which is unambiguous
    return TextTable(rows, lines, separator, _has_decimal_commas(rows))


def _stated(text: str) -> tuple[str | None, str]:
    head, _, rest = text.partition("\n")
    found = _STATED.fullmatch(head.strip("\r"))
    return (found[1], rest) if found and found[1] in _SEPARATORS else (None, text)


def _counts(line: str, comments: bool) -> bool:
    return bool(line.strip()) and not (comments and line.lstrip().startswith("#"))


def _separator(first: str, second: str) -> str:
    """The separator of the first line: a header, or numbers."""
    split = {mark: _cells(first, mark) for mark in _SEPARATORS}
    for mark, cells in split.items():
        good = (_POINT, _COMMA) if mark != "," else (_POINT,)
        if len(cells) > 1 and all(any(p.fullmatch(c) for p in good) for c in cells):
            return mark
    best = max(_SEPARATORS[:3], key=lambda mark: len(split[mark]))
    if len(split[best]) > 1:
        return best
    # names may contain spaces: spaces separate only if the next line has as many
    spaced = len(split[" "])
    return " " if spaced > 1 and len(_cells(second, " ")) == spaced else ","


def _cells(line: str, mark: str) -> list[str]:
    try:
        rows = list(csv.reader([line.strip()], delimiter=mark, skipinitialspace=True))
    except csv.Error:
        return []
    return [cell.strip() for cell in rows[0]] if rows else []


def _has_decimal_commas(rows: list[list[str]]) -> bool:
    """Whether some numbers have a comma, and none a point."""
    found = False
    for row in rows:
        for cell in row:
            if "." in cell and _POINT.fullmatch(cell):
                return False
            found = found or ("," in cell and _COMMA.fullmatch(cell) is not None)
    return found
