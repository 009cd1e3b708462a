"""PNG files: their chunks, which tell damage and an orientation before anything is decoded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: text in which some programs keep the camera's tags
_TEXTS = (b"Raw profile type exif", b"Raw profile type APP1", b"XML:com.adobe.xmp")


def chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place of its data, and length of each chunk of a PNG file."""
    at = len(SIGNATURE)
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[:4], "big")
        yield head[4:], at + 8, length
        at += length + 12


def fault_of_png(data: bytes) -> str | None:
    """What is wrong with the chunks of a PNG file; None if all are whole."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        if end > len(data):
            break
        kind = data[at + 4 : at + 8]
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return "damaged: a checksum in it is wrong"
        if kind == b"IEND":
            return None
        at = end
    return "truncated: its end is missing"


def tags_of_png(file: BinaryIO) -> tuple[bytes | None, bool]:
    """The camera's tags (Exif) of a PNG file, and whether there may be some in texts instead."""
    exif, in_text = None, False
    for kind, at, length in chunks(file):
        if kind == b"eXIf":
            file.seek(at)
            exif = file.read(length)
        elif kind in (b"iTXt", b"tEXt", b"zTXt"):
            file.seek(at)
            in_text = in_text or file.read(min(length, 64)).startswith(_TEXTS)
        elif kind == b"IEND":
            break
    return exif, in_text
