"""Rows of `recording` from video files, and readers from rows."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from .._schema.rows import part_of_key
from ..core.sync.packed_times import pack_times
from ..core.video import VideoReader, natural_sorted, open_video, read_times
from ..core.video.images import IMAGE_SUFFIXES
from ..errors import ClockError, ParameterError, PathError, VideoMismatchError, VideoNotFoundError
from ..linking import Link

#: columns of VideoRecording that say how its files are read
GIVEN = (
    "repeats_allowed",
    "given_fps",
    "given_times_path",
    "given_times_unit",
    "given_white_level",
    "truncated_allowed",
)


def recording_row(linked: Link, key: Mapping, equipment: Mapping) -> dict[str, Any]:
    """The key columns of a new recording, after checking that its parents exist."""
    row: dict[str, Any] = {}
    for what, given, parent in (
        ("session", key, linked.Session),
        ("equipment", equipment, linked.Equipment),
    ):
        names = (parent() if isinstance(parent, type) else parent).primary_key
        part = part_of_key(names, given, f"the {what}")
        if not parent & part:
            raise ParameterError(f"There is no {what} {part}.", do=f"insert the {what} first")
        row |= part
    if "recording_id" not in key:
        raise ParameterError("The key has no recording_id.", got=repr(dict(key)))
    return row | {"recording_id": key["recording_id"]}


def file_rows(
    linked: Link, paths: Any, keep_order: bool, allow_repeats: bool
) -> list[dict[str, Any]]:
    """The files of a new recording in order, after checking that they exist."""
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    listed = [path for pattern in given for path in _expanded(linked, pattern)]
    if not listed:
        raise PathError("A recording needs at least one file.")
    relative = [linked.relative(path) for path in listed]
    if not keep_order:
        relative = [path.as_posix() for path in natural_sorted(relative)]
    if long := [path for path in relative if len(path) > 255]:
        raise PathError("A path is longer than 255 characters.", got=long[0])
    found = [linked.find(path) for path in relative]
    if not allow_repeats and len(set(found)) < len(found):
        raise _repeated(next(path for path in found if found.count(path) > 1))
    return [{"file_id": number, "file_path": path} for number, path in enumerate(relative)]


def refuse_without_clock(linked: Link, files: list[dict[str, Any]]) -> None:
    """Refuse images and stacks without a rate or times, which cannot be found later."""
    for file in files:
        path = linked.find(file["file_path"])
        inside = path.iterdir() if path.is_dir() else [path]
        if any(one.suffix.lower() in IMAGE_SUFFIXES for one in inside):
            raise ClockError(
                f"{file['file_path']} has no clock: the times of its frames are unknown.",
                expected="fps, in frames per second, or times_path, a file with one time per frame",
                do="give insert_files fps=, or times_path= (and times_unit= if they are not "
                "seconds)",
            )


def given_row(linked: Link, options: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of VideoRecording that say how its files are read; see `insert_files`."""
    times = options.get("times_path")
    return {
        "repeats_allowed": bool(options.get("allow_repeats", False)),
        "truncated_allowed": bool(options.get("accept_truncated", False)),
        "given_fps": options.get("fps"),
        "given_times_path": None if times is None else linked.relative(times),
        "given_times_unit": options.get("times_unit"),
        "given_white_level": options.get("white_level"),
    }


def _expanded(linked: Link, given: Any) -> list[Any]:
    """The files of a pattern (`*`, `?`, `[...]`) in the roots; a path as it is.

    Raises
    ------
    PathError
        If a pattern matches nothing.
    """
    text = os.fspath(given)
    if not glob.has_magic(text):
        return [given]
    roots = linked.raw_roots()
    # brackets may be part of a file's name
    if any(os.path.lexists(root / text) for root in roots):
        return [given]
    inside = [text] if os.path.isabs(text) else [str(root / text) for root in roots]
    found = [path for pattern in inside for path in glob.glob(pattern, recursive=True)]
    # one file under two roots counts once
    named = list(dict.fromkeys(linked.relative(path) for path in found))
    if not named:
        raise PathError(
            f"No file matches {text!r}.",
            expected=f"files below {', '.join(map(str, roots))}",
            do="check the pattern, and that the disk is mounted",
        )
    return named


