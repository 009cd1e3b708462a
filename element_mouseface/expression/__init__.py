"""Tables of expression: events, prototypes, and scores of every frame.

    events           Emotion, Stimulus, StimulusEmotion, EventSet, EventTrial
    windows          EventWindow
    paramsets        ExpressionParamSet
    prototype_tasks  PrototypeTask
    prototypes       PrototypeSet
    tasks            FacialExpressionTask
    scores           FacialExpression
    responses        EventResponse

All are reachable from here, and `activate` binds them together.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from ._schema import schema
from .events import Emotion, EventSet, EventTrial, Stimulus, StimulusEmotion
from .paramsets import ExpressionParamSet
from .prototype_tasks import PrototypeTask
from .prototypes import PrototypeSet
from .responses import EventResponse
from .scores import FacialExpression
from .tasks import FacialExpressionTask
from .windows import EventWindow

__all__ = [
    "Emotion",
    "EventResponse",
    "EventSet",
    "EventTrial",
    "EventWindow",
    "ExpressionParamSet",
    "FacialExpression",
    "FacialExpressionTask",
    "PrototypeSet",
    "PrototypeTask",
    "Stimulus",
    "StimulusEmotion",
    "activate",
    "schema",
]

TABLES = (
    Emotion,
    Stimulus,
    StimulusEmotion,
    EventSet,
    EventWindow,
    ExpressionParamSet,
    PrototypeTask,
    PrototypeSet,
    FacialExpressionTask,
    FacialExpression,
    EventResponse,
)
activate = SchemaModule(
    "expression",
    schema,
    TABLES,
    after={"descriptors": descriptors_schema},
    where_linked={"Trial": EventTrial},
).activate
