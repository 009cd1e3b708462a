"""Parameter sets: frozen dataclasses, identified by a hash of their content.

Two parameter sets with the same content have the same `content_hash`, in any
process and any release, so the hash can stand in a database key or a folder
name.  The hash is over canonical JSON (sorted keys, no spaces); floats are
written by `repr`, which round-trips.
"""

from .base import Params, canonical_json, content_hash
from .crop import MOST_PX, SHAPES, Crop, Mask
from .field_types import param
from .hog import BLOCK_NORMS, HOGParams
from .score import ScoreParams

__all__ = [
    "BLOCK_NORMS",
    "MOST_PX",
    "SHAPES",
    "Crop",
    "HOGParams",
    "Mask",
    "Params",
    "ScoreParams",
    "canonical_json",
    "content_hash",
    "param",
]
