"""`PrototypeSet`: the neutral face and prototypes of each set.

A set stores its own prototypes. Its source frames and events refer to recordings and keep the
digest of their descriptors, without a foreign key to them: computing a recording's descriptors
again deletes neither the prototypes nor the scores of other recordings. `stale` lists the sets
whose sources have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import one, primary_key_of
from ..core.results.pictures import Picture
from ..core.scoring.methods import method
from ..descriptors import HOGProcessing
from ..errors import PrototypeError
from ..recording import RecordingInfo, VideoRecording  # noqa: F401 (in a definition)
from . import _sources, _stale
from ._prototype_rows import fitted_rows, open_set, record_rows
from ._schema import schema
from .events import EventSet, Stimulus  # noqa: F401 (in a definition)
from .paramsets import ExpressionParamSet
from .prototype_tasks import PrototypeTask, load_file


@schema
class PrototypeSet(PipelineTable, dj.Computed):
    """A neutral face and a prototype per stimulus, with the grid they fit.

    If the contrast method refuses a set, the Part Finding has the reasons and there are no
    prototypes.  The stored model is made from all trials and scores other sessions.  The
    recording itself is cross-validated, with models that leave out the trial they score
    and are not stored here.
    """

    ARRAY_PARTS = ("Prototype", "Model")
    definition = """
    # A neutral face and a prototype per stimulus, or the reasons why there is none
    -> PrototypeTask
    ---
    prototype_method: varchar(32)
    prototype_hog_params=null: json         # published: of the descriptors
    prototype_cells_hash=null: char(64)     # published: of what decides the cell histograms
    prototype_grid_rows=null: int32         # published: cells; contrast: pixels of the thumbnail
    prototype_grid_columns=null: int32      # likewise
    prototype_length=null: int32            # numbers in a prototype
    neutral_vector=null: <blob>             # published: descriptor; contrast: (y, x) luma levels
    valid_features=null: <blob>              # bool, features that count; others are masked
    prototype_provenance: json              # parameters and files of the sources, and more
    prototype_digest: char(64)              # over everything that scores depend on
    prototype_recorded_at=null: datetime    # when the latest source was recorded, where known
    prototype_made_at: datetime             # UTC
    prototype_code_version: varchar(32)
    """

    class Prototype(PipelineTable, dj.Part):
        """The prototype of a stimulus; reading it as an emotion is an interpretation."""

        definition = """
        # The prototype face of a stimulus
        -> master
        -> Stimulus.proj(prototype='stimulus')
        ---
        prototype_order: int32              # 0, 1, ... as they were made
        prototype_n_frames=null: int32      # averaged; null: not known
        prototype_r_neutral=null: float64   # published: Pearson correlation with neutral
        prototype_vector: <blob>            # published: descriptor; contrast: minus neutral, luma
        """

    class Model(PipelineTable, dj.Part):
        """The model that scores another session, as a file; `PrototypeSet.open` reads it."""

        definition = """
        # The model that computes a contrast score of another session
        -> master
        ---
        model_npz: <blob>                   # bytes of a ContrastPrototypes file
        """

    class SourceFrame(PipelineTable, dj.Part):
        """A frame that was averaged into a published prototype."""

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

    class SourceEvent(PipelineTable, dj.Part):
        """A trial that made a contrast prototype, and its frames."""

        definition = """
        # A trial that made a contrast prototype, and its frames
        -> PrototypeSet.Prototype
        -> EventSet.Event
        ---
        source_event_first_frame: int64
        source_event_stop_frame: int64      # one after the last
        source_event_n_frames: int64        # usable ones
        source_event_digest: char(64)       # of the result it was taken from
        """

    class Finding(PipelineTable, dj.Part):
        """A finding when the set was made, with its reason."""

        definition = """
        # A finding when the set was made, with its reason
        -> master
        prototype_finding: varchar(32)        # too_few_events, moved, ...
        prototype_finding_about: varchar(64)  # the stimulus; blank: the whole
        ---
        prototype_finding_severity: enum('ok','note','refused')
        prototype_finding_reason: varchar(1024)
        """

    @property
    def key_source(self):
        """Tasks whose every source has descriptors, and those that load a file."""
        return PrototypeTask - (PrototypeTask.Source - HOGProcessing.proj()).proj()

    def make_fetch(self, key):
        """Paths, digests, events and parameters."""
        PrototypeTask.check(key)
        task = (PrototypeTask & key).fetch1()
        params = None
        if task["prototype_task_mode"] == "trigger":
            params_key = {"expression_paramset_id": task["prototype_paramset_id"]}
            found = ExpressionParamSet.params(params_key)
            params = {"method": found.METHOD, "params": found.to_dict()}
        sources = [_sources.fetch(k) for k in (PrototypeTask.Source & key).keys(order_by="KEY")]
        return task["prototype_path"], params, sources

    def make_compute(self, key, path, params, sources):
        """Make the prototypes, or read the file; outside the transaction."""
        if path is not None:
            one, found = load_file(path)
            rows = record_rows(one.record(found))
            asked = (PrototypeTask & key).fetch1("prototype_set_hash")
            _same_file(path, asked, rows[None]["prototype_digest"])
            rows[None]["recorded_at"] = rows[None].get(
                "recorded_at"
            ) or _sources.recorded_at_of_files(
                file.get("sha256", "") for file in one.source_files(found)
            )
        else:
            one = method(params["method"])
            for source in sources:
                _sources.check_events(source)
            rows = fitted_rows(one, sources, params["params"])
        times = [source["recorded_at"] for source in sources if source["recorded_at"]]
        told = rows[None].pop("recorded_at", None)
        times += [told] if told else []
        hashes = sorted({text for source in sources for text in source["clock_hashes"]})
        rows[None]["prototype_provenance"] |= {"clock_hashes": hashes}
        rows[None] |= {
            "prototype_method": one.name,
            "prototype_recorded_at": datetime.fromisoformat(max(times)) if times else None,
            "prototype_made_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            "prototype_code_version": __version__,
        }
        return rows.pop(None), rows

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Any:
        """The prototypes of one set as `core` takes them; `.save(path)` writes the file.

        Returns
        -------
        Prototypes or ContrastPrototypes

        Raises
        ------
        ParameterError
            If the key names no set, or several.
        PrototypeError
            If the set was refused.
        FixedRowError
            If its prototypes were edited.
        """
        row, parts = cls.stored(key)
        return open_set(row, parts)

    @classmethod
    def pictures(cls, key: Mapping[str, Any]) -> dict[str, list[Picture]]:
        """Thumbnails of the source frames of published prototypes, least like neutral first.

        Parameters
        ----------
        key : mapping
            Names one set.

        Raises
        ------
        ResultError
            If a source's result folder, which holds the pictures, is gone.
        """
        own = primary_key_of(cls, one(cls & key, "PrototypeSet"))
        found: dict[str, list[Picture]] = {}
        recording = [n for n in PrototypeTask.Source().primary_key if n != "prototype_set_id"]
        for row in (cls.SourceFrame & own).to_dicts(order_by=["prototype", "source_rank"]):
            # thumbnails are of the whole crop, so any result of the source has them
            of = {name: row[name] for name in recording if name in row}
            source = (PrototypeTask.Source & own & of).keys()[0]
            frame = row["source_frame"]
            image = HOGProcessing.result(source).thumbnails[frame : frame + 1][0]
            found.setdefault(row["prototype"], []).append(Picture(frame, image))
        return found

    @classmethod
    def stored(cls, key: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list]]:
        """The row of one set, and its Prototype, Model and Finding rows."""
        row = one(cls & key, "PrototypeSet")
        own = {name: row[name] for name in cls().primary_key}
        vectors = (cls.Prototype & own).to_dicts(order_by="prototype_order")
        model, findings = (cls.Model & own).to_dicts(), (cls.Finding & own).to_dicts()
        return row, {"Prototype": vectors, "Model": model, "Finding": findings}

    @classmethod
    def stale(cls) -> list[dict[str, Any]]:
        """Sets whose sources were deleted or recomputed, or now have other frame times.

        Returns
        -------
        list of dict
            Key of the set and of the recording, and `reason`. The set and its scores stay valid as
            a record; make a new set where it matters.

        Notes
        -----
        A later event set of the same recording makes nothing stale: it may correct the earlier one
        or describe other stimuli.
        """
        return _stale.stale_sets(cls, PrototypeTask.Source)

    @classmethod
    def sources(cls, key: Mapping[str, Any]) -> dj.Table:
        """The recordings that sets were made from, with their dates, as a query."""
        recorded = RecordingInfo.proj("recording_datetime")
        return PrototypeTask.Source * recorded & (cls & key).proj()


def _same_file(path: str, asked: str, found: str) -> None:
    if found != asked:
        raise PrototypeError(
            f"The prototypes in {path!r} are not those that were requested.",
            expected=f"the file with digest {asked}",
            got=found,
            do="put the former file back, or call PrototypeTask.add_file again, which makes a new "
            "set",
        )
