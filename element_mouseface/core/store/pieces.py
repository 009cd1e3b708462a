"""Pieces of a chunk that two spans share.

A span may begin in the middle of a chunk, right after a key frame.  Each of its two spans then
writes its part of that chunk to a file beside the markers; the worker that finds all parts
assembles the chunk. Two workers that do so at once write the same bytes. Pieces belong to one run:
a resumed run computes the chunk again.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from .layout import Layout

PiecesAtHand = Mapping[tuple[int, int], Mapping[str, np.ndarray]]
"""Pieces that need not be read, by their first frame and the one after their last."""
NONE: PiecesAtHand = MappingProxyType({})


class Pieces:
    """The pieces of one run.

    Parameters
    ----------
    folder : Path
        Where they lie: the folder of the markers, whose names are numbers.
    token : str
        The run.
    layout : Layout
    """

    def __init__(self, folder: Path, token: str, layout: Layout):
        self._folder, self._layout = folder, layout
        self._prefix = f"piece-{token}-"

    def write(self, start: int, stop: int, values: Mapping[str, np.ndarray]) -> None:
        """Leave frames start to stop - 1, which are part of one chunk; atomic.

        Parameters
        ----------
        start, stop : int
        values : mapping of str to ndarray (frames, …)
            Of every output.
        """
        outputs = self._layout.outputs
        body = b"".join(np.ascontiguousarray(values[o.name], o.dtype).tobytes() for o in outputs)
        fresh = self._folder / f"{uuid.uuid4().hex}.new"
        fresh.write_bytes(hashlib.sha256(body).digest() + body)
        os.replace(fresh, self._path(start, stop))

    def has(self, start: int, stop: int) -> bool:
        """Whether these frames have been left."""
        return self._path(start, stop).exists()

    def together(self, chunk: int, at_hand: PiecesAtHand = NONE) -> dict[str, np.ndarray] | None:
        """The whole chunk's values; None while a piece is missing, or gone again."""
        first, stop = self._layout.frames(chunk)
        left = {span for span in self._spans() if first <= span[0] < stop}
        found = sorted(left | set(at_hand))
        if not found or [first, *(b for _, b in found)] != [*(a for a, _ in found), stop]:
            return None
        parts = [at_hand.get((a, b)) or self._read(a, b) for a, b in found]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return {o.name: np.concatenate([p[o.name] for p in known]) for o in self._layout.outputs}

    def chunks(self) -> set[int]:
        """The chunks that have pieces."""
        return {start // self._layout.chunk_frames for start, _ in self._spans()}

    def remove(self, chunk: int) -> None:
        """Remove a chunk's pieces: it has been stored."""
        first, stop = self._layout.frames(chunk)
        for start, end in self._spans():
            if first <= start < stop:
                self._path(start, end).unlink(missing_ok=True)

    def _path(self, start: int, stop: int) -> Path:
        return self._folder / f"{self._prefix}{start}-{stop}"

    def _spans(self) -> list[tuple[int, int]]:
        names = [n[len(self._prefix) :] for n in os.listdir(self._folder) if self._is_mine(n)]
        return [(int(start), int(stop)) for start, _, stop in (n.partition("-") for n in names)]

    def _is_mine(self, name: str) -> bool:
        return name.startswith(self._prefix)

    def _read(self, start: int, stop: int) -> dict[str, np.ndarray] | None:
        try:
            content = self._path(start, stop).read_bytes()
        except FileNotFoundError:  # another has put the chunk together
            return None
        seal, body = content[:32], content[32:]
        if hashlib.sha256(body).digest() != seal:
            return None
        values, at = {}, 0
        for output in self._layout.outputs:
            count = (stop - start) * int(np.prod(output.shape, dtype=np.int64))
            array = np.frombuffer(body, output.dtype, count, at)
            values[output.name] = array.reshape(stop - start, *output.shape)
            at += array.nbytes
        return values
