"""Files of a scored folder that other programs edit: taken whole, or refused by what is wrong."""

from __future__ import annotations

import copy
import csv
import json
import random
from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.results.folder_files import read_frames
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.results.write_folder import write_folder
from element_mouseface.core.scoring.contrast import Trial
from element_mouseface.core.scoring.contrast.folds import Fold
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.errors import MouseFaceError, ResultChangedError
from tests.fuzzing import mutated_json
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import EVENTS, WINDOWS, contrast_scores
from tests.unit.plots.test_event_figure import published as published

ROWS = [
    ["frame", "time_s", "a_score", "flags"],
    ["0", "0.000000", "", "MISSING"],
    ["1", "0.033333", "0.5", ""],
    ["2", "", "1e-3", "CONSTANT+BLACK"],
    ["3", "0.100000", "-0.25", ""],
]


def frames_of(tmp_path, rows, n_frames=4):
    path = tmp_path / "scores.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return read_frames(path, n_frames)


def test_a_whole_table_is_read(tmp_path):
    table, flags = frames_of(tmp_path, ROWS)
    assert set(table) == {"frame", "time_s", "a_score"}
    np.testing.assert_array_equal(table["time_s"], [0, 0.033333, np.nan, 0.1])
    np.testing.assert_array_equal(table["a_score"], [np.nan, 0.5, 1e-3, -0.25])
    assert flags.tolist() == [1, 0, 6, 0]


def edited(row, column, cell):
    rows = copy.deepcopy(ROWS)
    rows[row][column] = cell
    return rows


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no column frame"),
        ([["frame"], ["0"]], "no column time_s"),
        (edited(0, 2, "time_s"), "twice"),
        (ROWS[:-1], "3 rows where the recording has 4"),
        ([*ROWS[:2], ROWS[3], ROWS[2], ROWS[4]], "order of the frames"),
        (edited(4, 1, "0.02"), "do not increase"),
        (edited(4, 1, "0.033333"), "do not increase"),
        (edited(1, 1, "nan"), "'nan' in the column time_s"),
        (edited(1, 1, "inf"), "'inf' in the column time_s"),
        (edited(2, 2, "0,5"), "'0,5' in the column a_score"),
        (edited(2, 2, "1e999"), "in the column a_score"),
        (edited(2, 3, "missing"), "'missing' in the column flags"),
        ([ROWS[0], *([r[0], "", *r[2:]] for r in ROWS[1:])], "no time for any frame"),
        ([ROWS[0], ROWS[1], ROWS[2][:2], *ROWS[3:]], "line 3 has 2 cells"),
        ([ROWS[0], ROWS[1], [*ROWS[2], "more"], *ROWS[3:]], "line 3 has 5 cells"),
    ],
)
def test_an_edited_table_is_refused_by_what_is_wrong(tmp_path, rows, words):
    with pytest.raises(ResultChangedError, match=words):
        frames_of(tmp_path, rows)


@pytest.fixture
def folder(tmp_path, published):
    findings = [Finding("too_few_events", "salt", "one trial")]
    contrast = contrast_scores(findings)
    write_folder(scored_by(published, contrast, EVENTS, windows=WINDOWS), tmp_path)
    return tmp_path


def test_mutated_reports_are_read_or_give_an_error_of_ours(folder):
    path, refused = folder / "report.json", 0
    report = json.loads(path.read_text())
    assert list(read_folder(folder).methods) == ["published", "contrast"]
    for seed in range(60):
        path.write_text(mutated_json(report, seed))
        try:
            assert len(read_folder(folder)) == 1200
        except MouseFaceError:
            refused += 1
    assert refused > 10


def test_any_edited_cell_is_refused(folder):
    rng = random.Random(0)
    cells = ["", "nan", "-1", "9" * 400, "1_0", "\x00", "é", "0x1", "True", " 1"]
    for number in range(60):
        path = (
            folder / ("events.csv", "bouts.csv", "habituation.csv", "registration.csv")[number % 4]
        )
        before = path.read_text()
        rows = list(csv.reader(before.splitlines()))
        row = rng.choice(rows[: 1 + 5 * (number % 3)])
        row[rng.randrange(len(row))] = rng.choice(cells)
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        with pytest.raises(ResultChangedError):
            read_folder(folder)
        path.write_text(before)
    assert len(read_folder(folder)) == 1200


def test_a_table_that_is_gone_and_one_from_elsewhere_are_refused(folder):
    report = json.loads((folder / "report.json").read_text())
    assert "events.csv" in report["tables"]
    for name in ("../events.csv", "/etc/hostname", "folds.csv"):
        changed = {**report, "tables": {name: "0" * 64}}
        (folder / "report.json").write_text(json.dumps(changed))
        with pytest.raises(ResultChangedError):
            read_folder(folder)


def test_events_come_back_where_no_window_made_rows_of_them(tmp_path, published):
    scored = scored_by(published, contrast_scores([]), EVENTS, windows=())
    write_folder(replace(scored, windows=()), tmp_path)
    found = read_folder(tmp_path).events
    assert found.content_hash() == EVENTS.content_hash() and list(found) == list(EVENTS)


def test_edited_events_of_the_report_are_refused(folder):
    report = json.loads((folder / "report.json").read_text())
    report["events"]["rows"][0]["onset_s"] += 0.5
    (folder / "report.json").write_text(json.dumps(report))
    with pytest.raises(ResultChangedError, match="events"):
        read_folder(folder)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("trials.csv", "event_index"),
        ("folds.csv", "held_out_event_index"),
        ("events.csv", "event_index"),
    ],
)
def test_rows_that_were_taken_out_are_missed(tmp_path, published, name, column):
    scored = scored_by(published, contrast_scores([]), EVENTS, windows=WINDOWS)
    own = replace(
        scored.methods["contrast"],
        folds=tuple(Fold(n, 10 * n, 10 * n + 10, n, e.name, 0) for n, e in enumerate(EVENTS)),
        trials=tuple(Trial(n, e.name, e.onset_s, e.offset_s, True) for n, e in enumerate(EVENTS)),
    )
    methods = {**scored.methods, "contrast": own}
    write_folder(replace(scored, methods=methods, events=EVENTS), tmp_path)
    assert len(read_folder(tmp_path).methods["contrast"].trials) == len(EVENTS) > 1
    path = tmp_path / name
    header, *rows = path.read_text().splitlines(keepends=True)
    numbers = [cells[column] for cells in csv.DictReader([header, *rows])]
    kept = [row for row, number in zip(rows, numbers, strict=True) if number != "1"]
    assert 0 < len(kept) < len(rows)
    path.write_text("".join([header, *kept]))
    with pytest.raises(ResultChangedError, match=name):
        read_folder(tmp_path)


def test_a_source_that_is_none_is_refused(folder):
    path = folder / "report.json"
    report = json.loads(path.read_text())
    report["contrast"]["source"] = "hearsay"
    path.write_text(json.dumps(report))
    with pytest.raises(ResultChangedError, match="hearsay"):
        read_folder(folder)
