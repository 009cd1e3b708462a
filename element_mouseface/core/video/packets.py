"""Information from the packets of a movie file, collected in one demuxing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from . import nal
from .error_detection import has_slice_checksums
from .lost_frames import Losses, find_losses
from .timestamps import NO_STAMP, repaired

# Key packets of these begin exactly: a key frame resets every reference, and frames shown
# before it (open GOP) are not needed after it.  Of any other codec, only the first frame.
_KEY_IS_EXACT = frozenset("vp8 vp9 av1 mpeg1video mpeg2video mpeg4 ffv1 png tiff bmp".split())
_MOST_REORDERED = 16
_SEEN_FOR_CHECKSUMS = 8


class Packets:
    """Time stamps, places and beginnings of a stream's packets, in decoding order.

    Parameters
    ----------
    stream
        The video stream, opened by PyAV.
    """

    def __init__(self, stream: Any):
        self.stream, self.codec = stream, stream.codec_context.codec.canonical_name
        self.prefix = nal.length_size(self.codec, stream.codec_context.extradata)
        self.intra = stream.codec_context.codec.intra_only
        self.stamps: list[int] = []
        self.positions: list[int] = []  # -1 where it is not known
        self.starts: list[tuple[int, int, int]] = []  # (pts, timestamp to seek to, position)
        self.count = 0
        self.notes: tuple[str, ...] = ()
        self.moved: dict[int, int] = {}
        self.lost: tuple[int, ...] = ()
        self.replaced: list[int] = []  # stamps that were put in for wrong ones
        self.restarts = self.reordered = self.checksums = False
        self.disordered = False  # stamps are not in the order of the pictures
        self._corrupt_at: int | None = None
        self._last_end = 0  # in the stream's ticks: fractions would take as long as demuxing
        self._latest = NO_STAMP

    @property
    def last_time_s(self) -> float:
        """When the last frame ends."""
        return float(self._last_end * (self.stream.time_base or 0))

    @property
    def known(self) -> list[int]:
        """The time stamps that there are, in decoding order."""
        return [stamp for stamp in self.stamps if stamp != NO_STAMP]

    def add(self, packet: Any) -> None:
        """Take a packet in."""
        if packet.size == 0:  # the closing flush, or a frame the camera dropped
            return
        self.count += 1
        if self.codec == "ffv1" and self.count <= _SEEN_FOR_CHECKSUMS:
            self.checksums = self.checksums or has_slice_checksums(self.codec, [bytes(packet)])
        at = -1 if packet.pos is None else packet.pos
        if packet.is_corrupt and self._corrupt_at is None:
            self._corrupt_at = at
        pts = packet.pts
        if pts is None:
            pts = NO_STAMP
        else:
            self.reordered = self.reordered or pts < self._latest
            self._latest = pts
            self._last_end = max(self._last_end, pts + (packet.duration or 0))
            if packet.is_keyframe and self._exact(packet):
                dts = pts if packet.dts is None else packet.dts
                self.starts.append((pts, min(dts, pts), at))
            # An edit list makes the decoder drop frames it still needs for reference.
            if packet.is_discard or self._hidden(packet):
                return
        self.stamps.append(pts)
        self.positions.append(at)

    def _exact(self, packet: Any) -> bool:
        if self.intra or self.codec in _KEY_IS_EXACT:
            return True
        if self.codec in ("h264", "hevc"):
            return nal.begins_exactly(self.codec, bytes(packet), self.prefix)
        return False

    def _hidden(self, packet: Any) -> bool:
        # VP8 stores its reference-only frames as packets of their own (RFC 6386, 9.1).
        return self.codec == "vp8" and not memoryview(packet)[0] & 0x10

    def losses(self, container: Any, path: str | Path) -> Losses:
        """What is lost within the file."""
        return find_losses(
            container, self.stream, path, self.stamps, self.positions, self._corrupt_at
        )

    def drop_at(self, positions: frozenset[int]) -> None:
        """Forget packets that are none, or whose bytes the file does not hold to their end."""
        if positions:
            keep = [k for k, at in enumerate(self.positions) if at not in positions]
            self.stamps = [self.stamps[k] for k in keep]
            self.positions = [self.positions[k] for k in keep]
            self.starts = [start for start in self.starts if start[2] not in positions]

    def put_right(self, losses: Losses) -> None:
        """Give packets their own stamps after damage, and single wrong stamps others."""
        stop = losses.stop_at
        if stop is not None:
            self.drop_at(frozenset(at for at in self.positions if at >= stop))
        self.drop_at(losses.stray)
        self.lost = losses.lost
        if losses.moved:
            self._move(losses.moved, seek=True)
        self.restarts = _clock_restarts(self.known)
        if self.restarts:
            self.notes += ("the clock starts again within the file",)
        else:
            self._repair()

    def _move(self, moved: dict[int, int], *, seek: bool) -> None:
        places = zip(self.positions, self.stamps, strict=True)
        self.stamps = [moved.get(at, stamp) for at, stamp in places]
        self.starts = [
            (moved.get(at, pts), moved.get(at, to) if seek else to, at)
            for pts, to, at in self.starts
        ]
        self.moved |= moved

    def _repair(self) -> None:
        """Replace stamps of single frames that cannot be right."""
        stamps = np.array(self.stamps, np.int64)
        in_order = self.intra or not self.stream.codec_context.has_b_frames
        if bool((np.diff(stamps) > 0).all()) and (not len(stamps) or stamps[0] != NO_STAMP):
            return
        suspect = in_order or NO_STAMP in self.stamps or len(set(self.stamps)) < len(stamps)
        distinct = len(set(self.positions)) == len(self.positions) and -1 not in self.positions
        result = repaired(self.stamps, in_order) if suspect and distinct else None
        if result is None:
            return
        fixed, wrong = result
        if not fixed:
            self.disordered = True
            return
        before = self.stamps
        self._move({self.positions[k]: fixed[k] for k in wrong}, seek=False)
        self.replaced = sorted(fixed[k] for k in wrong)
        numbers = np.argsort(np.argsort(np.array(fixed)))
        self.notes += (_told(wrong, before, numbers, float(self.stream.time_base)),)

    def decode_ranks(self, pts: np.ndarray) -> np.ndarray:
        """Position in decoding order of the frame shown k-th, also of lost ones.

        Parameters
        ----------
        pts : ndarray of int64, sorted
            Of the frames that are there and of those that are lost.
        """
        known = np.array(self.known, np.int64)
        order = np.argsort(known, kind="stable")
        if not self.lost:
            return order.astype(np.int32)
        # A lost frame comes before every frame shown after it, as any of them may need it.
        earliest = np.minimum.accumulate(np.append(order, len(order))[::-1])[::-1]
        place = np.searchsorted(known[order], pts)
        there = np.isin(pts, known)
        ranks = np.where(there, np.append(order, 0)[place], earliest[place] - 0.5)
        return np.argsort(np.argsort(ranks, kind="stable")).astype(np.int32)


def _told(wrong: list[int], before: list[int], numbers: np.ndarray, tick_s: float) -> str:
    """Which frames' stamps were replaced."""
    shown = [
        f"{numbers[k]} ({'none' if before[k] == NO_STAMP else f'{before[k] * tick_s:.6g} s'})"
        for k in wrong[:5]
    ]
    more = ", …" if len(wrong) > 5 else ""
    several = "s" if len(wrong) > 1 else ""
    return (
        f"the time stamp{several} of frame{several} {', '.join(shown)}{more} cannot be right "
        "(missing, repeated or out of order): the time between its neighbors' is taken"
    )


def _clock_restarts(stamps: list[int]) -> bool:
    """Whether a stretch of the file is shown, by its times, before what stands before it.

    As when two transport streams are joined byte by byte.  Reordering for B-frames moves
    a frame by 16 at the most; one wild timestamp moves one frame far, and no other.
    """
    order = np.argsort(np.array(stamps, np.int64), kind="stable")
    moved = np.abs(order - np.arange(len(order)))
    return bool((moved > _MOST_REORDERED).sum() > _MOST_REORDERED)
