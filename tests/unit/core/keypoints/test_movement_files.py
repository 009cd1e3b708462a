"""DeepLabCut's, SLEAP's and Lightning Pose's files, read through movement.

The oracles are movement's and sleap-io's own writers, and files laid out by hand.
"""

from __future__ import annotations

import os
import pickle

import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints, detect_source, load_keypoints
from element_mouseface.errors import (
    ParameterError,
    ResultError,
    ResultMismatchError,
    UnsafeFileError,
)
from tests.unit.core.keypoints.faces import (
    SIZE,
    face,
    write_csv,
    write_sleap_analysis,
)

pytest.importorskip(
    "movement", reason="movement is not installed: `make test-keypoints` runs these"
)
import h5py
from movement.io import load_poses, save_poses

N = 25
DLC = "DLC_resnet50_faceJun1shuffle1_200000"


@pytest.fixture(scope="module")
def truth() -> Keypoints:
    """A face with a point that is missing at times."""
    points = face(N)
    xy = points.xy.copy()
    xy[3:6, 2] = np.nan
    return Keypoints(points.names, xy, points.likelihood, "sleap")


def dataset(points: Keypoints, animals=("m",)):
    """The same as movement has it: time, space, keypoints, individuals."""
    return load_poses.from_numpy(
        np.stack([points.xy.transpose(0, 2, 1)] * len(animals), axis=-1),
        np.stack([points.likelihood] * len(animals), axis=-1),
        list(animals),
        list(points.names),
    )


def same(found: Keypoints, truth: Keypoints, software: str) -> None:
    assert found.names == truth.names and found.software == software
    assert np.allclose(found.xy, truth.xy, atol=1e-5, equal_nan=True)
    seen = np.isfinite(truth.xy[..., 0])
    assert np.allclose(found.likelihood[seen], truth.likelihood[seen], atol=1e-6)


def dlc_table(truth):
    frame = save_poses.to_dlc_style_df(dataset(truth), split_individuals=True)["m"]
    return frame.rename(columns={frame.columns[0][0]: DLC}, level=0)


@pytest.mark.parametrize("layout", ["fixed", "table"])
def test_deeplabcuts_h5(tmp_path, truth, layout):
    # DeepLabCut itself writes the layout 'table'
    path = tmp_path / "face.h5"
    dlc_table(truth).to_hdf(path, key="df_with_missing", format=layout, mode="w")
    assert detect_source(path) == "deeplabcut"
    same(load_keypoints(path, n_frames=N, frame_px=SIZE), truth, "deeplabcut")


def test_csv_of_deeplabcut_and_lightning_pose(tmp_path, truth):
    same(load_keypoints(write_csv(tmp_path / "a.csv", truth, DLC)), truth, "deeplabcut")
    lp = write_csv(tmp_path / "b.csv", truth, "heatmap_tracker")
    same(load_keypoints(lp), truth, "lightning_pose")
    other = write_csv(tmp_path / "c.csv", truth, "someone")
    for source in ("deeplabcut", "lightning_pose"):
        same(load_keypoints(other, source=source), truth, source)


def test_round_trips_through_movements_own_writers(tmp_path, truth):
    poses = dataset(truth)
    save_poses.to_dlc_file(poses, tmp_path / "d.h5", split_individuals=False)
    save_poses.to_dlc_file(poses, tmp_path / "d.csv", split_individuals=False)
    save_poses.to_lp_file(poses, tmp_path / "l.csv")
    save_poses.to_sleap_analysis_file(poses, tmp_path / "s.h5")
    same(load_keypoints(tmp_path / "d.h5"), truth, "deeplabcut")
    same(load_keypoints(tmp_path / "d.csv", source="deeplabcut"), truth, "deeplabcut")
    lp = next(tmp_path.glob("l*.csv"))
    same(load_keypoints(lp, source="lightning_pose"), truth, "lightning_pose")
    same(load_keypoints(tmp_path / "s.h5"), truth, "sleap")


def test_sleaps_analysis_file_laid_out_by_hand(tmp_path, truth):
    same(load_keypoints(write_sleap_analysis(tmp_path / "a.h5", truth)), truth, "sleap")


def test_sleaps_own_format_may_end_early(tmp_path, truth):
    import sleap_io as sio

    skeleton = sio.Skeleton([sio.Node(name) for name in truth.names])
    video, track = sio.Video(filename="face.mp4", open_backend=False), sio.Track("m")
    last = N - 4
    frames = [
        sio.LabeledFrame(
            video=video,
            frame_idx=t,
            instances=[
                sio.PredictedInstance.from_numpy(
                    truth.xy[t].astype(float),
                    skeleton=skeleton,
                    point_scores=truth.likelihood[t].astype(float),
                    score=1.0,
                    track=track,
                )
            ],
        )
        for t in range(last)
    ]
    labels = sio.Labels(frames, videos=[video], skeletons=[skeleton], tracks=[track])
    sio.save_file(labels, str(tmp_path / "face.slp"))
    assert detect_source(tmp_path / "face.slp") == "sleap"
    with pytest.raises(ResultMismatchError, match="pad_end"):
        load_keypoints(tmp_path / "face.slp", n_frames=N)
    found = load_keypoints(tmp_path / "face.slp", n_frames=N, pad_end=True)
    assert np.isnan(found.xy[last:]).all()
    cut = Keypoints(truth.names, truth.xy[:last], truth.likelihood[:last], "sleap")
    same(Keypoints(found.names, found.xy[:last], found.likelihood[:last], "sleap"), cut, "sleap")


