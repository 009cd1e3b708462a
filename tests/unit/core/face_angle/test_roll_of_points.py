"""Roll from points, on the drawn mouse with a planted roll and on hand-made sets."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from element_mouseface.core.face_angle.angle import Reason
from element_mouseface.core.face_angle.moderated import moderated_variance
from element_mouseface.core.face_angle.roll_of_points import roll_of_points
from element_mouseface.core.face_angle.stable_points import (
    choose_points,
    distance_variances,
    point_spreads,
)
from element_mouseface.synthetic import LANDMARKS, Confounds, landmarks, plan

SKULL = {"ear_base", "eye_front", "eye_back", "forehead", "temple"}


def tracked(identity: int, roll_deg: float, noise_px: float, jumps: float = 0.0):
    """A mouse with expressions, whisking and licking; its points as a tracker finds them.

    Drawn small, which is fast, and told in pixels of 640x480.
    """
    movie = plan(
        identity=identity,
        seed=identity,
        duration_s=50,
        fps=20,
        size_px=(160, 120),
        confounds=Confounds(roll_deg=roll_deg),
    )
    rng = np.random.default_rng(identity)
    xy = 4 * landmarks(movie)
    xy = xy + noise_px * rng.standard_normal(xy.shape)
    wrong = rng.random(xy.shape[:2]) < jumps
    xy[wrong] += 40 * rng.standard_normal((wrong.sum(), 2))
    truth = movie.truth.get("roll_deg", np.zeros(movie.n_frames))
    return movie, xy, truth - np.median(truth)


def chosen_of(xy, found=None):
    variance = distance_variances(xy, scaled=True)
    slow = distance_variances(xy, scaled=True, slow=True)
    found = np.isfinite(xy[..., 0]).mean(0) if found is None else found
    used = choose_points(slow, np.nanmedian(xy, axis=0), found)
    return used, point_spreads(variance, used)


def measured(xy):
    used, spreads = chosen_of(xy)
    return used, roll_of_points(xy[:, used], spreads)


@pytest.mark.parametrize("identity", [0, 1])
def test_planted_roll_is_found_from_points_that_the_expression_does_not_move(identity):
    _, xy, truth = tracked(identity, 5.0, 0.5)
    used, roll = measured(xy)
    assert SKULL <= {LANDMARKS[k] for k in used}
    assert not {"ear_tip", "nose_tip", "lower_lip"} & {LANDMARKS[k] for k in used}
    error = roll.degrees - truth
    assert np.sqrt(np.mean(error**2)) < 0.25 and np.percentile(np.abs(error), 95) < 0.5
    assert np.polyfit(truth, roll.degrees, 1)[0] == pytest.approx(1, abs=0.01)
    assert 0.5 < np.mean(np.abs(error) < roll.errors) < 0.82
    assert np.mean(np.abs(error) < 1.96 * roll.errors) > 0.8


def test_an_expression_alone_does_not_turn_the_head():
    movie, xy, _ = tracked(3, 0.0, 0.3)
    _, roll = measured(xy)
    shown = movie.truth["intensity"].max(axis=1) > 0.5
    moved = roll.degrees[shown].mean() - roll.degrees[~shown].mean()
    assert abs(moved) < 0.15 and np.percentile(np.abs(roll.degrees[shown]), 95) < 0.4


def test_points_that_jump_turn_no_frame_without_a_larger_error():
    _, xy, truth = tracked(2, 5.0, 1.0, jumps=0.02)
    _, roll = measured(xy)
    known = np.isfinite(roll.degrees)
    error = np.abs(roll.degrees - truth)[known]
    assert known.mean() > 0.98 and np.percentile(error, 99) < 1.2
    assert (error < 5 * roll.errors[known]).all()
    assert np.mean(error < roll.errors[known]) == pytest.approx(0.68, abs=0.08)


def test_a_turn_is_counterclockwise_on_the_screen_and_against_the_median():
    shape = np.array([[0.0, 0.0], [100.0, 0.0], [30.0, 60.0]])
    turns = np.array([0.0, 10.0, -20.0, 0.0, 0.0])
    xy = np.stack(
        [cv2.transform(shape[None], cv2.getRotationMatrix2D((50, 20), t, 1.0))[0] for t in turns]
    )
    roll = roll_of_points(xy, np.ones(3))
    np.testing.assert_allclose(roll.degrees, turns, atol=1e-6)
    late = roll_of_points(xy, np.ones(3), np.array([0, 1, 0, 0, 0], bool))
    np.testing.assert_allclose(late.degrees, turns - 10, atol=1e-6)
    half = roll_of_points(np.concatenate([xy, 400 - xy[:1]]), np.ones(3)).degrees
    assert abs(half[-1]) == pytest.approx(180, abs=1e-6)  # a turn, not a mirror


def test_fewer_than_three_points_in_a_frame_have_a_reason_in_place_of_an_angle():
    rng = np.random.default_rng(0)
    xy = rng.uniform(0, 200, (1, 4, 2)) + 0.3 * rng.standard_normal((50, 4, 2))
    xy[7, :2] = np.nan
    xy[9, 1] = np.nan
    xy[11] = rng.uniform(0, 200, (4, 2))
    roll = roll_of_points(xy, np.full(4, 0.3))
    assert roll.reasons[7] == Reason.FEW_POINTS and roll.reasons[11] == Reason.NOT_RIGID
    assert np.isnan(roll.degrees[[7, 11]]).all() and np.isfinite(roll.degrees[9])
    one_place = roll_of_points(np.full((9, 3, 2), 50.0), np.ones(3))
    assert (one_place.reasons == Reason.NOT_RIGID).all() and np.isnan(one_place.degrees).all()
    none = roll_of_points(np.full((4, 3, 2), np.nan), np.ones(3))
    assert (none.reasons == Reason.FEW_POINTS).all()


def test_points_are_not_chosen_where_three_are_not_found():
    rng = np.random.default_rng(1)
    xy = rng.uniform(0, 200, (1, 5, 2)) + rng.standard_normal((100, 5, 2))
    assert len(chosen_of(xy)[0]) >= 3
    xy[20:, 2:] = np.nan
    assert chosen_of(xy)[0] == []
    assert chosen_of(xy[:, :2])[0] == []


def test_a_head_that_comes_nearer_makes_no_point_unsteady():
    rng = np.random.default_rng(2)
    shape = rng.uniform(0, 300, (6, 2))
    scale = 1 + 0.05 * np.sin(np.arange(400) / 20)
    xy = shape * scale[:, None, None] + 0.4 * rng.standard_normal((400, 6, 2))
    used, spreads = chosen_of(xy)
    assert len(used) >= 5 and spreads.max() < 0.7


def test_spreads_are_the_planted_noise():
    rng = np.random.default_rng(3)
    noise = np.array([0.5, 0.5, 1.0, 2.0, 0.7])
    xy = rng.uniform(0, 300, (5, 2)) + noise[:, None] * rng.standard_normal((5000, 5, 2))
    variance = distance_variances(xy, scaled=False)
    np.testing.assert_allclose(point_spreads(variance, list(range(5))), noise, rtol=0.1)


def test_moderated_variances_are_those_of_equal_frames_and_keep_what_stands_out():
    rng = np.random.default_rng(4)
    squares = rng.chisquare(3, 4000) * 2.0
    squares[10] = 300.0
    found = moderated_variance(squares, np.full(4000, 3))
    assert np.median(found) == pytest.approx(2.0, rel=0.1) and found.std() < 2.0
    assert found[10] == pytest.approx(100.0)
    # variances that differ from frame to frame are shrunk less
    scale = 2.0 * 8 / rng.chisquare(8, 4000)
    mixed = moderated_variance(rng.chisquare(3, 4000) * scale, np.full(4000, 3))
    assert np.corrcoef(np.log(mixed), np.log(scale))[0, 1] > 0.4
    nothing = moderated_variance(np.array([np.nan, 1.0]), np.array([3, 0]))
    assert np.isnan(nothing).all()
