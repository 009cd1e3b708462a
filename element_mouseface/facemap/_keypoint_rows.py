"""Store a keypoint file, and convert its content to rows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from .. import __version__
from .._schema.codec import SignalArray
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.rows import null, summary
from ..core.keypoints import FaceMapping, Keypoints, derive_traces, load_keypoints
from ..core.keypoints.boxes import boxes_of, check_boxes
from ..core.keypoints.mapping import unmapped_note
from ..core.keypoints.stored import StoredKeypoints, digest_of, open_keypoints, save_keypoints
from ..core.video import image_names
from ..linking import Link
from ..recording import RecordingInfo, VideoRecording
from ._running import find_file

Row = dict[str, Any]


def of_recording(key: Row) -> Row:
    """The values of a recording that points are checked against; empty if there are none.

    Parameters
    ----------
    key : dict
        Of one VideoRecording.
    """
    files = (VideoRecording.File & key).to_dicts(order_by="file_id")
    found: Row = {"recording_files": [row["file_path"] for row in files], "counts": [], "size": []}
    if RecordingInfo & key:
        parts = (RecordingInfo.File & key).to_dicts(order_by="file_first_frame")
        found["counts"] = [int(part["file_nframes"]) for part in parts]
        size = (RecordingInfo & key).fetch1("px_height", "px_width")
        found["size"] = [int(n) for n in size]
    return found


def check_readable(
    request: Row, paths: list[str], mapping: FaceMapping | None, link: Link
) -> Keypoints:
    """Read the files of a task that is to be inserted, as a worker will.

    Parameters
    ----------
    request : dict
        The columns of the task, and the values of `of_recording`.
    paths : list of str
        Relative to the roots.
    mapping : FaceMapping or None
    link : Link

    Raises
    ------
    MouseFaceError
        As `load_keypoints` says; PathError if there is no such file, ParameterError if
        the mapping names a point that the file has not.
    """
    column = "KeypointTask.keypoint_file_path"
    found = [find_file(link, path, "keypoint file", "_FacemapPose.h5", column) for path in paths]
    counts = request["counts"]
    keypoints = load_keypoints(
        found if len(found) > 1 else found[0],
        source=request["keypoint_source"] or None,
        individual=request["keypoint_individual"] or None,
        n_frames=counts or None,
        frame_px=tuple(request["size"]) or None,
        offset_px=(request["keypoint_offset_x_px"], request["keypoint_offset_y_px"]),
        pad_end=bool(request["keypoint_pad_end"]),
        align=request["keypoint_align"],
        video=request["keypoint_video"] or None,
        recording_files=request["recording_files"],
        frame_names=_image_names(link, request["recording_files"], sum(counts)),
        allow_outside=bool(request["keypoint_allow_outside"]),
    )
    if mapping is not None:
        keypoints.columns(mapping.points())
    return keypoints


def _image_names(link: Link, files: list[str], n_frames: int) -> list[str] | None:
    """Names of the images of a recording that is a folder of them, in the frames' order."""
    if len(files) != 1 or not n_frames:
        return None
    folders = [root / files[0] for root in link.raw_roots() if (root / files[0]).is_dir()]
    if not folders:
        return None
    names = image_names(folders[0])
    # images that were added or removed are reported when the recording is opened
    return names if len(names) == n_frames else None


def read_and_store(request: Row, paths: list[str], link: Link) -> tuple[StoredKeypoints, str]:
    """Read the points of a task's files, derive their traces, and store both.

    Parameters
    ----------
    request : dict
        From `Keypoints.make_fetch`.
    paths : list of str
        Relative to the roots.
    link : Link

    Returns
    -------
    stored : StoredKeypoints
    name : str
        Of the file, relative to the processed folder.

    Raises
    ------
    MouseFaceError
        As `check_readable` says.
    """
    mapping = FaceMapping.from_dict(request["mapping"]) if "mapping" in request else None
    keypoints = check_readable(request, paths, mapping, link)
    # the task may have been added before its recording was indexed
    check_boxes(boxes_of(request.get("bbox"), len(paths)), request["size"])
    if mapping is None:
        mapping = FaceMapping().within(keypoints.names)
    traces = derive_traces(keypoints, mapping)
    if missing := unmapped_note(keypoints.names, mapping):
        keypoints = replace(keypoints, notes=(*keypoints.notes, missing))
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
        "keypoint_notes": list(stored.keypoints.notes) or None,
        "keypoints_code_version": __version__,
    }


def point_rows(stored: StoredKeypoints, name: str) -> list[Row]:
    """Rows of `Keypoints.Point`."""
    points, at = stored.keypoints, partial(SignalArray, name, stored.digest)
    valid = points.valid(stored.mapping.min_likelihood)
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
                "point_x_median_px": null(float(middle[0])),
                "point_y_median_px": null(float(middle[1])),
                "point_xy_px": at(("keypoints", "xy"), k, 1),
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
