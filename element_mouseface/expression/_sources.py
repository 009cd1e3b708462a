"""From the rows of a recording to what `core` computes with.

Every function here takes or gives plain values: `make_fetch` of the tables
fetches paths, digests and events, `make_compute` opens what they name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import datajoint as dj
import numpy as np

from ..core.events import Events
from ..descriptors import FaceCrop, HOGProcessing
from ..params import Crop
from ..recording import FrameClock, RecordingInfo, VideoRecording, frame_times
from ._event_rows import check_times
from .events import EventSet

__all__ = ["File", "DescriptorInput", "Row", "Rows", "age_days", "events", "fetch", "insert"]

Row = dict[str, Any]
Rows = dict[str | None, Any]
"""Columns of a master under None, and lists of rows of its Parts by their names."""


@dataclass(frozen=True)
class File:
    """A video file: its path, its checksum, and its first frame in the recording."""

    path: str
    sha256: str
    first_frame: int


class DescriptorInput:
    """A recording's descriptors, times on the events' clock, events and files.

    Parameters
    ----------
    source : dict
        What `fetch` gave.
    """

    def __init__(self, source: Row):
        key = source["key"]
        self.digest: str = source["result_digest"]
        self.recording: Row = source["recording"]
        self.descriptors = HOGProcessing.open(key)
        self.times_s = frame_times(self.recording, source["clock"])
        flags = getattr(self.descriptors, "flags", None)
        self.flags = None if flags is None else np.asarray(flags)
        self.events = events(source)
        self.files = tuple(File(*file) for file in source["files"])
        self.crop = Crop.from_dict(source["crop"])


def fetch(key: Mapping[str, Any]) -> Row:
    """What decides a recording's part in a computation: digests, events, files.

    Parameters
    ----------
    key : mapping
        With the columns of a HOGTask key and an EventSet key.
    """
    recording = {name: key[name] for name in VideoRecording().primary_key}
    EventSet.check({name: key[name] for name in EventSet().primary_key})
    clock = (EventSet & key).fetch1("clock")
    rows = (EventSet.Event & key).to_dicts(order_by="event_id")
    files = RecordingInfo.File * VideoRecording.File.proj("file_path") & recording
    return {
        "key": {name: key[name] for name in HOGProcessing().primary_key},
        "event_set": {name: key[name] for name in EventSet().primary_key},
        "recording": recording,
        "recorded_at": _recorded_at(recording),
        "result_digest": (HOGProcessing & key).fetch1("result_digest"),
        "clock": clock,
        "clock_hashes": list((FrameClock & recording & {"clock": clock}).to_arrays("clock_hash")),
        "events": [(row["stimulus"], row["onset_s"], row["offset_s"]) for row in rows],
        "files": [
            (row["file_path"], row["file_sha256"], row["file_first_frame"])
            for row in files.to_dicts(order_by="file_id")
        ],
        "crop": FaceCrop.crop(key).to_dict(),
    }


def events(source: Row) -> Events | None:
    """The events of a source as `core` takes them; None where it has none."""
    rows = [tuple(row) for row in source["events"]]
    return Events.from_rows(rows) if rows else None


def check_events(source: Row) -> None:
    """EventsError where events lie outside the recording: they may be older than its times."""
    if found := events(source):
        check_times(found, frame_times(source["recording"], source["clock"]))


def age_days(made_at: datetime | None, recorded_at: str | None) -> float | None:
    """Days from one recording to another; None where one is not known."""
    if made_at is None or recorded_at is None:
        return None
    return (datetime.fromisoformat(recorded_at) - made_at).total_seconds() / 86_400


def _recorded_at(recording: Row) -> str | None:
    """When a recording was made, ISO 8601: as its file says, else as its session's key does."""
    stated = (RecordingInfo & recording).fetch1("recording_datetime")
    if stated is None:
        times = [value for value in recording.values() if isinstance(value, date)]
        stated = times[0] if times else None
    if isinstance(stated, date) and not isinstance(stated, datetime):
        stated = datetime.combine(stated, time())
    return None if stated is None else stated.isoformat()


def insert(
    master: dj.Table, key: Mapping[str, Any], rows: Rows, array_parts: Sequence[str]
) -> None:
    """Insert a row and its Parts; arrays one by one, to keep each packet small.

    Parameters
    ----------
    master : table
    key : mapping
        Its primary key.
    rows : Rows
    array_parts : sequence of str
        Parts whose rows hold arrays of megabytes.
    """
    master.insert1({**key, **rows[None]})
    for name, many in rows.items():
        if name is None:
            continue
        part, many = getattr(master, name), [{**key, **row} for row in many]
        if name in array_parts:
            for row in many:
                part.insert1(row)
        else:
            part.insert(many)
