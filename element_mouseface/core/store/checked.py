"""Read the arrays of a result; each chunk is verified on first use.

Zarr reads an array without an error after a bit flip on a disk, a swap of two chunks, or the loss
of a chunk. So a chunk's file is compared with its checksum, and its frames with the unit hashes,
from which the digest is made: what is read matches the digest. Frames are compared once, in units
of 16, only when they are read; this takes some 25 microseconds per frame, most of it for SHA-256.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from .attributes import changed, check_array, check_group
from .chunk_files import UnreadableChunk, chunk_files
from .layout import HASHES, TIMES, UNIT_FRAMES, Layout, Output, digest_of, unit_hashes
from .row_array import RowArray


class CheckedChunks:
    """The chunks of one result.

    Parameters
    ----------
    path : Path
    layout : Layout
    digest : str
    sums : mapping of str to sequence of int, optional
        CRC-32C of each chunk's file, by array.
    """

    def __init__(
        self,
        path: Path,
        layout: Layout,
        digest: str,
        sums: Mapping[str, Sequence[int]] | None = None,
    ):
        self.path, self.layout, self._digest = path, layout, digest
        self._sums = sums or {}
        self._outputs = {o.name: o for o in (*layout.arrays, *layout.at_the_end)}
        self._files = chunk_files(path, layout, self._outputs.values())
        self._whole: dict[str, np.ndarray] = {}
        self._good = np.zeros(-(-layout.n_frames // UNIT_FRAMES), bool)

    def output(self, name: str) -> Output:
        """What is stored under a name (KeyError)."""
        return self._outputs[name]

    def check_metadata(self) -> None:
        """Check each array's own metadata against the layout (ResultChangedError)."""
        for output in self._outputs.values():
            check_array(self.path, output, self.layout)
        for group in sorted({n.rpartition("/")[0] for n in self._outputs if "/" in n}):
            check_group(self.path, group)

    @cached_property
    def times_s(self) -> np.ndarray:
        """Seconds on the movie's clock, (frames,): with the hashes, what the digest is of."""
        times_s, _ = self._clock_and_hashes
        return times_s

    @cached_property
    def hashes(self) -> list[bytes]:
        """SHA-256 of every 16 frames."""
        return self._clock_and_hashes[1]

    @cached_property
    def _clock_and_hashes(self) -> tuple[np.ndarray, list[bytes]]:
        times_s, units = self._read_whole(TIMES.name), self._read_whole(HASHES.name)
        hashes = [unit.tobytes() for unit in units]
        if digest_of(self.layout, times_s, hashes) != self._digest:
            what = "times_s, unit_hashes and the digest are inconsistent"
            raise changed(self.path, what, f"digest {self._digest}")
        return times_s, hashes

    def trace(self, name: str) -> np.ndarray:
        """One number per frame, whole: (frames,); a new array.

        Its file is compared with its checksum; without checksums, all frames against their hashes.
        """
        values = self._trace(name)
        if name not in self._sums:
            for chunk in range(self.layout.n_chunks):
                self._compare(chunk, {})
        return values.copy()

    def _trace(self, name: str) -> np.ndarray:
        if name == TIMES.name:
            return self.times_s
        if name not in self._whole:
            self._whole[name] = self._read_whole(name)
        return self._whole[name]

    def chunk(self, name: str, chunk: int, rows: np.ndarray | None = None) -> np.ndarray:
        """A chunk's frames of one array, after a comparison of all of their stored data.

        Parameters
        ----------
        name : str
        chunk : int
        rows : ndarray of int, optional
            Requested frames of the recording in this chunk: others are returned too, possibly
            without a comparison.

        Raises
        ------
        ResultChangedError
            Naming the array and the frames.
        """
        values = self._read_chunk(name, chunk)
        self._compare(chunk, {name: values}, rows)
        return values

    def _compare(
        self, chunk: int, at_hand: Mapping[str, np.ndarray], rows: np.ndarray | None = None
    ) -> None:
        """Compare frames of a chunk with their hashes, unless that was done."""
        layout = self.layout
        first, stop = layout.frames(chunk)
        units = np.arange(first, stop, UNIT_FRAMES) if rows is None else np.unique(rows)
        due = np.unique(units // UNIT_FRAMES)
        due = due[~self._good[due]]
        if not due.size:
            return
        whole = dict(at_hand)
        for output in layout.arrays:
            if output.name not in whole:
                whole[output.name] = self._read_chunk(output.name, chunk)
        for unit in due.tolist():
            begin, end = unit * UNIT_FRAMES, min((unit + 1) * UNIT_FRAMES, stop)
            values = {name: array[begin - first : end - first] for name, array in whole.items()}
            values |= {o.name: self._trace(o.name)[begin:end] for o in layout.traces}
            if unit_hashes(values) != [self.hashes[unit]]:
                what = f"frames {begin} to {end - 1} do not match their hash"
                raise changed(
                    self.path, what, got=f"other values in one of {', '.join(sorted(values))}"
                )
            self._good[unit] = True

    def _read_chunk(self, name: str, chunk: int) -> np.ndarray:
        first, stop = self.layout.frames(chunk)
        return self._read(name, chunk, first, stop)[: stop - first]

    def _read_whole(self, name: str) -> np.ndarray:
        """An array with few numbers per frame, all of its chunks."""
        layout, output = self.layout, self._outputs[name]
        rows = layout.shape(output)[0]
        parts, at_once = [], layout.chunk_rows(output)
        for chunk, start in enumerate(range(0, rows, at_once)):
            frames = start * (UNIT_FRAMES if output == HASHES else 1)
            parts.append(
                self._read(name, chunk, frames, min(frames + layout.slab_frames, layout.n_frames))
            )
        return np.concatenate(parts)[:rows]

    def _read(self, name: str, chunk: int, first: int, stop: int) -> np.ndarray:
        sums = self._sums.get(name)
        try:
            return self._files[name].read(chunk, None if sums is None else sums[chunk])
        except UnreadableChunk as error:
            what = f"chunk {chunk} of {name}, frames {first} to {stop - 1}: {error}"
            raise changed(self.path, what) from error

    def verify(self) -> None:
        """Compare every frame with its hash (ResultChangedError at the first that differs)."""
        for chunk in range(self.layout.n_chunks):
            self._compare(chunk, {})


class CheckedArray(RowArray):
    """One array of a result; its first axis is frames.

    Parameters
    ----------
    chunks : CheckedChunks
    name : str
    """

    def __init__(self, chunks: CheckedChunks, name: str):
        self._chunks, self._name = chunks, name
        output = chunks.output(name)
        self._is_trace = output in chunks.layout.at_the_end
        self.shape = chunks.layout.shape(output)
        self.dtype = np.dtype(output.dtype)
        self.chunk_frames = chunks.layout.chunk_rows(output)

    @property
    def place(self) -> str:
        """The path, for messages."""
        return str(self._chunks.path / self._name)

    def _parts(self, start: int, stop: int) -> list[np.ndarray]:
        """The stored chunks' rows from start to stop."""
        parts, size = [], self.chunk_frames
        for chunk in range(start // size, -(-stop // size)):
            begin, end = max(start, chunk * size), min(stop, (chunk + 1) * size)
            found = self._chunks.chunk(self._name, chunk, np.arange(begin, end))
            parts.append(found[begin - chunk * size : end - chunk * size])
        return parts

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        if self._is_trace:
            return self._all()[start:stop]
        parts = self._parts(start, stop)
        if len(parts) == 1:
            return parts[0]
        out = np.empty((stop - start, *self.shape[1:]), self.dtype)
        return np.concatenate(parts, out=out) if parts else out

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        if self._is_trace:
            return self._all()[rows]
        out = np.empty((len(rows), *self.shape[1:]), self.dtype)
        chunks = rows // self.chunk_frames
        for chunk in np.unique(chunks).tolist():
            mine = chunks == chunk
            found = self._chunks.chunk(self._name, chunk, rows[mine])
            out[mine] = found[rows[mine] - chunk * self.chunk_frames]
        return out

    def _all(self) -> np.ndarray:
        if self._name == HASHES.name:
            return np.frombuffer(b"".join(self._chunks.hashes), "u1").reshape(self.shape).copy()
        return self._chunks.trace(self._name)
