"""Input of `core` from the rows of a recording.

The functions here exchange plain values: a table's `make_fetch` fetches paths, digests and events,
and its `make_compute` opens them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..core.events import Events
from ..core.scoring.method.recording import Recording, RecordingFile
from ..descriptors import FaceCrop, HOGProcessing
from ..params import Crop, content_hash
from ..recording import FrameClock, RecordingInfo, VideoRecording, frame_times
from ..recording.movie_info import recorded_at
from ._event_rows import check_times, event_of_row
from .events import EventSet

Row = dict[str, Any]
Rows = dict[str | None, Any]
"""Columns of a master under None, and lists of rows of its Parts by their names."""


def recording_of(source: Row) -> Recording:
    """A recording for a scoring method, from the values of `fetch`."""
    made_from = {name: source[name] for name in sorted(source)}
    files = [RecordingFile(*file) for file in source["files"]]
    return Recording(
        open_result=lambda: HOGProcessing.result(source["key"]),
        open_descriptors=lambda: HOGProcessing.open(source["key"]),
        times_s=frame_times(source["recording"], source["clock"]),
        events=events(source),
        crop=Crop.from_dict(source["crop"]),
        files=tuple(files),
        recorded_at=source["recorded_at"],
        source={
            "recording": {name: str(value) for name, value in source["recording"].items()},
            "result_digest": source["result_digest"],
            "files": [{"name": file.path, "sha256": file.sha256} for file in files],
            "n_events": len(source["events"]),
        },
        identity=content_hash({"source": repr(made_from)}),
    )


def fetch(key: Mapping[str, Any]) -> Row:
    """The inputs of a recording for a computation: digests, events, files.

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
        "recorded_at": recorded_at(recording),
        "result_digest": (HOGProcessing & key).fetch1("result_digest"),
        "clock": clock,
        "clock_hashes": list((FrameClock & recording & {"clock": clock}).to_arrays("clock_hash")),
        "events": [event_of_row(row) for row in rows],
        "files": [
            (row["file_path"], row["file_sha256"], row["file_first_frame"])
            for row in files.to_dicts(order_by="file_id")
        ],
        "crop": FaceCrop.crop(key).to_dict(),
    }


def events(source: Row) -> Events | None:
    """The events of a source as `core` takes them; None if it has none."""
    rows = [tuple(row) for row in source["events"]]
    return Events.from_rows(rows) if rows else None


def check_events(source: Row) -> None:
    """Check that the events are inside the recording; they may be older than its times."""
    if found := events(source):
        check_times(found, frame_times(source["recording"], source["clock"]))


def recorded_at_of_files(sha256s: Iterable[str]) -> str | None:
    """The latest date, in the tables, of the recordings that have these files.

    A file of prototypes may lack the date, while the movie that made it is in the tables.
    """
    known = [{"file_sha256": text} for text in sha256s if text]
    rows = (RecordingInfo.File & known).to_dicts() if known else []
    names = VideoRecording().primary_key
    times = [recorded_at({name: row[name] for name in names}) for row in rows]
    return max((text for text in times if text), default=None)
