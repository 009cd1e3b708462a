"""Landmarks of human faces: the geometry on recorded landmarks, and MediaPipe's interface.

MediaPipe itself is not here: a module with the interface that was recorded from it stands for it.
`make test-faces` asks the real one.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from scipy.spatial.distance import euclidean
from scipy.spatial.transform import Rotation

from element_mouseface.core.frame_features import FeatureParams, Reason, picture_features
from element_mouseface.core.frame_features.faces.geometry import HUMAN_FACE, NAMES, face_geometry
from element_mouseface.core.frame_features.faces.landmarker import FaceLandmarker
from element_mouseface.errors import DependencyError, ParameterError, PathError

RECORDED = Path(__file__).parents[3] / "data" / "human_face.npz"


@pytest.fixture(scope="module")
def face():
    with np.load(RECORDED) as recorded:
        return recorded["points"].astype(float), recorded["matrix"]


def measured(points, matrix=None, n_faces=1):
    values = face_geometry(points, matrix, n_faces)
    return {one.name.removeprefix("human_"): v for one, v in zip(HUMAN_FACE, values, strict=True)}


def test_lengths_are_those_between_the_landmarks(face):
    points, _ = face
    found = measured(points)
    eyes = [(points[a] + points[b]) / 2 for a, b in ((33, 133), (263, 362))]
    unit = euclidean(*eyes)
    assert found["interocular_px"] == pytest.approx(unit)
    for name, a, b in (
        ("mouth_opening", 13, 14), ("mouth_width", 61, 291), ("brow_distance", 107, 336),
        ("eye_opening_right", 159, 145), ("eye_opening_left", 386, 374), ("chin_distance", 2, 152),
    ):  # fmt: skip
        assert found[name] == pytest.approx(euclidean(points[a], points[b]) / unit)
    right = [(160, 144), (158, 153)]
    lids = np.mean([euclidean(points[a], points[b]) for a, b in right])
    assert found["eye_aspect_right"] == pytest.approx(lids / euclidean(points[33], points[133]))
    brow = points[[300, 293, 334, 296, 336]].mean(axis=0)
    assert found["brow_height_left"] == pytest.approx(euclidean(brow, eyes[1]) / unit)
    # she smiles: the corners of the mouth are above the middle of the lips
    assert found["mouth_corner_lift"] > 0.1
    assert np.isnan([found["head_roll"], found["head_yaw"], found["head_pitch"]]).all()


def test_a_moved_turned_and_scaled_face_has_the_same_shape(face):
    points, _ = face
    before = measured(points)
    turn = np.deg2rad(20)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    after = measured(3 * points @ matrix.T + [50, -20])
    for name, value in after.items():
        if name == "eye_line_roll":  # y points down: this is clockwise
            assert value == pytest.approx(before[name] + 20)
        elif name == "interocular_px":
            assert value == pytest.approx(3 * before[name])
        elif not name.startswith("head"):
            assert value == pytest.approx(before[name])


def test_a_closed_eye_and_an_open_mouth_are_seen(face):
    points, _ = face
    points = points.copy()
    for upper, lower in ((159, 145), (160, 144), (158, 153)):
        points[upper] = points[lower]
    points[14] += [0, 20]
    before, after = measured(face[0]), measured(points)
    assert after["eye_opening_right"] == 0 and after["eye_aspect_right"] == 0
    assert after["eye_opening_left"] == before["eye_opening_left"]
    assert after["mouth_opening"] > before["mouth_opening"] + 0.3


@pytest.mark.parametrize(
    ("yaw", "pitch", "roll"), [(25, 0, 0), (0, -15, 0), (0, 0, 12), (20, 9, 7)]
)
def test_the_pose_is_that_of_the_matrix(face, yaw, pitch, roll):
    # scipy's axes: x right, y up, z towards the camera; a clockwise roll is negative about z
    turned = Rotation.from_euler("YXZ", [yaw, -pitch, -roll], degrees=True).as_matrix()
    matrix = np.eye(4)
    matrix[:3, :3] = 2.5 * turned
    found = measured(face[0], matrix)
    assert found["head_yaw"] == pytest.approx(yaw) and found["head_pitch"] == pytest.approx(pitch)
    up = turned[:, 1]
    assert found["head_roll"] == pytest.approx(np.degrees(np.arctan2(up[0], up[1])))
    if not yaw and not pitch:
        assert found["head_roll"] == pytest.approx(roll)


def test_the_recorded_pose_agrees_with_the_line_of_the_eyes(face):
    found = measured(*face)
    assert abs(found["head_roll"] - found["eye_line_roll"]) < 1
    assert abs(found["head_yaw"]) < 3 and -20 < found["head_pitch"] < -10


def test_no_face_is_nan_and_never_zero(face):
    none = measured(None, None, 0)
    assert none.pop("face_count") == 0 and np.isnan(list(none.values())).all()
    flat = measured(np.zeros((478, 2)))
    assert np.isnan([v for name, v in flat.items() if name != "face_count"]).all()
    assert np.isnan(measured(face[0], np.zeros((4, 4)))["head_yaw"])


class Recorded:
    """MediaPipe 1.2: what the adapter uses of it."""

    def __init__(self, face):
        self.face, self.options, self.closed, self.seen = face, [], 0, []

    def detector(self, options):
        self.options.append(options)
        return SimpleNamespace(detect=self.detect, close=self.close)

    def close(self):
        self.closed += 1

    def detect(self, image):
        """By the picture's first pixel: how many faces; 9 fails."""
        height, width = image.data.shape[:2]
        kind = int(image.data[0, 0, 0]) // 20
        self.seen.append((image.data.shape, image.data.dtype.name))
        if kind == 9:
            raise RuntimeError("graph has errors\nwith a long text")
        points, matrix = self.face
        faces = [(points - points.mean(0)) * (1 + k) / 4 + [width / 2, height / 2]
                 for k in range(kind)]  # fmt: skip
        return SimpleNamespace(
            face_landmarks=[
                [SimpleNamespace(x=x / width, y=y / height, z=0.0) for x, y in one] for one in faces
            ],
            facial_transformation_matrixes=[matrix] * kind,
        )


