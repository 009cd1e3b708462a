"""`PrototypeTask`: requests for prototype sets, from recordings or from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

import datajoint as dj

from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.results import inside
from .._schema.rows import one, primary_key_of
from ..core.scoring.method.protocol import ScoringMethod
from ..core.scoring.methods import load_prototypes_file, method
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import PrototypeError
from ..params import content_hash
from ..recording import link
from ._schema import schema
from .events import EventSet, Stimulus
from .paramsets import ExpressionParamSet


@schema
class PrototypeTask(NumberedTable, dj.Manual):
    """The sources of a prototype set, or its file; immutable, identified by its content."""

    NAME = "prototype_set"
    definition = """
    # What a prototype set is made from, or read from; never edited
    prototype_set_id: int32
    ---
    prototype_task_mode: enum('load','trigger')  # load: from a file of mouseface score
    -> [nullable] ExpressionParamSet.proj(prototype_paramset_id='expression_paramset_id')
    prototype_path=null: varchar(255)       # load: relative to the processed folder
    prototype_set_hash: char(64)            # over sources and parameters, or the file's vectors
    prototype_set_description="": varchar(255)
    unique index (prototype_set_hash)
    """

    class Source(FixedPart, dj.Part):
        """A source recording of the set."""

        definition = """
        # A recording whose frames make the prototypes
        -> master
        -> EventSet
        -> FaceCrop
        -> HOGParamSet
        """

    @classmethod
    def add(
        cls,
        sources: Iterable[Mapping[str, Any]],
        paramset: Mapping[str, Any],
        *,
        prototype_set_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Request prototypes from recordings; returns the key of the set.

        Parameters
        ----------
        sources : iterable of mapping
            For each recording, one mapping with its HOGTask key and its EventSet key.
        paramset : mapping
            Key of an ExpressionParamSet.
        prototype_set_id : int, optional
            Its number; by default the next free one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        PrototypeError
            If there is no source, one has no events, they have different HOG parameters,
            or the method makes prototypes from one recording and there are several.
        ParameterError
            If a key is incomplete or has no row.
        """
        chosen = [_source(key) for key in sources]
        if not chosen or len({key["hog_paramset_id"] for key in chosen}) > 1:
            raise PrototypeError(
                "A prototype set cannot be made from these recordings.",
                expected="at least one, all with the same HOG parameters",
                got=f"{len(chosen)} sources",
                do="give one mapping per recording, with its HOGTask and EventSet keys, all with "
                "one HOGParamSet",
            )
        params = one(
            ExpressionParamSet & primary_key_of(ExpressionParamSet, paramset), "parameter set"
        )
        method(params["expression_method"]).check_sources(len(chosen))
        row = {
            "prototype_task_mode": "trigger",
            "prototype_paramset_id": params["expression_paramset_id"],
        }
        digest = _hash(params["expression_paramset_hash"], chosen)
        return cls.add_row(
            digest,
            row,
            number=prototype_set_id,
            description=description,
            parts={cls.Source: chosen},
        )

    @classmethod
    def add_file(
        cls, path: str, *, prototype_set_id: int | None = None, description: str = ""
    ) -> dict[str, Any]:
        """Request the prototypes of a file of `mouseface score`; returns the key of the set.

        Parameters
        ----------
        path : str
            Relative to the processed folder, forward slashes.
        prototype_set_id, description
            As for `add`.

        Raises
        ------
        PathError
            If the file is not inside the processed folder.
        PrototypeError
            If it is not a prototypes file, or a stimulus is not in the table Stimulus.
        """
        one, found = load_file(path)
        row = {
            "prototype_task_mode": "load",
            "prototype_path": PurePosixPath(path).as_posix(),
        }
        return cls.add_row(
            one.record(found).digest, row, number=prototype_set_id, description=description
        )

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over the stored content; for a task that loads, the hash in its file."""
        row = one(cls & primary_key_of(cls, key), "PrototypeTask")
        if row["prototype_task_mode"] == "load":
            return row["prototype_set_hash"]  # `PrototypeSet` compares it with the file
        params = ExpressionParamSet & {"expression_paramset_id": row["prototype_paramset_id"]}
        chosen = (cls.Source & primary_key_of(cls, key)).keys()
        return _hash(params.fetch1("expression_paramset_hash"), chosen)


def load_file(path: str) -> tuple[ScoringMethod, Any]:
    """The method and the prototypes of a file in the processed folder."""
    one, found = load_prototypes_file(inside(link(), path))
    unknown = sorted(set(found.names) - set(Stimulus().to_arrays("stimulus")))
    if unknown:
        raise PrototypeError(
            f"The file has prototypes of unknown stimuli: {', '.join(unknown)}.",
            do="insert them into Stimulus first",
        )
    return one, found


def _source(key: Mapping[str, Any]) -> dict[str, Any]:
    """The key of a source, after checking that its parents exist and it has events."""
    task = primary_key_of(HOGTask, key)
    events = primary_key_of(EventSet, key)
    one(HOGTask & task, "HOGTask")
    if not one(EventSet & events, "EventSet")["n_events"]:
        raise PrototypeError(
            "A source has no events, so no frame of it shows a stimulus.",
            got=str(events),
            do="name the event set with the recording's events",
        )
    return {**task, **events}


def _hash(paramset_hash: str, chosen: list[dict[str, Any]]) -> str:
    sources = sorted(_source_identity(key) for key in chosen)
    return content_hash({"kind": "PrototypeSet", "params": paramset_hash, "sources": sources})


def _source_identity(key: Mapping[str, Any]) -> list[str]:
    """The parts of a source, by their hashes where there are any."""
    names = ("crop_hash", "hog_paramset_hash", "event_set_hash")
    row = (HOGTask * FaceCrop * HOGParamSet * EventSet & key).proj(*names).fetch1()
    return [row[name] for name in names]
