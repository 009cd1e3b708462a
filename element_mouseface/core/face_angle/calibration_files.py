"""Read the calibration of two cameras.

OpenCV's FileStorage (.yml, .yaml, .xml, .json), as its stereo samples write it (`M1 D1 M2 D2` in
one file, `R T` in the same or a second one) or under other usual names; NumPy archives (.npz) with
the same names; and Anipose's `calibration.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ...errors import MouseFaceError, ParameterError
from ..inputs import read_text
from ..inputs.npz import read_npz
from .calibration import Camera, StereoCalibration

#: what is read -> the names it goes by, without case, '_' and '-'
_NAMES: dict[str, tuple[str, ...]] = {
    "M1": ("m1", "k1", "cameramatrix1", "cameramatrixleft", "intrinsics1", "mtx1", "mtxl",
           "mtxleft", "kl", "leftcameramatrix", "intrinsicmatrix1", "cm1", "kleft"),
    "D1": ("d1", "dist1", "distcoeffs1", "distcoeffsleft", "distl", "distleft", "dl",
           "distortion1", "leftdistortion", "distortioncoefficients1", "cd1", "dleft"),
    "M2": ("m2", "k2", "cameramatrix2", "cameramatrixright", "intrinsics2", "mtx2", "mtxr",
           "mtxright", "kr", "rightcameramatrix", "intrinsicmatrix2", "cm2", "kright"),
    "D2": ("d2", "dist2", "distcoeffs2", "distcoeffsright", "distr", "distright", "dr",
           "distortion2", "rightdistortion", "distortioncoefficients2", "cd2", "dright"),
    "R": ("r", "rotation", "rotationmatrix", "rot"),
    "T": ("t", "translation", "translationvector", "trans"),
    "size": ("imagesize", "size", "imgsize", "framesize"),
    "width": ("imagewidth", "width"),
    "height": ("imageheight", "height"),
}  # fmt: skip
_NEEDED = ("M1", "D1", "M2", "D2", "R", "T")
_EXPECTED = (
    "M1, D1, M2, D2, R and T of cv2.stereoCalibrate in OpenCV's .yml, .xml or .json, in an .npz, "
    "or Anipose's calibration.toml"
)
_DO = "calibrate both cameras with OpenCV or Anipose; R and T may be in a second file"
#: OpenCV reads small matrices; a file of a hundred megabytes is none
_MOST_BYTES = 16 << 20


def read_calibration(
    paths: str | Path | Sequence[str | Path], cameras: Sequence[str] = ()
) -> StereoCalibration:
    """The calibration of two cameras from one file, or from two that complete each other.

    Parameters
    ----------
    paths : path or sequence of paths
    cameras : sequence of str
        Names of the two cameras in an Anipose file, that of the recording first; not needed if it
        has two in this order.

    Raises
    ------
    PathError
        If there is no such file.
    ParameterError
        If it is no calibration of two cameras.
    """
    files = [Path(p) for p in ([paths] if isinstance(paths, str | Path) else paths)]
    tomls = [path for path in files if path.suffix.lower() == ".toml"]
    if tomls and len(files) == 1:
        return _anipose(files[0], cameras)
    if cameras:
        raise ParameterError(
            "Cameras have names in Anipose's calibration.toml only.",
            got=", ".join(cameras),
            do="leave the names out; M1 and D1 are of the recording's camera",
        )
    found: dict[str, np.ndarray] = {}
    for path in files:
        for name, value in _entries(path).items():
            if name in found and not np.array_equal(found[name], value):
                raise _refused(path, f"another {name} than in the file before")
            found[name] = value
    if missing := [name for name in _NEEDED if name not in found]:
        raise _refused(files[-1], f"no {', '.join(missing)}")
    size = _size(found)
    with_names = {"first": ("M1", "D1"), "second": ("M2", "D2")}
    first, second = (
        Camera(found[m].reshape(found[m].shape), found[d], size, name)
        for name, (m, d) in with_names.items()
    )
    rotation = found["R"]
    if rotation.size == 3:
        rotation = cv2.Rodrigues(rotation.reshape(3))[0]
    return StereoCalibration(first, second, rotation, found["T"].ravel())


def _size(found: Mapping[str, np.ndarray]) -> tuple[int, int] | None:
    numbers = found["size"].ravel() if "size" in found else None
    if numbers is None and {"width", "height"} <= set(found):
        numbers = np.array([found["width"].ravel()[0], found["height"].ravel()[0]])
    if numbers is None or numbers.shape != (2,) or not (numbers > 0).all():
        return None
    return int(numbers[0]), int(numbers[1])


def _refused(path: Path, got: str) -> ParameterError:
    return ParameterError(
        f"{path.name} is no calibration of two cameras.", expected=_EXPECTED, got=got, do=_DO
    )


def _entries(path: Path) -> dict[str, np.ndarray]:
    """The arrays of a file, by our names."""
    if path.suffix.lower() == ".npz":

        def refuse(got: str) -> MouseFaceError:
            return _refused(path, got)

        given: Mapping[str, Any] = read_npz(path, "calibration", refuse).arrays
    else:
        given = _file_storage(path)
    named: dict[str, np.ndarray] = {}
    for name, value in given.items():
        short = name.lower().replace("_", "").replace("-", "").replace(" ", "")
        ours = next((key for key, names in _NAMES.items() if short in names), None)
        if ours is None:
            continue
        array = np.asarray(value)
        if array.dtype.kind not in "iuf" or not np.isfinite(array).all() or array.size > 64:
            raise _refused(path, f"{name} that is no small matrix of finite numbers")
        if ours in named and not np.array_equal(named[ours], array):
            raise _refused(path, f"{ours} under two names")
        named[ours] = array.astype(np.float64)
    return named


def _file_storage(path: Path) -> dict[str, Any]:
    """Matrices and numbers of an OpenCV file."""
    text = read_text(path, "calibration", expected=_EXPECTED, error=ParameterError)
    if len(text) > _MOST_BYTES:
        raise _refused(path, f"{len(text) >> 20} MB of text")
    flags = cv2.FILE_STORAGE_READ | cv2.FILE_STORAGE_MEMORY
    found: dict[str, Any] = {}
    storage = cv2.FileStorage()
    try:
        if not storage.open(_started(path, text), flags):
            raise _refused(path, "no file of OpenCV")
        root = storage.root()
        for name in root.keys() if root.isMap() else ():
            node = root.getNode(name)
            if node.isMap():
                matrix = node.mat()
                if matrix is not None:
                    found[name] = matrix
            elif node.isSeq():
                rows = [_number_row(node.at(k)) for k in range(min(node.size(), 64))]
                if rows and all(row is not None for row in rows):
                    found[name] = np.array(rows, np.float64)
            elif node.isInt() or node.isReal():
                found[name] = np.array([node.real()])
    except (cv2.error, SystemError, ValueError) as error:
        raise _refused(path, "text that OpenCV cannot read") from error
    finally:
        storage.release()
    return found


def _started(path: Path, text: str) -> str:
    """Text as OpenCV recognizes its kind: YAML has to begin with its version."""
    start = text.lstrip()
    if start.startswith(("%YAML", "<?xml", "{", "<")):
        return start
    return f"%YAML:1.0\n---\n{text}"


def _number_row(node: Any) -> Any:
    if node.isInt() or node.isReal():
        return node.real()
    if node.isSeq():
        inner = [_number_row(node.at(k)) for k in range(min(node.size(), 64))]
        return inner if all(isinstance(value, float) for value in inner) else None
    return None


def _anipose(path: Path, names: Sequence[str]) -> StereoCalibration:
    """Two cameras of `calibration.toml`, whose poses are against a common origin."""
    text = read_text(path, "calibration", expected=_EXPECTED, error=ParameterError)
    try:
        sections = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _refused(path, f"text that is no TOML: {error}") from error
    cameras = {
        str(section.get("name", key)): section
        for key, section in sections.items()
        if isinstance(section, dict) and "matrix" in section
    }
    wanted = list(names) or list(cameras)
    if len(wanted) != 2 or len(set(wanted)) != 2 or not set(wanted) <= set(cameras):
        raise ParameterError(
            f"{path.name}: which two cameras?",
            expected="two of " + ", ".join(cameras),
            got=", ".join(wanted) or "none",
            do="name them with --cameras, that of the recording first",
        )
    made, poses = [], []
    for name in wanted:
        section = cameras[name]
        if section.get("fisheye"):
            raise _refused(path, f"a fisheye model of the camera {name}")
        size = section.get("size")
        try:
            size_px = (int(size[0]), int(size[1])) if size else None
            made.append(Camera(section["matrix"], section["distortions"], size_px, name))
            turn = np.asarray(section["rotation"], np.float64).reshape(3)
            shift = np.asarray(section["translation"], np.float64).reshape(3)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            if isinstance(error, ParameterError):
                raise
            raise _refused(path, f"a camera {name} without {error}") from error
        poses.append((cv2.Rodrigues(turn)[0], shift))
    (first_turn, first_shift), (second_turn, second_shift) = poses
    rotation = second_turn @ first_turn.T
    return StereoCalibration(made[0], made[1], rotation, second_shift - rotation @ first_shift)