@pytest.fixture
def mediapipe(face, monkeypatch):
    recorded = Recorded(face)
    package = ModuleType("mediapipe")
    package.__version__ = "recorded"
    package.ImageFormat = SimpleNamespace(SRGB="SRGB")
    package.Image = lambda image_format, data: SimpleNamespace(data=data)
    tasks, python = ModuleType("mediapipe.tasks"), ModuleType("mediapipe.tasks.python")

    def options(*, base_options, num_faces=1, min_face_detection_confidence=0.5,
                min_face_presence_confidence=0.5,
                output_facial_transformation_matrixes=False):  # fmt: skip
        return SimpleNamespace(**locals())

    python.BaseOptions = lambda model_asset_buffer: model_asset_buffer
    python.vision = SimpleNamespace(
        FaceLandmarkerOptions=options,
        FaceLandmarker=SimpleNamespace(create_from_options=recorded.detector),
    )
    for name, module in (("mediapipe", package), ("mediapipe.tasks", tasks),
                         ("mediapipe.tasks.python", python)):  # fmt: skip
        monkeypatch.setitem(sys.modules, name, module)
    return recorded


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "face_landmarker.task"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("face_landmarks_detector.tflite", b"model")
    return path


def test_faces_stand_beside_the_other_features_of_a_picture(mediapipe, model, tmp_path):
    folder = tmp_path / "people"
    folder.mkdir()
    for name, kind in (("a", 1), ("b", 0), ("c", 3), ("d", 9)):
        color = np.full((90, 120, 3), 20 * kind, np.uint8)
        color[40:, :, 1] = np.arange(120)
        Image.fromarray(color).save(folder / f"{name}.png")
    (folder / "e.png").write_bytes(b"")
    Image.fromarray(np.full((90, 120), 20, np.uint8)).save(folder / "f.png")
    params = FeatureParams(groups=("intensity", "geometry"))
    table = picture_features(
        folder, params=params, face_model=model, face_confidence=0.7, workers=2
    )
    assert table.names[-len(NAMES) :] == NAMES
    count = table.column("points:human_face_count")
    np.testing.assert_array_equal(count, [1, 0, 3, 0, np.nan, 1])
    size = table.column("points:human_interocular_px")
    assert size[2] == pytest.approx(3 * size[0]) and np.isnan(size[[1, 3, 4]]).all()
    reasons = table.reason("points:human_mouth_opening")
    assert reasons.tolist() == [0, Reason.NO_FACE, 0, Reason.NO_FACE, Reason.UNREADABLE, 0]
    assert table.why("points:human_mouth_opening", 1) == "no face was found in the picture"
    assert table.notes[3] == "the model of faces failed: graph has errors"
    assert np.isfinite(table.column("crop:intensity_mean")[[0, 1, 2, 3, 5]]).all()
    assert set(mediapipe.seen) == {((90, 120, 3), "uint8")}
    options = mediapipe.options[0]
    assert options.min_face_detection_confidence == 0.7 and options.base_options
    assert mediapipe.closed == len(mediapipe.options) >= 1
    about = table.about["faces"]
    assert about["mediapipe"] == "recorded" and len(about["model_sha256"]) == 64
    assert "no human face was found: 2 pictures" in " ".join(table.about["notes"])


def test_without_geometry_no_faces_are_looked_for(mediapipe, model, tmp_path):
    Image.fromarray(np.zeros((90, 120), np.uint8)).save(tmp_path / "a.png")
    params = FeatureParams(groups=("intensity",))
    with pytest.raises(ParameterError, match="geometry"):
        picture_features(tmp_path, params=params, face_model=model)


def test_what_is_no_model_is_refused(mediapipe, tmp_path, model):
    with pytest.raises(PathError, match="There is no face model"):
        FaceLandmarker(tmp_path / "none.task")
    (tmp_path / "text.task").write_text("no bundle")
    with pytest.raises(PathError, match="another kind of file"):
        FaceLandmarker(tmp_path / "text.task")
    with zipfile.ZipFile(tmp_path / "hand.task", "w") as bundle:
        bundle.writestr("hand_landmarks_detector.tflite", b"")
    with pytest.raises(PathError, match="hand_landmarks"):
        FaceLandmarker(tmp_path / "hand.task")
    for confidence in (-0.1, 1.5, "high", True, float("nan")):
        with pytest.raises(ParameterError, match="confidence"):
            FaceLandmarker(model, confidence=confidence)

    def refuse(options):
        raise RuntimeError("Unable to open zip archive.")

    sys.modules["mediapipe.tasks.python"].vision.FaceLandmarker.create_from_options = refuse
    with pytest.raises(PathError, match="MediaPipe cannot use"):
        FaceLandmarker(model)


def test_without_mediapipe_it_is_said_what_to_install(monkeypatch, model):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(DependencyError, match=r"element-mouseface\[faces\]"):
        FaceLandmarker(model)
