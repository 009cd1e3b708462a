"""`open_video`: choose the reader for a source."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ClockError, VideoNotFoundError, VideoTruncatedError, VideoUnreadableError
from ..inputs import what_it_is
from .array import ArrayReader
from .base import VideoReader
from .files import natural_sorted, refuse_lists
from .images import IMAGE_SUFFIXES, ImageReader
from .movie import MovieReader
from .orientation import check_orientation
from .sequence import SequenceReader, is_sequence
from .several_files import SeveralFilesReader, refuse_repeats
from .stack import TiffReader

_TIFF = (".tif", ".tiff")
# Movies to every program: PIMS would only ask FFmpeg again.
_ONLY_FFMPEG = frozenset(
    ".mp4 .m4v .mov .avi .mkv .webm .ts .mts .m2ts .mpg .mpeg .wmv .flv .h264 .hevc .txt .gif "
    ".webp .apng .asf .3gp .mj2 .mxf .nut .ogv .ogg .ivf .y4m .dv .m2v .mjpeg .264 .265 .av1 "
    ".obu".split()
)


def open_video(
    source: Any,
    *,
    fps: float | None = None,
    times_s: Any = None,
    white_level: float | None = None,
    orientation: str | None = None,
    trust_times: bool = False,
    accept_truncated: bool = False,
    allow_repeats: bool = False,
) -> VideoReader:
    """Open a video source: a movie, several files, a folder of images, a stack or an array.

    Parameters
    ----------
    source : path, sequence of paths, ndarray, or pims.FramesSequence
        A movie file (anything PyAV decodes); a folder of JPEG or PNG images, one a
        frame, in natural order; a TIFF stack; any other file `pims.open` knows; an
        array (n, y, x) of uint8; or the files of one recording in their order.  A name
        with * stands for the files that match, in natural order.
    fps : float, optional
        Frames per second.  Needed if the source has no clock (images, stacks, arrays);
        otherwise it replaces the source's.
    times_s : array of float, shape (n_frames,), optional
        Time of each frame in seconds, strictly increasing; instead of `fps`.
    white_level : float, optional
        Value that becomes 255; needed for 16-bit images, stacks and arrays, and for movies
        of more than 8 bits that use few of their levels.
    orientation : {'shown', 'stored'}, optional
        Whether to apply the rotation flag of a file.  The default applies it, like players and
        OpenCV; required if these differ (mirror images).
    trust_times : bool
        Accept `times_s` that last over a hundred times as long as the movie; otherwise they
        are refused, because they are usually in milliseconds.
    accept_truncated : bool
        Use the readable frames of a truncated or damaged file.
    allow_repeats : bool
        Allow the same file more than once in a recording.

    Returns
    -------
    VideoReader

    Raises
    ------
    VideoNotFoundError
        If there is no such file or folder.
    VideoUnreadableError
        If it is empty, not a video, or has no frame that can be decoded.
    VideoTruncatedError
        If a file has fewer frames than its container says.
    VideoMismatchError
        If the files of one recording differ in size or rate, or are the same.
    ClockError
        If there are no frame times, or they cannot be right.
    ParameterError
        If pixels of more than 8 bits need `white_level`, or 8-bit ones come with it.
    """
    if fps is not None and times_s is not None:
        raise ClockError("Both fps and times_s are given.", do="give one of them")
    check_orientation(orientation)
    gray: dict[str, Any] = {"fps": fps, "times_s": times_s, "white_level": white_level}
    if isinstance(source, np.ndarray):
        return ArrayReader(source, **gray)
    if not isinstance(source, str | Path) and is_sequence(source):
        return SequenceReader(source, **gray)
    paths = _paths(source)
    movie: dict[str, Any] = {
        "orientation": orientation,
        "trust_times": trust_times,
        "accept_truncated": accept_truncated,
    }
    if len(paths) > 1 and all(_suffix(path) in IMAGE_SUFFIXES - set(_TIFF) for path in paths):
        if not allow_repeats:
            refuse_repeats(paths)
        return ImageReader(paths, orientation=orientation, **gray)
    if len(paths) == 1:
        return _open_one(paths[0], gray, movie)
    if not allow_repeats:
        refuse_repeats(paths)
    # With times for the whole recording the files' own clocks do not matter.
    gray |= {"times_s": None, "fps": 1.0 if times_s is not None else fps}
    readers = [_open_one(path, gray, movie) for path in paths]
    return SeveralFilesReader(
        readers, times_s=times_s, trust_times=trust_times, allow_repeats=allow_repeats
    )


def _paths(source: Any) -> list[Path]:
    if isinstance(source, str | Path):
        name = str(source)
        if "*" in name and what_it_is(name) == "nothing":
            found = natural_sorted(glob.glob(name))
            if not found:
                raise VideoNotFoundError(f"No file matches {name}.", do="check the pattern")
            return found
        return [Path(source)]
    if isinstance(source, Sequence) and source:
        if all(isinstance(path, str | Path) for path in source):
            return [Path(path) for path in source]
    raise VideoUnreadableError(
        "This is not a source of frames.",
        expected="a path, a list of paths, an array (n, y, x), or a PIMS sequence",
        got="an empty list" if isinstance(source, Sequence) and not source else repr(type(source)),
    )


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def _open_one(path: Path, gray: dict[str, Any], movie: dict[str, Any]) -> VideoReader:
    """The reader of one file, from the options that all readers take, and those of movies."""
    is_folder = what_it_is(path) == "a folder"
    if not is_folder and _suffix(path) in _TIFF:
        return TiffReader(path, accept_truncated=movie["accept_truncated"], **gray)
    if is_folder or _suffix(path) in IMAGE_SUFFIXES:
        return ImageReader(path, orientation=movie["orientation"], **gray)
    try:
        return MovieReader(path, **movie, **gray)
    except VideoTruncatedError:
        raise
    except VideoUnreadableError as error:
        return _by_pims(path, gray, error)


def _by_pims(path: Path, gray: dict[str, Any], error: VideoUnreadableError) -> VideoReader:
    """What FFmpeg does not know may be a camera maker's format that PIMS knows."""
    if what_it_is(path) != "a file" or path.stat().st_size == 0 or _suffix(path) in _ONLY_FFMPEG:
        raise error
    refuse_lists(path)
    try:
        return SequenceReader(path, **gray)
    except VideoUnreadableError:
        raise error from None
