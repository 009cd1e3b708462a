"""Signals, points, behaviors and measures in an NWB file, read back by pynwb and pynapple."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace

import numpy as np
import pynwb
import pytest
from nwbinspector import inspect_nwbfile, load_config

from element_mouseface.core.action_units.units import NAMES
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.events.bouts import frame_ends
from element_mouseface.core.exports.nwb.behaviors import add_behaviors
from element_mouseface.core.exports.nwb.clock import FrameTimes
from element_mouseface.core.exports.nwb.keypoints import add_keypoints
from element_mouseface.core.exports.nwb.measures import (
    add_action_units,
    add_affect,
    add_face_angle,
    add_features,
)
from element_mouseface.core.exports.nwb.signals import add_signals
from element_mouseface.core.facial_signals.signals import Components, RegionSignals
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.errors import ClockError, InputError, ParameterError
from tests.unit.core.exports.nwb import planted

ZERO_S = 2.5
TIMES_S = planted.frame_times()
TIMED = np.flatnonzero(np.isfinite(TIMES_S))


def times(name="face", times_s=TIMES_S) -> FrameTimes:
    return FrameTimes(times_s, ZERO_S, clock="the camera's clock", name=name)


def add_all(made, clock):
    add_signals(made, planted.signals(), clock)
    add_keypoints(made, planted.keypoints(), clock, scorer="DLC_resnet50", edges=[POINT_PAIR])
    add_behaviors(made, planted.prediction(), clock)
    add_behaviors(made, planted.labels(), clock, name="labels_Ann")
    add_affect(made, planted.affect(), clock)
    add_action_units(made, planted.units(), clock)
    add_face_angle(made, planted.angle(), clock)
    add_features(made, planted.features(), clock)


POINT_PAIR = ("eye(front)", "nose/tip")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A file with two cameras: everything of one, the signals of the other."""
    made = planted.nwbfile()
    add_all(made, times())
    regular = times("top", 2.5 + np.arange(planted.N) / 20)
    add_signals(made, planted.signals(11), regular)
    add_keypoints(made, planted.keypoints(12), regular)
    return planted.write(made, tmp_path_factory.mktemp("nwb") / "face.nwb")


@pytest.fixture(scope="module")
def read(path):
    with pynwb.NWBHDF5IO(path, "r") as io:
        yield io.read().processing["behavior"]


def same(series, values, clock=TIMES_S):
    """The series has the values of the frames with a time, in their dtype, and their times."""
    expected = np.asarray(values)[TIMED]
    assert np.asarray(series.data[:]).dtype == expected.dtype
    np.testing.assert_array_equal(series.data[:], expected)
    np.testing.assert_array_equal(series.get_timestamps()[:], clock[TIMED] - ZERO_S)


def test_the_file_is_valid_and_dandi_has_nothing_to_say(path):
    assert pynwb.validate(path=str(path)) == []
    found = list(inspect_nwbfile(nwbfile_path=path, config=load_config("dandi")))
    assert [(one.check_function_name, one.object_name, one.message) for one in found] == []


def test_signals_come_back_bit_for_bit(read):
    found = planted.signals()
    motion = read["face_motion_energy"]
    full, pad = found.regions
    same(motion["full_frame_motion_energy"], full.motion)
    same(motion["pad_left_right_motion_energy"], pad.motion)
    assert "pad:left/right" in motion["pad_left_right_motion_energy"].description
    assert list(read["face_motion_svd"].time_series) == ["full_frame_motion_svd"]
    same(read["face_motion_svd"]["full_frame_motion_svd"], full.motion_svd.projections)
    same(read["face_movie_svd"]["pad_left_right_movie_svd"], pad.movie_svd.projections)
    masks = read["face_full_frame_motion_svd_masks"]
    np.testing.assert_array_equal(masks["mask"].data[:], full.motion_svd.masks)
    np.testing.assert_array_equal(masks["singular_value"].data[:], [3.0, 2.0, 1.0])
    other = read["face_pad_left_right_movie_svd_masks"]
    assert other.colnames == ("component", "mask") and other["mask"].data.shape == (3, 2, 3)
    assert "multiplied by their singular value" in (
        read["face_movie_svd"]["pad_left_right_movie_svd"].description
    )


def test_pupil_blinks_and_running_come_back(read):
    found = planted.signals()
    pupil = read["face_PupilTracking"]
    assert isinstance(pupil, pynwb.behavior.PupilTracking)
    same(pupil["pupil_area"], found.pupil[0].area)
    same(pupil["pupil_center"], found.pupil[0].com[:, ::-1])
    same(pupil["pupil_axis_directions"], found.pupil[0].axdir)
    assert isinstance(pupil["pupil_center"], pynwb.behavior.SpatialSeries)
    for name, one in zip(("blink_eye", "blink_other_eye"), found.blink, strict=True):
        same(read["face_blink"][name], one.area)
    same(read["face_running"]["running"], found.running[0].shift[:, ::-1])


