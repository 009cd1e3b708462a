"""What was filmed: recordings, what their files hold, and the clocks of their frames.

A recording is one movie, of one file or of several in order.  Frame counts and
times are read from the stream: headers promise what files do not hold, and 29.97
frames a second are never 29.  Times are compact and exact (`core.timecode`).

    VideoRecording ── File
      └─ RecordingInfo ── File
           └─ FrameClock ── (Clock)
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import datajoint as dj
import numpy as np

from ._recording_files import (
    GIVEN,
    file_rows,
    info_file_rows,
    info_row,
    one_key,
    open_files,
    recording_row,
)
from .core.timecode import unpack_times
from .core.video import VideoReader
from .errors import ActivationError, ParameterError, VideoChangedError
from .linking import Link, PipelineTable, resolve, server_errors
from .linking import activate as activate_schema

__all__ = [
    "Clock",
    "FrameClock",
    "RecordingInfo",
    "VideoRecording",
    "activate",
    "frame_times",
    "link",
    "open_recording",
    "recording_paths",
]

schema = dj.Schema()
_link: Link | None = None


def activate(
    schema_name: str,
    *,
    create_schema: bool = True,
    create_tables: bool | None = None,
    linking_module: Any = None,
) -> None:
    """Bind this module's tables to the server and the user's pipeline; again, it does nothing.

    Parameters
    ----------
    schema_name : str
        Name of the schema on the server.
    create_schema, create_tables : bool
        Whether to create what is missing; `create_tables=None` leaves it to `dj.config`.
    linking_module : module or str
        The linking module, or its importable name; see `element_mouseface.linking`.

    Raises
    ------
    LinkingError, StorageError
        If the linking module lacks something, or a folder cannot be used.
    ActivationError, SchemaMismatchError, ServerError
        See `element_mouseface.linking.activate`.
    """
    global _link
    if schema.is_activated() and linking_module is None:
        resolved = link()
    else:
        with server_errors():
            resolved = resolve(linking_module)
    if _link is not None and resolved.module is not _link.module:
        raise ActivationError(
            f"The module is already activated with linking module {_link.name!r}.",
            got=repr(resolved.name),
            do="use one linking module per process, or start another process",
        )
    activate_schema(
        schema,
        schema_name,
        create_schema=create_schema,
        create_tables=create_tables,
        context=resolved.tables(),
        tables=TABLES,
    )
    _link = resolved


def link() -> Link:
    """The linking module of the activation; ActivationError before it."""
    if _link is None:
        raise ActivationError(
            "The recording schema is not activated.",
            do="call element_mouseface.recording.activate('<schema name>', linking_module=...)",
        )
    return _link


@schema
class VideoRecording(PipelineTable, dj.Manual):
    """One movie of a session: its camera and its files in order."""

    definition = """
    # One movie of a session, of one file or of several in order
    -> Session
    recording_id : int32
    ---
    -> Equipment
    recording_description = '' : varchar(255)
    repeats_allowed = 0 : bool           # the same file may appear more than once
    truncated_allowed = 0 : bool         # a file may hold fewer frames than it promises
    given_fps = null : float64           # frames a second, for files without a clock
    given_times_path = null : varchar(255)  # file of frame times in seconds, relative to a root
    given_white_level = null : float64   # value shown as white, for files of more than 8 bits
    """

    class File(PipelineTable, dj.Part):
        """A file (or a folder of images) of the recording; file_id gives the order."""

        definition = """
        # A file of the recording, in the order of file_id
        -> master
        file_id : int32
        ---
        file_path : varchar(255)  # relative to a root folder of raw video, forward slashes
        """

    @classmethod
    def insert_files(
        cls,
        key: Mapping[str, Any],
        paths: str | os.PathLike | Sequence[str | os.PathLike],
        equipment: Mapping[str, Any],
        *,
        description: str = "",
        keep_order: bool = False,
        allow_repeats: bool = False,
        accept_truncated: bool = False,
        fps: float | None = None,
        times_path: str | os.PathLike | None = None,
        white_level: float | None = None,
    ) -> dict[str, Any]:
        """Insert a recording and its files, all or nothing.

        Parameters
        ----------
        key : mapping
            The session's key and `recording_id`.
        paths : path or list of paths
            Inside a root folder of raw video: absolute, or relative to a root.
        equipment : mapping
            Key of the camera in the linked `Equipment`.
        description : str
        keep_order : bool
            Take the files as given; else they are sorted naturally (`_2` before `_10`).
        allow_repeats, accept_truncated : bool
            Whether the same file may appear more than once, and whether a file may
            hold fewer frames than its container promises.
        fps : float, optional
            Frames a second, for files that have no clock (images, TIFF).
        times_path : path, optional
            A text file of frame times in seconds instead, inside a root folder.
        white_level : float, optional
            Value shown as white, for files of more than 8 bits a pixel.

        Returns
        -------
        dict
            The recording's key.

        Raises
        ------
        PathError, VideoMismatchError
            If a path is missing, outside the roots, too long or repeated.
        ParameterError
            If the key is incomplete, its session or camera unknown, or the recording there.
        """
        with server_errors():
            row = recording_row(link(), key, equipment)
            files = file_rows(link(), paths, keep_order, allow_repeats)
            own = {name: row[name] for name in cls().primary_key}
            if cls & own:
                raise ParameterError(f"There is already a recording {own}.")
            row |= {
                "recording_description": description,
                "repeats_allowed": allow_repeats,
                "truncated_allowed": accept_truncated,
                "given_fps": fps,
                "given_times_path": None if times_path is None else link().relative(times_path),
                "given_white_level": white_level,
            }
            connection = cls().connection
            with nullcontext() if connection.in_transaction else connection.transaction:
                cls.insert1(row)
                cls.File.insert([{**own, **file} for file in files])
        return own


@schema
class RecordingInfo(PipelineTable, dj.Imported):
    """What a recording's files hold, found by reading the stream."""

    definition = """
    # What the files hold, found by reading the stream
    -> VideoRecording
    ---
    px_height : int32
    px_width : int32
    nframes : int64                        # frames in the stream
    nframes_header = null : int64          # frames that the containers promise
    fps : float64                          # from the frame times
    is_vfr : bool                          # whether the intervals between frames vary
    recording_datetime = null : datetime   # creation time that the first file states, UTC
    recording_duration : float64           # (s)
    start_time_s : float64                 # time of the first frame on the movie's own clock
    time_source : varchar(32)              # where the times come from: timestamps, fps, times
    codec : varchar(32)
    pix_fmt : varchar(32)
    full_range : bool                      # whether stored luma spans 0 to 255
    content_hash : char(64)                # of the files, their order and what overrides them
    reading_notes = null : json            # what a user should know of the files
    frame_times : <blob>                   # (s) from the first frame, see core.timecode
    """

    class File(PipelineTable, dj.Part):
        """A file's place in the recording, and its checksum."""

        definition = """
        # Place and checksum of a file
        -> master
        -> VideoRecording.File
        ---
        file_first_frame : int64         # number of its first frame in the recording
        file_nframes : int64
        file_nframes_header = null : int64   # frames that its container promises
        file_start_s : float64          # time of its first frame on its own clock
        file_sha256 : char(64)
        file_size_bytes : int64
        """

    def make_fetch(self, key: dict) -> tuple:
        """The files in order, and what the user said of them."""
        files = (VideoRecording.File & key).proj("file_path").to_dicts(order_by="file_id")
        return files, (VideoRecording & key).proj(*GIVEN).fetch1()

    def make_compute(self, key: dict, files: list[dict], given: dict) -> tuple:
        """Read the streams, outside the transaction."""
        reader = open_files(link(), key, files, given)
        return info_row(reader), info_file_rows(reader, files)

    def make_insert(self, key: dict, row: dict, files: list[dict]) -> None:
        """Insert what was found."""
        self.insert1({**key, **row})
        self.File.insert([{**key, **file} for file in files])


