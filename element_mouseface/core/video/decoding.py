"""Decode packets into numbered frames, and detect damaged ones.

Seeking in a movie leads to a key packet near the requested time, not to a frame; decoders delay
frames, reorder them, drop broken ones without an error and replace lost references. So frames are
not counted: decoding begins at a key packet that the index knows as exact, every decoded frame is
identified by its pts, and after a broken frame no frame is used until the next such packet.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import av
import numpy as np

from . import nal
from .error_detection import set_checks, slices_are_sound
from .index import MovieIndex, open_container, stamped, video_stream

# H.264 and HEVC hold back at most 16 frames: a number still missing when this many
# later ones are out will not come.
_MOST_HELD_BACK = 16
# Each packet of these shows a frame, so that one that does not come is lost, also where the
# decoder says nothing.  MPEG-4 has packets that mean "as before"; nothing depends on them.
_EVERY_PACKET_SHOWS = frozenset("h264 hevc vp9 av1 mpeg1video mpeg2video".split())


def prepare_decoder(stream: Any, threads: int = 1, *, lenient: bool = False) -> None:
    """Set the number of decoder threads, and the checks of `soundness`.

    Frame threads cost twice the processor time of single-threaded decoders side by
    side, so one thread is the default.
    """
    set_checks(stream.codec_context, lenient=lenient)
    stream.thread_type = "FRAME" if threads > 1 else "NONE"
    stream.codec_context.thread_count = threads


def decode_packets(packets: Iterator[Any]) -> Iterator[tuple[Any, list[Any] | None]]:
    """Each packet with the frames the decoder gave for it; None where it refused.

    What the decoder still held comes last, with the packet None.
    """
    context = None
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:  # the file ends here, or cannot be read on
            packet = None
        if packet is None:
            break
        context = packet.stream.codec_context
        try:
            yield packet, context.decode(packet)
        except av.FFmpegError:
            yield packet, None
    if context is not None:
        try:
            yield None, context.decode(None)
        except av.FFmpegError:  # also: the closing packet has flushed it already
            return


def numbered_frames(
    path: str | Path, index: MovieIndex, start: int, stop: int, threads: int = 1
) -> Iterator[tuple[int, Any | None]]:
    """Frames start..stop-1 in display order, as av.VideoFrame or None.

    A frame is given out only when everything decoded before it has come out too, so
    that damage in a reference is known before a frame that depends on it is believed.
    """
    order = _Order(index, start, stop)
    waiting: dict[int, Any] = {}
    # Frames before the range are followed too: what they lost, the range may depend on.
    number, highest = order.first, -1
    with closing(_outputs(path, index, order, threads)) as outputs:
        for found, frame in outputs:
            if found < number or found in waiting:
                continue  # before the beginning, or an output the decoder repeats
            waiting[found] = frame
            highest = max(highest, found)
            while number < stop:
                if number in waiting:
                    if highest < order.settled_by(number):
                        break
                elif len(waiting) <= _MOST_HELD_BACK:
                    break
                frame = order.believed(number, waiting, highest)
                waiting.pop(number, None)
                if number >= start:
                    yield number, frame
                number += 1
            if number == stop:
                return
    for rest in range(number, stop):
        frame = order.believed(rest, waiting, len(index.pts))
        if rest >= start:
            yield rest, frame


def _outputs(
    path: str | Path, index: MovieIndex, order: _Order, threads: int
) -> Generator[tuple[int, Any], None, None]:
    """What the decoder gives from the last exact beginning on, with its number."""
    entry = order.entry
    for back in (0, 1, 4, entry):
        with open_container(path) as container:
            stream = video_stream(container, path)
            prepare_decoder(stream, threads, lenient=index.lenient)
            order.prefix = nal.length_size(index.codec, stream.codec_context.extradata)
            arrived = False
            packets = _packets_from(container, stream, index, entry, back)
            for packet, frames in decode_packets(packets):
                arrived = True
                if packet is not None:
                    damaged = index.checksums and not slices_are_sound(bytes(packet))
                    order.note_packet(packet, refused=frames is None or damaged)
                for frame in frames or ():
                    number = order.came_out(frame.pts)
                    if number is not None:
                        if frame.is_corrupt:
                            order.distrust(number)
                        yield number, frame
            if arrived:
                return
        # The seek landed behind the key packet: aim further back, at last at the beginning.


def _packets_from(
    container: Any, stream: Any, index: MovieIndex, entry: int, back: int
) -> Iterator[Any]:
    """Packets from a start entry on; nothing if the seek landed behind it."""
    if entry == 0:
        yield from stamped(container.demux(stream), index)
        return
    from_beginning = back >= entry
    if not from_beginning:
        try:
            container.seek(int(index.start_seek[entry - back]), stream=stream)
        except av.FFmpegError:
            return
    wanted, latest = int(index.start_pts[entry]), int(index.start_seek[entry])
    packets = stamped(container.demux(stream), index)
    for packet in packets:
        if packet.pts == wanted and packet.size:
            yield packet
            yield from packets
            return
        time = packet.pts if packet.dts is None else packet.dts
        if not from_beginning and time is not None and time > latest:
            return


class _Order:
    """Numbers, dependencies and damage of the frames around one range."""

    def __init__(self, index: MovieIndex, start: int, stop: int):
        self._index = index
        self.entry = int(np.searchsorted(index.start_frames, start, side="right")) - 1
        self.first = int(index.start_frames[self.entry])
        self._start_ranks = index.decode_rank[index.start_frames]
        self._broken_from: dict[int, int] = {}  # segment -> decoding rank
        self._broken_leading: dict[int, int] = {}
        self._recent: dict[int | None, Any] = {}  # packets by pts
        self.prefix = 0
        # Frames shown a little after the range may be decoded before its last ones.
        end = min(stop + 2 * _MOST_HELD_BACK, len(index.pts))
        ranks = index.decode_rank[self.first : end]
        self._cursor = self.first
        self._settled: np.ndarray | None = None
        if (np.diff(ranks) < 0).any():
            # For each frame, the highest number among those decoded no later than it.
            by_rank = np.argsort(ranks, kind="stable")
            self._settled = np.empty(len(ranks), np.int32)
            self._settled[by_rank] = np.maximum.accumulate(by_rank)
        for number in index.lost:  # what may have referred to them is not believed
            self.distrust(number)

    def settled_by(self, number: int) -> int:
        """The number whose output shows that all this frame depends on is out."""
        if self._settled is None:
            return number
        return self.first + int(self._settled[number - self.first])

    def number_at(self, pts: int | None) -> int | None:
        """The frame with this timestamp; None if the index has none."""
        if pts is None:
            return None
        known, at = self._index.pts, self._cursor
        # Mostly it is the frame after the last one, which costs no search.
        if at >= len(known) or known[at] != pts:
            at = int(np.searchsorted(known, pts))
            if at >= len(known) or known[at] != pts:
                return None
        self._cursor = at + 1
        return at

    def came_out(self, pts: int | None) -> int | None:
        """The number of the frame that the decoder gave; its packet is needed no longer.

        Kept, packets would not be read into the same memory, which is still in the cache.
        """
        self._recent.pop(pts, None)
        return self.number_at(pts)

    def note_packet(self, packet: Any, *, refused: bool) -> None:
        """Keep a packet until its frame is out; if it was refused, that is known now."""
        pts = packet.pts
        if pts is None:
            return
        self._recent[pts] = packet
        if len(self._recent) > 4 * _MOST_HELD_BACK:
            del self._recent[next(iter(self._recent))]
        if refused and (number := self.number_at(pts)) is not None:
            self._lost(number)

    def _lost(self, number: int) -> None:
        packet = self._recent.get(int(self._index.pts[number]))
        data = b"" if packet is None else bytes(packet)
        if nal.is_reference(self._index.codec, data, self.prefix):
            self.distrust(number)

    def distrust(self, number: int) -> None:
        """Believe neither this frame nor those that may depend on it."""
        rank, segment, leads = self._place(number)
        # Frames shown before the first key packet cannot be decoded from there.  Nothing
        # shown after a key frame refers to those that lead it, so their damage stays theirs.
        if number >= self.first:
            broken = self._broken_leading if leads else self._broken_from
            broken[segment] = min(rank, broken.get(segment, rank))

    def believed(self, number: int, waiting: dict[int, Any], highest: int) -> Any:
        """The frame, unless it may depend on a broken one.

        Parameters
        ----------
        number : int
        waiting : dict
            Frames that are out and not given yet, by number.
        highest : int
            Highest number that is out.
        """
        frame = waiting.get(number)
        settled = min(self.settled_by(number), highest)
        if (frame is None or settled > number) and self._index.codec in _EVERY_PACKET_SHOWS:
            for other in range(number, settled + 1):
                if other not in waiting:
                    self._lost(other)
        if frame is None or not (self._broken_from or self._broken_leading):
            return frame
        rank, segment, leads = self._place(number)
        if rank >= self._broken_from.get(segment, rank + 1):
            return None
        # Frames that lead an open group refer to the segment before it, too.
        if leads and segment - 1 in self._broken_from:
            return None
        return None if leads and rank >= self._broken_leading.get(segment, rank + 1) else frame

    def _place(self, number: int) -> tuple[int, int, bool]:
        """Decoding rank, segment, and whether the frame leads its segment's key frame."""
        rank = int(self._index.decode_rank[number])
        segment = max(0, int(np.searchsorted(self._start_ranks, rank, side="right")) - 1)
        return rank, segment, number < self._index.start_frames[segment]
