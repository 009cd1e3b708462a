"""Tables of recordings: videos, their files, and the clocks of their frames.

A recording is one movie, of one file or of several in order.  Frame counts and
times are read from the stream: headers promise what files do not hold, and 29.97
frames per second are never 29.  Times are compact and exact (`core.sync.packed_times`).

    VideoRecording ── File
      ├─ RecordingInfo ── File
      │    └─ FrameClock ── (Clock)
      └─ ClockSource ── (Clock)
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..linking import link
from ._schema import schema
from .clocks import Clock, ClockSource, FrameClock, frame_times
from .folders import missing_folders, orphaned_folders
from .videos import (
    RecordingInfo,
    VideoRecording,
    existing_recording,
    open_recording,
    recording_paths,
)

__all__ = [
    "Clock",
    "ClockSource",
    "FrameClock",
    "RecordingInfo",
    "VideoRecording",
    "activate",
    "existing_recording",
    "frame_times",
    "link",
    "missing_folders",
    "open_recording",
    "orphaned_folders",
    "recording_paths",
    "schema",
]

TABLES = (VideoRecording, RecordingInfo, Clock, ClockSource, FrameClock)
activate = SchemaModule("recording", schema, TABLES).activate
