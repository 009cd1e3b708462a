"""Prototype sets: the faces that scores are likeness to, and the frames that made them.

A set owns its vectors.  Its source frames refer to recordings and keep the
digest of the descriptors they came from, never a foreign key to them: computing
a recording's descriptors anew deletes neither the prototypes nor the scores of
other recordings.  A set whose sources have changed is told by `stale`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._results import inside
from .._tables import add_once, null, one, stated
from ..core.prototype_set import Prototypes
from ..core.similarity import pearson_rows
from ..descriptors import FaceCrop, HOGParamSet, HOGProcessing, HOGTask
from ..errors import PrototypeError
from ..linking import PipelineTable
from ..params import ScoreParams, content_hash
from ..recording import VideoRecording, link
from . import _sources
from ._schema import schema
from .events import EventSet, Stimulus

__all__ = ["ExpressionParamSet", "PrototypeSet", "PrototypeTask"]

METHODS = {ScoreParams.METHOD: ScoreParams}


@schema
class ExpressionParamSet(PipelineTable, dj.Manual):
    """How prototypes are made and frames are scored; never edited, known by its content."""

    definition = """
    # How prototypes are made and frames are scored; never edited
    expression_paramset_id: int32
    ---
    expression_method: varchar(32)          # 'published' is Dolensek et al., Science 2020
    expression_params: json
    expression_paramset_hash: char(64)
    expression_paramset_description="": varchar(255)
    unique index (expression_paramset_hash)
    """

    @classmethod
    def add(
        cls,
        params: ScoreParams | Mapping[str, Any] | None = None,
        *,
        expression_paramset_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert parameters, unless this very set is there; its key either way.

        Parameters
        ----------
        params : ScoreParams or mapping
            By default those of the published method.
        expression_paramset_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        ParameterError
            If a parameter is unknown or out of range, or the number is taken.
        """
        if not isinstance(params, ScoreParams):
            params = ScoreParams.from_dict(dict(params or {}))
        row = {
            "expression_method": params.METHOD,
            "expression_params": params.to_dict(),
            "expression_paramset_hash": params.content_hash(),
            "expression_paramset_description": description,
        }
        names = ("expression_paramset_hash", "expression_paramset_id")
        return add_once(cls, *names, row, wanted_id=expression_paramset_id)

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> ScoreParams:
        """The parameters of one set as `core` takes them."""
        row = one(cls & stated(cls, key), "ExpressionParamSet")
        return METHODS[row["expression_method"]].from_dict(row["expression_params"])


