"""The angle of the face: what is measured, and in which directions it counts.

All angles are in degrees, against the reference pose: the median pose of the reference frames.

- Roll turns the head in the plane of the picture: counterclockwise as seen on the screen is
  positive. It is measured twice and independently: from tracked points (`roll_points`), and by
  registration of the stored pictures (`roll_picture`).
- Yaw and pitch turn the side of the head that faces the camera to the right of the picture
  (positive yaw) and up (positive pitch). One camera cannot measure them. With two calibrated
  cameras they come from points in three dimensions, and with them the roll of the same pose
  (`roll_views`).

The three of one pose are turns about the axes of the first camera, first pitch (about the axis to
the left), then yaw (about the axis up), then roll (about the axis to the viewer), each
counterclockwise as seen against its axis.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ...errors import InputError, check_choice
from ..objects import FrameData, FrameObjects
from .params import FaceAngleParams
from .reasons import Reason

#: angle -> the key of its reasons
ANGLES: dict[str, str] = {
    "roll_points": "points",
    "roll_picture": "picture",
    "roll_views": "views",
    "yaw": "views",
    "pitch": "views",
}
SOURCES = ("points", "picture", "views")
_DECIMALS = 6
#: the two rolls agree in a frame within this, or within two standard errors of their difference
AGREE_DEG = 0.5
_AGREE_SHARE = 0.9


@dataclass(frozen=True)
class PointStability:
    """How steady a tracked point is against the others.

    Attributes
    ----------
    name : str
    spread_px : float
        Robust standard deviation of its position after rigid motion of the head is removed, from
        the variation of its distances to the other points; NaN where it was found too rarely.
    found : float
        Share of frames in which it was found.
    is_used : bool
        Whether the angle is measured with it.
    """

    name: str
    spread_px: float
    found: float
    is_used: bool


@dataclass(frozen=True)
class AngleSummary:
    """One angle over a recording.

    Attributes
    ----------
    angle : str
        One of `ANGLES`.
    n_frames, n_valid : int
    mean_deg, sd_deg, least_deg, largest_deg, median_se_deg : float
        Of the frames with an angle, NaN without any; `median_se_deg` of its standard errors.
    reason : str
        The most frequent reason why it is undefined, or ''.
    """

    angle: str
    n_frames: int
    n_valid: int
    mean_deg: float
    sd_deg: float
    least_deg: float
    largest_deg: float
    median_se_deg: float
    reason: str


@dataclass(frozen=True)
class RollAgreement:
    """Whether the roll of the points and that of the picture say the same.

    Attributes
    ----------
    n_frames : int
        Frames with both.
    correlation : float
        Pearson's r; NaN where one of them hardly varies.
    median_difference_deg : float
        Of |points - picture|.
    agreeing : float
        Share of these frames in which they differ by at most 0.5 degree, or by at most two
        standard errors of the difference.
    verdict : str
        'agree' if they do in at least nine of ten frames, else 'differ'; 'unknown' without both.
    """

    n_frames: int
    correlation: float
    median_difference_deg: float
    agreeing: float
    verdict: str


@dataclass(frozen=True, eq=False)
class FaceAngle(FrameObjects):
    """The angle of the head in every frame of a recording.

    Attributes
    ----------
    times_s : (frames,) float64 array
    degrees, errors : dict of str to (frames,) float64 array
        Each of `ANGLES` and its standard error, degrees; NaN where undefined.
    reasons : dict of str to (frames,) uint8 array
        For each of `SOURCES` the `Reason` of each frame.
    two_poses_deg : (frames, 2, 3) float64 array or None
        Where the points of two cameras lie in one plane: roll, yaw and pitch of both poses that
        look alike; NaN elsewhere, None without two cameras.
    points : tuple of PointStability
    reference : (y, x) float32 array or None
        The picture that frames are compared with; None without pictures.
    weights : (y, x) float32 array or None
        How much each of its pixels counts, 0 to 1.
    params : FaceAngleParams
    about : dict
        Sources and choices, JSON-ready: digests, the region, the calibration.
    notes : tuple of str
    """

    times_s: np.ndarray
    degrees: Mapping[str, np.ndarray]
    errors: Mapping[str, np.ndarray]
    reasons: Mapping[str, np.ndarray]
    two_poses_deg: np.ndarray | None = None
    points: tuple[PointStability, ...] = ()
    reference: np.ndarray | None = None
    weights: np.ndarray | None = None
    params: FaceAngleParams = field(default_factory=FaceAngleParams)
    about: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        times_s = np.asarray(self.times_s, np.float64)
        shape, fix = times_s.shape, object.__setattr__
        given = {
            "degrees": {name: self.degrees.get(name) for name in ANGLES},
            "errors": {name: self.errors.get(name) for name in ANGLES},
        }
        fix(self, "times_s", times_s)
        for name, arrays in given.items():
            # rounded here, so that a table reads back as it was written
            made = {key: _rounded(values, shape) for key, values in arrays.items()}
            fix(self, name, made)
        fix(self, "reasons", {key: np.asarray(self.reasons[key], np.uint8) for key in SOURCES})
        if self.two_poses_deg is not None:
            fix(self, "two_poses_deg", _rounded(self.two_poses_deg, (*shape, 2, 3)))
        wrong = [key for key in SOURCES if self.reasons[key].shape != shape]
        for name, source in ANGLES.items():
            known = np.isfinite(self.degrees[name])
            if not wrong and (known != (self.reasons[source] == Reason.DEFINED)).any():
                wrong.append(name)
        if len(shape) != 1 or wrong:
            raise InputError(
                "The parts of a face angle do not fit each other.",
                expected=f"{shape} frames, each with an angle or a reason",
                got=", ".join(wrong),
            )

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times_s)

    def trace(self, angle: str) -> tuple[np.ndarray, np.ndarray]:
        """Degrees and standard errors of an angle: two (frames,) arrays.

        Raises
        ------
        ParameterError
            If there is no such angle.
        """
        check_choice("There is no such angle.", angle, tuple(ANGLES))
        return self.degrees[angle], self.errors[angle]

    @property
    def roll_points_deg(self) -> np.ndarray:
        """Roll from tracked points, (frames,) degrees."""
        return self.degrees["roll_points"]

    @property
    def roll_picture_deg(self) -> np.ndarray:
        """Roll from the stored pictures, (frames,) degrees."""
        return self.degrees["roll_picture"]

    @property
    def yaw_deg(self) -> np.ndarray:
        """Yaw, (frames,) degrees; NaN with one camera."""
        return self.degrees["yaw"]

    @property
    def pitch_deg(self) -> np.ndarray:
        """Pitch, (frames,) degrees; NaN with one camera."""
        return self.degrees["pitch"]

    @cached_property
    def agrees(self) -> np.ndarray:
        """(frames,) int8: 1 where both rolls agree, 0 where they differ, -1 without both.

        The zero of each is the median of its own frames unless reference frames are given; where
        points are lost in some, these are not the same, and their median difference is left out.
        """
        difference, error = self._difference()
        agrees = np.abs(difference) <= np.maximum(AGREE_DEG, 2 * error)
        return np.where(np.isfinite(difference), agrees, -1).astype(np.int8)

    def _difference(self) -> tuple[np.ndarray, np.ndarray]:
        difference = self.degrees["roll_points"] - self.degrees["roll_picture"]
        both = np.isfinite(difference)
        if self.params.reference_frames is None and both.any():
            difference = difference - np.median(difference[both])
        error = np.hypot(self.errors["roll_points"], self.errors["roll_picture"])
        return difference, error

    def agreement(self) -> RollAgreement:
        """Whether roll from points and roll from pictures agree."""
        known = self.agrees >= 0
        n, nan = int(known.sum()), float("nan")
        if not n:
            return RollAgreement(0, nan, nan, nan, "unknown")
        both = [self.degrees[name][known] for name in ("roll_points", "roll_picture")]
        varied = n > 2 and min(float(np.std(values)) for values in both) > 1e-9
        r = float(np.corrcoef(both[0], both[1])[0, 1]) if varied else nan
        median = float(np.median(np.abs(self._difference()[0][known])))
        share = float((self.agrees[known] == 1).mean())
        return RollAgreement(n, r, median, share, "agree" if share >= _AGREE_SHARE else "differ")

    def summary(self) -> tuple[AngleSummary, ...]:
        """One row for each angle."""
        return tuple(self._summary(name) for name in ANGLES)

    def _summary(self, name: str) -> AngleSummary:
        degrees, errors = self.trace(name)
        known = np.isfinite(degrees)
        values, nan = degrees[known], float("nan")
        codes = self.reasons[ANGLES[name]][~known]
        reason = Reason(int(np.bincount(codes).argmax())).text if len(codes) else ""
        measures = (values.mean(), values.std(), values.min(), values.max()) if len(values) else ()
        mean, sd, least, largest = map(float, measures or (nan,) * 4)
        known_errors = errors[known & np.isfinite(errors)]
        error = float(np.median(known_errors)) if len(known_errors) else nan
        n_valid = int(known.sum())
        return AngleSummary(name, len(known), n_valid, mean, sd, least, largest, error, reason)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over angles, errors, reasons, times and parameters."""
        whole = hashlib.sha256(self.params.content_hash().encode())
        for numbers in (self.times_s, *self.degrees.values(), *self.errors.values()):
            _add(whole, numbers)
        if self.two_poses_deg is not None:
            _add(whole, self.two_poses_deg)
        for key in SOURCES:
            whole.update(self.reasons[key].tobytes())
        return whole.hexdigest()

    def to_dataframe(self) -> Any:
        """A table with one row per frame: time, angles, standard errors, reasons, agreement."""
        import pandas as pd

        columns: dict[str, Any] = {"frame": np.arange(self.n_frames), "time_s": self.times_s}
        for name in ANGLES:
            columns[f"{name}_deg"], columns[f"{name}_se_deg"] = self.trace(name)
        for key in SOURCES:
            names = np.array([reason.name.lower() for reason in Reason])
            names[0] = ""
            columns[f"{key}_reason"] = names[self.reasons[key]]
        columns["rolls_agree"] = self.agrees
        frame = pd.DataFrame(columns)
        frame.attrs["units"] = self.frame_data().units
        return frame

    def frame_data(self) -> FrameData:
        """Angles with standard errors, why one is undefined, agreement; reference picture."""
        from .frame_data import frame_data_of_angle

        return frame_data_of_angle(self)


def _add(whole: Any, numbers: np.ndarray) -> None:
    """Hash numbers; every NaN has the same bits."""
    plain = np.where(np.isnan(numbers), np.nan, numbers)
    whole.update(np.ascontiguousarray(plain, "<f8").data)


def _rounded(values: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Values with six decimals, or NaN where none are given; of this shape."""
    made = np.full(shape, np.nan) if values is None else np.asarray(values, np.float64)
    if made.shape != shape:
        raise InputError(
            "The parts of a face angle do not fit each other.",
            expected=f"arrays of shape {shape}",
            got=str(made.shape),
        )
    return np.round(made, _DECIMALS) + 0.0
