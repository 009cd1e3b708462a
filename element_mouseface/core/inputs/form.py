"""Detect the format of a text table from its first lines.

For tables of millions of numbers, which are too large to be cut into cells of text as
`read_table` does: keypoints of an hour.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from .table import split_table


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

    @classmethod
    def of(cls, lines: Sequence[str]) -> TextForm:
        """How a table is written, as `split_table` tells by its first lines.

        A line with a quotation mark that is not closed is passed over; it is for the reader
        of the table to say which line that is.
        """
        table = split_table("".join(line for line in lines if line.count('"') % 2 == 0))
        return cls(table.separator, "," if table.decimal_comma else ".")

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
