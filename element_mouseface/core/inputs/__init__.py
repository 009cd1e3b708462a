"""Input files: checks before opening, and text tables in any format.

    regular_file    refuses at once a folder, a pipe, a device
    sha256_of       a file's checksum
    read_text       text in UTF-8 or UTF-16, with or without a byte-order mark
    read_table      the cells of a text table, however a program or a country separates
                    them: commas, semicolons, tabs or spaces, decimal points or commas

    hdf             HDF5, checked before anything in it is read (not imported here, since it imports
    h5py)

Every reader of text files of other programs uses this package, so that all accept the same formats.
"""

from __future__ import annotations

from .files import regular_file, sha256_of, what_it_is
from .table import TextTable, read_table, split_table
from .text import read_text

__all__ = [
    "TextTable",
    "read_table",
    "read_text",
    "regular_file",
    "sha256_of",
    "split_table",
    "what_it_is",
]
