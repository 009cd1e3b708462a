"""SLEAP's own format, .slp: instances of points, frame by frame, of one or more videos.

A frame may have several instances: of several tracks (animals), or, without tracking, of all
detections. Labeled instances are preferred to predicted ones.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError
from ..inputs.hdf import HdfFile, open_hdf
from .raw_points import MOST_POINTS, RawPoints, no_keypoints, which_animal
from .videos import chosen_video, file_name

#: what tells the file from others
DATASETS = ("metadata", "frames", "instances")
_KNOWN = (
    r"frames|instances|points|pred_points|\w+_json|negative_frames|metadata/.*|suggestions.*"
    r"|(session_data|identity|identities|categories|event_types|events|embeddings|rois?|bboxes"
    r"|centroids|masks?|label_image_objects)(/.*)?|(roi|mask|label_image)_\w+"
)
_USER = 0
_MOST_FRAMES = 1 << 27
#: from this format version on, 0 is the middle of a pixel; before, its corner
_CENTERED = 1.1
_NEWEST = 3.0


@dataclass(frozen=True)
class _Instances:
    """Instances of one video, one per row."""

    frame: np.ndarray
    track: np.ndarray
    is_user: np.ndarray
    score: np.ndarray
    first_point: np.ndarray

    def take(self, chosen: np.ndarray) -> _Instances:
        return _Instances(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def read_sleap_project(
    path: Path, individual: str | None, video: str | None, recording: tuple[str, ...]
) -> RawPoints:
    """The points of one animal in one video.

    Parameters
    ----------
    path : Path
    individual : str or None
        Name of the track.
    video : str or None
        The video, if there are several.
    recording : tuple of str
        Names of the recording's files.

    Raises
    ------
    ParameterError
        If there are several tracks or videos and none is named, or none of that name.
    UnsafeFileError, ResultError
        If it is not such a file, damaged, or unsafe.
    """
    with open_hdf(path) as file:
        file.admit(_KNOWN, "SLEAP")
        nodes, version = _skeleton(file)
        videos = [_json(text, path) for text in file.texts("videos_json")]
        names = [_path_of(entry) for entry in videos]
        if not names:
            raise no_keypoints(path, "a project without a video")
        which = chosen_video(names, video, recording, path)
        notes = [f"of {file_name(names[which])}, one of {len(names)} videos"] if names[1:] else []
        found = _instances(file, which, len(nodes))
        tracks = [_json(text, path) for text in file.texts("tracks_json")]
        found = _of_animal(found, [_track_name(t) for t in tracks], individual, path, notes)
        found = _best(found, notes)
        xy, likelihood = _points(file, found, len(nodes), version)
    n_frames = _frames_of(videos[which])
    return RawPoints(nodes, xy, likelihood, "sleap", found.frame, None, True, n_frames, notes)


def _skeleton(file: HdfFile) -> tuple[tuple[str, ...], float]:
    """Names of the points in the order of an instance, and the format's version."""
    version = file.attribute("metadata", "format_id")
    version = float(version) if isinstance(version, int | float | np.number) else 1.0
    if not version < _NEWEST:
        raise ResultError(
            f"{file.path} has a newer format than this version can read.",
            expected=f"below {_NEWEST}",
            got=f"{version:g}",
            do="export the analysis .h5 from SLEAP",
        )
    about = _json(file.attribute("metadata", "json"), file.path)
    try:
        skeletons = [s.get("nx_graph", s) for s in about["skeletons"]]
        every = [str(node["name"]) for node in about["nodes"]]
        orders = [tuple(every[int(node["id"])] for node in s["nodes"]) for s in skeletons]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise no_keypoints(
            file.path, f"a project whose points cannot be read: {type(error).__name__}: {error}"
        ) from error
    if len(set(orders)) != 1 or not 0 < len(orders[0]) <= MOST_POINTS:
        raise ResultError(
            f"{file.path} has {len(set(orders))} skeletons.",
            expected="one set of points",
            do="export the analysis .h5 of this video from SLEAP",
        )
    return orders[0], version


def _json(text: Any, path: Path) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise no_keypoints(path, f"text that is not JSON: {error}"[:200]) from error


def _path_of(video: Any) -> str:
    backend = video.get("backend") if isinstance(video, dict) else None
    found = backend.get("filename") if isinstance(backend, dict) else None
    found = found or (video.get("filename") if isinstance(video, dict) else None)
    if isinstance(found, list):
        found = found[0] if found else None
    return found if isinstance(found, str) else "a video without a name"


def _track_name(track: Any) -> str:
    return str(track[1]) if isinstance(track, list) and len(track) > 1 else str(track)[:80]


