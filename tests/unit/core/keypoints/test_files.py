"""Facemap's keypoint files, what they are refused for, and which program wrote a file."""

from __future__ import annotations

import os
from pathlib import Path

import h5py
import numpy as np
import pytest

from element_mouseface.core.keypoints import (
    FACEMAP_POINTS,
    Keypoints,
    detect_source,
    load_keypoints,
)
from element_mouseface.errors import (
    ParameterError,
    PathError,
    ResultError,
    ResultMismatchError,
)
from tests.facemap.pose import planted
from tests.unit.core.keypoints.faces import (
    SIZE,
    face,
    write_csv,
    write_facemap,
    write_sleap_analysis,
)

DATA = Path(__file__).resolve().parents[3] / "data" / "facemap"
N = 30


@pytest.fixture
def pose(tmp_path):
    return write_facemap(tmp_path / "face_FacemapPose.h5", face(N))


def test_facemaps_own_layout(pose):
    truth = face(N)
    found = load_keypoints(pose, n_frames=N, frame_px=SIZE)
    assert found.software == "facemap" and found.n_frames == N
    # h5py lists groups by the alphabet, so by name
    order = [truth.names.index(name) for name in found.names]
    assert sorted(found.names) == sorted(truth.names)
    assert np.array_equal(found.xy, truth.xy[:, order])
    assert np.array_equal(found.likelihood, truth.likelihood[:, order])
    assert len(found.file_sha256) == 64


def test_a_file_by_facemaps_own_writer():
    found = load_keypoints(DATA / "tiny_FacemapPose.h5", n_frames=len(planted()))
    assert set(found.names) == set(FACEMAP_POINTS)
    # its network has the third whisker before the second
    *others, second, third = FACEMAP_POINTS
    order = [found.names.index(name) for name in (*others, third, second)]
    assert np.array_equal(found.xy[:, order], planted()[..., :2])
    assert np.array_equal(found.likelihood[:, order], planted()[..., 2])


def test_the_source_is_told_by_the_file(tmp_path, pose):
    points = face(3)
    cases = {
        pose: "facemap",
        write_csv(tmp_path / "a.csv", points, "DLC_resnet50_faceJun1shuffle1_200000"): "deeplabcut",
        write_csv(tmp_path / "b.csv", points, "heatmap_tracker"): "lightning_pose",
        write_csv(tmp_path / "c.csv", points, "heatmap_mhcrnn_tracker"): "lightning_pose",
        write_csv(tmp_path / "d.csv", points, "someone"): None,
        write_sleap_analysis(tmp_path / "e.h5", points): "sleap",
    }
    assert {path: detect_source(path) for path in cases} == cases
    with pytest.raises(ParameterError, match="source='deeplabcut'"):
        load_keypoints(tmp_path / "d.csv")
    with pytest.raises(ParameterError, match="openpose"):
        load_keypoints(pose, source="openpose")


def test_a_crops_place_brings_points_into_the_frame(pose):
    found = load_keypoints(pose, offset_px=(100, 20))
    assert np.allclose(found.xy - load_keypoints(pose).xy, [100, 20], atol=1e-4)


def test_another_number_of_frames_is_refused_unless_the_end_may_lack(pose):
    for n_frames in (N - 1, N + 5):
        with pytest.raises(ResultMismatchError, match=f"(?s){n_frames}.*{N}"):
            load_keypoints(pose, n_frames=n_frames)
    found = load_keypoints(pose, n_frames=N + 5, pad_end=True)
    assert found.n_frames == N + 5
    assert np.isnan(found.xy[N:]).all() and np.isnan(found.likelihood[N:]).all()
    assert np.array_equal(found.xy[:N], load_keypoints(pose).xy)
    with pytest.raises(ResultMismatchError):
        load_keypoints(pose, n_frames=N - 1, pad_end=True)


def test_points_far_outside_the_frame_are_refused(pose, tmp_path):
    with pytest.raises(ResultMismatchError, match="far outside") as caught:
        load_keypoints(pose, frame_px=(48, 64))
    assert "offset_px" in str(caught.value)
    # a few wild guesses are a tracker's own, and no other video's
    points = face(N)
    xy = points.xy.copy()
    xy[:2, :5] = 4000
    wild = Keypoints(points.names, xy, points.likelihood, "facemap")
    load_keypoints(write_facemap(tmp_path / "wild.h5", wild), frame_px=SIZE)


def test_files_that_are_no_keypoints_are_refused(tmp_path, pose):
    def h5(name, fill):
        with h5py.File(tmp_path / name, "w") as file:
            fill(file)
        return tmp_path / name

    def unequal(file):
        for name, n in (("a", 5), ("b", 6)):
            for part in ("x", "y", "likelihood"):
                file[f"Facemap/{name}/{part}"] = np.zeros(n)

    bad = [
        h5("other.h5", lambda f: f.create_dataset("trials", data=np.zeros(3))),
        h5("empty.h5", lambda f: None),
        h5("flat.h5", lambda f: f.create_dataset("Facemap", data=np.zeros(3))),
        h5("none.h5", lambda f: f.create_group("Facemap")),
        h5("half.h5", lambda f: f.create_dataset("Facemap/nose/x", data=np.zeros(3))),
        h5("unequal.h5", unequal),
        tmp_path / "cut.h5",
        tmp_path / "nothing.csv",
        tmp_path / "table.csv",
        tmp_path / "face.mp4",
    ]
    (tmp_path / "cut.h5").write_bytes(pose.read_bytes()[:700])
    (tmp_path / "nothing.csv").write_bytes(b"")
    (tmp_path / "table.csv").write_text("frame,x,y\n0,1,2\n")
    (tmp_path / "face.mp4").write_bytes(bytes(range(256)))
    for path in bad:
        with pytest.raises(ResultError):
            load_keypoints(path)
    os.mkfifo(tmp_path / "pipe.h5")
    long = tmp_path / ("x" * 300)
    for path in (tmp_path / "gone.h5", tmp_path, tmp_path / "pipe.h5", long, "/dev/zero"):
        with pytest.raises(PathError):
            load_keypoints(path)
