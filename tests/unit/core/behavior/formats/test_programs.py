"""Files of each program, as that program writes them; and what in them is refused."""

from __future__ import annotations

import json
import os
import sys

import h5py
import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.formats import (
    WRITE_FORMATS,
    labels_as_bytes,
    read_labels,
    read_probabilities,
)
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.errors import LabelsError, MouseFaceError, UnsafeFileError
from tests.fuzzing import fuzz

HEAD = (
    "Observation id,Observation date,Description,Observation type,Source,Time offset (s),"
    "Media duration (s),FPS,Subject,Behavior,Behavioral category,Modifier #1,Behavior type,Time,"
    "Media file name,Image index,Image file path,Comment\n"
)


def event(at, behavior, status, *, subject="m", fps="25.000", offset="0", media="mouse.mp4",
          duration="10.000", observation="o", modifier=""):  # fmt: skip
    return (
        f"{observation},2024-01-01 10:00:00,,Media file(s),player #1:/a/b/{media},{offset},"
        f"{duration},{fps},{subject},{behavior},,{modifier},{status},{at},/a/b/{media},NA,NA,\n"
    )


PAIR = event(1, "lick", "START") + event("2.0", "lick", "STOP")


def read(tmp_path, text, **options):
    path = tmp_path / "file"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_labels(path, **options)


def refused(tmp_path, text, words, **options):
    with pytest.raises(MouseFaceError) as found:
        read(tmp_path, text, **options)
    assert words in str(found.value), found.value


# BORIS


@pytest.mark.parametrize("data", [HEAD + PAIR, (HEAD + PAIR).replace(",", "\t"),
                                  (HEAD + PAIR).encode("utf-16")])  # fmt: skip
def test_a_tabular_export_of_boris(data, tmp_path):
    found = read(tmp_path, data)
    assert (found.n_frames, found.bouts["lick"].tolist()) == (250, [[25, 50]])
    assert found.layout["format"] == "boris-tabular" and found.ethogram["lick"].kind == "state"


def test_boris_of_another_video(tmp_path):
    data = HEAD + PAIR
    for options, words in (
        ({"fps": 30, "n_frames": 300}, "30 frames a second, as the video has"),
        ({"fps": 24.97, "n_frames": 250}, "24.97 frames a second"),
        ({"fps": 25, "n_frames": 500}, "20 s, as the video has"),
        ({"fps": 25, "n_frames": 250, "video": "x/rat.mp4"}, "another video"),
    ):
        refused(tmp_path, data, words, **options)
    assert read(tmp_path, data, fps=25, n_frames=250, video="C:/x/Mouse_reencoded.avi")
    first = data.replace("mouse.mp4", "mouse1.mp4")
    assert first != data
    refused(tmp_path, first, "another video", fps=25, n_frames=250, video="mouse12.mp4")
    assert read(tmp_path, first, fps=25, n_frames=250, video="mouse1_2.mp4")
    on_video = read(tmp_path, data, fps=30, n_frames=300, believe="video")
    assert on_video.bouts["lick"].tolist() == [[30, 60]]  # its seconds, on the video's frames
    own = read(tmp_path, data, fps=30, n_frames=250, believe="labels")
    assert own.bouts["lick"].tolist() == [[25, 50]]  # its frame numbers


def test_a_start_without_a_stop_is_told(tmp_path):
    more = event(3, "lick", "START")
    refused(tmp_path, HEAD + PAIR + more, "line 4: START at 3 s")
    last = read(tmp_path, HEAD + PAIR + more, open_bouts="end")
    assert last.bouts["lick"].tolist() == [[25, 50], [75, 250]]
    stop = event(0.5, "lick", "STOP")
    refused(tmp_path, HEAD + stop + PAIR, "line 2: STOP at 0.5 s")
    unknown = read(tmp_path, HEAD + stop + PAIR + more, open_bouts="unknown")
    assert unknown.assessed["lick"].tolist() == [[12, 75]] and "2" in unknown.notes[0]
    twice = event(0.5, "lick", "START") + PAIR
    refused(tmp_path, HEAD + twice, "line 2: START at 0.5 s", open_bouts="end")


