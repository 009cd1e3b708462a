"""Geometry of tracked points: against scikit-image, SciPy and the truth of a synthetic mouse."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from skimage.draw import polygon2mask
from skimage.measure import regionprops

from element_mouseface.core.frame_features import (
    FeatureParams,
    FrameTable,
    GeometryParams,
    Reason,
    result_features,
    summarize_span,
)
from element_mouseface.core.frame_features.frames import Frames
from element_mouseface.core.frame_features.geometry import (
    GeometryColumns,
    angle_between,
    around,
    circular_mean,
    polygon_area,
    stable_length,
)
from element_mouseface.core.frame_features.span_summaries import circular_sd, summary_dicts
from element_mouseface.core.keypoints import FaceMapping, Keypoints, derive_traces
from element_mouseface.errors import InputError, ParameterError
from element_mouseface.synthetic import LANDMARKS, landmarks, plan
from tests.unit.core.frame_features.recordings import frames_of_face, recorded
from tests.unit.core.keypoints.faces import face, still

N = 40


def of(keypoints, params=None) -> FrameTable:
    """The columns of geometry alone, without a recording."""
    n = keypoints.n_frames
    made = GeometryColumns(keypoints, params or GeometryParams(), n)
    none = np.zeros((n, 1, 1), np.uint8)
    values, reasons = made.values(Frames(0, n, none, None, None, np.zeros(n, np.uint16)))
    return FrameTable(tuple(made.names), values, reasons, about={"keypoints": made.about()})


def test_areas_are_those_of_the_filled_outline():
    corners = np.array([[[10, 20], [300, 40], [260, 320], [60, 280]]], float)  # x, y
    mask = polygon2mask((400, 400), corners[0, :, ::-1])
    (area,) = polygon_area(corners)
    assert area == pytest.approx(regionprops(mask.astype(int))[0].area, rel=0.005)
    (same,) = polygon_area(corners[:, ::-1] + 1e6)
    assert same == pytest.approx(area, rel=1e-9)


def test_angles_are_those_that_were_drawn():
    drawn = np.linspace(0, 180, 19)
    tips = np.stack([np.cos(np.radians(drawn)), np.sin(np.radians(drawn))], axis=1)
    points = np.stack([np.tile([2.0, 0], (19, 1)), np.zeros((19, 2)), 3 * tips], axis=1) + 5
    np.testing.assert_allclose(angle_between(points), drawn, atol=1e-9)
    np.testing.assert_allclose(angle_between(points[:, ::-1]), drawn, atol=1e-9)
    assert np.isnan(angle_between(np.zeros((1, 3, 2)))).all()


def test_circular_statistics_are_scipys():
    rng = np.random.default_rng(0)
    for middle, spread in ((0, 5), (179, 20), (-178, 60), (90, 100)):
        angles = rng.normal(middle, spread, 500)
        mean = stats.circmean(angles, 180, -180)
        assert circular_mean(np.append(angles, np.nan)) == pytest.approx(mean, abs=1e-9)
        due = stats.circstd(angles, 180, -180)
        assert circular_sd(np.append(angles, np.nan)) == pytest.approx(due, rel=1e-9)
    assert np.isnan([circular_mean(np.array([np.nan])), circular_sd(np.array([]))]).all()
    np.testing.assert_allclose(around(np.array([-179.0, 178, -181]), 179), [181, 178, 179])


def test_lengths_areas_and_angles_of_a_known_face():
    points = still(N)
    params = GeometryParams(
        distances=(("nose(tip)", "mouth"),),
        directions=(("mouth", "nose(tip)"),),
        angles=(("eye(back)", "nosebridge", "nose(tip)"),),
        areas=(("nose(tip)", "nosebridge", "mouth", "nose(bottom)"),),
        length=("eye(back)", "eye(front)"),
    )
    found = of(points, params)
    x = dict(zip(points.names, points.xy[0].astype(float), strict=True))
    px = 12.0
    assert found.about["keypoints"]["length"] == {
        "px": px, "points": ["eye(back)", "eye(front)"], "spread": 0.0
    }  # fmt: skip
    due = {
        "points_found": 1.0,
        "eye_area": np.pi * 6 * 6 / px**2,  # a circle
        "eye_opening": 1.0,
        "eye_nose_distance": np.hypot(*([78, 40] - x["nose(tip)"])) / px,
        "eye_mouth_distance": np.hypot(*([78, 40] - x["mouth"])) / px,
        "nose_mouth_distance": np.hypot(*(x["nose(tip)"] - x["mouth"])) / px,
        "distance(nose(tip),mouth)": np.hypot(18, 12) / px,
        "direction(mouth,nose(tip))": np.degrees(np.arctan2(12, -18)),  # up and to the left
        "angle(eye(back),nosebridge,nose(tip))": 180 - np.degrees(np.arctan2(14, 32)),
    }
    for name, value in due.items():
        np.testing.assert_allclose(found.column(f"points:{name}"), value, rtol=1e-6, err_msg=name)
    area = found.column("points:area(nose(tip),nosebridge,mouth,nose(bottom))")[0] * px**2
    outline = np.array([x[p] for p in params.areas[0]])
    mask = polygon2mask((900, 900), outline[:, ::-1] * 8)
    assert area == pytest.approx(regionprops(mask.astype(int))[0].area / 64, rel=0.02)
    assert (
        found.definition("points:area(nose(tip),nosebridge,mouth,nose(bottom))").unit == "length^2"
    )


def test_a_larger_picture_of_the_same_face_gives_the_same_numbers():
    points = face(N, seed=1)
    larger = Keypoints(points.names, points.xy * 3.5, points.likelihood, points.software)
    params = GeometryParams(angles=(("mouth", "nose(tip)", "paw"),))
    one, other = of(points, params), of(larger, params)
    np.testing.assert_allclose(one.values, other.values, rtol=1e-4)
    assert other.about["keypoints"]["length"]["px"] == pytest.approx(
        3.5 * one.about["keypoints"]["length"]["px"], rel=1e-5
    )


def test_a_lost_point_is_undefined_where_it_was_lost():
    points = face(N)
    likelihood = points.likelihood.copy()
    likelihood[3, points.names.index("mouth")] = 0.5
    xy = points.xy.copy()
    xy[7, points.names.index("eye(top)")] = np.nan
    xy[9, points.names.index("nose(tip)")] = xy[9, points.names.index("mouth")]
    found = of(
        Keypoints(points.names, xy, likelihood, "facemap"),
        GeometryParams(directions=(("mouth", "nose(tip)"),)),
    )
    lost = {name: np.flatnonzero(found.reason(name) == Reason.LOST_POINT).tolist()
            for name in found.names}  # fmt: skip
    assert lost == {
        "points:points_found": [],
        "points:eye_area": [7],
        "points:eye_opening": [7],
        "points:eye_nose_distance": [7],
        "points:eye_mouth_distance": [3, 7],
        "points:nose_mouth_distance": [3],
        "points:direction(mouth,nose(tip))": [3],
    }
    assert found.reason("points:direction(mouth,nose(tip))")[9] == Reason.NO_DIRECTION
    np.testing.assert_allclose(
        found.column("points:points_found")[[0, 3, 7]], [1, 14 / 15, 14 / 15]
    )


def test_an_angle_does_not_jump_where_it_passes_180_degrees():
    turn = np.radians(np.linspace(170, 195, N))
    xy = np.zeros((N, 2, 2))
    xy[:, 1] = np.stack([10 * np.cos(turn), -10 * np.sin(turn)], axis=1)
    points = Keypoints(("base", "tip"), xy, np.ones((N, 2)), "deeplabcut")
    mapping = FaceMapping(eye=(), ear=("base", "tip"), nose=(), mouth=(), stable=())
    found = of(points, GeometryParams(mapping=mapping, directions=(("base", "tip"),)))
    for name in ("points:ear_angle", "points:direction(base,tip)"):
        angle = found.column(name)
        np.testing.assert_allclose(np.diff(angle), 25 / (N - 1), atol=1e-4)
        np.testing.assert_allclose(angle % 360, np.degrees(turn) % 360, atol=1e-4)
        summary = next(one for one in summarize_span(found) if one.name == name)
        due = stats.circmean(np.degrees(turn), 180, -180)
        assert summary.circular_mean == pytest.approx(due, abs=1e-4)
    (trace,) = derive_traces(points, mapping)
    np.testing.assert_allclose(found.column("points:ear_angle"), trace.values, atol=1e-9)


def test_the_length_comes_from_points_that_barely_move():
    rng = np.random.default_rng(0)
    xy = np.array([[0, 0], [30, 0], [32, 2], [40, 20], [0, 40]], float) + 100
    moved = xy + rng.normal(0, [[0.1], [0.1], [0.1], [2], [3]], (200, 5, 2))
    points = Keypoints(tuple("abcde"), moved + rng.normal(0, 9, (200, 1, 2)), np.ones((200, 5)),
                       "deeplabcut")  # fmt: skip
    length = stable_length(points, tuple("abcde"))
    assert set(length.points) <= {"a", "b", "c"} and "a" in length.points
    assert length.px == pytest.approx(30, rel=0.1) and length.spread < 0.01
    assert set(stable_length(points, ("d", "e")).points) == {"d", "e"}
    unknown = of(points)  # none of Facemap's points: all of them are asked
    assert unknown.names == ("points:points_found",)
    given = of(points, GeometryParams(length_px=20, distances=(("a", "b"),)))
    np.testing.assert_allclose(
        given.column("points:distance(a,b)"), np.hypot(*(points.xy[:, 0] - points.xy[:, 1]).T) / 20,
        rtol=1e-5,
    )  # fmt: skip


def test_without_any_two_points_there_is_no_length():
    xy = np.full((5, 2, 2), np.nan)
    xy[:3, 0] = xy[3:, 1] = 1
    points = Keypoints(("a", "b"), xy, np.ones((5, 2)), "deeplabcut")
    found = of(points, GeometryParams(distances=(("a", "b"),)))
    assert found.about["keypoints"]["length"]["px"] is None
    assert set(found.reason("points:distance(a,b)").tolist()) == {Reason.LOST_POINT}
    same = Keypoints(("a", "b"), np.ones((5, 2, 2)), np.ones((5, 2)), "deeplabcut")
    found = of(same, GeometryParams(distances=(("a", "b"),)))
    assert set(found.reason("points:distance(a,b)").tolist()) == {Reason.NO_LENGTH}


def test_the_eye_and_ear_of_a_synthetic_mouse_are_as_planted():
    movie = plan(identity=1, seed=2, duration_s=20, trials_per_stimulus=1)
    xy = landmarks(movie)
    points = Keypoints(LANDMARKS, xy, np.ones(xy.shape[:2]), "deeplabcut")
    mapping = FaceMapping(
        eye=("eye_back", "eye_bottom", "eye_front", "eye_top"),
        ear=("ear_base", "ear_tip"),
        head_axis=("ear_base", "eye_back"),
        nose=("nose_tip",),
        mouth=("mouth",),
        stable=("ear_base", "eye_front", "eye_back"),
    )
    found = of(points, GeometryParams(mapping=mapping))
    pose = dict(zip(movie.truth["pose_names"], movie.truth["pose"].T, strict=True))
    opening = found.column("points:eye_opening")
    assert np.ptp(pose["eye"]) > 0.2
    assert np.corrcoef(opening, pose["eye"])[0, 1] > 0.99
    assert np.corrcoef(found.column("points:eye_area"), pose["eye"])[0, 1] > 0.99
    # the ear turns by the planted degrees, whatever the head does
    turned = found.column("points:ear_angle")
    slope = np.polyfit(pose["ear"], turned, 1)[0]
    assert abs(abs(slope) - 1) < 0.02
    assert np.corrcoef(turned, pose["ear"])[0, 1] ** 2 > 0.98
    assert found.about["keypoints"]["length"]["spread"] < 0.01


def test_summaries_are_those_of_the_numbers():
    points = face(N, seed=3)
    found = of(points)
    rows = summarize_span(found, slice(5, 25))
    for one in rows:
        values = found.column(one.name)[5:25]
        due = (values.mean(), values.std(ddof=1), np.median(values), values.min(), values.max())
        np.testing.assert_allclose((one.mean, one.sd, one.median, one.low, one.high), due)
        assert (one.n_rows, one.n_valid, one.reason) == (20, 20, "")
        assert np.isnan([one.circular_mean, one.circular_sd]).all()
    nothing = found.rows(slice(0, 0))
    assert {one.n_rows for one in summarize_span(nothing)} == {0}
    assert summary_dicts(summarize_span(nothing))[0]["mean"] is None
    lost = Keypoints(points.names, np.full_like(points.xy, np.nan), points.likelihood, "facemap")
    one = next(one for one in summarize_span(of(lost)) if one.name == "points:eye_area")
    assert (one.n_valid, one.reason, np.isnan(one.median)) == (0, "lost_point", True)


def test_geometry_is_part_of_a_recording_block_by_block(tmp_path):
    points = face(N, seed=4)
    result = recorded(tmp_path / "r.zarr", frames_of_face(N))
    found = result_features(result, keypoints=points)
    alone = of(points)
    for name in alone.names:
        np.testing.assert_array_equal(found.column(name), alone.column(name))
        np.testing.assert_array_equal(found.reason(name), alone.reason(name))
    assert found.about["keypoints"] == alone.about["keypoints"]
    without = result_features(result, keypoints=points, params=FeatureParams(groups=("motion",)))
    assert not any(name.startswith("points:") for name in without.names)
    with pytest.raises(InputError, match="do not belong to this recording"):
        result_features(result, keypoints=face(N - 1))
    for params in ({"distances": [["paw", "tail"]]}, {"mapping": {"nose": ["snout"]}}):
        with pytest.raises(ParameterError, match="no keypoint"):
            result_features(
                result, keypoints=points, params=FeatureParams.from_dict({"geometry": params})
            )
