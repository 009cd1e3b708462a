from __future__ import annotations

import math

import numpy as np
import pytest

from element_mouseface.core.events import Event, Events, fold_of_frames, read_events
from element_mouseface.errors import EventsError, PathError

ROWS = [("quinine", 10.0, 12.0), ("sucrose", 2.0, 4.0), ("quinine", 20.0, 22.0)]


@pytest.fixture
def csv(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "events.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_rows_are_sorted_and_names_stand_in_order_of_time():
    events = Events.from_rows(ROWS)
    assert [e.onset_s for e in events] == [2.0, 10.0, 20.0]
    assert events.names == ("sucrose", "quinine")
    assert len(events.of("quinine")) == 2


def test_a_frame_is_in_an_event_from_its_onset_until_before_its_offset():
    times = np.array([1.9, 2.0, 3.9999, 4.0, 10.0, 11.0, 12.0])
    events = Events.from_rows(ROWS)
    assert events.frames(times, "sucrose").tolist() == [False, True, True, False] + [False] * 3
    assert events.frames(times).tolist() == [False, True, True, False, True, True, False]


def test_baseline_leaves_out_events_and_the_margin_after_them():
    times = np.array([0.0, 2.0, 3.0, 4.0, 5.999, 6.0, 9.99, 10.0])
    expected = [True, False, False, False, False, True, True, False]
    assert Events.from_rows(ROWS).baseline(times, 2.0).tolist() == expected


def test_frames_follow_the_times_not_a_rate():
    # A camera that slowed down: the same event holds fewer frames.
    times = np.concatenate([np.arange(0, 5, 0.1), np.arange(5, 25, 0.5)])
    events = Events.from_rows(ROWS)
    assert events.frames(times, "sucrose").sum() == 20
    assert events.frames(times, "quinine").sum() == 8


def test_folds_reach_to_the_middles_of_the_gaps():
    times = np.array([0.0, 6.99, 7.0, 15.99, 16.0, 30.0])
    assert fold_of_frames(Events.from_rows(ROWS), times).tolist() == [0, 0, 1, 1, 2, 2]


def test_content_hash_ignores_line_order_and_follows_every_change():
    one = Events.from_rows(ROWS)
    assert one.content_hash() == Events.from_rows(ROWS[::-1]).content_hash()
    hashes = {one.content_hash()}
    for changed in (
        [("quinine", 10.0, 12.5), *ROWS[1:]],
        [("water", 10.0, 12.0), *ROWS[1:]],
        [("quinine", 10.0, 12.0, "7"), *ROWS[1:]],
        ROWS[1:],
    ):
        hashes.add(Events.from_rows(changed).content_hash())
    assert len(hashes) == 5


def test_a_file_is_read_with_spaces_byte_order_mark_trials_and_blank_lines(csv):
    text = "\ufeffevent, onset_s ,offset_s,trial_id,who\nsucrose, 1.5,3,4,me\n\nquinine,5,6,,you\n"
    events = read_events(csv(text))
    assert events.rows == (Event("sucrose", 1.5, 3.0, "4"), Event("quinine", 5.0, 6.0, None))
    assert events.notes == ("events.csv: ignored the columns who",)


def test_a_quoted_name_with_a_comma_is_one_name(csv):
    events = read_events(csv('event,onset_s,offset_s\n"sucrose, 4%",1,2\n'))
    assert events.names == ("sucrose, 4%",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "event;onset_s;offset_s\nsucrose 4%;12,5;14,25\nwater;20;21\n",
        "sep=;\r\nevent;onset_s;offset_s\r\nsucrose 4%;12,5;14,25\r\nwater;20;21\r\n",
        "event\tonset_s\toffset_s\nsucrose 4%\t12.5\t14.25\nwater\t20\t21\n",
        'event  onset_s  offset_s\n"sucrose 4%"  12.5 14.25\nwater  20   21 \n',
        'event,onset_s,offset_s\nsucrose 4%,"12,5","14,25"\nwater,20,21\n',
    ],
)
def test_tables_of_other_countries_and_programs_are_read(csv, text, encoding):
    events = read_events(csv(text, encoding))
    assert events.rows == (Event("sucrose 4%", 12.5, 14.25), Event("water", 20.0, 21.0))
    assert [event.line for event in events] == [row + text.startswith("sep") for row in (2, 3)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["wrong columns", "an empty file"]),
        ("event,onset_s,offset_s\n", ["no rows"]),
        ("stimulus,start,stop\na,1,2\n", ["event,onset_s,offset_s", "stimulus,start,stop"]),
        ("event,onset_s,offset_s\na,12,5,14,5\n", ["line 2", "decimal comma", "'12,5'"]),
        ("event;onset_s;offset_s\na;1.234,5;1.300,0\n", ["line 2", "'1.234,5'"]),
        ("event,onset_s,onset_s,offset_s\na,1,1,2\n", ["each once"]),
        ("event,onset_s,offset_s\na,1,2\nb,3\n", ["line 3", "2 columns"]),
        ("event,onset_s,offset_s\na,1,2\nb,now,4\n", ["line 3", "finite number"]),
        ("event,onset_s,offset_s\na,1,nan\n", ["line 2", "finite number"]),
        ("event,onset_s,offset_s\na,3,3\n", ["line 2", "does not end after"]),
        ("event,onset_s,offset_s\n,3,4\n", ["line 2", "no name"]),
        ("event,onset_s,offset_s\nWater,3,4\nwater,5,6\n", ["upper and lower case"]),
        ('event,onset_s,offset_s\n"water,3,4\n', ["cannot be read"]),
    ],
)
def test_a_bad_file_is_refused_with_the_line_and_what_was_expected(csv, text, words):
    with pytest.raises(EventsError) as caught:
        read_events(csv(text))
    for word in words:
        assert word in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(b"event,onset_s,offset_s\n\xff\xfe\x00,1,2\n")
    with pytest.raises(EventsError, match="UTF-8"):
        read_events(path)


