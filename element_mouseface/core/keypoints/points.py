"""Tracked points of the face in memory, in one form for all programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import ParameterError, ResultError, check_choice
from ..objects import FrameData, FrameObjects

if TYPE_CHECKING:
    import pandas as pd

#: programs whose files can be read
SOFTWARE = ("facemap", "deeplabcut", "sleap", "lightning_pose")


@dataclass(frozen=True, eq=False)
class Keypoints(FrameObjects):
    """Positions and likelihoods of the tracked points in each frame.

    Attributes
    ----------
    names : tuple of str
    xy : ndarray (frames, points, 2) of float32
        (x, y) in pixels of the recording's frame, right and down; NaN where the
        program found no point.
    likelihood : ndarray (frames, points) of float32
        The program's own confidence; NaN if it gives none.
    software : str
        One of `SOFTWARE`.
    file_sha256 : str
        Of the file they were read from; of several, of their checksums.
    notes : tuple of str
        Notes on how they were read.
    """

    names: tuple[str, ...]
    xy: np.ndarray
    likelihood: np.ndarray
    software: str
    file_sha256: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        fix = object.__setattr__
        xy = np.array(self.xy, np.float32)
        likelihood = np.array(self.likelihood, np.float32)
        names = tuple(map(str, self.names))
        if xy.ndim != 3 or xy.shape[1:] != (len(names), 2) or likelihood.shape != xy.shape[:2]:
            raise ResultError(
                "The arrays of the keypoints have inconsistent shapes.",
                expected=f"xy (frames, {len(names)}, 2) and likelihood (frames, {len(names)})",
                got=f"{xy.shape} and {likelihood.shape}",
            )
        if len(set(names)) != len(names):
            raise ResultError("Two keypoints have the same name.", got=", ".join(names))
        what = "The program that tracked the keypoints is unknown."
        check_choice(what, self.software, SOFTWARE)
        # a point with one coordinate is missing
        xy[~np.isfinite(xy).all(axis=2)] = np.nan
        likelihood[~np.isfinite(likelihood)] = np.nan
        fix(self, "names", names)
        fix(self, "notes", tuple(map(str, self.notes)))
        fix(self, "xy", xy)
        fix(self, "likelihood", likelihood)

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.xy)

    def to_dataframe(self, scorer: str | None = None) -> pd.DataFrame:
        """The points as DeepLabCut writes them: a row a frame.

        Parameters
        ----------
        scorer : str, optional
            What the columns name as scorer; by default 'DLC', 'Facemap', 'SLEAP' or
            'heatmap_tracker', by which readers know the program.

        Returns
        -------
        DataFrame
            Columns (scorer, bodyparts, coords), with x, y in pixels of the recording's frame and
            likelihood of each point.  `to_csv`, or `to_hdf` with a key, writes a file that
            DeepLabCut's tools and `load_keypoints` read.
        """
        from .frame_data import deeplabcut_table

        return deeplabcut_table(self, scorer)

    def frame_data(self) -> FrameData:
        """Positions and likelihoods over frames and points."""
        from .frame_data import frame_data_of_points

        return frame_data_of_points(self)

    def columns(self, names: tuple[str, ...] | list[str]) -> list[int]:
        """The indexes of points by their names.

        Raises
        ------
        ParameterError
            If there is no such point.
        """
        if missing := [name for name in names if name not in self.names]:
            raise ParameterError(
                f"There is no keypoint {', '.join(map(repr, missing))}.",
                expected=f"one of {', '.join(self.names)}",
                do="use the file's names of the points in your own FaceMapping",
            )
        return [self.names.index(name) for name in names]

    def valid(self, min_likelihood: float) -> np.ndarray:
        """Frames in which a point was found with sufficient likelihood.

        Parameters
        ----------
        min_likelihood : float
            Points with a lower likelihood are invalid. A point with unknown likelihood is valid.

        Returns
        -------
        ndarray (frames, points) of bool
        """
        return np.isfinite(self.xy[..., 0]) & ~(self.likelihood < min_likelihood)
