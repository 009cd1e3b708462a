"""Another package's eyes: movement reads the same files, and writes others.

movement reads by pandas, PyTables and sleap-io: `make test-keypoints`, in an environment
of its own.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from element_mouseface.core.keypoints import Keypoints, detect_source, load_keypoints
from element_mouseface.errors import ParameterError, ResultMismatchError
from tests.unit.core.keypoints.faces import (
    SIZE,
    face,
    write_csv,
    write_sleap_analysis,
)

pytest.importorskip(
    "movement", reason="movement is not installed: `make test-keypoints` runs these"
)
from movement.io import load_poses, save_poses

N = 25


def plural(poses):
    """A dataset with the names of coordinates that movement had before 0.17."""
    names = {"keypoint": "keypoints", "individual": "individuals"}
    return poses.rename({old: new for old, new in names.items() if old in poses.dims})


def singular(poses):
    """The same as the installed movement names them."""
    kind = dataset(face(1))
    if "keypoint" not in kind.dims:
        return poses
    return poses.rename({"keypoints": "keypoint", "individuals": "individual"})


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


@pytest.mark.parametrize("layout", ["fixed", "table"])
def test_our_table_of_points_is_one_of_deeplabcut(tmp_path, truth, layout):
    """Written by pandas, read by movement and by our own reader: equal to the bit."""
    table = truth.to_dataframe("DLC_net")
    table.to_hdf(tmp_path / "own.h5", key="df_with_missing", format=layout, mode="w")
    table.to_csv(tmp_path / "own.csv")
    for name in ("own.h5", "own.csv"):
        again = load_keypoints(tmp_path / name, n_frames=N)
        assert again.names == truth.names and again.software == "deeplabcut"
        np.testing.assert_array_equal(again.xy, truth.xy)
        np.testing.assert_array_equal(again.likelihood, truth.likelihood)
        seen = load_poses.from_dlc_file(tmp_path / name)
        seen = plural(seen)
        assert seen.keypoints.values.tolist() == list(truth.names)
        xy = seen.position.transpose("time", "keypoints", "space", "individuals").values[..., 0]
        np.testing.assert_array_equal(xy.astype(np.float32), truth.xy)


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
    two = plural(two)
    two["position"].loc[{"individuals": "right"}] += 7
    two = singular(two)
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


DATA = Path(__file__).resolve().parents[3] / "data" / "keypoints"


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("pandas_fixed.h5", load_poses.from_dlc_file),
        ("pandas_table.h5", load_poses.from_dlc_file),
        ("pandas_two_animals.h5", load_poses.from_dlc_file),
        ("analysis.h5", load_poses.from_sleap_file),
    ],
)
def test_what_movement_reads_of_the_same_file(name, read):
    theirs = read(DATA / name)
    theirs = plural(theirs)
    animals = [str(a) for a in theirs.individuals.values]
    for k, animal in enumerate(animals):
        ours = load_keypoints(DATA / name, individual=animal if animals[1:] else None)
        assert list(ours.names) == [str(n) for n in theirs.keypoints.values]
        position = np.moveaxis(theirs.position.values[..., k], 1, 2)
        n = len(position)
        assert np.allclose(ours.xy[:n], position, atol=1e-4, equal_nan=True)
        assert np.isnan(ours.xy[n:]).all()
        sure = theirs.confidence.values[..., k]
        assert np.allclose(ours.likelihood[:n], sure, atol=1e-6, equal_nan=True)


def test_what_sleap_io_reads_of_a_project():
    import sleap_io as sio

    labels = sio.load_slp(str(DATA / "two_videos.slp"), open_videos=False)
    for video in labels.videos:
        ours = load_keypoints(DATA / "two_videos.slp", video=video.filename)
        for frame in labels.find(video):
            best = max(
                frame.instances,
                key=lambda i: (not isinstance(i, sio.PredictedInstance), getattr(i, "score", 0)),
            )
            assert np.allclose(ours.xy[frame.frame_idx], best.numpy(), atol=1e-4, equal_nan=True)


def test_points_in_an_nwb_file_are_poses_for_movement(tmp_path):
    from datetime import UTC, datetime

    import pynwb

    from element_mouseface.core.exports.nwb.clock import FrameTimes
    from element_mouseface.core.exports.nwb.keypoints import add_keypoints

    points = face(N)
    xy, likelihood = points.xy.copy(), points.likelihood.copy()
    xy[3:6, 2], xy[:, 4], likelihood[:, 5] = np.nan, np.nan, np.nan
    points = Keypoints(points.names, xy, likelihood, "deeplabcut")
    times_s = 7.5 + np.arange(N) / 25
    times_s[10] = np.nan  # the clock lacks a frame: the time stamps are an array
    kept = np.setdiff1d(np.arange(N), [10])
    for path, clock in ((tmp_path / "a.nwb", times_s), (tmp_path / "b.nwb", np.arange(N) / 25)):
        made = pynwb.NWBFile("A mouse.", "m01", datetime(2025, 11, 2, tzinfo=UTC))
        add_keypoints(made, points, FrameTimes(clock, 0.0))
        with pynwb.NWBHDF5IO(path, "w") as io:
            io.write(made)
        read = plural(load_poses.from_nwb_file(path))
        rows = kept if np.isnan(clock).any() else np.arange(N)
        assert read.source_software == "DeepLabCut" and read.fps == pytest.approx(25)
        assert set(read.keypoints.values) == set(points.names)
        for place, name in enumerate(points.names):
            one = read.sel(keypoints=name).isel(individuals=0)
            np.testing.assert_array_equal(one.position.values, xy[rows, place])
            np.testing.assert_array_equal(one.confidence.values, likelihood[rows, place])
