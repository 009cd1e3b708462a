"""`mouseface nwb`: a scored folder becomes a file, and whatever is wrong is told before that."""

from __future__ import annotations

import json
from dataclasses import replace

import h5py
import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.exports.nwb import write as writer
from element_mouseface.core.inputs import sha256_of
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.results.write_folder import write_folder
from tests.unit.core.exports.nwb.labs import SESSION, everything, lab_file, scored_recording
from tests.unit.plots.test_event_figure import published as published_scores

published = published_scores
BEHAVIOR = "processing/behavior"


@pytest.fixture(scope="module")
def scored(published, tmp_path_factory):
    """A scored folder beside its movie, and a session.json; read it, do not change it."""
    folder = tmp_path_factory.mktemp("scored")
    found = scored_recording(published, folder)
    methods = {"published": found.methods["published"]}
    (file,) = found.movie.files
    file = replace(file, sha256=sha256_of(file.path))
    out = folder / "scored"
    out.mkdir()
    movie = replace(found.movie, files=(file,))
    write_folder(replace(found, methods=methods, movie=movie), out)
    (folder / "session.json").write_text(json.dumps(SESSION))
    return folder


@pytest.fixture
def unchecked(monkeypatch):
    """Without the schema and the inspector, which take most of the time."""
    monkeypatch.setattr(writer, "_check_valid", lambda *given: None)
    monkeypatch.setattr(writer, "_inspected", lambda *given: ())


def typed(scored, out, *more, zero=("--zero", "0.5"), session="session.json"):
    whose = ["--session", str(scored / session)] if session else []
    return ["nwb", str(scored / "scored"), *whose, "--out", str(out), *zero, *more]


def refused(capsys, words):
    capsys.readouterr()
    assert main(words) == 2, words
    told = capsys.readouterr()
    assert "What to do" in told.err and not told.out
    return told.err


def test_a_scored_folder_becomes_a_file_that_says_what_is_in_it(scored, tmp_path, capsys):
    out = tmp_path / "M01.nwb"
    assert main(typed(scored, out)) == 0
    told = capsys.readouterr().out
    assert "acquisition: face_movie" in told and "intervals: face_stimuli" in told
    assert "inspector:" not in told and "read back bit for bit" in told
    found = read_folder(scored / "scored")
    timed = np.isfinite(found.times_s)
    with h5py.File(out, "r") as file:
        (path,) = file["acquisition/face_movie/external_file"][:]
        series = file[f"{BEHAVIOR}/face_scores/sucrose_similarity"]
        values = series["data"][:].tobytes(), series["timestamps"][:].tobytes()
        assert file["general/subject/subject_id"][()] == b"M01"
    own = found.methods["published"].trace("sucrose").values
    assert values == (own[timed].tobytes(), (found.times_s[timed] - 0.5).tobytes())
    assert (tmp_path / path.decode()).samefile(scored / "face.mp4")


def test_what_is_missing_or_wrong_is_told_and_nothing_is_written(scored, tmp_path, capsys):
    out = tmp_path / "x.nwb"
    assert "clock showed" in refused(capsys, typed(scored, out, zero=()))
    assert "clock showed" in refused(capsys, typed(scored, out, zero=("--zero", "nan")))
    assert "from before" in refused(capsys, typed(scored, out, zero=("--zero", "5")))
    (tmp_path / "wrong.json").write_text(json.dumps({**SESSION, "session_start_time": "today"}))
    wrong = ["--session", str(tmp_path / "wrong.json")]
    told = refused(capsys, typed(scored, out, *wrong, session=""))
    assert "1 entry is missing or wrong" in told
    assert "no file" in refused(capsys, typed(scored, out, *["--session", "."], session=""))
    other = tmp_path / "other.mp4"
    other.write_bytes(b"another movie")
    assert "not the movie that was scored" in refused(
        capsys, typed(scored, out, "--video", str(other))
    )
    assert "x.h5" in refused(capsys, typed(scored, tmp_path / "x.h5"))
    assert "mouseface score" in refused(
        capsys,
        [
            "nwb",
            str(tmp_path),
            "--session",
            str(scored / "session.json"),
            "--zero",
            "0",
            "--out",
            str(out),
        ],
    )
    assert not list(tmp_path.glob("*.nwb*"))


def test_the_zero_of_the_session_a_moved_movie_and_parts(scored, tmp_path, unchecked, capsys):
    session = {**SESSION, "clock_zero_s": 0.5, "camera": {"name": "cam", "description": "Fast."}}
    (tmp_path / "session.json").write_text(json.dumps(session))
    moved = tmp_path / "moved.mp4"
    moved.write_bytes((scored / "face.mp4").read_bytes())
    out = tmp_path / "x.nwb"
    more = ["--session", str(tmp_path / "session.json"), "--video", str(moved), "--name", "side"]
    assert main(typed(scored, out, *more, "--without", "bouts", zero=(), session="")) == 0
    with h5py.File(out, "r") as file:
        series = file["acquisition/side_movie"]
        assert series["external_file"][:].tolist() == [b"moved.mp4"]
        assert series.get("device", getlink=True).path == "/general/devices/cam"
        assert not [name for name in file[BEHAVIOR] if name.endswith("_bouts")]
    other = ("--zero", "0.25")
    assert "given twice" in refused(
        capsys, typed(scored, tmp_path / "y.nwb", *more, zero=other, session="")
    )
    assert "exists already" in refused(capsys, typed(scored, out, *more, zero=(), session=""))


def test_a_movie_that_is_gone_can_be_left_out(scored, tmp_path, unchecked, capsys):
    movie = scored / "face.mp4"
    content = movie.read_bytes()
    movie.unlink()
    out = tmp_path / "x.nwb"
    try:
        assert "not at its former path" in refused(capsys, typed(scored, out))
        assert main(typed(scored, out, "--without", "movie")) == 0
    finally:
        movie.write_bytes(content)
    with h5py.File(out, "r") as file:
        assert not list(file["acquisition"])


def test_a_lab_s_file_is_added_to_in_place_or_beside(scored, tmp_path, unchecked, capsys):
    lab = lab_file(tmp_path / "ephys.nwb")
    before = everything(lab)
    into = ["--into", str(lab)]
    assert main(typed(scored, tmp_path / "x.nwb", *into, session="")) == 0
    assert everything(lab) == before and before.items() <= everything(tmp_path / "x.nwb").items()
    assert "exists already" in refused(capsys, typed(scored, lab, *into, session=""))
    assert main(typed(scored, lab, *into, "--overwrite", session="")) == 0
    after = everything(lab)
    assert before.items() <= after.items() and len(after) > len(before)
    told = refused(capsys, typed(scored, lab, *into, "--overwrite", session=""))
    assert "'face_movie' already" in told and "--name" in told


@pytest.mark.parametrize("option", [
    "--session", "--into", "--out", "--signals", "--keypoints", "--behaviors", "--units",
    "--affect", "--angle", "--features", "--regions",
])  # fmt: skip
@pytest.mark.parametrize("name", ["n" * 300, "d/" * 2500], ids=["long", "deep"])
def test_a_name_that_no_disk_takes_is_refused(scored, tmp_path, capsys, option, name):
    session = {"--session": str(scored / "session.json"), "--out": str(tmp_path / "x.nwb")}
    if option == "--into":
        del session["--session"]
    given = {**session, "--zero": "0.5", option: name}
    words = [word for pair in given.items() for word in pair]
    refused(capsys, ["nwb", str(scored / "scored"), *words])
    refused(capsys, ["nwb", name, *words])
    assert not (tmp_path / "x.nwb").exists()
