"""Write a result: chunks go to `OUT.partial`, which is renamed at the end.

A chunk is written first and then marked; the marker appears by an atomic rename and has the hashes
of the chunk. So a process may die at any time: a chunk without a marker is computed again, and a
resumed run reads every marked chunk and compares its hashes, which also finds files damaged by a
power cut or a full disk. Everything else in the folder is made again: it follows from `spec.json`
or from the markers, and pieces of chunks (`pieces`) belong to the dead run.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import zarr

from ...errors import ResultMismatchError, StorageError
from ..outputs.identity import MARK_NAME, is_our_partial, mark_partial
from .chunk_files import CHUNK_KEYS, UnreadableChunk, chunk_files, codec_of
from .chunk_writer import ChunkWriter, RunSuperseded, read_json, storage_errors
from .layout import Layout, Output, partial_path, unit_hashes
from .marker import Marker, read_marker


def _write_json(path: Path, value: Any) -> None:
    """Write JSON so that the file is either the old one or the new one."""
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    fresh.write_text(json.dumps(value, indent=1, allow_nan=False))
    os.replace(fresh, path)


class PartialResult:
    """`OUT.partial`, from its creation or resumption to its commit.

    The caller holds the lock.

    Parameters
    ----------
    out : Path
        Where the finished result goes.
    spec : dict
        JSON of what is made: 'content' (must be the same to resume a
        partial result) and 'code' (so must that).
    layout : Layout
        For a new result; one that is resumed keeps its own chunk size.
    """

    def __init__(self, out: Path, spec: dict[str, Any], layout: Layout):
        self.out, self.spec, self.layout = out, spec, layout
        self.folder = partial_path(out)
        self.token = uuid.uuid4().hex
        with storage_errors(self.folder, "preparing the folder"):
            ours = is_our_partial(self.folder)
            found = read_json(self.folder / "spec.json") if ours else None
            if isinstance(found, dict) and {"spec", "layout"} <= set(found):
                self._resume(found)
            else:
                self._create()
            _write_json(self.folder / "run.json", {"token": self.token, "since": time.time()})

    def _create(self) -> None:
        # A folder of this package without a whole spec.json died before its first chunk reached the
        # disk, and nothing says what its chunks are of.
        self._refuse_foreign()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        mark_partial(self.folder, self.token)
        self._put_metadata()
        _write_json(self.folder / "spec.json", {"spec": self.spec, "layout": self.layout.to_dict()})

    def _refuse_foreign(self) -> None:
        """Refuse a folder that no run of this package began; it is not removed or written to."""
        if not os.path.lexists(self.folder) or is_our_partial(self.folder):
            return
        whole = self.folder.is_dir() and not self.folder.is_symlink()
        names = {path.name for path in self.folder.iterdir()} if whole else {"a file or a link"}
        if names:
            raise ResultMismatchError(
                f"{self.folder} exists and was not begun by a run.",
                expected="no such folder, or one that a run left unfinished",
                got=", ".join(sorted(names)[:5]),
                do="give another --out, or move it away; it is never removed",
            )

    def _resume(self, found: dict[str, Any]) -> None:
        different = differences(found["spec"], self.spec)
        if different:
            raise ResultMismatchError(
                f"{self.folder} was begun by a run with other inputs.",
                got="; ".join(different),
                do="give another --out, repeat the first run, or start again with --overwrite "
                "(overwrite=True)",
            )
        self.layout = Layout.from_dict(found["layout"])
        self._tidy()
        self._put_metadata()

    def _tidy(self) -> None:
        """Remove files that are neither chunks nor markers, from dead runs.

        Pieces and new files of the run that died, and what its commit had written: torn
        metadata of a trace would stop every later commit.
        """
        arrays = {Path(output.name).parts[0] for output in self.layout.arrays}
        kept = {MARK_NAME, "chunks", "spec.json", "zarr.json", *arrays}
        removed = [path for path in self.folder.iterdir() if path.name not in kept]
        removed += [self.folder / trace.name for trace in self.layout.traces]
        removed += [p for p in (self.folder / "chunks").glob("*") if not p.name.isdigit()]
        for path in removed:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _put_metadata(self) -> None:
        """Write the arrays' metadata from the layout, whatever exists already.

        Nothing is flushed when a run begins, so a power cut leaves files of no bytes; the
        chunks beside them may be whole, and their markers tell.
        """
        chunks = self.folder / "chunks"
        chunks.mkdir(exist_ok=True)
        fresh = chunks / f"{uuid.uuid4().hex}.new"
        group = zarr.create_group(fresh, zarr_format=3)
        for output in self.layout.arrays:
            create_array(group, output, self.layout)
        for path in fresh.rglob("zarr.json"):
            there = self.folder / path.relative_to(fresh)
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, there)
        shutil.rmtree(fresh)

    def finished_chunks(self, workers: int = 1) -> set[int]:
        """The chunks that need not be computed again: marked, and matching their marker."""
        marked = [c for c in range(self.layout.n_chunks) if self._marker_path(c).exists()]
        if not marked:
            return set()
        layout = self.layout
        files = chunk_files(self.folder, layout, layout.arrays)

        def is_whole(chunk: int) -> bool:
            marker = read_marker(self._marker_path(chunk))
            first, stop = layout.frames(chunk)
            if marker is None or set(marker.traces) != {o.name for o in layout.traces}:
                return False
            if set(marker.sums) != set(files):
                return False
            try:
                values = {
                    n: f.read(chunk, marker.sums[n])[: stop - first] for n, f in files.items()
                }
            except UnreadableChunk:
                return False  # torn, or not the file that was marked
            return unit_hashes({**values, **marker.traces}) == marker.hashes

        pool = ThreadPoolExecutor(max(1, workers))
        try:
            whole = dict(zip(marked, pool.map(is_whole, marked), strict=True))
        finally:
            pool.shutdown(cancel_futures=True)  # interrupted, the others are not read
        for chunk in (c for c, good in whole.items() if not good):
            self._marker_path(chunk).unlink()
        return {c for c, good in whole.items() if good}

    def join_pieces(self) -> None:
        """Put together the chunks that are left in pieces.

        Raises
        ------
        StorageError
        """
        with suppress(RunSuperseded):  # the end of this run reports why
            ChunkWriter(self.folder, self.token, self.layout).join_all()

    def count_marked(self) -> int:
        """How many chunks have their marker now."""
        with storage_errors(self.folder, "looking for finished chunks"):
            return sum(1 for name in os.listdir(self.folder / "chunks") if name.isdigit())

    def marker(self, chunk: int) -> Marker:
        """The marker of a finished chunk.

        Raises
        ------
        StorageError
            If it is missing or cannot be read.
        """
        marker = read_marker(self._marker_path(chunk))
        if marker is None:
            raise StorageError(
                f"{self.folder}: chunk {chunk} has no readable marker.",
                do="run the same command again: it computes that chunk",
            )
        return marker

    def end_run(self) -> None:
        """End this run's right to write, so that its workers stop at their next chunk."""
        # Where the place went read-only, an error here would hide the one that ended the run;
        # its workers cannot write there either.
        with suppress(OSError):
            run = read_json(self.folder / "run.json")
            if run is not None and run.get("token") == self.token:
                (self.folder / "run.json").unlink(missing_ok=True)

    def _marker_path(self, chunk: int) -> Path:
        return self.folder / "chunks" / f"{chunk:06d}"


