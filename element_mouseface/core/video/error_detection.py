"""Error detection of the decoder, and checksums that it computes but does not check.

A decoder usually draws something for damaged bytes, without an error. For formats with independent
frames, strict checks refuse only the damaged frame. For formats in which frames refer to each other
FFmpeg's default is used, because a stricter H.264 decoder drops valid frames beside a damaged one.
"""

from __future__ import annotations

import zlib
from typing import Any

from .files import LARGEST_FRAME_PX

_STRICT = {
    "png": "crccheck+explode",
    "apng": "crccheck+explode",
    "mjpeg": "crccheck+bitstream+buffer+careful+explode",
    "jpegls": "explode",
    "prores": "explode",
}
#: FFV1 ends each slice with its length (3 bytes), a flag and a CRC-32
_FOOTER = 8
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def set_checks(context: Any, *, lenient: bool = False) -> None:
    """Turn the decoder's own checks on, as far as they harm no sound frame.

    Parameters
    ----------
    context
        A codec context of PyAV that has not decoded yet.
    lenient : bool
        Leave them off: for a camera whose every frame breaks the format's rules.
    """
    checks = _STRICT.get(context.name)
    # What a header claims is not allocated before it is looked at.
    options = {"max_pixels": str(LARGEST_FRAME_PX)}
    if checks is not None and not lenient:
        options["err_detect"] = checks
    context.options = options


def has_slice_checksums(codec: str, packets: list[bytes]) -> bool:
    """Whether the first packets of a stream end in checksums that are right.

    Parameters
    ----------
    codec : str
    packets : list of bytes
    """
    return codec == "ffv1" and any(map(slices_are_sound, packets))


def slices_are_sound(packet: bytes) -> bool:
    """Whether every slice of an FFV1 packet has the checksum that it states (RFC 9043, 4.9).

    FFmpeg computes it, logs that it is wrong, and hands out the frame all the same.
    """
    end = len(packet)
    while end > 0:
        start = end - _FOOTER - int.from_bytes(packet[end - 8 : end - 5], "big")
        if end < _FOOTER or start < 0:
            return False
        # The CRC counts bits from the highest on, zlib's from the lowest: bytes are mirrored.
        mirrored = packet[start:end].translate(_MIRRORED)
        if zlib.crc32(mirrored, 0xFFFFFFFF) != 0xFFFFFFFF:
            return False
        end = start
    return bool(packet)
