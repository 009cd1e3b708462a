"""`ClassifierTask`: a classifier to train, or one that was trained elsewhere and is loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.given import mappings_of
from .._schema.places import find_path, relative_path
from .._schema.rows import one, one_key, primary_key_of
from ..core.behavior.classifier import load_classifier
from ..params import content_hash
from ._schema import schema
from .paramsets import BehaviorFeatureParamSet, ClassifierParamSet
from .training_sets import TrainingSet

Row = dict[str, Any]

#: the classifier in a folder of `mouseface behavior train`
IN_FOLDER = "classifier.npz"


@schema
class ClassifierTask(NumberedTable, dj.Manual):
    """A classifier to train, or to load from its file; immutable, identified by its content."""

    NAME = "classifier"
    definition = """
    # A classifier to train, or to load from its file; never edited
    classifier_id: int32
    ---
    classifier_mode: enum('load','trigger')     # load: from a file of mouseface behavior train
    -> [nullable] TrainingSet                   # trigger
    -> [nullable] BehaviorFeatureParamSet       # trigger
    -> [nullable] ClassifierParamSet            # trigger
    classifier_load_path=null: varchar(255)     # load: relative to a root
    classifier_hash: char(64)       # over training set and parameters, or the digest of the file
    classifier_description="": varchar(255)
    unique index (classifier_hash)
    """

    @classmethod
    def add(
        cls,
        training_set: Mapping[str, Any],
        features: Any = None,
        params: Any = None,
        *,
        classifier_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a classifier unless it is requested already; returns its key.

        Parameters
        ----------
        training_set : mapping
            Key of a TrainingSet.
        features : BehaviorFeatureParams, mapping, or key of a BehaviorFeatureParamSet; optional
            By default all of their defaults.
        params : LearningParams, mapping, or key of a ClassifierParamSet; optional
            By default all of their defaults.
        classifier_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If a key names nothing, or a parameter is unknown or out of range.
        """
        with server_errors():
            (given,) = mappings_of([training_set], "training set")
            row = one_key(TrainingSet, primary_key_of(TrainingSet, given), "TrainingSet")
            row |= BehaviorFeatureParamSet.add(features) | ClassifierParamSet.add(params)
            digest = _hash(row)
            return cls.add_row(
                digest,
                {"classifier_mode": "trigger", **row},
                number=classifier_id,
                description=description,
            )

    @classmethod
    def add_file(
        cls,
        path: str | os.PathLike,
        *,
        classifier_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request the classifier of a file; returns its key.

        Parameters
        ----------
        path : path
            Of the folder that `mouseface behavior train` wrote, or of the file in it, or of one
            that `BehaviorClassifier.save` wrote; inside a root folder of raw video or the
            processed folder.
        classifier_id, description
            As for `add`.

        Raises
        ------
        PathError
            If there is no such file, or it is in no root folder.
        ResultError
            If it is no classifier, or damaged.
        """
        path = Path(path)
        relative = relative_path(path, "classifier")
        if find_path(relative, "classifier").is_dir():
            relative = relative_path(path / IN_FOLDER, "classifier")
        found = load_classifier(find_path(relative, "classifier"))
        row = {"classifier_mode": "load", "classifier_load_path": relative}
        with server_errors():
            return cls.add_row(found.digest, row, number=classifier_id, description=description)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored; of a task that loads, that of its file."""
        row = one(cls & primary_key_of(cls, key), "ClassifierTask")
        if row["classifier_mode"] == "load":
            return row["classifier_hash"]  # `Classifier` compares it with the file
        return _hash(row)


def _hash(row: Mapping[str, Any]) -> str:
    """Over the training set and the parameters, by their content."""
    parents = {TrainingSet: "training_set", BehaviorFeatureParamSet: "behavior_feature_paramset"}
    parents[ClassifierParamSet] = "classifier_paramset"
    content = {
        name: (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
        for table, name in parents.items()
    }
    return content_hash({"kind": "ClassifierTask", **content})
