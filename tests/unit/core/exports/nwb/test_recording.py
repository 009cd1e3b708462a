"""A scored recording in a file of its own: h5py reads what pynwb wrote."""

from __future__ import annotations

import warnings
from dataclasses import replace
from types import SimpleNamespace

import h5py
import numpy as np
import pytest

from element_mouseface.core.exports.nwb.clock import FrameTimes
from element_mouseface.core.exports.nwb.content import (
    Column,
    add_container,
    add_table,
    add_trace,
    frame_numbers,
    names_in,
    object_name,
)
from element_mouseface.core.exports.nwb.events import add_bouts, add_events
from element_mouseface.core.exports.nwb.intervals import add_intervals
from element_mouseface.core.exports.nwb.recording import add_recording, times_of
from element_mouseface.core.exports.nwb.scores import add_scores
from element_mouseface.core.exports.nwb.session import new_nwbfile
from element_mouseface.core.exports.nwb.write import write_nwb
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.errors import ClockError, InputError, ParameterError
from tests.unit.core.exports.nwb.labs import (
    SESSION,
    UNTIMED,
    ZERO_S,
    N,
    clock_times,
    pictures_of,
    scored_recording,
)
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import TIMES, contrast_scores
from tests.unit.plots.test_event_figure import published as published_scores

published = published_scores
KEPT = np.setdiff1d(np.arange(N), UNTIMED)
SECONDS = clock_times()[KEPT] - ZERO_S
BEHAVIOR = "processing/behavior"


def thumbnails():
    return np.random.default_rng(8).integers(0, 255, (N, 6, 8), dtype=np.uint8)


