"""Keypoint files of four programs, read into one representation.

Facemap's own layout is read here; DeepLabCut's, SLEAP's and Lightning Pose's by the
package `movement`, which is imported when one is met.  Nobody's file says which
recording it belongs to: the number of frames and the frame's size are what can be
checked.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType

import numpy as np

from ...errors import DependencyError, ParameterError, PathError, ResultError, ResultMismatchError
from .hdf_safety import refuse_unsafe_hdf
from .points import SOFTWARE, Keypoints

__all__ = ["detect_source", "load_keypoints"]

_HDF5 = b"\x89HDF\r\n\x1a\n"
#: DeepLabCut's and movement's name for the table in the file
_TABLE = "df_with_missing"
#: a point this share of the frame's size beyond its edge is far outside
FAR = 0.1
#: so many of all points that were found may be
MOST_FAR = 0.05


def load_keypoints(
    path: str | Path,
    *,
    source: str | None = None,
    individual: str | None = None,
    n_frames: int | None = None,
    frame_px: tuple[int, int] | None = None,
    offset_px: tuple[float, float] = (0.0, 0.0),
    pad_end: bool = False,
) -> Keypoints:
    """Read a keypoint file of Facemap, DeepLabCut, SLEAP or Lightning Pose.

    Parameters
    ----------
    path : str or Path
        Facemap's `_FacemapPose.h5`; DeepLabCut's .h5 or .csv; SLEAP's .slp or its
        analysis .h5; Lightning Pose's .csv.
    source : {'facemap', 'deeplabcut', 'sleap', 'lightning_pose'}, optional
        By default as the file says.
    individual : str, optional
        Which animal, where the file has several.
    n_frames : int, optional
        Of the recording: another number is refused.
    frame_px : (int, int), optional
        Height and width of the recording's frame: points far outside it are refused.
    offset_px : (float, float)
        (x, y) of the tracked video's top left corner in the recording's frame, where
        a crop was tracked.
    pad_end : bool
        Whether a file may end before the recording; what it lacks is NaN.  SLEAP
        keeps no frames behind the last in which it found something.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is no keypoint file, damaged, or in three dimensions.
    UnsafeFileError
        If reading it would run code; nothing was run.
    ParameterError
        If its source cannot be told, or it has several animals and none is named.
    ResultMismatchError
        If it is of another recording: another number of frames, or coordinates far
        outside the frame.
    DependencyError
        If h5py or movement is not installed.
    """
    path = Path(path)
    found = detect_source(path) if source is None else source
    if found is None:
        raise ParameterError(
            f"{path.name}: DeepLabCut and Lightning Pose write the same .csv, and its scorer row "
            "is neither's.",
            expected="source='deeplabcut' or source='lightning_pose'",
            do="say which",
        )
    if found not in SOFTWARE:
        raise ParameterError(
            "source is unknown.", expected=f"one of {', '.join(SOFTWARE)}", got=repr(source)
        )
    if found == "facemap":
        names, xy, likelihood = _facemap(path)
    else:
        from .through_movement import read_by_movement

        if found == "deeplabcut":
            _refuse_unsafe(path)
        names, xy, likelihood = read_by_movement(path, found, individual)
    with open(path, "rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    keypoints = Keypoints(names, xy, likelihood, found, sha256)
    if any(offset_px):
        keypoints = keypoints.moved(offset_px)
    if n_frames is not None:
        keypoints = _of_length(keypoints, n_frames, path, pad_end)
    if frame_px is not None:
        _check_inside(keypoints, frame_px, path)
    return keypoints


def detect_source(path: str | Path) -> str | None:
    """Which program wrote a keypoint file; None for a .csv of either of two.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is no keypoint file.
    DependencyError
        If it is HDF5, and h5py is not installed.
    """
    path = Path(path)
    start = _start(path)
    if start.startswith(_HDF5):
        return _hdf_source(path)
    header = start.split(b"\n", 1)[0].decode("utf-8", "replace").strip().split(",")
    if header[0].lstrip("\ufeff") != "scorer" or len(header) < 2:
        raise _no_keypoints(path, "a file of another kind" if start else "an empty file")
    scorer = header[1]
    if scorer.startswith("DLC"):
        return "deeplabcut"
    # Lightning Pose writes the kind of its model there
    return "lightning_pose" if scorer.startswith(("heatmap", "regression")) else None


def h5py_module() -> ModuleType:
    """h5py; a DependencyError where it is missing."""
    try:
        import h5py
    except ImportError as error:
        raise _missing("h5py", error) from error
    return h5py


def _missing(package: str, error: ImportError) -> DependencyError:
    return DependencyError(
        f"Keypoint files need {package}, which is not installed here.",
        expected="element-mouseface[keypoints]",
        got=str(error),
        do="pip install 'element-mouseface[keypoints]'",
    )


def _start(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(1 << 16)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise PathError(f"There is no file {path}.", expected="a keypoint file") from error
    except OSError as error:
        raise ResultError(f"{path} cannot be read.", got=str(error)) from error


def _refuse_unsafe(path: Path) -> None:
    """Look through an HDF5 file that pandas will read, and partly unpickle."""
    if _start(path).startswith(_HDF5):
        try:
            with h5py_module().File(path, "r") as file:
                refuse_unsafe_hdf(file, path)
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            raise _no_keypoints(path, f"damaged HDF5: {error}") from error


def _hdf_source(path: Path) -> str:
    try:
        with h5py_module().File(path, "r") as file:
            if "Facemap" in file and "pandas_type" not in file["Facemap"].attrs:
                return "facemap"
            if _TABLE in file:
                return "deeplabcut"
            # its own format, and the analysis file that it exports
            for names in (("tracks", "node_names"), ("metadata", "frames", "instances")):
                if all(name in file for name in names):
                    return "sleap"
            inside = ", ".join(list(file)[:8])
    except (OSError, RuntimeError, KeyError) as error:
        raise _no_keypoints(path, f"damaged HDF5: {error}") from error
    raise _no_keypoints(path, f"HDF5 with {inside or 'nothing'}")


def _no_keypoints(path: Path, got: str) -> ResultError:
    return ResultError(
        f"{path} is no keypoint file that can be read.",
        expected="Facemap's _FacemapPose.h5, DeepLabCut's .h5 or .csv, SLEAP's .slp or analysis "
        ".h5, or Lightning Pose's .csv",
        got=got,
    )


def _facemap(path: Path) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Facemap's layout: a group of points, each with x, y and likelihood of every frame."""
    try:
        with h5py_module().File(path, "r") as file:
            points = file["Facemap"]
            names = tuple(points)
            found = [
                [np.asarray(points[name][part], np.float32) for part in ("x", "y", "likelihood")]
                for name in names
            ]
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise _no_keypoints(path, f"{type(error).__name__}: {error}") from error
    lengths = {part.shape for parts in found for part in parts}
    if len(lengths) != 1 or len(next(iter(lengths))) != 1:
        raise _no_keypoints(path, f"points of different lengths: {sorted(lengths)}")
    values = np.array(found)
    return names, np.moveaxis(values[:, :2], 2, 0), values[:, 2].T


