"""`TrainingSet`: which labels, with which descriptors, a classifier is trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one_key, primary_key_of
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import LabelsError, ParameterError
from ..params import content_hash
from ..recording import VideoRecording
from ._groups import LONGEST_GROUP, animal_of, session_of
from ._schema import schema
from .ethograms import Ethogram
from .label_sets import LabelSet

Row = dict[str, Any]


@schema
class TrainingSet(NumberedTable, dj.Manual):
    """Labels of recordings to train a classifier on; immutable, identified by their content.

    A source names a crop and HOG parameters, never a row of HOGProcessing: computing a
    recording's descriptors again deletes no classifier.
    """

    NAME = "training_set"
    definition = """
    # Labels of recordings that a classifier is trained on; never edited
    training_set_id: int32
    ---
    -> Ethogram
    training_n_sources: int32
    training_set_hash: char(64)         # over the labels, descriptors and groups of its sources
    training_set_description="": varchar(255)
    unique index (training_set_hash)
    """

    class Source(FixedPart, dj.Part):
        """One label set, the descriptors that go with it, and whom it shows."""

        definition = """
        # Labels of one recording, its descriptors, and whom it shows
        -> master
        -> LabelSet
        -> FaceCrop
        -> HOGParamSet
        ---
        training_animal=null: varchar(255)  # whose frames are left out together; null: not known
        training_session: varchar(255)      # of this animal
        """

    @classmethod
    def add(
        cls,
        sources: Iterable[Mapping[str, Any]],
        *,
        training_set_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Insert a training set unless the same one exists; returns its key.

        Parameters
        ----------
        sources : iterable of mapping
            For each label set, its key and that of its HOGTask in one mapping.  The animal
            and the session are taken from the linked pipeline's keys; `training_animal` and
            `training_session` in the mapping stand instead of them.
        training_set_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        LabelsError
            If the label sets are of different ethograms.
        ParameterError
            If there is no source, one comes twice, or a key is incomplete or names nothing.
        """
        with server_errors():
            chosen = [_source(given) for given in sources]
            _check_sources(chosen)
            ethogram = _one_ethogram(chosen)
            rows = sorted(chosen, key=lambda row: _identity(row)["labels"])
            row = {**ethogram, "training_n_sources": len(rows)}
            return cls.add_row(
                _hash(rows),
                row,
                number=training_set_id,
                description=description,
                parts={cls.Source: rows},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        rows = (cls.Source & primary_key_of(cls, key)).to_dicts()
        n_sources = (cls & primary_key_of(cls, key)).fetch1("training_n_sources")
        if len(rows) != n_sources:
            return f"of {len(rows)} sources, and {n_sources} were added"
        return _hash(rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one set in the order in which they are trained on.

        Raises
        ------
        FixedRowError
            If a row was edited, or that of a label set.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        rows = (cls.Source & own).to_dicts()
        return sorted(rows, key=lambda row: _identity(row)["labels"])


def _source(given: Mapping[str, Any]) -> Row:
    """A source as its row has it, without the set's key."""
    labels = one_key(LabelSet, primary_key_of(LabelSet, given), "LabelSet")
    task = one_key(HOGTask, primary_key_of(HOGTask, given), "HOGTask")
    recording = {name: labels[name] for name in VideoRecording().primary_key}
    groups = {
        "training_animal": given.get("training_animal", animal_of(recording)),
        "training_session": given.get("training_session", session_of(recording)),
    }
    for name, value in groups.items():
        if value is not None and (not isinstance(value, str) or len(value) > LONGEST_GROUP):
            raise ParameterError(
                f"{name} cannot have this value.",
                expected=f"text of at most {LONGEST_GROUP} characters",
                got=repr(value),
            )
    return {**task, **labels, **groups}


def _check_sources(chosen: list[Row]) -> None:
    if not chosen:
        raise ParameterError(
            "A training set has no source.",
            expected="at least one mapping, with the keys of a LabelSet and a HOGTask",
        )
    names = LabelSet().primary_key
    keys = [tuple(row[name] for name in names) for row in chosen]
    if twice := [key for n, key in enumerate(keys) if key in keys[:n]]:
        raise ParameterError(
            "A label set is in the training set twice.",
            expected="each once",
            got=str(dict(zip(names, twice[0], strict=True))),
        )


def _one_ethogram(chosen: list[Row]) -> Row:
    """The ethogram that all label sets have."""
    found: dict[int, Row] = {}
    for row in chosen:
        number = (LabelSet & primary_key_of(LabelSet, row)).fetch1("ethogram_id")
        found.setdefault(int(number), row)
    if len(found) > 1:
        (one, first), (other, second) = list(found.items())[:2]
        told = [
            f"ethogram {number} ({', '.join(Ethogram.ethogram({'ethogram_id': number}).names)}) "
            f"of {primary_key_of(LabelSet, row)}"
            for number, row in ((one, first), (other, second))
        ]
        raise LabelsError(
            "The label sets are of different ethograms.",
            expected="one ethogram: the same behaviors in the same order",
            got="; ".join(told),
            do="add the labels again with LabelSet.add(..., ethogram=...), which takes the key of "
            "an Ethogram with all the behaviors",
        )
    return {"ethogram_id": next(iter(found))}


def _identity(row: Row) -> Row:
    """What a source stands for, by content."""
    labels = (LabelSet & primary_key_of(LabelSet, row)).fetch1("label_set_hash")
    crop = (FaceCrop & primary_key_of(FaceCrop, row)).fetch1("crop_hash")
    params = (HOGParamSet & primary_key_of(HOGParamSet, row)).fetch1("hog_paramset_hash")
    groups = {name: row[name] for name in ("training_animal", "training_session")}
    return {"labels": labels, "crop": crop, "hog": params, **groups}


def _hash(rows: Iterable[Row]) -> str:
    found = sorted((_identity(row) for row in rows), key=lambda one: one["labels"])
    return content_hash({"kind": "TrainingSet", "sources": found})
