"""Planted roll: the head turns as the truth says, what is around stays, landmarks follow."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from element_mouseface.synthetic import LANDMARKS, Confounds, frames, landmarks, plan

SIZE = (320, 240)
SETTINGS = {"identity": 4, "seed": 1, "duration_s": 8.0, "fps": 5, "size_px": SIZE, "events": []}


def rolled(what: str, roll_deg: float = 5.0):
    settings = SETTINGS | {"confounds": Confounds.none(roll_deg=roll_deg, roll_what=what)}
    return plan(**settings), list(frames(**settings))


def likeness(a, b, inside) -> float:
    return float(np.corrcoef(a[inside].astype(float), b[inside].astype(float))[0, 1])


@pytest.mark.parametrize("what", ["animal", "camera"])
def test_a_frame_turned_back_by_the_truth_is_the_frame_without_roll(what):
    movie, drawn = rolled(what)
    roll = movie.truth["roll_deg"]
    assert roll.min() == pytest.approx(-5) and roll.max() == pytest.approx(5)
    (plain,) = (next(frames(**SETTINGS | {"confounds": Confounds.none()})),)
    at = landmarks(plan(**SETTINGS | {"confounds": Confounds.none()}))[0]
    face = np.zeros(plain.shape, np.uint8)
    cv2.fillConvexPoly(face, cv2.convexHull(at.astype(np.int32)), 1)
    inside = face.astype(bool)
    number = int(np.abs(roll).argmax())
    turned = landmarks(movie)[number]
    # an affine fit of the landmarks brings the picture back
    back, _ = cv2.estimateAffinePartial2D(at, turned)
    there = cv2.warpAffine(drawn[number], back, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    assert np.degrees(np.arctan2(-back[1, 0], back[0, 0])) == pytest.approx(roll[number], abs=0.01)
    assert likeness(there, plain, inside) > 0.98 > 0.9 > likeness(drawn[number], plain, inside)


def test_the_animal_turns_before_a_background_that_stays():
    movie, drawn = rolled("animal")
    ends = [
        drawn[int(number)]
        for number in (movie.truth["roll_deg"].argmin(), movie.truth["roll_deg"].argmax())
    ]
    plain = next(frames(**SETTINGS | {"confounds": Confounds.none()}))
    _, seen = rolled("camera")
    corner = (slice(158, 163), slice(250, 310))  # the tube's edge
    moved = [np.abs(end[corner].astype(float) - plain[corner]).mean() for end in ends]
    number = int(movie.truth["roll_deg"].argmin())
    camera = np.abs(seen[number][corner].astype(float) - plain[corner]).mean()
    assert max(moved) < 3 < 6 < camera


def test_without_roll_a_movie_is_told_as_before():
    assert "roll_deg" not in Confounds().to_dict()
    planted = Confounds(roll_deg=3.0, roll_what="camera")
    assert Confounds.from_dict(planted.to_dict()) == planted
    assert Confounds.none().roll_deg == 0
    assert "roll_deg" not in plan(**SETTINGS | {"confounds": Confounds()}).truth


def test_landmarks_of_the_skull_are_rigid_and_others_follow_the_expression():
    movie = plan(identity=2, seed=3, duration_s=60, fps=5, size_px=SIZE)
    points = landmarks(movie)
    assert points.shape == (movie.n_frames, len(LANDMARKS), 2)
    at = {name: points[:, number] for number, name in enumerate(LANDMARKS)}
    apart = np.linalg.norm(at["ear_base"] - at["eye_back"], axis=1)
    assert np.ptp(apart) < 1e-9
    np.testing.assert_allclose(
        np.ptp(at["ear_base"], axis=0), np.ptp(movie.truth["head_px"], axis=0), atol=1e-9
    )
    assert np.ptp(np.linalg.norm(at["ear_tip"] - at["eye_back"], axis=1)) > 2
    assert np.ptp(np.linalg.norm(at["nose_tip"] - at["eye_back"], axis=1)) > 1
