"""From a filmed synthetic mouse to scores in rows, by populate alone, on a real server."""

from __future__ import annotations

import csv
import itertools
import json
import subprocess
import sys

import numpy as np
import pytest

from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.errors import ParameterError, ServerError
from element_mouseface.params import Crop, HOGParams, Mask, ScoreParams
from element_mouseface.plots.prototypes import prototype_figure
from element_mouseface.plots.scores import score_figure
from element_mouseface.synthetic import film
from tests.schema.faces import SCORES, activated
from tests.schema.upstream import EQUIPMENT, SESSION

pytestmark = pytest.mark.server

STIMULI = ("sucrose", "quinine", "tail_shock")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "pipe", SCORES) as modules:
        yield modules


@pytest.fixture(scope="module")
def filmed(pipe):
    """A synthetic mouse, its events as a file, and what was planted."""
    path = pipe.link.RAW / "mouse.mp4"
    return film(
        path, identity=3, seed=4, duration_s=45, fps=15.0, size_px=(320, 240),
        stimuli=STIMULI, trials_per_stimulus=3,
    )  # fmt: skip


@pytest.fixture(scope="module")
def done(pipe, filmed):
    """Everything a lab member types, in order; the keys by name."""
    rec, hog, exp = pipe.rec, pipe.hog, pipe.exp
    recording = rec.VideoRecording.insert_files(
        {**SESSION, "recording_id": 1}, filmed.path, EQUIPMENT
    )
    rec.RecordingInfo.populate()
    rec.FrameClock.populate()

    spout = Mask("spout", "box", ((0, 200), (60, 239)))
    task = {
        **recording,
        **hog.FaceCrop.add(Crop(x=32, width=288, masks=(spout,)), description="left camera"),
        **hog.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16))),
    }
    hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    hog.HOGProcessing.populate(reserve_jobs=True)

    events_csv = pipe.link.RAW / "events.csv"
    filmed.write_events(events_csv)
    events = exp.EventSet.add(recording, events_csv)
    params = exp.ExpressionParamSet.add()
    prototypes = exp.PrototypeTask.add([{**task, **events}], params)
    exp.PrototypeSet.populate(reserve_jobs=True)

    score = {**task, **events, **params, **prototypes}
    exp.FacialExpressionTask.insert1(score)
    exp.FacialExpression.populate(reserve_jobs=True)
    exp.EventResponse.populate(reserve_jobs=True)
    return {"task": task, "score": score, "prototypes": prototypes, "csv": events_csv}


def test_populate_fills_every_table_once(pipe, done):
    for table in (pipe.hog.HOGProcessing, pipe.exp.PrototypeSet, pipe.exp.FacialExpression,
                  pipe.exp.EventResponse):  # fmt: skip
        assert len(table()) == len(table().key_source) > 0
        assert table.populate() == {"success_count": 0, "error_list": []}
        assert len(table.jobs.errors) == 0


def test_scores_rise_where_expressions_were_planted(pipe, filmed, done):
    truth = filmed.truth
    names = [str(name) for name in truth["names"]]
    for name in STIMULI:
        times_s, values = pipe.exp.FacialExpression.trace(done["score"], name)
        assert np.allclose(times_s, filmed.times_s, atol=1e-6)
        planted = truth["intensity"][:, names.index(name)]
        high, low = values[planted > 0.5], values[truth["intensity"].max(axis=1) < 0.05]
        assert np.nanmean(high) > np.nanmean(low), name


def test_a_join_gives_the_mean_score_of_every_event(pipe, done):
    query = pipe.exp.EventResponse.Event * pipe.exp.EventSet.Event & done["score"]
    rows = (query & {"event_window": "first_second", "measure": "similarity"}).to_dicts()
    assert len(rows) == len(STIMULI) ** 2 * 3
    traces = {n: pipe.exp.FacialExpression.trace(done["score"], n) for n in STIMULI}
    for row in rows:
        times_s, values = traces[row["prototype"]]
        inside = (times_s >= row["onset_s"]) & (times_s < row["onset_s"] + 1.0)
        assert row["response_mean"] == pytest.approx(
            np.nanmean(values[inside], dtype=float), abs=1e-6
        )


