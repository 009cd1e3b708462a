"""Action units of a filmed mouse: whiskers, nose and cheek from its pass, folders, refusals."""

from __future__ import annotations

import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.core.action_units import KINDS, NAMES, ActionUnitParams, action_units
from element_mouseface.core.action_units.head import Head
from element_mouseface.core.action_units.rated import targets_of_ratings
from element_mouseface.core.action_units.region_pictures import RegionPixels, fit_usual
from element_mouseface.core.action_units.sampling import runs_of, second_differences
from element_mouseface.core.events import Events
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.frame_features import UNIT_REGISTRY, Reason
from element_mouseface.core.frame_models import event_table
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.core.ratings import UnitRating, UnitRatings
from element_mouseface.errors import (
    InputError,
    ParameterError,
    ResultChangedError,
    ResultError,
)
from element_mouseface.params import HOGParams
from element_mouseface.synthetic import frames, plan

from .drawn import pose_of, tracked

SETTINGS = {
    "identity": 1304,
    "seed": 7,
    "duration_s": 18.0,
    "fps": 12,
    "size_px": (320, 240),
    "stimuli": ("tail_shock", "sucrose"),
    "trials_per_stimulus": 2,
}


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """The pass over a mouse that whisks, licks, sways and responds; its plan and its points."""
    drawn = np.stack(list(frames(**SETTINGS)))
    drawn[100:106] = 0  # the light fails
    folder = tmp_path_factory.mktemp("units")
    cells = HOGParams(pixels_per_cell=(16, 16))
    result = mf.extract(mf.open_video(drawn, fps=12), folder / "face.zarr", cells, workers=1)
    movie = plan(**SETTINGS)
    return result, movie, tracked(movie, 0.25)


@pytest.fixture(scope="module")
def units(filmed):
    result, movie, keypoints = filmed
    targets = {"cheek_bulge": np.where(np.arange(len(result)) % 4, np.nan, pose_of(movie)["cheek"])}
    events = Events.from_rows(movie.events)
    return action_units(result, keypoints=keypoints, targets=targets, events=events, workers=1)


def _r(values, truth):
    good = np.isfinite(values)
    return float(np.corrcoef(values[good], truth[good])[0, 1])


def test_whiskers_nose_and_cheek_follow_the_planted_pose(filmed, units):
    pose = pose_of(filmed[1])
    assert _r(units.values("whisker_angle"), pose["whisker"]) > 0.8
    assert _r(units.values("whisker_change"), np.abs(pose["whisker"])) > 0.5
    assert _r(units.values("cheek_bulge"), pose["cheek"]) > 0.7
    assert _r(units.values("cheek_departure"), np.abs(pose["cheek"])) > 0.5
    assert _r(units.values("nose_departure"), np.hypot(pose["nose_x"], pose["nose_y"])) > 0.5
    # forwards is positive, whichever way the mouse faces
    assert units.sources["whisker_angle"] == "cells"
    assert _r(units.values("eye_aperture"), pose["eye"]) > 0.95


def test_appearances_are_marked_everywhere(units, tmp_path):
    marked = {name for name, kind in KINDS.items() if kind == "appearance"}
    assert marked == {"nose_bulge", "cheek_bulge", "nose_departure", "cheek_departure"}
    for name in NAMES:
        told = units.table.definition(f"unit:{name}").definition.startswith("Appearance")
        assert told == (name in marked) and UNIT_REGISTRY[name].name == name
    mf.write_action_units(units, tmp_path / "out")
    summary = (tmp_path / "out" / "summary.csv").read_text().splitlines()
    assert {line.split(",")[0] for line in summary if ",appearance," in line} == marked
    assert any("cheek_bulge is an appearance" in note for note in units.notes)


def test_what_is_not_measured_says_why(units):
    dark = slice(100, 106)
    for name in ("ear_angle", "whisker_angle", "cheek_departure"):
        assert np.isnan(units.values(name)[dark]).all()
        assert (units.reasons(name)[dark] == Reason.MISSING_FRAME).all()
    assert set(units.reasons("nose_bulge")) == {Reason.NO_TARGET}
    assert "nose_bulge" not in units.available
    row = {row.unit: row for row in units.summary()}["nose_bulge"]
    assert row.n_valid == 0 and "no ratings" in row.reason


