"""Results as objects of pandas, xarray and pynapple, against the arrays of the results."""

from __future__ import annotations

import dataclasses
import io
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from element_mouseface.core.affect.rows import TrialRow
from element_mouseface.core.behavior.agreement import Agreement, agreement
from element_mouseface.core.events.bouts import Bout
from element_mouseface.core.events.windows import EventRow
from element_mouseface.core.exports.writing import result_tables
from element_mouseface.core.keypoints import load_keypoints
from element_mouseface.core.objects import FrameData, Values, rows_dataframe, unit_of_name
from element_mouseface.core.objects.rows import meanings_of
from element_mouseface.core.objects.table import table_of_dataframe
from element_mouseface.core.scoring.contrast import TimeCourse, Trial
from element_mouseface.core.scoring.contrast.folds import Fold
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.errors import DependencyError, InputError, ParameterError
from tests.unit.core.exports.nwb.labs import scored_recording
from tests.unit.plots.test_event_figure import published as published_scores

from . import results
from .results import EVENTS, FLAGS, TIMES, N

published = published_scores
#: kind -> the arrays that its objects have to have, from the result
ARRAYS = {
    "keypoints": lambda r: {"position": r.xy, "likelihood": r.likelihood},
    "stored_keypoints": lambda r: {
        "position": r.keypoints.xy, "eye_area": np.linspace(1, 9, N),
    },
    "labels": lambda r: {"label": r.matrix()},
    "prediction": lambda r: {"probability": r.probability, "present": r.present, "flags": FLAGS},
    "signals": lambda r: {
        "motion": np.stack([one.motion for one in r.regions], axis=1),
        "pupil_area": r.pupil[0].area[:, None],
        "pupil_com": r.pupil[0].com[:, None],
        "blink_area": r.blink[0].area[:, None],
        "running": r.running[0].shift[:, None],
        "motion_svd_cheek 1": r.regions[1].motion_svd.projections,
    },
    "feature_table": lambda r: {
        "crop:intensity_spread": r.values[:, 1], "flags": FLAGS,
        "reason:crop:intensity": r.reasons["crop:intensity"],
    },
    "units": lambda r: {
        "orbital_tightening": np.linspace(0, 1, N), "orbital_tightening_se": np.full(N, 0.1),
    },
    "affect": lambda r: {"arousal": np.linspace(-1, 1, N), "positive": np.full(N, np.nan)},
    "angle": lambda r: {"roll_points_deg": r.roll_points_deg, "yaw_deg": np.full(N, np.nan)},
    "study": lambda r: {"failed": r.failed, "luminance": r.measures["luminance"]},
    "frame_prediction": lambda r: {"probability": r.probability[:, 0], "flags": FLAGS},
    "structure": lambda r: {"cluster": r.clusters, "pca": r.coordinates["pca"]},
}  # fmt: skip
#: kinds that have times of their own
TIMED = ("prediction", "feature_table", "units", "affect", "angle", "study", "frame_prediction")
UNTIMED = ("keypoints", "stored_keypoints", "labels", "signals")


@pytest.fixture(params=ARRAYS)
def kind(request):
    return request.param


def same(found, due):
    np.testing.assert_array_equal(np.asarray(found), np.asarray(due))


def test_a_dataset_has_the_arrays_with_units_and_goes_to_a_file_and_back(kind):
    result = getattr(results, kind)()
    found = result.to_xarray()
    for name, due in ARRAYS[kind](result).items():
        same(found[name], due)
    if kind in TIMED:
        same(found["time_s"], TIMES)
        assert found["time_s"].units == "s" and found.attrs["n_frames_without_time"] == 0
        same(found["frame"], np.arange(N))
    written = bytes(found.to_netcdf(engine="scipy"))
    again = xr.open_dataset(io.BytesIO(written), engine="scipy")
    for name, due in ARRAYS[kind](result).items():
        same(again[name], due)
    assert {n: v.attrs.get("units") for n, v in again.data_vars.items()} == {
        n: v.attrs.get("units") for n, v in found.data_vars.items()
    }


def test_time_series_have_the_arrays_at_their_times(kind):
    result = getattr(results, kind)()
    if kind == "structure":
        with pytest.raises(ParameterError, match="no times") as told:
            raise_without_times(result)
        assert "of_recording('day 1')" in told.value.do
        return
    times = {"times_s": TIMES + 100} if kind in UNTIMED else {}
    if times:
        with pytest.raises(ParameterError, match="Without times") as told:
            result.to_pynapple()
        assert "times_s=" in told.value.do
    found = result.to_pynapple(**times)
    for name, due in ARRAYS[kind](result).items():
        if kind == "affect" and name == "positive":
            assert name not in found and "positive_reason" in found  # refused: no trace of NaN
            continue
        same(found[name].values, np.reshape(due, found[name].shape))
        same(found[name].times(), TIMES + (100 if times else 0))


