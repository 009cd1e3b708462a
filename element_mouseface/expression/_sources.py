"""From the rows of a recording to what `core` computes with, and back.

Every function here takes or gives plain values: `make_fetch` of the tables
fetches paths, digests and events, `make_compute` opens what they name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..core.events import Events
from ..core.joined import JoinedRows, join_events, join_times, split_frames
from ..core.prototype_set import Prototypes, SourceFile, SourceFrame
from ..core.scores import Scores
from ..core.scoring import make_prototypes, score_published
from ..descriptors import FaceCrop, HOGProcessing
from ..params import Crop, HOGParams, ScoreParams
from ..recording import FrameClock, RecordingInfo, VideoRecording, frame_times
from .events import EventSet

__all__ = ["Opened", "events", "fetch", "make", "prototypes", "provenance", "score"]

Row = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A video file: its path, its checksum, and its first frame in the recording."""

    path: str
    sha256: str
    first_frame: int


class Opened:
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
    clock = (EventSet & key).fetch1("clock")
    events = (EventSet.Event & key).to_dicts(order_by="event_id")
    files = RecordingInfo.File * VideoRecording.File.proj("file_path") & recording
    return {
        "key": {name: key[name] for name in HOGProcessing().primary_key},
        "recording": recording,
        "result_digest": (HOGProcessing & key).fetch1("result_digest"),
        "clock": clock,
        "clock_hashes": list((FrameClock & recording & {"clock": clock}).to_arrays("clock_hash")),
        "events": [(row["stimulus"], row["onset_s"], row["offset_s"]) for row in events],
        "files": [
            (row["file_path"], row["file_sha256"], row["file_first_frame"])
            for row in files.to_dicts(order_by="file_id")
        ],
        "crop": FaceCrop.crop(key).to_dict(),
    }


def make(sources: Sequence[Row], params: ScoreParams) -> tuple[Prototypes, list[Row]]:
    """Prototypes from the events of one or several recordings, and rows for their frames.

    Several recordings are taken as one, with a gap of an hour between them: the
    neutral face and the choice of frames are over all of them together.

    Raises
    ------
    PrototypeError, EventsError, ClockError, ResultError
        If a stimulus has no usable frame, grids differ, or a result is gone.
    """
    opened = [Opened(source) for source in sources]
    counts = [len(one.times_s) for one in opened]
    times_s, shifts = join_times([one.times_s for one in opened])
    flags = [
        np.zeros(n, np.uint16) if one.flags is None else one.flags
        for one, n in zip(opened, counts, strict=True)
    ]
    found = make_prototypes(
        JoinedRows([one.descriptors for one in opened]),
        times_s,
        np.concatenate(flags),
        join_events([one.events for one in opened], shifts),
        params,
        source_files=_files(opened, counts),
        crop=opened[0].crop if len(opened) == 1 else None,
    )
    part, number = split_frames(np.array([f.frame for f in found.source_frames]), counts)
    rows = [
        {
            **opened[p].recording,
            "prototype": frame.prototype,
            "source_frame": int(n),
            "source_rank": frame.rank,
            "source_time_s": frame.time_s - shifts[p],
            "source_r_neutral": frame.r_neutral,
            "source_digest": opened[p].digest,
        }
        for frame, p, n in zip(found.source_frames, part, number, strict=True)
    ]
    return found, rows


def provenance(found: Prototypes) -> Row:
    """What `prototypes` needs beside the arrays to give the same set back, as JSON."""
    return {
        "crop": None if found.crop is None else found.crop.to_dict(),
        "score_params": found.score_params,
        "source_frames": [asdict(frame) for frame in found.source_frames],
        "source_files": [asdict(file) for file in found.source_files],
        "created_by": found.created_by,
        "created_at": found.created_at,
    }


def prototypes(row: Row, parts: Sequence[Row]) -> Prototypes:
    """The set of a PrototypeSet row and its Prototype rows, in their order."""
    told = row["prototype_provenance"]
    return Prototypes(
        names=tuple(part["prototype"] for part in parts),
        vectors=np.array([part["prototype_vector"] for part in parts]),
        neutral=row["neutral_vector"],
        valid=row["valid_numbers"],
        grid=(row["prototype_grid_rows"], row["prototype_grid_columns"]),
        hog=HOGParams.from_dict(row["prototype_hog_params"]),
        crop=None if told["crop"] is None else Crop.from_dict(told["crop"]),
        score_params=told["score_params"],
        source_frames=tuple(SourceFrame(**frame) for frame in told["source_frames"]),
        source_files=tuple(SourceFile(**file) for file in told["source_files"]),
        created_by=told["created_by"],
        created_at=told["created_at"],
    )


def _files(opened: Sequence[Opened], counts: Sequence[int]) -> list[File]:
    """All files with their first frame in the joined recordings."""
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return [
        File(file.path, file.sha256, file.first_frame + int(begin))
        for one, begin in zip(opened, begins, strict=True)
        for file in one.files
    ]


def events(source: Row) -> Events | None:
    """The events of a source as `core` takes them; None where it has none."""
    rows = [tuple(row) for row in source["events"]]
    return Events.from_rows(rows) if rows else None


def score(source: Row, params: Row, prototypes: Prototypes) -> Scores:
    """Scores of one recording by these prototypes.

    Raises
    ------
    PrototypeError
        If the prototypes are of another grid or other parameters.
    ResultError
        If the result folder is gone.
    """
    opened = Opened(source)
    return score_published(
        opened.descriptors,
        opened.times_s,
        opened.flags,
        opened.events,
        ScoreParams.from_dict(params),
        prototypes=prototypes,
        windows=(),
        source_files=opened.files,
    )
