"""The head's shift from tracked points, as a reference for registration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import ParameterError
from .mapping import FaceMapping
from .points import Keypoints


@dataclass(frozen=True, eq=False)
class PointShift:
    """The shift of the head from its reference in each frame.

    Attributes
    ----------
    shift_px : ndarray (frames, 2) of float64
        (right, down) in pixels of the frame, as `ContrastScores.shift_px`; NaN where
        too few points were found.
    n_points : ndarray (frames,) of int64
        Points that were found.
    spread_px : ndarray (frames,) of float64
        Median distance of the points' own shifts from the common shift: large if the head turns or
        a point is wrong.
    names : tuple of str
        The points.
    reference_xy : ndarray (points, 2) of float64
        Their positions in the reference.
    """

    shift_px: np.ndarray
    n_points: np.ndarray
    spread_px: np.ndarray
    names: tuple[str, ...]
    reference_xy: np.ndarray

    def in_thumbnail(self, scale: tuple[float, float]) -> np.ndarray:
        """The shift in thumbnail pixels, as `core.scoring.contrast.registration.Registered.shift`.

        Parameters
        ----------
        scale : (float, float)
            Pixels of the frame per thumbnail pixel, along x and y.

        Returns
        -------
        ndarray (frames, 2) of float64
        """
        return self.shift_px / np.asarray(scale, np.float64)


def point_shift(
    keypoints: Keypoints,
    mapping: FaceMapping | None = None,
    *,
    reference_frames: np.ndarray | slice | None = None,
    least_points: int = 2,
) -> PointShift:
    """Median shift of the stable points against their own median.

    One point that jumps, or an eye that opens, changes the median of four points little.

    Parameters
    ----------
    keypoints : Keypoints
    mapping : FaceMapping, optional
        Its `stable` points are used; by default those of Facemap.
    reference_frames : (frames,) bool array, frame numbers, or slice, optional
        Where the head is at its reference, such as neutral frames; by default all.
    least_points : int
        A frame with fewer has no shift.

    Raises
    ------
    ParameterError
        If the mapping has fewer stable points than that, names a point that does not exist, or a
        point is missing in all reference frames.
    """
    mapping = FaceMapping().within(keypoints.names) if mapping is None else mapping
    if len(mapping.stable) < max(least_points, 1):
        raise ParameterError(
            "There are too few stable points to measure the head's shift.",
            expected=f"at least {max(least_points, 1)}",
            got=", ".join(mapping.stable) or "none",
            do="name some in FaceMapping.stable: points that move only with the head",
        )
    columns = keypoints.columns(mapping.stable)
    valid = keypoints.valid(mapping.min_likelihood)[:, columns, None]
    xy = np.where(valid, keypoints.xy[:, columns].astype(np.float64), np.nan)
    among = xy if reference_frames is None else xy[reference_frames]
    there = np.atleast_1d(np.isfinite(among[..., 0]).any(axis=0))
    lost = [name for k, name in enumerate(mapping.stable) if not there[k]]
    if lost:
        raise ParameterError(
            f"There is no reference for {', '.join(lost)}: found in none of its frames.",
            expected=f"likelihood of at least {mapping.min_likelihood}",
            do="leave it out of FaceMapping.stable, or choose other reference frames",
        )
    reference = np.nanmedian(among, axis=0)
    moved = xy - reference
    n_points = valid[..., 0].sum(axis=1)
    shift = np.full((len(xy), 2), np.nan)
    spread = np.full(len(xy), np.nan)
    seen = n_points >= max(least_points, 1)
    shift[seen] = np.nanmedian(moved[seen], axis=1)
    apart = np.hypot(*np.moveaxis(moved[seen] - shift[seen, None], 2, 0))
    spread[seen] = np.nanmedian(apart, axis=1)
    return PointShift(shift, n_points, spread, mapping.stable, reference)