@schema
class Clock(PipelineTable, dj.Lookup):
    """The clocks on which frame times are told; labs add their own by name."""

    definition = """
    # Clocks on which frame times are told
    clock : varchar(32)
    ---
    clock_description = '' : varchar(255)
    """
    contents = [{"clock": "movie", "clock_description": "the movie's own, 0 at its first frame"}]


@schema
class FrameClock(PipelineTable, dj.Imported):
    """Frame times on a clock of the experiment.

    The `movie` clock fills itself; the columns have room for TTL edges or times
    from a file, a stated rate, and a line through start and end.
    """

    definition = """
    # Frame times on a clock
    -> RecordingInfo
    -> Clock
    ---
    clock_method : varchar(32)           # how the times were found: movie, times, edges, ...
    clock_source : varchar(255)          # the file they come from, relative to a root; or movie
    clock_params = null : json           # parameters of the method, and what it found
    clock_hash : char(64)                # of the frame times and what they were made from
    clock_first_s = null : float64       # the first time that a frame has
    clock_last_s = null : float64        # the last time that a frame has
    clock_drift_ppm = null : float64     # this clock gains on the movie's, in millionths
    clock_residual_s = null : float64    # root mean square distance from the best line
    clock_residual_max_s = null : float64  # the largest distance
    clock_n_dropped = null : int64       # frames the clock has and the movie lacks; null: unknown
    clock_n_duplicated = null : int64    # frames the movie has and the clock lacks; null: unknown
    clock_dropped = null : <blob>        # (s) their times on this clock
    clock_duplicated = null : <blob>     # their frame numbers; they have no time
    clock_times = null : <blob>          # (s) see core.timecode; null: the movie's own
    """

    @property
    def key_source(self):
        """Every recording on the movie's own clock."""
        return RecordingInfo.proj() * (Clock & {"clock": "movie"}).proj()

    def make(self, key: dict) -> None:
        """The movie's own times."""
        times, content = (RecordingInfo & key).fetch1("frame_times", "content_hash")
        times_s = unpack_times(times)
        self.insert1(
            {
                **key,
                "clock_method": "movie",
                "clock_source": "movie",
                "clock_hash": content,
                "clock_first_s": float(times_s[0]),
                "clock_last_s": float(times_s[-1]),
                "clock_drift_ppm": 0.0,
                "clock_residual_s": 0.0,
                "clock_residual_max_s": 0.0,
            }
        )