@pytest.fixture(scope="module")
def scored(published, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nwb")
    found = SimpleNamespace(
        path=folder / "face.zarr", frame_px=(60, 80), thumbnails=thumbnails(), times_s=TIMES
    )
    return replace(scored_recording(published, folder), recording=SimpleNamespace(result=found))


@pytest.fixture(scope="module")
def path(scored, tmp_path_factory):
    """The file, which the inspector has nothing to say of."""
    out = tmp_path_factory.getbasetemp() / scored.movie.files[0].path
    out = out.with_name("face.nwb")
    made, times = new_nwbfile(SESSION), times_of(scored, ZERO_S)
    notes = add_recording(made, scored, times, nwb_path=out)
    assert notes == []
    return write_nwb(made, out, inspect=False).path


@pytest.fixture(scope="module")
def file(path):
    with h5py.File(path, "r") as found:
        yield found


def texts(dataset):
    return [value.decode() for value in dataset[:]]


def test_the_schema_and_dandi_have_nothing_to_say(path):
    """As anybody runs them, not as the writer did."""
    import nwbinspector
    import pynwb

    assert pynwb.validate(path=path) == []
    dandi = nwbinspector.load_config("dandi")
    assert list(nwbinspector.inspect_nwbfile(nwbfile_path=path, config=dandi)) == []


def test_every_trace_comes_back_bit_for_bit(file, scored):
    group = file[f"{BEHAVIOR}/face_scores"]
    expected = {}
    for trace in scored.traces:
        expected[f"{trace.name}_{trace.measure}"] = trace.values
        if trace.errors is not None:
            expected[f"{trace.name}_{trace.measure}_se"] = trace.errors
    frame_traces = {k: v for one in scored.methods.values() for k, v in one.frame_traces.items()}
    assert "misfit" in frame_traces
    expected |= {k: v for k, v in frame_traces.items() if np.isfinite(v).any()}
    expected["lost"] = np.zeros(N, np.uint8)
    expected["flags"] = scored.flags
    assert set(group) == set(expected)
    for name, values in expected.items():
        found, values = group[name]["data"][:], np.asarray(values)[KEPT]
        assert found.dtype == values.dtype and found.tobytes() == values.tobytes(), name
        assert group[name]["data"].attrs["unit"]
        assert f"{name} of the frame" not in group[name].attrs["description"]  # but what it is


def test_the_times_are_one_array_that_all_others_refer_to(file, scored):
    stamps = file[f"{BEHAVIOR}/face_frame_number/timestamps"]
    assert stamps[:].tobytes() == SECONDS.tobytes()
    assert file[f"{BEHAVIOR}/face_frame_number/data"][:].tolist() == KEPT.tolist()
    exact = file[f"{BEHAVIOR}/face_clock_time/data"][:]
    assert exact.tobytes() == scored.times_s[KEPT].tobytes()
    for one in file[f"{BEHAVIOR}/face_scores"].values():
        assert one["timestamps"] == stamps
        assert isinstance(one.get("timestamps", getlink=True), h5py.SoftLink)


def test_the_movie_has_a_time_for_each_of_its_frames(file):
    series = file["acquisition/face_movie"]
    assert texts(series["external_file"]) == ["face.mp4"]
    assert series["external_file"].attrs["starting_frame"].tolist() == [0]
    stamps = series["timestamps"][:]
    assert len(stamps) == N and stamps[KEPT].tobytes() == SECONDS.tobytes()
    assert (np.diff(stamps) > 0).all()


def test_a_refused_score_is_a_row_and_no_trace(file):
    assert not [name for name in file[f"{BEHAVIOR}/face_scores"] if name.startswith("salt_score")]
    table = file[f"{BEHAVIOR}/face_measures"]
    (at,) = [
        k
        for k, row in enumerate(zip(texts(table["stimulus"]), texts(table["measure"]), strict=True))
        if row == ("salt", "score")
    ]
    assert table["is_refused"][at] and table["series"][at] == b""
    assert texts(table["reason"])[at] == "too_few_events: one trial ('a': 1)"
    listed = {name for name in texts(table["series"]) if name}
    assert listed == set(file[f"{BEHAVIOR}/face_scores"])


def test_stimuli_and_bouts_are_intervals_on_the_same_clock(file, scored):
    table, events = file["intervals/face_stimuli"], scored.events.rows
    assert texts(table["stimulus"]) == [event.name for event in events]
    assert table["start_time"][:].tolist() == [e.onset_s - ZERO_S for e in events]
    assert table["stop_time"][:].tolist() == [e.offset_s - ZERO_S for e in events]
    assert texts(table["trial_id"]) == [e.trial_id for e in events]
    amounts = [np.nan if e.amount is None else e.amount for e in events]
    np.testing.assert_array_equal(table["amount"][:], amounts)
    bouts = [b for b in scored.methods["contrast"].bouts["score"] if b.name == "sucrose"]
    table = file[f"{BEHAVIOR}/face_sucrose_score_bouts"]
    assert len(bouts) > 1 and table["first_frame"][:].tolist() == [b.first_frame for b in bouts]
    assert table["peak"][:].tolist() == [b.peak for b in bouts]
    (bout,) = [b for b in scored.methods["contrast"].bouts["score"] if b.name == "quinine"]
    single = file[f"{BEHAVIOR}/face_quinine_score_bouts"]
    assert single["data"][:].tolist() == [1, -1]
    assert single["timestamps"][:].tolist() == [bout.start_s - ZERO_S, bout.stop_s - ZERO_S]
    assert f"first_frame: {bout.first_frame};" in single.attrs["description"]


def test_prototypes_crop_and_provenance_are_there(file, scored):
    names = scored.methods["contrast"].names
    pictures = file[f"{BEHAVIOR}/face_contrast_prototypes"]
    assert set(pictures) == {"neutral", *names}
    for name, picture in zip(names, pictures_of(names).pictures(), strict=True):
        assert pictures[name][:].tobytes() == picture.tobytes()
    table = file[f"{BEHAVIOR}/face_published_prototypes"]
    own = scored.methods["published"].prototypes
    assert texts(table["prototype"]) == ["neutral", *own.names]
    assert table["descriptor"][1:].tobytes() == own.vectors.tobytes()
    faces = file[f"{BEHAVIOR}/face_prototype_faces"]
    frames = [one.frame for one in own.source_frames if one.prototype == "sucrose"]
    assert set(faces) == set(own.names) and len(frames) > 1
    expected = np.mean(thumbnails()[frames].astype(np.float64), axis=0)
    np.testing.assert_array_equal(faces["sucrose"][:], expected)
    corners = file[f"{BEHAVIOR}/face_crop"]
    assert list(zip(texts(corners["area"]), corners["x"], corners["y"], strict=True)) == [
        *(("crop", 4, 8), ("crop", 64, 48)),
        *(("spout: left", 5, 9), ("spout: left", 20, 9), ("spout: left", 5, 30)),
    ]
    facts = file[f"{BEHAVIOR}/face_provenance"]
    facts = dict(zip(texts(facts["key"]), texts(facts["value"]), strict=True))
    assert facts["cells.path"] == "face.zarr" and facts["cells.digest"] == "d" * 64
    assert facts["movie.files.0.sha256"] == "a" * 64
    assert facts["clock.zero_s"] == "0.75" and facts["method.contrast.params.look_ahead_s"]
    hashes = {f"method.{k}.params_hash": v.params.content_hash() for k, v in scored.methods.items()}
    assert hashes.items() <= facts.items()
    assert facts["events.content_hash"] == scored.events.content_hash()
    reasons = file[f"{BEHAVIOR}/face_findings/reason"]
    # that fear was not looked for concerns nobody who gave no shock
    due = [one.reason for _, one in scored.findings if one.kind != "no_shock"]
    assert len(texts(reasons)) == len(due) == len(scored.findings) - 1


def test_pynapple_has_traces_and_intervals(path, scored):
    nap = pytest.importorskip("pynapple")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = nap.load_file(str(path))
        trace, stimuli = found["sucrose_score"], found["face_stimuli"]
        bouts = found["face_sucrose_score_bouts"]
    assert trace.t.tobytes() == SECONDS.tobytes()
    np.testing.assert_array_equal(stimuli["stimulus"], [e.name for e in scored.events.rows])
    assert len(bouts) == 2 and (bouts["peak"] > 0.5).all()
    inside = trace.restrict(stimuli[stimuli["stimulus"] == "sucrose"])
    frames = scored.events.frames(scored.times_s, "sucrose")
    expected = scored.methods["contrast"].trace("sucrose").values[frames]
    np.testing.assert_array_equal(inside.d, expected)


def test_what_does_not_belong_is_refused(scored, published):
    made, times = new_nwbfile(SESSION), times_of(scored, ZERO_S)
    add_scores(made, scored, times)
    with pytest.raises(InputError, match="already") as caught:
        add_scores(made, scored, times)
    assert "--name" in caught.value.do
    add_events(made, scored.events, times)
    with pytest.raises(InputError, match="'face_stimuli' already"):
        add_events(made, scored.events, times)
    with pytest.raises(ClockError, match="other frames or times"):
        frame_numbers(made, times_of(scored, 0.0))
    with pytest.raises(ClockError, match="does not belong to these frames"):
        add_scores(new_nwbfile(SESSION), scored, FrameTimes(np.arange(N - 1), 0.0))
    for given in (("x.nwb", scored, times), (made, "scored", times), (made, scored, TIMES)):
        with pytest.raises(ParameterError, match="cannot be used") as caught:
            add_scores(*given)
        assert caught.value.do
    with pytest.raises(ParameterError, match="no such part"):
        add_recording(made, scored, times, nwb_path="x.nwb", include=["all"])
    with pytest.raises(ClockError, match="begin before session_start_time"):
        add_events(new_nwbfile(SESSION), scored.events, FrameTimes(scored.times_s + 5, 5.5))


def test_recordings_without_some_parts(published):
    """Without events, bouts or a score: no empty table, and no trace of NaN."""
    nothing = contrast_scores([Finding("moved", "", "the head moved")])
    scored = scored_by(None, nothing)
    made, times = new_nwbfile(SESSION), times_of(scored, 0.0)
    add_scores(made, scored, times)
    assert add_bouts(made, scored, times) == []
    behavior = made.processing["behavior"]
    assert not [name for name in behavior["face_scores"].time_series if "_score" in name]
    rows = behavior["face_measures"].to_dataframe()
    assert rows[rows.measure == "score"].is_refused.all() and (rows.measure == "score").sum() == 3
    with pytest.raises(InputError, match="no rows for the table of things"):
        add_table(made, "empty", "Nothing.", [Column("a", "A.", [])], what="things")


NAMES = (
    *("5% sucrose / water", "5% sucrose : water", "Ωμέγα 糖 水", "a:b", "a\\b", "a_b"),
    *(".hidden.", " spaced  name ", "0", "{a: 1}", "none", "e\u0301", "é"),
)


def spans_of(made, name, names, **more):
    """Two intervals of each name."""
    rows = [(n, 3.0 + 3 * k) for k, n in enumerate([*names, *names])]
    times = FrameTimes(np.arange(2000) / 7, 0.0)
    named = Column("stimulus", "Its name.", [n for n, _ in rows])
    starts, stops = zip(*((start, start + 1) for _, start in rows), strict=True)
    about = {"name": name, "description": "Stimuli.", "what": "stimuli", **more}
    return add_intervals(made, times, starts, stops, [named], **about)


def test_any_name_of_a_stimulus_is_kept(tmp_path):
    """Also where two become one name of an object; DANDI's inspector has nothing to say."""
    made, times = new_nwbfile(SESSION), FrameTimes(np.arange(2000) / 7, 0.0)
    spans_of(made, "face_stimuli", NAMES, in_behavior=False)
    for pair in (("hit", "miss"), ("Y", "n"), ("true", "FALSE")):
        spans_of(made, f"of_{pair[0]}", pair)
    container = add_container(made, "BehavioralTimeSeries", "face_scores", "scores")
    for name in NAMES:
        own = object_name(name, names_in(container))
        about = {"name": own, "unit": "a.u.", "description": f"Of {name!r}."}
        add_trace(made, container, times, np.arange(2000.0), **about)
    written = write_nwb(made, tmp_path / "x.nwb")
    assert written.messages == ()
    with h5py.File(written.path, "r") as file:
        found = texts(file["intervals/face_stimuli/stimulus"])[: len(NAMES)]
        told = {one.attrs["description"] for one in file[f"{BEHAVIOR}/face_scores"].values()}
        pair = texts(file[f"{BEHAVIOR}/of_hit/stimulus"])
    assert told == {f"Of {name!r}." for name in NAMES}
    assert found == [name.replace("{", "(").replace("}", ")") for name in NAMES]
    assert pair == ["stimulus hit", "stimulus miss"] * 2
