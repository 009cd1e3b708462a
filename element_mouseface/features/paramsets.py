"""Parameters of named features, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.frame_features import FeatureParams
from ._schema import schema


@schema
class FeatureParamSet(ContentTable[FeatureParams], dj.Manual):
    """Which named features are computed, and how; immutable, identified by its content."""

    NAME, KIND, COLUMN = "feature_paramset", FeatureParams, "feature_params"
    definition = """
    # Which named features are computed, and how; never edited
    feature_paramset_id: int32
    ---
    feature_params: json
    feature_paramset_hash: char(64)
    feature_paramset_description="": varchar(255)
    unique index (feature_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> FeatureParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