TABLES = (VideoRecording, RecordingInfo, Clock, FrameClock)


def frame_times(key: Mapping[str, Any], clock: str = "movie") -> np.ndarray:
    """Times of a recording's frames on a clock.

    Parameters
    ----------
    key : mapping
        Names one recording.
    clock : str
        A clock of `FrameClock`; 'movie' needs `RecordingInfo` only.

    Returns
    -------
    ndarray of float64, shape (n_frames,)
        Seconds; NaN where a frame has no time on this clock.

    Raises
    ------
    ParameterError
        If the key names no recording or several, or the recording lacks this clock.
    """
    with server_errors():
        own = one_key(RecordingInfo, key, "populated recording")
        packed = None
        if clock != "movie":
            row = one_key(FrameClock, {**own, "clock": clock}, f"recording with clock {clock!r}")
            packed = (FrameClock & row).fetch1("clock_times")
        if packed is None:
            packed = (RecordingInfo & own).fetch1("frame_times")
    return unpack_times(packed)


def open_recording(key: Mapping[str, Any]) -> VideoReader:
    """The reader of a recording, made sure to be of the files that were read before.

    Parameters
    ----------
    key : mapping
        Names one row of `RecordingInfo`.

    Raises
    ------
    ParameterError, PathError, VideoError
        If the key does not name one populated recording, or its files cannot be read;
        VideoChangedError if they are not the ones of `RecordingInfo`.
    """
    with server_errors():
        own = one_key(RecordingInfo, key, "populated recording")
        files, given = RecordingInfo().make_fetch(own)
        stored = (RecordingInfo & own).fetch1("content_hash")
    reader = open_files(link(), own, files, given)
    if reader.content_hash() != stored:
        raise VideoChangedError(
            f"The files of recording {own} have changed since RecordingInfo was filled.",
            do="put the old files back, or delete this row of RecordingInfo and populate again",
        )
    return reader


def recording_paths(key: Mapping[str, Any]) -> list[Path]:
    """The absolute paths of a recording's files, in order; PathError if one is missing."""
    with server_errors():
        own = one_key(VideoRecording, key, "recording")
        paths = (VideoRecording.File & own).to_arrays("file_path", order_by="file_id")
    return [link().find(path) for path in paths]
