"""Tables of videos and their files."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable, server_errors
from .._schema.rows import in_transaction, one_key, primary_key_of
from ..core.video import VideoReader
from ..core.video.timesfile import check_unit
from ..errors import ParameterError, VideoChangedError
from ..linking import link
from . import _files
from ._schema import schema


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
    given_fps = null : float64           # frames per second, for files without a clock
    given_times_path = null : varchar(255)  # file of frame times in seconds, relative to a root
    given_times_unit = null : varchar(2)  # unit of that file: s, ms, us or ns; null: as it says
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
    def add(
        cls, key: Mapping[str, Any], paths: Any, equipment: Mapping[str, Any], **options: Any
    ) -> dict[str, Any]:
        """Insert a recording and its files, unless it exists; returns its key.

        Parameters
        ----------
        key, paths, equipment, **options
            As `insert_files` takes them.

        Raises
        ------
        ParameterError
            If the recording exists with other files, camera or options.
        PathError, VideoMismatchError
            As `insert_files` says.
        """
        with server_errors():
            own = primary_key_of(cls, key)
            known = (cls & own).to_dicts()
            if not known:
                return cls.insert_files(key, paths, equipment, **options)
            row = _files.recording_row(link(), key, equipment) | _files.given_row(link(), options)
            listed = (options.get(name, False) for name in ("keep_order", "allow_repeats"))
            asked = [file["file_path"] for file in _files.file_rows(link(), paths, *listed)]
            there = list((cls.File & own).to_arrays("file_path", order_by="file_id"))
            differ = [n for n in row if n not in own and row[n] != known[0][n]]
            if asked != there or differ:
                raise ParameterError(
                    f"The recording {own} exists with other content.",
                    expected=", ".join([*there, *(f"{n}={known[0][n]!r}" for n in differ)]),
                    got=", ".join([*asked, *(f"{n}={row[n]!r}" for n in differ)]),
                    do="choose another recording_id, or delete the recording first",
                )
            return {name: known[0][name] for name in own}

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
        allow_reuse: bool = False,
        accept_truncated: bool = False,
        fps: float | None = None,
        times_path: str | os.PathLike | None = None,
        times_unit: str | None = None,
        white_level: float | None = None,
    ) -> dict[str, Any]:
        """Insert a recording and its files, all or nothing.

        Parameters
        ----------
        key : mapping
            The session's key and `recording_id`.
        paths : path or list of paths
            Inside a root folder of raw video: absolute, or relative to a root; `*`, `?` and
            `[...]` stand for letters, and `**` for folders.
        equipment : mapping
            Key of the camera in the linked `Equipment`.
        description : str
        keep_order : bool
            Take the files as given; else they are sorted naturally (`_2` before `_10`).
        allow_repeats, accept_truncated : bool
            Whether the same file may appear more than once, and whether a file may
            hold fewer frames than its container promises.
        allow_reuse : bool
            Whether a file may be in another recording already.
        fps : float, optional
            Frames per second, for files that have no clock (images, TIFF).
        times_path : path, optional
            A file of frame times instead, inside a root folder; see `read_times`.
        times_unit : {'s', 'ms', 'us', 'ns'}, optional
            Of `times_path`. If given, the times are taken as they are; by default the unit is as
            the column's name says, or else seconds, compared with the movie's own clock.
        white_level : float, optional
            Value shown as white, for files of more than 8 bits a pixel.

        Returns
        -------
        dict
            The recording's key.

        Raises
        ------
        PathError, VideoMismatchError
            If a path is missing, outside the roots, too long, repeated, or in another
            recording.
        ParameterError
            If the key is incomplete, its session or camera unknown, or the recording exists.
        ClockError
            If images or stacks come without `fps` and `times_path`.
        """
        check_unit(times_unit)
        with server_errors():
            row = _files.recording_row(link(), key, equipment)
            files = _files.file_rows(link(), paths, keep_order, allow_repeats)
            if fps is None and times_path is None:
                _files.refuse_without_clock(link(), files)
            own = {name: row[name] for name in cls().primary_key}
            if cls & own:
                raise ParameterError(f"There is already a recording {own}.")
            if not allow_reuse:
                _files.check_reuse(cls.File, own, files)
            options = {"fps": fps, "times_path": times_path, "white_level": white_level}
            options |= {"allow_repeats": allow_repeats, "accept_truncated": accept_truncated}
            options |= {"times_unit": times_unit}
            row |= {"recording_description": description, **_files.given_row(link(), options)}
            with in_transaction(cls()):
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
    nframes_header = null : int64          # frames that the containers declare
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
    frame_times : <blob>                   # (s) from the first frame, see core.sync.packed_times
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
        file_nframes_header = null : int64   # frames that its container declares
        file_start_s : float64          # time of its first frame on its own clock
        file_sha256 : char(64)
        file_size_bytes : int64
        """

    def make_fetch(self, key: dict) -> tuple:
        """The files in order, and the user's options for them."""
        files = (VideoRecording.File & key).proj("file_path").to_dicts(order_by="file_id")
        return files, (VideoRecording & key).proj(*_files.GIVEN).fetch1()

    def make_compute(self, key: dict, files: list[dict], given: dict) -> tuple:
        """Read the streams, outside the transaction."""
        reader = _files.open_files(link(), key, files, given)
        row, rows = _files.info_row(reader), _files.info_file_rows(reader, files)
        named = {file["file_id"]: file["file_path"] for file in files}
        sums = {named[r["file_id"]]: r["file_sha256"] for r in rows}
        others = RecordingInfo.File * VideoRecording.File
        if notes := _files.reuse_notes(others, key, sums):
            row["reading_notes"] = [*(row["reading_notes"] or []), *notes]
            for note in notes:
                warnings.warn(note, stacklevel=2)
        return row, {"File": rows}


def existing_recording(key: Mapping[str, Any]) -> dict[str, Any]:
    """The key of an existing recording, as the server returns it; a date may be given as text.

    Raises
    ------
    ParameterError
        If the key lacks a column, or names no recording.
    """
    own = primary_key_of(VideoRecording, key)
    found = (VideoRecording & own).keys()
    if not found:
        raise ParameterError(f"There is no recording {own}.", do="insert it, or correct the key")
    return found[0]


def open_recording(key: Mapping[str, Any]) -> VideoReader:
    """The reader of a recording, after checking that its files are unchanged.

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
    reader = _files.open_files(link(), own, files, given)
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
