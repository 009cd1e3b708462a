"""`FacialExpressionTask`: which recording is scored with which prototypes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from .._schema.rows import one, primary_key_of
from ..descriptors import HOGTask
from ._schema import schema
from .events import EventSet
from .paramsets import ExpressionParamSet
from .prototype_tasks import PrototypeTask


@schema
class FacialExpressionTask(PipelineTable, dj.Manual):
    """A request for scores: descriptors, events, parameters, prototypes."""

    definition = """
    # The descriptors, events, parameters and prototypes of a score
    -> EventSet
    -> HOGTask
    -> ExpressionParamSet
    -> PrototypeTask
    """

    @classmethod
    def add(cls, key: Mapping[str, Any]) -> dict[str, Any]:
        """Request scores unless they are requested already; returns the key.

        Parameters
        ----------
        key : mapping
            Keys of a HOGTask, an EventSet, an ExpressionParamSet and a PrototypeTask in one.

        Raises
        ------
        ParameterError
            If it lacks a column, or has a key without a row.
        """
        own = primary_key_of(cls, key)
        for parent in (EventSet, HOGTask, ExpressionParamSet, PrototypeTask):
            one(parent & primary_key_of(parent, own), parent.__name__)
        cls.insert1(own, skip_duplicates=True)
        return own
