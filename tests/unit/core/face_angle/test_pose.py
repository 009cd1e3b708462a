"""Pose from two cameras, against OpenCV's projections of a head with planted angles."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from element_mouseface.core.face_angle.angle import Reason
from element_mouseface.core.face_angle.pose import _zeroed, pose_of_views
from element_mouseface.core.face_angle.rotations import angles_of, nearest_rotations, rotations_of
from element_mouseface.core.face_angle.stable_points import distance_variances, rigid_points

from .stereo import head, rig, seen, turning

SHAPE = np.random.default_rng(5).uniform(-8, 8, (7, 3))


def posed(shape, angles, noise_px, calibration=None, wrong=0.0, reference=None):
    calibration = calibration or rig()
    rng = np.random.default_rng(1)
    pixels = [
        xy + noise_px * rng.standard_normal(xy.shape)
        for xy in seen(calibration, head(angles, shape))
    ]
    off = rng.random(pixels[0].shape[:2]) < wrong
    pixels[0][off] += 25
    points = calibration.triangulated(*pixels)
    rays = calibration.first.normalized(pixels[0]), calibration.second.normalized(pixels[1])
    return pose_of_views(points, rays, calibration, reference)


def truth_of(angles):
    zeroed, _ = _zeroed(rotations_of(angles), np.ones(len(angles), bool))
    return np.degrees(angles_of(zeroed))


@pytest.mark.parametrize("apart_deg", [25, 80])
def test_planted_angles_are_found_on_all_axes_with_errors_that_hold(apart_deg):
    angles = turning(400)
    pose = posed(SHAPE, angles, 0.7, rig(apart_deg))
    error = np.degrees(pose.radians) - truth_of(angles)
    assert (pose.reasons == Reason.DEFINED).all()
    assert (np.sqrt(np.mean(error**2, axis=0)) < 0.5).all()
    assert (np.percentile(np.abs(error), 95, axis=0) < 1.0).all()
    covered = np.mean(np.abs(error) < np.degrees(pose.errors), axis=0)
    assert (covered > 0.58).all() and (covered < 0.78).all()
    assert pose.residual_px == pytest.approx(0.7, rel=0.1)


def test_without_noise_the_angles_are_exact_also_against_given_reference_frames():
    angles = turning(60)
    late = np.zeros(60, bool)
    late[20] = True
    pose = posed(SHAPE, angles, 0.0, reference=late)
    expected = angles_of(rotations_of(angles) @ rotations_of(angles)[20].T)
    np.testing.assert_allclose(pose.radians, expected, atol=1e-5)


def test_directions_are_as_stated():
    """The side that faces the camera turns right with yaw, up with pitch; roll is ccw."""
    facing = np.array([0, 0, -1.0])
    right, up = (
        rotations_of(np.deg2rad([angles]))[0] @ facing for angles in ([0, 20, 0], [0, 0, 20])
    )
    assert right[0] > 0.3 and abs(right[1]) < 1e-12
    assert up[1] < -0.3 and abs(up[0]) < 1e-12  # y points down
    rolled = rotations_of(np.deg2rad([[20, 0, 0]]))[0] @ [1.0, 0, 0]
    assert rolled[1] < -0.3
    # the same rotation by SciPy, which turns clockwise about these axes
    angles = np.deg2rad([[12, -7, 31], [-100, 40, 5]])
    scipys = Rotation.from_euler("xyz", -angles[:, ::-1]).as_matrix()
    np.testing.assert_allclose(rotations_of(angles), scipys, atol=1e-12)
    np.testing.assert_allclose(angles_of(scipys), angles, atol=1e-12)


def test_the_nearest_rotation_is_no_reflection():
    rng = np.random.default_rng(0)
    found = nearest_rotations(rng.normal(size=(200, 3, 3)))
    np.testing.assert_allclose(np.linalg.det(found), 1)
    a = rng.normal(size=(6, 3))
    turn = Rotation.from_rotvec([0.3, -0.2, 0.5])
    expected, _ = Rotation.align_vectors(turn.apply(a), a)
    product = turn.apply(a).T @ a
    np.testing.assert_allclose(nearest_rotations(product[None])[0], expected.as_matrix(), atol=1e-9)


@pytest.mark.parametrize("count", [3, 4, 8])
@pytest.mark.parametrize("tilt", [0.0, 0.6])
def test_a_flat_set_is_two_poses_and_never_one(count, tilt):
    rng = np.random.default_rng(count)
    shape = np.c_[rng.uniform(-9, 9, (count, 2)), np.zeros(count)]
    if count == 3:
        shape[:, :2] = [[-8, -5], [8, -4], [1, 7]]
    shape = shape @ cv2.Rodrigues(np.array([0, tilt, 0]))[0].T
    angles = turning(200)
    pose = posed(shape, angles, 0.5)
    assert np.isnan(pose.radians).all() and np.isnan(pose.errors).all()
    flat = pose.reasons == Reason.FLAT_POINTS
    assert flat.mean() > 0.95
    both = np.degrees(pose.two_poses[flat])
    assert np.isfinite(both).all()
    assert np.sqrt(np.mean((both[:, 0] - truth_of(angles)[flat]) ** 2)) < 2.5
    # the second looks like the first to the first camera, and is another pose in depth
    assert np.median(np.abs(both[:, 1] - both[:, 0]).max(axis=1)) > 1
    first, second = (rotations_of(np.radians(both[:, k])) for k in (0, 1))
    np.testing.assert_allclose(np.linalg.det(second), 1, atol=1e-9)
    assert not np.allclose(first, second, atol=0.01)


def test_points_on_a_line_have_no_pose():
    along = np.linspace(-9, 9, 5)[:, None] * np.array([0.8, 0.3, 0.5])
    pose = posed(along, turning(100), 0.4)
    assert (pose.reasons == Reason.COLLINEAR_POINTS).all()
    assert np.isnan(pose.radians).all() and np.isnan(pose.two_poses).all()


def test_a_set_whose_thickness_drowns_in_noise_is_flat():
    shape = SHAPE * [1, 1, 0.12]
    assert (posed(shape, turning(80), 0.1).reasons == Reason.DEFINED).all()
    assert (posed(shape, turning(80), 3.0).reasons != Reason.DEFINED).all()


def test_wrong_points_turn_no_head():
    angles = turning(400)
    pose = posed(SHAPE, angles, 0.5, wrong=0.02)
    known = np.isfinite(pose.radians[:, 0])
    error = np.abs(np.degrees(pose.radians) - truth_of(angles))[known]
    assert known.mean() > 0.95 and np.percentile(error, 99) < 1.5


def test_frames_with_fewer_than_three_common_points_have_a_reason():
    calibration, angles = rig(), turning(30)
    pixels = seen(calibration, head(angles, SHAPE))
    pixels[1][4, 2:] = np.nan
    points = calibration.triangulated(*pixels)
    rays = calibration.first.normalized(pixels[0]), calibration.second.normalized(pixels[1])
    pose = pose_of_views(points, rays, calibration)
    assert pose.reasons[4] == Reason.FEW_POINTS and (np.delete(pose.reasons, 4) == 0).all()
    nothing = pose_of_views(np.full_like(points, np.nan), rays, calibration)
    assert (nothing.reasons == Reason.FEW_POINTS).all()


def test_triangulation_finds_the_planted_points_and_none_behind_the_cameras():
    calibration = rig()
    points = head(turning(5), SHAPE)
    np.testing.assert_allclose(
        calibration.triangulated(*seen(calibration, points)), points, atol=1e-3
    )
    swapped = calibration.triangulated(*seen(calibration, points)[::-1])
    assert np.isnan(swapped).any() or np.abs(swapped - points).max() > 10


def test_points_that_expressions_move_together_are_not_of_the_head():
    calibration, angles = rig(), turning(400)
    points = head(angles, SHAPE)
    points[:, [0, 4]] += 0.6 * (np.sin(np.arange(400) / 20)[:, None, None] > 0.7)
    rng = np.random.default_rng(0)
    noisy = [xy + 0.7 * rng.standard_normal(xy.shape) for xy in seen(calibration, points)]
    found = calibration.triangulated(*noisy)
    slow = distance_variances(found, scaled=False, slow=True)
    assert rigid_points(found, slow, np.ones(7)) == [1, 2, 3, 5, 6]
    still = calibration.triangulated(*seen(calibration, head(angles, SHAPE)))
    still += 0.1 * rng.standard_normal(still.shape)
    slow = distance_variances(still, scaled=False, slow=True)
    assert len(rigid_points(still, slow, np.ones(7))) >= 6
    assert rigid_points(still, slow, np.array([1.0, 1, 0, 0, 0, 0, 0])) == []
