"""Read text files: detect the encoding from the byte-order mark or the content."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from pathlib import Path

from ...errors import MouseFaceError, PathError, raised_as
from .files import regular_file

#: The longest mark is first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: first bytes of spreadsheets: a zip archive, and the older format
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_GZIP = b"\x1f\x8b"
#: limits of a decompressed text: multiple of the file's size, or bytes
_INFLATION, _SMALL_BYTES = 100, 16 << 20
_NO_TEXT = re.compile("[\\x00-\\x08\\x0e-\\x1f\\ufeff\\ufffe\\uffff]")
#: Largest text: a day of edges at a thousand per second is about 1 GB.
LARGEST_BYTES = 2**30


def read_text(
    path: str | Path,
    what: str,
    *,
    expected: str | None = None,
    error: type[MouseFaceError] = PathError,
) -> str:
    """The text of a file in UTF-8 or UTF-16, without byte-order mark; gzip is decompressed.

    Parameters
    ----------
    path : path
    what : str
        What the file is, in messages: 'events file', 'file of timestamps'.
    expected : str, optional
        What should be in it.
    error : exception class
        The error for a file that is not such a text.

    Raises
    ------
    PathError
        If there is no such file.
    error
    """
    path = regular_file(path, what, expected=expected)
    expected = expected or "text in UTF-8"
    cannot = f"The {what} {path.name!r} cannot be read"
    faults = (OSError, EOFError, zlib.error)
    with raised_as(error, f"{cannot}.", expected=expected, of=faults):
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise error(
                f"The {what} {path.name!r} is too large.",
                expected=f"at most {LARGEST_BYTES // 2**20} MB of text",
                got=f"{size // 2**20} MB",
            )
        data = path.read_bytes()
        if data.startswith(_GZIP):
            data = _inflated(data)
    if data.startswith(_SPREADSHEET):
        raise error(
            f"The {what} {path.name!r} is a spreadsheet.",
            expected=expected,
            do="export it as 'CSV UTF-8'",
        )
    do = "save it as 'CSV UTF-8', or as plain text in UTF-8"
    # UnicodeDecodeError is a ValueError
    with raised_as(error, f"{cannot} as text.", expected=expected, do=do, of=(ValueError,)):
        text = data.decode(_encoding(data))
        text = text.rstrip("\x1a")  # DOS end-of-file character
        if found := _NO_TEXT.search(text):
            raise ValueError(f"it contains {found[0]!r}, which is not in a text")
    return text


def _inflated(data: bytes) -> bytes:
    """Decompress gzip up to a limit relative to the file's size."""
    most = max(_SMALL_BYTES, _INFLATION * len(data))
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        found = file.read(most + 1)
    if len(found) > most:
        raise OSError(f"compressed: over {most // 2**20} MB from {len(data)} bytes")
    return found


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    # UTF-16 without a mark: plain text has a zero in every other byte
    head = data[:64]
    if len(head) >= 4 and not any(head[1::2]):
        return "utf-16-le"
    if len(head) >= 4 and not any(head[0::2]):
        return "utf-16-be"
    return "utf-8"
