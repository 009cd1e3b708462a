"""Regressors from tracked points: traces of the face, and the points themselves."""

from __future__ import annotations

import numpy as np

from ..confounds.explained import Regressor
from .derived import coordinate_traces
from .stored import StoredKeypoints

#: a point that is found in fewer frames would leave few for all regressors together
FOUND = 0.9


def keypoint_regressors(stored: StoredKeypoints, *, points: bool = False) -> list[Regressor]:
    """Regressors from the keypoints of a recording.

    Parameters
    ----------
    stored : StoredKeypoints
    points : bool
        Whether x and y of each point are among them, as 'point: NAME'.

    Returns
    -------
    list of Regressor
        Kind 'keypoint': each trace of the face, by its own name, and the points.  What has no
        value in any frame is left out; with points, what has none in more than a tenth.
    """
    keypoints, least = stored.keypoints, stored.mapping.min_likelihood
    found = [Regressor(one.name, "keypoint", np.asarray(one.values)) for one in stored.traces]
    for name in keypoints.names if points else ():
        x, y = coordinate_traces(keypoints, [name], min_likelihood=least)
        xy = np.stack([x.values, y.values], axis=1)
        found.append(Regressor(f"point: {name}"[:96], "keypoint", xy))
    known = [np.isfinite(one.values).reshape(keypoints.n_frames, -1).all(axis=1) for one in found]
    share = FOUND if points else 0.0
    pairs = zip(found, known, strict=True)
    return [one for one, there in pairs if there.any() and there.mean() >= share]
