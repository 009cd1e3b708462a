"""Results as objects of pandas, xarray and pynapple.

A result says once what it has a row a frame of (`FrameData`); `FrameObjects` makes a dataset of
xarray and time series of pynapple from that, and `ResultTable` a table that is written block by
block.
"""

from .frame_data import FrameData, Values
from .frame_objects import FrameObjects
from .library import library
from .rows import rows_dataframe, unit_of_name
from .table import (
    ResultTable,
    dataframe_of_frames,
    table_of_dataframe,
    table_of_frames,
    table_of_rows,
)
from .to_pynapple import interval_set

__all__ = [
    "FrameData",
    "FrameObjects",
    "ResultTable",
    "Values",
    "dataframe_of_frames",
    "rows_dataframe",
    "interval_set",
    "library",
    "table_of_dataframe",
    "table_of_frames",
    "table_of_rows",
    "unit_of_name",
]
