"""The pose of the head from two cameras: roll, yaw and pitch of its stable points.

Points are triangulated, laid over the reference shape (Kabsch), and the pose is then refined so
that the shape, seen by both cameras, is nearest to the points in pixels (Gauss-Newton). The
standard errors come from the pixels that remain, through the same derivatives.

Points in one plane look alike in two poses, mirrored in depth, as soon as depth is uncertain; both
are told and neither is reported as the angle. Points on a line leave the turn about it open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .angle import Reason
from .calibration import StereoCalibration
from .moderated import moderated_variance
from .params import LEAST_POINTS
from .rotations import (
    angle_errors,
    angles_of,
    cross_matrices,
    nearest_rotations,
    rotations_of,
    turned,
)

_SHAPE_ROUNDS, _STEPS = 4, 6
_TUKEY = 6.0
_MOST_SHAPE_FRAMES = 2000
_BLOCK_FRAMES = 4096
_MOST_OFF = 1 / 3
#: thickness of points, of their largest extent, below which they are flat, or on a line
_FLAT, _LINE = 0.05, 0.05
#: and in standard errors of a frame's point along the thickness
_SURE = 3.0
_MOST_MISFIT_PX = 25.0


@dataclass(frozen=True, eq=False)
class PoseOfViews:
    """The pose of each frame.

    Attributes
    ----------
    radians, errors : (frames, 3) float64 arrays
        Roll, yaw, pitch and standard errors, NaN where undefined.
    reasons : (frames,) uint8 array
        `Reason`.
    two_poses : (frames, 2, 3) float64 array
        Of flat points, both poses; NaN elsewhere.
    shape : (points, 3) float64 array
        The reference shape, about its middle.
    residual_px : float
        Usual distance of a point from where the shape has it, along an axis.
    """

    radians: np.ndarray
    errors: np.ndarray
    reasons: np.ndarray
    two_poses: np.ndarray
    shape: np.ndarray
    residual_px: float


@dataclass(eq=False)
class _Poses:
    """Rotation and place of the shape in each frame, and how sure they are."""

    rotation: np.ndarray
    place: np.ndarray
    weight: np.ndarray
    squares: np.ndarray
    freedom: np.ndarray
    normal: np.ndarray


def pose_of_views(
    points: np.ndarray,
    rays: tuple[np.ndarray, np.ndarray],
    calibration: StereoCalibration,
    reference: np.ndarray | None = None,
) -> PoseOfViews:
    """The pose of each frame.

    Parameters
    ----------
    points : (frames, points, 3) array
        Triangulated; NaN where missing.
    rays : two (frames, points, 2) arrays
        The same points as each camera sees them, without distortion, at distance 1.
    calibration : StereoCalibration
    reference : (frames,) bool array, optional
        Frames whose median pose is zero; by default all.
    """
    n, count = points.shape[:2]
    seen = np.isfinite(points).all(axis=2)
    enough = seen.sum(axis=1) >= LEAST_POINTS
    used = enough if reference is None else enough & reference
    out = PoseOfViews(
        np.full((n, 3), np.nan),
        np.full((n, 3), np.nan),
        np.where(enough, Reason.DEFINED, Reason.FEW_POINTS).astype(np.uint8),
        np.full((n, 2, 3), np.nan),
        np.full((count, 3), np.nan),
        float("nan"),
    )
    if not used.any():
        out.reasons[enough] = Reason.FEW_POINTS
        return out
    shape = _shape(points, seen, used)
    view = _View(calibration, rays, shape)
    poses = _fitted(points, seen & np.isfinite(shape).all(axis=1), view)
    variance = moderated_variance(poses.squares, poses.freedom)
    known = np.isfinite(variance)
    residual = float(np.sqrt(np.median(variance[known]))) if known.any() else float("nan")
    _name_undefined(out.reasons, poses, shape, seen, view, residual)
    good = out.reasons == Reason.DEFINED
    flat = out.reasons == Reason.FLAT_POINTS
    zeroed, _ = _zeroed(poses.rotation, used & (good | flat))
    out.radians[good] = angles_of(zeroed[good])
    covariance = np.linalg.pinv(poses.normal[good])[:, :3, :3] * variance[good, None, None]
    out.errors[good] = angle_errors(out.radians[good], covariance)
    if flat.any():
        out.two_poses[flat, 0] = angles_of(zeroed[flat])
        out.two_poses[flat, 1] = angles_of(_mirrored(zeroed[flat], poses, flat, shape))
    return PoseOfViews(out.radians, out.errors, out.reasons, out.two_poses, shape, residual)


def _shape(points: np.ndarray, seen: np.ndarray, used: np.ndarray) -> np.ndarray:
    """The median of each point after all frames are laid over each other; NaN if never seen."""
    some = np.flatnonzero(used)
    some = some[:: -(-len(some) // _MOST_SHAPE_FRAMES)]
    points, seen = points[some], seen[some]
    best = int(seen.sum(axis=1).argmax())
    shape = np.where(seen[best, :, None], points[best], np.nan)
    for _ in range(_SHAPE_ROUNDS):
        rotation, center, place = _kabsch(points, seen, shape)
        back = np.einsum("nji,npj->npi", rotation, points - place[:, None]) + center[:, None]
        known = seen.any(axis=0)
        new = np.full_like(shape, np.nan)
        new[known] = np.nanmedian(back[:, known], axis=0)
        shape = new
    return shape - np.nanmean(shape, axis=0)


def _kabsch(points, seen, shape, weight=None):
    """Rotation, middle of the shape and middle of the points, over the points of each frame."""
    there = seen & np.isfinite(shape).all(axis=1)
    weight = there.astype(float) if weight is None else weight * there
    total = np.maximum(weight.sum(axis=1), 1e-12)[:, None]
    here, form = np.where(there[..., None], points, 0), np.nan_to_num(shape)
    center, place = weight @ form / total, np.einsum("np,npi->ni", weight, here) / total
    about = form[None] - center[:, None]
    product = np.einsum("np,npi,npj->nij", weight, here - place[:, None], about)
    return nearest_rotations(product), center, place


class _View:
    """Both cameras' pictures of the shape, and their derivatives."""

    def __init__(self, calibration: StereoCalibration, rays, shape: np.ndarray):
        self.rays = rays
        self.shape = np.nan_to_num(shape)
        self.turns = (np.eye(3), calibration.rotation)
        self.shifts = (np.zeros(3), calibration.translation)
        self.focal = (calibration.first.focal_px, calibration.second.focal_px)

    def residuals(self, rotation, place, rows) -> tuple[np.ndarray, np.ndarray]:
        """(n, points, 4) pixels, and derivatives (n, points, 4, 6) by turn and shift."""
        about = self.shape @ np.swapaxes(rotation, 1, 2)
        left, slopes = [], []
        for rays, turn, shift, focal in zip(
            self.rays, self.turns, self.shifts, self.focal, strict=True
        ):
            there = (about + place[:, None]) @ turn.T + shift
            depth = np.maximum(there[..., 2], 1e-9)
            left.append(focal * (rays[rows] - there[..., :2] / depth[..., None]))
            zero = np.zeros_like(depth)
            first = [1 / depth, zero, -there[..., 0] / depth**2]
            second = [zero, 1 / depth, -there[..., 1] / depth**2]
            by_point = focal * np.stack([np.stack(first, -1), np.stack(second, -1)], -2) @ turn
            slopes.append(np.concatenate([by_point @ -cross_matrices(about), by_point], -1))
        return np.concatenate(left, -1), np.concatenate(slopes, -2)


