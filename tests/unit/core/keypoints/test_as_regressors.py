"""Traces of points say how much of a score they explain."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.confounds.explained import Regressor, held_out_folds, motion_explained
from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.keypoints import (
    FaceMapping,
    Keypoints,
    derive_traces,
    keypoint_regressors,
)
from element_mouseface.core.keypoints.stored import StoredKeypoints
from tests.unit.core.keypoints.faces import face

N, FPS = 3000, 20


def test_a_score_that_is_the_eyes_is_explained_by_its_area_alone():
    rng = np.random.default_rng(2)
    points = face(N)
    xy, likelihood = points.xy.copy(), points.likelihood.copy()
    slow = np.convolve(rng.normal(size=N), np.ones(25) / 25, mode="same")
    slow /= slow.std()
    xy[:, points.names.index("eye(top)"), 1] -= 2 * slow
    likelihood[700:760, points.names.index("eye(top)")] = 0.1
    mapping = FaceMapping(mouth=())
    traces = derive_traces(Keypoints(points.names, xy, likelihood, "facemap"), mapping)
    times_s = np.arange(N) / FPS
    regressors = [Regressor(t.name, "keypoints", t.values) for t in traces]
    params = MotionParams(n_shifts=20, block_s=15.0)
    folds = held_out_folds(times_s, None, params)
    found = motion_explained(slow, regressors, times_s, folds, params)
    r2 = {row.regressor: row.r2 for row in found}
    assert r2["eye_area"] > 0.7 and r2["nose_x"] < 0.1 and r2["nose_y"] < 0.1
    eye = next(row for row in found if row.regressor == "eye_area")
    assert eye.n_valid <= N - 60 and eye.r > 0.7


def test_traces_and_points_that_are_mostly_there_are_regressors():
    points = face(40)
    xy = points.xy.copy()
    xy[:10, points.names.index("paw")] = np.nan
    points = Keypoints(points.names, xy, points.likelihood, "facemap")
    mapping = FaceMapping(min_likelihood=0.5)
    stored = StoredKeypoints(points, derive_traces(points, mapping), mapping, "")
    found = {one.name: one for one in keypoint_regressors(stored, points=True)}
    assert {"eye_area", "nose_x", "point: mouth"} <= set(found) and "point: paw" not in found
    mouth = points.names.index("mouth")
    assert np.array_equal(found["point: mouth"].values, points.xy[:, mouth])
    assert {one.kind for one in found.values()} == {"keypoint"}
    traces = {one.name for one in keypoint_regressors(stored)}
    assert traces == {trace.name for trace in stored.traces}
