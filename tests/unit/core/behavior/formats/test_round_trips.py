"""Out and in again: any labels, every format that can be written; and real files of others."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.formats import (
    WRITE_FORMATS,
    format_of,
    labels_as_bytes,
    read_labels,
    write_labels,
)
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.errors import LabelsError, PathError

NAMES = Ethogram(
    (
        Behavior("lick, left"),
        Behavior('"toilettage" léger', definition="paws over the nose"),
        Behavior("Schnüffeln  laut"),
    )
)
#: formats whose rows are frames: two bouts that touch are one there
OF_FRAMES = ("deepethogram", "jabs", "simba")
CONTENT = {"intervals-seconds": "intervals", "intervals-frames": "intervals"}
#: uneven times: 33.3 ms with a pause, rounded to a tick as in a container
TIMES_S = np.round(np.cumsum(np.where(np.arange(60) == 25, 0.9, 1 / 30)), 6)


def again(path: Path, data: bytes, **options) -> Labels:
    path.write_bytes(data)
    return read_labels(path, **{"n_frames": 60, "times_s": TIMES_S} | options)


@pytest.mark.parametrize("to", WRITE_FORMATS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(matrix=arrays(np.int8, (60, 3), elements=st.integers(0, 1)))
def test_whole_movies_come_back_frame_by_frame(to, matrix, tmp_path):
    matrix[3] = 1  # a table of BORIS names the behaviors that occur
    labels = Labels.from_matrix(NAMES, matrix)
    data = labels_as_bytes(labels, to=to, times_s=TIMES_S, video="mouse 7.mp4")
    found = again(tmp_path / "x", data, ethogram=NAMES, video="mouse 7.mp4")
    assert np.array_equal(found.matrix(), matrix)
    assert found.digest == labels.digest and not found.notes
    expected = "deepethogram" if to == "simba" else CONTENT.get(to, to)
    assert found.layout["format"] == format_of(tmp_path / "x") == expected
    assert found.source == "x" and len(found.source_digest) == 64


@pytest.mark.parametrize("to", ["deepethogram", "intervals-seconds", "intervals-frames", "jabs",
                                "elan"])  # fmt: skip
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(matrix=arrays(np.int8, (60, 3), elements=st.integers(-1, 1)))
def test_unknown_frames_stay_unknown_where_the_format_can_say_so(to, matrix, tmp_path):
    matrix[0, 0] = 1
    labels = Labels.from_matrix(NAMES, matrix)
    data = labels_as_bytes(labels, to=to, times_s=TIMES_S)
    found = again(tmp_path / "x", data, ethogram=NAMES)
    assert np.array_equal(found.matrix(), matrix)


@pytest.mark.parametrize("to", WRITE_FORMATS)
def test_what_a_format_cannot_say_is_refused_or_said_to_be_absent(to, tmp_path):
    labels = Labels(NAMES, 60, {"lick, left": [[12, 20]]}, {"lick, left": [[10, 30], [40, 50]]})
    if to not in ("deepethogram", "intervals-seconds", "intervals-frames", "jabs", "elan"):
        with pytest.raises(LabelsError, match="cannot be written"):
            labels_as_bytes(labels, to=to, times_s=TIMES_S)
    data = labels_as_bytes(labels, to=to, times_s=TIMES_S, unknown="absent")
    found = again(tmp_path / "x", data, ethogram=NAMES, believe="absent")
    assert np.array_equal(found.matrix() == 1, labels.matrix() == 1)
    if to != "intervals-frames" and not to.startswith(("intervals", "deepethogram")):
        assert (found.matrix() >= 0).all()


def test_one_span_goes_into_bento_and_a_project_and_labeled_frames_into_simba(tmp_path):
    bouts = {"lick, left": [[12, 20]]}
    spans = {name: [[10, 60]] for name in NAMES.names}
    labels = Labels(NAMES, 60, bouts, spans)
    for to in ("bento", "boris-project", "simba"):
        data = labels_as_bytes(labels, to=to, times_s=TIMES_S)
        format = "simba" if to == "simba" else None
        found = again(tmp_path / "x", data, ethogram=NAMES, format=format)
        assert found.digest == labels.digest, to


@pytest.mark.parametrize("to", sorted(set(WRITE_FORMATS) - set(OF_FRAMES)))
def test_bouts_that_touch_stay_apart_where_bouts_are_written(to, tmp_path):
    bouts = {name: [[5, 9], [9, 20], [40, 60]] for name in NAMES.names}
    labels = Labels(NAMES, 60, bouts)
    found = again(tmp_path / "x", labels_as_bytes(labels, to=to, times_s=TIMES_S), ethogram=NAMES)
    assert found.digest == labels.digest


@pytest.mark.parametrize("to", ["intervals-seconds", "intervals-frames", "boris-tabular",
                                "boris-aggregated", "boris-project"])  # fmt: skip
def test_point_events_keep_their_kind_without_an_ethogram(to, tmp_path):
    kinds = Ethogram((Behavior("startle", "point"), Behavior("lick")))
    labels = Labels(kinds, 60, {"startle": [[3, 4], [4, 5], [59, 60]], "lick": [[20, 30]]})
    found = again(tmp_path / "x", labels_as_bytes(labels, to=to, times_s=TIMES_S))
    assert {b.name: b.kind for b in found.ethogram.behaviors} == {
        "startle": "point",
        "lick": "state",
    }
    assert found.bouts["startle"].tolist() == [[3, 4], [4, 5], [59, 60]]


@pytest.mark.parametrize("to", [to for to in WRITE_FORMATS if to != "simba"])
def test_a_point_behavior_that_lasts_keeps_its_frames(to, tmp_path):
    kinds = Ethogram((Behavior("startle", "point"), Behavior("lick")))
    labels = Labels(kinds, 60, {"startle": [[3, 9]], "lick": [[20, 30]]})
    data = labels_as_bytes(labels, to=to, times_s=TIMES_S)
    assert again(tmp_path / "x", data, ethogram=kinds).digest == labels.digest


def test_a_project_keeps_definitions_and_that_behaviors_exclude_each_other(tmp_path):
    labels = Labels(Ethogram(NAMES.behaviors, exclusive=True), 60, {"lick, left": [[5, 9]]})
    found = again(tmp_path / "x", labels_as_bytes(labels, to="boris-project", times_s=TIMES_S))
    assert found.digest == labels.digest


@pytest.mark.parametrize("rate", [25.0, 30.0, 29.97, 250.0, 999.0, 20000.0])
@pytest.mark.parametrize("to", ["intervals-seconds", "boris-tabular", "boris-project"])
def test_seconds_have_digits_enough_for_any_rate(to, rate, tmp_path):
    times_s = np.arange(400) / rate
    bouts = {name: [[k, k + 1] for k in range(0, 400, 2)] for name in NAMES.names}
    labels = Labels(NAMES, 400, bouts)
    data = labels_as_bytes(labels, to=to, times_s=times_s)
    found = again(tmp_path / "x", data, n_frames=400, times_s=times_s, ethogram=NAMES)
    assert found.digest == labels.digest and not found.notes


def test_elan_refuses_frames_that_milliseconds_cannot_tell_apart():
    labels = Labels(NAMES, 400, {"lick, left": [[5, 9]]})
    with pytest.raises(LabelsError, match="milliseconds"):
        labels_as_bytes(labels, to="elan", fps=2000)


LAYOUTS = {
    "as it writes": ",background,lick,groom\n0,1,0,0\n1,0,1,0\n2,-1,-1,-1\n",
    "without an index": "background,lick,groom\n1,0,0\n0,1,0\n-1,-1,-1\n",
    "Windows": ",background,lick,groom\r\n0,1,0,0\r\n1,0,1,1\r\n",
    "byte-order mark": "\ufeff,background,lick\n0,1,0\n1,0,1\n",
    "no last line end": ",background,lick\n0,1,0\n1,0,1",
    "no background": ",lick,groom\n0,0,0\n1,1,0\n",
    "other order": ",lick,background,groom\n0,0,1,0\n1,1,0,0\n",
    "named index": "frame,background,lick\n0,1,0\n1,0,1\n",
    "a quoted name": ',background,"lick, left","groom"\n0,1,0,0\n1,0,1,0\n',
    "semicolons": ";background;lick\n0;1;0\n1;0;1\n",
    "tabs": "\tbackground\tlick\n0\t1\t0\n1\t0\t1\n",
    "numbers with a point": ",background,lick\n0,1.0,0.0\n1,0.0,1.0\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_a_table_of_deepethogram_comes_out_byte_for_byte(text, tmp_path):
    path, out = tmp_path / "mouse_labels.csv", tmp_path / "again.csv"
    path.write_bytes(text.encode())
    labels = read_labels(path)
    write_labels(out, labels, to="deepethogram")
    assert out.read_bytes() == path.read_bytes()
    with pytest.raises(PathError):
        write_labels(path, labels, to="deepethogram", inputs=[path], overwrite=True)


# real files


@pytest.mark.parametrize("name", ["2019_06_26_fly2", "2019_08_07_fly2"])
def test_real_labels_of_deepethogram(name, shared, tmp_path):
    path = shared / "labels" / "deepethogram" / f"{name}.csv"
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    values = np.array(rows[1:], dtype=int)
    labels = read_labels(path, n_frames=len(values))
    assert labels.ethogram.names == tuple(rows[0][2:])
    assert np.array_equal(labels.matrix(), values[:, 2:])
    assert labels_as_bytes(labels, to="deepethogram") == path.read_bytes()
    for to in set(WRITE_FORMATS) - {"deepethogram"}:
        data = labels_as_bytes(labels, to=to, fps=60)
        found = again(tmp_path / to, data, n_frames=labels.n_frames, times_s=None, fps=60,
                      ethogram=labels.ethogram)  # fmt: skip
        assert found.digest == labels.digest, to


def test_real_tables_and_a_project_of_boris(shared, tmp_path):
    for path in sorted((shared / "labels" / "boris").glob("*.csv")):
        lines = path.read_text().splitlines()
        head = next(k for k, line in enumerate(lines) if line.startswith("Time,"))
        rows = list(csv.DictReader(lines[head:]))
        length = float(rows[0]["Total length"])
        labels = read_labels(path, fps=30, n_frames=round(30 * length), video=Path(
            rows[0]["Media file path"]).with_suffix(".mp4"))  # fmt: skip
        for name in labels.ethogram.names:
            times = [float(row["Time"]) for row in rows if row["Behavior"] == name]
            expected = np.array(sorted(times)).reshape(-1, 2)
            assert np.abs(labels.bouts[name] / 30 - expected).max() <= 0.5 / 30 + 1e-9
        for to in WRITE_FORMATS:
            data = labels_as_bytes(labels, to=to, fps=30)
            found = again(tmp_path / "x", data, n_frames=labels.n_frames, times_s=None, fps=30)
            assert np.array_equal(found.with_ethogram(labels.ethogram).matrix(), labels.matrix()), (
                path,
                to,
            )
    project = shared / "labels" / "boris" / "test-multi-behaviors.boris"
    one = read_labels(project)
    table = read_labels(project.with_name("test-simultaneous-events.csv"))
    for name in ("aa", "mm"):  # the same observation, exported
        assert np.array_equal(one.bouts[name], table.bouts[name])
    assert one.ethogram["aa"].definition == "attack"


def test_real_annotations_of_bento_have_the_durations_that_it_states(shared):
    path = shared / "labels" / "bento" / "Together_1.annot"
    labels = read_labels(path)
    assert (labels.n_frames, labels.ethogram.names) == (19955, ("Attack", "Sniffing"))
    rows = [line.split() for line in path.read_text().splitlines() if line[:1].isdigit()]
    durations = [round(30 * float(row[2])) for row in rows]
    spans = np.concatenate([labels.bouts["Attack"], labels.bouts["Sniffing"]])
    assert np.diff(spans, axis=1)[:, 0].tolist() == durations
    assert spans[0].tolist() == [90, 157]  # its frames 91 to 157, counted from 1


@pytest.mark.parametrize("release", ["2.7", "2.8", "3.0"])
def test_real_tiers_of_elan(release, shared):
    path = shared / "labels" / "elan" / f"sample_{release}.eaf"
    labels = read_labels(path, n_frames=200_000, fps=100, names_from="value", tiers="gestures")
    assert {n: len(b) for n, b in labels.bouts.items()} == {
        "prep": 2, "hold": 795, "stroke": 398, "retr": 2}  # fmt: skip
    assert labels.bouts["prep"][0].tolist() == [180, 240]
    if release != "3.0":
        return
    with pytest.raises(LabelsError, match="without a time of its own"):
        read_labels(path, n_frames=10, fps=25, tiers=["words-timesub"], names_from="tier")


def test_files_are_the_same_for_the_same_labels():
    labels = Labels(NAMES, 60, {name: [[5, 9]] for name in NAMES.names}, labeler="someone")
    for to, _ in itertools.product(WRITE_FORMATS, range(2)):
        one, two = (labels_as_bytes(labels, to=to, fps=30, video="a.mp4") for _ in range(2))
        assert one == two and one
    assert json.loads(labels_as_bytes(labels, to="jabs", video="a.mp4"))["file"] == "a.mp4"
