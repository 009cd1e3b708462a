"""Tables of what points mean, and of the models that track them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import ContentTable
from .._schema.fixed import FixedPart
from .._schema.rows import primary_key_of
from ..core.keypoints import FaceMapping
from ..core.keypoints.mapping import FACEMAP_POINTS
from ..core.keypoints.tracking import TrackingModel
from ._schema import schema

Row = dict[str, Any]
#: column of `KeypointModel` -> attribute
_OF_MODEL = {
    "keypoint_model_name": "name",
    "keypoint_model_software": "software",
    "keypoint_model_version": "version",
    "keypoint_model_file": "file_name",
}


@schema
class KeypointMapping(ContentTable[FaceMapping], dj.Manual):
    """Which tracked points are the eye, the ear, the nose; immutable, identified by content."""

    NAME, KIND, COLUMN = "keypoint_mapping", FaceMapping, "keypoint_mapping"
    definition = """
    # Which points of a file are which parts of the face; never edited
    keypoint_mapping_id: int32
    ---
    keypoint_mapping: json          # a FaceMapping
    keypoint_mapping_hash: char(64)
    keypoint_mapping_description="": varchar(255)
    unique index (keypoint_mapping_hash)
    """

    @classmethod
    def mapping(cls, key: Mapping[str, Any]) -> FaceMapping:
        """The mapping of one row as `core` takes it; FixedRowError if its row was edited."""
        return cls.content(key)


@schema
class KeypointModel(ContentTable[TrackingModel], dj.Manual):
    """A model that tracks points; immutable, identified by its content and its file's checksum."""

    NAME, KIND = "keypoint_model", TrackingModel
    definition = """
    # A model that tracks points; never edited
    keypoint_model_id: int32
    ---
    keypoint_model_name: varchar(255)           # or the scorer that the keypoint file names
    keypoint_model_software: varchar(32)        # facemap, deeplabcut, sleap, lightning_pose
    keypoint_model_version="": varchar(64)
    keypoint_model_file="": varchar(255)        # name of its file; empty: it is not at hand
    keypoint_model_sha256=null: char(64)        # of its file
    keypoint_model_hash: char(64)
    keypoint_model_description="": varchar(1000)
    unique index (keypoint_model_hash)
    """

    class BodyPart(FixedPart, dj.Part):
        """A body part that the model tracks."""

        definition = """
        # A body part that the model tracks
        -> master
        body_part_no: int32
        ---
        body_part: varchar(128)                 # as Keypoints.Point.point_name
        body_part_description="": varchar(1000)
        """

    @classmethod
    def insert_new_model(
        cls,
        model_id: int | None,
        model_name: str,
        model_description: str,
        full_model_path: str | os.PathLike,
        *,
        software: str = "facemap",
        version: str = "",
        body_parts: Sequence[str] = FACEMAP_POINTS,
    ) -> Row:
        """Insert the model in a file, with the file's name and checksum; its key.

        Parameters
        ----------
        model_id : int or None
            Its number; None takes the next free one.
        model_name, model_description : str
        full_model_path : path
            Of the weights.  The file itself is not stored.
        software : {'facemap', 'deeplabcut', 'sleap', 'lightning_pose'}
        version : str
        body_parts : sequence of str
            By default those of Facemap's own model.

        Raises
        ------
        PathError
            If there is no such file.
        ParameterError
            If the number belongs to another model.
        """
        model = TrackingModel.of_file(
            os.fspath(full_model_path),
            model_name,
            software=software,
            version=version,
            body_parts=tuple(body_parts),
        )
        with server_errors():
            return cls.add(model, description=model_description, keypoint_model_id=model_id)

    @classmethod
    def model(cls, key: Mapping[str, Any]) -> TrackingModel:
        """The model of one row as `core` takes it; FixedRowError if its row was edited."""
        return cls.content(key)

    @classmethod
    def row_of(cls, value: TrackingModel) -> Row:
        """The columns for a model."""
        row = {column: getattr(value, name) for column, name in _OF_MODEL.items()}
        return {**row, "keypoint_model_sha256": value.file_sha256 or None}

    @classmethod
    def parts_of(cls, value: TrackingModel) -> dict[type[dj.Table], list[Row]]:
        """A row for each body part."""
        parts = enumerate(value.body_parts)
        return {cls.BodyPart: [{"body_part_no": k, "body_part": part} for k, part in parts]}

    @classmethod
    def value_of(cls, row: Row) -> TrackingModel:
        """The model that a row holds."""
        parts = (cls.BodyPart & primary_key_of(cls, row)).to_arrays(
            "body_part", order_by="body_part_no"
        )
        given = {name: row[column] for column, name in _OF_MODEL.items()}
        sha256 = row["keypoint_model_sha256"] or ""
        return TrackingModel(**given, file_sha256=sha256, body_parts=tuple(map(str, parts)))
