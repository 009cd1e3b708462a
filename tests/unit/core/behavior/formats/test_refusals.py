"""Files that contradict themselves, their video or their format: refused, with what is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.formats import (
    format_of,
    labels_as_bytes,
    read_labels,
    write_labels,
)
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.errors import (
    ClockError,
    LabelsError,
    MouseFaceError,
    ParameterError,
    PathError,
    UnsafeFileError,
)

TABLE = ",background,lick,groom\n0,1,0,0\n1,0,1,0\n2,0,0,1\n"
INTERVALS = "behavior,start_s,stop_s\nlick,1.0,2.0\ngroom,2,2.5\n"
TIMED = "frame,time_s,lick\n0,0.0,0\n1,0.04,1\n2,0.08,1\n"


def read(tmp_path: Path, data: str | bytes, **options) -> Labels:
    path = tmp_path / "labels of a mouse"  # no ending: the content tells
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_labels(path, **options)


def said(tmp_path: Path, data: str | bytes, **options) -> str:
    with pytest.raises(MouseFaceError) as found:
        read(tmp_path, data, **options)
    assert isinstance(found.value, LabelsError | ParameterError | UnsafeFileError | ClockError)
    return str(found.value)


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace("\n", "\r"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace("\n", ",\n"),
        TABLE.replace(",1", ",True").replace(",0", ",False"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.replace(",background", "frame,time_s")
        .replace(",1,0,0\n", ",0,0,0\n")
        .replace("1,0,1,0", "1,0.5,1,0")
        .replace("2,0,0,1", "2,1.0,0,1"),
    ],
)
def test_a_table_of_frames_is_read_however_it_is_written(data, tmp_path):
    found = read(tmp_path, data)
    assert found.matrix().tolist() == [[0, 0], [1, 0], [0, 1]]
    assert found.ethogram.names == ("lick", "groom")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is empty|0 bytes"),
        (" \n\n ", "is empty"),
        ("\ufeff", "is empty"),
        (b"\0\0\0\0", "as text"),
        (b"\x80\x04\x95\x0e", "as text"),
        (b"PK\x03\x04", "spreadsheet"),
        ("lick;groom".encode("utf-16") + b"\n", "unknown kind|as text|no rows"),
        (",background,l\u00e9cher\n0,1,0\n".encode("latin-1"), "as text"),
        (TABLE.split("\n")[0] + "\n", "has no rows"),
        ("0,1,0\n1,0,1\n", "unknown kind"),
        ("a,b,c\nx,y,z\n", "unknown kind"),
        (",,,\n,,,\n", "unknown kind"),
        ("[1]", "unknown kind"),
        ('{"a": 1}', "unknown kind"),
        ('{"a":', "cannot be read"),
        ('frame,"lick\n0,1\n', "quotation"),
        ("<a></a>", "no file of ELAN"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT/>', "entities"),
        (TABLE + "3,1,0\n", "nothing.*line 5"),
        (TABLE + "3,1,0,0,1\n", "line 5"),
        (TABLE + "3,0,2,0\n", "'2'.*line 5"),
        (TABLE.replace("0\n", "0,0,0,0\n"), "cells in each row"),
        (TABLE + "\n3,0,0.5,0\n", "'0.5'.*line 6"),
        (TABLE + "3,0,nan,0\n", "line 5"),
        (TABLE + "3,0,lick,0\n", "'lick'.*line 5"),
        (TABLE + "3,0,1e400,0\n", "line 5"),
        (",lick\n0.5,0\n1.5,1\n", "'0.5'.*line 2"),
        (",lick,Lick\n0,1,1\n", "two spellings.*'lick' and 'Lick'"),
        (",front groom,front_groom\n0,1,1\n", "two spellings"),
        (",lécher,lecher\n0,1,1\n", "two spellings"),
        (",lick,lick\n0,1,1\n", "twice"),
        (",background\n0,1\n", "no column of a behavior"),
        (",frame,lick\n0,0,1\n", "several columns"),
        (f",{'x' * 65}\n0,1\n", "at most 64"),
    ],
)
def test_what_is_no_label_file_is_refused(data, words, tmp_path):
    assert re.search(words, said(tmp_path, data), re.DOTALL)


@pytest.mark.parametrize("kind", ["folder", "missing"])
def test_a_path_that_is_no_file(kind, tmp_path):
    with pytest.raises(PathError):
        read_labels(tmp_path if kind == "folder" else tmp_path / "missing.csv")


def test_lengths_that_differ_are_refused_with_both_numbers_or_one_is_believed(tmp_path):
    for n_frames in (2, 5):
        text = said(tmp_path, TABLE, n_frames=n_frames)
        assert f"{n_frames} frames, as the video has" in text and "labels of 3 frames" in text
        assert "believe='video'" in text and "believe='labels'" in text
    cut = read(tmp_path, TABLE, n_frames=2, believe="video")
    assert cut.matrix().tolist() == [[0, 0], [1, 0]]
    assert "labels of 3 frames, not 2 frames" in cut.notes[0] and "believed: video" in cut.notes[0]
    longer = read(tmp_path, TABLE, n_frames=5, believe=["video"])
    assert longer.matrix()[:, 0].tolist() == [0, 1, 0, -1, -1]
    assert read(tmp_path, TABLE, n_frames=5, believe="labels").n_frames == 3
    jabs = {"version": 1, "file": "m.mp4", "num_frames": 20,
            "labels": {"0": {"lick": [{"start": 2, "end": 5, "present": True}]}}}  # fmt: skip
    assert "labels of 20 frames" in said(tmp_path, json.dumps(jabs), n_frames=21)
    assert read(tmp_path, json.dumps(jabs), n_frames=21, believe="video").n_frames == 21


def test_behaviors_that_are_missing_extra_or_misspelled(tmp_path):
    wanted = Ethogram.of(["lick", "groom", "blink"])
    assert "not in the file: 'blink'" in said(tmp_path, TABLE, ethogram=wanted)
    unknown = read(tmp_path, TABLE, ethogram=wanted, believe="ethogram")
    assert unknown.n_assessed("blink") == 0 and unknown.n_present("lick") == 1
    absent = read(tmp_path, TABLE, ethogram=wanted, believe="absent")
    assert absent.n_assessed("blink") == 3
    assert "not in the ethogram: 'groom'" in said(tmp_path, TABLE, ethogram=Ethogram.of(["lick"]))
    fewer = read(tmp_path, TABLE, ethogram=Ethogram.of(["lick"]), believe="ethogram")
    assert fewer.ethogram.names == ("lick",)
    other = Ethogram.of(["groom", "Lick"])
    assert "'lick' and 'Lick'" in said(tmp_path, TABLE, ethogram=other)
    renamed = read(tmp_path, TABLE, ethogram=other, believe="ethogram")
    assert renamed.matrix()[:, 1].tolist() == [0, 1, 0]  # by name, not by position
    swapped = read(tmp_path, TABLE, ethogram=Ethogram.of(["groom", "lick"]))
    assert swapped.matrix().tolist() == [[0, 0], [0, 1], [1, 0]]


def test_an_accent_of_its_own_is_the_same_name(tmp_path):
    found = read(tmp_path, ",le\u0301cher\n0,1\n", ethogram=Ethogram.of(["l\u00e9cher"]))
    assert found.n_present("l\u00e9cher") == 1


def test_an_index_that_does_not_count_the_rows(tmp_path):
    from_one = ",lick\n1,0\n2,1\n"
    text = said(tmp_path, from_one)
    assert "0 to 1" in text and "1 in row 0 (line 2)" in text
    assert read(tmp_path, from_one, believe="index").matrix()[:, 0].tolist() == [-1, 0, 1]
    assert read(tmp_path, from_one, believe="rows").matrix()[:, 0].tolist() == [0, 1]
    for data, words in (
        (",lick\n0,0\n0,1\n", "frame 0 in lines 2 and 3"),
        (",lick\n-1,0\n0,1\n", "-1 in line 2"),
        (",lick\n0,0\n1000000000000000,1\n", "out of range"),
        (",lick\n0,0\n100000000,1\n", "too large for its rows"),
    ):
        assert words in said(tmp_path, data, believe="index")


def test_an_index_and_times_that_disagree(tmp_path):
    assert read(tmp_path, TIMED, fps=25, n_frames=3).n_present("lick") == 2
    assert read(tmp_path, TIMED, times_s=[0, 0.041, 0.079]).n_present("lick") == 2
    text = said(tmp_path, TIMED, fps=50, n_frames=6, believe="video")
    assert "frame 1 in line 3" in text and "0.04 s, which is frame 2 (2 such rows)" in text
    by_time = read(tmp_path, TIMED, fps=50, n_frames=6, believe=["time", "video"])
    assert by_time.matrix()[:, 0].tolist() == [0, -1, 1, -1, 1, -1]
    by_index = read(tmp_path, TIMED, fps=50, n_frames=6, believe=["index", "video"])
    assert by_index.matrix()[:, 0].tolist() == [0, 1, 1, -1, -1, -1]
    gap = TIMED.replace("2,0.08", "2,0.2")  # without a video: against the table's own rate
    assert "contradict" in said(tmp_path, gap + "3,0.24,0\n4,0.28,0\n")
    assert "has no time" in said(tmp_path, TIMED.replace("0.04", ""), fps=25)


def test_a_background_that_contradicts_the_behaviors(tmp_path):
    data = ",background,lick\n0,1,1\n1,0,0\n2,0,1\n3,-1,-1\n"
    assert "background 1 and behaviors 1 in line 2 (2 such rows)" in said(tmp_path, data)
    assert read(tmp_path, data, believe="behaviors").matrix()[:, 0].tolist() == [1, 0, 1, -1]
    assert read(tmp_path, data, believe="background").matrix()[:, 0].tolist() == [-1, -1, 1, -1]


def test_overlapping_bouts_of_an_exclusive_ethogram(tmp_path):
    both = INTERVALS.replace("groom,2,", "groom,1.9,")
    assert read(tmp_path, both, fps=10, n_frames=50).n_present("groom") == 6
    assert "exclusive" in said(tmp_path, both, fps=10, n_frames=50, exclusive=True)
    assert read(tmp_path, INTERVALS, fps=10, n_frames=50, exclusive=True).ethogram.exclusive


@pytest.mark.parametrize(
    ("data", "words", "options"),
    [
        (INTERVALS, "how many frames", {"n_frames": None, "fps": None}),
        (INTERVALS, "no time of a frame is known", {"fps": None}),
        (INTERVALS.replace("_s", ""), "unit='seconds'", {}),
        (INTERVALS, "frames and seconds", {"unit": "frames"}),
        (INTERVALS.replace("stop_s", "stop_ms"), "two units", {}),
        (INTERVALS.replace("1.0,2.0", "1,0,2,0"), "decimal comma", {}),
        ("behavior,start_frame,end_frame\nlick,3,5\n", "last_frame", {}),
        ("behavior,first_frame,stop_frame\nlick,3.5,5\n", "whole frames", {}),
        ("behavior,first_frame,stop_frame\nlick,-3,5\n", "frame -3", {}),
        ("behavior,first_frame,stop_frame\nlick,3,120\n", "frame 119", {}),
        ("behavior,first_frame,stop_frame\nlick,3,1e30\n", "no number", {}),
        ("behavior,start_s,stop_s\nlick,nan,3\n", "no number", {}),
        ("behavior,start_s,stop_s\nlick,5,3\n", "5 to 3", {}),
        ("behavior,start_s,stop_s\nlick,1,3\nlick,2,4\n", "line 2: to 3; line 3: from 2", {}),
        ("behavior,start_s,stop_s\nlick,-1,1\n", "line 2: -1 s", {}),
        ("behavior,start_s,stop_s\nlick,9,12\n", "the end of the video, 10 s", {}),
        ("behavior,start_s,stop_s\nlick,0,1\nLick ,1,2\n", "'lick' and 'Lick'", {}),
        ("behavior,start_s,stop_s,labeler\nlick,0,2,A\nlick,1,3,B\n", "labeler='A'", {}),
        ("behavior,start_s,stop_s,status\nlick,0,2,maybe\n", "'maybe' in line 2", {}),
        ("behavior,start_s,stop_s,type\nlick,0,2,state\nlick,3,,point\n", "two kinds", {}),
        ("behavior,start_s,stop_s,status\nlick,6,7,\nlick,0,5,assessed\n", "looked at", {}),
        ("behavior,start_s,stop_s\n", "has no rows", {}),
        ("behavior,start_s,stop_s\n,1,2\n", "line 2: no behavior", {}),
        ("behavior,start_s,stop_s\nlick,,2\n", "line 2: no start_s", {}),
        ("behavior,start_s\nlick,1\n", "columns of intervals", {}),
        ("behavior,start_s,stop_s\nlick, left,one,2\n", "4 in line 2", {}),
    ],
)
def test_intervals_that_cannot_be_used(data, words, options, tmp_path):
    options = {"n_frames": 100, "fps": 10} | options
    assert words in said(tmp_path, data, **options)


@pytest.mark.parametrize(
    ("data", "bouts", "options"),
    [
        (INTERVALS.replace("_s", ""), [[10, 20]], {"unit": "seconds"}),
        ("Behavi" + "our;Onset (s);Offset (s)\nlick;1,0;2,0\n", [[10, 20]], {}),
        ("behavior,start time (s),stop_time_s\nlick,1,2\n", [[10, 20]], {}),
        ("behavior,onset_ms,offset_ms\nlick,1000,2000\n", [[10, 20]], {}),
        ("behavior,start_s,duration_s\nlick,1,0.3\n", [[10, 13]], {}),
        ("behavior,first_frame,stop_frame\nlick,3,5\n", [[3, 5]], {}),
        ("behavior,first_frame,last_frame\nlick,3,5\n", [[3, 6]], {}),
        ("behavior,start_frame,end_frame\nlick,3,5\n", [[3, 5]], {"unit": "frames"}),
        ("behavior,start_frame,end_frame\nlick,3,5\n", [[3, 6]], {"unit": "frames-inclusive"}),
        ("behavior,first_frame,stop_frame\nlick,3,120\nlick,130,140\n", [[3, 100]],
         {"believe": "video"}),
        ("behavior,start_s,stop_s\nlick,-0.001,10.04\n", [[0, 100]], {}),
        ("behavior,start_s,stop_s\nbackground,0,1\nlick,1,2\n", [[10, 20]], {}),
        ("behavior,start_s,stop_s,labeler\nlick,0,2,A\nlick,1,3,B\n", [[10, 30]],
         {"labeler": "B"}),
        ("behavior,start_s,stop_s\nlick,61,62\n", [[10, 20]], {"time_offset_s": 60}),
        ("behavior,start_s,stop_s,type\nlick,1.04,,point\n", [[10, 11]], {}),
    ],
)  # fmt: skip
def test_intervals_are_put_on_the_frames_that_are_nearest(data, bouts, options, tmp_path):
    found = read(tmp_path, data, n_frames=100, fps=10, **options)
    assert found.bouts["lick"].tolist() == bouts


def test_bouts_shorter_than_a_frame_are_one_and_said(tmp_path):
    data = "behavior,start_s,stop_s\nlick,1.001,1.002\nlick,1.003,1.004\nlick,9.9999,10\n"
    found = read(tmp_path, data, n_frames=100, fps=10)
    assert found.bouts["lick"].tolist() == [[10, 11], [99, 100]]
    assert [note.split(": ")[1] for note in found.notes] == ["3", "1"]


def test_an_end_that_is_missing(tmp_path):
    data = "behavior,start_s,stop_s\nlick,1,\nlick,2,4\nlick,6,\n"
    assert "START without a STOP" in said(tmp_path, data, n_frames=100, fps=10)
    unknown = read(tmp_path, data, n_frames=100, fps=10, open_bouts="unknown")
    assert unknown.bouts["lick"].tolist() == [[20, 40]]
    assert unknown.assessed["lick"].tolist() == [[0, 10], [20, 60]]
    assert "line 2" in said(tmp_path, data, n_frames=100, fps=10, open_bouts="end")
    last = read(tmp_path, data.replace("lick,1,\n", ""), n_frames=100, fps=10, open_bouts="end")
    assert last.bouts["lick"].tolist() == [[20, 40], [60, 100]]


def test_one_behavior_of_a_span_that_nobody_looked_at_keeps_its_name(tmp_path):
    labels = Labels(Ethogram.of(["lick", "groom"]), 9, {"lick": [[2, 4]]}, {"lick": [[0, 5]]})
    found = read(tmp_path, labels_as_bytes(labels, to="intervals-frames"), n_frames=9)
    assert found.digest == labels.digest


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"believe": "me"}, "believe"),
        ({"unit": "fortnights"}, "unit"),
        ({"open_bouts": "guess"}, "open_bouts"),
        ({"names_from": "air"}, "names_from"),
        ({"ethogram": ["lick"]}, "ethogram"),
        ({"color": "red"}, "color"),
        ({"format": "docx"}, "format"),
        ({"fps": -1}, "fps"),
        ({"n_frames": 2.5}, "n_frames"),
        ({"n_frames": 3, "times_s": [0, 1]}, "one time for each frame"),
        ({"times_s": [0, 2, 1]}, "do not increase"),
        ({"times_s": [np.nan, np.nan, np.nan]}, "No frame has a time"),
    ],
)
def test_options_that_cannot_be_used(options, words, tmp_path):
    assert words in said(tmp_path, TABLE, **options)


def test_frames_without_a_time_are_between_their_neighbors(tmp_path):
    times_s = np.arange(50) / 10
    times_s[[0, 12, 13, 49]] = np.nan
    found = read(tmp_path, INTERVALS, times_s=times_s)
    assert found.bouts["lick"].tolist() == [[10, 20]] and found.n_frames == 50


def test_what_is_written_is_never_written_over_what_is_there(tmp_path):
    labels = read(tmp_path, TABLE)
    out = tmp_path / "out.csv"
    write_labels(out, labels, to="deepethogram")
    with pytest.raises(PathError):
        write_labels(out, Labels(labels.ethogram, 3, {}), to="deepethogram")
    assert out.read_text() == TABLE and format_of(out) == "deepethogram"
    with pytest.raises(ParameterError, match="format"):
        write_labels(out, labels, to="word")
    with pytest.raises(LabelsError, match="in seconds"):
        labels_as_bytes(labels, to="intervals-seconds")
