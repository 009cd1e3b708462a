"""What is planted in a synthetic movie beside the mouse: where it is, and when it shows."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.errors import ParameterError
from element_mouseface.params import content_hash
from element_mouseface.synthetic import Artifact, frames, plan

SETTINGS: dict = {
    "identity": 3,
    "seed": 4,
    "duration_s": 7.0,
    "fps": 10,
    "size_px": (160, 120),
    "events": [("sucrose", 1.0, 2.0), ("quinine", 5.0, 6.0)],
}


@pytest.fixture(scope="module")
def plain():
    return np.stack(list(frames(**SETTINGS))).astype(int)


def test_a_film_without_them_keeps_its_settings_and_their_hash():
    settings = plan(**SETTINGS).settings
    assert "artifacts" not in settings
    assert content_hash(settings) == content_hash(plan(**SETTINGS, artifacts=()).settings)
    assert "artifacts" not in plan(**SETTINGS).truth


@pytest.mark.parametrize(
    ("artifact", "reach_px"),
    [
        (Artifact("led", ("sucrose",), (0.9, 0.1), 20.0, 60.0), 6),
        (Artifact("spout", ("sucrose",), (0.9, 0.1), 12.0, -60.0), 40),
        (Artifact("body", ("sucrose",), (0.2, 0.9), 60.0, 12.0), 60),
    ],
)
def test_it_shows_in_its_events_and_place_only(plain, artifact, reach_px):
    planned = plan(**SETTINGS, artifacts=[artifact])
    seen = np.stack(list(frames(**SETTINGS, artifacts=[artifact]))).astype(int)
    changed = (seen != plain).any(axis=(1, 2))
    shown = planned.truth["artifacts"][:, 0] > 0.05
    assert changed[shown].all()
    times = planned.times_s  # the body fades: by 2.5 s after its event to less than half a level
    assert not changed[(times < 1.0) | (times > 4.5)].any()
    rows, columns = np.nonzero((np.abs(seen - plain) > 12).any(axis=0))
    x, y = artifact.at[0] * 160, artifact.at[1] * 120
    assert len(rows) > 10
    assert np.hypot(columns - x, rows - y).max() < reach_px


def test_an_unknown_kind_is_refused():
    with pytest.raises(ParameterError, match="Artifact"):
        Artifact("ghost")
