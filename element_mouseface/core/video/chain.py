"""Follow the chain of boxes or chunks of a container file.

AVI, Matroska and FLV are chains: each part states its length, and the next begins
behind it.  FFmpeg continues after damaged bytes without an error, and counts on: every later frame
has an earlier one's number. So if there are fewer packets than declared, or a gap in time, the
chain is followed here: it distinguishes frames that a writer left out on purpose (AVI's empty
chunks) from lost frames, and finds the byte of the loss.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_LISTS = (b"LIST", b"RIFF")
#: Matroska: elements whose parts are looked at, one by one
_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_IN_SEGMENT = frozenset(
    (0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1941A469, 0x1043A770, 0x1254C367, _CLUSTER)
)
_IN_CLUSTER = frozenset((0xE7, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF, 0x5854))
_ANYWHERE = frozenset((0xEC, 0xBF))  # void, checksum
_EBML = 0x1A45DFA3
_FLV_TAGS = (8, 9, 18)
_LONGEST_HEAD = 32


@dataclass(frozen=True)
class Chain:
    """What was found by following the parts of a file.

    Parameters
    ----------
    frames : tuple of int
        AVI: where the bytes of the video's chunks begin, also of the empty ones, in order.
    empty : tuple of int
        AVI: numbers in `frames` of chunks without bytes.
    broken_at : int or None
        Byte at which the chain breaks; None where it holds.
    cut_off : bool
        Whether the last part reaches beyond the end of the file.
    last_at : int
        Byte at which that part begins.
    listed : tuple of int
        AVI: lengths of the video's chunks by the file's own index; empty without one.
    lengths : tuple of int
        AVI: the same of `frames`.
    """

    frames: tuple[int, ...] = ()
    empty: tuple[int, ...] = ()
    broken_at: int | None = None
    cut_off: bool = False
    last_at: int = 0
    listed: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def numbers(self) -> list[int] | None:
        """Each frame's number by the file's own index, where that lists more than there are.

        None where chunks and index cannot be aligned by their lengths.
        """
        numbers: list[int] = []
        at = 0
        for length in self.lengths:
            while at < len(self.listed) and self.listed[at] != length:
                at += 1
            if at == len(self.listed):
                return None
            numbers.append(at)
            at += 1
        return numbers

    def break_before(self, positions: list[int]) -> int | None:
        """Where the chain breaks, if there are packets behind: bytes of them, in the file.

        A damaged length can reach beyond the end of the file, as the last part of one that is
        cut off does; but then there is nothing behind it.
        """
        if self.broken_at is None and self.cut_off:
            behind = any(at > self.last_at + _LONGEST_HEAD for at in positions)
            return self.last_at if behind else None
        return self.broken_at


def follow_avi(path: str | Path, stream: int) -> Chain:
    """Follow the chunks of an AVI file (also OpenDML, with several RIFF lists).

    Parameters
    ----------
    path : path
    stream : int
        Number of the video stream in the file.
    """
    ours, size = f"{stream:02d}".encode(), os.path.getsize(path)
    frames: list[int] = []
    lengths: list[int] = []
    listed: tuple[int, ...] = ()
    at = last = 0
    with open(path, "rb") as file:
        while at + 8 <= size:
            file.seek(at)
            head = file.read(12)
            kind, length = head[:4], int.from_bytes(head[4:8], "little")
            if kind in _LISTS:
                # header lists are stepped over as one; lists of frames are entered
                enter = kind == b"RIFF" or head[8:12] in (b"movi", b"rec ")
                at += 12 if enter else 8 + length + (length & 1)
                continue
            if not _is_name(kind):
                return Chain(tuple(frames), _empty(lengths), at)
            if kind == b"idx1" and at + 8 + length <= size:
                listed = _listed(file, at + 8, length, ours)
            if kind[:2] == ours and kind[2:] not in (b"wb", b"tx", b"pc"):
                frames.append(at + 8)
                lengths.append(length)
            last = at
            at += 8 + length
            if length & 1 and not _begins_chunk(file, at, size):
                at += 1
    return Chain(
        tuple(frames),
        _empty(lengths),
        cut_off=at > size,
        last_at=last,
        listed=listed,
        lengths=tuple(lengths),
    )


def _empty(lengths: list[int]) -> tuple[int, ...]:
    return tuple(k for k, length in enumerate(lengths) if not length)


def _listed(file: BinaryIO, at: int, length: int, ours: bytes) -> tuple[int, ...]:
    """Lengths of a stream's chunks in the index that ends an AVI file."""
    file.seek(at)
    entries = file.read(length)
    return tuple(
        int.from_bytes(entries[k + 12 : k + 16], "little")
        for k in range(0, len(entries) - 15, 16)
        if entries[k : k + 2] == ours and entries[k + 2 : k + 4] not in (b"wb", b"tx", b"pc")
    )