def test_several_animals_are_refused_until_one_is_named(tmp_path, truth):
    two = dataset(truth, ("left", "right"))
    two["position"].loc[{"individuals": "right"}] += 7
    save_poses.to_dlc_file(two, tmp_path / "two.h5", split_individuals=False)
    paths = [
        tmp_path / "two.h5",
        write_csv(tmp_path / "two.csv", truth, DLC, ("left", "right")),
        write_sleap_analysis(tmp_path / "two_s.h5", truth, ("left", "right")),
    ]
    for path in paths:
        with pytest.raises(ParameterError, match="2 animals") as caught:
            load_keypoints(path)
        assert "left, right" in str(caught.value)
        with pytest.raises(ParameterError, match="no animal 'tail'"):
            load_keypoints(path, individual="tail")
        assert load_keypoints(path, individual="left").names == truth.names
    right = load_keypoints(paths[0], individual="right")
    assert np.allclose(right.xy - 7, truth.xy, atol=1e-4, equal_nan=True)


class _Runs:
    def __init__(self, flag):
        self.flag = flag

    def __reduce__(self):
        return os.mkdir, (str(self.flag),)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_code_in_an_attribute_is_refused_and_not_run(tmp_path, truth, protocol):
    path, flag = tmp_path / "face.h5", tmp_path / "ran"
    dlc_table(truth).to_hdf(path, key="df_with_missing", format="table", mode="w")
    with h5py.File(path, "a") as file:
        code = pickle.dumps(_Runs(flag), protocol)
        file["df_with_missing"].attrs["nan_rep"] = np.bytes_(code)
    with pytest.raises(UnsafeFileError, match="mkdir"):
        load_keypoints(path)
    assert not flag.exists()
    # pandas alone would have run it
    import pandas as pd

    with pytest.raises(Exception):  # noqa: B017
        pd.read_hdf(path, key="df_with_missing")
        raise ValueError
    assert flag.exists()


def test_code_in_an_array_of_objects_and_other_files_are_refused(tmp_path, truth):
    path, flag = tmp_path / "face.h5", tmp_path / "ran"
    dlc_table(truth).to_hdf(path, key="df_with_missing", mode="w")
    good = path.read_bytes()
    with h5py.File(path, "a") as file:
        rows = file.create_dataset("df_with_missing/more", (1,), h5py.vlen_dtype(np.uint8))
        rows[0] = np.frombuffer(pickle.dumps(_Runs(flag)), np.uint8)
    with pytest.raises(UnsafeFileError, match="mkdir"):
        load_keypoints(path)
    path.write_bytes(good)
    with h5py.File(path, "a") as file:
        file["df_with_missing/more"] = h5py.ExternalLink("other.h5", "/x")
    with pytest.raises(UnsafeFileError, match="another file"):
        load_keypoints(path)
    path.write_bytes(good)
    with h5py.File(path, "a") as file:
        file["df_with_missing"].attrs["note"] = np.bytes_(b"Tracked by the lab's own model.")
        file["df_with_missing/again"] = file["df_with_missing/block0_values"]
    same(load_keypoints(path), truth, "deeplabcut")
    assert not flag.exists()


def test_files_of_another_program_or_cut_short_are_errors_of_ours(tmp_path, truth):
    sleap = write_sleap_analysis(tmp_path / "s.h5", truth)
    csv = write_csv(tmp_path / "a.csv", truth, DLC)
    lines = csv.read_text().splitlines()
    (tmp_path / "cut.csv").write_text("\n".join(lines[:2]))
    (tmp_path / "text.csv").write_text("\n".join([*lines[:3], lines[3].replace(".", "x")]))
    for path, source in (
        (sleap, "deeplabcut"),
        (csv, "sleap"),
        (tmp_path / "cut.csv", None),
        (tmp_path / "text.csv", None),
    ):
        with pytest.raises(ResultError):
            load_keypoints(path, source=source)


def test_points_in_three_dimensions_are_refused(tmp_path, truth):
    rows = ["scorer", "bodyparts", "coords"]
    head = [[rows[0]] + [DLC] * 3, [rows[1]] + ["nose"] * 3, [rows[2], "x", "y", "z"]]
    body = [[str(t), "1.0", "2.0", "3.0"] for t in range(4)]
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in head + body) + "\n")
    with pytest.raises(ResultError):
        load_keypoints(tmp_path / "a.csv")
