"""Roll from pictures, on small pictures of the drawn mouse with a planted roll."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest

from element_mouseface.core.face_angle.angle import Reason
from element_mouseface.core.face_angle.picture_reference import fit_reference
from element_mouseface.core.face_angle.roll_of_pictures import _best, roll_of_pictures
from element_mouseface.synthetic import Confounds, frames, plan

SCALE = (4.0, 4.0)


@lru_cache
def film(identity: int, roll_deg: float, what: str = "animal"):
    """Pictures as a pass stores them (means of 4x4 pixels), with noise, light and expressions."""
    settings = {
        "identity": identity,
        "seed": identity,
        "duration_s": 12.0,
        "fps": 4,
        "size_px": (320, 240),
        "stimuli": ("tail_shock", "quinine"),
        "trials_per_stimulus": 1,
        "confounds": Confounds(roll_deg=roll_deg, roll_what=what),
    }
    movie = plan(**settings)
    small = [cv2.resize(one, (80, 60), interpolation=cv2.INTER_AREA) for one in frames(**settings)]
    truth = movie.truth.get("roll_deg", np.zeros(movie.n_frames))
    return movie, np.array(small), truth - np.median(truth)


def measured(pictures, counted=None, **more):
    usable = more.pop("usable", np.ones(len(pictures), bool))
    counted = np.ones(pictures.shape[1:], bool) if counted is None else counted
    return roll_of_pictures(pictures, usable, counted, SCALE, **more)


@pytest.mark.parametrize(("identity", "what"), [(61, "animal"), (3, "camera")])
def test_planted_roll_is_found(identity, what):
    _, pictures, truth = film(identity, 5.0, what)
    roll = measured(pictures)
    error = roll.degrees - truth
    assert np.abs(error).max() < 0.3 and np.sqrt(np.mean(error**2)) < 0.15
    assert np.mean(np.abs(error) < 1.96 * roll.errors) > 0.8
    assert np.median(roll.errors) < 0.15


def test_an_expression_alone_does_not_turn_the_picture():
    movie, pictures, _ = film(61, 0.0)
    assert movie.truth["intensity"].max() > 0.8
    roll = measured(pictures)
    assert np.abs(roll.degrees).max() < 0.3


def test_the_same_bits_with_one_thread_and_with_three_and_in_any_block():
    _, pictures, _ = film(61, 5.0)
    one, three = (measured(pictures[::3], workers=n) for n in (1, 3))
    np.testing.assert_array_equal(one.degrees, three.degrees)
    np.testing.assert_array_equal(one.errors, three.errors)


def test_a_head_before_a_larger_background_that_stays():
    rng = np.random.default_rng(0)
    wall = cv2.GaussianBlur(rng.uniform(0, 255, (240, 320)).astype(np.float32), (0, 0), 4)
    wall = (wall - wall.mean()) * 4 + 120
    skin = cv2.GaussianBlur(rng.uniform(0, 255, (240, 320)).astype(np.float32), (0, 0), 4)
    skin = (skin - skin.mean()) * 6 + 120
    mask = np.zeros((240, 320), np.float32)
    cv2.ellipse(mask, (170, 120), (90, 75), 0, 0, 360, 1.0, -1)  # 28% of the picture
    turns = 5 * np.sin(np.arange(40) / 4)
    pictures = []
    for turn in turns:
        to = cv2.getRotationMatrix2D((170, 120), turn, 1.0)
        head, here = (cv2.warpAffine(one, to, (320, 240)) for one in (skin, mask))
        drawn = wall * (1 - here) + head * here + rng.normal(0, 2, wall.shape)
        small = cv2.resize(drawn, (80, 60), interpolation=cv2.INTER_AREA)
        pictures.append(np.clip(small, 0, 255).astype(np.uint8))
    pictures = np.array(pictures)
    roll = measured(pictures)
    truth = turns - np.median(turns)
    assert np.abs(roll.degrees - truth).max() < 0.3
    assert 0.1 < roll.fitted.moving < 0.6
    follows = roll.fitted.reference.follows
    assert follows[30, 42] > 0.8 > 0.35 > follows[:8].mean()
    # the same region, given by the user
    box = np.zeros((60, 80), bool)
    box[15:45, 25:60] = True
    given = measured(pictures, box)
    assert np.abs(given.degrees - truth).max() < 0.4


def test_ears_that_turn_on_a_head_that_stays_turn_no_head():
    rng = np.random.default_rng(1)
    head = cv2.GaussianBlur(rng.uniform(0, 255, (240, 320)).astype(np.float32), (0, 0), 3)
    head = (head - head.mean()) * 5 + 120
    ear = cv2.GaussianBlur(rng.uniform(0, 255, (240, 320)).astype(np.float32), (0, 0), 3)
    ear = (ear - ear.mean()) * 6 + 170
    mask = np.zeros((240, 320), np.float32)
    cv2.ellipse(mask, (80, 70), (45, 38), 0, 0, 360, 1.0, -1)  # 7% of the picture
    pictures = []
    for number in range(36):
        to = cv2.getRotationMatrix2D((110, 100), 15 * max(np.sin(number / 5), 0), 1.0)
        moved, here = (cv2.warpAffine(one, to, (320, 240)) for one in (ear, mask))
        drawn = head * (1 - here) + moved * here + rng.normal(0, 2, head.shape)
        small = cv2.resize(drawn, (80, 60), interpolation=cv2.INTER_AREA)
        pictures.append(np.clip(small, 0, 255).astype(np.uint8))
    roll = measured(np.array(pictures))
    assert np.abs(roll.degrees).max() < 0.3


def test_light_that_changes_turns_nothing():
    _, pictures, truth = film(61, 5.0)
    gain = np.linspace(0.6, 1.2, len(pictures))[:, None, None]
    slope = 1 + 0.2 * np.linspace(-1, 1, 80)
    lit = np.clip(pictures * gain * slope, 0, 255).astype(np.uint8)
    assert np.abs(measured(lit).degrees - truth).max() < 0.35


def test_frames_that_tell_nothing_have_a_reason():
    _, pictures, _ = film(61, 5.0)
    pictures = pictures.copy()
    rng = np.random.default_rng(0)
    pictures[5] = rng.integers(0, 255, pictures[5].shape)
    usable = np.ones(len(pictures), bool)
    usable[7] = False
    roll = measured(pictures, usable=usable)
    assert roll.reasons[5] == Reason.LOST and roll.reasons[7] == Reason.MISSING_FRAME
    assert np.isnan(roll.degrees[[5, 7]]).all() and np.isfinite(roll.degrees[6])
    flat = measured(np.full((20, 60, 80), 90, np.uint8))
    assert (flat.reasons == Reason.NO_CONTRAST).all() and np.isnan(flat.degrees).all()
    none = measured(pictures[:3], usable=np.zeros(3, bool))
    assert (none.reasons == Reason.MISSING_FRAME).all() and none.fitted is None


def test_a_large_turn_is_found_from_another_start():
    _, pictures, _ = film(3, 0.0)
    reference = fit_reference(pictures, np.ones((60, 80), bool), SCALE).reference
    to = cv2.getRotationMatrix2D((39.5, 29.5), 20, 1.0)
    turned = cv2.warpAffine(pictures[0], to, (80, 60), borderMode=cv2.BORDER_REPLICATE)
    plain, found = (_best(reference, one.astype(np.float32)) for one in (pictures[0], turned))
    difference = np.degrees(plain.motion[2] - found.motion[2])
    assert difference == pytest.approx(20, abs=0.5) and found.likeness > 0.5