@schema
class PrototypeTask(PipelineTable, dj.Manual):
    """What a prototype set is made from, or read from; never edited, known by its content."""

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

    class Source(PipelineTable, dj.Part):
        """A recording whose events give frames to the set."""

        definition = """
        # A recording whose events give frames to the set
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
        """Ask for prototypes from recordings; the key, which is there before the prototypes.

        Parameters
        ----------
        sources : iterable of mapping
            For each recording, its HOGTask key and its EventSet key in one mapping.
        paramset : mapping
            Key of an ExpressionParamSet.
        prototype_set_id : int, optional
            The number to give it; by default the next one.
        description : str
            Free text; not part of the set's identity.

        Raises
        ------
        PrototypeError
            If there is no source, one has no events, or they have different HOG parameters.
        ParameterError
            If a key is incomplete or names nothing.
        """
        chosen = [_source(key) for key in sources]
        if not chosen or len({key["hog_paramset_id"] for key in chosen}) > 1:
            raise PrototypeError(
                "A prototype set cannot be made from these recordings.",
                expected="at least one, all with the same HOG parameters",
                got=f"{len(chosen)} sources",
            )
        params = one(ExpressionParamSet & stated(ExpressionParamSet, paramset), "parameter set")
        identity = {
            "kind": "PrototypeSet",
            "params": params["expression_paramset_hash"],
            "sources": sorted(_source_identity(key) for key in chosen),
        }
        row = {
            "prototype_task_mode": "trigger",
            "prototype_paramset_id": params["expression_paramset_id"],
            "prototype_set_hash": content_hash(identity),
            "prototype_set_description": description,
        }
        return cls._add(row, prototype_set_id, {cls.Source: chosen})

    @classmethod
    def add_file(
        cls, path: str, *, prototype_set_id: int | None = None, description: str = ""
    ) -> dict[str, Any]:
        """Ask for the prototypes of a file that `mouseface score` wrote; the key.

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
            If it is no prototypes file, or a stimulus is not in the table Stimulus.
        """
        found = _load(path)
        row = {
            "prototype_task_mode": "load",
            "prototype_path": PurePosixPath(path).as_posix(),
            "prototype_set_hash": found.content_hash(),
            "prototype_set_description": description,
        }
        return cls._add(row, prototype_set_id, {})

    @classmethod
    def _add(cls, row, wanted_id, parts) -> dict[str, Any]:
        names = ("prototype_set_hash", "prototype_set_id")
        return add_once(cls, *names, row, wanted_id=wanted_id, parts=parts)


@schema
class PrototypeSet(PipelineTable, dj.Computed):
    """A neutral face and a prototype per stimulus, with the grid they fit."""

    definition = """
    # A neutral face and a prototype per stimulus, with the grid they fit
    -> PrototypeTask
    ---
    prototype_hog_params: json
    prototype_cells_hash: char(64)          # of what decides the cell histograms
    prototype_grid_rows: int32
    prototype_grid_columns: int32
    prototype_length: int32                 # numbers in a vector
    neutral_vector: <blob>                  # float64, the neutral descriptor
    valid_numbers: <blob>                   # bool, numbers that count; others are masked
    prototype_provenance: json              # crop, parameters, frames and files of the sources
    prototype_digest: char(64)              # over vectors, neutral, grid and provenance
    prototype_made_at: datetime             # UTC
    prototype_code_version: varchar(32)
    """

    class Prototype(PipelineTable, dj.Part):
        """The prototype face of a stimulus; that it is an emotion's is an interpretation."""

        definition = """
        # The prototype face of a stimulus
        -> master
        -> Stimulus.proj(prototype='stimulus')
        ---
        prototype_order: int32              # 0, 1, ... as they were made
        prototype_n_frames: int32           # averaged
        prototype_r_neutral=null: float64   # Pearson correlation with the neutral face
        prototype_vector: <blob>            # float64, a descriptor
        """

    class SourceFrame(PipelineTable, dj.Part):
        """A frame that was averaged into a prototype."""

        definition = """
        # A frame that was averaged into a prototype
        -> PrototypeSet.Prototype
        -> VideoRecording
        source_frame: int64
        ---
        source_rank: int32                  # 0 is the least like neutral
        source_time_s: float64              # on the clock of the source's event set
        source_r_neutral=null: float64      # Pearson correlation with the neutral face
        source_digest: char(64)             # of the descriptors it was taken from
        """

    @property
    def key_source(self):
        """Tasks whose every source has descriptors, and those that load a file."""
        return PrototypeTask - (PrototypeTask.Source - HOGProcessing.proj()).proj()

    def make_fetch(self, key):
        """Paths, digests, events and parameters."""
        task = (PrototypeTask & key).fetch1()
        params = None
        if task["prototype_task_mode"] == "trigger":
            params_key = {"expression_paramset_id": task["prototype_paramset_id"]}
            params = ExpressionParamSet.params(params_key).to_dict()
        sources = [_sources.fetch(k) for k in (PrototypeTask.Source & key).keys(order_by="KEY")]
        return task["prototype_path"], params, sources

    def make_compute(self, key, path, params, sources):
        """Make the prototypes, or read the file; outside the transaction."""
        if path is not None:
            return _load(path), []
        return _sources.make(sources, ScoreParams.from_dict(params))

    def make_insert(self, key, found, frames):
        """Insert the set, its vectors one by one, and the frames they came from."""
        self.insert1({**key, **_set_row(found)})
        r = pearson_rows(found.vectors[:, found.valid], found.neutral[None, found.valid])[:, 0]
        for order, name in enumerate(found.names):
            row = {
                "prototype": name,
                "prototype_order": order,
                "prototype_r_neutral": null(r[order]),
            }
            row["prototype_n_frames"] = sum(
                frame.prototype == name for frame in found.source_frames
            )
            self.Prototype.insert1({**key, **row, "prototype_vector": found.vectors[order]})
        self.SourceFrame.insert([{**key, **frame} for frame in frames])

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Prototypes:
        """The prototypes of one set as `core` takes them; `.save(path)` writes the file."""
        row = one(cls & key, "PrototypeSet")
        parts = (cls.Prototype & {n: row[n] for n in cls().primary_key}).to_dicts(
            order_by="prototype_order"
        )
        return _sources.prototypes(row, parts)

    @classmethod
    def stale(cls) -> list[dict[str, Any]]:
        """Sets whose sources are gone or have been computed anew since.

        Returns
        -------
        list of dict
            Key of the set and of the recording, and `reason`.  The set and what was
            scored with it stay valid as a record; make a new set where it matters.
        """
        names = [*cls().primary_key, *VideoRecording().primary_key]
        used = dj.U(*names, "source_digest") & cls.SourceFrame
        source = PrototypeTask.Source * HOGProcessing.proj(now_digest="result_digest")
        found = []
        for row in used.to_dicts():
            key = {name: row[name] for name in names}
            now = set((source & key).to_arrays("now_digest"))
            if row["source_digest"] not in now:
                reason = "computed anew, with another result" if now else "descriptors are gone"
                found.append({**key, "reason": reason})
        return found


def _set_row(found: Prototypes) -> dict[str, Any]:
    return {
        "prototype_hog_params": found.hog.to_dict(),
        "prototype_cells_hash": found.hog.cells_hash(),
        "prototype_grid_rows": found.grid[0],
        "prototype_grid_columns": found.grid[1],
        "prototype_length": len(found.neutral),
        "neutral_vector": found.neutral,
        "valid_numbers": np.asarray(found.valid),
        "prototype_provenance": _sources.provenance(found),
        "prototype_digest": found.content_hash(),
        "prototype_made_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        "prototype_code_version": __version__,
    }


def _source(key: Mapping[str, Any]) -> dict[str, Any]:
    """The key of a source, after making sure that its parents exist and it has events."""
    task = stated(HOGTask, key)
    events = stated(EventSet, key)
    one(HOGTask & task, "HOGTask")
    if not one(EventSet & events, "EventSet")["n_events"]:
        raise PrototypeError(
            "A source has no events, so no frame of it shows a stimulus.",
            got=str(events),
            do="give the event set with the recording's events",
        )
    return {**task, **events}


def _source_identity(key: Mapping[str, Any]) -> list[str]:
    """What a source is made of, by content where there is a hash."""
    names = ("crop_hash", "hog_paramset_hash", "event_set_hash")
    row = (HOGTask * FaceCrop * HOGParamSet * EventSet & key).proj(*names).fetch1()
    return [row[name] for name in names]


def _load(path: str) -> Prototypes:
    found = Prototypes.load(inside(link(), path))
    unknown = sorted(set(found.names) - set(Stimulus().to_arrays("stimulus")))
    if unknown:
        raise PrototypeError(
            f"The file has prototypes of unknown stimuli: {', '.join(unknown)}.",
            do="insert them into Stimulus first",
        )
    return found
