"""Named features of frames and pictures: a registry, tables, files.

reasons       why a number is undefined
registry      every feature by name, with unit, source and definition
params        which features, with which settings
table         one row for each frame, one column a feature
file_table    the same, left in its file: for recordings of many hours
file_rows     groups of rows of a Parquet file
file_values   numbers that are read where they are indexed
geometry      distances, angles and areas of tracked points
motion_basis  components of motion that several recordings share
summaries     mean and spread of the columns of a file, in one pass
span_summaries  also medians and circular means, over some rows in memory
places        regions in the thumbnails and cells of a recording
recording     the table of a recording, from its result folder
pictures      the table of a folder of still pictures
faces         landmarks of human faces in pictures
writing       tables as Parquet and CSV files, written in blocks
reading       the same, read whole or in blocks
"""

from .file_table import FileTable, open_table, table_of
from .motion_basis import MotionBasis, fit_motion_basis
from .params import FeatureParams, GeometryParams
from .pictures import duplicate_pictures, picture_features, write_picture_features
from .reading import about_table, read_table, table_blocks
from .reasons import Reason
from .recording import result_features, write_features
from .registry import REGISTRY, REGISTRY_VERSION, UNIT_REGISTRY, definition
from .span_summaries import FeatureSummary, summarize_span
from .table import FrameTable

__all__ = [
    "REGISTRY",
    "REGISTRY_VERSION",
    "UNIT_REGISTRY",
    "FeatureParams",
    "FeatureSummary",
    "FileTable",
    "FrameTable",
    "GeometryParams",
    "MotionBasis",
    "Reason",
    "about_table",
    "definition",
    "duplicate_pictures",
    "fit_motion_basis",
    "open_table",
    "picture_features",
    "read_table",
    "result_features",
    "summarize_span",
    "table_blocks",
    "table_of",
    "write_features",
    "write_picture_features",
]
