"""Results and maps of contrast scores, on a synthetic mouse with planted intensity."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.events.windows import RESPONSE, EventWindow
from element_mouseface.core.outputs.tables import write_csv, write_report
from element_mouseface.core.results.csv_tables import tables
from element_mouseface.core.results.head_shift import shift_summary
from element_mouseface.core.results.report import report, stimulus_summary
from element_mouseface.core.results.scored import ScoredRecording
from element_mouseface.core.scoring.contrast import ContrastParams, score_contrast
from element_mouseface.core.scoring.contrast.attribution import contrast_map
from element_mouseface.core.scoring.contrast.model_file import (
    load_models,
    models_of,
)
from element_mouseface.core.scoring.contrast.scored import method_scores
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.method.score_map import in_cells
from element_mouseface.errors import ParameterError, PathError, ResultError

FPS, SHAPE = 20.0, (24, 32)
NAMES = ("sucrose", "quinine", "tail_shock")
WINDOWS = [EventWindow("event", 0, 0, "onset", "offset"), RESPONSE]
#: where each stimulus shows in the face: rows, columns
PLACES = {
    "sucrose": (slice(3, 8), slice(4, 10)),
    "quinine": (slice(14, 20), slice(20, 27)),
    "tail_shock": (slice(4, 9), slice(20, 28)),
}


def face():
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]]
    random = np.random.default_rng(3)
    picture = 110 + 40 * np.sin(x / 3.1) * np.cos(y / 2.7) + 12 * random.standard_normal(SHAPE)
    return picture


@pytest.fixture(scope="module")
def session():
    """Thumbnails, times and events: nine trials; each expression is a change in one place."""
    onsets = 6.0 + 7.0 * np.arange(9)
    events = Events.from_rows([(NAMES[i % 3], t, t + 2.0) for i, t in enumerate(onsets)])
    times = np.arange(0, 71, 1 / FPS)
    random = np.random.default_rng(0)
    movie = np.repeat(face()[None], len(times), axis=0)
    intensity = np.zeros((len(times), 3))
    for event in events:
        rise = np.clip((times - event.onset_s) / 0.3, 0, 1)
        fall = np.clip((event.offset_s + 1.0 - times) / 1.0, 0, 1)
        intensity[:, NAMES.index(event.name)] += rise * fall
    for k, name in enumerate(NAMES):
        rows, columns = PLACES[name]
        pattern = 9 * np.random.default_rng(10 + k).choice([-1, 1], (1, 5, 6))
        pattern = np.resize(pattern, (rows.stop - rows.start, columns.stop - columns.start))
        movie[:, rows, columns] += intensity[:, k, None, None] * pattern
    movie += 2.0 * random.standard_normal(movie.shape)
    thumbnails = np.clip(np.rint(movie), 0, 255).astype(np.uint8)
    return thumbnails, times, events, intensity


@pytest.fixture(scope="module")
def scores(session):
    thumbnails, times, events, _ = session
    flags = np.zeros(len(times), np.uint16)
    source = {"files": [{"name": "day1.mp4", "sha256": "a" * 64}]}
    return score_contrast(
        thumbnails, times, flags, events, ContrastParams(n_components=40), source=source
    )


@pytest.fixture(scope="module")
def results(scores, session):
    return method_scores(scores, session[2], windows=WINDOWS)


@pytest.fixture(scope="module")
def scored(scores, session):
    return ScoredRecording.of(scores, session[2], windows=WINDOWS)


def test_there_is_one_bout_for_each_trial_of_its_stimulus(results, session):
    assert results.findings == ()
    assert [bout.name for bout in results.bouts["score"]] == [event.name for event in session[2]]
    for bout, event in zip(results.bouts["score"], session[2], strict=True):
        assert event.onset_s < bout.start_s < event.onset_s + 0.5
        assert event.offset_s < bout.stop_s < event.offset_s + 1.0


def test_measures_of_own_trials_are_the_planted_ones(results):
    own = [
        r
        for r in results.event_rows["score"]
        if r.stimulus == r.prototype and r.window == "response"
    ]
    assert len(own) == 9
    for row in own:
        # The rise crosses half after 0.15 s; the fall takes a second from the offset.
        assert row.latency_s == pytest.approx(0.15, abs=0.1)
        assert row.peak == pytest.approx(1.0, abs=0.25)
        assert row.auc == pytest.approx(2.35, abs=0.4)
        assert 0 < row.mean_se < 0.3
    others = [r for r in results.event_rows["score"] if r.stimulus != r.prototype]
    assert max(abs(row.mean) for row in others) < 0.2
    assert all(row.latency_s is None for row in others)
    fades = [
        r for r in results.habituation["score"] if r.stimulus == r.prototype and r.window == "event"
    ]
    assert len(fades) == 3 and all(abs(row.slope) < 0.15 and row.n_trials == 3 for row in fades)


def test_another_threshold_or_clock_computes_no_score(scores, session):
    high = method_scores(scores, None, measures=MeasureParams(bout_enter=5.0, bout_leave=4.0))
    assert high.bouts == {"score": ()} and high.event_rows == {"score": ()}
    times = scores.times_s.copy()
    times[: int(20 * FPS)] = np.nan  # the clock begins late
    late = method_scores(scores, session[2], times)
    assert all(bout.start_s >= 20 for bout in late.bouts["score"]) and len(late.bouts["score"]) == 7
    first = [
        row for row in late.event_rows["score"] if row.event_index == 0 and row.window == "event"
    ]
    assert all(row.n_frames == 0 and row.mean is None for row in first)


def test_a_summary_says_state_and_means(scored, session):
    own = scored.methods["contrast"]
    about = stimulus_summary(scored, own, "quinine")
    assert (about["finding"], about["n_events"], about["n_valid"]) == ("ok", 3, len(session[1]))
    assert about["mean_in_own_events"] > 0.8 and abs(about["mean_elsewhere"]) < 0.1
    gone = replace(own, findings=(Finding("too_noisy", "quinine", "noise"),), traces=())
    about = stimulus_summary(scored, gone, "quinine")
    assert (about["finding"], about["reason"], about["mean_elsewhere"]) == (
        "too_noisy",
        "noise",
        None,
    )


def test_shifts_are_summed_up_as_lengths():
    shifts = np.array([[3.0, 4.0], [0.0, 0.0], [np.nan, np.nan], [0.0, 1.0]])
    assert shift_summary(shifts)["largest_px"] == 5.0 and shift_summary(shifts)["median_px"] == 1.0
    assert shift_summary(np.full((2, 2), np.nan))["median_px"] is None


def written(folder, name, scored, **more):
    return write_csv(folder / name, *tables(scored)[name], **more)


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_tables_hold_what_was_scored_and_blanks_where_refused(scored, scores, session, tmp_path):
    findings = (Finding("too_noisy", NAMES[1], "noise"),)
    partly = ScoredRecording.of(replace(scores, findings=findings), session[2])
    rows = table(written(tmp_path, "scores.csv", partly))
    assert list(rows[0])[:4] == ["frame", "time_s", "sucrose_score", "sucrose_score_se"]
    assert {row[f"{NAMES[1]}_score"] for row in rows} == {""}
    assert float(rows[130]["sucrose_score"]) == pytest.approx(scores.score[130, 0], abs=1e-6)
    rows = table(written(tmp_path, "bouts.csv", scored))
    assert {(row["measure"], row["unit"]) for row in rows} == {("score", "expression")}
    rows = table(written(tmp_path, "events.csv", scored))
    assert len(rows) == 9 * 2 * 3 and rows[0]["measure"] == "score"
    assert float(rows[0]["auc"]) == pytest.approx(
        scored.methods["contrast"].event_rows["score"][0].auc, abs=1e-6
    )
    assert len(table(written(tmp_path, "habituation.csv", scored))) == 3 * 2 * 3
    rows = table(written(tmp_path, "registration.csv", scored))
    assert len(rows) == len(session[1]) and float(rows[5]["light"]) == pytest.approx(1, abs=0.05)


def test_folds_cover_every_frame_once_and_name_the_event_left_out(scored, session, tmp_path):
    rows = table(written(tmp_path, "folds.csv", scored))
    limits = [(int(row["start_frame"]), int(row["stop_frame"])) for row in rows]
    assert [a for a, _ in limits] == [0, *(b for _, b in limits[:-1])]
    assert limits[-1][1] == len(session[1])
    for row, event in zip(rows, session[2], strict=True):
        assert row["stimulus"] == event.name and float(row["onset_s"]) == event.onset_s
        assert float(row["start_s"]) <= event.onset_s and event.offset_s <= float(row["stop_s"])


def test_the_report_has_a_state_for_each_stimulus_and_strict_json(scored, session, tmp_path):
    path = write_report(tmp_path / "r.json", report(scored))
    content = json.loads(path.read_text(), parse_constant=pytest.fail)
    about = content["contrast"]
    assert content["methods"] == ["contrast"] and about["source"] == "cross-validated"
    assert {name: s["finding"] for name, s in about["stimuli"].items()} == dict.fromkeys(
        NAMES, "ok"
    )
    assert (
        about["look_ahead_s"] == scored.methods["contrast"].look_ahead_s and about["n_folds"] == 9
    )
    assert about["prototypes"]["made_from"]["files"][0]["name"] == "day1.mp4"


@pytest.mark.parametrize("frame", [3, 130, 395, 700, 1419])
def test_a_map_adds_up_to_the_stored_score(scores, session, frame):
    models = models_of(scores)
    for k, name in enumerate(NAMES):
        found = contrast_map(session[0], models, name, frame)
        assert found.total == pytest.approx(scores.score[frame, k], abs=1e-5)
        assert found.values.sum() == pytest.approx(found.total)


def test_the_mean_over_frames_is_explained_as_well_as_one(scores, session):
    found = contrast_map(session[0], models_of(scores), "sucrose", 120, 160)
    assert found.total == pytest.approx(scores.score[120:160, 0].mean(), abs=1e-5)
    assert found.made_without == "sucrose"


@pytest.mark.parametrize("name", NAMES)
def test_the_map_lies_where_the_expression_was_planted(scores, session, name):
    event = session[2].of(name)[1]
    first, stop = np.searchsorted(session[1], [event.onset_s + 0.5, event.offset_s])
    found = contrast_map(session[0], models_of(scores), name, int(first), int(stop))
    assert found.values[PLACES[name]].sum() > 0.8 * found.total > 0.6
    rows = (found.face - face())[PLACES[name]]
    assert np.abs(rows).max() < 8  # the neutral face, without the expression


def test_models_come_back_from_their_file(scores, session, tmp_path):
    path = models_of(scores).save(tmp_path / "models.npz")
    before, after = models_of(scores), load_models(path)
    for frame in (100, 600):
        maps = [contrast_map(session[0], models, "quinine", frame) for models in (before, after)]
        np.testing.assert_allclose(maps[0].values, maps[1].values, atol=1e-7)
    assert after.fold_names == before.fold_names and after.source == "cross-validated"


def test_what_cannot_be_explained_is_refused(scores, session, tmp_path):
    models = models_of(scores)
    for arguments, words in (
        (("salt", 100), "salt"),
        (("sucrose", 10_000), "no such frames"),
        (("sucrose", 100, 900), "several folds"),
    ):
        with pytest.raises(ParameterError, match=words):
            contrast_map(session[0], models, *arguments)
    lost = replace(models, lost=np.ones_like(models.lost))
    with pytest.raises(ParameterError, match="no score"):
        contrast_map(session[0], lost, "sucrose", 100)
    with pytest.raises(ResultError, match="Nothing was scored"):
        models_of(replace(scores, jobs=()))
    with pytest.raises(PathError):
        load_models(tmp_path / "none.npz")
    (tmp_path / "bad.npz").write_bytes(b"not this")
    with pytest.raises(ResultError, match=r"bad\.npz"):
        load_models(tmp_path / "bad.npz")


def test_a_coarser_map_keeps_the_sum():
    values = np.random.default_rng(0).standard_normal((60, 80))
    coarse = in_cells(values, 7, 10)
    assert coarse.shape == (7, 10) and coarse.sum() == pytest.approx(values.sum())
    assert in_cells(values, 15, 20)[0, 0] == pytest.approx(values[:4, :4].sum())
