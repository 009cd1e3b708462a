"""Derived traces against geometry that was planted."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.keypoints import (
    FACEMAP_POINTS,
    FaceMapping,
    Keypoints,
    coordinate_traces,
    derive_traces,
    trace_matrix,
)
from element_mouseface.errors import ParameterError
from tests.unit.core.keypoints.faces import REST, still

N = 60


def points(**where) -> Keypoints:
    """Points by name, each (frames, 2)."""
    xy = np.stack([np.broadcast_to(v, (N, 2)) for v in where.values()], axis=1)
    return Keypoints(tuple(where), xy, np.ones(xy.shape[:2]), "deeplabcut")


def traces_of(keypoints, mapping=None) -> dict[str, np.ndarray]:
    return {trace.name: trace.values for trace in derive_traces(keypoints, mapping)}


def around(center, angle, a, b) -> np.ndarray:
    """Points (frames, 2) of an ellipse turned by 0.3, at an angle of its parameter."""
    x, y = a * np.cos(angle), b * np.sin(angle)
    turned = np.stack([x * np.cos(0.3) - y * np.sin(0.3), x * np.sin(0.3) + y * np.cos(0.3)], -1)
    return center + turned


def test_the_defaults_are_facemaps_points():
    assert set(FaceMapping().points()) <= set(FACEMAP_POINTS) and len(FACEMAP_POINTS) == 15
    found = traces_of(still(5))
    assert set(found) == {*("eye_area", "eye_x", "eye_y", "nose_x", "nose_y", "mouth_x", "mouth_y")}
    assert found["nose_x"].tolist() == [REST["nose(tip)"][0]] * 5
    assert found["mouth_y"].tolist() == [REST["mouth"][1]] * 5
    assert found["eye_area"] == pytest.approx(np.pi * 6 * 6)


@pytest.mark.parametrize("start", [0.0, 0.7])
def test_the_eyes_area_is_that_of_the_planted_ellipse(start):
    # a turned ellipse that opens and closes; also by diameters that are not its axes
    b = np.linspace(0.5, 9.0, N)
    center = np.array([60.0, 40.0]) + np.linspace(0, 20, N)[:, None]
    corners = {f"p{k}": around(center, start + k * np.pi / 2, 12.0, b) for k in range(4)}
    mapping = FaceMapping(eye=tuple(corners), nose=(), mouth=(), stable=())
    found = traces_of(points(**corners), mapping)
    assert found["eye_area"] == pytest.approx(np.pi * 12.0 * b, rel=1e-4)
    assert found["eye_x"] == pytest.approx(center[:, 0], abs=1e-4)
    assert found["eye_y"] == pytest.approx(center[:, 1], abs=1e-4)


def test_a_polygon_has_its_own_area_in_either_direction():
    ring = {f"p{k}": around(np.array([50, 50]), k * np.pi / 32, 10, 6) for k in range(64)}
    for names in (tuple(ring), tuple(reversed(ring))):
        mapping = FaceMapping(eye=names, eye_shape="polygon", nose=(), mouth=(), stable=())
        area = traces_of(points(**ring), mapping)["eye_area"]
        assert area == pytest.approx(np.full(N, np.pi * 60), rel=2e-3)
    square = points(a=(0, 0), b=(4, 0), c=(4, 3), d=(0, 3))
    mapping = FaceMapping(eye=tuple("abcd"), eye_shape="polygon", nose=(), mouth=(), stable=())
    assert traces_of(square, mapping)["eye_area"] == pytest.approx(12.0)


def test_the_ears_angle_turns_through_180_without_a_jump():
    angle = np.linspace(150.0, 215.0, N)
    turn = np.radians(angle)
    base = np.array([80.0, 30.0])
    # counterclockwise as seen: y grows downwards
    tip = base + 20 * np.stack([np.cos(turn), -np.sin(turn)], axis=1)
    mapping = FaceMapping(eye=(), ear=("base", "tip"), nose=(), mouth=(), stable=())
    found = traces_of(points(base=base, tip=tip), mapping)["ear_angle"]
    assert np.abs(np.diff(found)).max() < 2
    assert np.allclose((found - angle + 180) % 360 - 180, 0, atol=1e-3)


def test_a_head_that_turns_does_not_turn_the_ear():
    turn = np.radians(np.linspace(-40, 40, N))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    rest = {"nose": (-30.0, 5.0), "neck": (30.0, -5.0), "base": (10.0, -8.0), "tip": (14.0, -22.0)}
    turned = {n: np.einsum("ijt,j->ti", matrix, np.array(p)) + 60 for n, p in rest.items()}
    mapping = FaceMapping(
        eye=(), ear=("base", "tip"), head_axis=("nose", "neck"), nose=(), mouth=(), stable=()
    )
    found = traces_of(points(**turned), mapping)["ear_angle"]
    assert np.ptp(found) < 1e-3
    expected = np.degrees(np.arctan2(14, 4) - np.arctan2(10, 60))
    assert found[0] == pytest.approx(expected, abs=1e-3)


def test_a_trace_is_nan_where_one_of_its_points_is_missing_or_unsure():
    face = still(6)
    xy, likelihood = face.xy.copy(), face.likelihood.copy()
    xy[1, face.names.index("eye(top)")] = np.nan
    likelihood[2, face.names.index("eye(back)")] = 0.55
    likelihood[3, face.names.index("nose(tip)")] = 0.1
    likelihood[4, face.names.index("mouth")] = np.nan
    found = traces_of(Keypoints(face.names, xy, likelihood, "facemap"))
    assert np.flatnonzero(np.isnan(found["eye_area"])).tolist() == [1, 2]
    assert np.flatnonzero(np.isnan(found["nose_x"])).tolist() == [3]
    assert np.isfinite(found["mouth_x"]).all()
    lenient = traces_of(
        Keypoints(face.names, xy, likelihood, "facemap"), FaceMapping(min_likelihood=0.5)
    )
    assert np.flatnonzero(np.isnan(lenient["eye_area"])).tolist() == [1]


def test_only_the_parts_whose_points_are_there_are_measured():
    few = points(**{"nose(tip)": (3, 4), "eye(back)": (1, 1), "nosebridge": (2, 2)})
    assert set(traces_of(few)) == {"nose_x", "nose_y"}
    assert FaceMapping().within(few.names).stable == ("eye(back)", "nosebridge")
    with pytest.raises(ParameterError, match="eye\\(bottom\\)"):
        derive_traces(few, FaceMapping())


def test_traces_make_a_matrix_of_features():
    face = still(7)
    traces = [*derive_traces(face), *coordinate_traces(face, ["paw", "whisker(I)"])]
    values, names = trace_matrix(traces)
    assert values.shape == (7, 11) and names[-4:] == ("paw_x", "paw_y", *names[-2:])
    assert values[:, names.index("paw_y")].tolist() == [REST["paw"][1]] * 7
    assert len(coordinate_traces(face)) == 30
    for wrong in ([], [traces[0], traces[0]], [traces[0], *derive_traces(still(3))[1:2]]):
        with pytest.raises(ParameterError):
            trace_matrix(wrong)


@pytest.mark.parametrize(
    "values",
    [
        {"eye": ("a", "b", "c")},
        {"eye": ("a", "b"), "eye_shape": "polygon"},
        {"eye_shape": "circle"},
        {"ear": ("base",)},
        {"head_axis": ("a", "b", "c")},
        {"nose": "nose(tip)"},
        {"nose": ("a", "a")},
        {"min_likelihood": 1.5},
        {"min_likelihood": float("nan")},
        {"min_likelihood": True},
        {"tail": ("a",)},
    ],
)
def test_mappings_that_mean_nothing_are_refused(values):
    with pytest.raises(ParameterError):
        FaceMapping.from_dict(values)


def test_a_mapping_is_known_by_its_content():
    one = FaceMapping(nose=["tip"])
    assert FaceMapping.from_dict(one.to_dict()) == one
    assert one.content_hash() == FaceMapping(nose=("tip",)).content_hash()
    hashes = {one.content_hash(), FaceMapping().content_hash()}
    hashes |= {FaceMapping(nose=("tip",), min_likelihood=0.7).content_hash()}
    assert len(hashes) == 3
