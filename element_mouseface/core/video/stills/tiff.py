"""TIFF files: the orientation tag, which decoders apply on their own, and the pages.

Pillow and OpenCV turn a TIFF as its tag asks, while both leave other formats as they are stored.
So the tag is read here, and set to "no turn" in the bytes before they are decoded: then one rule
holds for all formats.
"""

from __future__ import annotations

import logging
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

_ORIENTATION = 274
_BITS, _KIND = 258, 339
_NUMBERS = {1: "uint", 2: "int", 3: "float"}
# what it says of damaged files is said in the picture's row
logging.getLogger("tifffile").addHandler(logging.NullHandler())
MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


@dataclass(frozen=True)
class TiffHead:
    """The first page of a TIFF file.

    Parameters
    ----------
    height_px, width_px : int
        As stored, whatever the orientation tag says.
    bits : int
        Of each channel.
    number : {'uint', 'int', 'float', 'other'}
    channels : int
    orientation : int
        The tag; 1 if there is none.
    orientation_at : int or None
        Where the tag's value lies in the file.
    order : {'<', '>'}
    several : bool
        Whether pages follow that are no previews of this one, and no masks.
    """

    height_px: int
    width_px: int
    bits: int
    number: str
    channels: int
    orientation: int
    orientation_at: int | None
    order: str
    several: bool


def read_tiff(file: BinaryIO) -> TiffHead | None:
    """The head of a TIFF file; None if it has none that can be read."""
    import tifffile

    try:
        with tifffile.TiffFile(file) as tiff:
            page: Any = tiff.pages[0]
            tag, bits = page.tags.get(_ORIENTATION), page.tags.get(_BITS)
            number = page.tags.get(_KIND)
            return TiffHead(
                height_px=int(page.imagelength),
                width_px=int(page.imagewidth),
                bits=max(_all(bits.value)) if bits else 1,
                number=_NUMBERS.get(_all(number.value)[0] if number else 1, "other"),
                channels=int(page.samplesperpixel),
                orientation=_all(tag.value)[0] if tag else 1,
                orientation_at=int(tag.valueoffset) if tag else None,
                order=tiff.byteorder,
                several=_has_several(tiff),
            )
    except Exception:  # a damaged file raises whatever comes first
        return None


def upright(data: bytes) -> bytes:
    """The bytes of a TIFF file, with an orientation tag that asks for no turn."""
    head = read_tiff(BytesIO(data)) if data.startswith(MARKS) else None
    if head is None or head.orientation_at is None or head.orientation == 1:
        return data
    value, at = struct.pack(head.order + "H", 1), head.orientation_at
    return data[:at] + value + data[at + len(value) :]


def _has_several(tiff: Any) -> bool:
    for number in range(1, len(tiff.pages)):
        kind = tiff.pages[number].tags.get(254)
        if not (int(kind.value) if kind else 0) & 5:  # neither a smaller copy nor a mask
            return True
    return False


def _all(value: Any) -> tuple[int, ...]:
    return tuple(map(int, value)) if isinstance(value, tuple) else (int(value),)
