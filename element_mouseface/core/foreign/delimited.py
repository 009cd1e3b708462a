"""Text tables as programs and spreadsheets write them: one way to open every .csv.

A table may begin with a byte-order mark, be UTF-16 (as a spreadsheet's "Unicode
text"), be compressed by gzip, part its cells by comma, semicolon, tab or spaces, and
write 1,5 for one and a half.  For any reader of text:

    with open_text(path) as file:
        lines = file.readlines(1 << 16)
    form = text_form(lines)
    values = [form.number(cell) for cell in form.cells(lines[0])]
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ...errors import PathError, ResultError

__all__ = ["TextForm", "decimal_of", "open_text", "separator_of", "text_form"]

_GZIP = b"\x1f\x8b"
#: byte-order marks, the longer first: UTF-32's begins with UTF-16's
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: a compressed table may become this many times its size, or this large
_INFLATION, _SMALL_BYTES = 100, 16 << 20
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


@contextmanager
def open_text(path: str | Path) -> Iterator[IO[str]]:
    """A text file, open, whatever its byte-order mark and compression.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    file
        Of text, universal newlines.

    Raises
    ------
    PathError
        If there is no such file, or it is no regular file.
    ResultError
        If it cannot be read, is no text, or a compressed one inflates without measure.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise PathError(
                f"There is no file {path}." if not path.exists() else f"{path} is no regular file.",
                expected="a file of text",
                do="check the path",
            )
        with open(path, "rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            data: Any = _Inflating(raw, path) if start.startswith(_GZIP) else raw
            if data is not raw:
                start = data.peek(4)[:4]
            encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
            yield io.TextIOWrapper(data, encoding, newline=None)
    except UnicodeError as error:
        raise ResultError(
            f"{path} is no text that can be read.",
            expected="UTF-8, or UTF-16 with its byte-order mark",
            got=str(error)[:200],
            do="save it again as CSV in UTF-8",
        ) from error
    except (OSError, EOFError) as error:
        raise ResultError(f"{path} cannot be read.", got=str(error)[:200]) from error


class _Inflating(io.BufferedReader):
    """What gzip holds, as long as it stays within measure of the file."""

    def __init__(self, raw: IO[bytes], path: Path):
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        super().__init__(_Measured(gzip.GzipFile(fileobj=raw), path, size))


class _Measured(io.RawIOBase):
    def __init__(self, inner: Any, path: Path, size: int):
        self._inner, self._path = inner, path
        self._left = max(_SMALL_BYTES, _INFLATION * size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except Exception as error:  # zlib.error, BadGzipFile, EOFError: damaged
            raise OSError(f"damaged gzip: {error}") from error
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"{self._path.name} becomes over {_INFLATION} times its size")
        buffer[: len(data)] = data
        return len(data)


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
