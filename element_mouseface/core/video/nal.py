"""Check whether exact decoding can start at an H.264 or HEVC key packet.

Containers flag key packets, but the flag also covers packets where decoding
only becomes right some frames later (periodic intra refresh) or where a muxer
guessed.  The bitstream itself tells: an IDR picture resets every reference; in
H.264 an open GOP begins with a recovery point SEI of count 0 with exact match,
in HEVC with a CRA or BLA picture.  Frames that follow such a picture in both
decoding and display order refer to nothing before it (ITU-T H.264 D.2.8, H.265 7.4.2.2).
"""

from __future__ import annotations

from collections.abc import Iterator

_ANNEX_B_HEAD = 1 << 16  # parameter sets and SEI come first; pictures' bytes need no scan


def length_size(codec: str, extradata: bytes | None) -> int:
    """Bytes of each NAL unit's length prefix; 0 for start codes (Annex B)."""
    if not extradata or extradata[0] != 1:
        return 0
    position = 4 if codec == "h264" else 21
    return (extradata[position] & 3) + 1 if len(extradata) > position else 0


def _units(data: bytes, prefix: int) -> Iterator[bytes]:
    """NAL units without their prefix; of the last, at least the beginning."""
    at = 0
    if prefix:
        while at + prefix < len(data):
            size = int.from_bytes(data[at : at + prefix], "big")
            at += prefix
            yield data[at : at + size]
            at += size
        return
    data = data[:_ANNEX_B_HEAD]
    at = data.find(b"\0\0\1")
    while at >= 0:
        after = data.find(b"\0\0\1", at + 3)
        yield data[at + 3 : after if after >= 0 else len(data)]
        at = after


def begins_exactly(codec: str, data: bytes, prefix: int) -> bool:
    """Whether exact decoding can begin at this packet.

    Parameters
    ----------
    codec : {'h264', 'hevc'}
    data : bytes
        The packet.
    prefix : int
        From `length_size`.
    """
    recovers = False
    for unit in _units(data, prefix):
        if not unit:
            continue
        if codec == "hevc":
            kind = (unit[0] >> 1) & 63
            if kind < 32:  # the first picture NAL decides: BLA 16-18, IDR 19-20, CRA 21
                return 16 <= kind <= 21
            continue
        kind = unit[0] & 31
        if kind == 6:
            recovers = recovers or _recovers_at_once(unit)
        elif 1 <= kind <= 5:
            return kind == 5 or recovers
    return False


def is_reference(codec: str, data: bytes, prefix: int) -> bool:
    """Whether later pictures may refer to this one; True when unsure."""
    if codec != "h264":
        return True
    kinds = (unit[0] for unit in _units(data, prefix) if unit)
    pictures = [byte for byte in kinds if 1 <= byte & 31 <= 5]
    return not pictures or any(byte >> 5 & 3 for byte in pictures)


def _recovers_at_once(sei: bytes) -> bool:
    """Whether a SEI unit holds a recovery point with frame count 0 and exact match."""
    payload = sei[1:].replace(b"\0\0\3", b"\0\0")  # undo emulation prevention
    at = 0
    while at + 2 < len(payload):
        kind, at = _varying(payload, at)
        size, at = _varying(payload, at)
        if kind == 6 and at < len(payload):
            # ue(v) of 0 is the bit 1; then exact_match_flag.
            return payload[at] & 0xC0 == 0xC0
        at += size
    return False


def _varying(payload: bytes, at: int) -> tuple[int, int]:
    value = 0
    while at < len(payload) and payload[at] == 255:
        value, at = value + 255, at + 1
    return value + (payload[at] if at < len(payload) else 0), at + 1
