"""Distances, angles and areas of tracked points, in units of a length of the same face."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from ...errors import InputError
from ..keypoints.mapping import FaceMapping
from ..keypoints.points import Keypoints
from .frames import Frames
from .params import GeometryParams
from .reasons import Reason
from .recording_columns import Values

#: frames from which the points that move least are found
_SAMPLE = 2000
#: the two points are at least this share as far apart as the two farthest
_LEAST_APART = 0.5
_PARTS = ("eye", "nose", "mouth")


@dataclass(frozen=True)
class Length:
    """The length that distances are divided by.

    Attributes
    ----------
    px : float
        In pixels of the movie; NaN if it is unknown.
    points : tuple of str
        Whose median distance it is; empty if it was given.
    spread : float
        Robust standard deviation of that distance, divided by the length; NaN if it was given.
    """

    px: float
    points: tuple[str, ...] = ()
    spread: float = float("nan")

    def to_dict(self) -> dict[str, Any]:
        """As JSON: what is not known is None."""
        known = [None if np.isnan(v) else float(v) for v in (self.px, self.spread)]
        return {"px": known[0], "points": list(self.points), "spread": known[1]}


class GeometryColumns:
    """The columns that come from tracked points.

    Parameters
    ----------
    keypoints : Keypoints
        Of the same recording, in pixels of its frame.
    params : GeometryParams
    n_frames : int
        Of the recording.

    Raises
    ------
    InputError
        If there are points for another number of frames.
    ParameterError
        If a point is named that is not there.
    """

    def __init__(self, keypoints: Keypoints, params: GeometryParams, n_frames: int):
        if keypoints.n_frames != n_frames:
            raise InputError(
                "The keypoints do not belong to this recording.",
                expected=f"points for each of its {n_frames} frames",
                got=f"{keypoints.n_frames} frames",
                do="give the file that was tracked on this movie",
            )
        given = params.mapping
        self.mapping = FaceMapping().within(keypoints.names) if given is None else given
        keypoints.columns([*self.mapping.points(), *params.points()])
        self._keypoints, self._params = keypoints, params
        self._least = self.mapping.min_likelihood
        self.length = self._length()
        self._makers = dict(self._columns())

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [f"points:{name}" for name in self._makers]

    def about(self) -> dict[str, Any]:
        """What the table says of its points."""
        return {
            "software": self._keypoints.software,
            "file_sha256": self._keypoints.file_sha256,
            "points": list(self._keypoints.names),
            "mapping": self.mapping.to_dict(),
            "length": self.length.to_dict(),
        }

    def values(self, frames: Frames) -> Values:
        """Numbers of some frames, and why they are undefined, by column."""
        taken = _Taken(self._keypoints, self._least, slice(frames.first, frames.stop))
        values, reasons = np.empty((len(frames), len(self._makers))), {}
        for column, (name, make) in enumerate(self._makers.items()):
            found = make(taken)
            lost = taken.lost(self._points_of[name])
            codes = np.where(np.isnan(found), self._else(name), 0)
            codes[lost] = Reason.LOST_POINT
            values[:, column] = np.where(lost, np.nan, found)
            reasons[f"points:{name}"] = codes.astype(np.uint8)
        return values, reasons

    def _else(self, name: str) -> Reason:
        """Why a feature is undefined where its points were found."""
        in_lengths = name.startswith(("distance", "area")) or name.endswith(("_area", "_distance"))
        return Reason.NO_LENGTH if in_lengths and np.isnan(self.length.px) else Reason.NO_DIRECTION

    def _columns(self) -> Iterator[tuple[str, Callable[[_Taken], np.ndarray]]]:
        """Each column's name without its region, and how it is computed."""
        mapping, params, px = self.mapping, self._params, self.length.px
        self._points_of: dict[str, tuple[str, ...]] = {}

        def column(name: str, points: Sequence[str], make: Any) -> tuple[str, Any]:
            self._points_of[name] = tuple(points)
            return name, lambda taken: make(taken)

        yield column("points_found", (), lambda taken: taken.found_share())
        eye, ellipse = mapping.eye, mapping.eye_shape == "ellipse"
        if eye:
            factor = (np.pi / 2 if ellipse else 1.0) / px**2
            yield column("eye_area", eye, lambda t: factor * polygon_area(t(eye)))
        if eye and ellipse:
            yield column("eye_opening", eye, lambda t: _ratio(t(eye)))
        if mapping.ear:
            ends = (*mapping.ear, *mapping.head_axis)
            middle = self._middle(ends)
            yield column("ear_angle", ends, lambda t: around(_turn(t(ends)), middle))
        for one, other in combinations(_PARTS, 2):
            a, b = getattr(mapping, one), getattr(mapping, other)
            if a and b:
                yield column(
                    f"{one}_{other}_distance",
                    (*a, *b),
                    lambda t, a=a, b=b: _apart(t(a).mean(axis=1), t(b).mean(axis=1)) / px,
                )
        for points in params.distances:
            yield column(
                _called("distance", points), points, lambda t, p=points: _of_pair(t(p)) / px
            )
        for points in params.directions:
            middle = self._middle(points)
            yield column(
                _called("direction", points),
                points,
                lambda t, p=points, m=middle: around(_turn(t(p)), m),
            )
        for three in params.angles:
            yield column(_called("angle", three), three, lambda t, p=three: angle_between(t(p)))
        for around_it in params.areas:
            yield column(
                _called("area", around_it),
                around_it,
                lambda t, p=around_it: polygon_area(t(p)) / px**2,
            )

    def _middle(self, ends: Sequence[str]) -> float:
        """Circular mean of a direction over the recording, in degrees; NaN if it has none."""
        angle = _turn(_Taken(self._keypoints, self._least, slice(None))(ends))
        return circular_mean(angle)

    def _length(self) -> Length:
        params = self._params
        if params.length_px is not None:
            return Length(params.length_px)
        taken = _Taken(self._keypoints, self._least, slice(None))
        if params.length:
            return _median_length(_of_pair(taken(params.length)), params.length)
        candidates = self.mapping.stable
        if len(candidates) < 2:
            candidates = self._keypoints.names
        return stable_length(self._keypoints, candidates, self._least)


