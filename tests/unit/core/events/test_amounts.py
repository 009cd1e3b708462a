"""Amounts of events: read, checked within a stimulus, kept, and in the hash only where given."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Event, Events, read_events
from element_mouseface.core.frame_features.table import FrameTable
from element_mouseface.core.frame_models.event_table import event_table
from element_mouseface.core.results.report import _event
from element_mouseface.errors import EventsError

GRADED = [("shock", 1.0, 2.0, None, 0.5, "mA"), ("shock", 4.0, 5.0, None, 0, "mA")]


def written(tmp_path, text):
    path = tmp_path / "e.csv"
    path.write_text(text)
    return path


def test_a_file_with_amounts_is_read_and_stays_so_through_rows(tmp_path):
    text = "event,onset_s,offset_s,amount,amount_unit\nshock,1,2,1e-1,mA\nshock,4,5,0,mA\n"
    events = read_events(written(tmp_path, text + "air,7,8,,\n"))
    assert [(e.amount, e.amount_unit) for e in events] == [(0.1, "mA"), (0.0, "mA"), (None, None)]
    assert not events.notes
    amounts, unit = events.amounts_of("shock")
    assert amounts.tolist() == [0.1, 0.0] and unit == "mA" and events.amounts_of("air") is None
    assert events.amounts_of("nothing") is None
    again = Events.from_rows([_event(event) for event in events])
    assert again == events and again.content_hash() == events.content_hash()
    assert "amount" not in _event(events.rows[2])


def test_a_decimal_comma_is_an_amount_too(tmp_path):
    events = read_events(written(tmp_path, "event;onset_s;offset_s;amount\nshock;1,5;2,5;0,3\n"))
    assert events.rows[0].amount == 0.3 and events.rows[0].amount_unit is None


def test_the_hash_without_amounts_is_the_one_from_before_amounts():
    # the value that 0.1 of this package gave before an event could have an amount
    plain = Events.from_rows([row[:3] for row in GRADED])
    assert plain.content_hash() == (
        "a9b99f64410fd72badc51a6d3aa6d34f88ac1856475a73bebff7acc35434bd16"
    )
    hashes = {plain.content_hash(), Events.from_rows(GRADED).content_hash()}
    other = [(*row[:4], row[4], "A") for row in GRADED]
    more = [(*GRADED[0][:4], 0.6, "mA"), GRADED[1]]
    hashes |= {Events.from_rows(other).content_hash(), Events.from_rows(more).content_hash()}
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([GRADED[0], ("shock", 4, 5)], "1 events and none at 1"),
        ([GRADED[0], ("shock", 4, 5, None, 1, "A")], "'A' and 'mA'"),
        ([GRADED[0], ("shock", 4, 5, None, 1)], "'mA' and no unit|no unit and 'mA'"),
        ([("shock", 1, 2, None, float("nan"), "mA")], "not a finite number"),
        ([("shock", 1, 2, None, "much", "mA")], "not a finite number"),
        ([("shock", 1, 2, None, True)], "not a finite number"),
        ([("shock", 1, 2, None, None, "mA")], "the unit 'mA' but no amount"),
        ([("shock", 1, 2, None, 1, "m" * 33)], "a unit of more than"),
        ([("shock", 1, 2, None, 1, "mA", "further")], "cannot be understood"),
    ],
)
def test_what_cannot_be_compared_is_refused(rows, told):
    with pytest.raises(EventsError, match=told):
        Events.from_rows(rows)


@pytest.mark.parametrize("amount", ["high", "inf", "1:2", "nan"])
def test_an_amount_in_a_file_that_is_no_number_is_refused_with_its_line(tmp_path, amount):
    text = f"event,onset_s,offset_s,amount\nshock,1,2,1\nshock,4,5,{amount}\n"
    with pytest.raises(EventsError, match=f"line 3: the amount '{amount}' is not"):
        read_events(written(tmp_path, text))


def test_amounts_at_some_events_are_refused_with_file_and_line(tmp_path):
    text = "event,onset_s,offset_s,amount\nshock,1,2,1\nshock,4,5,\n"
    with pytest.raises(EventsError, match=r"(?s)e\.csv.*first on line 3"):
        read_events(written(tmp_path, text))


def test_a_table_of_events_keeps_amounts_where_there_are_any():
    times = np.arange(0, 10, 0.5)
    table = FrameTable(("crop:intensity_mean",), times[:, None].copy(), {}, times_s=times)
    kept = event_table(table, Events.from_rows([*GRADED, ("air", 7, 8)])).about["events"]
    assert [row.get("amount") for row in kept] == [0.5, 0.0, None]
    assert "amount" not in kept[2] and kept[0]["amount_unit"] == "mA"
    assert Event("air", 1.0, 2.0).amount is None
