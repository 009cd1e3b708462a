"""Tables of readable models on named features.

targets       FrameTarget
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from ._schema import schema
from .targets import FrameTarget

__all__ = ["FrameTarget", "activate", "schema"]

TABLES = (FrameTarget,)
activate = SchemaModule(
    "frame_models", schema, TABLES, after={"descriptors": descriptors_schema}
).activate
