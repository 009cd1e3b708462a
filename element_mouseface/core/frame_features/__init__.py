"""Named features of frames and pictures: a registry, tables, files.

reasons       why a number is undefined
registry      every feature by name, with unit, source and definition
params        which features, with which settings
table         one row for each frame, one column a feature
writing       tables as Parquet and CSV files, written in blocks
reading       the same, read whole or in blocks
"""

from .params import FeatureParams
from .reading import about_table, read_table, table_blocks
from .reasons import Reason
from .registry import REGISTRY, REGISTRY_VERSION, definition
from .table import FrameTable

__all__ = [
    "REGISTRY",
    "REGISTRY_VERSION",
    "FeatureParams",
    "FrameTable",
    "Reason",
    "about_table",
    "definition",
    "read_table",
    "table_blocks",
]
