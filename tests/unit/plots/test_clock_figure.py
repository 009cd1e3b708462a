"""The figure of a clock: what it draws is what the clock found."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from element_mouseface.core.sync.frame_clock import line_times
from element_mouseface.core.sync.ttl_clock import align_edges
from element_mouseface.errors import InputError
from element_mouseface.plots.clock import clock_figure

FPS, N, DRIFT = 20.0, 400, 1 + 90e-6
SHOT = np.arange(N) / FPS
DROPPED, LOST = np.array([60, 200, 201]), np.array([150])


@pytest.fixture
def planted():
    """A clock that gains 90 ppm and shakes by 2 ms; three frames and one pulse were lost."""
    jitter_s = np.random.default_rng(3).normal(0, 2e-3, N)
    rig = 100 + SHOT * DRIFT + jitter_s
    written = np.delete(np.arange(N), DROPPED)
    clock = align_edges(np.delete(rig, LOST), SHOT[written], source="ttl.csv")
    return clock, SHOT[written], rig, written


def vertical(axes, label):
    """Where the lines of a kind of mark stand; the first of them carries the label."""
    places, taken = [], False
    for line in axes.lines:
        x = np.unique(line.get_xdata())
        if len(x) == 1 and len(line.get_xdata()) == 2:
            named = str(line.get_label())
            taken = named.startswith(label) or (taken and named.startswith("_"))
            places += [float(x[0])] if taken else []
    return np.array(places)


def test_what_is_left_over_and_what_is_missing_are_drawn(planted, tmp_path):
    clock, movie_s, rig, written = planted
    figure = clock_figure(clock, movie_s, title="day 1", path=tmp_path / "clock.png")
    upper, lower = figure.axes
    (dots,) = [line for line in upper.lines if line.get_label() == "frames"]
    timed = ~np.isin(written, LOST)
    np.testing.assert_array_equal(dots.get_xdata(), rig[written][timed])
    # the oracle is NumPy's own least squares
    slope, origin = np.polyfit(movie_s[timed], rig[written][timed], 1)
    left_ms = 1e3 * (rig[written][timed] - origin - slope * movie_s[timed])
    np.testing.assert_allclose(dots.get_ydata(), left_ms, atol=1e-5)
    for axes in (upper, lower):
        np.testing.assert_allclose(vertical(axes, "dropped"), rig[DROPPED])
        np.testing.assert_allclose(vertical(axes, "duplicated"), rig[LOST], atol=0.01)
    labels = [text.get_text() for text in upper.get_legend().get_texts()]
    assert labels == ["frames", "dropped (3)", "duplicated (1)"]
    steps_ms = lower.lines[0].get_ydata()
    np.testing.assert_allclose(steps_ms, 1e3 * np.diff(rig[written][timed]))
    words = " ".join(text.get_text() for text in figure.texts)
    assert "day 1 · ttl.csv (edges)" in words and f"drift {(slope - 1) * 1e6:.1f} ppm" in words
    assert "1 frame without a time" in words
    with Image.open(tmp_path / "clock.png") as written_file:
        assert np.asarray(written_file.convert("L")).std() > 5


def test_a_line_says_that_it_is_no_evidence():
    figure = clock_figure(line_times(SHOT, 5.0, 25.0), SHOT)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "a line by definition" in words
    assert len(vertical(figure.axes[0], "dropped")) == 0


def test_times_of_another_movie_are_refused(planted):
    with pytest.raises(InputError, match="another number of frames"):
        clock_figure(planted[0], planted[1][:-1])
