"""Parameters of features and of training, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.behavior.features.params import BehaviorFeatureParams
from ..core.learning.params import LearningParams
from ._schema import schema


@schema
class BehaviorFeatureParamSet(ContentTable[BehaviorFeatureParams], dj.Manual):
    """How features are made of what a pass stored; immutable, identified by its content."""

    NAME, KIND = "behavior_feature_paramset", BehaviorFeatureParams
    COLUMN = "behavior_feature_params"
    definition = """
    # How features are made of the frames; never edited
    behavior_feature_paramset_id: int32
    ---
    behavior_feature_params: json
    behavior_feature_paramset_hash: char(64)
    behavior_feature_paramset_description="": varchar(255)
    unique index (behavior_feature_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> BehaviorFeatureParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class ClassifierParamSet(ContentTable[LearningParams], dj.Manual):
    """How classifiers are trained and tested; immutable, identified by its content."""

    NAME, KIND, COLUMN = "classifier_paramset", LearningParams, "classifier_params"
    definition = """
    # How classifiers are trained and tested; never edited
    classifier_paramset_id: int32
    ---
    classifier_params: json
    classifier_paramset_hash: char(64)
    classifier_paramset_description="": varchar(255)
    unique index (classifier_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> LearningParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