def test_the_command_line_gives_the_same_scores(pipe, filmed, done, tmp_path):
    out = tmp_path / "scores"
    command = [sys.executable, "-m", "element_mouseface.cli.main", "score", str(filmed.path)]
    command += ["--events", str(done["csv"]), "--out", str(out), "--crop", "32,0,288,240"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    _both_methods_agree(pipe, done, out)


def _both_methods_agree(pipe, done, out):
    source = unmasked(pipe, done)
    with open(out / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for params, measures in ((ScoreParams(), ["similarity"]),
                             (ContrastParams(), ["score", "score_se"])):  # fmt: skip
        score = scored(pipe, source, params)
        for name, measure in itertools.product(STIMULI, measures):
            written = [float(r[f"{name}_{measure}"] or "nan") for r in rows]
            _, stored = pipe.exp.FacialExpression.trace(score, name, measure)
            assert np.isfinite(stored).mean() > 0.9
            assert np.allclose(stored, written, atol=1e-5, equal_nan=True), (name, measure)
    assert (pipe.exp.FacialExpression & score).fetch1("score_source") == "cross-validated"


def unmasked(pipe, done):
    """A source without masks, and by the published parameters."""
    crop = pipe.hog.FaceCrop.add(Crop(x=32, y=0, width=288, height=240))
    task = {**done["task"], **crop, **pipe.hog.HOGParamSet.add()}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"}, skip_duplicates=True)
    pipe.hog.HOGProcessing.populate(task)
    return {**task, **{n: done["score"][n] for n in pipe.exp.EventSet().primary_key}}


def scored(pipe, source, params):
    """The key of scores by prototypes of the same recording, by a method's parameters."""
    key = pipe.exp.ExpressionParamSet.add(params)
    made = pipe.exp.PrototypeTask.add([source], key)
    pipe.exp.PrototypeSet.populate(made)
    score = {**source, **key, **made}
    pipe.exp.FacialExpressionTask.insert1(score, skip_duplicates=True)
    pipe.exp.FacialExpression.populate(score)
    return score


def test_the_contrast_score_follows_what_was_planted(pipe, filmed, done, tmp_path):
    score = scored(pipe, unmasked(pipe, done), ContrastParams())
    truth = filmed.truth
    planted = [str(name) for name in truth["names"]]
    for name in STIMULI:
        _, values = pipe.exp.FacialExpression.trace(score, name)
        good = np.isfinite(values)
        r = np.corrcoef(values[good], truth["intensity"][good, planted.index(name)])[0, 1]
        assert r > 0.8, (name, r)
    found = pipe.exp.FacialExpression.open(score)
    figure = score_figure(found, path=tmp_path / "figure.png")
    # a row of faces, and a panel for each stimulus
    assert len(figure.axes) == 2 * len(STIMULI) + 1
    assert (tmp_path / "figure.png").stat().st_size > 10_000
    assert found.names == pipe.exp.EventSet.events(score).names == found.events.names
    bouts = (pipe.exp.FacialExpression.Bout & score).to_dicts(order_by="bout_start_s")
    drawn = found.methods["contrast"].bouts["score"]
    assert sorted(b.start_s for b in drawn) == [b["bout_start_s"] for b in bouts]


def test_prototypes_can_be_seen_from_a_score(pipe, done):
    """One query from a score to the frames that made its prototype."""
    exp, rec = pipe.exp, pipe.rec
    frames = exp.PrototypeSet.SourceFrame & (exp.FacialExpression & done["score"]).proj()
    rows = (frames * rec.VideoRecording.File & {"prototype": "quinine"}).to_dicts()
    assert len(rows) == 10
    assert {row["file_path"] for row in rows} == {"mouse.mp4"}
    json.dumps([{k: v for k, v in row.items() if k != "prototype_vector"} for row in rows])


def test_prototypes_are_drawn_from_the_tables(pipe, done, tmp_path):
    path = tmp_path / "prototypes.png"
    own = {"prototype_set_id": done["score"]["prototype_set_id"]}
    made, sources = pipe.exp.PrototypeSet.open(own), pipe.exp.PrototypeSet.pictures(own)
    figure = prototype_figure(made, sources=sources, title="mouse", path=path)
    assert path.stat().st_size > 10_000
    columns = [axes.get_title(loc="left") for axes in figure.axes if axes.get_title(loc="left")]
    assert columns[0] == "neutral" and sorted(columns[1:]) == sorted(STIMULI)
    # the face above the glyphs is the frame least like neutral, as it was stored
    row = pipe.exp.PrototypeSet.SourceFrame & {**done["score"], "prototype": columns[1]}
    frame = (row & {"source_rank": 0}).fetch1("source_frame")
    stored = pipe.hog.HOGProcessing.result(done["score"]).thumbnails[frame : frame + 1][0]
    assert np.array_equal(figure.axes[1].images[0].get_array(), stored)
    with pytest.raises(ParameterError):
        pipe.exp.PrototypeSet.pictures({"prototype_set_id": 999_999})


def test_a_server_that_is_gone_is_told(pipe, done, monkeypatch):
    import datajoint as dj

    connection = dj.conn()

    def gone(*args, **kwargs):
        raise dj.errors.LostConnectionError("Server connection lost")

    monkeypatch.setattr(connection, "query", gone)
    with pytest.raises(ServerError):
        pipe.exp.FacialExpression.populate()
