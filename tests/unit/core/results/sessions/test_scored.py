"""Files of a scored folder that other programs edit: taken whole, or refused by what is wrong."""

from __future__ import annotations

import copy
import json
import random

import numpy as np
import pytest

from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.results.sessions.scored import check_report, scores_of
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.errors import MouseFaceError, ResultError
from tests.fuzzing import mutated_json

ROWS = [
    ["frame", "time_s", "a_score", "flags"],
    ["0", "0.000000", "", "missing"],
    ["1", "0.033333", "0.5", ""],
    ["2", "", "1e-3", "black+constant"],
    ["3", "0.100000", "-0.25", ""],
]
STATE = {"kind": "circular", "about": "a", "reason": "itself"}
REPORT = {
    "format": "element_mouseface.score/2",
    "methods": ["published", "contrast"],
    "findings": [{"method": "published", **STATE}],
    "contrast": {
        "stimuli": {"a": {"finding": "ok", "reason": None}},
        "remarks": [STATE],
        "alignment_s": 0.0,
        "params": ContrastParams().to_dict(),
        "measures": MeasureParams().to_dict(),
    },
    "bout_thresholds": {"a": {"enter": 0.5, "leave": None}},
    "other": [1, 2],
}


def refuse(got):
    return ResultError("changed", got=got)


def test_a_whole_table_is_read():
    table = scores_of(ROWS, refuse, 4)
    assert set(table) == {"frame", "time_s", "a_score"}
    np.testing.assert_array_equal(table["time_s"], [0, 0.033333, np.nan, 0.1])
    np.testing.assert_array_equal(table["a_score"], [np.nan, 0.5, 1e-3, -0.25])


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
        (edited(4, 1, "0.02"), "do not ascend"),
        (edited(4, 1, "0.033333"), "do not ascend"),
        (edited(1, 1, "nan"), "'nan' in the column time_s"),
        (edited(1, 1, "inf"), "'inf' in the column time_s"),
        (edited(2, 2, "0,5"), "'0,5' in the column a_score"),
        (edited(2, 2, "1e999"), "in the column a_score"),
        ([ROWS[0], *([r[0], "", *r[2:]] for r in ROWS[1:])], "no time for any frame"),
        ([ROWS[0], ROWS[1], ROWS[2][:2], *ROWS[3:]], "line 3 has 2 cells"),
    ],
)
def test_an_edited_table_is_refused_by_what_is_wrong(rows, words):
    with pytest.raises(ResultError, match=words):
        scores_of(rows, refuse, 4)


def test_a_whole_report_is_taken_as_it_is():
    assert check_report(REPORT, refuse) == REPORT
    without = {**REPORT, "contrast": None}
    assert check_report(without, refuse)["contrast"] is None
    for report in (None, [], {}, {"format": "x"}, {**REPORT, "findings": [1]}):
        with pytest.raises(ResultError):
            check_report(report, refuse)


def test_mutated_reports_and_tables_give_what_was_written_or_an_error_of_ours():
    refused = 0
    for seed in range(300):
        report = json.loads(mutated_json(REPORT, seed))
        try:
            found = check_report(report, refuse)
            assert isinstance(found["methods"], list) and {"stimuli"} <= set(
                found["contrast"] or {"stimuli"}
            )
        except MouseFaceError:
            refused += 1
    rng = random.Random(0)
    cells = ["", "nan", "-1", "9" * 400, "1_0", "\x00", "é", "0x1", "True", " 1"]
    for _ in range(300):
        rows = copy.deepcopy(ROWS)
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(cells)
        try:
            table = scores_of(rows, refuse, 4)
            assert np.isfinite(table["time_s"]).any() and len(table["frame"]) == 4
        except MouseFaceError:
            refused += 1
    assert refused > 200
