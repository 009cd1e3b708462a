"""Repair a damaged result: keep valid chunks and recompute the others.

The repaired result is written to `OUT.partial`, like any other: valid chunks are linked into it
with their markers, and a run resumes from there. `OUT` stays unchanged until the complete result
replaces it, and the same command resumes a killed repair.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultChangedError, ResultError
from ...params.fields import Fields, read_json
from ..outputs.identity import MARK_NAME
from .attributes import sums_of
from .chunk_files import ChunkFiles, UnreadableChunk, chunk_files
from .chunk_writer import storage_errors
from .layout import ATTRIBUTE, HASHES, UNIT_FRAMES, Layout, Output, digest_of, unit_hashes
from .marker import write_marker
from .writer import PartialResult

#: names of files of a result, and of a run's that died right after putting it in place
_FILES = re.compile(
    rf"zarr\.json|c(\.\d+)+|spec\.json|run\.json|{re.escape(MARK_NAME)}|\d{{6,}}|piece-.*|.*\.new"
)


@dataclass
class Damage:
    """The damage of a result.

    Attributes
    ----------
    digest : str
        The digest in the result; '' if it could not be read.
    found : list of str
        In words, for the user.
    frames : list of (int, int)
        Stretches that are recomputed: first frame, and the one after the last.
    """

    digest: str = ""
    found: list[str] = field(default_factory=list)
    frames: list[tuple[int, int]] = field(default_factory=list)


def is_ours(path: Path) -> bool:
    """Whether a folder has only files of a result, in any state."""
    made = any((path / name).is_dir() for name in ("unit_hashes", "cells"))
    return made and not strangers(path)


def strangers(path: Path) -> list[str]:
    """Files in a folder that are not part of a result, relative to it."""
    return [
        str((Path(parent) / name).relative_to(path))
        for parent, _, names in os.walk(path)
        for name in names
        if not _FILES.fullmatch(name)
    ]


def kept_layout(out: Path, due: Layout) -> Layout:
    """The layout of a new result, cut into chunks as a damaged one at `out` was."""
    found = _raw(out).get("layout")
    chunk_frames = found.get("chunk_frames") if isinstance(found, dict) else None
    if not isinstance(chunk_frames, int):
        try:
            array = read_json(out / "cells" / "zarr.json", "file", "", error=ResultError)
            chunk_frames = array["chunk_grid"]["configuration"]["chunk_shape"][0]
        except (ResultError, KeyError, IndexError, TypeError):
            return due
    good = isinstance(chunk_frames, int) and 16 <= chunk_frames < 1 << 24
    return (
        Layout(due.outputs, due.n_frames, chunk_frames) if good and chunk_frames % 16 == 0 else due
    )


def stored_content(out: Path) -> dict[str, Any] | None:
    """The inputs of a result, as far as its attributes can be read; unchecked."""
    found = _raw(out).get("content")
    return found if isinstance(found, dict) else None


def _raw(out: Path) -> dict[str, Any]:
    """Attributes of whatever state; {} where there are none."""
    try:
        return dict(
            read_json(out / "zarr.json", "file", "", error=ResultError)["attributes"][ATTRIBUTE]
        )
    except (ResultError, KeyError, TypeError, ValueError):
        return {}


def take_over(out: Path, partial: PartialResult) -> Damage:
    """Link every whole chunk of the result at `out` into the partial one, and mark it.

    Parameters
    ----------
    out : Path
        A result that is damaged; it is not changed.
    partial : PartialResult
        Of the same content; what it has finished is left alone.

    Raises
    ------
    StorageError
    """
    source = _Source(out, partial.layout)
    damage = Damage(source.digest, list(source.found))
    layout = partial.layout
    finished = partial.finished_chunks()
    same = source.content == partial.spec["content"]
    if not same:
        damage.found.append("its record of inputs is missing")
    for chunk in range(layout.n_chunks):
        if chunk in finished:
            continue
        try:
            if chunk == 0 and not same:
                raise UnreadableChunk("computed to see that it is this movie")
            values = source.values(chunk)
        except UnreadableChunk as error:
            first, stop = layout.frames(chunk)
            damage.frames.append((first, stop))
            damage.found.append(f"frames {first} to {stop - 1}: {error}")
            continue
        with storage_errors(partial.folder, f"taking over chunk {chunk}"):
            _link(source, partial, chunk, values)
    return damage


def _link(
    source: _Source, partial: PartialResult, chunk: int, values: dict[str, np.ndarray]
) -> None:
    sums = {}
    for output in partial.layout.arrays:
        theirs = source.files[output.name].path(chunk)
        ours = partial.folder / output.name / theirs.name
        ours.unlink(missing_ok=True)
        try:
            os.link(theirs, ours)
        except OSError:  # a file system without links
            shutil.copyfile(theirs, ours)
        sums[output.name] = ChunkFiles.crc32c(ours)
    traces = {o.name: values[o.name] for o in partial.layout.traces}
    write_marker(partial.folder / "chunks" / f"{chunk:06d}", unit_hashes(values), traces, sums)


class _Source:
    """The valid parts of a damaged result, by its hashes or its checksums."""

    def __init__(self, out: Path, layout: Layout):
        self.layout, self.found = layout, list[str]()
        self.files = chunk_files(out, layout, (*layout.arrays, *layout.at_the_end))
        about = _raw(out)
        self.content = about.get("content")
        digest = about.get("digest")
        self.digest = digest if isinstance(digest, str) else ""
        try:
            fields = Fields(about.get("crc32c"), lambda what, expected, got: ResultError(what))
            self._sums = sums_of(fields, layout)
        except ResultError:
            self._sums = {}
        units = self._whole(HASHES)
        self._hashes = None if units is None else [unit.tobytes() for unit in units]
        self._traces = {o.name: self._by_slab(o) for o in layout.traces}

    def _read(self, name: str, chunk: int) -> np.ndarray:
        sums = self._sums.get(name)
        try:
            return self.files[name].read(chunk, None if sums is None else sums[chunk])
        except UnreadableChunk as error:
            raise UnreadableChunk(f"{name}: {error}") from error

    def _by_slab(self, output: Output) -> list[np.ndarray | None]:
        parts: list[np.ndarray | None] = []
        for chunk in range(self.layout.n_chunks_of(output)):
            try:
                parts.append(self._read(output.name, chunk))
            except UnreadableChunk as error:
                parts.append(None)
                self.found.append(f"chunk {chunk} of {error}")
        return parts

    def _whole(self, output: Output) -> np.ndarray | None:
        parts = self._by_slab(output)
        whole = [part for part in parts if part is not None]
        rows = self.layout.shape(output)[0]
        return np.concatenate(whole)[:rows] if len(whole) == len(parts) else None

    def values(self, chunk: int) -> dict[str, np.ndarray]:
        """Everything of a chunk's frames, if it is what was written (UnreadableChunk)."""
        layout = self.layout
        first, stop = layout.frames(chunk)
        values = {o.name: self._read(o.name, chunk)[: stop - first] for o in layout.arrays}
        slab = first // layout.slab_frames
        for name, parts in self._traces.items():
            part = parts[slab]
            if part is None:
                raise UnreadableChunk(f"{name} is gone")
            begin = first - slab * layout.slab_frames
            values[name] = part[begin : begin + stop - first]
        self._compare(first, values)
        return values

    def _compare(self, first: int, values: dict[str, np.ndarray]) -> None:
        if self._hashes is None:
            if not self._sums:
                raise UnreadableChunk("it has neither hashes nor checksums")
            return
        unit = first // UNIT_FRAMES
        now = unit_hashes(values)
        if now != self._hashes[unit : unit + len(now)]:
            raise UnreadableChunk("they do not match their hashes")

    def agrees(self, hashes: list[bytes]) -> bool:
        """Whether the list of hashes is there, and says the same."""
        return self._hashes is not None and self._hashes == hashes


def check_repaired(out: Path, partial: PartialResult, times_s: np.ndarray, damage: Damage) -> None:
    """Check that the recomputed result equals the old one, before it replaces it.

    Raises
    ------
    ResultChangedError
        If the digest is another one: another program, or another movie than it was made of;
        or if nothing is left to tell.
    """
    layout = partial.layout
    hashes = [h for chunk in range(layout.n_chunks) for h in partial.marker(chunk).hashes]
    digest = digest_of(layout, np.asarray(times_s, "<f8"), hashes)
    if digest == damage.digest:
        return
    if _Source(out, layout).agrees(hashes):
        # Every frame is what was hashed when it was computed: the digest itself was edited.
        damage.found.append(f"the digest was {damage.digest or 'missing'}")
        return
    raise ResultChangedError(
        f"{out} cannot be repaired to its former content.",
        expected=f"digest {damage.digest}" if damage.digest else "hashes to compare frames with",
        got=f"digest {digest}" if damage.digest else "neither a digest nor all hashes",
        do="check that movie, crop and program are those of the result; or make it again with "
        "--overwrite (overwrite=True)",
    )
