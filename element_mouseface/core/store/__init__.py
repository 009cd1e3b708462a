"""Result folders: layout, atomic commit, resuming, reading. The only modules that import zarr."""

from ..outputs import RunLock, lock_path
from .chunk_writer import ChunkWriter, RunSuperseded, storage_errors
from .cleaning import Leftover, clean, find_leftovers
from .commit import commit, missing_chunks, prepare
from .layout import (
    UNIT_FRAMES,
    Layout,
    Output,
    choose_chunk_frames,
    partial_path,
)
from .result import Result, about_result, open_result
from .stored_array import StoredArray
from .writer import PartialResult, differences

__all__ = [
    "UNIT_FRAMES",
    "ChunkWriter",
    "Layout",
    "Leftover",
    "Output",
    "PartialResult",
    "Result",
    "RunLock",
    "RunSuperseded",
    "StoredArray",
    "about_result",
    "choose_chunk_frames",
    "clean",
    "commit",
    "differences",
    "find_leftovers",
    "lock_path",
    "missing_chunks",
    "open_result",
    "partial_path",
    "prepare",
    "storage_errors",
]
