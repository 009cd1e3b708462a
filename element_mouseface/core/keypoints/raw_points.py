"""Points as read from a file, before they are matched with the frames of a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import ParameterError, ResultError

#: most points of a network; a file with more is not a keypoint file
MOST_POINTS = 2000


@dataclass(eq=False)
class RawPoints:
    """The points of one animal in one file.

    Attributes
    ----------
    names : tuple of str
    xy : ndarray (rows, points, 2) of float32
    likelihood : ndarray (rows, points) of float32
    software : str
        One of `SOFTWARE`.
    frame_numbers : ndarray (rows,) of int64 or None
        The file's numbers of its rows; None if it has none.
    image_names : tuple of str or None
        The file's names of its rows, if they are images.
    is_sparse : bool
        Whether a frame without a row is one without detections.
    n_frames : int or None
        Of the video, as the file says.
    notes : list of str
        Notes on how it was read.
    """

    names: tuple[str, ...]
    xy: np.ndarray
    likelihood: np.ndarray
    software: str
    frame_numbers: np.ndarray | None = None
    image_names: tuple[str, ...] | None = None
    is_sparse: bool = False
    n_frames: int | None = None
    notes: list[str] = field(default_factory=list)


def listed(names: Sequence[object], most: int = 12) -> str:
    """Some names in one line, and the number of the others."""
    shown = ", ".join(str(name)[:80] for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "") or "none"


def which_animal(names: Sequence[str], individual: str | None, path: Path) -> int:
    """The index of the requested animal, or of the only one.

    Raises
    ------
    ParameterError
        If there is no such animal, or several and none is named.
    """
    found = list(names) if individual is None else [n for n in names if n == individual]
    if len(found) != 1:
        count = f"{len(found)} animals" if len(found) > 1 else "no animal"
        raise ParameterError(
            f"{path.name} has {count}{'' if individual is None else f' {individual!r}'}.",
            expected=f"individual= one of {listed([name for name in names if name])}",
            do="name one, or leave it out if the file has one animal; if a program split one "
            "animal into several tracks, join them there",
        )
    return list(names).index(found[0])


def misfit(path: Path, expected: str, got: object) -> ResultError:
    """The error of a file whose parts contradict each other."""
    return ResultError(f"{path}: its parts are inconsistent.", expected=expected, got=str(got))


def no_keypoints(path: Path, got: str) -> ResultError:
    """The error of a file that is not a known kind of keypoint file."""
    return ResultError(
        f"{path} is not a keypoint file that can be read.",
        expected="Facemap's _FacemapPose.h5, DeepLabCut's .h5 or .csv, SLEAP's .slp or analysis "
        ".h5, or Lightning Pose's .csv",
        got=got[:300],
        do="give the file that the program wrote, or export it again",
    )
