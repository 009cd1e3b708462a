"""The head's shift from points: planted, and against the registration of pictures."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, shift

from element_mouseface.core.keypoints import FaceMapping, Keypoints, point_shift
from element_mouseface.core.scoring.contrast.registration import fit_registration
from element_mouseface.errors import ParameterError
from tests.unit.core.keypoints.faces import SIZE, face, still

N = 80


def planted() -> np.ndarray:
    """(frames, 2) right and down, pixels: at the reference for the first half."""
    t = np.clip(np.arange(N) - N // 2, 0, None) / (N // 2)
    return np.stack([9.0 * t, -5.0 * np.sin(3 * t)], axis=1)


def with_shift(points: Keypoints, moved: np.ndarray) -> Keypoints:
    return Keypoints(points.names, points.xy + moved[:, None], points.likelihood, points.software)


def test_the_planted_shift_is_found_whatever_one_point_does():
    points = with_shift(face(N), planted())
    xy = points.xy.copy()
    xy[50:60, points.names.index("nose(top)")] += 40  # a point that jumps
    xy[:, points.names.index("paw")] += np.arange(N)[:, None]  # one that is not stable
    found = point_shift(
        Keypoints(points.names, xy, points.likelihood, "facemap"), reference_frames=slice(0, N // 2)
    )
    assert np.abs(found.shift_px - planted()).max() < 1.5
    assert np.sqrt(np.mean((found.shift_px - planted()) ** 2)) < 0.5
    assert found.n_points.tolist() == [4] * N
    assert found.names == FaceMapping().stable and found.reference_xy.shape == (4, 2)


def test_without_jitter_it_is_exact_and_missing_points_cost_no_frame():
    moved = planted()
    points = with_shift(still(N), moved)
    xy, likelihood = points.xy.copy(), points.likelihood.copy()
    stable = [points.names.index(n) for n in FaceMapping().stable]
    xy[60, stable[:2]] = np.nan
    likelihood[61, stable[:3]] = 0.1
    xy[62] = np.nan
    points = Keypoints(points.names, xy, likelihood, "facemap")
    found = point_shift(points, reference_frames=np.arange(N) < N // 2)
    seen = found.n_points >= 2
    assert np.flatnonzero(~seen).tolist() == [61, 62] and found.n_points[60] == 2
    assert np.allclose(found.shift_px[seen], moved[seen], atol=1e-4)
    assert np.isnan(found.shift_px[~seen]).all() and np.isnan(found.spread_px[~seen]).all()
    assert np.allclose(found.spread_px[seen], 0, atol=1e-4)
    one = point_shift(points, reference_frames=slice(0, 40), least_points=1)
    assert np.allclose(one.shift_px[61], moved[61], atol=1e-4)


def test_a_head_that_turns_is_told_by_the_spread():
    points = still(N)
    turn = np.radians(np.linspace(0, 20, N))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    xy = np.einsum("ijt,tpj->tpi", matrix, points.xy - 60) + 60
    found = point_shift(
        Keypoints(points.names, xy, points.likelihood, "facemap"), reference_frames=[0]
    )
    assert found.spread_px[0] < 1e-3 and found.spread_px[-1] > 3


def test_it_has_the_sign_and_the_scale_of_registration():
    # the same movement, told by points and by the registration of thumbnails
    moved = planted() * 0.6
    rng = np.random.default_rng(3)
    picture = gaussian_filter(rng.uniform(0, 255, SIZE), 4)
    picture = 40 + 170 * (picture - picture.min()) / np.ptp(picture)
    frames = [shift(picture, (y, x), order=3, mode="nearest") for x, y in moved]
    small = np.array(frames).reshape(N, SIZE[0] // 2, 2, SIZE[1] // 2, 2).mean((2, 4))
    thumbnails = np.clip(small + rng.normal(0, 1, small.shape), 0, 255).astype(np.uint8)
    flat = thumbnails.reshape(N, -1)
    registration = fit_registration(flat[: N // 2], thumbnails.shape[1:])
    done = registration(flat)
    points = point_shift(with_shift(face(N), moved), reference_frames=slice(0, N // 2))
    of_points = points.in_thumbnail((2.0, 2.0))
    assert not done.lost.any()
    assert np.abs(of_points - done.shift).max() < 1.0
    assert np.corrcoef(of_points[:, 0], done.shift[:, 0])[0, 1] > 0.95


def test_too_little_to_tell_a_shift_is_refused():
    points = still(10)
    with pytest.raises(ParameterError, match="too few stable points"):
        point_shift(points, FaceMapping(stable=("paw",)))
    with pytest.raises(ParameterError, match="tail"):
        point_shift(points, FaceMapping(stable=("paw", "tail")))
    gone = points.likelihood.copy()
    gone[:5, points.names.index("nosebridge")] = 0
    points = Keypoints(points.names, points.xy, gone, "facemap")
    with pytest.raises(ParameterError, match="nosebridge"):
        point_shift(points, reference_frames=slice(0, 5))
