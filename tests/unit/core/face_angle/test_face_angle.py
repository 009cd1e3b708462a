"""The angle of the face of a recording, from all sources together, and its folder."""

from __future__ import annotations

import json

import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.core.face_angle import (
    ANGLES,
    FaceAngle,
    FaceAngleParams,
    Reason,
    SecondCamera,
    face_angle,
    read_face_angle,
    write_face_angle,
)
from element_mouseface.core.face_angle.second_camera import matched_frames
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.errors import (
    InputError,
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import HOGParams
from element_mouseface.synthetic import LANDMARKS, Confounds, frames, landmarks, plan

from .stereo import head, rig, seen, turning

NOISE_PX = 0.3
CELLS = HOGParams(pixels_per_cell=(16, 16))


def keypoints(xy, names=LANDMARKS) -> Keypoints:
    return Keypoints(tuple(names), xy, np.ones(xy.shape[:2]), "deeplabcut", "ab" * 32)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A movie with planted roll, its points, and the pass over it, with one frame black."""
    settings = {
        "identity": 61,
        "seed": 5,
        "duration_s": 12.0,
        "fps": 4,
        "size_px": (320, 240),
        "events": [("tail_shock", 3.0, 5.0)],
        "confounds": Confounds(roll_deg=5.0),
    }
    movie = plan(**settings)
    drawn = np.stack(list(frames(**settings)))
    drawn[9] = 0
    folder = tmp_path_factory.mktemp("pass") / "face.zarr"
    result = mf.extract(mf.open_video(drawn, fps=4), folder, CELLS, workers=1)
    xy = landmarks(movie)
    xy = xy + NOISE_PX * np.random.default_rng(0).standard_normal(xy.shape)
    truth = movie.truth["roll_deg"]
    return result, keypoints(xy), truth - np.median(np.delete(truth, 9))


def off(degrees, truth) -> float:
    """Largest error, beside that of the zero: the median of few frames jumps."""
    error = degrees - truth
    return float(np.nanmax(np.abs(error - np.nanmedian(error))))


def test_both_rolls_follow_the_planted_one_and_agree(recorded):
    result, points, truth = recorded
    angle = face_angle(result, keypoints=points, workers=1)
    for name, within in (("roll_points", 0.9), ("roll_picture", 0.3)):
        degrees, errors = angle.trace(name)
        assert np.isnan(degrees[9]) and np.isfinite(np.delete(degrees, 9)).all()
        assert off(degrees, truth) < within
        assert (np.delete(errors, 9) > 0).all()
    agreement = angle.agreement()
    assert agreement.verdict == "agree" and agreement.correlation > 0.99
    assert agreement.n_frames == 47 and angle.agrees[9] == -1
    assert (angle.reasons["views"][[0, 9]] == [Reason.ONE_CAMERA, Reason.MISSING_FRAME]).all()
    assert np.isnan(angle.yaw_deg).all() and np.isnan(angle.pitch_deg).all()
    rows = {row.angle: row for row in angle.summary()}
    assert rows["yaw"].n_valid == 0 and "two calibrated cameras" in rows["yaw"].reason
    assert {p.name for p in angle.points if p.is_used} >= {"ear_base", "eye_back", "temple"}
    assert angle.weights.shape == result.thumbnails.shape[1:]


def test_a_folder_reads_back_as_it_was_written_and_no_edit_passes(recorded, tmp_path):
    result, points, _ = recorded
    angle = face_angle(result, keypoints=points, workers=1)
    write_face_angle(angle, tmp_path / "a")
    back = read_face_angle(tmp_path / "a")
    assert back.digest == angle.digest and back.points == angle.points
    assert back.params == angle.params and back.notes == angle.notes
    assert dict(back.about) == json.loads(json.dumps(dict(angle.about)))
    np.testing.assert_array_equal(back.weights, angle.weights)
    np.testing.assert_array_equal(back.agrees, angle.agrees)
    report = json.loads((tmp_path / "a" / "report.json").read_text())
    assert report["agreement"]["verdict"] == "agree" and report["digest"] == angle.digest
    table = (tmp_path / "a" / "angle.csv").read_text()
    assert "nan" not in table and table.count("\n") == 49
    (tmp_path / "a" / "angle.csv").write_text(table.replace("1", "2", 1))
    with pytest.raises(ResultChangedError):
        read_face_angle(tmp_path / "a")
    with pytest.raises(ResultError, match="holds no face angle"):
        read_face_angle(tmp_path)


def test_the_region_is_the_part_that_counts(recorded):
    result, _, truth = recorded
    box = Region.box("skull", 60, 40, 200, 140)
    angle = face_angle(result, region=box, workers=1)
    assert off(angle.roll_picture_deg, truth) < 0.5
    assert angle.weights[:8].max() == 0 and angle.weights[20:40, 20:60].max() > 0.5
    assert angle.about["region"]["name"] == "skull"
    assert (np.delete(angle.reasons["points"], 9) == Reason.NO_POINTS).all()
    tiny = face_angle(result, region=Region.box("dot", 100, 100, 8, 8), workers=1)
    assert (np.delete(tiny.reasons["picture"], 9) == Reason.NO_CONTRAST).all()


def test_named_points_and_reference_frames_are_used(recorded):
    result, points, truth = recorded
    params = FaceAngleParams(
        stable=("ear_base", "eye_back", "eye_front"), reference_frames=(20, 21), from_picture=False
    )
    angle = face_angle(result, keypoints=points, params=params)
    assert [p.name for p in angle.points if p.is_used] == ["ear_base", "eye_front", "eye_back"]
    assert angle.roll_points_deg[20] == 0
    np.testing.assert_allclose(
        np.nan_to_num(angle.roll_points_deg), np.where(np.arange(48) == 9, 0, truth - truth[20]),
        atol=1.5,
    )  # fmt: skip
    assert (np.delete(angle.reasons["picture"], 9) == Reason.NO_PICTURE).all()
    for wrong in ({"stable": ("a", "b", "c")}, {"reference_frames": (48, 50)}):
        with pytest.raises(ParameterError):
            face_angle(result, keypoints=points, params=FaceAngleParams(**wrong))
    for wrong in (
        {"stable": ("a", "a", "b")},
        {"stable": ("a", "b")},
        {"reference_frames": (4, 4)},
    ):
        with pytest.raises(ParameterError):
            FaceAngleParams(**wrong)


def second_camera(n: int, shape, noise_px=0.3, **more):
    calibration, angles = rig(), turning(n, 4.0)
    rng = np.random.default_rng(2)
    pixels = [
        xy + noise_px * rng.standard_normal(xy.shape)
        for xy in seen(calibration, head(angles, shape))
    ]
    names = [f"p{k}" for k in range(len(shape))]
    second = SecondCamera(keypoints(pixels[1], names), calibration, **more)
    return keypoints(pixels[0], names), second, np.degrees(angles - np.median(angles, axis=0))


def test_two_cameras_give_all_angles(tmp_path):
    frames_ = np.random.default_rng(0).integers(0, 255, (48, 480, 640), np.uint8, endpoint=True)
    result = mf.extract(
        mf.open_video(frames_, fps=4),
        tmp_path / "x.zarr",
        CELLS,
        workers=1,
    )
    shape = np.random.default_rng(5).uniform(-8, 8, (7, 3))
    first, second, truth = second_camera(48, shape, times_s=result.times_s + 0.01)
    params = FaceAngleParams(from_picture=False)
    angle = face_angle(result, keypoints=first, second=second, params=params)
    for column, name in enumerate(("roll_views", "yaw", "pitch")):
        degrees, errors = angle.trace(name)
        assert np.abs(degrees - truth[:, column]).max() < 1.0, name
        assert np.median(errors) < 0.5
    write_face_angle(angle, tmp_path / "a")
    assert read_face_angle(tmp_path / "a").digest == angle.digest
    flat, second, _ = second_camera(48, shape * [1, 1, 0])
    angle = face_angle(result, keypoints=flat, second=second, params=params)
    for name in ("roll_views", "yaw", "pitch"):
        assert np.isnan(angle.degrees[name]).all()
    assert np.isfinite(angle.two_poses_deg).all()
    assert "two poses" in {row.angle: row for row in angle.summary()}["yaw"].reason
    write_face_angle(angle, tmp_path / "a")
    again = read_face_angle(tmp_path / "a")
    np.testing.assert_array_equal(again.two_poses_deg, angle.two_poses_deg)
    alone = keypoints(second.keypoints.xy, [f"q{k}" for k in range(7)])
    with pytest.raises(ParameterError, match="too few points in common"):
        face_angle(result, keypoints=flat, second=SecondCamera(alone, rig()), params=params)
    with pytest.raises(ParameterError, match="need those of the first"):
        face_angle(result, second=second, params=params)


def test_frames_of_two_cameras_are_matched_by_their_times_or_refused():
    times = np.arange(40) / 20
    _, second, _ = second_camera(40, np.eye(3), times_s=times + 0.01)
    np.testing.assert_array_equal(matched_frames(second, times)[0], np.arange(40))
    lost = SecondCamera(keypoints(np.zeros((39, 3, 2)), "abc"), rig(), np.delete(times, 12))
    found, note = matched_frames(lost, times)
    assert found[12] == -1 and found[13] == 12 and "2.5%" in note
    for n, others in ((40, times + 0.02), (20, times[::2]), (40, times + 50)):
        points = keypoints(np.zeros((n, 3, 2)), "abc")
        with pytest.raises(ResultMismatchError, match="not of the same moments"):
            matched_frames(SecondCamera(points, rig(), others), times)
    for points, given in ((np.zeros((39, 3, 2)), None), (np.zeros((39, 3, 2)), times)):
        with pytest.raises(ResultMismatchError, match="different numbers of frames"):
            matched_frames(SecondCamera(keypoints(points, "abc"), rig(), given), times)


def test_points_of_other_frames_are_refused(recorded):
    result, points, _ = recorded
    with pytest.raises(ResultMismatchError, match="different numbers of frames"):
        face_angle(result, keypoints=keypoints(points.xy[:-1]))


def test_an_angle_and_a_reason_exclude_each_other():
    reasons = {"points": [0, 3], "picture": [5, 5], "views": [8, 8]}
    good = FaceAngle(np.arange(2.0), {"roll_points": [1.0, np.nan]}, {}, reasons)
    assert list(good.degrees) == list(ANGLES)
    for wrong in ([np.nan, np.nan], [1.0, 2.0], [1.0]):
        with pytest.raises(InputError, match="do not fit"):
            FaceAngle(np.arange(2.0), {"roll_points": wrong}, {}, reasons)


def test_zeros_of_different_frames_are_no_disagreement():
    """Points are lost where the head is turned to one side, so that their median is another."""
    picture = np.linspace(-3, 3, 30)
    points = np.where(picture > 1, np.nan, picture)
    points = points - np.nanmedian(points)
    degrees = {"roll_points": points, "roll_picture": picture}
    errors = {name: np.where(np.isfinite(one), 0.05, np.nan) for name, one in degrees.items()}
    lost = np.where(np.isnan(points), int(Reason.FEW_POINTS), 0).astype(np.uint8)
    reasons = {"points": lost, "picture": np.zeros(30, np.uint8)}
    reasons["views"] = np.full(30, int(Reason.ONE_CAMERA), np.uint8)
    own = FaceAngle(np.arange(30.0), degrees, errors, reasons)
    assert own.agreement().verdict == "agree" and own.agreement().median_difference_deg < 1e-9
    given = FaceAngleParams(reference_frames=(0, 5))
    same = FaceAngle(np.arange(30.0), degrees, errors, reasons, params=given)
    assert same.agreement().verdict == "differ"
