"""`TrainingSet`: which labels, with which descriptors, a classifier is trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.groups import LONGEST_GROUP, animal_of, session_of
from .._schema.rows import one_key, primary_key_of
from ..core.behavior.ethogram import Behavior as BehaviorValue
from ..core.behavior.ethogram import Ethogram as EthogramValue
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import LabelsError, ParameterError
from ..params import content_hash
from ..recording import VideoRecording
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
        training_beside=null: json          # keypoints and facial signals, their digests
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
            `training_session` in the mapping stand instead of them.  `keypoints` and `signals`
            are used beside the pass: their paths under the processed folder, as
            `Keypoints.keypoints_path` and `FacemapProcessing.signals_path` have them.
        training_set_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        LabelsError
            If a behavior is a state in one label set and a point event in another, or behaviors
            exclude each other in some and not in others.
        ParameterError
            If there is no source, one comes twice, or a key is incomplete or names nothing.
        """
        with server_errors():
            chosen = [_source(given) for given in mappings_of(sources, "sources")]
            _check_sources(chosen)
            rows = sorted(chosen, key=lambda row: _identity(row)["labels"])
            row = {**Ethogram.add(_one_ethogram(rows)), "training_n_sources": len(rows)}
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
    return {**task, **labels, **groups, "training_beside": beside_of(given)}


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


def _one_ethogram(rows: list[Row]) -> EthogramValue:
    """The behaviors of all label sets in order of appearance, as training has them.

    A behavior that a label set lacks is unknown there.
    """
    found: dict[str, tuple[BehaviorValue, Row]] = {}
    exclusive: dict[bool, Row] = {}
    for row in rows:
        value = Ethogram.ethogram((LabelSet & primary_key_of(LabelSet, row)).fetch1())
        exclusive.setdefault(value.exclusive, row)
        for behavior in value.behaviors:
            known, first = found.setdefault(behavior.name, (behavior, row))
            if known.kind != behavior.kind:
                raise _contradiction(
                    f"The behavior {behavior.name!r} is of two kinds.",
                    {known.kind: first, behavior.kind: row},
                )
    if len(exclusive) > 1:
        names = {True: "exclusive", False: "not exclusive"}
        raise _contradiction(
            "The behaviors exclude each other in some label sets and not in others.",
            {names[one]: row for one, row in exclusive.items()},
        )
    return EthogramValue(tuple(one for one, _ in found.values()), next(iter(exclusive)))


def _contradiction(what: str, found: Mapping[str, Row]) -> LabelsError:
    told = [f"{one} in {primary_key_of(LabelSet, row)}" for one, row in found.items()]
    return LabelsError(
        what,
        expected="one or the other in all label sets of a training set",
        got="; ".join(told),
        do="add the labels again with LabelSet.add(..., ethogram=...), which takes the key of an "
        "Ethogram",
    )


def _identity(row: Row) -> Row:
    """What a source stands for, by content."""
    labels = (LabelSet & primary_key_of(LabelSet, row)).fetch1("label_set_hash")
    crop = (FaceCrop & primary_key_of(FaceCrop, row)).fetch1("crop_hash")
    params = (HOGParamSet & primary_key_of(HOGParamSet, row)).fetch1("hog_paramset_hash")
    groups = {name: row[name] for name in ("training_animal", "training_session")}
    found = {"labels": labels, "crop": crop, "hog": params, **groups}
    if row["training_beside"]:
        found["beside"] = digests_of(row["training_beside"])
    return found


def _hash(rows: Iterable[Row]) -> str:
    found = sorted((_identity(row) for row in rows), key=lambda one: one["labels"])
    return content_hash({"kind": "TrainingSet", "sources": found})
