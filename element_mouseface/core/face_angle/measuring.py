"""Measure the angle of the face in a recording: from points, from pictures, from two cameras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultMismatchError
from ..facial_signals.regions import Region
from ..features.quality import FrameFlag
from ..frame_features.places import region_places
from ..keypoints.points import Keypoints
from ..learning.parallel import count_workers
from ..store import Result, open_result
from .angle import FaceAngle, PointStability, Reason
from .params import LEAST_POINTS, FaceAngleParams
from .pose import PoseOfViews, pose_of_views
from .roll_of_pictures import roll_of_pictures
from .roll_of_points import roll_of_points
from .second_camera import SecondCamera, matched_frames
from .stable_points import (
    choose_points,
    distance_variances,
    point_spreads,
    rigid_points,
    stability_rows,
)

Progress = Callable[[int, int], None]
_UNUSABLE = FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT
_LEAST_PIXELS = 100
#: a usual standard error that a user should be told of
_UNSURE_DEG = 0.5


@dataclass(eq=False)
class _Parts:
    """What the sources add to the result."""

    degrees: dict[str, np.ndarray] = field(default_factory=dict)
    errors: dict[str, np.ndarray] = field(default_factory=dict)
    reasons: dict[str, np.ndarray] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)


def face_angle(
    result: Result | str | Path,
    *,
    keypoints: Keypoints | None = None,
    second: SecondCamera | None = None,
    region: Region | None = None,
    params: FaceAngleParams | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> FaceAngle:
    """The angle of the head in every frame of a recording.

    Parameters
    ----------
    result : Result or path
        Of the pass over the movie: its stored pictures, its flags, its times.
    keypoints : Keypoints, optional
        Tracked points, at least three of which move only with the head.
    second : SecondCamera, optional
        For yaw and pitch: points of a second calibrated camera.
    region : Region, optional
        The part of the picture that roll is measured from; by default all of it, less what
        stays in place or deforms.
    params : FaceAngleParams, optional
    workers : int, optional
        Threads; by default one for each core.
    progress : callable(done, total), optional
        Frames of the pictures.

    Raises
    ------
    ParameterError
        If a point that is named does not exist, or the reference has no frame.
    ResultMismatchError
        If the points or the second camera are of other frames.
    CropError
        If the region is outside the picture.
    """
    params = params or FaceAngleParams()
    result = result if isinstance(result, Result) else open_result(result)
    n = result.n_frames
    if keypoints is not None and keypoints.n_frames != n:
        raise ResultMismatchError(
            "The tracked points and the recording have different numbers of frames.",
            expected=str(n),
            got=str(keypoints.n_frames),
            do="give the points that were tracked on this movie, or align them",
        )
    if second is not None and keypoints is None:
        raise ParameterError(
            "A second camera's points need those of the first.",
            expected="keypoints of both cameras",
            do="give keypoints= too (--keypoints)",
        )
    reference = _reference_frames(params, n)
    usable = (np.asarray(result.flags) & int(_UNUSABLE)) == 0
    parts = _Parts()
    parts.about["result_digest"] = result.digest
    parts.about["reference"] = (
        "median of all frames"
        if params.reference_frames is None
        else "median of frames {} to {}".format(*_first_last(params.reference_frames))
    )
    _add_points(parts, keypoints, params, usable, reference)
    _add_picture(parts, result, region, params, usable, reference, workers, progress)
    _add_views(parts, result, keypoints, second, params, usable, reference)
    return FaceAngle(
        result.times_s,
        parts.degrees,
        parts.errors,
        parts.reasons,
        params=params,
        about=parts.about,
        notes=tuple(parts.notes),
        **parts.rest,
    )


def _first_last(frames: tuple[int, int]) -> tuple[int, int]:
    return frames[0], frames[1] - 1


def _reference_frames(params: FaceAngleParams, n: int) -> np.ndarray | None:
    if params.reference_frames is None:
        return None
    first, stop = params.reference_frames
    if first >= n:
        raise ParameterError(
            "The reference frames are not in the recording.",
            expected=f"frames 0 to {n - 1}",
            got=f"{first} to {stop - 1}",
        )
    chosen = np.zeros(n, bool)
    chosen[first:stop] = True
    return chosen


def _undefined(n: int, usable: np.ndarray, reason: Reason) -> np.ndarray:
    return np.where(usable, reason, Reason.MISSING_FRAME).astype(np.uint8) * np.ones(n, np.uint8)


def _valid_xy(keypoints: Keypoints, params: FaceAngleParams, usable: np.ndarray) -> np.ndarray:
    valid = keypoints.valid(params.min_likelihood) & usable[:, None]
    return np.where(valid[..., None], keypoints.xy.astype(np.float64), np.nan)


def _chosen(
    points: np.ndarray,
    names: tuple[str, ...],
    stable: tuple[str, ...],
    usable: np.ndarray,
    *,
    scaled: bool,
) -> tuple[list[int], np.ndarray, tuple[PointStability, ...]]:
    """The points to use, the spread of each, and a row for every point."""
    found = np.isfinite(points[usable, :, 0]).mean(axis=0) if usable.any() else np.zeros(len(names))
    variance = distance_variances(points, scaled=scaled)
    slow = distance_variances(points, scaled=scaled, slow=True)
    if stable:
        used = [names.index(name) for name in stable]
    elif points.shape[2] == 3:  # a pose needs points that are not in one plane: as many as can be
        used = rigid_points(points, slow, found)
    else:
        where = np.full(points.shape[1:], np.nan)
        known = found > 0
        where[known] = np.nanmedian(points[:, known], axis=0)
        used = choose_points(slow, where, found)
    spreads = point_spreads(variance, used)
    # a named point that is never seen with others counts as the others do
    usual = float(np.nanmedian(spreads)) if np.isfinite(spreads).any() else 1.0
    spreads = np.where(np.isfinite(spreads), spreads, usual)
    return used, spreads, stability_rows(names, slow, found, used)


def _add_points(
    parts: _Parts,
    keypoints: Keypoints | None,
    params: FaceAngleParams,
    usable: np.ndarray,
    reference: np.ndarray | None,
) -> None:
    n = len(usable)
    if keypoints is None:
        parts.reasons["points"] = _undefined(n, usable, Reason.NO_POINTS)
        return
    if params.stable:
        keypoints.columns(list(params.stable))  # refuses unknown names
    xy = _valid_xy(keypoints, params, usable)
    used, spreads, rows = _chosen(xy, keypoints.names, params.stable, usable, scaled=True)
    parts.rest["points"] = rows
    parts.about["keypoints"] = {
        "software": keypoints.software,
        "file_sha256": keypoints.file_sha256,
        "used": [keypoints.names[k] for k in used],
    }
    if len(used) < LEAST_POINTS:
        parts.notes.append("fewer than three tracked points are found in half of the frames")
        parts.reasons["points"] = _undefined(n, usable, Reason.FEW_POINTS)
        return
    roll = roll_of_points(xy[:, used], spreads, reference)
    parts.degrees["roll_points"], parts.errors["roll_points"] = roll.degrees, roll.errors
    parts.reasons["points"] = np.where(usable, roll.reasons, Reason.MISSING_FRAME)
    known = np.isfinite(roll.errors)
    if known.any() and float(np.median(roll.errors[known])) > _UNSURE_DEG:
        parts.notes.append(
            "roll of points is unsure, because no three points are steady against each other: "
            "track points of the skull (corners of the eye, base of the ear), and name them"
        )


def _add_picture(
    parts: _Parts,
    result: Result,
    region: Region | None,
    params: FaceAngleParams,
    usable: np.ndarray,
    reference: np.ndarray | None,
    workers: int | None,
    progress: Progress | None,
) -> None:
    n = len(usable)
    if not params.from_picture:
        parts.reasons["picture"] = _undefined(n, usable, Reason.NO_PICTURE)
        return
    place = region_places(result, [] if region is None else [region])[-1]
    shape = result.thumbnails.shape[1:]
    box = result.crop.box(*result.frame_px)
    sizes = [axis.stop - axis.start for axis in box]
    scale = sizes[1] / shape[1], sizes[0] / shape[0]
    told = "the crop" if region is None else f"the region {region.name!r}"
    parts.about["region"] = None if region is None else region.to_dict()
    if place.inside.sum() < _LEAST_PIXELS or min(shape) < 12:
        parts.notes.append(f"{told} has too few pixels in the stored pictures to measure a turn")
        parts.reasons["picture"] = _undefined(n, usable, Reason.NO_CONTRAST)
        return
    roll = roll_of_pictures(
        result.thumbnails,
        usable,
        place.inside,
        scale,
        reference=reference,
        workers=count_workers(workers),
        progress=progress,
    )
    parts.degrees["roll_picture"], parts.errors["roll_picture"] = roll.degrees, roll.errors
    parts.reasons["picture"] = roll.reasons
    if roll.fitted is None:
        return
    parts.about["moving_share"] = roll.fitted.moving
    parts.rest["reference"] = roll.fitted.reference.picture
    parts.rest["weights"] = roll.fitted.reference.shares()
    parts.notes.append(
        f"roll of the picture is measured on {told}, {roll.fitted.moving:.0%} of whose contrast "
        "moves with the head; what deforms counts less"
    )


def _add_views(
    parts: _Parts,
    result: Result,
    keypoints: Keypoints | None,
    second: SecondCamera | None,
    params: FaceAngleParams,
    usable: np.ndarray,
    reference: np.ndarray | None,
) -> None:
    n = len(usable)
    if second is None or keypoints is None:
        parts.reasons["views"] = _undefined(n, usable, Reason.ONE_CAMERA)
        return
    height, width = result.frame_px
    second.calibration.check_sizes((width, height))
    match, note = matched_frames(second, result.times_s)
    parts.notes.append(note)
    names = tuple(name for name in keypoints.names if name in second.keypoints.names)
    if len(names) < LEAST_POINTS:
        raise ParameterError(
            "The two cameras have too few points in common.",
            expected=f"at least {LEAST_POINTS} points of the same names",
            got=", ".join(names) or "none",
            do="name the same place of the head alike in both files",
        )
    here = _valid_xy(keypoints, params, usable)[:, keypoints.columns(list(names))]
    everywhere = np.ones(second.keypoints.n_frames, bool)
    there = _valid_xy(second.keypoints, params, everywhere)[
        :, second.keypoints.columns(list(names))
    ]
    there = np.where((match >= 0)[:, None, None], there[match], np.nan)
    points = second.calibration.triangulated(here, there)
    depth = np.nanmedian(points[..., 2]) if np.isfinite(points).any() else 1.0
    unit = depth / second.calibration.first.focal_px  # a pixel of the first camera, at the face
    named = [name for name in params.stable if name in names]
    stable = tuple(named) if len(named) >= LEAST_POINTS else ()
    used, _, rows = _chosen(points / unit, names, stable, usable, scaled=False)
    calibration = second.calibration
    parts.about["second_camera"] = {
        "file_sha256": second.keypoints.file_sha256,
        "calibration_digest": calibration.digest,
        "used": [names[k] for k in used],
    }
    if len(used) < LEAST_POINTS:
        parts.notes.append("fewer than three points are found by both cameras in half the frames")
        parts.reasons["views"] = _undefined(n, usable, Reason.FEW_POINTS)
        return
    rays = (
        calibration.first.normalized(here[:, used]),
        calibration.second.normalized(there[:, used]),
    )
    pose = pose_of_views(points[:, used], rays, calibration, reference)
    parts.about["second_camera"]["residual_px"] = (
        pose.residual_px if np.isfinite(pose.residual_px) else None
    )
    _put_pose(parts, pose, match, usable)
    spreads = ", ".join(f"{row.name} {row.spread_px:.2f}" for row in rows if row.is_used)
    parts.notes.append(f"pose of two cameras: spread of its points in pixels: {spreads}")


def _put_pose(parts: _Parts, pose: PoseOfViews, match: np.ndarray, usable: np.ndarray) -> None:
    """The angles of two cameras, their errors, and why there are none."""
    for column, name in enumerate(("roll_views", "yaw", "pitch")):
        parts.degrees[name] = np.degrees(pose.radians[:, column])
        parts.errors[name] = np.degrees(pose.errors[:, column])
    reasons = np.where(match < 0, Reason.NO_SECOND_FRAME, pose.reasons)
    parts.reasons["views"] = np.where(usable, reasons, Reason.MISSING_FRAME)
    parts.rest["two_poses_deg"] = np.degrees(pose.two_poses)