def raise_without_times(result):
    try:
        result.to_pynapple()
    except ParameterError as error:
        raise ParameterError("no times", do=error.do) from error


def test_a_table_has_a_row_a_frame_and_units(kind):
    result = getattr(results, kind)()
    table = result.to_dataframe()
    assert len(table) == len(next(iter(ARRAYS[kind](result).values())))
    numbers = {n: v for n, v in ARRAYS[kind](result).items() if v.ndim == 1 and n in table}
    for name, due in numbers.items():
        if name != "flags":
            same(table[name], due)
    if "time_s" in table:
        assert table.attrs["units"]["time_s"] == "s"


def test_nothing_made_of_a_result_is_shared_with_it(kind):
    result = getattr(results, kind)()
    before = {name: np.array(v) for name, v in ARRAYS[kind](result).items()}
    dataset = result.to_xarray()
    for name in before:
        dataset[name].values[:] = 0
    times = {"times_s": TIMES} if kind in UNTIMED else {}
    if kind != "structure":
        for one in result.to_pynapple(**times).values():
            if hasattr(one, "values") and not callable(one.values):
                one.values[:] = 0
    for name, due in before.items():
        same(ARRAYS[kind](result)[name], due)


def test_frames_without_a_time_are_left_out_with_a_warning():
    times_s = TIMES.copy()
    times_s[[0, 11, 39]] = np.nan
    angle = dataclasses.replace(results.angle(), times_s=times_s)
    with pytest.warns(UserWarning, match="3 of 40 frames have no time") as told:
        found = angle.to_xarray()
    assert told[0].filename == __file__
    timed = np.isfinite(times_s)
    same(found.frame, np.flatnonzero(timed))
    same(found.roll_points_deg, angle.roll_points_deg[timed])
    assert found.attrs["n_frames_without_time"] == 3 and len(angle.to_dataframe()) == N
    with pytest.warns(UserWarning, match="3 of 40"):
        same(angle.to_pynapple()["roll_points_deg"].times(), times_s[timed])


def test_bouts_follow_the_frames_to_another_clock():
    prediction = results.prediction()
    own = prediction.to_pynapple()["bouts"]
    assert list(own) == ["face groom", "lick"] and len(own["face groom"]) == 0
    same(own["lick"].values, [[b.start_s, b.stop_s] for b in prediction.bouts["lick"]])
    clock = TIMES * 1.001 + 50
    due = results.prediction(clock).bouts["lick"]
    found = prediction.to_pynapple(clock)["bouts"]["lick"]
    np.testing.assert_allclose(found.values, [[b.start_s, b.stop_s] for b in due])
    clock[10:12] = np.nan  # the bout begins in frames without a time
    with pytest.warns(UserWarning):
        (row,) = prediction.to_pynapple(clock)["bouts"]["lick"].values
    assert row[0] == clock[12]
    study = results.study()
    same(study.to_pynapple()["bouts"]["failed"].values, [[TIMES[7], TIMES[12]]])


def test_events_stay_on_their_clock():
    with pytest.raises(ParameterError, match="on the clock of its own times"):
        results.affect().to_pynapple(TIMES + 1)
    sugar = results.affect().to_pynapple()["events"]["sugar"]
    np.testing.assert_allclose(sugar.values, [[3.2, 3.6], [4.5, 4.9]])
    assert len(EVENTS.to_pynapple()["salt"]) == 1
    table = EVENTS.to_dataframe()
    assert list(table.name) == ["sugar", "salt", "sugar"] and table.attrs["units"]["onset_s"] == "s"


def test_labels_say_unknown_as_such():
    labels = results.labels()
    table = labels.to_dataframe(TIMES)
    assert table["lick"].isna().sum() == 5 and table["lick"].sum() == 4
    assert table["face groom"].isna().sum() == 20
    found = labels.to_pynapple(TIMES)
    same(found["bouts"]["lick"].values, [[TIMES[2], TIMES[5]], [TIMES[30], TIMES[31]]])
    np.testing.assert_allclose(found["assessed"]["lick"].values, [[TIMES[0], TIMES[35]]])


def test_a_sample_of_several_recordings_has_times_one_by_one():
    found = results.structure()
    second = found.of_recording("day 2")
    same(second.to_pynapple()["pca"].times(), found.times_s[found.recording == 1])
    same(second.to_xarray().correlation, found.correlation[6:, 6:])
    same(results.structure(("one",)).to_pynapple()["trial"].times(), np.arange(12) * 3 / 10)
    with pytest.raises(ParameterError, match="no recording 'day 3'"):
        found.of_recording("day 3")


