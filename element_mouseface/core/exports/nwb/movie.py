"""The movie as `ImageSeries`: its files stay where they are, named relative to the NWB file."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np

from ....errors import ClockError, InputError, PathError
from ...results.scored import MovieFile, MovieInfo
from ...video.imagefiles import images_in
from ...video.images import IMAGE_SUFFIXES
from .clock import FrameTimes, sampling_of
from .content import check_free, check_given, frame_numbers
from .library import library
from .storage import stored

#: a pause between two files of over this many usual intervals is a gap: a frame is missing
_GAP = 1.5
#: of a series: where each of them begins is an attribute, which HDF5 allows 64 kB
_MOST_FILES = 4000


def add_movie(
    nwbfile: Any,
    movie: MovieInfo,
    times: FrameTimes,
    *,
    nwb_path: str | Path | None = None,
    paths: Sequence[str | Path] | None = None,
    own_times_s: np.ndarray | None = None,
    size_px: tuple[int, int] | None = None,
    device: Any = None,
) -> list[Any]:
    """Add a movie to the file's acquisition, without its pixels.

    Files that follow each other without a gap are one series; after a gap another one begins.
    NWB needs a time for each frame of a movie: a frame that the clock lacks gets one between its
    neighbors' here, as its series says, and has none in any other series.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    movie : MovieInfo
        Its files, with their numbers of frames.
    times : FrameTimes
    nwb_path : path, optional
        Where the NWB file will be; by default where it was read from.
    paths : sequence of path, optional
        The movie's files relative to the NWB file's folder; by default found from `movie`.
    own_times_s : (frames,) array, optional
        The movie's own times, to place frames that the clock lacks.
    size_px : (height, width), optional
        Of the frames.
    device : pynwb.device.Device, optional
        The camera.

    Returns
    -------
    list of pynwb.image.ImageSeries

    Raises
    ------
    InputError
        If the files hold more or fewer frames than there are times.
    PathError
        If a file is missing, its path is absolute, or it is on another drive.
    ClockError
        If frames without a time would be from before `session_start_time`.
    """
    check_given(nwbfile, times, movie, MovieInfo)
    files = _files_of(movie, times, _folder_of(nwbfile, nwb_path), paths)
    seconds = _all_seconds(times, own_times_s)
    starts = [0, *itertools.accumulate(file.n_frames for file in files)]
    groups = _parts(files, starts, seconds)
    more: dict[str, Any] = {} if size_px is None else {"dimension": [size_px[1], size_px[0]]}
    more |= {} if device is None else {"device": device}
    made = []
    for number, (first, stop) in enumerate(groups, start=1):
        span, is_whole = slice(starts[first], starts[stop]), len(groups) == 1
        series = library("pynwb.image").ImageSeries(
            name=_free_name(nwbfile, times, "" if is_whole else f"_{number}"),
            format="external",
            external_file=[file.path for file in files[first:stop]],
            starting_frame=[start - starts[first] for start in starts[first:stop]],
            unit="n.a.",
            description=_described(times, span, number, len(groups)),
            comments=_checksums(files[first:stop]),
            **more,
            **_timing_of(nwbfile, times, seconds[span], is_whole),
        )
        nwbfile.add_acquisition(series)
        made.append(series)
    return made


def _free_name(nwbfile: Any, times: FrameTimes, ending: str) -> str:
    name = f"{times.name}_movie{ending}"
    if name in nwbfile.acquisition:
        check_free(nwbfile.acquisition[name].parent, name, "a movie")
    return name


def _folder_of(nwbfile: Any, nwb_path: str | Path | None) -> Path:
    """The folder that external files are relative to."""
    path = nwb_path if nwb_path is not None else nwbfile.container_source
    if path is None:
        raise PathError(
            "Where the NWB file will be is not known.",
            expected="its path: the movie's files are named relative to it",
            got="a file that was made in memory, and no nwb_path",
            do="give nwb_path=, the path that is given to write_nwb",
        )
    return Path(path).absolute().parent


def _files_of(
    movie: MovieInfo, times: FrameTimes, folder: Path, paths: Sequence[str | Path] | None
) -> list[MovieFile]:
    """The movie's files, their paths relative to the NWB file's folder."""
    given = [file.path or file.name for file in movie.files] if paths is None else list(paths)
    n_frames = sum(file.n_frames for file in movie.files)
    if not movie.files or len(given) != len(movie.files) or n_frames != len(times):
        raise InputError(
            "The movie's files do not belong to these times.",
            expected=f"{len(movie.files)} files with {len(times)} frames together",
            got=f"{len(given)} files with {n_frames} frames",
            do="give the movie that was scored and all of its files, or leave the movie out",
        )
    found: list[MovieFile] = []
    for file, path in zip(movie.files, given, strict=True):
        name = relative_path(path, folder) if paths is None else _checked_relative(path)
        there = folder / name
        if not there.exists():
            raise PathError(
                f"The movie {file.name} is not where it was.",
                expected=str(there),
                got="nothing",
                do="give its present path, or leave the movie out",
            )
        found += _images(there, name, file) if there.is_dir() else [_renamed(file, name)]
    return found


def _renamed(file: MovieFile, path: str) -> MovieFile:
    return MovieFile(file.name, file.sha256, file.n_frames, path)


def _images(there: Path, name: str, file: MovieFile) -> list[MovieFile]:
    """The images of a folder: a series names files, not folders."""
    images = images_in(there, IMAGE_SUFFIXES).paths
    if len(images) != file.n_frames:
        raise InputError(
            f"The folder {file.name} has not as many images as the movie has frames.",
            expected=f"{file.n_frames} images",
            got=str(len(images)),
            do="leave the movie out, or give a movie file of it",
        )
    return [MovieFile(one.name, "", 1, f"{name}/{one.name}") for one in images]


def relative_path(path: str | Path, folder: Path) -> str:
    """A path as seen from a folder, with slashes (PathError if it is on another drive)."""
    path = Path(path).absolute()
    try:
        # links are resolved first: '..' from a linked folder leads elsewhere
        seen = os.path.relpath(path.parent.resolve() / path.name, folder.resolve())
        return Path(seen).as_posix()
    except ValueError as error:
        raise PathError(
            f"{path} and the NWB file are on different drives.",
            expected="a path relative to the NWB file, which other machines understand",
            got=str(folder),
            do="write the NWB file beside the movie, or copy the movie to it",
        ) from error


def _checked_relative(path: str | Path) -> str:
    text = str(path)
    if not (PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()):
        return Path(text).as_posix()
    raise PathError(
        f"The path of the movie is absolute: {text}",
        expected="a path relative to the NWB file, which other machines understand",
        got="a path that only this machine has",
        do="give the path as seen from the NWB file's folder, or none to have it found",
    )


def _all_seconds(times: FrameTimes, own_times_s: np.ndarray | None) -> np.ndarray:
    """A time for each frame of the movie, in the file's seconds."""
    if times.all_timed:
        return times.seconds
    n = len(times)
    own = np.arange(n, dtype=np.float64) if own_times_s is None else np.asarray(own_times_s, float)
    times.check_length(own, "the movie's own clock")
    known_s, places = times.seconds, own[times.frames]
    filled = np.interp(own, places, known_s)
    step = 1.0
    if len(known_s) > 1:
        step = float(np.median(np.diff(known_s) / np.diff(places)))
    early, late = own < places[0], own > places[-1]
    filled[early] = known_s[0] + (own[early] - places[0]) * step
    filled[late] = known_s[-1] + (own[late] - places[-1]) * step
    filled[times.frames] = known_s
    if filled[0] < 0 and times.before_start == "refuse":
        raise ClockError(
            f"The movie begins {-filled[0]:.3f} s before session_start_time.",
            expected="a movie that begins at the zero or later: its first frames have no time on "
            "the clock, but come before those that have one",
            got=f"{int(early.sum())} frames before the first with a time",
            do="set session_start_time to when the camera began, and the zero with it; or keep "
            "them (before_start='keep', --before-start keep); or leave the movie out",
        )
    return filled


