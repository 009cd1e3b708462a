"""One pass over a movie on Dask. The only modules that import dask."""

from .extractors import FrameExtractor, HOGExtractor
from .run import extract, result_name
from .spans import Span, cut_into_spans

__all__ = [
    "FrameExtractor",
    "HOGExtractor",
    "Span",
    "cut_into_spans",
    "extract",
    "result_name",
]
