"""Keypoints in memory and on the disk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.keypoints import FaceMapping, Keypoints, derive_traces
from element_mouseface.core.keypoints.stored import open_keypoints, save_keypoints
from element_mouseface.errors import (
    ParameterError,
    ResultError,
    ResultMismatchError,
    StorageError,
)
from tests.unit.core.keypoints.faces import face


def test_half_a_point_is_none():
    xy = np.zeros((3, 2, 2))
    xy[0, 0, 1], xy[1, 1, 0] = np.nan, np.inf
    found = Keypoints(("a", "b"), xy, np.ones((3, 2)), "sleap")
    assert np.isnan(found.xy[0, 0]).all() and np.isnan(found.xy[1, 1]).all()
    assert found.valid(0.5).tolist() == [[False, True], [True, False], [True, True]]
    assert np.isfinite(xy[0, 0, 0]), "the caller's array was changed"


def test_a_point_counts_from_the_threshold_on_and_where_nothing_is_known():
    likelihood = np.array([[0.59, 0.6, np.nan]])
    found = Keypoints(("a", "b", "c"), np.ones((1, 3, 2)), likelihood, "sleap")
    assert found.valid(0.6).tolist() == [[False, True, True]]


@pytest.mark.parametrize(
    ("names", "shape", "software", "error"),
    [
        (("a", "b"), (4, 3, 2), "sleap", ResultError),
        (("a", "a"), (4, 2, 2), "sleap", ResultError),
        (("a", "b"), (4, 2, 2), "openpose", ParameterError),
    ],
)
def test_what_does_not_fit_is_refused(names, shape, software, error):
    with pytest.raises(error):
        Keypoints(names, np.zeros(shape), np.zeros(shape[:2]), software)


def test_a_file_holds_all_and_its_digest_is_over_the_content(tmp_path):
    points, mapping = face(), FaceMapping(mouth=("lowerlip",))
    traces = derive_traces(points, mapping)
    digest = save_keypoints(tmp_path / "a.npz", points, traces, mapping)
    assert save_keypoints(tmp_path / "a.npz", points, traces, mapping) == digest
    found = open_keypoints(tmp_path / "a.npz")
    assert found.digest == digest and found.mapping == mapping
    assert np.array_equal(found.keypoints.xy, points.xy)
    assert np.array_equal(found.keypoints.likelihood, points.likelihood)
    assert found.keypoints.names == points.names and found.keypoints.software == "facemap"
    for trace in traces:
        assert np.array_equal(found.trace(trace.name).values, trace.values, equal_nan=True)
    with pytest.raises(ParameterError, match="eye_area"):
        found.trace("tail")
    # one number, one name or one threshold more is another result
    moved = replace(points, xy=points.xy + np.float32([0.5, 0]))
    other = {
        save_keypoints(tmp_path / "b.npz", moved, traces, mapping),
        save_keypoints(tmp_path / "c.npz", points, traces[:-1], mapping),
        save_keypoints(tmp_path / "d.npz", points, traces, FaceMapping()),
        save_keypoints(tmp_path / "e.npz", points, (), FaceMapping()),
    }
    assert len(other | {digest}) == 5
    assert open_keypoints(tmp_path / "e.npz").traces == ()
    assert not list(tmp_path.glob("*.partial"))


def test_files_that_are_not_what_was_written_are_refused(tmp_path):
    path, points = tmp_path / "a.npz", face()
    save_keypoints(path, points, (), FaceMapping())
    with pytest.raises(ResultMismatchError, match="other content"):
        save_keypoints(path, face(seed=1), (), FaceMapping())
    good = path.read_bytes()
    place = good.index(points.xy.tobytes()[:64])
    path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
    with pytest.raises(ResultError):
        open_keypoints(path)
    for damaged in (b"", b"text", good[: len(good) // 2]):
        path.write_bytes(damaged)
        with pytest.raises(ResultError):
            open_keypoints(path)
    with pytest.raises(ResultError):
        open_keypoints(tmp_path / "nothing.npz")
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        save_keypoints(tmp_path / "file" / "a.npz", points, (), FaceMapping())