def _parts(
    files: Sequence[MovieFile], starts: Sequence[int], seconds: np.ndarray
) -> list[tuple[int, int]]:
    """(first, stop) of files that follow each other without a gap, and are not too many.

    Between single images there is no gap.
    """
    steps = np.diff(seconds)
    usual_s = float(np.median(steps)) if len(steps) else 0.0
    cuts = [
        k
        for k in range(1, len(files))
        if max(files[k - 1].n_frames, files[k].n_frames) > 1
        and steps[starts[k] - 1] > _GAP * usual_s
    ]
    many = [
        place
        for first, stop in itertools.pairwise([0, *cuts, len(files)])
        for place in range(first, stop, _MOST_FILES)
    ]
    return list(itertools.pairwise([*many, len(files)]))


def _timing_of(
    nwbfile: Any, times: FrameTimes, seconds: np.ndarray, is_whole: bool
) -> dict[str, Any]:
    """Time stamps of one series; those of the frame numbers where they are the same."""
    sampling = sampling_of(seconds)
    if sampling is not None:
        # without pixels, and without time stamps, only this says how many frames there are
        return {"starting_time": sampling[0], "rate": sampling[1], "num_samples": len(seconds)}
    if is_whole and times.all_timed:
        return {"timestamps": frame_numbers(nwbfile, times)}
    return {"timestamps": stored(seconds)}


def _described(times: FrameTimes, span: slice, number: int, n_series: int) -> str:
    first, last = span.start, span.stop - 1
    text = "The movie, in files of its own."
    if n_series > 1:
        text += f" Part {number} of {n_series}: a series has no gap between its files."
    text += f" Frames {first} to {last} of the recording."
    inside = (times.frames >= first) & (times.frames <= last)
    n_without = last + 1 - first - int(inside.sum())
    if n_without:
        text += (
            f" {n_without} of them have no time on the clock: the times here are between those of "
            f"their neighbors, and all other series leave them out ({times.name}_frame_number)."
        )
    return text


def _checksums(files: Sequence[MovieFile]) -> str:
    sums = [f"{file.name} {file.sha256}" for file in files if file.sha256]
    return "SHA-256 of the files: " + ", ".join(sums) if sums else "Images of a folder, in order."
