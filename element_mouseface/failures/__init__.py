"""Tables of why frames fail.

    paramsets   FailureParamSet
    tasks       FailureTask
    studies     FailureStudy

All are reachable from here, and `activate` binds them together.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..features import schema as features_schema
from ._schema import schema
from .paramsets import FailureParamSet
from .studies import FailureStudy
from .tasks import FailureTask

__all__ = ["FailureParamSet", "FailureStudy", "FailureTask", "activate", "schema"]

TABLES = (FailureParamSet, FailureTask, FailureStudy)
activate = SchemaModule("failures", schema, TABLES, after={"features": features_schema}).activate
