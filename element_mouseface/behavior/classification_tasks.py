"""`ClassificationTask`: a recording to classify, or a prediction to load."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.places import find_path, relative_path
from .._schema.rows import one, one_key, primary_key_of
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording, existing_recording
from ._reading import digest_of, read_stored_prediction
from ._schema import schema
from .classifier_tasks import ClassifierTask

Row = dict[str, Any]


@schema
class ClassificationTask(NumberedTable, dj.Manual):
    """A recording to classify, or a prediction to load; immutable, identified by its content."""

    NAME = "classification_task"
    definition = """
    # A recording to classify, or a prediction to load; never edited
    -> VideoRecording
    classification_task_id: int32
    ---
    classification_mode: enum('load','trigger')
    -> [nullable] HOGTask               # trigger: the descriptors
    -> [nullable] ClassifierTask        # trigger: the classifier
    classification_beside=null: json    # trigger: keypoints and facial signals, their digests
    classification_load_path=null: varchar(255)     # load: folder or file, relative to a root
    classification_load_options=null: json          # load: how the file is read
    classification_load_sha256=null: char(64)       # load: of what is there
    classification_task_hash: char(64)
    classification_task_description="": varchar(255)
    unique index (classification_task_hash)
    """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        *,
        classification_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a classification unless it is requested already; returns its key.

        Parameters
        ----------
        key : mapping
            Keys of a HOGTask and of a ClassifierTask in one.  Where the classifier was trained
            with them, `keypoints` and `signals` too: their paths under the processed folder.
        classification_task_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If it lacks a column, or names something that is not there.
        """
        with server_errors():
            own = existing_recording(key)
            task = one_key(HOGTask, primary_key_of(HOGTask, {**key, **own}), "HOGTask")
            made = one_key(ClassifierTask, primary_key_of(ClassifierTask, key), "ClassifierTask")
            row = {"classification_mode": "trigger", **task, **made}
            row["classification_beside"] = beside_of(key)
            return cls._add(own, row, classification_task_id, description)

    @classmethod
    def add_file(
        cls,
        recording_key: Mapping[str, Any],
        path: str | os.PathLike,
        *,
        classification_task_id: int | None = None,
        description: str = "",
        **reading: Any,
    ) -> Row:
        """Request that a prediction is loaded, unless it is requested already; returns its key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording, whose RecordingInfo is populated.
        path : path
            The folder that `mouseface behavior predict` wrote, DeepEthogram's `*_outputs.h5`,
            or a label file that a program made; inside a root folder of raw video or the
            processed folder.
        classification_task_id, description
            As for `add`.
        **reading
            Of `read_labels`, for a file: `model`, `believe`, ...

        Raises
        ------
        ParameterError, PathError
            If the recording is unknown or not populated, or there is nothing at the path.
        LabelsError, ResultError
            If it cannot be read, or is not of this recording: it is read here, so that a
            worker need not find out.
        """
        with server_errors():
            own = one_key(RecordingInfo, existing_recording(recording_key), "populated recording")
            relative = relative_path(path, "prediction")
            found = find_path(relative, "prediction")
            read_stored_prediction(found, own, reading)
            row = {
                "classification_mode": "load",
                "classification_beside": None,
                "classification_load_path": relative,
                "classification_load_options": reading or None,
                "classification_load_sha256": digest_of(found),
            }
            return cls._add(own, row, classification_task_id, description)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return _hash(one(cls & primary_key_of(cls, key), "ClassificationTask"))

    @classmethod
    def _add(cls, own: Row, row: Row, number: int | None, description: str) -> Row:
        row = {**own, **row}
        return cls.add_row(_hash(row), row, number=number, description=description)


def _hash(row: Mapping[str, Any]) -> str:
    """Over the recording, and over descriptors and classifier, or what is loaded."""
    # key values of a lab may be dates: they are told apart by their text
    recording = {name: str(row[name]) for name in VideoRecording().primary_key}
    content: Row = {"kind": "ClassificationTask", "recording": recording}
    if row["classification_mode"] == "load":
        names = ("classification_load_sha256", "classification_load_options")
        return content_hash(content | {name: row[name] for name in names})
    parents = {FaceCrop: "crop", HOGParamSet: "hog_paramset", ClassifierTask: "classifier"}
    for table, name in parents.items():
        content[name] = (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
    if row["classification_beside"]:
        content["beside"] = digests_of(row["classification_beside"])
    return content_hash(content)
