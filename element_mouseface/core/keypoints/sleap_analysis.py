"""SLEAP's analysis file: dense arrays of one video, exported from a project.

`tracks` is (track, xy, node, frame), or in the order of its attribute `dims`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ...errors import ResultError
from ..inputs.hdf import HdfFile, open_hdf
from .raw_points import MOST_POINTS, RawPoints, listed, misfit, no_keypoints, which_animal
from .videos import chosen_video

#: datasets that identify the format
DATASETS = ("tracks", "node_names")
_KNOWN = (
    "tracks|node_names|track_names|track_occupancy|point_scores|instance_scores"
    "|tracking_scores|edge_inds|edge_names|video_path|video_ind|labels_path|provenance"
)
_AXES = ("frame", "track", "node", "xy")
_ORDER = ("track", "xy", "node", "frame")
_ORDER_NOT_TRANSPOSED = ("frame", "node", "xy", "track")


def read_sleap_analysis(
    path: Path, individual: str | None, video: str | None, recording: tuple[str, ...]
) -> RawPoints:
    """The points of one track.

    Parameters
    ----------
    path : Path
    individual : str or None
        Name of the track.
    video : str or None
        The video, if the file has several.
    recording : tuple of str
        Names of the recording's files.

    Raises
    ------
    ParameterError
        If there are several tracks or videos and none is named.
    UnsafeFileError, ResultError
        If it is not such a file, damaged, or unsafe.
    """
    with open_hdf(path) as file:
        file.admit(_KNOWN, "SLEAP's analysis export")
        nodes = tuple(_named(file, "node_names"))
        if not 0 < len(nodes) <= MOST_POINTS:
            raise no_keypoints(path, f"{len(nodes)} nodes")
        tracks = _ordered(file, "tracks", len(nodes))
        names = _named(file, "track_names") or [str(k) for k in range(tracks.shape[1])]
        if tracks.shape[1:] != (len(names), len(nodes), 2):
            got = f"tracks in the order frame, track, node, xy: {tracks.shape}"
            raise misfit(path, f"{len(names)} tracks of {len(nodes)} nodes", got)
        place = which_animal(names, individual, path)
        scores = _scores(file, tracks.shape[:3])
        notes = _video_notes(file, video, recording)
    xy = tracks[:, place].astype(np.float32)
    likelihood = np.full(xy.shape[:2], np.nan) if scores is None else scores[:, place]
    return RawPoints(nodes, xy, likelihood.astype(np.float32), "sleap", notes=notes)


def _named(file: HdfFile, name: str) -> list[str]:
    return [text.rstrip("\x00") for text in file.texts(name)] if file.datasets.get(name) else []


def _ordered(file: HdfFile, name: str, n_nodes: int) -> np.ndarray:
    """An array in the order frame, track, node, xy, from any order in the file."""
    values = file.numbers(name, np.float32)
    if values.ndim != 4:
        raise no_keypoints(file.path, f"{name} of shape {values.shape}")
    order = _order_of(file, name)
    if order is None:
        # (…, xy, node, frame), SLEAP's own, unless only the other order is possible
        is_own = values.shape[1:3] == (2, n_nodes)
        order = _ORDER if is_own else _ORDER_NOT_TRANSPOSED
    return np.transpose(values, [order.index(axis) for axis in _AXES])


def _order_of(file: HdfFile, name: str) -> tuple[str, ...] | None:
    dims = file.attribute(name, "dims")
    if not isinstance(dims, str) or not dims:
        return None
    try:
        order = tuple(json.loads(dims))
    except (ValueError, TypeError, RecursionError):
        order = ()
    if sorted(map(str, order)) != sorted(_AXES):
        raise no_keypoints(file.path, f"{name} with the axes {dims[:80]}")
    return order


def _scores(file: HdfFile, shape: tuple[int, ...]) -> np.ndarray | None:
    """`point_scores` in the order frame, track, node; None if there are none."""
    if "point_scores" not in file.datasets:
        return None
    values = file.numbers("point_scores", np.float32)
    order = _order_of(file, "tracks") or _ORDER
    if _order_of(file, "tracks") is None and values.ndim == 3:
        own = tuple(values.shape[k] for k in (2, 0, 1))
        order = _ORDER if own == shape else _ORDER_NOT_TRANSPOSED
    axes = [axis for axis in order if axis != "xy"]
    if values.ndim == 3:
        values = np.transpose(values, [axes.index(axis) for axis in _AXES[:3]])
    if values.shape != shape:
        due = f"point_scores of {shape} (frame, track, node)"
        raise misfit(file.path, due, values.shape)
    return values


def _video_notes(file: HdfFile, video: str | None, recording: tuple[str, ...]) -> list[str]:
    """Check the file's video, if it names one."""
    if "video_path" not in file.datasets:
        return []
    known = [text for text in file.texts("video_path") if text]
    if len(known) > 1:
        raise ResultError(
            f"{file.path} has several videos, and does not say which frame belongs to which.",
            expected="an analysis file of one video",
            got=listed(known),
            do="export each video separately from SLEAP, or give the .slp",
        )
    if known and video is not None:
        chosen_video(known, video, recording, file.path)
    return []