def _frames_of(video: Any) -> int | None:
    """The number of frames of the video, from the project."""
    backend = video.get("backend") if isinstance(video, dict) else None
    shape = (backend.get("shape") or video.get("shape")) if isinstance(backend, dict) else None
    first = shape[0] if isinstance(shape, list) and len(shape) == 4 else None
    return first if type(first) is int and 0 < first < _MOST_FRAMES else None


def _instances(file: HdfFile, video: int, n_nodes: int) -> _Instances:
    frames, instances = file.records("frames"), file.records("instances")
    of_video = frames[frames["video"].astype(np.int64) == _video_id(file, video)]
    start = of_video["instance_id_start"].astype(np.int64)
    count = of_video["instance_id_end"].astype(np.int64) - start
    frame = of_video["frame_idx"].astype(np.int64)
    is_wrong = (count < 0) | (start < 0) | (start + count > len(instances))
    if is_wrong.any() or count.sum() > len(instances):
        raise ResultError(f"{file.path}: frames have instances that do not exist.")
    if len(frame) and not (frame.min() >= 0 and frame.max() < _MOST_FRAMES):
        raise ResultError(f"{file.path}: a frame has an impossible number.", got=str(frame.max()))
    rows = np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())
    chosen = instances[rows]
    first = chosen["point_id_start"].astype(np.int64)
    if (chosen["point_id_end"].astype(np.int64) - first != n_nodes).any():
        raise ResultError(
            f"{file.path}: an instance has another number of points than the skeleton.",
            expected=str(n_nodes),
        )
    return _Instances(
        np.repeat(frame, count),
        chosen["track"].astype(np.int64),
        chosen["instance_type"].astype(np.int64) == _USER,
        np.nan_to_num(chosen["score"].astype(np.float64), nan=-np.inf),
        first,
    )


def _video_id(file: HdfFile, video: int) -> int:
    """The video's number in frames: its index, unless a package has another."""
    ids = sorted(
        int(name[5:]) for name in file.groups if name.startswith("video") and name[5:].isdigit()
    )
    used = set(file.records("frames")["video"].astype(np.int64).tolist())
    n_videos = len(file.texts("videos_json"))
    # a reduced package keeps the numbers of its groups
    return ids[video] if len(ids) == n_videos and not used <= set(range(n_videos)) else video


def _of_animal(
    found: _Instances, names: list[str], individual: str | None, path: Path, notes: list[str]
) -> _Instances:
    """The instances of one track, or those without a track if there is none."""
    numbers = np.unique(found.track[found.track >= 0])
    if len(numbers) and numbers.max() >= len(names):
        raise ResultError(f"{path}: an instance has a track that does not exist.")
    known = [names[k] for k in numbers.tolist()]
    if individual is None and not known:
        return found
    number = numbers[which_animal(known, individual, path)]
    n_untracked = int((found.track < 0).sum())
    if n_untracked:
        notes.append(f"{n_untracked} instances without a track were left out")
    return found.take(found.track == number)


def _best(found: _Instances, notes: list[str]) -> _Instances:
    """One instance per frame: labeled before predicted, then the best score, then the first."""
    order = np.lexsort((np.arange(len(found.frame)), -found.score, ~found.is_user, found.frame))
    ordered = found.take(order)
    is_first = np.ones(len(order), bool)
    is_first[1:] = ordered.frame[1:] != ordered.frame[:-1]
    n_others = int((~is_first).sum())
    if n_others:
        n_frames = len(np.unique(ordered.frame[~is_first]))
        notes.append(
            f"{n_frames} frames have more than one instance: the one with the best score was used, "
            f"{n_others} were left out"
        )
    return ordered.take(is_first)


def _points(
    file: HdfFile, found: _Instances, n_nodes: int, version: float
) -> tuple[np.ndarray, np.ndarray]:
    """X, y and score of each instance's points; NaN if a point is not visible."""
    xy = np.full((len(found.frame), n_nodes, 2), np.nan, np.float32)
    likelihood = np.full((len(found.frame), n_nodes), np.nan, np.float32)
    for name, rows in (
        ("points", np.flatnonzero(found.is_user)),
        ("pred_points", np.flatnonzero(~found.is_user)),
    ):
        if not len(rows):
            continue
        points = file.records(name)
        first = found.first_point[rows]
        if first.min() < 0 or first.max() + n_nodes > len(points):
            raise ResultError(f"{file.path}: an instance has points that do not exist.")
        taken = points[first[:, None] + np.arange(n_nodes)]
        is_seen = taken["visible"].astype(bool)
        with np.errstate(over="ignore"):
            for k, axis in enumerate("xy"):
                xy[rows, :, k] = np.where(is_seen, taken[axis], np.nan)
            if "score" in (points.dtype.names or ()):
                likelihood[rows] = taken["score"]
    if version < _CENTERED:
        xy -= np.float32(0.5)
    return xy, likelihood
