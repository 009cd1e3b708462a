"""Parameters of named features and of the angle of the face, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.face_angle import FaceAngleParams
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


@schema
class FaceAngleParamSet(ContentTable[FaceAngleParams], dj.Manual):
    """How the angle of the face is measured; immutable, identified by its content."""

    NAME, KIND, COLUMN = "face_angle_paramset", FaceAngleParams, "face_angle_params"
    definition = """
    # How the angle of the face is measured; never edited
    face_angle_paramset_id: int32
    ---
    face_angle_params: json
    face_angle_paramset_hash: char(64)
    face_angle_paramset_description="": varchar(255)
    unique index (face_angle_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> FaceAngleParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
