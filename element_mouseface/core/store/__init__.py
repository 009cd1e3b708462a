"""Result folders: layout, atomic commit, resuming, reading. The only modules that import zarr."""

from ..outputs import RunLock, lock_path
from .attributes import about_result, read_about
from .checked import CheckedArray
from .chunk_writer import ChunkWriter, RunSuperseded, storage_errors
from .cleaning import Leftover, clean, find_leftovers
from .commit import commit, missing_chunks, prepare
from .layout import UNIT_FRAMES, Layout, Output, choose_chunk_frames, partial_path
from .repair import (
    Damage,
    check_repaired,
    is_ours,
    kept_layout,
    stored_content,
    strangers,
    take_over,
)
from .result import Result, open_result
from .stored_array import StoredArray
from .writer import PartialResult, differences

__all__ = [
    "UNIT_FRAMES",
    "CheckedArray",
    "ChunkWriter",
    "Damage",
    "Layout",
    "Leftover",
    "Output",
    "PartialResult",
    "Result",
    "RunLock",
    "RunSuperseded",
    "StoredArray",
    "about_result",
    "check_repaired",
    "choose_chunk_frames",
    "clean",
    "commit",
    "differences",
    "find_leftovers",
    "is_ours",
    "kept_layout",
    "lock_path",
    "missing_chunks",
    "open_result",
    "partial_path",
    "prepare",
    "read_about",
    "storage_errors",
    "stored_content",
    "strangers",
    "take_over",
]