def test_events_at_one_time_and_events_with_modifiers(tmp_path):
    rows = [(1, "START"), (2, "START"), (2, "STOP"), (3, "STOP")]
    data = HEAD + "".join(event(at, "lick", status) for at, status in rows)
    assert read(tmp_path, data).bouts["lick"].tolist() == [[25, 50], [50, 75]]
    left = event(1, "lick", "START", modifier="left") + event(3, "lick", "STOP", modifier="left")
    right = event(2, "lick", "START", modifier="right") + event(4, "lick", "STOP", modifier="right")
    found = read(tmp_path, HEAD + left + right)
    assert found.bouts["lick"].tolist() == [[25, 100]] and "modifiers" in found.notes[0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (PAIR + event(1, "lick", "START", subject="n"), "subject='m'"),
        (PAIR + event(1, "lick", "START", observation="p"), "observation='o'"),
        (event(1, "lick", "POINT", offset="5"), "time_offset_s=5"),
        (event(1, "lick", "BEGIN"), "'BEGIN' in line 2"),
        (PAIR + event(1, "lick", "POINT"), "point in line 4"),
        (event("x", "lick", "POINT"), "'x' in line 2"),
        (event(1, "", "POINT"), "without a behavior"),
        (event(1, "lick", "POINT") + event(2, "Lick", "POINT"), "two spellings"),
        ("", "has no events|no rows"),
        (event(11, "lick", "POINT"), "10 s"),
    ],
)
def test_boris_tables_that_cannot_be_used(rows, words, tmp_path):
    with pytest.raises(LabelsError, match=words):
        read(tmp_path, HEAD + rows)


def test_an_aggregated_export_of_boris(tmp_path):
    head = HEAD.replace("Time,Media", "Start (s),Stop (s),Duration (s),Media")
    rows = ["lick,,,STATE,1.0,2.0,1.0", "startle,,,POINT,3.0,3.0,NA", "lick,,,STATE,4,NA,NA"]
    start = "o,2024-01-01,,Media file,player #1:mouse.mp4,0,10.0,25.0,m,"
    lines = [f"{start}{row},mouse.mp4,NA,NA,\n" for row in rows]
    found = read(tmp_path, head + "".join(lines[:2]))
    assert found.layout["format"] == "boris-aggregated"
    assert (found.bouts["lick"].tolist(), found.bouts["startle"].tolist()) == (
        [[25, 50]],
        [[75, 76]],
    )
    refused(tmp_path, head + "".join(lines), "line 4: START at 4 s")
    refused(tmp_path, head + lines[0].replace("STATE", "STAT"), "'STAT' in line 2")
    refused(tmp_path, (HEAD + PAIR).replace("Time,", "Start (s),"), "columns of intervals")


def test_boris_in_hours_with_offset_without_rate_and_of_one_of_two_subjects(tmp_path):
    data = HEAD + event("00:00:01.5", "lick", "START") + event("00:00:02.5", "lick", "STOP")
    assert read(tmp_path, data).bouts["lick"].tolist() == [[37, 62]]
    data = HEAD + event(6, "lick", "POINT", offset="5")
    assert read(tmp_path, data, time_offset_s=5).bouts["lick"].tolist() == [[25, 26]]
    data = HEAD + event(1, "lick", "POINT", fps="NA", duration="NA")
    assert read(tmp_path, data, fps=50, n_frames=99).bouts["lick"].tolist() == [[50, 51]]
    data = HEAD + PAIR + event(4, "lick", "POINT", subject="n")
    assert read(tmp_path, data, subject="n").bouts["lick"].tolist() == [[100, 101]]


def project(**changes):
    one = {
        "file": {"1": ["/a/mouse.mp4"], "2": []}, "type": "MEDIA", "time offset": 0.0,
        "events": [[1.0, "m", "lick", "", ""], [1.5, "m", "startle", "", ""],
                   [2.0, "m", "lick", "", ""]],
        "observation time interval": [0, 0],
        "media_info": {"length": {"/a/mouse.mp4": 10.0}, "fps": {"/a/mouse.mp4": 25.0}},
    }  # fmt: skip
    behaviors = {
        "0": {"type": "State event", "code": "lick", "description": "tongue", "excluded": ""},
        "1": {"type": "Point event", "code": "startle", "description": "", "excluded": ""},
        "2": {"type": "State event", "code": "groom", "description": "", "excluded": ""},
    }
    return {"behaviors_conf": behaviors, "observations": {"o": one | changes}}


