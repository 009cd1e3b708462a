"""From a keypoint file to the file that is kept, and to rows that name what is in it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from .. import __version__
from .._passes import FOLDER, NAME_DIGITS
from .._signal_codec import SignalArray
from .._tables import null, summary
from ..core.keypoints import (
    FaceMapping,
    StoredKeypoints,
    derive_traces,
    digest_of,
    load_keypoints,
    open_keypoints,
    save_keypoints,
)
from ..linking import Link
from ._running import find_file

__all__ = ["master_row", "point_rows", "read_and_store", "trace_rows"]

Row = dict[str, Any]


def read_and_store(request: Row, link: Link) -> tuple[StoredKeypoints, str]:
    """The points of a task's file with their traces, stored; and where.

    Parameters
    ----------
    request : dict
        What `Keypoints.make_fetch` gave.
    link : Link

    Returns
    -------
    stored : StoredKeypoints
    name : str
        Of the file, relative to the processed folder.

    Raises
    ------
    PathError
        If there is no such file.
    ParameterError
        If the mapping names a point that the file has not.
    MouseFaceError
        As `load_keypoints` says.
    """
    n_frames, *frame_px = request["shape"]
    relative, column = request["keypoint_file_path"], "KeypointTask.keypoint_file_path"
    path = find_file(link, relative, "keypoint file", "_FacemapPose.h5", column)
    keypoints = load_keypoints(
        path,
        source=request["keypoint_source"] or None,
        individual=request["keypoint_individual"] or None,
        n_frames=n_frames,
        frame_px=tuple(frame_px),
        offset_px=(request["keypoint_offset_x_px"], request["keypoint_offset_y_px"]),
        pad_end=bool(request["keypoint_pad_end"]),
    )
    if "mapping" in request:
        mapping = FaceMapping.from_dict(request["mapping"])
        keypoints.columns(mapping.points())
    else:
        mapping = FaceMapping().within(keypoints.names)
    traces = derive_traces(keypoints, mapping)
    digest = digest_of(keypoints, traces, mapping)
    name = f"{FOLDER}/keypoints-{digest[:NAME_DIGITS]}.npz"
    there = link.processed_dir() / name
    save_keypoints(there, keypoints, traces, mapping)
    return open_keypoints(there), name


def master_row(stored: StoredKeypoints, name: str) -> Row:
    """Columns of `Keypoints`."""
    return {
        "keypoint_software": stored.keypoints.software,
        "keypoint_file_sha256": stored.keypoints.file_sha256,
        "keypoints_path": name,
        "keypoints_digest": stored.digest,
        "keypoint_n_frames": stored.keypoints.n_frames,
        "n_keypoints": len(stored.keypoints.names),
        "keypoint_mapping_used": stored.mapping.to_dict(),
        "keypoint_mapping_used_hash": stored.mapping.content_hash(),
        "keypoints_code_version": __version__,
    }


def point_rows(stored: StoredKeypoints, name: str) -> list[Row]:
    """Rows of `Keypoints.Point`."""
    points, at = stored.keypoints, partial(SignalArray, name, stored.digest)
    valid = points.valid(stored.mapping.least_likelihood)
    rows = []
    for k, point in enumerate(points.names):
        sure = points.likelihood[np.isfinite(points.likelihood[:, k]), k].astype(np.float64)
        xy = points.xy[valid[:, k], k].astype(np.float64)
        middle = np.median(xy, axis=0) if len(xy) else (np.nan, np.nan)
        rows.append(
            {
                "point_no": k,
                "point_name": point,
                "likelihood_mean": float(sure.mean()) if len(sure) else None,
                "fraction_valid": float(valid[:, k].mean()) if len(valid) else 0.0,
                "point_x_median": null(float(middle[0])),
                "point_y_median": null(float(middle[1])),
                "point_xy": at(("keypoints", "xy"), k, 1),
                "point_likelihood": at(("keypoints", "likelihood"), k, 1),
            }
        )
    return rows


def trace_rows(stored: StoredKeypoints, name: str) -> list[Row]:
    """Rows of `Keypoints.Trace`."""
    at = partial(SignalArray, name, stored.digest)
    return [
        {
            "keypoint_trace": trace.name,
            "keypoint_trace_unit": trace.unit,
            "keypoint_trace_values": at(("traces", k, "values")),
        }
        | summary(trace.values, "keypoint_trace")
        for k, trace in enumerate(stored.traces)
    ]
