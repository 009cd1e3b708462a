"""Keypoint files of four programs, read into one representation.

They are read here without the programs, and without packages that would unpickle their content. No
file says which recording it belongs to, so the number of frames and the frame's size are checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ...errors import ParameterError, ResultError, ResultMismatchError, check_choice, raised_as
from ..inputs import regular_file, sha256_of
from ..inputs.hdf import open_hdf
from . import facemap_points, sleap_analysis, sleap_project
from .inside import within_frame
from .pandas_files import pandas_table_in, read_pandas_hdf
from .placing import placed
from .points import SOFTWARE, Keypoints
from .raw_points import RawPoints, listed, no_keypoints
from .text_files import read_text, scorer_of

_HDF5 = b"\x89HDF\r\n\x1a\n"
#: beginning of the scorer's name by program; Lightning Pose writes the kind of its model
_SCORERS = {
    "deeplabcut": ("DLC",),
    "lightning_pose": ("heatmap", "regression", "ensemble-kalman", "ensemble_kalman", "eks"),
    "sleap": ("slp_", "sleap"),
    "facemap": ("Facemap",),
}


def load_keypoints(
    path: str | Path | Sequence[str | Path],
    *,
    source: str | None = None,
    individual: str | None = None,
    n_frames: int | Sequence[int] | None = None,
    frame_px: tuple[int, int] | None = None,
    offset_px: tuple[float, float] = (0.0, 0.0),
    pad_end: bool = False,
    align: str = "",
    video: str | None = None,
    recording_files: Sequence[str] = (),
    frame_names: Sequence[str] | None = None,
    allow_outside: bool = False,
) -> Keypoints:
    """Load tracked points from a file of Facemap, DeepLabCut, SLEAP or Lightning Pose.

    Parameters
    ----------
    path : str, Path, or sequence of them
        Facemap's `_FacemapPose.h5`; DeepLabCut's .h5 or .csv; SLEAP's .slp or its
        analysis .h5; Lightning Pose's .csv, also of the ensemble Kalman smoother.
        Several paths are for the recording's files, in the files' order.
    source : {'facemap', 'deeplabcut', 'sleap', 'lightning_pose'}, optional
        By default detected from the file.
    individual : str, optional
        The animal, if the file has several.
    n_frames : int or sequence of int, optional
        Of the recording: another number is refused.  With several paths, one number for each
        file; a single number is compared with the sum.
    frame_px : (int, int), optional
        Height and width of the recording's frame.  Points far outside it count as not found, and
        `notes` has their share; a file with many likely points there is refused.
    offset_px : (float, float)
        (x, y) of the tracked video's top left corner in the recording's frame, if a crop was
        tracked.
    pad_end : bool
        Whether a file may end before the recording; missing frames are NaN. SLEAP stores no frames
        after the last one with a detection.
    align : {'', 'start', 'end'}
        How to align a file with another number of frames: 'start', its first row is the
        first frame; 'end', its last row is the last frame.  Extra rows are cut, missing
        frames are NaN.  By default such a file is refused.
    video : str, optional
        The video, if a file has several: its path, name, or name without suffix.
    recording_files : sequence of str
        Names of the recording's files, to find the video if none is given.
    frame_names : sequence of str, optional
        Names of the recording's images, frame by frame, if it consists of images: rows named by
        images are matched by name.
    allow_outside : bool
        Keep points outside the frame.

    Returns
    -------
    Keypoints
        Its `notes` say how it was read.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is not a keypoint file, damaged, or in three dimensions.
    UnsafeFileError
        If it contains code, or refers to other files; nothing is run.
    ParameterError
        If its source is ambiguous, or it has several animals or videos and none is named.
    ResultMismatchError
        If it is of another recording: another number of frames, or coordinates far outside
        the frame.
    """
    if source is not None:
        check_choice("source is unknown.", source, SOFTWARE)
    paths = [Path(path)] if isinstance(path, str | Path) else [Path(one) for one in path]
    counts = _counts(paths, n_frames)
    parts = []
    for number, (one, count) in enumerate(zip(paths, counts, strict=True)):
        own = tuple(recording_files)
        if len(paths) > 1 and len(own) == len(paths):
            own = own[number : number + 1]
        raw = _read(one, source, individual, video, own)
        raw = placed(
            raw, one, n_frames=count, frame_names=frame_names, pad_end=pad_end, align=align
        )
        if any(offset_px):
            raw.xy = raw.xy + np.asarray(offset_px, np.float32)
        parts.append(raw if frame_px is None or allow_outside else within_frame(raw, frame_px, one))
    joined = parts[0] if len(parts) == 1 else _joined(parts, paths)
    _check_sum(joined, paths, n_frames)
    return Keypoints(
        joined.names,
        joined.xy,
        joined.likelihood,
        joined.software,
        _sha256(paths),
        tuple(joined.notes),
    )


def detect_source(path: str | Path) -> str | None:
    """Detect the program that wrote a keypoint file; None for an ambiguous .csv.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is not a keypoint file.
    """
    path = Path(path)
    if is_hdf(path):
        return _hdf_source(path)
    scorer = scorer_of(path)
    for software, starts in _SCORERS.items():
        if scorer.lower().startswith(tuple(start.lower() for start in starts)):
            return software
    return None


def _read(
    path: Path,
    source: str | None,
    individual: str | None,
    video: str | None,
    recording: tuple[str, ...],
) -> RawPoints:
    """The points of one file, in its own layout."""
    in_hdf = is_hdf(path)
    found = detect_source(path) if source is None or in_hdf else source
    if found is None:
        raise ParameterError(
            f"{path.name}: several programs write this .csv, and its scorer row names none of "
            f"them.",
            expected="source='deeplabcut', source='lightning_pose' or source='sleap'",
            do="give one of them",
        )
    if in_hdf and source not in (None, found):
        raise no_keypoints(path, f"a file of {found}, not of {source}")
    if not in_hdf:
        return read_text(path, found, individual)
    if found == "deeplabcut":
        return read_pandas_hdf(path, found, individual)
    if found == "facemap":
        return facemap_points.read_facemap(path)
    with open_hdf(path) as file:
        is_analysis = all(name in file for name in sleap_analysis.DATASETS)
    if is_analysis:
        return sleap_analysis.read_sleap_analysis(path, individual, video, recording)
    return sleap_project.read_sleap_project(path, individual, video, recording)


def is_hdf(path: Path) -> bool:
    """Whether a file is HDF5; PathError if there is none."""
    regular_file(path, "keypoint file")
    with raised_as(ResultError, f"{path} cannot be read."), open(path, "rb") as file:
        return file.read(len(_HDF5)) == _HDF5


def _hdf_source(path: Path) -> str:
    with open_hdf(path) as file:
        if pandas_table_in(file):
            return "deeplabcut"
        if facemap_points.GROUP in file:
            return "facemap"
        for names in (sleap_analysis.DATASETS, sleap_project.DATASETS):
            if all(name in file for name in names):
                return "sleap"
        inside = listed(file.children(""), 8)
    raise no_keypoints(path, f"HDF5 with {inside}")


def _counts(paths: Sequence[Path], n_frames: int | Sequence[int] | None) -> list[int | None]:
    """Frames that each file should have."""
    if not paths:
        raise ParameterError("There is no keypoint file.", expected="a path, or several")
    if n_frames is None or isinstance(n_frames, int | np.integer):
        one = None if n_frames is None else int(n_frames)
        return [one] if len(paths) == 1 else [None] * len(paths)
    counts = [int(count) for count in n_frames]
    if len(paths) == 1:
        return [sum(counts)]
    if len(counts) != len(paths):
        raise ResultMismatchError(
            "The number of keypoint files differs from that of the recording's files.",
            expected=f"{len(counts)}, or one for the whole recording",
            got=listed([path.name for path in paths]),
            do="give a keypoint file for each file of the recording, in its order",
        )
    return list(counts)


def _joined(parts: Sequence[RawPoints], paths: Sequence[Path]) -> RawPoints:
    """Points of several files, concatenated, in the first one's order."""
    first = parts[0]
    xy, likelihood = [], []
    notes = []
    for part, path in zip(parts, paths, strict=True):
        if set(part.names) != set(first.names):
            raise ResultMismatchError(
                f"{path.name} has other points than {paths[0].name}.",
                expected=listed(sorted(first.names)),
                got=listed(sorted(part.names)),
                do="give files of one network",
            )
        order = [part.names.index(name) for name in first.names]
        xy.append(part.xy[:, order])
        likelihood.append(part.likelihood[:, order])
        notes += [f"{path.name}: {note}" for note in part.notes]
    joined = replace(first, xy=np.concatenate(xy), likelihood=np.concatenate(likelihood))
    joined.notes = notes
    return joined


def _check_sum(joined: RawPoints, paths: Sequence[Path], n_frames) -> None:
    total = n_frames if n_frames is None or isinstance(n_frames, int | np.integer) else None
    if total is not None and len(joined.xy) != total:
        raise ResultMismatchError(
            "The keypoint files together have another number of frames than the recording.",
            expected=str(total),
            got=f"{len(joined.xy)} in {listed([path.name for path in paths])}",
            do="give the files that were tracked on this recording, each once",
        )


def _sha256(paths: Sequence[Path]) -> str:
    """Checksum of the file; of several, of their checksums in order."""
    sums = [sha256_of(path) for path in paths]
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()
