"""Detect the format of a text table from its first lines.

For tables of millions of numbers, such as keypoints of an hour, which are too large for the cells
of `read_table`.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from .table import split_table


@dataclass(frozen=True)
class TextForm:
    """Separator and decimal mark of a text table.

    Attributes
    ----------
    separator : str
        ',', ';', a tab, or ' ' for any number of spaces.
    decimal : str
        '.' or ','.
    """

    separator: str
    decimal: str = "."

    @classmethod
    def of(cls, lines: Sequence[str]) -> TextForm:
        """Detect the form of a table from its first lines, as `split_table` does.

        A line with an unclosed quotation mark is skipped here; the reader of the table reports it.
        """
        table = split_table("".join(line for line in lines if line.count('"') % 2 == 0))
        return cls(table.separator, "," if table.decimal_comma else ".")

    def cells(self, line: str) -> list[str]:
        """The cells of one line, without quotation marks.

        Raises
        ------
        ValueError
            If the line is not from a table.
        """
        if self.separator == " ":
            return line.split()
        try:
            return next(csv.reader([line], delimiter=self.separator), [])
        except csv.Error as error:
            raise ValueError(str(error)) from error

    def number(self, cell: str) -> float:
        """The number in a cell (ValueError if there is none)."""
        return float(cell.replace(",", ".") if self.decimal == "," else cell)
