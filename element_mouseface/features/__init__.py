"""Tables of named features: which are made, of which frames, and what they mean.

    paramsets       FeatureParamSet
    definitions     FeatureDefinition
    tasks           FeatureTask
    frame_features  FrameFeatures

All are reachable from here, and `activate` binds them together.  The module needs recordings and
descriptors only: regions, tracked points and signals stand in the task.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from . import _color  # noqa: F401 (asks for color in the pass)
from ._schema import schema
from .definitions import FeatureDefinition
from .frame_features import FrameFeatures
from .paramsets import FeatureParamSet
from .tasks import FeatureTask

__all__ = [
    "FeatureDefinition",
    "FeatureParamSet",
    "FeatureTask",
    "FrameFeatures",
    "activate",
    "schema",
]

TABLES = (FeatureParamSet, FeatureDefinition, FeatureTask, FrameFeatures)
activate = SchemaModule(
    "features", schema, TABLES, after={"descriptors": descriptors_schema}
).activate
