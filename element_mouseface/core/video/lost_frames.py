"""Lost frames of a file: truncated at its end, or damaged inside.

A lost frame keeps its number, so that no later frame moves up: an AVI's index numbers every frame,
and in other containers a gap in time of whole frames shows how many there were. Without either, no
frame after the damage is used.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from . import chain
from .timestamps import NO_STAMP

#: a step of this many usual ones is a gap
_HOLE = 1.75
_MOST_REORDERED = 16
#: a gap of more frames than this, and than eight times those found, is no gap but a wild stamp
_MOST_LOST = 1000
_CHUNK_HEAD = 8


@dataclass(frozen=True)
class Losses:
    """What damage did to the frames of a file.

    Parameters
    ----------
    lost : tuple of int
        Stamps of frames that are in the movie and not in the file.
    moved : dict
        Byte position of a packet -> its stamp, where the demuxer counts wrongly.
    stray : frozenset of int
        Positions of packets that are none of the movie's frames.
    stop_at : int or None
        Byte behind which nothing is used: its frames' numbers cannot be known.
    summary : str or None
        A sentence on lost frames, if there are any.
    notes : tuple of str
        Notes in any case.
    complete : bool
        Whether everything that the header promises is accounted for.
    """

    lost: tuple[int, ...] = ()
    moved: dict[int, int] = field(default_factory=dict)
    stray: frozenset[int] = frozenset()
    stop_at: int | None = None
    summary: str | None = None
    notes: tuple[str, ...] = ()
    complete: bool = False


def find_losses(
    container: Any,
    stream: Any,
    path: str | Path,
    stamps: list[int],
    positions: list[int],
    corrupt_at: int | None,
) -> Losses:
    """Look for frames that are lost within a file.

    Parameters
    ----------
    container, stream
        Opened by PyAV and demuxed to the end.
    path : path
    stamps, positions : list of int
        Of the packets in decoding order: time stamps, and where their bytes are (-1 where
        that is not told).
    corrupt_at : int or None
        Where the demuxer said that bytes are missing.
    """
    kinds = container.format.name
    if "avi" in kinds:
        return _in_avi(stream, path, stamps, positions)
    known = sorted(stamp for stamp in stamps if stamp != NO_STAMP)
    holes = _holes(np.array(known, np.int64))
    if not len(holes):
        return Losses()
    if "matroska" in kinds:
        broken_at = chain.follow_matroska(path).break_before(positions)
    elif "flv" in kinds:
        broken_at = chain.follow_flv(path).break_before(positions)
    else:  # only a stream of packets with counters knows that bytes are missing
        broken_at = corrupt_at if "mpeg" in kinds else None
    if broken_at is None:
        return Losses()
    return _in_time(stamps, positions, broken_at)


def _in_avi(stream: Any, path: str | Path, stamps: list[int], positions: list[int]) -> Losses:
    listed = {entry.pos + 8: entry.timestamp for entry in stream.index_entries if entry.size}
    # a damaged header may promise more frames than the file has room for
    stated = min(stream.frames or 0, os.path.getsize(path) // _CHUNK_HEAD)
    n_packets, promised = len(stamps), max(stated, len(listed))
    if n_packets >= promised:
        return Losses()
    found = chain.follow_avi(path, stream.index)
    broken_at = found.break_before(positions)
    if broken_at is None:
        notes = (_empty(found.empty),) if found.empty else ()
        complete = len(found.frames) >= promised and not found.cut_off
        numbers = found.numbers() if len(found.listed) > len(found.frames) else None
        place = dict(zip(found.frames, numbers or range(len(found.frames)), strict=True))
        moved, first = _renumbered(place, stamps, positions, len(stamps))
        if numbers is None:
            return Losses(moved=moved, notes=notes, complete=complete)
        lost = sorted(set(range(len(found.listed))) - set(numbers))
        text = f"{len(lost)} of {promised} frames are lost, by the file's own index"
        missing = tuple(k + first for k in lost)
        return Losses(missing, moved, summary=text, notes=notes, complete=True)
    where = f"from byte {broken_at} on"
    if len(listed) > n_packets:
        sound = sum(at <= broken_at for at in positions)
        moved, first = _renumbered(listed, stamps, positions, sound)
        there = set(positions)
        lost = sorted(stamp + first for at, stamp in listed.items() if at not in there)
        stray = frozenset(at for at in positions if at not in listed)
        text = f"{len(lost)} of {promised} frames are lost, {where}"
        return Losses(tuple(lost), moved, stray, summary=text, complete=True)
    before = [at for at in found.frames if at <= broken_at]
    place = {at: k for k, at in enumerate(before)}
    moved, first = _renumbered(place, stamps, positions, len(before))
    lost = list(range(len(before) + first, promised + first))
    text = (
        f"its index is lost, so that none of the {len(lost)} of {promised} frames {where} is used"
    )
    return Losses(tuple(lost), moved, stop_at=broken_at, summary=text, complete=True)


def _renumbered(
    place: dict[int, int], stamps: list[int], positions: list[int], sound: int
) -> tuple[dict[int, int], int]:
    """Stamps by each packet's place in the file, if the demuxer's differ.

    Beside a gap FFmpeg's parsers move a stamp, and behind damage its demuxer all of them.
    Some stamps begin at 1; that is found among the first `sound` packets.
    """
    pairs = [(at, place[at], s) for at, s in zip(positions, stamps, strict=True) if at in place]
    apart = [stamp - k for _, k, stamp in pairs[: max(sound, 1)]]
    first = max(set(apart), key=apart.count) if apart else 0
    if 2 * apart.count(first) < len(apart):  # reordered: each by its place in decoding
        return {at: k for at, k, _ in pairs}, 0
    return {at: k + first for at, k, stamp in pairs if k + first != stamp}, first


def _empty(numbers: tuple[int, ...]) -> str:
    several = "" if len(numbers) == 1 else "s"
    shown = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return (
        f"{len(numbers)} frame{several} left out by the writer (place{several} {shown} of the "
        "file, empty): the times keep the gap"
    )


def _holes(known: np.ndarray) -> np.ndarray:
    """Positions in sorted stamps after which a gap follows."""
    if len(known) < 3:
        return np.zeros(0, np.int64)
    steps = np.diff(known)
    return np.flatnonzero(steps >= _HOLE * np.median(steps))


def _in_time(stamps: list[int], positions: list[int], broken_at: int) -> Losses:
    """Frames lost in the gaps from the first damaged byte on."""
    rank = {stamp: k for k, stamp in enumerate(stamps) if stamp != NO_STAMP}
    sound = sum(at < broken_at for at in positions)
    known = np.array(sorted(rank), np.int64)
    usual = float(np.median(np.diff(known)))
    lost: list[int] = []
    for k in _holes(known):
        start, stop = int(known[k]), int(known[k + 1])
        # what is shown after a gap may have been decoded before it
        if rank[stop] >= sound - _MOST_REORDERED:
            n_steps = max(2, round((stop - start) / usual))
            if n_steps > _MOST_LOST + 8 * len(stamps):  # a stamp that is itself damaged
                n_steps = 2
            lost += [start + (stop - start) * j // n_steps for j in range(1, n_steps)]
    if not lost:
        return Losses()
    text = f"{len(lost)} of {len(stamps) + len(lost)} frames are lost, from byte {broken_at} on"
    return Losses(tuple(lost), summary=text)


def cut_off(path: str | Path, kinds: str) -> bool:
    """Whether the last part of a Matroska or FLV file reaches beyond its end."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        if "matroska" in kinds:
            return chain.segment_end(file) > size
        if "flv" in kinds and size > 24:
            file.seek(size - 4)
            length = int.from_bytes(file.read(4), "big")
            if 11 <= length <= size - 17:
                file.seek(size - 4 - length)
                tag = file.read(4)
                if tag[0] & 31 in (8, 9, 18) and int.from_bytes(tag[1:], "big") == length - 11:
                    return False
            return chain.follow_flv(path).cut_off
    return False
