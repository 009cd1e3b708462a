"""Facemap's own writer and reader of keypoints, against ours."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.keypoints import load_keypoints
from tests.unit.core.keypoints.faces import face, write_facemap

from .pose import planted, write_pose

pytest.importorskip("facemap", reason="facemap is not installed: make test-facemap")


def test_what_facemap_writes_is_read(tmp_path):
    path, names = write_pose(tmp_path)
    assert path.name == "tiny_FacemapPose.h5"
    found = load_keypoints(path)
    order = [found.names.index(name) for name in names]
    assert np.array_equal(found.xy[:, order], planted()[..., :2])
    assert np.array_equal(found.likelihood[:, order], planted()[..., 2])


def test_the_files_of_our_tests_are_facemaps(tmp_path):
    from facemap.utils import load_keypoints as facemaps_reader

    points = face()
    values = facemaps_reader(list(points.names), write_facemap(tmp_path / "a.h5", points))
    assert np.array_equal(values[:2], points.xy.transpose(2, 1, 0))
    assert np.array_equal(values[2], points.likelihood.T)