def test_points_come_back_as_poses(read):
    found = planted.keypoints()
    pose = read["PoseEstimation"]
    assert type(pose).__name__ == "PoseEstimation" and pose.source_software == "DeepLabCut"
    assert pose.scorer == "DLC_resnet50" and "f" * 64 in pose.description
    names = list(pose.skeleton.nodes[:])
    # two names that differ in a slash alone stay apart
    assert names == ["eye(front)", "nose_tip", "nose_tip_2", "lost"]
    assert set(pose.pose_estimation_series) == set(names)
    assert pose.skeleton.edges[:].tolist() == [[0, 1]]
    for place, name in enumerate(names):
        series = pose[name]
        same(series, found.xy[:, place])
        assert repr(found.names[place]) in series.description
    np.testing.assert_array_equal(pose["nose_tip"].confidence[:], found.likelihood[TIMED, 1])
    assert pose["lost"].confidence is None and np.isnan(pose["lost"].data[:]).all()
    assert read["top_PoseEstimation"].skeleton.name == "top_skeleton"
    assert read["top_PoseEstimation"]["lost"].rate == 20.0


def seconds(first, stop):
    """Start and stop of frames in the file, by the times of frames alone."""
    ends_s, _ = frame_ends(TIMES_S)
    inside = [k for k in range(first, stop) if k in TIMED]
    return TIMES_S[inside[0]] - ZERO_S, ends_s[inside[-1]] - ZERO_S


def test_bouts_of_a_classifier_are_an_ethogram(read):
    table = read["face_behaviors"]
    assert type(table).__name__ == "EthogramBouts" and table.labeling_method == "automated"
    assert json.loads(table.parameters)["classifier_digest"] == "c" * 64
    rows = table.to_dataframe()
    # frames 7, 20 and 21 have no time: the bouts of 7 and of 20 to 21 are in none
    expected = [("licking/left", 5, 10), ("licking/left", 30, 41), ("hit", 35, 50)]
    assert rows["label"].tolist() == [name for name, _, _ in expected]
    assert rows["first_frame"].tolist() == [first for _, first, _ in expected]
    for (start, stop), (_, *span) in zip(rows[["start_time", "stop_time"]].to_numpy(), expected,
                                         strict=True):  # fmt: skip
        assert (start, stop) == seconds(*span)
    bout = planted.prediction().bouts["hit"][-1]
    assert (rows["mean_probability"].iloc[2], rows["peak_probability"].iloc[2]) == (
        bout.mean, bout.peak,
    )  # fmt: skip
    catalog = table.ethogram
    assert catalog["behavior"].data[:].tolist() == list(planted.ETHOGRAM.names)
    assert catalog["behavior_type"].data[3] == "point" and not catalog.exclusive
    # two frames without a probability: those that were looked at are the others
    observed = table.observation_intervals.to_dataframe()
    assert [tuple(row) for row in observed.to_numpy()] == [seconds(0, 12), seconds(14, 60)]


def test_probabilities_are_series_and_an_untrained_behavior_has_none(read):
    found = planted.prediction()
    container = read["face_behaviors_probability"]
    assert set(container.time_series) == {"licking_left", "hit", "miss"}
    same(container["licking_left"], found.probability[:, 0])
    assert "licking/left" in container["licking_left"].description


def test_labels_of_a_person_say_what_was_looked_at(read):
    first, second = read["face_labels_Ann"], read["face_labels_Ann_2"]
    assert first.labeling_method == "manual" and first.annotator == "Ann"
    assert set(first["label"].data[:]) == {"licking/left", "hit"}
    spans = first.observation_intervals.to_dataframe().to_numpy()
    assert (spans[0, 0], spans[-1, 1]) == seconds(0, 40) and spans[0, 1] == spans[1, 0]
    assert second["label"].data[:].tolist() == ["miss", "miss"]
    assert second.observation_intervals is None
    # what happens at an instant is no row of an ethogram's bouts
    np.testing.assert_array_equal(read["face_labels_Ann_sneeze"].timestamps[:], seconds(50, 51))


def test_measures_come_back_with_errors_and_reasons(read):
    found = planted.affect()
    affect = read["face_affect"]
    same(affect["arousal"], found.arousal.values)
    same(affect["arousal_se"], found.arousal.errors)
    same(affect["positive_valence_score_estimate"], found.traces["positive"].estimate)
    assert not [name for name in affect.time_series if name.startswith("negative")]
    told = read["face_affect_traces"].to_dataframe().set_index("trace")
    assert told.loc["negative_valence_score", "state"] == "refused"
    assert told.loc["negative_valence_score", "reason"] == "too few trials"
    series = affect["arousal"]
    codes = series.control[:]
    assert codes.tolist() == found.arousal.missing[TIMED].tolist() and codes.any()
    assert series.control_description[codes.max()].startswith("the frame cannot be scored")

    units, names = planted.units(), NAMES
    same(read["face_action_units"][names[0]], units.values(names[0]))
    same(read["face_action_units"][f"{names[0]}_se"], units.errors[names[0]])
    assert set(read["face_action_units"].time_series) == {names[0], f"{names[0]}_se", names[1]}
    assert len(read["face_action_unit_kinds"].id) == len(names)
    # who has only the file reads what a number means, not only where it is from
    assert "1 where the lids meet" in read["face_action_units"]["orbital_tightening"].description
    assert "in standard deviations of this session" in series.description
    assert "calls positive" in affect["positive_valence_score"].description

    angle = planted.angle()
    same(read["face_face_angle"]["roll_points"], angle.roll_points_deg)
    assert set(read["face_face_angle"].time_series) == {"roll_points", "roll_points_se"}

    features = planted.features()
    same(read["face_features"]["crop_edge_density"], features.column("crop:edge_density"))
    assert len(read["face_features"].time_series) == 2


