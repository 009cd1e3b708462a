"""What a recording's movie is, from the rows that were read from its files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from ..core.results.scored import MovieFile, MovieInfo
from .videos import RecordingInfo, VideoRecording


def movie_info(recording: Mapping[str, Any]) -> MovieInfo:
    """The movie of one recording: its files with their checksums, rate and time of recording.

    Parameters
    ----------
    recording : mapping
        Key of one populated RecordingInfo.
    """
    row = (RecordingInfo & recording).fetch1()
    files = RecordingInfo.File * VideoRecording.File.proj("file_path") & recording
    return MovieInfo(
        tuple(
            MovieFile(
                file["file_path"].rpartition("/")[2],
                file["file_sha256"],
                file["file_nframes"],
                file["file_path"],
            )
            for file in files.to_dicts(order_by="file_id")
        ),
        row["fps"],
        row["recording_duration"],
        bool(row["is_vfr"]),
        row["time_source"],
        tuple(row["reading_notes"] or ()),
        recorded_at(recording),
    )


def recorded_at(recording: Mapping[str, Any]) -> str | None:
    """When a recording was made, ISO 8601: as its file says, else as its session's key does."""
    stated = (RecordingInfo & recording).fetch1("recording_datetime")
    if stated is None:
        times = [value for value in recording.values() if isinstance(value, date)]
        stated = times[0] if times else None
    if isinstance(stated, date) and not isinstance(stated, datetime):
        stated = datetime.combine(stated, time())
    return None if stated is None else stated.isoformat()