def test_a_project_of_boris(tmp_path):
    found = read(tmp_path, json.dumps(project()))
    assert found.ethogram.names == ("lick", "startle", "groom")
    assert found.bouts["lick"].tolist() == [[25, 50]]
    assert found.bouts["startle"].tolist() == [[37, 38]]
    assert found.n_assessed("groom") == 250  # in the ethogram, and never seen
    part = read(tmp_path, json.dumps(project(**{"observation time interval": [1, 4]})))
    assert part.assessed["groom"].tolist() == [[25, 100]]
    several = project()
    several["observations"]["p"] = several["observations"]["o"] | {"file": {"1": ["rat.mp4"]}}
    refused(tmp_path, json.dumps(several), "observation='o'")
    assert read(tmp_path, json.dumps(several), video="x/mouse.mp4", n_frames=250).n_frames == 250


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"events": []}, "believe='labels'"),
        ({"events": [[1.0, "m", "bite", "", ""]]}, "'bite' in event 1"),
        ({"events": [[None, "m", "lick", "", ""]]}, "event 1.time"),
        ({"events": [[1.0]]}, "event 1"),
        ({"events": {"a": 1}}, "a list"),
        ({"events": [[1.0, "m", "lick", "", ""]]}, "START without a STOP"),
        ({"events": [[1.0, "m", "startle", ""], [2.0, "n", "startle", ""]]}, "subject='m'"),
        ({"time offset": 3.5}, "time_offset_s=3.5"),
        ({"observation time interval": ["a", "b"]}, "two numbers"),
    ],
)
def test_projects_that_cannot_be_used(changes, words, tmp_path):
    refused(tmp_path, json.dumps(project(**changes)), words)


def test_a_project_that_was_coded_and_had_no_event(tmp_path):
    found = read(tmp_path, json.dumps(project(events=[])), believe="labels")
    assert found.n_assessed("lick") == 250 and found.matrix().max() == 0


# JABS

BLOCKS = [{"start": 2, "end": 5, "present": True}, {"start": 6, "end": 9, "present": False}]


def jabs(animals, **more):
    return json.dumps({"version": 1, "file": "mouse.mp4", "num_frames": 20,
                       "unfragmented_labels": animals} | more)  # fmt: skip


def test_blocks_of_jabs(tmp_path):
    nothing = [{"start": 12, "end": 14, "present": True}]
    found = read(tmp_path, jabs({"0": {"lick": BLOCKS, "None": nothing}}))
    assert found.bouts["lick"].tolist() == [[2, 6]]
    assert found.assessed["lick"].tolist() == [[2, 10], [12, 15]]
    fragments = {"labels": {"0": {"lick": [{"start": 3, "end": 4, "present": True}]}}}
    assert read(tmp_path, jabs({"0": {"lick": BLOCKS}}, **fragments)).n_present("lick") == 4
    two = jabs({"0": {"lick": []}, "1": {"lick": BLOCKS}}, external_identities={"0": 7, "1": 8})
    refused(tmp_path, two, "subject='0'")
    assert read(tmp_path, two, subject="8").n_present("lick") == 4


@pytest.mark.parametrize(
    ("animals", "words"),
    [
        ({}, "has no labels"),
        ({"0": {}}, "has no behavior"),
        ([], "a mapping"),
        ({"0": {"lick": [{"start": 5, "end": 2, "present": True}]}}, "start <= end"),
        ({"0": {"lick": [{"start": 5, "end": 25, "present": True}]}}, "frame 25"),
        ({"0": {"lick": [{"start": -5, "end": 2, "present": True}]}}, "-5"),
        ({"0": {"lick": [{"start": 1.5, "end": 2, "present": True}]}}, "1.5"),
        ({"0": {"lick": [{"start": 1, "end": 2, "present": "yes"}]}}, "true or false"),
        ({"0": {"lick": [*BLOCKS, BLOCKS[0]]}}, "do not overlap"),
    ],
)
def test_jabs_files_that_cannot_be_used(animals, words, tmp_path):
    refused(tmp_path, jabs(animals), words)


def test_numbers_of_frames_that_no_video_has(tmp_path):
    refused(tmp_path, jabs({"0": {"lick": BLOCKS}}, num_frames=10**12), "num_frames")
    refused(tmp_path, jabs({"0": {"lick": BLOCKS}}, num_frames=10**9), "more frames than can be")
    refused(tmp_path, HEAD + event(1, "lick", "POINT", duration="1e12"), "more frames than can be")


# Bento

BENTO = (
    "Bento annotation file\nMovie file(s): /a/my movie/mouse.mp4\n\nStimulus name: \n"
    "Annotation start frame: 1\nAnnotation stop frame: 20\nAnnotation framerate: 25.0\n\n"
    "List of channels:\nCh1\nCh 2\n\nList of annotations:\nlick left\ngroom\n\n"
    "Ch1----------\n>lick left\nStart\t Stop\t Duration \n1\t3\t3\n\n"
)
ROW = "1\t3\t3"
SECOND = "Ch 2----------\n>groom\nStart\t Stop\t Duration \n5\t6\t2\n\n"