def test_without_points_whiskers_and_departures_come_from_regions(filmed):
    result, movie, _ = filmed
    regions = [Region.box("whiskers", 180, 90, 130, 130), Region.box("cheek", 180, 120, 60, 50)]
    params = ActionUnitParams(facing="right")
    found = action_units(result, regions=regions, params=params, workers=1)
    assert set(found.available) == {"whisker_angle", "whisker_change", "cheek_departure"}
    assert _r(found.values("whisker_angle"), pose_of(movie)["whisker"]) > 0.7
    assert set(found.reasons("ear_angle")) == {Reason.NO_POINTS}
    assert set(found.reasons("nose_departure")) == {Reason.NO_REGION}
    assert found.table.about["head"]["from"] == "picture"
    assert any("measured from the pictures" in note for note in found.notes)


def test_points_alone(filmed):
    result, _, keypoints = filmed
    params = ActionUnitParams(from_picture=False)
    found = action_units(result, keypoints=keypoints, params=params)
    assert set(found.reasons("whisker_angle")) <= {Reason.NO_REGION, Reason.MISSING_FRAME}
    assert "ear_angle" in found.available and "nose_departure" not in found.available


def test_a_unit_is_the_same_whatever_the_workers(filmed, units):
    result, movie, keypoints = filmed
    targets = {"cheek_bulge": np.where(np.arange(len(result)) % 4, np.nan, pose_of(movie)["cheek"])}
    events = Events.from_rows(movie.events)
    again = action_units(result, keypoints=keypoints, targets=targets, events=events, workers=3)
    assert again.digest == units.digest


def test_a_folder_gives_the_same_back(units, filmed, tmp_path):
    rows = units.responses(Events.from_rows(filmed[1].events))
    mf.write_action_units(units, tmp_path / "out", responses=rows)
    back = mf.read_action_units(tmp_path / "out")
    assert back.digest == units.digest and back.notes == units.notes
    assert back.params == units.params and back.reference == units.reference
    path = tmp_path / "out" / "units.csv"
    path.write_text(path.read_text().replace("0", "1", 1))
    with pytest.raises(ResultChangedError, match=r"units\.csv"):
        mf.read_action_units(tmp_path / "out")
    with pytest.raises(ResultError, match="no action units"):
        mf.read_action_units(tmp_path)


def test_responses_are_those_of_the_values(units, filmed):
    events = Events.from_rows(filmed[1].events)
    rows = {(r.prototype, r.event_index, r.window): r for r in units.responses(events)}
    first = next(iter(events))
    times = units.times_s
    inside = (times >= first.onset_s) & (times < first.offset_s)
    ear = units.values("ear_angle")
    row = rows["ear_angle", 0, "event"]
    assert row.mean == pytest.approx(np.nanmean(ear[inside]), abs=0.05)
    assert row.peak == pytest.approx(np.nanmax(ear[inside]))
    assert row.n_frames == inside.sum() and row.latency_s is None
    assert {r.prototype for r in rows.values()} == set(units.available)


def test_the_table_is_a_table_of_features(units, filmed):
    table = event_table(units.table.select(["unit:ear_angle"]), Events.from_rows(filmed[1].events))
    assert len(table) == 4 and np.isfinite(table.values).all()
    assert units.table.definition("unit:ear_angle").unit == "deg"


def test_a_reference_of_another_recording_is_used(units, filmed):
    result, _, keypoints = filmed
    params = ActionUnitParams(from_picture=False)
    again = action_units(result, keypoints=keypoints, params=params, reference=units)
    same = np.nanmax(np.abs(again.values("ear_angle") - units.values("ear_angle")))
    assert same < 1e-9 and again.reference[0].how == "given"


