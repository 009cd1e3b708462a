"""Parameters of models of named features, and of how they learn, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.frame_models import READABLE, FrameModelParams
from ..core.learning.params import LearningParams
from ._schema import schema


@schema
class FrameModelParamSet(ContentTable[FrameModelParams], dj.Manual):
    """What is told of a model of named features; immutable, identified by its content."""

    NAME, KIND, COLUMN = "frame_model_paramset", FrameModelParams, "frame_model_params"
    definition = """
    # What is told of a model of named features; never edited
    frame_model_paramset_id: int32
    ---
    frame_model_params: json
    frame_model_paramset_hash: char(64)
    frame_model_paramset_description="": varchar(255)
    unique index (frame_model_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> FrameModelParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class LearningParamSet(ContentTable[LearningParams], dj.Manual):
    """How models of named features are trained and tested; immutable, identified by its content."""

    NAME, KIND, COLUMN = "learning_paramset", LearningParams, "learning_params"
    definition = """
    # How models of named features are trained and tested; never edited
    learning_paramset_id: int32
    ---
    learning_params: json
    learning_paramset_hash: char(64)
    learning_paramset_description="": varchar(255)
    unique index (learning_paramset_hash)
    """

    @classmethod
    def given(cls, content: Any) -> LearningParams:
        """The object for an argument of `add`: parameters by name are over those of `READABLE`.

        By default a linear model, whose weights can be read, with boosted trees beside it.
        """
        named = content is None or (
            isinstance(content, Mapping) and f"{cls.NAME}_id" not in content
        )
        return super().given({**READABLE.to_dict(), **(content or {})} if named else content)

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> LearningParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