@pytest.mark.parametrize(
    ("text", "bout"),
    [
        (BENTO, [0, 3]),
        (BENTO.replace("\n", "\r\n"), [0, 3]),
        (BENTO.replace(ROW, "1\t3\t2"), [0, 2]),  # durations without the last frame
        (BENTO.replace(ROW, "0.04\t0.12\t0.12"), [0, 3]),
        (BENTO.replace("start frame: 1", "start frame: 0"), [1, 4]),
        (BENTO.replace("start frame: 1", "start time: 4e-2")
         .replace("stop frame: 20", "stop time: 0.8"), [0, 3]),
    ],
)  # fmt: skip
def test_annotations_of_bento(text, bout, tmp_path):
    found = read(tmp_path, text)
    assert found.bouts["lick left"].tolist() == [bout]
    assert found.n_frames == (21 if "frame: 0" in text else 20)


@pytest.mark.parametrize(
    ("text", "words", "options"),
    [
        (BENTO, "labels of 20 frames", {"n_frames": 19}),
        (BENTO, "frame rate", {"n_frames": 20, "fps": 30}),
        (BENTO, "another video", {"video": "rat.mp4"}),
        (BENTO.replace(ROW, "0\t3\t4"), "begins before the video", {}),
        (BENTO.replace(ROW, "a\t3\t4"), "'a\\t3\\t4' in line 20", {}),
        (BENTO.replace(ROW, "1\tinf\t4"), "line 20", {}),
        (BENTO.replace(ROW, "5\t30\t26"), "frame 29", {}),
        (BENTO.replace("25.0", "").replace(ROW, ".1\t.3\t.3"), "Annotation framerate", {}),
        (BENTO + SECOND, "subject='Ch1'", {}),
        ("Bento annotation file\n", "names no behavior", {}),
    ],
)
def test_bento_files_that_cannot_be_used(text, words, options, tmp_path):
    refused(tmp_path, text, words, **options)


def test_a_channel_of_bento(tmp_path):
    found = read(tmp_path, BENTO + SECOND, subject="Ch 2")
    assert found.bouts["groom"].tolist() == [[4, 6]] and not len(found.bouts["lick left"])
    part = read(tmp_path, BENTO.replace("start frame: 1", "start frame: 3").replace(ROW, "4\t5\t2"))
    assert part.assessed["groom"].tolist() == [[2, 20]]
    assert part.bouts["lick left"].tolist() == [[3, 5]]


# SimBA

SIMBA = ",Nose_x,Nose_y,Nose_p,speed,in_zone,lick\n0,1.5,2,0.9,3,1,0\n1,1.5,2,0.9,3,0,1\n"


def test_targets_of_simba(tmp_path):
    found = read(tmp_path, SIMBA, behaviors="lick")
    assert found.layout["format"] == "simba" and found.bouts["lick"].tolist() == [[1, 2]]
    assert read(tmp_path, SIMBA, ethogram=Ethogram.of(["lick"])).digest == found.digest
    assert "'in_zone', 'lick'" in read(tmp_path, SIMBA).notes[0]
    gaps = read(tmp_path, SIMBA.replace("\n1,", "\n5,"), behaviors="lick", n_frames=9)
    assert gaps.assessed["lick"].tolist() == [[0, 1], [5, 6]]
    refused(tmp_path, SIMBA.replace("\n1,", "\n15,"), "labels of 16 frames", n_frames=9)
    refused(tmp_path, SIMBA, "no column of a behavior", behaviors="groom")
    between = SIMBA.replace(",lick\n", ",lick,more\n").replace(",0\n", ",0,7\n")
    refused(tmp_path, between.replace(",1\n", ",1,7\n"), "behaviors=")


# DeepEthogram's outputs


def outputs(path, groups=("tgmj",), **changes):
    values = {
        "P": np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.31], [0.9, 0.3]], np.float32),
        "thresholds": np.array([0.5, 0.3], np.float32),
        "class_names": ["background", "lick"],
    } | changes
    with h5py.File(path, "w") as file:
        for name in groups:
            group = file.create_group(name)
            for key, value in values.items():
                kind = h5py.string_dtype() if key == "class_names" else None
                group.create_dataset(key, data=value, dtype=kind)
            group.create_dataset("spatial_features", data=np.zeros((4, 8), np.float32))


