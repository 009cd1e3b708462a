"""Which model tracked the points, and what part of the frame it saw."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints
from element_mouseface.core.keypoints.boxes import boxes_of, check_boxes, check_points_inside
from element_mouseface.core.keypoints.tracking import TrackingModel, tracking_of
from element_mouseface.errors import (
    ParameterError,
    PathError,
    ResultError,
    ResultMismatchError,
    UnsafeFileError,
)
from tests.unit.core.keypoints.faces import face, write_csv, write_facemap

DATA = Path(__file__).resolve().parents[3] / "data"
N = 6


def metadata(points: Keypoints, **other) -> dict:
    """What Facemap 1.0.8 pickles beside its points."""
    return {
        "batch_size": 1,
        "image_size": ([120], [160]),
        "bbox": [np.int64(20), np.int64(100), 40, 140],
        "total_frames": N,
        "bodyparts": list(points.names),
        "inference_speed": 3.0,
        **other,
    }


@pytest.fixture
def pose(tmp_path):
    points = face(N)
    path = write_facemap(tmp_path / "face_FacemapPose.h5", points)

    def with_metadata(**other) -> Path:
        beside = path.with_name("face_FacemapPose_metadata.pkl")
        beside.write_bytes(pickle.dumps(metadata(points, **other), pickle.HIGHEST_PROTOCOL))
        return path

    return with_metadata


def test_facemap_says_the_box_the_size_and_how_long_it_took(pose):
    found = tracking_of(pose())
    assert (found.software, found.name) == ("facemap", "Facemap")
    assert found.boxes == ((20, 100, 40, 140),) and found.sizes_px == ((120, 160),)
    # frames over frames a second; the published element multiplies them
    assert found.n_frames == N and found.duration_s == N / 3.0
    found.check_fits(face(N).names, (120, 160))
    with pytest.raises(ResultMismatchError, match="frame size"):
        found.check_fits(face(N).names, (160, 120))
    with pytest.raises(ResultMismatchError, match="body parts"):
        found.check_fits(face(N).names[1:], (120, 160))


def test_metadata_may_hold_arrays(pose):
    names = np.array(face(N).names)
    found = tracking_of(
        pose(bodyparts=names, image_size=np.array([[120], [160]]), bbox=np.array([0, 120, 0, 160]))
    )
    found.check_fits(face(N).names, (120, 160))
    assert found.boxes == ((0, 120, 0, 160),)
    assert (
        tracking_of(pose(bodyparts=None, image_size=None, bbox=None, total_frames=None)).boxes == ()
    )


def test_without_metadata_facemaps_file_says_little():
    found = tracking_of(DATA / "facemap" / "tiny_FacemapPose.h5")
    assert (found.software, found.name, found.boxes, found.n_frames) == (
        "facemap",
        "Facemap",
        (),
        None,
    )


class Runs:
    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return (open, (self.path, "w"))


def test_metadata_that_would_run_code_are_refused(pose, tmp_path):
    path = pose(bbox=Runs(tmp_path / "ran"))
    with pytest.raises(UnsafeFileError, match="open"):
        tracking_of(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "too early"),
        (pickle.dumps([1, 2]), "list"),
        (pickle.dumps({"bbox": [1, 2]}), "bounding box"),
        (pickle.dumps({"image_size": 7}), "TypeError"),
        (pickle.dumps({"total_frames": "many"}), "ValueError"),
        (b"\0" * ((4 << 20) + 1), "4 MiB"),
    ],
)
def test_damaged_metadata_are_told(pose, content, told):
    path = pose()
    path.with_name("face_FacemapPose_metadata.pkl").write_bytes(content)
    with pytest.raises((ResultError, ParameterError), match=told):
        tracking_of(path)


def test_deeplabcut_and_lightning_pose_name_their_scorer(tmp_path):
    scorer = "DLC_resnet50_faceJun1shuffle1_200000"
    for name in ("pandas_fixed.h5", "pandas_table.h5", "pandas_two_animals.h5"):
        found = tracking_of(DATA / "keypoints" / name)
        assert (found.software, found.name) == ("deeplabcut", scorer)
    path = write_csv(tmp_path / "points.csv", face(N), "heatmap_mhcrnn_tracker")
    found = tracking_of(path)
    assert (found.software, found.name) == ("lightning_pose", "heatmap_mhcrnn_tracker")
    other = write_csv(tmp_path / "other.csv", face(N), "someone")
    with pytest.raises(ParameterError, match="source="):
        tracking_of(other)
    assert tracking_of(other, "sleap").name == "someone"


def test_sleap_names_its_models_and_its_version(tmp_path):
    path = tmp_path / "a.analysis.h5"
    path.write_bytes((DATA / "keypoints" / "analysis.h5").read_bytes())
    said = {
        "model_paths": ["C:\\models\\230101.centroid\\best_model.h5", "/m/230102.centered"],
        "sleap_version": "1.3.3",
        "args": {"too": "deep"},
    }
    with h5py.File(path, "a") as file:
        if "provenance" in file:
            del file["provenance"]
        file["provenance"] = json.dumps(said)
    found = tracking_of(path)
    assert found.name == "230101.centroid + 230102.centered" and found.version == "1.3.3"
    assert found.about["sleap_version"] == "1.3.3" and "args" not in found.about
    project = tmp_path / "a.slp"
    project.write_bytes((DATA / "keypoints" / "two_videos.slp").read_bytes())
    with h5py.File(project, "a") as file:
        about = json.loads(file["metadata"].attrs["json"])
        file["metadata"].attrs["json"] = json.dumps({**about, "provenance": said})
    assert tracking_of(project).name == found.name
    assert tracking_of(DATA / "keypoints" / "two_videos.slp").model(("a",)).name == "sleap"


def test_a_model_is_its_content_and_its_files_checksum(tmp_path):
    weights = tmp_path / "model state.pt"
    weights.write_bytes(b"weights")
    model = TrackingModel.of_file(weights, body_parts=("paw",))
    # by sha256sum of the coreutils
    assert model.file_sha256.startswith("9a129038d9a00aed0cf6a7ea059ca50a")
    assert (model.name, model.file_name) == ("model state", "model state.pt")
    weights.write_bytes(b"other weights")
    assert TrackingModel.of_file(weights, body_parts=("paw",)) != model
    assert TrackingModel.from_dict(model.to_dict()).content_hash() == model.content_hash()
    model.check_points(("paw",))
    with pytest.raises(ParameterError, match="other points"):
        model.check_points(("paw", "ear"))
    with pytest.raises(PathError):
        TrackingModel.of_file(tmp_path / "none.pt")
    for wrong in (
        {"name": " "},
        {"name": "x" * 256},
        {"name": "x", "file_sha256": "ABC"},
        {"name": "x", "software": "openpose"},
        {"name": "x", "body_parts": ("a", "a")},
    ):
        with pytest.raises(ParameterError):
            TrackingModel(**wrong)


# ---------------------------------------------------------------- boxes


def test_the_first_two_numbers_are_rows():
    """As in Facemap: ``y1, y2, x1, x2 = bbox; image[y1:y2, x1:x2]``."""
    ((top, end, left, right),) = boxes_of([20, 100, 40, 140])
    frame = np.zeros((120, 160))
    frame[top:end, left:right] = 1
    assert frame.any(axis=1).sum() == 80 and frame.any(axis=0).sum() == 100
    check_boxes([(0, 120, 0, 160)], (120, 160))
    with pytest.raises(ParameterError, match="rows first"):
        check_boxes([(0, 160, 0, 120)], (120, 160))
    with pytest.raises(ParameterError, match="this recording"):
        check_boxes([(0, 200, 0, 200)], (120, 160))


def test_a_box_is_flat_or_one_for_each_file():
    box = [20, 100, 40, 140]
    assert boxes_of([box]) == boxes_of(np.array([[20.0, 100, 40, 140]])) == boxes_of(box)
    assert boxes_of([box, box], 2) == boxes_of(box, 2) == ((20, 100, 40, 140),)
    other = [0, 80, 40, 140]
    assert boxes_of([box, other], 2) == ((20, 100, 40, 140), (0, 80, 40, 140))
    assert boxes_of(None) == boxes_of([]) == boxes_of(()) == boxes_of(np.zeros(0)) == ()
    for wrong in ([1, 2, 3], [100, 20, 40, 140], [-1, 5, 0, 5], [0, 1.5, 0, 5], "all", {"x": 1},
                  [0, float("nan"), 0, 5], [[0, 1, 0, 1], [0, 1]], [0, 10**9, 0, 5]):  # fmt: skip
        with pytest.raises(ParameterError, match="not a bounding box"):
            boxes_of(wrong)
    with pytest.raises(ParameterError, match="number of bounding boxes"):
        boxes_of([box, other], 3)


def test_points_outside_the_box_are_told():
    points = face(N)
    low, high = points.xy.min(axis=(0, 1)), points.xy.max(axis=(0, 1))
    around = (int(low[1]), int(high[1]) + 1, int(low[0]), int(high[0]) + 1)
    check_points_inside(points, [around])
    side = max(around[1] - around[0], around[3] - around[2])
    away = (around[0] + 2 * side, around[1] + 2 * side, around[2], around[3])
    with pytest.raises(ResultMismatchError, match="outside the bounding box"):
        check_points_inside(points, [away])
    # points that Facemap did not find may be anywhere
    check_points_inside(replace(points, likelihood=points.likelihood * 0.5), [away])
    with pytest.raises(ResultMismatchError):
        check_points_inside(points, [around, away], [2, N - 2])
    check_points_inside(points, [around, around], [2, N - 2])
