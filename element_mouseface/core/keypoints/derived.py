"""Traces of the face from tracked points: eye area, ear angle, nose and mouth positions.

A trace is NaN in every frame in which one of its points is missing, or has a likelihood below the
mapping's threshold, because a mean over the remaining points would jump.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import ParameterError
from .mapping import FaceMapping
from .points import Keypoints


@dataclass(frozen=True, eq=False)
class PointTrace:
    """A trace from tracked points: one number per frame.

    Attributes
    ----------
    name : str
    unit : str
        'px', 'px2' (square pixels) or 'deg'; pixels are those of the frame.
    values : ndarray (frames,) of float64
        NaN where undefined.
    """

    name: str
    unit: str
    values: np.ndarray


def derive_traces(
    keypoints: Keypoints, mapping: FaceMapping | None = None
) -> tuple[PointTrace, ...]:
    """Eye area and center, ear angle, nose and mouth positions.

    Parameters
    ----------
    keypoints : Keypoints
    mapping : FaceMapping, optional
        By default that of Facemap's points, for the points that exist.

    Returns
    -------
    tuple of PointTrace
        `eye_area` (px2), `eye_x`, `eye_y` (px), `ear_angle` (deg: 0 along the head's
        axis or to the right, growing counterclockwise as seen on the screen, without
        jumps at 180), `nose_x`, `nose_y`, `mouth_x`, `mouth_y` (px); those of parts
        without points are left out.

    Raises
    ------
    ParameterError
        If the mapping names a point that does not exist.
    """
    mapping = FaceMapping().within(keypoints.names) if mapping is None else mapping
    take = _Taken(keypoints, mapping)
    traces = []
    if mapping.eye:
        rim = take(mapping.eye)
        traces.append(PointTrace("eye_area", "px2", _area(rim, mapping.eye_shape)))
        traces += _position("eye", rim)
    if mapping.ear:
        angle = _direction(take(mapping.ear))
        if mapping.head_axis:
            angle = angle - _direction(take(mapping.head_axis))
        traces.append(PointTrace("ear_angle", "deg", _continuous(angle)))
    for name in ("nose", "mouth"):
        if getattr(mapping, name):
            traces += _position(name, take(getattr(mapping, name)))
    return tuple(traces)


def coordinate_traces(
    keypoints: Keypoints, names: Sequence[str] = (), *, min_likelihood: float = 0.6
) -> tuple[PointTrace, ...]:
    """Each point's x and y as traces, for features that need the points themselves.

    Parameters
    ----------
    keypoints : Keypoints
    names : sequence of str
        Of points; by default all.
    min_likelihood : float
        See `FaceMapping`.

    Raises
    ------
    ParameterError
        If there is no such point.
    """
    take = _Taken(keypoints, FaceMapping(min_likelihood=min_likelihood))
    return tuple(t for name in names or keypoints.names for t in _position(name, take((name,))))


def trace_matrix(traces: Sequence[PointTrace]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Traces as columns of a matrix of features.

    Parameters
    ----------
    traces : sequence of PointTrace

    Returns
    -------
    values : ndarray (frames, traces) of float64
        In the traces' own units; NaN where undefined.
    names : tuple of str

    Raises
    ------
    ParameterError
        If there are no traces, their lengths differ, or a name is repeated.
    """
    names = tuple(trace.name for trace in traces)
    lengths = {len(trace.values) for trace in traces}
    if len(lengths) != 1 or len(set(names)) != len(names):
        raise ParameterError(
            "These traces cannot form a matrix.",
            expected="traces of one length with different names",
            got=f"{', '.join(names) or 'none'} of {sorted(lengths)} frames",
        )
    return np.stack([trace.values for trace in traces], axis=1), names


class _Taken:
    """Points by name, with NaN below the threshold."""

    def __init__(self, keypoints: Keypoints, mapping: FaceMapping):
        self._keypoints = keypoints
        self._valid = keypoints.valid(mapping.min_likelihood)

    def __call__(self, names: Sequence[str]) -> np.ndarray:
        """(frames, points, 2) float64."""
        columns = self._keypoints.columns(list(names))
        xy = self._keypoints.xy[:, columns].astype(np.float64)
        return np.where(self._valid[:, columns, None], xy, np.nan)


def _position(name: str, xy: np.ndarray) -> list[PointTrace]:
    middle = xy.mean(axis=1)
    return [PointTrace(f"{name}_{axis}", "px", middle[:, k]) for k, axis in enumerate("xy")]


def _area(rim: np.ndarray, shape: str) -> np.ndarray:
    """(frames,) area inside the rim (frames, points, 2), by the shoelace formula.

    For the four ends of two conjugate diameters, the ellipse through them has pi / 2 times
    the area of the quadrilateral between them.
    """
    x, y = np.moveaxis(rim - rim.mean(axis=1, keepdims=True), 2, 0)
    polygon = 0.5 * np.abs((x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)).sum(axis=1))
    return polygon * (np.pi / 2 if shape == "ellipse" else 1.0)


def _direction(ends: np.ndarray) -> np.ndarray:
    """(frames,) degrees of the line from the first to the second of (frames, 2, 2) points."""
    dx, dy = (ends[:, 1] - ends[:, 0]).T
    # two points at the same position have no direction
    there = np.where((dx == 0) & (dy == 0), np.nan, 1.0)
    return np.degrees(np.arctan2(-dy, dx)) * there


def _continuous(angle: np.ndarray) -> np.ndarray:
    """Angles unwrapped around their circular mean, which is in (-180, 180]."""
    turned = np.exp(1j * np.radians(angle[np.isfinite(angle)]))
    if not len(turned):
        return angle
    middle = float(np.degrees(np.angle(turned.mean())))
    return middle + (angle - middle + 180.0) % 360.0 - 180.0
