"""Commit a finished run: check chunks, write metadata, rename once."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import zarr

from ...errors import StorageError
from ..outputs.identity import MARK_NAME
from ..outputs.whole import flush, put_in_place
from .chunk_files import chunk_files
from .chunk_writer import storage_errors
from .layout import ATTRIBUTE, FORMAT, FORMAT_VERSION, HASHES, TIMES, digest_of
from .writer import PartialResult, create_array

_FLUSHED_AT_ONCE = 16


def prepare(partial: PartialResult) -> None:
    """Create the arrays that the commit fills, while chunks are computed.

    Zarr takes some milliseconds for each.  Without this the commit does it.

    Raises
    ------
    StorageError
    """
    with storage_errors(partial.folder, "preparing the result"):
        group = zarr.open_group(partial.folder, mode="r+", zarr_format=3)
        for output in partial.layout.at_the_end:
            if output.name in group:  # of a commit that died half-way
                del group[output.name]
            create_array(group, output, partial.layout)


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
        if not (partial.folder / HASHES.name / "zarr.json").exists():
            prepare(partial)
        written = _write_traces(partial, np.asarray(times_s, "<f8"))
        digest = digest_of(partial.layout, times_s, written.hashes)
        group = zarr.open_group(partial.folder, mode="r+", zarr_format=3)
        group.attrs[ATTRIBUTE] = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "digest": digest,
            "layout": partial.layout.to_dict(),
            "crc32c": written.sums,
            **partial.spec,
            **about,
        }
        _flush_tree(partial.folder)
        _put_in_place(partial.folder, partial.out)
    return digest


class _Written(NamedTuple):
    """Unit hashes of all frames, and the CRC-32C of the file of each chunk, by array."""

    hashes: list[bytes]
    sums: dict[str, list[int]]


def _write_traces(partial: PartialResult, times_s: np.ndarray) -> _Written:
    """Assemble the traces of the markers, a slab at a time."""
    layout = partial.layout
    files = chunk_files(partial.folder, layout, layout.at_the_end, partial.folder / "chunks")
    hashes: list[bytes] = []
    sums: dict[str, list[int]] = {o.name: [] for o in (*layout.arrays, *layout.at_the_end)}
    for slab, start in enumerate(range(0, layout.n_frames, layout.slab_frames)):
        stop = min(start + layout.slab_frames, layout.n_frames)
        chunks = range(start // layout.chunk_frames, -(-stop // layout.chunk_frames))
        markers = [partial.marker(chunk) for chunk in chunks]
        of_slab = [unit for marker in markers for unit in marker.hashes]
        for output in layout.arrays:
            sums[output.name] += [marker.sums[output.name] for marker in markers]
        values = {
            o.name: np.concatenate([marker.traces[o.name] for marker in markers])
            for o in layout.traces
        }
        values[TIMES.name] = times_s[start:stop]
        values[HASHES.name] = np.frombuffer(b"".join(of_slab), "u1").reshape(-1, 32)
        for name, rows in values.items():
            sums[name].append(files[name].write(slab, rows))
        hashes += of_slab
    return _Written(hashes, sums)


def _flush_tree(folder: Path) -> None:
    """Sync every file to the disk before the rename."""
    paths: list[str] = []
    for parent, folders, names in os.walk(folder):
        if Path(parent) == folder:
            folders.remove("chunks")  # removed after the rename
        paths += [os.path.join(parent, name) for name in names]
        paths.append(parent)
    # Side by side: a file system makes one write to its journal of many requests.
    with ThreadPoolExecutor(min(_FLUSHED_AT_ONCE, len(paths))) as pool:
        list(pool.map(flush, paths))


def _put_in_place(folder: Path, out: Path) -> None:
    old = put_in_place(folder, out)
    # Files that only the run needed. A crash here leaves a complete result with extra files.
    shutil.rmtree(out / "chunks", ignore_errors=True)
    for name in (MARK_NAME, "spec.json", "run.json"):
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
