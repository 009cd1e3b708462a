"""Calibrations of two cameras, written by OpenCV itself and in others' layouts."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from element_mouseface.core.face_angle.calibration import Camera, StereoCalibration
from element_mouseface.core.face_angle.calibration_files import read_calibration
from element_mouseface.errors import MouseFaceError, ParameterError

from .stereo import SIZE, rig

OPENCV = ("M1", "D1", "M2", "D2", "R", "T")


def arrays(calibration: StereoCalibration) -> dict[str, np.ndarray]:
    return {
        "M1": calibration.first.matrix,
        "D1": calibration.first.distortion[None],
        "M2": calibration.second.matrix,
        "D2": calibration.second.distortion[None],
        "R": calibration.rotation,
        "T": calibration.translation[:, None],
    }


def written(path, values, **more):
    storage = cv2.FileStorage(str(path), cv2.FILE_STORAGE_WRITE)
    for name, value in (values | more).items():
        storage.write(name, value)
    storage.release()
    return path


def same(found: StereoCalibration, expected: StereoCalibration) -> None:
    for name in ("first", "second"):
        for part in ("matrix", "distortion"):
            np.testing.assert_allclose(
                getattr(getattr(found, name), part), getattr(getattr(expected, name), part)
            )
    np.testing.assert_allclose(found.rotation, expected.rotation, atol=1e-9)
    np.testing.assert_allclose(found.translation, expected.translation)


@pytest.mark.parametrize("ending", ["yml", "yaml", "xml", "json"])
def test_opencv_files_in_one_or_in_two(tmp_path, ending):
    values = arrays(rig())
    same(read_calibration(written(tmp_path / f"stereo.{ending}", values)), rig())
    inside = written(tmp_path / f"intrinsics.{ending}", {n: values[n] for n in OPENCV[:4]})
    more = {n: values[n] for n in OPENCV[4:]} | {
        "R1": np.eye(3),
        "P1": np.eye(3, 4),
        "Q": np.eye(4),
    }
    same(read_calibration([inside, written(tmp_path / f"extrinsics.{ending}", more)]), rig())
    with pytest.raises(ParameterError, match="no R, T"):
        read_calibration(inside)


@pytest.mark.parametrize(
    "names",
    [
        ("K1", "D1", "K2", "D2", "R", "T"),
        ("cameraMatrix1", "distCoeffs1", "cameraMatrix2", "distCoeffs2", "R", "T"),
        ("camera_matrix_left", "dist_coeffs_left", "camera_matrix_right", "dist_coeffs_right",
         "rotation_matrix", "translation_vector"),
        ("mtx_l", "dist_l", "mtx_r", "dist_r", "R", "T"),
    ],
)  # fmt: skip
def test_other_names_in_yaml_and_npz(tmp_path, names):
    values = dict(zip(names, arrays(rig()).values(), strict=True))
    same(
        read_calibration(written(tmp_path / "a.yml", values, image_width=640, image_height=480)),
        rig(),
    )
    np.savez(tmp_path / "a.npz", **values, image_size=np.array(SIZE))
    found = read_calibration(tmp_path / "a.npz")
    same(found, rig())
    assert found.first.size_px == SIZE
    found.check_sizes(SIZE, SIZE)
    with pytest.raises(ParameterError, match="another size"):
        found.check_sizes((320, 240))


def toml(calibration: StereoCalibration, world=(0.1, -0.4, 0.2), shift=(3.0, 1.0, 9.0)) -> str:
    """As Anipose writes it: each camera's pose against a common origin."""
    base = cv2.Rodrigues(np.array(world))[0]
    poses = [(base, np.array(shift))]
    poses.append(
        (calibration.rotation @ base, calibration.rotation @ poses[0][1] + calibration.translation)
    )
    lines = []
    for number, (camera, (turn, move)) in enumerate(
        zip((calibration.first, calibration.second), poses, strict=True)
    ):
        vector = cv2.Rodrigues(turn)[0].ravel().tolist()
        lines += [
            f"[cam_{number}]",
            f'name = "{"AB"[number]}"',
            f"size = [ {SIZE[0]}, {SIZE[1]},]",
            f"matrix = {camera.matrix.tolist()}",
            f"distortions = {camera.distortion.tolist()}",
            f"rotation = {vector}",
            f"translation = {move.tolist()}",
            "",
        ]
    return "\n".join([*lines, "[metadata]", "adjusted = false", "error = 0.5"])