def test_outputs_of_deepethogram(tmp_path):
    path = tmp_path / "mouse_outputs.h5"
    outputs(path)
    found = read_probabilities(path)
    assert (found.model, found.names) == ("tgmj", ("background", "lick"))
    assert found.values.shape == (4, 2) and found.thresholds.tolist() == pytest.approx([0.5, 0.3])
    labels = read_labels(path, n_frames=4)
    assert labels.bouts["lick"].tolist() == [[1, 3]]  # above its threshold, and not at it
    assert labels.method == "automated" and "tgmj" in labels.notes[0]
    with pytest.raises(LabelsError, match="labels of 4 frames"):
        read_labels(path, n_frames=5)
    outputs(path, ("one", "two"))
    with pytest.raises(LabelsError, match="model='one'"):
        read_labels(path)
    assert read_labels(path, model="two").n_present("lick") == 2
    outputs(path, P=np.array([[0.2, np.nan], [0.3, 0.9]], np.float32))
    assert read_labels(path).matrix()[:, 0].tolist() == [-1, 1]
    outputs(path, thresholds=[0.0, 0.0], P=np.array([[0.2, 0.005], [0.3, 0.02]], np.float32))
    assert read_labels(path).bouts["lick"].tolist() == [[1, 2]]  # its least threshold, 0.01


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_names": ["a", "b", "c"]}, "3 names, 2 thresholds"),
        ({"P": np.array([[2.0, 1.0]])}, "from 0 to 1"),
        ({"P": np.zeros(4)}, "do not fit"),
        ({"thresholds": [np.nan, 0.5]}, "finite"),
        ({"class_names": ["background", "Background"]}, "no behavior"),
    ],
)
def test_outputs_that_cannot_be_used(changes, words, tmp_path):
    path = tmp_path / "mouse_outputs.h5"
    outputs(path, **changes)
    with pytest.raises(LabelsError, match=words):
        read_labels(path)


def test_outputs_that_reach_out_of_the_file_are_refused(tmp_path):
    path = tmp_path / "mouse_outputs.h5"
    outputs(path)
    with h5py.File(path, "a") as file:
        file["tgmj/more"] = h5py.ExternalLink(os.devnull, "x")
    with pytest.raises(UnsafeFileError):
        read_labels(path)
    with h5py.File(path, "w") as file:
        file["x"] = [1]
    with pytest.raises(LabelsError, match="not one of DeepEthogram's outputs"):
        read_labels(path)


# ELAN


def test_an_elan_file_that_does_not_say_what_its_behaviors_are(tmp_path):
    pympi = pytest.importorskip("pympi")
    document = pympi.Eaf()
    document.add_tier("gestures")
    document.add_annotation("gestures", 1000, 2000, "lick")
    document.add_annotation("gestures", 3000, 4000, "groom")
    path = tmp_path / "a.eaf"
    document.to_file(str(path))
    with pytest.raises(LabelsError, match="what its behaviors are"):
        read_labels(path, n_frames=100, fps=10)
    values = read_labels(path, n_frames=100, fps=10, names_from="value")
    assert values.bouts["groom"].tolist() == [[30, 40]]
    with pytest.raises(LabelsError, match="no such tier"):
        read_labels(path, n_frames=100, fps=10, names_from="tier", tiers="gesture")
    tiers = read_labels(path, n_frames=100, fps=10, names_from="tier", tiers="gestures")
    assert tiers.bouts["gestures"].tolist() == [[10, 20], [30, 40]]
    path.write_text(path.read_text()[:400])
    with pytest.raises(LabelsError, match="no file of ELAN"):
        read_labels(path, n_frames=100, fps=10)


def test_without_pympi_the_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pympi", None)
    refused(tmp_path, "<ANNOTATION_DOCUMENT/>", "element-mouseface[elan]", n_frames=9, fps=10)


# all of them, damaged


@pytest.mark.parametrize("to", [*WRITE_FORMATS, "deepethogram-outputs"])
def test_damaged_files_give_a_right_result_or_an_error_of_ours(to, tmp_path):
    path = tmp_path / "damaged"
    names = Ethogram.of(["lick, left", "groom"])
    labels = Labels(names, 40, {"lick, left": [[3, 9], [20, 30]], "groom": [[5, 12]]})
    if to == "deepethogram-outputs":
        outputs(path)
        right = path.read_bytes()
    else:
        right = labels_as_bytes(labels, to=to, fps=30, video="m.mp4")

    def read_both(damaged):
        return [read_labels(damaged, fps=30, n_frames=n, believe=["video", "absent"]).digest
                for n in (40, 4)]  # fmt: skip

    assert fuzz(read_both, right, path, seconds=0.15) > 3
