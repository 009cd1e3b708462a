"""Tables of named features and of the angle of the face: made of what, and what they mean.

    paramsets       FeatureParamSet FaceAngleParamSet
    definitions     FeatureDefinition
    tasks           FeatureTask
    frame_features  FrameFeatures
    angle_tasks     FaceAngleTask
    angles          FaceAngle

All are reachable from here, and `activate` binds them together.  The module needs recordings and
descriptors only: regions, tracked points and signals stand in the task.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from . import _color  # noqa: F401 (asks for color in the pass)
from ._schema import schema
from .angle_tasks import FaceAngleTask
from .angles import FaceAngle
from .definitions import FeatureDefinition
from .frame_features import FrameFeatures
from .paramsets import FaceAngleParamSet, FeatureParamSet
from .tasks import FeatureTask

__all__ = [
    "FaceAngle",
    "FaceAngleParamSet",
    "FaceAngleTask",
    "FeatureDefinition",
    "FeatureParamSet",
    "FeatureTask",
    "FrameFeatures",
    "activate",
    "schema",
]

TABLES = (
    *(FeatureParamSet, FeatureDefinition, FeatureTask, FrameFeatures),
    *(FaceAngleParamSet, FaceAngleTask, FaceAngle),
)
activate = SchemaModule(
    "features", schema, TABLES, after={"descriptors": descriptors_schema}
).activate