@pytest.mark.parametrize("times", [TIMES[:-1], TIMES[:, None], np.array(["a"] * N), 3.0])
def test_times_of_something_else_are_refused(times):
    for result in (results.keypoints(), results.angle()):
        with pytest.raises(InputError, match="not one time for each frame"):
            result.to_xarray(times)
    with pytest.raises(InputError):
        results.labels().to_dataframe(times)


@pytest.mark.parametrize("name", ["xarray", "pynapple"])
def test_a_library_that_is_not_there_is_told_with_its_extra(monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(DependencyError, match=r"element-mouseface\[analysis\]"):
        getattr(results.angle(), f"to_{name}")()


def test_rows_have_the_same_types_however_many_there_are():
    rows = results.affect().trials
    table, none = rows_dataframe(rows), rows_dataframe([], TrialRow)
    assert list(table) == list(none) == [f.name for f in dataclasses.fields(TrialRow)]
    numbers = [n for n in table if table[n].dtype != object and table[n].dtype.kind in "if"]
    assert len(numbers) > 10
    assert table[numbers].dtypes.to_dict() == none[numbers].dtypes.to_dict()
    assert table["positive"].isna().all() and table.attrs["units"]["offset_s"] == "s"
    both = rows_dataframe(rows, method="a", number=range(3))
    assert list(both.method) == ["a"] * 3 and list(both.number) == [0, 1, 2]
    labels = results.labels()
    agreed = rows_dataframe(agreement(labels, labels, TIMES))
    assert list(agreed.frame_f1.dropna()) == [1.0] and list(agreed) == [
        f.name for f in dataclasses.fields(Agreement)
    ]
    assert results.decoding().to_dataframe().loc[0, "value"] == 0.75
    assert results.population().to_dataframe().mouse[0] == "m1"


@pytest.mark.parametrize(
    ("name", "unit"),
    [("onset_s", "s"), ("roll_se_deg", "deg"), ("boundary_p90_ms", "ms"), ("n_bouts", ""),
     ("shift_x_px", "px"), ("bouts_per_min", "1/min"), ("drift_ppm", "ppm"), ("s", "s"),
     ("classes", ""), ("distance_px_se", "px")],
)  # fmt: skip
def test_the_unit_of_a_column_is_in_its_name(name, unit):
    assert unit_of_name(name) == unit


def test_points_are_a_table_of_deeplabcut_that_is_read_back(tmp_path):
    points = results.keypoints()
    table = points.to_dataframe()
    assert table.columns.names == ["scorer", "bodyparts", "coords"]
    same(table.loc[:, (slice(None), "eye", ["x", "y"])], points.xy[:, 1].astype(float))
    table.to_csv(tmp_path / "faceDLC.csv")
    again = load_keypoints(tmp_path / "faceDLC.csv", n_frames=N)
    assert again.names == points.names and again.software == "deeplabcut"
    same(again.xy, points.xy)
    same(again.likelihood, points.likelihood)
    for software in ("facemap", "sleap", "lightning_pose"):
        path = tmp_path / f"{software}.csv"
        results.keypoints(software=software).to_dataframe().to_csv(path)
        assert load_keypoints(path).software == software


def test_pictures_are_at_no_time():
    study = results.study(None)
    assert dict(study.to_xarray().sizes) == {"picture": N}
    with pytest.raises(ParameterError) as told:
        study.to_pynapple()
    assert "pictures are at no time" in told.value.do and "times_s=" not in told.value.do


def test_a_recording_whose_scores_are_all_refused():
    from element_mouseface.core.results.scored import ScoredRecording
    from element_mouseface.core.scoring.findings import Finding
    from tests.unit.plots.test_event_figure import contrast_scores

    whole = Finding("moved", "", "the head moved")
    scored = ScoredRecording.of(contrast_scores([whole]), EVENTS)
    own = dataclasses.replace(scored.methods["contrast"], traces=(), bouts={})
    scored = dataclasses.replace(scored, methods={"contrast": own})
    assert np.isnan(scored.to_xarray().score).all()
    series = scored.to_pynapple()
    assert "score" not in series and list(series["events"]) == list(EVENTS.names)
    tables = result_tables(scored)
    assert not [name for name in tables["scores"] if name.endswith("_score")]
    assert set(tables["traces"].refused) == {"the head moved"}
    assert list(tables["findings"].reason) == ["the head moved"]


def test_names_of_axes_become_columns():
    axes = {"side": ("left", "right"), "space": ("y", "x")}
    data = FrameData(2, (Values("eye", np.arange(8).reshape(2, 2, 2), "px", axes),))
    from element_mouseface.core.objects import dataframe_of_frames

    table = dataframe_of_frames(data)
    assert list(table) == ["frame", "eye_left_y", "eye_left_x", "eye_right_y", "eye_right_x"]
    pd.testing.assert_series_equal(table["eye_right_y"], pd.Series([2, 6], name="eye_right_y"))


def test_names_that_would_be_equal_are_numbered():
    """Regions, points and pupils are named by people."""
    axes = {"pupil": ("x", "smooth_x")}
    both = (
        Values("area", np.ones((2, 2)), "", axes),
        Values("area_smooth", np.full((2, 2), 2.0), "", axes),
        Values("time_s", np.zeros(2)),
        Values("pupil", np.full(2, 3.0)),
    )
    data = FrameData(2, both, np.arange(2.0))
    from element_mouseface.core.objects import dataframe_of_frames, table_of_frames
    from element_mouseface.core.objects.to_xarray import dataset

    table = dataframe_of_frames(data)
    names = ["area_x", "area_smooth_x", "area_smooth_x 2", "area_smooth_smooth_x"]
    assert list(table) == ["frame", "time_s", *names, "time_s 2", "pupil 2"]
    assert table_of_frames("t", data).columns == tuple(table)
    assert table["area_smooth_x"].tolist() == [1, 1] and table["area_smooth_x 2"].tolist() == [2, 2]
    found = dataset(data)
    same(found["pupil 2"], [3, 3])
    same(found["pupil"], ["x", "smooth_x"])
    signals = results.signals()
    one, two = (
        dataclasses.replace(signals.regions[k], roi_name=n) for k, n in ((1, "a"), (2, "a_y"))
    )
    odd = dataclasses.replace(signals, regions=(one, two)).to_xarray()
    same(odd["motion_svd_a_mask"], one.motion_svd.masks)
    same(odd["motion_svd_a_y 2"], two.motion_svd.projections)


def test_times_that_run_back_or_are_not_there_at_all():
    angle = results.angle()
    back = TIMES.copy()
    back[[4, 5]] = back[[5, 4]]
    with pytest.raises(InputError, match="run back"):
        angle.to_pynapple(back)
    same(angle.to_xarray(back).time_s, back)
    none = np.full(N, np.nan)
    with pytest.warns(UserWarning, match="40 of 40 frames"):
        assert len(angle.to_pynapple(none)["roll_points_deg"]) == 0
    with pytest.warns(UserWarning, match="5 of 5|1 of 1|have no time"):
        assert len(results.labels().to_pynapple(none)["bouts"]["lick"]) == 0
    with pytest.warns(UserWarning):
        assert angle.to_xarray(none).sizes["time_s"] == 0
    same_twice = TIMES.copy()
    same_twice[5] = same_twice[4]
    assert len(angle.to_pynapple(same_twice)["roll_points_deg"]) == N


def test_what_was_planted_in_a_synthetic_movie():
    from element_mouseface.synthetic import Behaviors, plan

    movie = plan(duration_s=60, fps=10, behaviors=Behaviors.none(grooming_per_min=6), seed=1)
    table, found = movie.to_dataframe(), movie.to_xarray()
    names = movie.truth["names"].tolist()
    same(table[f"intensity_{names[0]}"], movie.truth["intensity"][:, 0])
    same(found.intensity.sel(stimulus=names[1]), movie.truth["intensity"][:, 1])
    same(found.head_px.sel(space="y"), movie.truth["head_px"][:, 1])
    assert found.head_px.units == "px"
    series = movie.to_pynapple()
    number = movie.truth["behavior_names"].tolist().index("grooming")
    rows = movie.truth["bouts"][movie.truth["bouts"][:, 0] == number]
    assert len(rows)
    inside = series["behavior"]["grooming"].restrict(series["bouts"]["grooming"])
    assert inside.values[:3].all() and len(series["bouts"]["grooming"]) == len(rows)
    first = next(event[1] for event in movie.events if event[0] == names[0])
    assert series["events"][names[0]].start[0] == first


@pytest.mark.parametrize("kind", [Bout, EventRow, Trial, TimeCourse, Fold, Finding])
def test_columns_say_what_they_are(kind):
    """By the docstring of the class: who has only the exported table needs the meaning."""
    names = {one.name for one in dataclasses.fields(kind)}
    found = meanings_of(kind)
    assert set(found) <= names and all(found.values())
    plain = {"name", "stimulus", "prototype", "onset_s", "offset_s", "window"}
    unsaid = {n for n in names - set(found) - plain if f"`{n}`" not in (kind.__doc__ or "")}
    assert not unsaid, unsaid


def test_traces_of_a_scored_recording_say_what_they_are(published, tmp_path):
    scored = scored_recording(published, tmp_path)
    table = table_of_dataframe("scores", scored.to_dataframe())
    assert table.units["consecutive_similarity"] == "r"
    unsaid = set(table.columns) - set(table.texts)
    assert not unsaid and not {f"{name} of the frame" for name in table.columns} & set(
        table.texts.values()
    )
    arrays = {one.name: one for one in scored.frame_data().arrays}
    assert all(one.about.get("long_name") for name, one in arrays.items() if name != "flags")
