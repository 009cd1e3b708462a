"""Named features of folders of still pictures.

labels      what is in each picture, from a table or from the names of subfolders
one         a picture: read, turned, passed over once
sizes       pictures as the frames of a movie: kernels and regions for each size
folder      the rows of a folder's pictures, block by block
features    a folder's table of named features
report      what is told of the pictures, and which are there twice
"""

from .features import picture_features, write_picture_features
from .report import duplicate_pictures

__all__ = ["duplicate_pictures", "picture_features", "write_picture_features"]
