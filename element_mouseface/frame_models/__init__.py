"""Tables of models that can be read: what is known of frames, and what named features say of it.

    targets     FrameTarget
    paramsets   FrameModelParamSet LearningParamSet
    tasks       FrameModelTask
    models      FrameModel

All are reachable from here, and `activate` binds them together.  Targets of events and of labels
need `expression` or `behavior`, too; others need neither.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..features import schema as features_schema
from ._schema import schema
from .models import FrameModel
from .paramsets import FrameModelParamSet, LearningParamSet
from .targets import FrameTarget
from .tasks import FrameModelTask

__all__ = [
    "FrameModel",
    "FrameModelParamSet",
    "FrameModelTask",
    "FrameTarget",
    "LearningParamSet",
    "activate",
    "schema",
]

TABLES = (FrameTarget, FrameModelParamSet, LearningParamSet, FrameModelTask, FrameModel)
activate = SchemaModule(
    "frame_models", schema, TABLES, after={"features": features_schema}
).activate