def test_ratings_become_targets():
    rows = [
        UnitRating("cheek_bulge", rater, value, (frame,))
        for rater, frame, value in (
            ("anna", 3, 0.0),
            ("ben", 3, 2.0),
            ("anna", 7, None),
            ("ben", 9, 1.0),
        )
    ]
    found = targets_of_ratings(UnitRatings(tuple(rows)), np.arange(12) / 10)
    assert list(found) == ["cheek_bulge"]
    assert found["cheek_bulge"][3] == 1.0 and found["cheek_bulge"][9] == 1.0
    assert np.isfinite(found["cheek_bulge"]).sum() == 2


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"targets": {"ear_angle": np.zeros(216)}}, ParameterError, "not learned"),
        ({"targets": {"nose_bulge": np.zeros(5)}}, InputError, "do not belong"),
        ({"targets": {"nose_bulge": np.full(216, 1.0)}}, InputError, "cannot be learned"),
        ({"targets": {"nose_bulge": np.full(216, np.nan)}}, InputError, "cannot be learned"),
        ({"targets": {"nose_bulge": ["a"] * 216}}, InputError, "cannot be used"),
        ({"params": {"open_quantile": 0.9}}, ParameterError, "params"),
        ({"keypoints": "points.csv"}, ParameterError, "keypoints"),
    ],
)
def test_what_cannot_be_used_is_refused(filmed, given, error, words):
    result, _, keypoints = filmed
    with pytest.raises(error, match=words):
        action_units(result, **{"keypoints": keypoints, "workers": 1, **given})


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("point", "place", "lost"),
    [
        ("eye_top", "eye_bottom", ("eye_aperture", "orbital_tightening")),
        ("eye_front", "eye_back", ()),
        ("ear_tip", "ear_base", ("ear_angle",)),
        ("lower_lip", "mouth", ("mouth_opening",)),
        (None, None, ("eye_aperture", "ear_angle", "ear_position", "mouth_opening")),
    ],
)
def test_points_at_one_place_or_nowhere_have_reasons_and_no_warning(filmed, point, place, lost):
    result, _, keypoints = filmed
    xy = keypoints.xy.copy()
    if point is None:
        xy[:] = np.nan
    else:
        xy[:, keypoints.names.index(point)] = xy[:, keypoints.names.index(place)]
    points = Keypoints(keypoints.names, xy, keypoints.likelihood, "deeplabcut")
    params = ActionUnitParams(from_picture=False)
    found = action_units(result, keypoints=points, params=params)
    for name in lost:
        assert name not in found.available and (found.reasons(name) > 0).all()


@pytest.mark.parametrize(
    "values",
    [
        {"mouth": ["a"]},
        {"mouth": ["a", "a"]},
        {"whiskers": [["a"]]},
        {"whiskers": [["a", "a"]]},
        {"facing": "back"},
        {"open_quantile": 0.2},
        {"smooth_frames": 4},
        {"min_rest_frames": 1},
    ],
)
def test_parameters_that_cannot_be_are_refused(values):
    with pytest.raises(ParameterError):
        ActionUnitParams.from_dict(values)
    params = ActionUnitParams(mouth=("a", "b"), whiskers=(("c", "d"),))
    assert ActionUnitParams.from_dict(params.to_dict()) == params


def test_what_covers_a_region_is_found_and_light_is_not():
    rng = np.random.default_rng(0)
    face = rng.uniform(40, 90, (20, 30)).astype(np.float32)
    pictures = np.stack([face + rng.normal(0, 1, face.shape) for _ in range(80)])
    pictures[10:20] *= 1.4  # a lamp
    pictures[40:50, 4:12, 5:15] = 200  # a paw over a tenth of it
    still = np.zeros(80, complex)
    head = Head(still + 1, still, still, np.zeros(80), "fixed")
    y, x = np.mgrid[:20, :30]
    pixels = RegionPixels((x + 1j * y).ravel(), (1.0, 1.0), 0j)
    taken = pixels.taken(pictures, head, np.arange(80))
    motion, none = head.motion(), np.zeros(80)
    usual = fit_usual(taken, none, motion, [80])
    differences, covered = usual.differences(taken, none, motion)
    assert covered[40:50].all() and not covered[:40].any() and not covered[50:].any()
    departures = usual.departures(differences)
    assert np.abs(departures[10:20]).max() < 0.05 < 0.5 < departures[40:50].min()


def test_a_region_follows_the_head():
    rng = np.random.default_rng(1)
    face = np.kron(rng.uniform(0, 200, (10, 10)), np.ones((6, 6))).astype(np.float32)
    shifted = np.roll(face, (3, -2), (0, 1))
    still = np.zeros(2, complex)
    head = Head(still + 1, still, np.array([0, -2 + 3j]), np.zeros(2), "points")
    y, x = np.mgrid[10:50, 10:50]
    pixels = RegionPixels((x + 1j * y).ravel(), (1.0, 1.0), 0j)
    one, other = pixels.taken(np.stack([face, shifted]), head, np.arange(2))
    assert np.allclose(one, other, atol=1e-3)


def test_runs_and_quick_changes():
    assert runs_of(100) == [(0, 100)] and runs_of(0) == []
    runs = runs_of(1_000_000)
    assert sum(b - a for a, b in runs) <= 20_000 and runs[-1][1] == 1_000_000
    values = np.array([0.0, 1, 5, 7, 7, 7])[:, None]
    assert second_differences(values, [3, 3])[:, 0].tolist() == [-3.0, 0.0]