def _fitted(points: np.ndarray, seen: np.ndarray, view: _View) -> _Poses:
    """Kabsch, then Gauss-Newton in pixels with robust weights of points; in blocks of frames."""
    blocks = range(0, len(points), _BLOCK_FRAMES)
    parts = [_fitted_block(points, seen, view, slice(k, k + _BLOCK_FRAMES)) for k in blocks]
    joined = {name: np.concatenate([vars(p)[name] for p in parts]) for name in vars(parts[0])}
    return _Poses(**joined)


def _fitted_block(points: np.ndarray, seen: np.ndarray, view: _View, rows: slice) -> _Poses:
    there = seen[rows]
    rotation, center, place = _kabsch(points[rows], there, view.shape)
    place = place - np.einsum("nij,nj->ni", rotation, center)
    weight = there.astype(float)
    for step in range(_STEPS + 1):
        left, slopes = view.residuals(rotation, place, rows)
        left = np.where(there[..., None], left, 0.0)
        size = np.sqrt((left**2).sum(axis=-1) / 4)
        level = _median_of(size, there)
        # of three points one is always far above the median of the three
        usual = float(np.median(level[there.any(axis=1)])) if there.any() else 1.0
        level = np.maximum(level, max(usual, 0.05))
        weight = there * np.maximum(0.0, 1 - (size / (_TUKEY * level[:, None])) ** 2) ** 2
        normal = np.einsum("np,npak,npal->nkl", weight, slopes, slopes)
        if step == _STEPS:
            break
        pull = np.einsum("np,npak,npa->nk", weight, slopes, left)
        damped = normal + 1e-9 * np.trace(normal, axis1=1, axis2=2)[:, None, None] * np.eye(6)
        damped += 1e-12 * np.eye(6)
        found = np.linalg.solve(damped, pull[..., None])[..., 0]
        rotation, place = turned(found[:, :3]) @ rotation, place + found[:, 3:]
    counted = weight > 0.05
    freedom = 4 * counted.sum(axis=1) - 6
    usual = np.where(counted, weight, 0).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    squares = (weight[..., None] * left**2).sum(axis=(1, 2)) / np.maximum(usual, 1e-6)
    squares = np.where(counted.sum(axis=1) >= LEAST_POINTS, squares, np.nan)
    return _Poses(rotation, place, weight, squares, freedom, normal)


