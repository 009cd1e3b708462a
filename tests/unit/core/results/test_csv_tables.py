from __future__ import annotations

import csv
import errno
import json
import os

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.outputs.tables import write_csv, write_report
from element_mouseface.core.results.csv_tables import tables
from element_mouseface.core.results.report import report
from element_mouseface.core.results.scored import MovieInfo, ScoredRecording
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import PathError, StorageError
from element_mouseface.params import ScoreParams
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces

TIMES = np.arange(400) / 20.0
EVENTS = Events.from_rows([("tail, shock", 5.0, 6.0), ("sucrose", 12.0, 13.0, "7")])


@pytest.fixture(scope="module")
def scored(scores):
    return ScoredRecording.of(scores, EVENTS, movie=MovieInfo(fps=20.0))


@pytest.fixture(scope="module")
def scores():
    rows = [(EVENTS.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(EVENTS.names)]
    flags = np.zeros(400, dtype=np.uint16)
    flags[33] = FrameFlag.MISSING | FrameFlag.REPEATED
    return score_published(
        ArrayDescriptors(noisy_faces(400, rows)),
        TIMES,
        flags,
        EVENTS,
        ScoreParams(normalize="neutral", shock="tail, shock"),
    )


def written(folder, name, scored, **more):
    return write_csv(folder / name, *tables(scored)[name], **more)


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_scores_have_one_row_a_frame_and_blanks_for_what_is_not_defined(scored, scores, tmp_path):
    rows = table(written(tmp_path, "scores.csv", scored))
    assert list(rows[0]) == [
        "frame",
        "time_s",
        "tail, shock_similarity",
        "sucrose_similarity",
        "tail, shock_normalized",
        "sucrose_normalized",
        "neutral_similarity",
        "consecutive_similarity",
        "flags",
    ]
    assert len(rows) == 400
    for frame in (1, 32, 399):
        assert int(rows[frame]["frame"]) == frame
        assert float(rows[frame]["time_s"]) == pytest.approx(TIMES[frame], abs=1e-6)
        similarity = float(rows[frame]["sucrose_similarity"])
        assert similarity == pytest.approx(scores.similarity[frame, 1], abs=1e-6)
    assert rows[0]["consecutive_similarity"] == "" and rows[0]["flags"] == ""
    assert rows[33]["flags"] == "MISSING+REPEATED"
    assert rows[33]["sucrose_similarity"] == rows[33]["neutral_similarity"] == ""
    assert "nan" not in (tmp_path / "scores.csv").read_text()


def test_bouts_of_similarity_and_fear(scored, scores, tmp_path):
    rows = table(written(tmp_path, "bouts.csv", scored))
    bouts = scored.methods["published"].bouts["similarity"]
    assert len(rows) == len(bouts) + len(scores.fear) > 0
    assert [row["kind"] for row in rows] == ["similarity"] * len(bouts) + ["fear"] * len(
        scores.fear
    )
    for row in rows:
        length = float(row["stop_s"]) - float(row["start_s"])
        assert float(row["duration_s"]) == pytest.approx(length, abs=2e-6)


def test_rows_per_event(scored, scores, tmp_path):
    rows = table(written(tmp_path, "events.csv", scored))
    assert len(rows) == 2 * 2 * 4
    assert {row["window"] for row in rows} == {"before", "first_second", "event", "after"}
    assert rows[0]["trial_id"] == "" and rows[-1]["trial_id"] == "7"
    last = scored.methods["published"].event_rows["similarity"][-1]
    assert float(rows[-1]["mean"]) == pytest.approx(last.mean, abs=1e-6)


def test_the_report_is_strict_json_with_states_and_checksums(scored, scores, tmp_path):
    path = write_report(tmp_path / "report.json", report(scored))
    content = json.loads(path.read_text(), parse_constant=pytest.fail)
    assert {"circular", "unusable_frames"} <= {finding["kind"] for finding in content["findings"]}
    assert (content["published"]["n_frames"], content["published"]["n_valid"]) == (400, 399)
    assert content["published"]["params"] == scores.params.to_dict()
    assert content["events"]["content_hash"] == EVENTS.content_hash()
    assert len(content["published"]["prototypes"]["source_frames"]) == 20
    assert content["video"]["fps"] == 20.0 and content["video"]["n_frames"] == 400


def test_without_events_thresholds_that_are_not_numbers_are_null(scored, scores, tmp_path):
    again = score_published(ArrayDescriptors(noisy_faces(400)), TIMES, prototypes=scores.prototypes)
    content = json.loads(json.dumps(report(ScoredRecording.of(again)), allow_nan=False))
    assert content["published"]["fear_threshold"] is None and content["events"] is None


def test_a_folder_that_is_not_there_is_a_storage_error(scored, scores, tmp_path):
    with pytest.raises(StorageError, match="no folder"):
        written(tmp_path / "none", "scores.csv", scored)


def test_what_was_there_stays_unless_said_and_when_writing_fails(scored, tmp_path, monkeypatch):
    path = tmp_path / "bouts.csv"
    path.write_text("before")
    with pytest.raises(PathError, match="exists already"):
        written(tmp_path, "bouts.csv", scored)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(StorageError, match="No space"):
            written(tmp_path, "bouts.csv", scored, overwrite=True)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["bouts.csv"]
    written(tmp_path, "bouts.csv", scored, overwrite=True)
    assert table(path) and written(tmp_path, "bouts.csv", scored) == path


def refuse(*args):
    raise OSError(errno.ENOSPC, "No space left on device")
