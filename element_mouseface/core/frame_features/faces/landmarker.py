"""Finds the landmarks of human faces with MediaPipe's face landmarker.

The package `mediapipe` is an extra, and the user supplies the model file: nothing is downloaded.
"""

from __future__ import annotations

import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import DependencyError, ParameterError, PathError, raised_as
from ...inputs import regular_file, sha256_of
from .geometry import N_LANDMARKS

#: a part of every model of the face landmarker
_PART = "face_landmarks_detector.tflite"
#: faces that are looked for: the largest of them is measured
MOST_FACES = 5
_BEHIND = 128  # gray in place of pixels that are transparent


@dataclass(frozen=True)
class FoundFace:
    """What was found in one picture.

    Parameters
    ----------
    n_faces : int
    points : ndarray (478, 2) of float64, or None
        x and y in pixels of the largest face; None if there is none.
    matrix : ndarray (4, 4) of float64, or None
    fault : str or None
        Why the model could not be run on this picture.
    """

    n_faces: int
    points: np.ndarray | None = None
    matrix: np.ndarray | None = None
    fault: str | None = None


class FaceLandmarker:
    """Finds faces in pictures; may be called from several threads at once.

    Parameters
    ----------
    model : path
        MediaPipe's bundle of models, 'face_landmarker.task'.
    confidence : float
        From which a face counts as found, 0 to 1.

    Raises
    ------
    DependencyError
        If mediapipe is not installed.
    PathError
        If there is no such file, or it is another kind of file.
    ParameterError
        If the confidence is out of its range.
    """

    def __init__(self, model: str | Path, *, confidence: float = 0.5):
        self.model = _checked_model(model)
        number = isinstance(confidence, int | float) and not isinstance(confidence, bool)
        if not number or not 0 <= confidence <= 1:
            raise ParameterError(
                "The confidence of a face is out of its range.",
                expected="a number from 0 to 1",
                got=repr(confidence),
            )
        self.confidence = float(confidence)
        self._mediapipe, self._tasks = _mediapipe()
        self._data = self.model.read_bytes()
        self._of_thread = threading.local()
        self._open: list[Any] = []
        self._lock = threading.Lock()
        self._detector()  # a model that cannot be used is refused before the pictures are read

    def about(self) -> dict[str, Any]:
        """JSON of all that its numbers depend on."""
        return {
            "model": self.model.name,
            "model_sha256": sha256_of(self.model),
            "mediapipe": str(getattr(self._mediapipe, "__version__", "")),
            "confidence": self.confidence,
        }

    def find(self, rgb: np.ndarray) -> FoundFace:
        """Look for faces in a picture (y, x, 3) of uint8: red, green, blue."""
        height, width = rgb.shape[:2]
        mediapipe = self._mediapipe
        image = mediapipe.Image(
            image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        detector = self._detector()
        try:
            found = detector.detect(image)
        except (RuntimeError, ValueError) as error:  # as MediaPipe says that a picture failed
            return FoundFace(0, fault=str(error).splitlines()[0] if str(error) else "no reason")
        faces = [
            np.array([(point.x * width, point.y * height) for point in face])
            for face in found.face_landmarks
        ]
        if not faces:
            return FoundFace(0)
        largest = max(range(len(faces)), key=lambda k: _area(faces[k]))
        matrices = found.facial_transformation_matrixes or ()
        matrix = np.array(matrices[largest], float) if len(matrices) > largest else None
        points = faces[largest]
        if len(points) < N_LANDMARKS or not np.isfinite(points).all():
            return FoundFace(0)
        return FoundFace(len(faces), points, matrix)

    def close(self) -> None:
        """Release the models."""
        with self._lock:
            for detector in self._open:
                detector.close()
            self._open.clear()
        self._of_thread = threading.local()

    def __enter__(self) -> FaceLandmarker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _detector(self) -> Any:
        """The calling thread's detector: one may not be called from two threads."""
        if not hasattr(self._of_thread, "detector"):
            vision, base = self._tasks
            options = vision.FaceLandmarkerOptions(
                base_options=base(model_asset_buffer=self._data),
                num_faces=MOST_FACES,
                min_face_detection_confidence=self.confidence,
                min_face_presence_confidence=self.confidence,
                output_facial_transformation_matrixes=True,
            )
            do = "take MediaPipe's face_landmarker.task, of a release that fits the package"
            what = f"MediaPipe cannot use the model {self.model.name}."
            with raised_as(PathError, what, do=do, of=(RuntimeError, ValueError)):
                detector = vision.FaceLandmarker.create_from_options(options)
            with self._lock:
                self._open.append(detector)
            self._of_thread.detector = detector
        return self._of_thread.detector


def for_landmarks(
    luma: np.ndarray, rgb: np.ndarray | None, left_out: np.ndarray | None = None
) -> np.ndarray:
    """The picture (y, x, 3) that faces are looked for in: gray where it is transparent."""
    picture = np.repeat(luma[..., None], 3, axis=2) if rgb is None else np.array(rgb)
    if left_out is not None:
        picture[left_out] = _BEHIND
    return picture


def _area(points: np.ndarray) -> float:
    return float(np.prod(np.ptp(points, axis=0)))


def _checked_model(model: str | Path) -> Path:
    expected = "MediaPipe's bundle of models for the face landmarker, face_landmarker.task"
    path = regular_file(model, "face model", expected=expected)
    names: list[str] = []
    if zipfile.is_zipfile(path):
        damaged = f"The face model {path.name} is damaged."
        faults = (zipfile.BadZipFile, OSError)
        with raised_as(PathError, damaged, expected=expected, of=faults):
            names = _names_in(path)
    if _PART not in names:
        raise PathError(
            f"{path.name} is no model of faces.",
            expected=expected,
            got=f"a bundle of {', '.join(names[:5])}" if names else "another kind of file",
            do="MediaPipe's pages on the face landmarker have it; nothing is downloaded here",
        )
    return path


def _names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as bundle:
        return bundle.namelist()


def _mediapipe() -> tuple[Any, tuple[Any, Any]]:
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision
    except ImportError as error:
        raise DependencyError(
            "Landmarks of human faces need the package mediapipe.",
            got=str(error),
            do="pip install 'element-mouseface[faces]', in an environment of its own: it brings "
            "another build of OpenCV",
        ) from error
    return mediapipe, (vision, BaseOptions)
