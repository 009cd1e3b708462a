"""Check the path of a result before a pass: existing files, and the free disk space."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

from ...errors import (
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
    StorageError,
)
from ..outputs import checked_folder
from ..outputs.identity import is_our_partial
from ..store import Result, open_result
from ..store.attributes import about_result, read_about
from ..store.chunk_writer import storage_errors
from ..store.layout import Layout
from ..store.repair import is_ours, strangers
from ..store.writer import differences
from ..video.base import VideoReader

#: Compression leaves 0.75 of the raw size (cells 0.82, thumbnails 0.62); this is a lower limit.
_LEAST_PART_STORED = 0.6

_OF_BLOCKS = (
    "another block norm or block size needs no new result: they are arguments of open_descriptors"
)
_OF_COLOR = "a result with color is checked and repaired with --color (color=True), too"


def checked_out(out: str | Path, reader: VideoReader) -> Path:
    """Check the path of a result to be computed (ParameterError, PathError)."""
    files = [file.path for file in reader.info.files]
    path = checked_folder(Path(out).absolute(), inputs=files)
    if path.name.endswith((".partial", ".lock", ".old")) or not path.name:
        raise ParameterError(
            f"A result cannot be called {path.name!r}.",
            expected="a name that does not end in .partial, .lock or .old",
            do="give the name of the finished result: an unfinished result is found and resumed",
        )
    return path


def reusable(out: Path, spec: dict[str, Any], repair: bool) -> Result | None:
    """The finished result at `out` if it has the same source; None if there is none.

    Also None if it is damaged and should be repaired.
    """
    try:
        about = read_about(out)
    except ResultChangedError:
        if repair and is_ours(out):
            return None
        raise
    except ResultError:
        if is_ours(out):  # of a newer version
            raise
        return None
    if different := differences(about["content"], spec["content"]):
        color = any(text.startswith("extractors.color ") for text in different)
        raise ResultMismatchError(
            f"{out} holds another result.",
            got="; ".join(different),
            do="give another --out, or replace it with --overwrite (overwrite=True); "
            + (_OF_COLOR if color else _OF_BLOCKS),
        )
    try:
        result = open_result(out)
        if repair:
            result.verify()
    except ResultChangedError:
        if repair:
            return None
        raise
    return result


def remove_begun(partial: Path) -> None:
    """Remove an unfinished result of an earlier run; keep anything else."""
    if is_our_partial(partial):
        with storage_errors(partial, "removing the old partial result"):
            shutil.rmtree(partial, ignore_errors=True)


def refuse_to_replace(out: Path) -> None:
    """Refuse a folder that is not a result of this package, or contains other files."""
    if not out.exists() or is_ours(out):
        return
    if about_result(out) is None:
        raise ResultMismatchError(
            f"{out} exists and is not a result of `mouseface hog`.",
            do="give another --out; it is never overwritten",
        )
    raise ResultMismatchError(
        f"The result {out} contains other files.",
        got=", ".join(strangers(out)[:5]),
        do="move them elsewhere: replacing the result would remove them",
    )


def check_space(folder: Path, layout: Layout, unfinished: int) -> None:
    """Refuse a disk without space for the chunks (StorageError); warn if space is scarce."""
    part = unfinished / max(1, layout.n_chunks)
    raw = int(layout.raw_bytes * part)
    free = shutil.disk_usage(folder).free
    if free < raw * _LEAST_PART_STORED:
        raise StorageError(
            f"There is not enough disk space for the result at {folder.parent}.",
            expected=f"at least {raw * _LEAST_PART_STORED / 1e6:.0f} MB free",
            got=f"{free / 1e6:.0f} MB free",
            do="free space, write elsewhere, or use larger cells",
        )
    if free < raw:
        warnings.warn(
            f"{folder.parent} has {free / 1e6:.0f} MB free; the result may take {raw / 1e6:.0f}.",
            stacklevel=2,
        )