def _of_length(keypoints: Keypoints, n_frames: int, path: Path, pad_end: bool) -> Keypoints:
    """The same, if it has the recording's number of frames or may be padded to it."""
    if keypoints.n_frames == n_frames:
        return keypoints
    if pad_end and keypoints.n_frames < n_frames:
        return keypoints.padded(n_frames)
    advice = "name the file that was tracked on this recording"
    if keypoints.software == "sleap" and keypoints.n_frames < n_frames:
        advice += "; where SLEAP found nothing in the last frames, pass pad_end=True"
    raise ResultMismatchError(
        f"{path.name} has another number of frames than the recording.",
        expected=str(n_frames),
        got=str(keypoints.n_frames),
        do=advice,
    )


def _check_inside(keypoints: Keypoints, frame_px: tuple[int, int], path: Path) -> None:
    height, width = frame_px
    margin = FAR * np.array([width, height])
    xy = keypoints.xy[np.isfinite(keypoints.xy[..., 0])]
    far = ((xy < -margin) | (xy > np.array([width, height]) + margin)).any(axis=1)
    if len(xy) and far.mean() > MOST_FAR:
        low, high = np.percentile(xy, [1, 99], axis=0)
        raise ResultMismatchError(
            f"{path.name}: {far.mean():.0%} of the points are far outside the frame.",
            expected=f"x in 0..{width}, y in 0..{height}",
            got=f"x in {low[0]:.0f}..{high[0]:.0f}, y in {low[1]:.0f}..{high[1]:.0f}",
            do="name the file of this recording; where a crop was tracked, say with offset_px "
            "where it lies; a video of another size must be tracked again",
        )
