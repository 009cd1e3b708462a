"""Detect the format of a text table from its first lines.

For tables of millions of numbers, which are too large to be cut into cells of text as
`read_table` does: keypoints of an hour.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["TextForm", "decimal_of", "separator_of", "text_form"]

_DECIMAL_COMMA = re.compile(r"\s*[+-]?\d+,\d+(?:[eE][+-]?\d+)?\s*")


@dataclass(frozen=True)
class TextForm:
    """How a table of text is written.

    Attributes
    ----------
    separator : str
        ',', ';', a tab, or ' ' for any number of spaces.
    decimal : str
        '.' or ','.
    """

    separator: str
    decimal: str = "."

    def cells(self, line: str) -> list[str]:
        """The cells of one line, without quotation marks.

        Raises
        ------
        ValueError
            If the line is none of a table.
        """
        if self.separator == " ":
            return line.split()
        try:
            return next(csv.reader([line], delimiter=self.separator), [])
        except csv.Error as error:
            raise ValueError(str(error)) from error

    def number(self, cell: str) -> float:
        """The number in a cell (ValueError if it is none)."""
        return float(cell.replace(",", ".") if self.decimal == "," else cell)


def text_form(lines: Sequence[str]) -> TextForm:
    """How some lines of a table are written.

    Parameters
    ----------
    lines : sequence of str
        From the beginning; the more, the surer.
    """
    separator = separator_of(lines)
    return TextForm(separator, decimal_of(lines, separator))


def separator_of(lines: Sequence[str]) -> str:
    """What parts the cells: semicolon, tab, comma, or ' ' for spaces.

    A comma in a line with semicolons or tabs is a decimal comma.
    """
    sample = [line for line in lines if line.strip()][:20]
    for separator in (";", "\t", ","):
        if sample and all(separator in line for line in sample):
            return separator
    if sample and all(len(line.split()) > 1 for line in sample):
        return " "
    return next((s for s in (";", "\t", ",") if any(s in line for line in sample)), ",")


def decimal_of(lines: Sequence[str], separator: str) -> str:
    """Whether numbers have a decimal comma, where the separator is none: ',' or '.'."""
    if separator == ",":
        return "."
    cells = (cell for line in lines[:50] for cell in line.split(separator))
    return "," if any(_DECIMAL_COMMA.fullmatch(cell.strip('"\n\r ')) for cell in cells) else "."
