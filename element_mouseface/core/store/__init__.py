"""Result folders: layout, atomic commit, resuming, reading. The only modules that import zarr."""

from .cleaning import clean, find_leftovers
from .result import Result, open_result

__all__ = ["Result", "clean", "find_leftovers", "open_result"]