def _is_name(kind: bytes) -> bool:
    return len(kind) == 4 and all(48 <= c <= 57 or 65 <= c <= 90 or 97 <= c <= 122 or c in b" _"
                                  for c in kind)  # fmt: skip


def _begins_chunk(file: BinaryIO, at: int, size: int) -> bool:
    """Whether a chunk begins at an odd place: some writers leave the padding out."""
    if at + 8 > size:
        return False
    file.seek(at)
    return _is_name(file.read(4))


def follow_flv(path: str | Path) -> Chain:
    """Follow the tags of an FLV file: each is followed by its length."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        head = file.read(9)
        at = int.from_bytes(head[5:9], "big") + 4
        while at + 11 <= size:
            file.seek(at)
            tag = file.read(11)
            length = 11 + int.from_bytes(tag[1:4], "big")
            if tag[0] & 31 not in _FLV_TAGS:
                return Chain(broken_at=at)
            if at + length + 4 > size:
                return Chain(cut_off=True, last_at=at)
            file.seek(at + length)
            stated = int.from_bytes(file.read(4), "big")
            if stated not in (length, 0, length - 11):
                return Chain(broken_at=at)
            at += length + 4
    return Chain(cut_off=at < size)


def follow_matroska(path: str | Path) -> Chain:
    """Follow the elements of a Matroska or WebM file, down to the blocks of its clusters."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        at = last = 0
        for kind, start, end in _elements(file, size):
            if kind is None:
                return Chain(broken_at=start)
            last, at = start, end
    return Chain(cut_off=at > size, last_at=last)


def _elements(file: BinaryIO, size: int) -> Iterator[tuple[int | None, int, int]]:
    """(kind, start, end) of each element in file order; kind None where none can begin.

    Segments and clusters are entered: a cluster of stated or of unknown length alike,
    since what may follow its blocks is known.
    """
    at, allowed = 0, frozenset({_EBML, _SEGMENT}) | _ANYWHERE
    while at < size:
        file.seek(at)
        head = file.read(12)
        kind, used = _number(head, keep_mark=True)
        length, more = _number(head[used:]) if used else (None, 0)
        if not used or not more or kind not in allowed:
            # the last bytes of a file that was cut off may end within a head
            yield (None if size - at >= 12 else _CLUSTER), at, size + 1
            return
        body = at + used + more
        if kind == _SEGMENT:
            allowed = _IN_SEGMENT | _ANYWHERE
        elif kind == _CLUSTER:
            allowed = _IN_SEGMENT | _IN_CLUSTER | _ANYWHERE
        elif kind in _IN_SEGMENT:
            allowed = _IN_SEGMENT | _ANYWHERE
        entered = kind in (_SEGMENT, _CLUSTER)
        end = body if entered else body + (length or 0)
        yield kind, at, end
        at = end


def segment_end(file: BinaryIO) -> int:
    """Byte at which a Matroska file says that it ends; 0 where it does not say so."""
    at = 0
    for _ in range(4):  # the head, maybe some void, and the segment
        file.seek(at)
        head = file.read(12)
        kind, used = _number(head, keep_mark=True)
        length, more = _number(head[used:]) if used else (None, 0)
        if not used or length is None:
            return 0
        at += used + more + length
        if kind == _SEGMENT:
            return 0 if length == (1 << (7 * more)) - 1 else at
    return 0


def _number(data: bytes, *, keep_mark: bool = False) -> tuple[int | None, int]:
    """A number of varying length, and its bytes; (None, 0) where none begins."""
    if not data or not data[0]:
        return None, 0
    width = 9 - data[0].bit_length()
    if len(data) < width or (keep_mark and width > 4):
        return None, 0
    value = int.from_bytes(data[:width], "big")
    return (value if keep_mark else value & ((1 << (7 * width)) - 1)), width