def create_array(group: Any, output: Output, layout: Layout) -> None:
    """Write the metadata of an output's array into a group."""
    group.create_array(
        output.name,
        shape=layout.shape(output),
        dtype=output.dtype,
        chunks=(layout.chunk_rows(output), *output.shape),
        chunk_key_encoding=CHUNK_KEYS,
        compressors=codec_of(output),
        fill_value=output.fill,
        dimension_names=["frame", *(f"axis_{i + 1}" for i in range(len(output.shape)))],
    )


def differences(found: Any, wanted: Any, at: str = "") -> list[str]:
    """What differs between two JSON values, as 'name: theirs, not ours'."""
    found, wanted = _by_name(found), _by_name(wanted)
    if isinstance(found, dict) and isinstance(wanted, dict):
        names = sorted(set(found) | set(wanted))
        found_in = [(f"{at}.{n}" if at else n, found.get(n), wanted.get(n)) for n in names]
        return [text for name, a, b in found_in for text in differences(a, b, name)]
    return [] if found == wanted else [f"{at} there is {found!r}, here {wanted!r}"]


def _by_name(value: Any) -> Any:
    """A list of values with names, such as extractors, as a dict by these names."""
    if (
        isinstance(value, list)
        and value
        and all(isinstance(v, dict) and "name" in v for v in value)
    ):
        return {v["name"]: v for v in value}
    return value
