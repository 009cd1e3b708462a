"""Write and read chunks of a Zarr v3 array directly: one file, one codec.

Zarr itself passes each chunk to an event loop and a thread pool and copies it several times; at a
hundred chunks per second that took longer than compression, and more memory. The files written here
match the array's metadata (little-endian bytes in C order through one Blosc codec, in the file
`c.<i>.0…`), so that zarr reads it too.  The flat names are Zarr v3's default encoding with its
other separator: a folder for each chunk and axis would be three times as many inodes, which a
cluster's file system counts, and as many to flush.

A chunk's file appears by an atomic rename: a late worker of a run that has ended replaces the file
by the same bytes, never by a part of them. Blosc in a thread other than the main one writes the
same bytes for the same values.

A file is checked on reading: its size is checked before it is loaded, and a missing chunk is an
error, where zarr returns fill values.
"""

from __future__ import annotations

import os
import struct
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import google_crc32c
import numpy as np
from numcodecs import Blosc
from zarr.codecs import BloscCodec

from .layout import Layout, Output

#: How chunks are named, for `zarr.create_array`.
CHUNK_KEYS: dict[str, Any] = {"name": "default", "separator": "."}

#: Measured on a real movie's cells: lz4 of shuffled bits leaves 82% at 5 microseconds per frame of
#: 2400 numbers; zstd leaves no less at three times that (the low bits of a mean are noise).
#: Thumbnails: 62%.
_SETTINGS: dict[str, Any] = {"cname": "lz4", "clevel": 5, "shuffle": "bitshuffle"}
_TRACE_SETTINGS: dict[str, Any] = {"cname": "zstd", "clevel": 3, "shuffle": "shuffle"}

#: What a Blosc buffer begins with: four bytes of kinds, the sizes of values, blocks and buffer.
_BLOSC_HEADER = struct.Struct("<4B3I")
_SHUFFLES = {"shuffle": Blosc.SHUFFLE, "bitshuffle": Blosc.BITSHUFFLE}


class UnreadableChunk(Exception):
    """The reason why a chunk's file differs from what was written, for the caller's error."""


def codec_of(output: Output) -> BloscCodec:
    """The codec an output is stored with, as the array's metadata says it."""
    return BloscCodec(typesize=np.dtype(output.dtype).itemsize, **_settings(output))


def _settings(output: Output) -> dict[str, Any]:
    return _TRACE_SETTINGS if output.is_trace else _SETTINGS


def chunk_files(
    folder: Path, layout: Layout, outputs: Iterable[Output], scratch: Path | None = None
) -> dict[str, ChunkFiles]:
    """The chunks of some outputs of a result folder, by name; see `ChunkFiles`."""
    return {o.name: ChunkFiles(folder / o.name, o, layout.chunk_rows(o), scratch) for o in outputs}


class ChunkFiles:
    """Writes and reads whole chunks of one output's array.

    Parameters
    ----------
    folder : Path
        The array's folder, with its metadata.
    output : Output
    chunk_frames : int
        Frames of a chunk, as the metadata has it.
    scratch : Path, optional
        Where a file is while it is written: on the same file system, and no part of the result,
        so that a killed run leaves nothing there.  Only reading goes without.
    """

    def __init__(
        self, folder: Path, output: Output, chunk_frames: int, scratch: Path | None = None
    ):
        settings = _settings(output)
        self._codec = Blosc(settings["cname"], settings["clevel"], _SHUFFLES[settings["shuffle"]])
        self._folder, self._scratch = folder, scratch
        self._output, self._chunk_frames = output, chunk_frames

    def write(self, chunk: int, values: np.ndarray) -> int:
        """Store a chunk's frames; a short last chunk is filled up.

        Parameters
        ----------
        chunk : int
        values : ndarray (frames, …)

        Returns
        -------
        int
            CRC-32C of the file's bytes.

        Raises
        ------
        OSError
        """
        if self._scratch is None:
            raise ValueError("a scratch folder is needed for writing")
        values = np.ascontiguousarray(values, self._output.dtype)
        if len(values) < self._chunk_frames:
            whole = np.full(
                (self._chunk_frames, *self._output.shape), self._output.fill, self._output.dtype
            )
            whole[: len(values)] = values
            values = whole
        fresh = self._scratch / f"{uuid.uuid4().hex}.new"
        encoded = bytes(self._codec.encode(values))
        fresh.write_bytes(encoded)
        os.replace(fresh, self.path(chunk))
        return int(google_crc32c.value(encoded))

    def path(self, chunk: int) -> Path:
        """The file of a chunk."""
        return self._folder / ".".join(["c", str(chunk), *("0" for _ in self._output.shape)])

    def read(self, chunk: int, crc32c: int | None = None) -> np.ndarray:
        """A chunk's frames, the filled-up ones of a short last chunk included.

        Parameters
        ----------
        chunk : int
        crc32c : int, optional
            What `write` gave.

        Raises
        ------
        UnreadableChunk
            If the file is missing, or is not what was written.
        """
        n_bytes = self._chunk_frames * self._output.frame_bytes
        encoded = self._bytes(self.path(chunk), n_bytes)
        if crc32c is not None and google_crc32c.value(encoded) != crc32c:
            raise UnreadableChunk("its bytes do not match their checksum")
        # Blosc trusts its header, so the size is checked before it allocates.
        *_, declared, _, stored = _BLOSC_HEADER.unpack_from(encoded)
        if declared != n_bytes or stored != len(encoded):
            raise UnreadableChunk(f"it declares {declared} bytes instead of {n_bytes}")
        values = np.empty((self._chunk_frames, *self._output.shape), self._output.dtype)
        try:
            self._codec.decode(encoded, values)
        except (RuntimeError, ValueError) as error:
            raise UnreadableChunk(f"it cannot be decompressed ({error})") from error
        return values

    @staticmethod
    def crc32c(path: Path) -> int:
        """CRC-32C of a file (OSError)."""
        return int(google_crc32c.value(path.read_bytes()))

    @staticmethod
    def _bytes(path: Path, n_bytes: int) -> bytes:
        try:
            if not path.is_file():
                raise UnreadableChunk("it is not a file" if path.exists() else "it is missing")
            size = path.stat().st_size
            if not _BLOSC_HEADER.size <= size <= n_bytes + _BLOSC_HEADER.size:
                raise UnreadableChunk(f"its file has {size} bytes")
            return path.read_bytes()
        except OSError as error:
            raise UnreadableChunk(f"it cannot be read ({error.strerror or error})") from error