def test_pynapple_sees_traces_points_and_intervals(path):
    import pynapple

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pynapple.load_file(str(path))
        arousal, eye = found["arousal"], found["PoseEstimation/eye(front)"]
        licks = found["face_behaviors_licking_left"]
    assert isinstance(licks, pynapple.IntervalSet)
    np.testing.assert_array_equal(arousal.t, TIMES_S[TIMED] - ZERO_S)
    np.testing.assert_array_equal(arousal.d[:], planted.affect().arousal.values[TIMED])
    np.testing.assert_array_equal(eye.d[:], planted.keypoints().xy[TIMED, 0])
    assert list(eye.columns) == ["x", "y"]
    np.testing.assert_array_equal(licks.start, [seconds(5, 10)[0], seconds(30, 41)[0]])
    np.testing.assert_array_equal(licks.end, [seconds(5, 10)[1], seconds(30, 41)[1]])


@pytest.mark.parametrize(
    ("add", "result"),
    [
        (add_signals, planted.signals),
        (add_behaviors, planted.prediction),
        (add_behaviors, planted.labels),
        (add_affect, planted.affect),
        (add_action_units, planted.units),
        (add_face_angle, planted.angle),
        (add_features, planted.features),
        (add_keypoints, planted.keypoints),
    ],
)
def test_nothing_is_added_twice_nor_of_another_movie(add, result):
    made = planted.nwbfile()
    with pytest.raises(ClockError, match="frames"):
        add(made, result(), times(times_s=np.arange(3.0, 40.0)))
    add(made, result(), times())
    with pytest.raises(InputError, match="already"):
        add(made, result(), times())
    add(made, result(), times("second"))


def test_what_cannot_be_in_a_file_is_refused():
    made, clock = planted.nwbfile(), times()
    with pytest.raises(InputError, match="no tracked points"):
        add_keypoints(made, Keypoints((), np.zeros((60, 0, 2)), np.zeros((60, 0)), "sleap"), clock)
    with pytest.raises(InputError, match="'ear'"):
        add_keypoints(made, planted.keypoints(), clock, edges=[("ear", "lost")])
    # as of a file that was opened before ndx-pose was imported
    other = planted.nwbfile()
    module = other.create_processing_module("behavior", "Of the lab.")
    module.add(pynwb.core.DynamicTable(name="Skeletons", description="The lab's own."))
    with pytest.raises(InputError, match="takes no skeleton"):
        add_keypoints(other, planted.keypoints(), clock)
    with pytest.raises(ParameterError):
        add_features(made, planted.features(), clock, columns=["crop:nothing"])
    pictures = FrameTable(("crop:intensity_mean",), np.zeros((60, 1)), about={"kind": "pictures"})
    with pytest.raises(InputError, match="time axis"):
        add_features(made, pictures, clock)


def test_few_bouts_and_components_become_what_the_inspector_takes(tmp_path):
    made, clock = planted.nwbfile(), times()
    rng = np.random.default_rng(0)
    one, many = (
        Components(rng.normal(size=(k, 2, 3)), rng.normal(size=(planted.N, k)), np.ones(k))
        for k in (1, planted.N)
    )
    regions = [
        RegionSignals(
            k, f"r{k}", range(8), range(12), range(2), range(3), np.ones(planted.N), parts
        )
        for k, parts in enumerate((one, many))
    ]
    add_signals(made, replace(planted.signals(), regions=tuple(regions), pupil=()), clock)
    behavior = made.processing["behavior"]
    np.testing.assert_array_equal(
        behavior["face_r0_motion_svd_masks"]["component_0"].data, one.masks[0]
    )
    courses = behavior["face_motion_svd"].time_series
    assert len(courses) == 1 + planted.N
    same(courses["r1_motion_svd_7"], many.projections[:, 7])
    none = Labels(planted.ETHOGRAM, planted.N, {}, labeler="Ben")
    (catalog,) = add_behaviors(made, none, clock, name="none")
    assert type(catalog).__name__ == "Ethogram"
    # one behavior, one bout: what NWB's inspector takes for no table is a series
    single = Labels(Ethogram.of(["yawn"]), planted.N, {"yawn": [[3, 6]]}, labeler="Ben")
    (series,) = add_behaviors(made, single, clock, name="single")
    np.testing.assert_array_equal(series.timestamps, seconds(3, 6))
    found = planted.write(made, tmp_path / "a.nwb")
    assert list(inspect_nwbfile(nwbfile_path=found, config=load_config("dandi"))) == []
