"""A head that moves further than registration looks, moved back by tracked points."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.keypoints import FaceMapping, Keypoints, point_shift
from element_mouseface.core.scoring.contrast import StabilizedThumbnails
from element_mouseface.errors import InputError

RIGHT, DOWN = 14, 5  # thumbnail pixels; registration looks for 8
POINTS = ("eye_front", "eye_back", "bridge")


def moved(thumbnails):
    """The second half further right and down; the edge that comes into view is repeated."""
    out, half = thumbnails.copy(), len(thumbnails) // 2
    wide = np.pad(thumbnails[half:], ((0, 0), (DOWN, 0), (RIGHT, 0)), mode="edge")
    out[half:] = wide[:, :-DOWN, :-RIGHT]
    return out


def tracked(n_frames, px_per_thumbnail):
    """Points that move along, with the jitter of a tracker, and hidden now and then."""
    rng = np.random.default_rng(0)
    xy = np.tile(np.array([[60.0, 80], [90, 70], [120, 110]]), (n_frames, 1, 1))
    xy[n_frames // 2 :] += np.array([RIGHT, DOWN]) * px_per_thumbnail
    xy += rng.normal(0, 0.3, xy.shape)
    likelihood = np.full(xy.shape[:2], 0.95, np.float32)
    likelihood[50:60] = 0.1
    return Keypoints(POINTS, xy.astype(np.float32), likelihood, "deeplabcut", "0" * 64)


@pytest.fixture(scope="module")
def shift(session):
    points = tracked(len(session.times_s), 4.0)
    mapping = FaceMapping(eye=(), ear=(), nose=(), mouth=(), stable=POINTS)
    found = point_shift(points, mapping, reference_frames=slice(0, 200))
    assert np.isnan(found.shift_px[50:60]).all()
    return found.in_thumbnail((4.0, 4.0))


def test_scores_are_those_of_a_head_that_stayed(session, scores, shift):
    far = moved(session.thumbnails)
    lost = session.score(thumbnails=far)
    stabilized = session.score(thumbnails=StabilizedThumbnails(far, shift))
    assert lost.findings or session.correlations(lost).mean() < 0.6
    assert not stabilized.findings
    assert session.correlations(stabilized).mean() > session.correlations(scores).mean() - 0.05


def test_frames_are_moved_back_and_hidden_points_do_not_make_them_jump(session, shift):
    far = moved(session.thumbnails)
    stabilized, half = StabilizedThumbnails(far, shift), len(far) // 2
    inside = (slice(None), slice(8, -8), slice(16, -16))
    # Whole pixels are moved exactly; the tracker's jitter is less than 1/8 of one, mostly.
    exact = StabilizedThumbnails(
        far, np.where(np.arange(len(far))[:, None] < half, 0, [RIGHT, DOWN])
    )
    np.testing.assert_allclose(exact[half : half + 20][inside], far_free(session, half)[inside])
    apart = np.abs(stabilized[45:65][inside] - session.thumbnails[45:65][inside].astype(float))
    assert apart.mean() < 2
    assert len(stabilized) == len(far) and stabilized.shape == far.shape


def far_free(session, first):
    return session.thumbnails[first : first + 20].astype(np.float32)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (lambda n: np.zeros((n - 1, 2)), "do not belong"),
        (lambda n: np.full((n, 2), np.nan), "0 frames known"),
        (lambda n: np.full((n, 2), 90.0), "larger than the thumbnail"),
    ],
)
def test_shifts_that_do_not_fit_are_refused(session, bad, says):
    with pytest.raises(InputError, match=says):
        StabilizedThumbnails(session.thumbnails, bad(len(session.thumbnails)))
