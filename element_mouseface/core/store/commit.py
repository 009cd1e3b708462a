"""Putting a finished run into place: all chunks there, metadata written, one rename."""

from __future__ import annotations

import os
import shutil
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from ...errors import StorageError
from .chunk_writer import storage_errors
from .layout import FORMAT, FORMAT_VERSION, Output, digest_of
from .writer import TRACE_CHUNK_FRAMES, PartialResult, create_trace

__all__ = ["ATTRIBUTE", "commit", "missing_chunks"]

#: The group attribute that holds everything said about a result.
ATTRIBUTE = "element_mouseface"

_FLUSHED_AT_ONCE = 16


def commit(partial: PartialResult, times_s: np.ndarray, about: dict[str, Any]) -> str:
    """Finish a result and move it to its place.

    Parameters
    ----------
    partial : PartialResult
        With every chunk finished.
    times_s : ndarray (frames,) of float64
        Seconds on the movie's clock.
    about : dict
        JSON for the result's attributes, beside the spec.

    Returns
    -------
    str
        The result's digest.

    Raises
    ------
    StorageError
        If a chunk is missing or the disk refuses; `OUT.partial` stays.
    """
    with storage_errors(partial.folder, "finishing the result"):
        group = zarr.open_group(partial.folder, mode="r+", zarr_format=3)
        hashes = _write_traces(partial, group)
        _write_whole(group, "times_s", np.asarray(times_s, "<f8"))
        _write_whole(group, "unit_hashes", np.frombuffer(b"".join(hashes), "u1").reshape(-1, 32))
        digest = digest_of(partial.layout, times_s, hashes)
        group.attrs[ATTRIBUTE] = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "digest": digest,
            "layout": partial.layout.to_dict(),
            **partial.spec,
            **about,
        }
        _flush_tree(partial.folder)
        _put_in_place(partial.folder, partial.out)
    return digest


def _write_traces(partial: PartialResult, group: Any) -> list[bytes]:
    """Put the traces in the markers together, a slab at a time; gives all unit hashes."""
    layout = partial.layout
    arrays = {o.name: _fresh_trace(group, o, layout.n_frames) for o in layout.traces}
    hashes: list[bytes] = []
    slab_chunks = max(1, TRACE_CHUNK_FRAMES // layout.chunk_frames)
    for first_chunk in range(0, layout.n_chunks, slab_chunks):
        chunks = range(first_chunk, min(first_chunk + slab_chunks, layout.n_chunks))
        markers = [partial.marker(chunk) for chunk in chunks]
        first, stop = layout.frames(chunks[0])[0], layout.frames(chunks[-1])[1]
        hashes += [unit for marker in markers for unit in marker.hashes]
        for name, array in arrays.items():
            array[first:stop] = np.concatenate([marker.traces[name] for marker in markers])
    return hashes


def _fresh_trace(group: Any, output: Output, n_frames: int) -> Any:
    # A commit that died half-way has left some: written again from the start.
    if output.name in group:
        del group[output.name]
    return create_trace(group, output, n_frames)


def _write_whole(group: Any, name: str, values: np.ndarray) -> None:
    array = _fresh_trace(group, Output.make(name, values.shape[1:], values.dtype), len(values))
    array[:] = values


def _flush_tree(folder: Path) -> None:
    """Ask the disk to have every file before the rename says so."""
    paths: list[str] = []
    for parent, folders, names in os.walk(folder):
        if Path(parent) == folder:
            folders.remove("chunks")  # removed after the rename
        paths += [os.path.join(parent, name) for name in names]
        paths.append(parent)
    # Side by side: a file system makes one write to its journal of many requests.
    with ThreadPoolExecutor(min(_FLUSHED_AT_ONCE, len(paths))) as pool:
        list(pool.map(_flush, paths))


def _flush(path: str | Path) -> None:
    try:
        fd = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, on systems that do not open folders
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _put_in_place(folder: Path, out: Path) -> None:
    old = out.with_name(f"{out.name}.{uuid.uuid4().hex[:8]}.old")
    if out.exists():
        os.rename(out, old)
    try:
        os.rename(folder, out)
    except OSError:
        if old.exists():
            os.rename(old, out)
        raise
    _flush(out.parent)
    # What only the run needed. Dying here leaves a whole result with a few files too many.
    shutil.rmtree(out / "chunks", ignore_errors=True)
    for name in ("spec.json", "run.json"):
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(old, ignore_errors=True)


def missing_chunks(partial: PartialResult) -> StorageError | None:
    """The error that says how many chunks have no marker; None when all have."""
    missing = partial.layout.n_chunks - partial.count_marked()
    if not missing:
        return None
    return StorageError(
        f"{partial.folder}: {missing} of {partial.layout.n_chunks} chunks were not written.",
        do="run the same command again: it computes only those",
    )
