"""Files that other programs wrote, opened without running anything that is in them.

`delimited` opens text tables (byte-order marks, UTF-16, gzip, separators, decimal
commas); `hdf` opens HDF5 and admits only what is known.  Both compare what a file
claims with how large it is before they make room for it.
"""

from __future__ import annotations

from .delimited import TextForm, decimal_of, open_text, separator_of, text_form
from .hdf import HdfFile, open_hdf

__all__ = [
    "HdfFile",
    "TextForm",
    "decimal_of",
    "open_hdf",
    "open_text",
    "separator_of",
    "text_form",
]
