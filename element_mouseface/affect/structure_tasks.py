"""`StructureTask`: frames of which recordings are to be compared, without a look at labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import ContentTable, NumberedTable
from .._schema.fixed import FixedPart
from .._schema.given import mappings_of
from .._schema.rows import one, one_key, primary_key_of
from ..core.structure import StructureParams
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import InputError, ParameterError
from ..expression.events import EventSet
from ..features.tasks import FeatureTask
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording
from ._groups import groups_of_source
from ._schema import schema

Row = dict[str, Any]


@schema
class StructureParamSet(ContentTable[StructureParams], dj.Manual):
    """How frames are compared without labels; immutable, identified by its content."""

    NAME, KIND, COLUMN = "structure_paramset", StructureParams, "structure_params"
    definition = """
    # How frames are compared without labels; never edited
    structure_paramset_id: int32
    ---
    structure_params: json
    structure_paramset_hash: char(64)
    structure_paramset_description="": varchar(255)
    unique index (structure_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> StructureParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class StructureTask(NumberedTable, dj.Manual):
    """Recordings whose frames are to be compared; immutable, identified by its content.

    A source names a HOGTask, never a row of HOGProcessing: computing a pass again deletes nothing.
    """

    NAME = "structure"
    definition = """
    # Recordings whose frames are to be compared without labels; never edited
    structure_id: int32
    ---
    -> StructureParamSet
    structure_n_sources: int32
    structure_n_events: int32           # sources with events
    structure_n_features: int32         # sources with features: all of them, or none
    structure_hash: char(64)            # over sources and parameters
    structure_description="": varchar(255)
    unique index (structure_hash)
    """

    class Source(FixedPart, dj.Part):
        """The pass over one recording, and whom it shows."""

        definition = """
        # The pass over one recording, and whom it shows
        -> master
        -> HOGTask
        ---
        structure_animal=null: varchar(255)     # null: unknown
        structure_session: varchar(255)         # of this animal
        """

    # on PostgreSQL a table can refer once by a key that begins with the session's: the names of
    # two indexes would be one
    class Events(FixedPart, dj.Part):
        """The events of a source: clusters are compared with them."""

        definition = """
        # The events of a source
        -> master.Source
        -> EventSet
        """

    class Features(FixedPart, dj.Part):
        """Named features of a source, which are compared in place of its descriptors."""

        definition = """
        # Named features of a source, compared in place of its descriptors
        -> master.Source
        -> FeatureTask
        """

    @classmethod
    def add(
        cls,
        sources: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        params: Any = None,
        *,
        structure_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a comparison of frames unless it is requested already; returns the key.

        Parameters
        ----------
        sources : mapping or iterable of mapping
            For each recording the key of its HOGTask; with `event_set_id` its events, with
            `feature_task_id` the features that are compared in place of descriptors.  The animal
            and the session are taken from the linked pipeline's keys; `structure_animal` and
            `structure_session` in the mapping stand instead of them.
        params : StructureParams, mapping, or key of a StructureParamSet; optional
            By default all of their defaults.
        structure_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If there is no source, a recording comes twice, a key is incomplete or names nothing.
        InputError
            If some sources have features and others none.
        """
        with server_errors():
            chosen = sorted(map(_source, mappings_of(sources, "sources")), key=_identity)
            _check_sources(chosen)
            with_events = [row for row in chosen if row["event_set_id"] is not None]
            with_features = [row for row in chosen if row["feature_task_id"] is not None]
            row: Row = {
                **StructureParamSet.add(params),
                "structure_n_sources": len(chosen),
                "structure_n_events": len(with_events),
                "structure_n_features": len(with_features),
            }
            own = (*HOGTask().primary_key, "structure_animal", "structure_session")
            parts = {
                cls.Source: [{name: one_row[name] for name in own} for one_row in chosen],
                cls.Events: [_keys(HOGTask, EventSet, one_row) for one_row in with_events],
                cls.Features: [_keys(HOGTask, FeatureTask, one_row) for one_row in with_features],
            }
            return cls.add_row(
                _hash(row, chosen),
                row,
                number=structure_id,
                description=description,
                parts={part: rows for part, rows in parts.items() if rows},
            )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row, rows = one(cls & primary_key_of(cls, key), "StructureTask"), cls._stored(key)
        counts = {
            "sources": len(rows),
            "events": sum(one_row["event_set_id"] is not None for one_row in rows),
            "features": sum(one_row["feature_task_id"] is not None for one_row in rows),
        }
        if any(row[f"structure_n_{name}"] != n for name, n in counts.items()):
            return "of " + ", ".join(f"{n} {name}" for name, n in counts.items())
        return _hash(row, rows)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> list[Row]:
        """The sources of one task in the order in which they are compared.

        Raises
        ------
        FixedRowError
            If a row was edited, or that of an event set.
        """
        own = primary_key_of(cls, key)
        cls.check(own)
        return cls._stored(own)

    @classmethod
    def _stored(cls, key: Mapping[str, Any]) -> list[Row]:
        """Sources with `event_set_id` and `feature_task_id`, None where there is none."""
        own = primary_key_of(cls, key)
        rows = (cls.Source & own).to_dicts()
        for part, name in ((cls.Events, "event_set_id"), (cls.Features, "feature_task_id")):
            for row in rows:
                beside = (part & primary_key_of(cls.Source, row)).to_dicts()
                row[name] = beside[0][name] if beside else None
        return sorted(rows, key=_identity)


def _source(given: Mapping[str, Any]) -> Row:
    """A source as its rows have it, without the task's key."""
    task = one_key(HOGTask, primary_key_of(HOGTask, given), "HOGTask")
    found: Row = {**task, "event_set_id": None, "feature_task_id": None}
    for table, name in ((EventSet, "event_set_id"), (FeatureTask, "feature_task_id")):
        if given.get(name) is not None:
            key = one_key(table, primary_key_of(table, given), table.__name__)
            found[name] = key[name]
    recording = one_key(RecordingInfo, primary_key_of(VideoRecording, task), "populated recording")
    return {**found, **groups_of_source(given, recording, "structure")}


def _check_sources(chosen: list[Row]) -> None:
    if not chosen:
        raise ParameterError(
            "There is no source whose frames could be compared.",
            expected="at least one mapping, with the key of a HOGTask",
        )
    keys = [primary_key_of(VideoRecording, row) for row in chosen]
    if twice := [key for n, key in enumerate(keys) if key in keys[:n]]:
        raise ParameterError("A recording comes twice.", expected="each once", got=str(twice[0]))
    n_features = sum(row["feature_task_id"] is not None for row in chosen)
    if n_features not in (0, len(chosen)):
        raise InputError(
            "Some sources have features, and others none.",
            expected="features of each source, or of none",
            got=f"{n_features} of {len(chosen)}",
            do="name the features of all, or compare descriptors",
        )


def _keys(task: Any, other: Any, row: Row) -> Row:
    return primary_key_of(task, row) | primary_key_of(other, row)


def _identity(row: Row) -> list[str]:
    """What a source stands for, by content."""
    recording = (RecordingInfo.File & primary_key_of(VideoRecording, row)).to_arrays("file_sha256")
    found = [",".join(sorted(map(str, recording)))]
    for table, name in ((FaceCrop, "crop_hash"), (HOGParamSet, "hog_paramset_hash")):
        found.append((table & primary_key_of(table, row)).fetch1(name))
    for table, number, name in (
        (EventSet, "event_set_id", "event_set_hash"),
        (FeatureTask, "feature_task_id", "feature_task_hash"),
    ):
        known = row[number] is not None
        found.append((table & primary_key_of(table, row)).fetch1(name) if known else "")
    return [*found, row["structure_animal"] or "", row["structure_session"]]


def _hash(row: Row, sources: Iterable[Row]) -> str:
    content: Row = {"kind": "StructureTask", "sources": sorted(map(_identity, sources))}
    params = StructureParamSet & primary_key_of(StructureParamSet, row)
    content["params"] = params.fetch1("structure_paramset_hash")
    return content_hash(content)