def test_what_a_lab_saves_by_mistake_is_told_with_what_to_do(csv):
    with pytest.raises(EventsError, match="is a spreadsheet"):
        read_events(csv("PK\x03\x04 and so on", "latin-1"))
    text = "event,onset_s,offset_s\nsucrose,0:55,0:56\nwater,1,2\nsalt,,3\n"
    with pytest.raises(EventsError) as caught:
        read_events(csv(text))
    assert "line 2: '0:55' and '0:56' is not a finite number" in str(caught.value)
    assert "line 4: '' is not a finite number" in str(caught.value)
    with pytest.raises(EventsError, match="not its duration"):
        read_events(csv("event,onset_s,offset_s\nsucrose,12.5,2\n"))


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(PathError, match="nothing"):
        read_events(tmp_path / "none.csv")
    with pytest.raises(PathError, match="a folder"):
        read_events(tmp_path)


def test_check_accepts_events_that_touch_each_other_and_the_end():
    events = Events.from_rows([("a", 0.0, 2.0), ("b", 2.0, 5.0)])
    assert events.check(5.0) is events


@pytest.mark.parametrize("row", [("a", -0.1, 1.0), ("a", 9.0, 10.5), ("a", 50.0, 60.0)])
def test_check_refuses_events_outside_the_recording(row):
    with pytest.raises(EventsError, match="outside the recording"):
        Events.from_rows([("b", 3.0, 4.0), row]).check(10.0)


def test_check_refuses_overlap_also_with_an_event_further_back():
    long = [("a", 0.0, 9.0), ("b", 1.0, 2.0), ("c", 3.0, 4.0)]
    with pytest.raises(EventsError, match=r"'c'.*begins before.*'a'"):
        Events.from_rows(long).check()


def test_no_rows_and_many_faults():
    with pytest.raises(EventsError, match="no events"):
        Events.from_rows([])
    with pytest.raises(EventsError, match=r"7 events.*\n.*\n.*and 2 more"):
        Events.from_rows([("a", 1.0, math.inf)] * 7)
    with pytest.raises(EventsError, match="cannot be understood"):
        Events.from_rows([("a", 1.0)])


def test_a_frame_without_a_time_is_in_no_event_and_no_baseline():
    events = Events.from_rows([("a", 1.0, 2.0), ("b", 5.0, 6.0)])
    times = np.array([np.nan, 0.5, 1.5, np.nan, 4.9, 5.5, np.nan, 9.0])
    assert events.frames(times).tolist() == [False, False, True, False, False, True, False, False]
    assert events.baseline(times).tolist() == [0, 1, 0, 0, 1, 0, 0, 1]
    # it goes with the frame before it
    assert fold_of_frames(events, times).tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "name",
    [*("neutral", "Neutral", "time_s", "FLAGS", "frame", "consecutive", "misfit"),
     *("a_score", "a_score_se", "a_similarity", "a_normalized", "a/b", "..", "a\x07b", " ", "")],
)  # fmt: skip
def test_names_that_tables_use_are_refused_with_the_rule(name, tmp_path):
    with pytest.raises(EventsError, match=r"(?s)Expected: a name .*not one of neutral, .*_score"):
        Events.from_rows([(name, 1.0, 2.0)])
    path = tmp_path / "events.csv"
    path.write_text(f'event,onset_s,offset_s\n"{name}",1,2\n')
    with pytest.raises(EventsError):
        read_events(path)


def test_names_beside_them_are_taken():
    names = ["neutral face", "a score", "scores", "10% sucrose", r"a\b", "$x$", "{y}", "é"]
    rows = [(name, 2.0 * i, 2.0 * i + 1) for i, name in enumerate(names)]
    assert Events.from_rows(rows).names == tuple(names)
