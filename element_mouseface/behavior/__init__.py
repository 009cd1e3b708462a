"""Tables of behaviors: what people labeled, classifiers, and what these find.

    ethograms       Behavior Ethogram
    label_sets      LabelSet
    agreements      LabelAgreement
    training_sets   TrainingSet

All are reachable from here, and `activate` binds them together.  The module knows recordings
and descriptors, and neither expression nor Facemap: any of them can be used alone.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..descriptors import schema as descriptors_schema
from ._schema import schema
from .agreements import LabelAgreement
from .ethograms import Behavior, Ethogram
from .label_sets import LabelSet
from .training_sets import TrainingSet

__all__ = [
    "Behavior",
    "Ethogram",
    "LabelAgreement",
    "LabelSet",
    "TrainingSet",
    "activate",
    "schema",
]

TABLES = (Behavior, Ethogram, LabelSet, LabelAgreement, TrainingSet)
activate = SchemaModule(
    "behavior", schema, TABLES, after={"descriptors": descriptors_schema}
).activate
