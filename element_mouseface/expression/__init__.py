"""Expression: events, prototypes, and the likeness of every frame to each prototype.

    events       Emotion, Stimulus, StimulusEmotion, EventSet, EventTrial
    windows      EventWindow
    paramsets    ExpressionParamSet
    prototypes   PrototypeTask, PrototypeSet
    tasks        FacialExpressionTask
    scores       FacialExpression
    responses    EventResponse

All are reachable from here, and `activate` binds them together.
"""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .._schema.activation import activate as _activate
from .._schema.activation import made_here, making_tables, required_link, server_errors
from ..descriptors import schema as descriptors_schema
from ._schema import schema
from .events import Emotion, EventSet, EventTrial, Stimulus, StimulusEmotion
from .paramsets import ExpressionParamSet
from .prototypes import PrototypeSet, PrototypeTask
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


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this package's tables to a schema on the server.

    `EventTrial` is among them where the linking module has a `Trial`.

    Parameters
    ----------
    schema_name : str
        Its name on the server.
    create_schema : bool
        Whether to create the schema where it does not exist.
    create_tables : bool or None
        Whether to create missing tables; None leaves it to `dj.config`.
    linking_module : module or str, optional
        The one that `recording` was activated with; by default that one.

    Raises
    ------
    ActivationError
        If `descriptors` is not activated, or this package is under another name.
    SchemaMismatchError
        If the tables on the server are not those of the code.
    ServerError
        If the server cannot be reached.
    """
    link = required_link(
        "expression", {"descriptors": descriptors_schema}, linking_module, create_tables
    )
    linked = link.Trial is not None
    context = link.tables()
    _activate(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=context,
        tables=(*TABLES, EventTrial) if linked else TABLES,
    )
    if linked and not EventTrial.is_linked():
        with server_errors(), making_tables(dj.conn()), made_here(schema_name):
            schema(EventTrial, context={**context, "EventSet": EventSet})
