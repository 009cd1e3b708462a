"""Points as read from a file, before they are matched with the frames of a recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ...errors import ParameterError, ResultError

#: no network tracks more points; a file that claims more is none of points
MOST_POINTS = 2000


@dataclass(eq=False)
class RawPoints:
    """What one file holds of one animal.

    Attributes
    ----------
    names : tuple of str
    xy : ndarray (rows, points, 2) of float32
    likelihood : ndarray (rows, points) of float32
    software : str
        One of `SOFTWARE`.
    frame_numbers : ndarray (rows,) of int64 or None
        As the file numbers its rows; None where it does not.
    image_names : tuple of str or None
        As the file names its rows, where it names images.
    is_sparse : bool
        Whether a frame without a row is one in which nothing was found.
    n_frames : int or None
        Of the video, as the file says.
    notes : list of str
        What a user should know of how it was read.
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
    """Some names in one line, and how many more there are."""
    shown = ", ".join(str(name)[:80] for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "") or "none"


def which_animal(names: Sequence[str], individual: str | None, path: Path) -> int:
    """The place of the animal that was asked for; of the only one, where none was.

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
            do="say which, or leave it out where the file has one animal; where a program split "
            "one animal into several tracks, join them there",
        )
    return list(names).index(found[0])


def misfit(path: Path, expected: str, got: object) -> ResultError:
    """The error of a file whose parts contradict each other."""
    return ResultError(f"{path}: its parts do not fit together.", expected=expected, got=str(got))


def no_keypoints(path: Path, got: str) -> ResultError:
    """The error of a file that is none of the kinds that are read."""
    return ResultError(
        f"{path} is no keypoint file that can be read.",
        expected="Facemap's _FacemapPose.h5, DeepLabCut's .h5 or .csv, SLEAP's .slp or analysis "
        ".h5, or Lightning Pose's .csv",
        got=got[:300],
        do="name the file that the program wrote, or export it again",
    )
