"""One pass over a movie on Dask. The only modules that import dask."""

from .extractors import FrameExtractor
from .run import extract

__all__ = ["FrameExtractor", "extract"]
