"""Compare the frames of a `StructureTask`, and store what is found in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import MOUSEFACE, result_of, same_digest, still_there
from .._schema.rows import columns_of, null, one, primary_key_of
from ..core.results.structure_folder import read_structure, write_structure
from ..core.structure import Structure, StructureSource, structure
from ..core.structure.content import digest_of_structure
from ..descriptors import HOGProcessing
from ..errors import ResultError
from ..expression.events import EventSet
from ..features.frame_features import FrameFeatures
from ..linking import link
from ..params import content_hash
from ..recording import VideoRecording
from ._responses import clock_hash
from ._stale import changed
from .structure_tasks import StructureParamSet, StructureTask

Row = dict[str, Any]

_OF_CLUSTER = (
    *("n_frames", "silhouette", "neighbor", "valley", "stimulus", "stimulus_share"),
    *("recording_share", "middle_frame"),
)
_OF_COMPARISON = (
    *("value", "null", "null_median", "null_low", "null_high", "p", "least_p", "n_frames"),
)


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a structure: keys and digests of its sources, and parameters."""
    task = (StructureTask & primary_key_of(StructureTask, key)).fetch1()
    return {
        "hash": task["structure_hash"],
        "sources": [_source(row) for row in StructureTask.sources(task)],
        "params": StructureParamSet.params(task).to_dict(),
    }


def _source(row: Row) -> Row:
    passed = one(HOGProcessing & primary_key_of(HOGProcessing, row), "row of HOGProcessing")
    if passed["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: the sample needs flags and quality, "
            "too.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    found: Row = {
        "pass": primary_key_of(HOGProcessing, row),
        "digest": passed["result_digest"],
        "name": ", ".join(str(row[name]) for name in VideoRecording().primary_key),
        "animal": row["structure_animal"],
        "session": row["structure_session"],
        "events": None,
        "clock_hash": None,
        "features": None,
        "features_digest": None,
    }
    if row["event_set_id"] is not None:
        found["events"] = primary_key_of(EventSet, row)
        EventSet.check(found["events"])
        found["clock_hash"] = clock_hash(found["events"])
    if row["feature_task_id"] is not None:
        found["features"] = primary_key_of(FrameFeatures, row)
        found["features_digest"] = (FrameFeatures & found["features"]).fetch1("features_digest")
    return found


def made(request: Row) -> tuple[Row, dict[str, list[Row]]]:
    """Compare the frames, and write the folder.

    Returns
    -------
    row, parts
        Columns of `Structure`, and rows of its Parts by their names.
    """
    params = StructureParamSet.KIND.from_dict(request["params"])
    found = structure([_opened(source) for source in request["sources"]], params=params)
    row = {
        "structure_path": _store(found, request),
        "structure_digest": digest_of_structure(found),
        "structure_source_digests": _digests(request),
        "structure_n_frames": len(found),
        "structure_n_clusters": found.n_clusters,
        "structure_n_left_out": sum(one.n_frames for one in found.left_out),
        "structure_findings": list(found.findings) or None,
    }
    return row, _parts(found)


def _opened(source: Row) -> StructureSource:
    result = result_of(link(), (HOGProcessing & source["pass"]).fetch1())
    events = source["events"]
    return StructureSource(
        source["name"],
        result=result,
        table=None if source["features"] is None else FrameFeatures.open(source["features"]),
        events=None if events is None else EventSet.events(events),
        times_s=None if events is None else EventSet.times(events),
        session=source["session"],
        animal=source["animal"],
    )


def _digests(request: Row) -> list[list[str | None]]:
    """Of the pass and the features of each source, in their order."""
    return [[one["digest"], one["features_digest"]] for one in request["sources"]]


def _store(found: Structure, request: Row) -> str:
    """Write what is found to its folder; the path as the table has it."""
    clocks = [one["clock_hash"] for one in request["sources"]]
    name = content_hash([request["hash"], _digests(request), clocks])[:NAME_DIGITS]
    relative = f"{FOLDER}/structure-{name}"
    folder = Path(link().processed_dir()) / relative
    folder.mkdir(parents=True, exist_ok=True)
    # what is there is of the same content, or damaged
    write_structure(found, folder)
    return relative


def _parts(found: Structure) -> dict[str, list[Row]]:
    return {
        "Cluster": [
            {
                "structure_cluster": row.cluster,
                **columns_of(row, "structure_cluster", _OF_CLUSTER),
                "structure_cluster_recording": found.recordings[row.recording],
                "structure_cluster_middle_recording": found.recordings[row.middle_recording],
            }
            for row in found.cluster_rows
        ],
        "Number": [
            {
                "structure_number": row.clusters,
                **{
                    f"structure_number_{name}": null(getattr(row, name))
                    for name in ("silhouette", "null_mean", "null_high", "p", "valley", "accepted")
                },
            }
            for row in found.counts
        ],
        "Comparison": [
            {
                "structure_against": row.against,
                "structure_measure": row.measure,
                **columns_of(row, "structure_against", _OF_COMPARISON),
            }
            for row in found.comparisons
        ],
    }


def opened(row: Row) -> Structure:
    """What is in the folder of a row of `Structure`."""
    found = read_structure(still_there(link(), row["structure_path"], "Structure"))
    same_digest(
        digest_of_structure(found), row["structure_digest"], row["structure_path"], "Structure"
    )
    return found


def stale(table: type[dj.Table]) -> list[Row]:
    """Rows whose sources' passes or features are gone, or have changed.

    Parameters
    ----------
    table : Structure
    """
    found = []
    for row in table.proj("structure_source_digests").to_dicts():  # type: ignore[attr-defined]
        own = {name: row[name] for name in table().primary_key}
        used = zip(StructureTask.sources(own), row["structure_source_digests"], strict=True)
        for source, (passed, features) in used:
            reasons = [changed(HOGProcessing, source, "result_digest", passed, "descriptors")]
            if features is not None:
                reasons.append(
                    changed(FrameFeatures, source, "features_digest", features, "features")
                )
            recording = primary_key_of(VideoRecording, source)
            found += [{**own, **recording, "reason": reason} for reason in reasons if reason]
    return found