def test_anipose(tmp_path):
    path = tmp_path / "calibration.toml"
    path.write_text(toml(rig()))
    same(read_calibration(path), rig())
    swapped = read_calibration(path, ["B", "A"])
    np.testing.assert_allclose(swapped.rotation, rig().rotation.T, atol=1e-9)
    np.testing.assert_allclose(swapped.first.matrix, rig().second.matrix)
    for names in (["A"], ["A", "A"], ["A", "C"]):
        with pytest.raises(ParameterError, match="which two cameras"):
            read_calibration(path, names)
    with pytest.raises(ParameterError, match="Anipose"):
        read_calibration(written(tmp_path / "a.yml", arrays(rig())), ["A", "B"])
    path.write_text(toml(rig()).replace('name = "A"', 'name = "A"\nfisheye = true'))
    with pytest.raises(ParameterError, match="fisheye"):
        read_calibration(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yml", b""),
        ("a.yml", b"%YAML:1.0\n---\nM1: [1, 2\n"),
        ("a.yml", b"M1: !!opencv-matrix\n   rows: 3\n   cols: 3\n   dt: d\n   data: [ 1., 2. ]\n"),
        ("a.yml", b"M1: !!opencv-matrix\n  rows: 900000\n  cols: 900000\n  dt: d\n  data: [ 1. ]"),
        ("a.xml", b"<?xml version='1.0'?><opencv_storage><M1>"),
        ("a.json", b"[1, 2, 3]"),
        ("a.json", b'{"M1": {"a": [1, {"b": 2}]}}'),
        ("a.json", b"{" * 5000),
        ("a.yml", bytes(range(256))),
        ("a.toml", b"[cam_0]\nname = 1\nmatrix = 3"),
        ("a.toml", b"= ="),
        ("a.npz", b"no archive"),
        ("a.txt", b"hello"),
    ],
)  # fmt: skip
def test_other_files_are_refused_by_us(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MouseFaceError):
        read_calibration(path)


def test_numbers_that_are_no_cameras_are_refused(tmp_path):
    good = arrays(rig())
    bad = {
        "M1": (np.eye(4), np.diag([-1.0, 1, 1]), np.full((3, 3), np.nan)),
        "D1": (np.zeros((1, 3)), np.full((1, 5), np.inf)),
        "R": (2 * np.eye(3), np.diag([1.0, 1, -1]), np.zeros((2, 3))),
        "T": (np.zeros((3, 1)), np.zeros((4, 1))),
    }
    for name, values in bad.items():
        for value in values:
            with pytest.raises(ParameterError):
                read_calibration(written(tmp_path / "a.yml", good | {name: value}))
    with pytest.raises(MouseFaceError):
        read_calibration(tmp_path / "none.yml")
    other = written(tmp_path / "b.yml", good | {"M1": 2 * np.eye(3)})
    with pytest.raises(ParameterError, match="another M1"):
        read_calibration([written(tmp_path / "a.yml", good), other])


def test_a_rotation_vector_stands_for_a_matrix(tmp_path):
    values = arrays(rig()) | {"R": cv2.Rodrigues(rig().rotation)[0]}
    same(read_calibration(written(tmp_path / "a.yml", values)), rig())


def test_the_digest_is_of_the_numbers():
    other = StereoCalibration(rig().first, rig().second, rig().rotation, 2 * rig().translation)
    assert rig().digest == rig().digest != other.digest
    with pytest.raises(ParameterError):
        Camera(np.eye(3), [0, 0], name="left")