def check_reuse(table: Any, own: Mapping[str, Any], files: list[dict[str, Any]]) -> None:
    """Refuse files that are in another recording already: a movie shows one mouse.

    Parameters
    ----------
    table : VideoRecording.File
    own : mapping
        Key of the new recording.
    files : list of dict
        From `file_rows`.

    Raises
    ------
    VideoMismatchError
        If one is.
    """
    paths = [{"file_path": row["file_path"]} for row in files]
    for path, other in _in_others(table & paths, own):
        raise VideoMismatchError(
            f"The file {path!r} is in another recording already: {other}.",
            got=str(dict(own)),
            do="check session and file; if both recordings are meant, insert with allow_reuse=True",
        )


def _in_others(files: Any, own: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files that are in other recordings too: path, and key of that recording."""
    for row in files.to_dicts():
        other = {name: row[name] for name in own}
        if other != dict(own):
            yield row["file_path"], other


def reuse_notes(table: Any, own: Mapping[str, Any], sums: Mapping[str, str]) -> list[str]:
    """Notes on other recordings that have files with the same content.

    Parameters
    ----------
    table : RecordingInfo.File joined with its paths
    own : mapping
        Key of the recording.
    sums : mapping of path -> SHA-256
    """
    return [
        f"{path} has the same content as {theirs} of another recording, "
        f"{', '.join(f'{name} {value}' for name, value in other.items())}"
        for path, digest in sums.items()
        for theirs, other in _in_others(table & {"file_sha256": digest}, own)
    ]


def _repeated(path: Any) -> VideoMismatchError:
    return VideoMismatchError(
        f"The same file is in the recording more than once: {path}.",
        do="leave it out, or insert the recording with allow_repeats=True",
    )


def open_files(
    linked: Link, key: Mapping[str, Any], files: list[dict], given: Mapping[str, Any]
) -> VideoReader:
    """The reader of a recording's files, opened as the recording says.

    Parameters
    ----------
    linked : Link
    key : mapping
        The recording, for messages.
    files : list of dict
        Rows of `VideoRecording.File`, in order.
    given : mapping
        The columns `GIVEN` of `VideoRecording`.
    """
    if not files:
        raise VideoNotFoundError(
            f"Recording {dict(key)} has no files.",
            do="insert them with VideoRecording.insert_files, or into VideoRecording.File",
        )
    paths = [linked.find(file["file_path"]) for file in files]
    times, unit = given["given_times_path"], given["given_times_unit"]
    return open_video(
        paths[0] if len(paths) == 1 else paths,
        fps=given["given_fps"],
        times_s=None if times is None else read_times(linked.find(times), unit=unit),
        trust_times=unit is not None,
        white_level=given["given_white_level"],
        accept_truncated=bool(given["truncated_allowed"]),
        allow_repeats=bool(given["repeats_allowed"]),
    )


def info_row(reader: VideoReader) -> dict[str, Any]:
    """A row of `RecordingInfo` without its key."""
    info = reader.info
    recorded = info.recorded_at
    if recorded is not None and recorded.tzinfo is not None:
        recorded = recorded.astimezone(UTC).replace(tzinfo=None)
    return {
        "px_height": info.height_px,
        "px_width": info.width_px,
        "nframes": info.n_frames,
        "nframes_header": info.n_frames_header,
        "fps": info.fps,
        "is_vfr": info.is_vfr,
        "recording_datetime": recorded,
        "recording_duration": info.duration_s,
        "start_time_s": info.start_time_s,
        "time_source": info.clock,
        "codec": info.codec,
        "pix_fmt": info.pix_fmt,
        "full_range": info.full_range,
        "content_hash": reader.content_hash(),
        "reading_notes": list(info.notes) or None,
        "frame_times": pack_times(reader.times_s),
    }


def info_file_rows(reader: VideoReader, files: list[dict]) -> list[dict[str, Any]]:
    """Rows of `RecordingInfo.File` without the recording's key."""
    if len(reader.info.files) != len(files):
        raise VideoMismatchError(
            "The files of this recording cannot be distinguished.",
            expected="one row of VideoRecording.File for a movie, a stack or a folder of images",
            got=f"{len(files)} rows, read as {len(reader.info.files)} source(s)",
            do="insert images by their folder, as one path",
        )
    return [
        {
            "file_id": file["file_id"],
            "file_first_frame": found.first_frame,
            "file_nframes": found.n_frames,
            "file_nframes_header": found.n_frames_header,
            "file_start_s": found.start_time_s,
            "file_sha256": found.sha256,
            "file_size_bytes": found.size_bytes,
        }
        for file, found in zip(files, reader.info.files, strict=True)
    ]