class _Taken:
    """Points by name in some frames, NaN where one was not found."""

    def __init__(self, keypoints: Keypoints, least: float, rows: slice):
        self._names = keypoints
        self._xy = keypoints.xy[rows]
        likelihood = keypoints.likelihood[rows]
        self._found = np.isfinite(self._xy[..., 0]) & ~(likelihood < least)

    def __call__(self, names: Sequence[str]) -> np.ndarray:
        """(frames, points, 2) of float64."""
        columns = self._names.columns(list(names))
        found = self._found[:, columns, None]
        return np.where(found, self._xy[:, columns].astype(np.float64), np.nan)

    def lost(self, names: Sequence[str]) -> np.ndarray:
        """Frames in which one of the points was not found: (frames,) of bool."""
        return ~self._found[:, self._names.columns(list(names))].all(axis=1)

    def found_share(self) -> np.ndarray:
        """(frames,) share of all points."""
        return self._found.mean(axis=1)


def stable_length(
    keypoints: Keypoints, candidates: Sequence[str], min_likelihood: float = 0.6
) -> Length:
    """The median distance of two points that move least against each other.

    Of all pairs that are at least half as far apart as the farthest, the one whose distance has
    the smallest robust standard deviation relative to its median, in at most 2000 frames spread
    over the recording.

    Parameters
    ----------
    keypoints : Keypoints
    candidates : sequence of str
        Points to choose from.
    min_likelihood : float

    Returns
    -------
    Length
        Of NaN pixels if no two points were found in one frame.
    """
    step = max(1, -(-keypoints.n_frames // _SAMPLE))
    taken = _Taken(keypoints, min_likelihood, slice(None, None, step))
    found = [_median_length(_of_pair(taken(pair)), pair) for pair in combinations(candidates, 2)]
    found = [one for one in found if one.px > 0]
    if not found:
        return Length(float("nan"))
    apart = max(one.px for one in found) * _LEAST_APART
    best = min((one for one in found if one.px >= apart), key=lambda one: one.spread)
    whole = _Taken(keypoints, min_likelihood, slice(None))
    return _median_length(_of_pair(whole(best.points)), best.points)


def _median_length(distance: np.ndarray, points: Sequence[str]) -> Length:
    known = distance[np.isfinite(distance)]
    middle = float(np.median(known)) if known.size else float("nan")
    if not middle > 0:
        return Length(float("nan"), tuple(points))
    spread = 1.4826 * float(np.median(np.abs(known - middle))) / middle
    return Length(middle, tuple(points), spread)


def polygon_area(points: np.ndarray) -> np.ndarray:
    """Area of the polygon through (frames, points, 2), by the shoelace formula."""
    x, y = np.moveaxis(points - points.mean(axis=1, keepdims=True), 2, 0)
    return 0.5 * np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1))


def angle_between(points: np.ndarray) -> np.ndarray:
    """Degrees, 0 to 180, at the second of (frames, 3, 2) points; NaN where two coincide."""
    one, other = points[:, 0] - points[:, 1], points[:, 2] - points[:, 1]
    cross = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    angle = np.degrees(np.arctan2(np.abs(cross), (one * other).sum(axis=1)))
    return np.where((one != 0).any(axis=1) & (other != 0).any(axis=1), angle, np.nan)


def circular_mean(angles_deg: np.ndarray) -> float:
    """Circular mean in degrees, in (-180, 180], without NaN; NaN if there is no angle."""
    known = np.radians(angles_deg[np.isfinite(angles_deg)])
    if not known.size:
        return float("nan")
    return float(np.degrees(np.arctan2(np.sin(known).mean(), np.cos(known).mean())))


def around(angles_deg: np.ndarray, middle_deg: float) -> np.ndarray:
    """Angles from 180 degrees below to 180 above another."""
    return middle_deg + (angles_deg - middle_deg + 180.0) % 360.0 - 180.0


def _turn(ends: np.ndarray) -> np.ndarray:
    """Direction from the first to the second of (frames, 2 or 4, 2) points, in degrees.

    Counterclockwise on the screen; less that from the third to the fourth.
    """
    angle = _direction(ends[:, :2])
    return angle - _direction(ends[:, 2:]) if ends.shape[1] == 4 else angle


def _direction(ends: np.ndarray) -> np.ndarray:
    dx, dy = (ends[:, 1] - ends[:, 0]).T
    return np.where((dx == 0) & (dy == 0), np.nan, np.degrees(np.arctan2(-dy, dx)))


def _apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.hypot(*(one - other).T)


def _of_pair(points: np.ndarray) -> np.ndarray:
    return _apart(points[:, 0], points[:, 1])


def _ratio(rim: np.ndarray) -> np.ndarray:
    """Second diameter over the first; NaN where the first is 0."""
    wide, high = _apart(rim[:, 0], rim[:, 2]), _apart(rim[:, 1], rim[:, 3])
    return high / np.where(wide == 0, np.nan, wide)


def _called(kind: str, points: Sequence[str]) -> str:
    return f"{kind}({','.join(points)})"
