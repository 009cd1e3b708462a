"""The keypoint figure shows the points where they are, and the traces with their gaps."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints, derive_traces
from element_mouseface.errors import InputError, StorageError
from element_mouseface.plots.keypoints import keypoint_figure
from tests.unit.core.keypoints.faces import REST, SIZE, face

N = 50


@pytest.fixture(scope="module")
def points() -> Keypoints:
    found = face(N)
    xy, likelihood = found.xy.copy(), found.likelihood.copy()
    xy[:, found.names.index("paw")] = np.nan
    likelihood[10:20, found.names.index("nose(tip)")] = 0.1
    return Keypoints(found.names, xy, likelihood, "facemap")


def marks(axes, points) -> dict[str, tuple[float, float]]:
    """Where each point's number stands, by the point's name."""
    *numbers, _ = axes.texts
    return {points.names[int(text.get_text())]: text.xy for text in numbers}


def test_medians_are_where_the_points_are_over_a_binned_picture(points):
    binned = np.arange(24 * 32, dtype=float).reshape(24, 32)
    figure = keypoint_figure(points, derive_traces(points), picture=binned, frame_px=SIZE)
    face_axes, *rows = figure.axes
    shown = marks(face_axes, points)
    assert set(shown) == set(REST) - {"paw"}
    for name, place in shown.items():
        assert place == pytest.approx(REST[name], abs=0.5)
    listed = face_axes.texts[-1].get_text().splitlines()
    assert [line.split("  ")[1] for line in listed] == list(points.names)
    assert [line for line in listed if "never found" in line] == ["11  paw  (never found)"]
    assert face_axes.images[0].get_extent() == [-0.5, 127.5, 95.5, -0.5]
    low, high = face_axes.get_ylim()
    assert low > high, "the picture is upside down"
    assert len(rows) == 7


def test_a_gap_in_a_trace_is_a_gap_in_its_line(points):
    traces = derive_traces(points)
    times_s = np.arange(N) / 25
    figure = keypoint_figure(points, traces, times_s=times_s)
    rows = dict(zip([t.name for t in traces], figure.axes[1:], strict=True))
    x, y = rows["nose_x"].lines[0].get_data()
    assert np.flatnonzero(np.isnan(y)).tolist() == [*range(10, 20)]
    assert np.array_equal(x, times_s)
    assert "px²" in rows["eye_area"].get_ylabel()
    assert figure.axes[-1].get_xlabel() == "time (s)"
    low, high = figure.axes[0].get_ylim()
    assert low > high, "without a picture, y still grows downwards"


def test_a_clock_without_any_time_is_told(points):
    figure = keypoint_figure(points, derive_traces(points), times_s=np.full(N, np.nan))
    for axes in figure.axes[1:]:
        assert [text.get_text() for text in axes.texts] == ["no frame has a time"]


def test_of_a_point_seldom_found_as_many_positions_are_drawn_as_of_another():
    found = face(6000)
    likelihood = np.zeros_like(found.likelihood)
    likelihood[:900] = 1.0
    likelihood[:, 1] = 1.0
    seldom = Keypoints(found.names, found.xy, likelihood, "facemap")
    axes = keypoint_figure(seldom).axes[0]
    clouds = [line for line in axes.lines if line.get_marker() == "."]
    assert {len(line.get_xdata()) for line in clouds} == {300}


def test_it_is_saved_and_misfits_are_refused(points, tmp_path):
    keypoint_figure(points, path=tmp_path / "a.png", title="a mouse")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(InputError, match="times"):
        keypoint_figure(points, times_s=np.arange(N - 1))
    with pytest.raises(InputError, match="eye_area"):
        keypoint_figure(points, derive_traces(face(N - 1)))
    with pytest.raises(StorageError):
        keypoint_figure(points, path=tmp_path / "no" / "a.png")
