"""Parameters of studies of failed frames, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.failures import FailureParams
from ._schema import schema


@schema
class FailureParamSet(ContentTable[FailureParams], dj.Manual):
    """How failed frames are compared with others; immutable, identified by its content."""

    NAME, KIND, COLUMN = "failure_paramset", FailureParams, "failure_params"
    definition = """
    # How failed frames are compared with others; never edited
    failure_paramset_id: int32
    ---
    failure_params: json
    failure_paramset_hash: char(64)
    failure_paramset_description="": varchar(255)
    unique index (failure_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> FailureParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
