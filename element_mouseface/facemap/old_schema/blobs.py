"""Values of DataJoint 0.14's columns."""

from __future__ import annotations

import uuid
import zlib
from typing import Any

import datajoint as dj

from ...errors import ResultError

#: DataJoint's mark of a compressed blob, before the size
_COMPRESSED = b"ZL123\0"
#: longest blob that is unpacked: settings; a whole `_proc.npy` may be there too
MOST_BYTES = 256 << 20


def unpacked(blob: bytes, what: str) -> Any:
    """The value in a blob, by DataJoint's own reader.

    Parameters
    ----------
    blob : bytes
    what : str
        For messages.

    Raises
    ------
    ResultError
        If it is not a blob of DataJoint, damaged, or longer than settings can be.
    """
    try:
        plain = _decompressed(blob)
        if not plain.startswith((b"mYm\0", b"dj0\0")):
            raise _unreadable(what, "no blob of DataJoint")
        return dj.blob.unpack(plain)
    except (ResultError, KeyboardInterrupt):
        raise
    # Damaged bytes can be anything, and so raise nearly any error.
    except Exception as error:
        raise _unreadable(what, f"{type(error).__name__}: {error}"[:200]) from error


def _decompressed(blob: bytes) -> bytes:
    """The blob itself, no longer than it says, and no longer than `MOST_BYTES`."""
    blob = bytes(blob)
    if not blob.startswith(_COMPRESSED):
        return blob
    start = len(_COMPRESSED) + 8
    size = int.from_bytes(blob[len(_COMPRESSED) : start], "little")
    if size > MOST_BYTES:
        raise ValueError(f"{size} bytes")
    plain = zlib.decompressobj().decompress(blob[start:], size + 1)
    if len(plain) != size:
        raise ValueError(f"{len(plain)} bytes or more instead of {size}")
    return plain


def key_value(value: Any, column_type: str, comment: str) -> Any:
    """A value of a key as Python has it: a UUID for 16 bytes that are one."""
    if isinstance(value, bytes) and column_type == "binary(16)" and comment.startswith(":uuid"):
        return uuid.UUID(bytes=value)
    return value


def _unreadable(what: str, got: str) -> ResultError:
    return ResultError(
        f"{what} cannot be unpacked.",
        expected="a blob that DataJoint 0.14 packed",
        got=got,
        do="read it with DataJoint 0.14, and give the settings to FacemapTask.add by hand",
    )
