"""Bouts of spoiled frames in synthetic films: where they are, and what they do."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.learning.spans import true_runs
from element_mouseface.errors import ParameterError
from element_mouseface.params import content_hash
from element_mouseface.synthetic import FAULTS, FrameFaults, frames, plan

SETTINGS: dict = {
    "identity": 3,
    "seed": 4,
    "duration_s": 12.0,
    "fps": 5,
    "size_px": (128, 96),
    "events": [],
}


@pytest.fixture(scope="module")
def plain():
    return np.stack(list(frames(**SETTINGS))).astype(float)


def edges(pictures: np.ndarray) -> np.ndarray:
    return np.abs(np.diff(pictures, axis=2)).mean(axis=(1, 2))


def test_a_film_without_them_keeps_its_settings_and_their_hash():
    settings = plan(**SETTINGS).settings
    assert "faults" not in settings
    assert content_hash(settings) == content_hash(plan(**SETTINGS, faults=()).settings)


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_shows_in_its_bouts_only(plain, kind):
    given = {**SETTINGS, "faults": [FrameFaults(kind, bouts_per_min=15)]}
    shown = plan(**given).truth["faults"][:, 0]
    seen = np.stack(list(frames(**given))).astype(float)
    np.testing.assert_array_equal(seen[shown == 0], plain[shown == 0])
    assert 2 <= len(true_runs(shown > 0)) <= 3
    full = shown > 0.8
    was, now = plain[full], seen[full]
    if kind == "blur":
        assert (edges(now) < 0.8 * edges(was)).all()
        assert np.abs(now.mean(axis=(1, 2)) - was.mean(axis=(1, 2))).max() < 1.5
    elif kind == "dark":
        assert (now.mean(axis=(1, 2)) < 0.45 * was.mean(axis=(1, 2))).all()
    elif kind == "saturated":
        assert ((now >= 250).mean(axis=(1, 2)) > (was >= 250).mean(axis=(1, 2))).all()
        assert (now.mean(axis=(1, 2)) > 1.6 * was.mean(axis=(1, 2))).all()
    elif kind == "low contrast":
        assert (now.std(axis=(1, 2)) < 0.5 * was.std(axis=(1, 2))).all()
        assert np.abs(now.mean(axis=(1, 2)) - was.mean(axis=(1, 2))).max() < 3
    else:
        changed = np.abs(now - was).mean(axis=0) > 10
        x = np.nonzero(changed)[1]
        assert 0.02 < changed.mean() < 0.4
        assert np.median(x) / 128 == pytest.approx(0.62, abs=0.08)


def test_bouts_of_two_kinds_do_not_overlap():
    faults = [FrameFaults(kind, bouts_per_min=8) for kind in FAULTS]
    shown = plan(**{**SETTINGS, "duration_s": 60.0}, faults=faults).truth["faults"]
    assert shown.shape[1] == len(FAULTS)
    assert ((shown > 0).sum(axis=1) <= 1).all()


def test_an_unknown_kind_is_refused():
    with pytest.raises(ParameterError, match="FrameFaults"):
        FrameFaults("fog")
