"""Every output of every command, walked through what an output may meet.

Whatever happens, the command ends with code 2 and a message of this package at once, and every
file that was there has the bytes it had.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from element_mouseface import open_video
from element_mouseface.cli.main import COMMANDS, main
from element_mouseface.core import extraction
from element_mouseface.core.outputs.identity import mark_partial
from element_mouseface.core.results.names import WRITTEN
from element_mouseface.errors import ResultError
from tests.contract.movies import pictures, write_movie

POINTS = Path(__file__).resolve().parents[1] / "data" / "keypoints" / "pandas_fixed.h5"
EVENTS = "event,onset_s,offset_s\nsucrose,0.5,1\nquinine,1.5,2\nsucrose,2.5,3\nquinine,3.5,4\n"
#: commands that write no file, or only into a folder of the demo's own; moving reads a database:
#: its output is tried in tests/schema/test_old_schema.py
WITHOUT = {"info", "clean", "demo", "moving"}


@dataclass(frozen=True)
class Output:
    """One output of a command: what is typed for it, and what the command reads."""

    command: str
    suffix: str
    typed: Callable[[Path, Path, Path], list[str]]  # of (movie, scored folder, output)
    is_folder: bool = False
    reads: str = "movie"

    @property
    def name(self) -> str:
        return f"{self.command}{self.suffix}"


REGION = ["--region", "mouth=box:8,8:40,40"]
OUTPUTS = [
    Output("transcode", ".mp4", lambda m, s, out: ["transcode", str(m), str(out)]),
    Output("transcode", ".mp4.json", lambda m, s, out: ["transcode", str(m), str(out)[:-5]]),
    Output("regions", ".json", lambda m, s, out: ["regions", str(m), *REGION, "--out", str(out)]),
    Output("regions", ".png", lambda m, s, out: ["regions", str(m), "--picture", str(out)]),
    Output("regions", ".svg", lambda m, s, out: ["regions", str(m), "--picture", str(out)]),
    Output("why", ".png", lambda m, s, out: ["why", str(s), "--frame", "20", "--out", str(out)]),
    Output(
        "video", ".mp4", lambda m, s, out: ["video", str(s), "--video", str(m), "--out", str(out)]
    ),
    Output("signals", "", lambda m, s, out: ["signals", str(m), "--out", str(out)], True),
    Output("keypoints", ".csv", lambda m, s, out: [*_points(m), "--out", str(out)]),
    Output("features", ".parquet", lambda m, s, out: ["features", str(m), "--out", str(out)]),
    Output("features", ".csv", lambda m, s, out: ["features", str(m), "--out", str(out)]),
    Output("features", ".csv.json", lambda m, s, out: ["features", str(m), "--out", str(out)[:-5]]),
    Output("features", ".zarr", lambda m, s, out: [*_features(m), "--pass", str(out)], True),
    Output("behavior", ".csv", lambda m, s, out: _convert(m, out)),
    Output("behavior", ".eaf", lambda m, s, out: [*_evaluate(m), "--out", str(out)]),
    Output("behavior", ".png", lambda m, s, out: [*_evaluate(m), "--picture", str(out)]),
    Output("behavior", "", lambda m, s, out: [*_train(m), "--out", str(out)], True),
    Output("behavior", ".dir", lambda m, s, out: [*_predict(m), "--out", str(out)], True),
    Output("model", "", lambda m, s, out: [*_model(m), "--out", str(out)], True),
    Output("model", ".csv", lambda m, s, out: [*_model_predict(m), "--out", str(out)]),
    Output("ratings", "", lambda m, s, out: [*_ratings(m), "--out", str(out)], True),
    Output("failures", "", lambda m, s, out: [*_failures(s), "--out", str(out)], True),
    Output("decode", "", lambda m, s, out: ["decode", str(s), "--out", str(out)], True),
    Output("structure", "", lambda m, s, out: ["structure", str(s), "--out", str(out)], True),
    Output("population", "", lambda m, s, out: [*_population(s), "--out", str(out)], True),
    Output("units", "", lambda m, s, out: ["units", str(m), "--out", str(out)], True),
    Output("nwb", ".nwb", lambda m, s, out: [*_nwb(m, s), "--out", str(out)]),
    Output("affect", "", lambda m, s, out: [*_affect(s), "--out", str(out)], True),
    Output("angle", "", lambda m, s, out: ["angle", str(m), "--out", str(out)], True),
    # a movie is no result, which is looked at only after the output
    Output("export", ".mat", lambda m, s, out: ["export", str(m), "--out", str(out)]),
    Output("export", "", lambda m, s, out: ["export", str(s), "--out", str(out)], True),
    Output("hog", ".zarr", lambda m, s, out: ["hog", str(m), "--out", str(out)], True),
    Output("score", "", lambda m, s, out: [*_score(m), "--out", str(out)], True),
]
#: commands that read no images, but folders and tables
OTHER_INPUTS = (
    *("why", "video", "failures", "model", "ratings", "decode", "structure", "affect"),
    *("population", "nwb", "export"),
)
FILES = [one for one in OUTPUTS if not one.is_folder]
FOLDERS = [one for one in OUTPUTS if one.is_folder]


def _score(movie):
    events = movie.with_name("given.csv")
    return ["score", str(movie), "--events", str(events), "--method", "published"]


def _points(movie):
    return ["keypoints", str(movie), "--points", str(POINTS), "--align", "start"]


def _features(movie):
    return ["features", str(movie), "--out", str(movie.with_name("table.parquet"))]


def _convert(movie, out):
    labels = str(movie.with_name("labels.txt"))
    return ["behavior", "convert", labels, str(out), "--to", "deepethogram", "--video", str(movie)]


def _evaluate(movie):
    labels = str(movie.with_name("labels.txt"))
    return ["behavior", "evaluate", labels, "--labels", labels, "--video", str(movie)]


def _train(movie):
    return ["behavior", "train", str(movie.with_name("movies.csv"))]


def _model(movie):
    table, ratings = (str(movie.with_name(name)) for name in ("table.parquet", "ratings.csv"))
    return ["model", "train", table, "--labels", ratings, "--target", "pain"]


def _model_predict(movie):
    """The movie stands for the table: it is looked at only after the output."""
    return ["model", "predict", str(movie.with_name("none")), str(movie)]


def _ratings(movie):
    return ["ratings", str(movie.with_name("rated.csv"))]


def _failures(scored):
    return ["failures", str(scored), "--failed", "flag:black"]


def _population(scored):
    groups = scored.with_name("groups.csv")
    groups.write_text(f"recording,mouse\n{scored},one\n")
    return ["population", str(scored), "--groups", str(groups)]


def _affect(scored):
    return ["affect", str(scored), "--source", "motion=motion"]


def _nwb(movie, scored):
    """A session without entries is looked at only after the output."""
    session = scored.with_name("session.json")
    session.write_text("{}")
    return ["nwb", str(scored), "--video", str(movie), "--session", str(session), "--zero", "0"]


def _predict(movie):
    return ["behavior", "predict", str(movie), "--classifier", str(movie.with_name("none.npz"))]


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """A movie, its events, and the folder of a run of `score`."""
    folder = tmp_path_factory.mktemp("filmed")
    movie = write_movie(folder / "face.mp4", pictures(150), crf="24")
    (folder / "given.csv").write_text(EVENTS)
    out = folder / "scored"
    assert main([*_score(movie), "--out", str(out), "--workers", "1"]) == 0
    return movie, out


def snapshot(*folders):
    """Kind and bytes of everything below some folders, links not followed."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink():
                found[path] = os.readlink(path)
            elif path.is_file():
                found[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                found[path] = "other"
    return found


def refused(capsys, typed):
    capsys.readouterr()
    assert main(typed) == 2, typed
    told = capsys.readouterr()
    assert "Traceback" not in told.err and "What to do" in told.err and not told.out
    return told.err


def ids(outputs):
    return [one.name for one in outputs]


def test_every_command_that_writes_is_walked():
    """A new command belongs into OUTPUTS, or, if it writes nothing, into WITHOUT."""
    assert {one.command for one in OUTPUTS} | WITHOUT == set(COMMANDS)


@pytest.mark.parametrize("overwrite", [False, True], ids=["", "overwrite"])
@pytest.mark.parametrize("output", FILES, ids=ids(FILES))
def test_an_output_is_never_the_input(filmed, tmp_path, capsys, output, overwrite):
    """The input under its own name, as a hard link, as a link, and in other letters."""
    original, scored = filmed
    movie = tmp_path / f"face{output.suffix}"
    movie.write_bytes(original.read_bytes())
    read = scored / "score.png" if output.command == "why" else movie
    before = snapshot(tmp_path, scored)
    given = ["--overwrite"] if overwrite else []
    names = {"hard": os.link, "soft": os.symlink}
    paths = [read, read.with_name(read.name.replace("face", "FACE").replace("score", "SCORE"))]
    for name, link in names.items():
        link(read, tmp_path / f"{name}{output.suffix}")
        paths.append(tmp_path / f"{name}{output.suffix}")
    before |= snapshot(tmp_path)
    for path in paths:
        message = refused(capsys, [*output.typed(movie, scored, path), *given])
        assert "would replace" in message, path
    assert snapshot(tmp_path, scored) == before


@pytest.mark.parametrize("output", FILES, ids=ids(FILES))
def test_what_is_there_is_not_replaced_nor_written_into(filmed, tmp_path, capsys, output):
    movie, scored = filmed
    (tmp_path / "precious").write_text("years of work")
    makers = {
        "theirs": lambda path: path.write_text("by hand"),
        "empty": lambda path: path.touch(),
        "pipe": os.mkfifo,
        "folder": os.mkdir,
        "link": lambda path: path.symlink_to(tmp_path / "precious"),
        "dangling": lambda path: path.symlink_to(tmp_path / "none"),
    }
    for name, make in makers.items():
        path = tmp_path / f"{name}{output.suffix}"
        make(path)
        before = snapshot(tmp_path, scored)
        refused(capsys, output.typed(movie, scored, path))
        if name not in ("theirs", "empty"):
            refused(capsys, [*output.typed(movie, scored, path), "--overwrite"])
        assert snapshot(tmp_path, scored) == before


@pytest.mark.parametrize("output", OUTPUTS, ids=ids(OUTPUTS))
def test_places_that_cannot_be_are_told_before_the_movie_is_read(
    filmed, tmp_path, capsys, monkeypatch, output
):
    """Not a frame is decoded; `why` reads no movie at all."""
    movie, scored = filmed

    def read(*args, **kwargs):
        pytest.fail("the movie was read before its output was looked at")

    import element_mouseface.core.video as video

    (tmp_path / "file").write_text("x")
    before = snapshot(tmp_path, scored)
    long = "n" * 300
    places = [f"{long}{output.suffix}", f"{'/deep' * 1000}{output.suffix}", f"a\0b{output.suffix}"]
    places += [f"file/a{output.suffix}", f"/proc/a{output.suffix}", f"/dev/null/a{output.suffix}"]
    places += [] if output.is_folder else [f"none/a{output.suffix}"]
    monkeypatch.setattr(video, "open_video", read)
    monkeypatch.chdir(tmp_path)
    for place in places:
        message = refused(capsys, output.typed(movie, scored, Path(place)))
        assert len(message) < 2000
    assert snapshot(tmp_path, scored) == before


def test_nothing_is_written_into_a_folder_of_images(filmed, tmp_path, capsys):
    from PIL import Image

    frames = tmp_path / "frames"
    frames.mkdir()
    for number, picture in enumerate(pictures(20)):
        Image.fromarray(picture).save(frames / f"{number:03d}.png")
    before = snapshot(frames)
    for output in OUTPUTS:
        # `behavior` alone is training, which reads the movies of a list
        if output.command in (*OTHER_INPUTS, "score") or output.name == "behavior":
            continue
        path = frames / f"out{output.suffix}"
        message = refused(capsys, [*output.typed(frames, filmed[1], path), "--fps", "30"])
        assert "the same command reads" in message
    out = ["--events", str(filmed[0].with_name("given.csv")), "--out", str(frames / "scored")]
    assert "is in the folder" in refused(capsys, ["score", str(frames), "--fps", "30", *out])
    assert snapshot(frames) == before


@pytest.mark.parametrize("name", [n for n in WRITTEN if not n.endswith(".png")])
def test_no_file_of_a_scored_folder_replaces_an_input(filmed, tmp_path, capsys, name):
    """The movie itself lies in the folder under one of the names that are written."""
    movie, out = tmp_path / "out" / name, tmp_path / "out"
    out.mkdir()
    movie.write_bytes(filmed[0].read_bytes())
    movie.with_name("given.csv").write_text(EVENTS)
    before = snapshot(out)
    message = refused(capsys, [*_score(movie), "--out", str(out), "--overwrite"])
    assert "would replace" in message and snapshot(out) == before


def test_another_program_s_locks_and_folders_stay(filmed, tmp_path, capsys):
    movie, _ = filmed
    (tmp_path / "uv.lock").write_text("# uv")
    (tmp_path / "linked.lock").symlink_to(tmp_path / "uv.lock")
    theirs = tmp_path / "face.zarr.partial"
    (theirs / "chunks").mkdir(parents=True)
    for name in ("zarr.json", "thesis.tex", "spec.json"):
        (theirs / name).write_text("{}")
    (tmp_path / "other.partial" / "chunks").mkdir(parents=True)
    (tmp_path / "empty.partial").mkdir()
    old = tmp_path / "notes.12345678.old"
    old.mkdir()
    (old / "zarr.json").write_text("{}")
    token = tmp_path / "tokens.lock"
    token.write_text('{"token": "secret"}')
    before = snapshot(tmp_path)
    for out in ("uv", "linked", "face.zarr"):
        for given in ([], ["--overwrite"]):
            typed = ["hog", str(movie), "--out", str(tmp_path / out), *given]
            assert "never" in refused(capsys, typed)
    assert main(["clean", str(tmp_path), "--yes"]) == 0
    assert "nothing to remove" in capsys.readouterr().out
    assert snapshot(tmp_path) == before
    # and ours, beside them, goes
    ours = tmp_path / "ours.zarr.partial"
    ours.mkdir()
    mark_partial(ours, "0" * 32)
    assert main(["clean", str(tmp_path), "--yes"]) == 0
    assert snapshot(tmp_path) == before


# ---- two at once, and killed

BEGIN = """
import os, signal, sys, time
from element_mouseface.cli.main import main
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main(sys.argv[1:]))
"""


def begin(*typed):
    child = subprocess.Popen(
        [sys.executable, "-c", BEGIN, *map(str, typed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline().strip() == "ready"
    return child


def test_of_copies_into_one_file_one_wins(filmed, tmp_path):
    movie, _ = filmed
    children = [begin("transcode", movie, tmp_path / "copy.mp4") for _ in range(3)]
    for child in children:
        child.stdin.write("\n")
        child.stdin.flush()
    told = [child.communicate(timeout=120) for child in children]
    assert sorted(child.returncode for child in children) == [0, 2, 2]
    for child, (_, err) in zip(children, told, strict=True):
        if child.returncode:
            assert "Another run is writing" in err or "exists already" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.mp4", "copy.mp4.json"]
    assert len(open_video(tmp_path / "copy.mp4")) == 150


STALL = """
import sys, time
import element_mouseface.core.extraction as extraction
from element_mouseface.cli.main import main
def stall(*args, **kwargs):
    print("working", flush=True)
    time.sleep(60)
extraction.__dict__["extract"] = stall
sys.exit(main(sys.argv[1:]))
"""


def test_of_two_scores_into_one_folder_one_says_so_at_once_and_a_killed_one_is_taken_over(
    filmed, tmp_path, capsys, monkeypatch
):
    movie, _ = filmed
    typed = [*_score(movie), "--out", str(tmp_path / "out"), "--workers", "1"]
    first = subprocess.Popen(
        [sys.executable, "-c", STALL, *typed], stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout.readline().strip() == "working"
        assert f"process {first.pid}" in refused(capsys, typed)
    finally:
        first.kill()
        first.wait()
    assert (tmp_path / "out" / "mouseface.lock").exists()

    def begun(*args, **kwargs):
        raise ResultError("The pass has begun.", do="nothing")

    monkeypatch.setitem(extraction.__dict__, "extract", begun)
    assert "The pass has begun" in refused(capsys, typed)
    assert [p.name for p in (tmp_path / "out").iterdir()] == []