def _median_of(size: np.ndarray, there: np.ndarray) -> np.ndarray:
    """(n,) the median over the points that are there; 1 without any."""
    found, known = np.ones(len(size)), there.any(axis=1)
    found[known] = np.nanmedian(np.where(there[known], size[known], np.nan), axis=1)
    return found


def _name_undefined(
    reasons: np.ndarray,
    poses: _Poses,
    shape: np.ndarray,
    seen: np.ndarray,
    view: _View,
    residual_px: float,
) -> None:
    """Say of frames whose points are off, flat or on a line that they have no pose; in place."""
    defined = reasons == Reason.DEFINED
    counted = poses.weight > 0.05
    off = (seen & np.isfinite(shape).all(axis=1)).sum(axis=1) - counted.sum(axis=1)
    wrong = off >= _MOST_OFF * seen.sum(axis=1)
    wrong |= ~np.isfinite(poses.squares)
    wrong |= poses.squares > _MOST_MISFIT_PX**2 * np.maximum(poses.freedom, 1)
    reasons[defined & wrong] = Reason.NOT_RIGID
    # points are flat by which of them are there: one answer for all frames with the same ones
    patterns, which = np.unique(counted, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        here = defined & ~wrong & (which.ravel() == number)
        if here.any():
            rows = np.flatnonzero(here)[:200]
            reason = _flatness(shape[pattern], poses, view, rows, residual_px)
            reasons[here] = reason


def _flatness(
    shape: np.ndarray, poses: _Poses, view: _View, rows: np.ndarray, residual_px: float
) -> Reason:
    """Whether points are spread in three dimensions, beside what a point's place is unsure by."""
    about = shape - shape.mean(axis=0)
    _, extent, axes = np.linalg.svd(about, full_matrices=False)
    extent = extent / np.sqrt(len(shape))
    extent = np.pad(extent, (0, 3 - len(extent)))
    _, slopes = view.residuals(poses.rotation[rows], poses.place[rows], rows)
    by_place = slopes[..., 3:]  # as if each point moved by itself
    spread = np.linalg.pinv(np.einsum("npak,npal->npkl", by_place, by_place)).mean(axis=1)
    back = np.swapaxes(poses.rotation[rows], 1, 2) @ spread @ poses.rotation[rows]
    unsure = [
        float(np.sqrt(max(np.median(np.einsum("i,nij,j->n", axis, back, axis)), 0.0))) * residual_px
        for axis in axes
    ]
    unsure += [0.0] * (3 - len(unsure))
    if extent[1] < max(_LINE * extent[0], _SURE * unsure[1]):
        return Reason.COLLINEAR_POINTS
    if extent[2] < max(_FLAT * extent[0], _SURE * unsure[2]):
        return Reason.FLAT_POINTS
    return Reason.DEFINED


def _zeroed(rotation: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rotations against the median pose of the reference frames, and that pose."""
    if not used.any():
        return rotation, np.eye(3)
    zero = nearest_rotations(rotation[used].mean(axis=0)[None])[0]
    for _ in range(3):
        median = np.median(angles_of(rotation[used] @ zero.T), axis=0)
        zero = rotations_of(median[None])[0] @ zero
    return rotation @ zero.T, zero


def _mirrored(
    rotation: np.ndarray, poses: _Poses, flat: np.ndarray, shape: np.ndarray
) -> np.ndarray:
    """The other pose in which a plane looks the same: mirrored along the line of sight."""
    out = np.empty_like(rotation)
    for number, frame in enumerate(np.flatnonzero(flat)):
        counted = poses.weight[frame] > 0.05
        form = (shape[counted] - shape[counted].mean(axis=0)) @ poses.rotation[frame].T
        normal = np.linalg.svd(form)[2][2]
        sight = poses.place[frame] / np.linalg.norm(poses.place[frame])
        mirror = np.eye(3) - 2 * np.outer(sight, sight)
        out[number] = mirror @ (np.eye(3) - 2 * np.outer(normal, normal)) @ rotation[number]
    return out
