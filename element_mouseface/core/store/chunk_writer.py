"""The chunk writer of a worker, valid for one run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import StorageError, raised_as
from .chunk_files import chunk_files
from .layout import Layout, unit_hashes
from .marker import write_marker
from .pieces import NONE, Pieces, PiecesAtHand


class RunSuperseded(Exception):
    """The run this worker belongs to has ended; not an error, and never shown."""


def storage_errors(path: Path, doing: str) -> AbstractContextManager[None]:
    """Convert the system's file errors to `StorageError`."""
    do = "free space or choose a folder that can be written; finished chunks are kept, and "
    return raised_as(StorageError, f"{path}: {doing} failed.", do=do + "the command resumes there")


def read_json(path: Path) -> Any:
    """The JSON in a file; None if there is none, or it is incomplete."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


class ChunkWriter:
    """Writes chunks of one run; created in the worker.

    Parameters
    ----------
    folder : Path
        `OUT.partial`.
    token : str
        The run; when another takes over, this one's workers stop.
    layout : Layout
    """

    def __init__(self, folder: Path, token: str, layout: Layout):
        self.folder, self.token, self.layout = folder, token, layout
        self.check()
        scratch = folder / "chunks"
        self._files = chunk_files(folder, layout, layout.arrays, scratch)
        self._pieces = Pieces(scratch, token, layout)

    def check(self) -> None:
        """Whether the run is still on.

        Raises
        ------
        RunSuperseded
            If it has ended, or another run has taken over.
        StorageError
            If the folder is not there.
        """
        run = read_json(self.folder / "run.json")
        if run is None and not (self.folder / "spec.json").exists():
            raise StorageError(
                f"{self.folder} no longer exists, or is not on this machine.",
                do="write to a folder with the same path on every worker",
            )
        if run is None or run.get("token") != self.token:
            raise RunSuperseded

    def is_finished(self, chunk: int) -> bool:
        """Whether the chunk has its marker."""
        return (self.folder / "chunks" / f"{chunk:06d}").exists()

    def has(self, chunk: int, start: int, stop: int) -> bool:
        """Whether these frames of a chunk need not be computed again in this run."""
        return self.is_finished(chunk) or self._pieces.has(start, stop)

    def write_piece(self, start: int, stop: int, values: Mapping[str, np.ndarray]) -> None:
        """Store a part of a chunk; the chunk, if that was its last part.

        Parameters
        ----------
        start, stop : int
            Frames start to stop - 1, all of one chunk.
        values : mapping of str to ndarray (frames, …)

        Raises
        ------
        RunSuperseded, StorageError
        """
        self.check()
        chunk = start // self.layout.chunk_frames
        if self.join(chunk, {(start, stop): values}):
            return
        with storage_errors(self.folder, f"writing frames {start} to {stop}"):
            self._pieces.write(start, stop, values)
        self.join(chunk)  # the other worker may have checked just before this piece existed

    def join(self, chunk: int, at_hand: PiecesAtHand = NONE) -> bool:
        """Assemble a chunk from its pieces, if all exist.

        Parameters
        ----------
        chunk : int
        at_hand : mapping of (start, stop) to values
            Pieces that need not be read.

        Returns
        -------
        bool
            Whether they were.

        Raises
        ------
        RunSuperseded, StorageError
        """
        with storage_errors(self.folder, f"putting chunk {chunk} together"):
            values = self._pieces.together(chunk, at_hand)
        if values is None:
            return False
        if not self.is_finished(chunk):
            self.write(chunk, values)
        with storage_errors(self.folder, "removing pieces"):
            self._pieces.remove(chunk)
        return True

    def join_all(self) -> None:
        """Put together what remains in pieces: on a slow network disk each of two may have
        looked before the other's piece could be seen.

        Raises
        ------
        RunSuperseded, StorageError
        """
        with storage_errors(self.folder, "looking for pieces"):
            chunks = self._pieces.chunks()
        for chunk in sorted(chunks):
            if not self.is_finished(chunk):
                self.join(chunk)

    def write(self, chunk: int, buffers: Mapping[str, np.ndarray]) -> None:
        """Store one chunk and mark it finished.

        Parameters
        ----------
        chunk : int
        buffers : mapping of str to ndarray (at least the chunk's frames, …)

        Raises
        ------
        RunSuperseded, StorageError
        """
        self.check()
        first, stop = self.layout.frames(chunk)
        values = {o.name: buffers[o.name][: stop - first] for o in self.layout.outputs}
        traces = {o.name: values[o.name] for o in self.layout.traces}
        with storage_errors(self.folder, f"writing frames {first} to {stop}"):
            sums = {name: files.write(chunk, values[name]) for name, files in self._files.items()}
            marker = self.folder / "chunks" / f"{chunk:06d}"
            write_marker(marker, unit_hashes(values), traces, sums)
