"""`mouseface score` on a small movie: what it refuses, when, and what it leaves alone."""

from __future__ import annotations

import csv
import dataclasses
import errno
import json
import os

import av
import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.events.windows import EventWindow
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.errors import PathError
from element_mouseface.plots import _style as style

FPS, N_FRAMES, HEIGHT, WIDTH = 20, 160, 96, 128
HEADER = "event,onset_s,offset_s\n"
EVENTS = HEADER + "tail_shock,1,1.5\nsucrose,3,3.5\ntail_shock,5,5.5\nsucrose,6.5,7\n"


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    """Eight seconds of a textured 'face' that moves during events; frames 70-74 are black."""
    path = tmp_path_factory.mktemp("movie") / "face.mp4"
    random = np.random.default_rng(0)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    # Smooth shapes: in fine texture, L2-Hys clips every number of a descriptor alike.
    texture = 40 + 0.5 * x + 60 * (np.hypot((x - 60) / 2, y - 50) < 25) + 50 * (y > x + 20)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=FPS, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(N_FRAMES):
            time_s = number / FPS
            luma = texture + random.standard_normal(x.shape)
            for onset, kind in ((1, 0), (5, 0), (3, 1), (6.5, 1)):
                if onset <= time_s < onset + 0.5:
                    luma = np.roll(luma, 6, axis=kind)
            luma = np.zeros_like(luma) if 70 <= number < 75 else luma
            gray = np.clip(luma, 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(gray, format="gray").reformat(format="yuv420p")
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return path


@pytest.fixture
def events(tmp_path):
    path = tmp_path / "given.csv"
    path.write_text(EVENTS)
    return path


def score(*arguments):
    return main(["score", *map(str, arguments)])


def refused(capsys, *arguments):
    """The message of a command that must end with code 2."""
    capsys.readouterr()
    assert score(*arguments) == 2
    return capsys.readouterr().err


@pytest.fixture(scope="module")
def scored(movie, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scored")
    (folder / "given.csv").write_text(EVENTS)
    out = folder / "out"
    assert score(movie, "--events", folder / "given.csv", "--out", out, "--workers", 1) == 0
    return out


def test_a_run_writes_every_file_and_blanks_for_black_frames(scored):
    with open(scored / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == N_FRAMES
    assert {row["frame"] for row in rows if row["sucrose_similarity"] == ""} == {
        str(n) for n in range(70, 75)
    }
    assert "BLACK" in rows[72]["flags"] and rows[20]["flags"] == ""
    assert float(rows[30]["time_s"]) == pytest.approx(1.5, abs=1e-5)
    report = json.loads((scored / "report.json").read_text())
    assert report["published"]["n_valid"] == N_FRAMES - 5
    written = {path.name for path in scored.iterdir()}
    assert written == {
        "scores.csv",
        "bouts.csv",
        "events.csv",
        "habituation.csv",
        "folds.csv",
        "trials.csv",
        "registration.csv",
        "prototypes.npz",
        "prototypes.png",
        "score.png",
        "similarity.png",
        "registration.png",
        "events.png",
        "why.png",
        "report.json",
        "descriptors.zarr",
    }


def test_one_call_scores_as_the_command_does(scored):
    """`score` of the front door gives what the command wrote, and takes its prototypes."""
    events = mf.read_events(scored.parent / "given.csv")
    found = mf.score(scored / "descriptors.zarr", events)
    written = read_folder(scored)
    assert list(found.methods) == list(written.methods)
    assert found.movie.files[0].sha256 == written.movie.files[0].sha256
    assert dataclasses.replace(found.movie, files=()) == dataclasses.replace(
        written.movie, files=()
    )
    assert found.findings == written.findings
    assert {t.name for t in found.traces} == {t.name for t in written.traces} != set()
    for trace in written.traces:
        own = found.scores_of(trace.measure).trace(trace.name)
        np.testing.assert_allclose(own.values, trace.values, rtol=1e-6, equal_nan=True)
    prototypes = mf.load_prototypes(scored)
    assert list(prototypes) == ["published"]  # the contrast score was refused
    other = mf.score(scored / "descriptors.zarr", prototypes=scored / "prototypes.npz")
    assert list(other.methods) == ["published"] and other.events is None
    for trace in other.traces:
        own = found.scores_of(trace.measure).trace(trace.name)
        np.testing.assert_allclose(own.values, trace.values, rtol=1e-6, equal_nan=True)
    with pytest.raises(PathError, match="no prototypes"):
        mf.load_prototypes(scored.parent)


def test_too_little_to_score_is_a_state_and_no_failure(scored):
    """Four trials: the contrast score is refused, the exit code was 0, similarity stands."""
    with open(scored / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["sucrose_score"] for row in rows} == {row["sucrose_score_se"] for row in rows}
    assert rows[30]["sucrose_score"] == "" and rows[30]["sucrose_similarity"] != ""
    report = json.loads((scored / "report.json").read_text())
    assert report["contrast"]["refused"]
    about = report["contrast"]["stimuli"]["sucrose"]
    assert about["finding"] == "too_few_events" and about["reason"].endswith(".")
    assert {"method": "contrast", "kind": "too_few_events"}.items() <= next(
        finding for finding in report["findings"] if finding["method"] == "contrast"
    ).items()


def test_a_second_run_passes_over_the_movie_no_more(scored, movie, events):
    before = (scored / "descriptors.zarr" / "zarr.json").stat().st_mtime_ns
    assert score(movie, "--events", events, "--out", scored, "--normalize", "minmax") == 0
    assert (scored / "descriptors.zarr" / "zarr.json").stat().st_mtime_ns == before
    with open(scored / "scores.csv") as file:
        assert "sucrose_normalized" in file.readline()


def test_prototypes_bring_their_parameters_and_need_no_events(scored, movie, tmp_path):
    saved = scored / "prototypes.npz"
    assert score(movie, "--prototypes", saved, "--out", tmp_path / "out") == 0
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["published"]["source"] == "same data" and report["events"] is None


def test_another_grid_or_other_parameters_are_refused_with_both(scored, movie, tmp_path, capsys):
    saved, out = scored / "prototypes.npz", tmp_path / "never"
    message = refused(capsys, movie, "--prototypes", saved, "--crop", "0,0,64,64", "--out", out)
    assert "3x4 cells" in message and "2x2 cells" in message
    params = tmp_path / "params.json"
    params.write_text('{"hog": {"orientations": 9}}')
    message = refused(capsys, movie, "--prototypes", saved, "--params", params, "--out", out)
    assert "orientations=8" in message and "orientations=9" in message
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("event,start,stop\na,1,2\n", "event,start,stop"),
        (HEADER, "no rows"),
        (HEADER + "a,7,9\n", "outside the recording"),
        (HEADER + "a,1,3\nb,2,4\n", "begins before"),
        (HEADER + "a,2,1\n", "line 2"),
        (HEADER + "a,1.001,1.002\n", "no frame lies inside"),
    ],
)
def test_bad_events_are_refused_before_anything_is_made(movie, tmp_path, capsys, text, words):
    path, out = tmp_path / "bad.csv", tmp_path / "never"
    path.write_text(text)
    assert words in refused(capsys, movie, "--events", path, "--out", out)
    assert not out.exists()


def test_bad_paths_and_options_are_refused(movie, events, tmp_path, capsys):
    out = tmp_path / "never"
    for arguments, words in (
        ((movie,), "need events or prototypes"),
        ((movie, "--events", tmp_path / "none.csv"), "no events file"),
        ((movie, "--prototypes", events), "has no prototypes that can be used"),
        ((tmp_path / "none.mp4", "--events", events), "none.mp4"),
        ((movie, "--events", events, "--crop", "100,0,64,64"), "outside the frame"),
        ((movie, "--events", events, "--crop", "0,0,20,20"), "smaller than"),
        ((movie, "--events", events, "--neutral", "quiet"), "stillest"),
        ((movie, "--events", events, "--params", events), "parameters file"),
        ((movie, "--events", events, "--workers", "0"), "at least 1"),
    ):
        assert words in refused(capsys, *arguments, "--out", out), arguments
    assert not out.exists()


def test_a_stimulus_that_shows_no_face_is_refused(movie, tmp_path, capsys):
    path = tmp_path / "dark.csv"
    path.write_text(HEADER + "sucrose,1,1.5\nwater,3.5,3.7\n")
    assert "'water'" in refused(capsys, movie, "--events", path, "--out", tmp_path / "out")
    assert not (tmp_path / "out" / "scores.csv").exists()


def test_the_users_own_files_are_never_replaced(movie, tmp_path, capsys):
    mine = tmp_path / "events.csv"
    mine.write_text(EVENTS)
    assert "would replace" in refused(capsys, movie, "--events", mine, "--out", tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "bouts.csv").write_text("by hand")
    message = refused(capsys, movie, "--events", mine, "--out", other)
    assert "not written by `mouseface score`" in message
    assert (other / "bouts.csv").read_text() == "by hand"
    assert mine.read_text() == EVENTS


@pytest.mark.parametrize("text", ['{"contrast": [1]}', '{"measures": 3}', '{"score": "x"}', "[]"])
def test_parameters_that_are_no_mapping_are_refused(movie, events, tmp_path, capsys, text):
    (tmp_path / "params.json").write_text(text)
    options = ("--params", tmp_path / "params.json", "--out", tmp_path / "out")
    assert "a mapping" in refused(capsys, movie, "--events", events, *options)


def test_files_that_are_no_prototypes_are_refused_by_name(scored, movie, tmp_path, capsys):
    (tmp_path / "contrast_prototypes.npz").write_bytes(b"PK\x03\x04 cut off")
    for path in (scored / "scores.csv", tmp_path / "contrast_prototypes.npz"):
        message = refused(capsys, movie, "--prototypes", path, "--out", tmp_path / "out")
        assert path.name in message and "pickle" not in message
    assert "no contrast prototypes" in message


def test_windows_of_ones_own_are_measured_over_those_seconds(movie, events, tmp_path, capsys):
    out = tmp_path / "out"
    options = (
        "--method",
        "published",
        "--window",
        "late=0.2,0.4",
        "--window",
        "end=offset-.1,offset",
    )
    assert score(movie, "--events", events, "--out", out, *options) == 0
    with open(out / "scores.csv", newline="") as file:
        frames = list(csv.DictReader(file))
    with open(out / "events.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["prototype"] == "sucrose"]
    for name, start, stop in (("late", 0.2, 0.4), ("end", 0.4, 0.5)):
        mine = [row for row in rows if row["window"] == name]
        assert len(mine) == 4
        for row in mine:
            low, high = float(row["onset_s"]) + start, float(row["onset_s"]) + stop
            inside = [
                float(frame["sucrose_similarity"])
                for frame in frames
                if low - 1e-9 <= float(frame["time_s"]) < high - 1e-9
            ]
            assert int(row["n_frames"]) == len(inside) > 1
            assert float(row["peak"]) == pytest.approx(max(inside), abs=1e-6)
    told = {row["name"]: row for row in json.loads((out / "report.json").read_text())["windows"]}
    assert {row["window"] for row in rows} == set(told)
    late = EventWindow("any_name", 0.2, 0.4)
    assert (told["late"]["start_s"], told["late"]["stop_s"]) == (0.2, 0.4)
    assert told["late"]["hash"] == late.content_hash() != told["end"]["hash"]
    for text, words in (
        ("late", "not a window"),
        ("late=1", "not a window"),
        ("late=a,b", "not a window"),
        ("late=1,2,3", "not a window"),
        ("late=,", "not a window"),
        ("late=2,1", "cannot be used"),
        ("event=0,1", "two windows 'event'"),
        ("Event=0,1", "two windows 'event'"),
        ("early=0,1", "exist already, as window 'first_second'"),
        ("all=onset,offset", "exist already, as window 'event'"),
    ):
        message = refused(capsys, movie, "--events", events, "--out", out, "--window", text)
        assert words in message and "Expected" in message and "What to do" in message


def test_a_run_that_failed_while_writing_is_done_again_without_overwrite(
    movie, events, tmp_path, capsys, monkeypatch
):
    out = tmp_path / "out"
    arguments = (movie, "--events", events, "--out", out, "--method", "published")
    assert score(*arguments) == 0
    with monkeypatch.context() as full:  # before the figures, which come after the tables
        full.setattr(style.Figure, "savefig", no_room)
        assert "score.png cannot be written" in refused(capsys, *arguments)
    # a report would stand for a complete set, and the next run must know whose files these are
    assert not (out / "report.json").exists() and (out / "scores.csv").exists()
    assert not list(out.glob(".*"))
    assert score(*arguments) == 0
    assert json.loads((out / "report.json").read_text())["methods"] == ["published"]
    assert not (out / "unfinished.json").exists()


def no_room(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_no_plain_file_is_refused_before_the_pass(movie, events, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    makers = {
        "scores.csv": lambda path: os.mkfifo(path),
        "report.json": lambda path: path.symlink_to(tmp_path / "mine.txt"),
        "why.png": lambda path: path.mkdir(),
    }
    for name, make in makers.items():
        make(out / name)
        assert name in refused(capsys, movie, "--events", events, "--out", out, "--overwrite")
        (out / name).rmdir() if name == "why.png" else (out / name).unlink()
    assert list(out.iterdir()) == [] and (tmp_path / "mine.txt").read_text() == "mine"


def test_an_output_that_is_no_folder_is_refused(movie, events, tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("x")
    message = refused(capsys, movie, "--events", events, "--out", file / "out")
    assert "cannot be written" in message


def test_help_shows_the_events_file_and_the_output(capsys):
    with pytest.raises(SystemExit) as done:
        score("--help")
    text = capsys.readouterr().out
    assert done.value.code == 0
    for words in ("event,onset_s,offset_s", "scores.csv", "--prototypes", "mouseface score"):
        assert words in text
