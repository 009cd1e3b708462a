"""Regressors from tracked points: traces of the face, and the points themselves."""

from __future__ import annotations

import numpy as np

from ..confounds.explained import Regressor
from .derived import coordinate_traces
from .stored import StoredKeypoints

__all__ = ["point_regressors"]

#: a point that is found in fewer frames would leave few for all regressors together
FOUND = 0.9


def point_regressors(stored: StoredKeypoints) -> list[Regressor]:
    """Regressors from the keypoints of a recording.

    Parameters
    ----------
    stored : StoredKeypoints

    Returns
    -------
    list of Regressor
        Kind 'points'.  Each trace of the face, and, as 'point: NAME', x and y of each
        point.  What is undefined in more than a tenth of the frames is left out.
    """
    points, least = stored.keypoints, stored.mapping.min_likelihood
    found = [Regressor(trace.name, "points", trace.values) for trace in stored.traces]
    for name in points.names:
        x, y = coordinate_traces(points, [name], min_likelihood=least)
        xy = np.stack([x.values, y.values], axis=1)
        found.append(Regressor(f"point: {name}"[:96], "points", xy))
    known = [np.isfinite(one.values).reshape(points.n_frames, -1).all(axis=1) for one in found]
    return [one for one, there in zip(found, known, strict=True) if there.mean() >= FOUND]
