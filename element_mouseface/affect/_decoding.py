"""Decode the stimuli of a `DecodingTask`, and store in its folder what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import result_of, same_digest, still_there
from .._schema.rows import primary_key_of
from ..core.decoding import Cells, Decoding, Thumbnails, decode, read_decoding, write_decoding
from ..core.decoding.sources import Pictures
from ..core.frame_features import FrameTable
from ..core.outputs.reported import REPORT
from ..descriptors import HOGProcessing
from ..expression.events import EventSet
from ..features.frame_features import FrameFeatures
from ..features.tasks import FeatureTask
from ..frame_models.paramsets import LearningParamSet
from ..linking import link
from ..params import content_hash
from ..params.fields import json_mapping
from ..recording import VideoRecording
from . import _decoding_rows
from ._groups import groups_of
from ._responses import clock_hash
from ._stale import changed
from .decoding_tasks import DecodingTask
from .paramsets import DecodingParamSet

Row = dict[str, Any]


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides a decoding: keys and digests of its sources, and parameters."""
    task = (DecodingTask & key).fetch1()
    return {
        **{name: task[f"decoding_{name}"] for name in ("columns", "pictures", "beside", "hash")},
        "named": bool(task["decoding_named"]),
        "sources": [_source(row, task) for row in DecodingTask.sources(task)],
        "params": DecodingParamSet.params(task).to_dict(),
        "learning": LearningParamSet.params(task).to_dict(),
    }


def _source(row: Row, task: Row) -> Row:
    features, events = primary_key_of(FrameFeatures, row), primary_key_of(EventSet, row)
    EventSet.check(events)
    found = {
        "features": features,
        "digest": (FrameFeatures & features).fetch1("features_digest"),
        "events": events,
        "on_movie": (EventSet & events).fetch1("clock") == "movie",
        "clock_hash": clock_hash(events),
        "animal": row["decoding_animal"],
        "session": row["decoding_session"],
        "movie": _name_of(row),
        "pass": None,
    }
    if task["decoding_pictures"] != "none":
        of = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1()
        found["pass"] = primary_key_of(HOGProcessing, of)
        found["pass_digest"] = (HOGProcessing & found["pass"]).fetch1("result_digest")
    return found


def _name_of(key: Mapping[str, Any]) -> str:
    """The name of a recording: the values of its key."""
    return ", ".join(str(key[name]) for name in VideoRecording().primary_key)


def decoded(request: Row, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Decode, and write the folder.

    Returns
    -------
    row, parts
        Columns of `Decoding`, and rows of its Parts by their names.
    """
    sources, beside = request["sources"], request["beside"] or {}
    times = [None if one["on_movie"] else EventSet.times(one["events"]) for one in sources]
    given: Iterable[Any] = zip(sources, times, strict=True)
    tables = [_table(one, on, request["columns"]) for one, on in given if request["named"]]
    events = [EventSet.events(one["events"]) for one in sources]
    found = decode(
        tables or [None] * len(sources),
        events,  # type: ignore[arg-type]
        groups_of(sources),
        pictures=None
        if request["pictures"] == "none"
        else [_shown(*one, request["pictures"]) for one in zip(sources, times, strict=True)],
        beside={
            name: [_table(*one, columns) for one in zip(sources, times, strict=True)]
            for name, columns in beside.items()
        },
        columns=request["columns"],
        params=DecodingParamSet.KIND.from_dict(request["params"]),
        learning=LearningParamSet.KIND.from_dict(request["learning"]),
        workers=workers,
    )
    path = _store(found, request)
    row = {
        "decoding_path": path,
        "decoding_digest": _digest(Path(link().processed_dir()) / path),
        "decoding_source_digests": [one["digest"] for one in sources],
        "decoding_by": found.by,
        "decoding_classes": list(found.classes),
        "decoding_n_trials": sum(len(one) for one in events if one is not None),
        "decoding_n_copies": len(found.leakage),
        "decoding_findings": list(found.findings) or None,
    }
    return row, _decoding_rows.part_rows(found, sources)


def _table(source: Row, times_s: np.ndarray | None, columns: list[str] | None) -> FrameTable:
    """The features of a source, with times on the clock of its events."""
    found = FrameFeatures.open(source["features"], columns)
    return found if times_s is None else replace(found, times_s=times_s)


@dataclass(frozen=True, eq=False)
class _OnClock:
    """Pictures with times on the clock of the events."""

    pictures: Pictures
    times_s: np.ndarray

    @property
    def flags(self) -> np.ndarray | None:
        return self.pictures.flags

    @property
    def n_numbers(self) -> int:
        return self.pictures.n_numbers

    @property
    def told(self) -> dict[str, Any]:
        return self.pictures.told

    def read(self, first: int, stop: int) -> np.ndarray:
        return self.pictures.read(first, stop)


def _shown(source: Row, times_s: np.ndarray | None, kind: str) -> Pictures:
    """The pictures of a source."""
    row = (HOGProcessing & source["pass"]).fetch1()
    result = result_of(link(), row)
    shown: Pictures = Thumbnails(result)
    if kind == "cells":
        shown = Cells(HOGProcessing.open(source["pass"]), result)
    return shown if times_s is None else _OnClock(shown, times_s)


def _store(found: Decoding, request: Row) -> str:
    """Write what is told to its folder; the path as the table has it."""
    content = [
        [one["digest"], one.get("pass_digest"), one["clock_hash"]] for one in request["sources"]
    ]
    name = content_hash([request["hash"], content])[:NAME_DIGITS]
    relative = f"{FOLDER}/decoding-{name}"
    # what is there is of the same content, or damaged
    write_decoding(found, Path(link().processed_dir()) / relative, asked_for=request["hash"])
    return relative


def _digest(folder: Path) -> str:
    """Of all that a folder holds; `read_decoding` compares it with the content."""
    return str(json_mapping(folder / REPORT)["digest"])


def opened(row: Row) -> Decoding:
    """The decoding that the folder of a row of `Decoding` holds."""
    path = still_there(link(), row["decoding_path"], "Decoding")
    found = read_decoding(path)
    same_digest(_digest(path), row["decoding_digest"], row["decoding_path"], "Decoding")
    return found


def stale(table: type[dj.Table]) -> list[Row]:
    """Rows whose sources' features are gone, or have changed.

    Parameters
    ----------
    table : Decoding
    """
    found = []
    for row in table.proj("decoding_source_digests").to_dicts():  # type: ignore[attr-defined]
        own = {name: row[name] for name in table().primary_key}
        used = zip(DecodingTask.sources(own), row["decoding_source_digests"], strict=True)
        for source, digest in used:
            if reason := changed(FrameFeatures, source, "features_digest", digest, "features"):
                recording = primary_key_of(VideoRecording, source)
                found.append({**own, **recording, "reason": reason})
    return found
