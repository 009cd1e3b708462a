"""`mouseface behavior convert` and `evaluate`, as they are typed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.behavior.formats import read_labels
from tests.contract.movies import pictures, write_movie

N, RATE = 60, 20.0
TABLE = "behavior,first_frame,stop_frame\nlicking,5,10\nlicking,30,45\nface wash,12,20\n"
OTHER = "behavior,first_frame,stop_frame\nlicking,6,10\nlicking,30,45\nyawn,50,52\n"


def ran(*typed: object) -> int:
    return main(["behavior", *map(str, typed)])


@pytest.fixture
def labels(tmp_path) -> Path:
    path = tmp_path / "ann.csv"
    path.write_text(TABLE)
    return path


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("deepethogram", "out.csv"),
        ("intervals-seconds", "out.csv"),
        ("boris-tabular", "out.tsv"),
        ("boris-project", "out.boris"),
        ("jabs", "out.json"),
        ("bento", "out.annot"),
        ("elan", "out.eaf"),
    ],
)
def test_labels_survive_the_way_there_and_back(labels, tmp_path, capsys, to, name):
    out, back = tmp_path / name, tmp_path / "back.csv"
    how = ("--frames", N, "--fps", RATE)
    assert ran("convert", labels, out, "--to", to, *how) == 0
    assert f"{out}: {N} frames, 3 bouts of licking, face wash" in capsys.readouterr().out
    assert ran("convert", out, back, "--to", "deepethogram", *how) == 0
    found = read_labels(back, n_frames=N)
    expected = read_labels(labels, n_frames=N).with_ethogram(found.ethogram)
    np.testing.assert_array_equal(found.matrix(), expected.matrix())


def test_the_movie_gives_its_frames_and_their_times(labels, tmp_path):
    movie = write_movie(tmp_path / "face.mp4", pictures(N))
    out = tmp_path / "out.csv"
    to = ("--to", "intervals-seconds")
    assert ran("convert", labels, out, *to, "--video", movie) == 0
    with open(out, newline="") as file:
        starts_s = [float(row["start_s"]) for row in csv.DictReader(file) if row["stop_s"]]
    assert starts_s
    assert ran("convert", labels, out, *to, "--video", movie, "--frames", N) == 2


def test_unknown_frames_are_never_written_as_absent_unless_told(tmp_path, capsys):
    path = tmp_path / "part.csv"
    path.write_text(
        "behavior,first_frame,stop_frame,status\nlicking,0,30,assessed\nlicking,5,9,present\n"
    )
    out, how = tmp_path / "out.tsv", ("--to", "boris-tabular", "--frames", N, "--fps", RATE)
    assert ran("convert", path, out, *how) == 2
    assert "behavior convert: " in (told := capsys.readouterr().err)
    assert "--unknown 'absent'" in told.split("What to do: ")[1]
    assert not out.exists()
    assert ran("convert", path, out, *how, "--unknown", "absent") == 0
    assert out.exists()
    out.write_text("by hand")
    assert ran("convert", path, out, *how, "--unknown", "absent") == 2
    assert out.read_text() == "by hand"


def test_two_people_are_compared_over_what_both_looked_for(labels, tmp_path, capsys):
    other, table, picture = tmp_path / "ben.csv", tmp_path / "t.csv", tmp_path / "p.png"
    other.write_text(OTHER)
    how = ("--frames", N, "--fps", RATE, "--out", table, "--picture", picture)
    assert ran("evaluate", other, "--labels", labels, *how) == 0
    told = capsys.readouterr().out
    with open(table, newline="") as file:
        (row,) = csv.DictReader(file)
    # 20 frames by the one, 19 of them by the other, of 60
    assert (row["behavior"], row["n_labeled"], row["n_found"]) == ("licking", "20", "19")
    assert float(row["precision"]) == 1 and float(row["recall"]) == 19 / 20
    chance = (20 * 19 + 40 * 41) / 60**2
    assert float(row["kappa"]) == pytest.approx((59 / 60 - chance) / (1 - chance))
    assert float(row["bout_f1_0.5"]) == 1 and float(row["onset_error_ms"]) == pytest.approx(25)
    assert float(row["time_budget_error"]) == pytest.approx(-1 / 20)
    assert "onsets 25.0 ms apart (median)" in told and "time budget -5.0%" in told
    assert "only ann.csv has face wash" in told and "only ben.csv has yawn" in told
    assert picture.stat().st_size > 5000


def test_without_times_the_frames_are_compared_and_milliseconds_left_out(labels, capsys):
    assert ran("evaluate", labels, "--labels", labels, "--frames", N) == 0
    told = capsys.readouterr().out
    assert "1.00" in told and "nan" not in told and "ms" not in told


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("behavior,first_frame,stop_frame\nsleep,1,2\n", (), "no behavior in common"),
        ("", (), "is empty"),
        ("behavior,start,stop\nlicking,1,2\n", (), "unit"),
        ("behavior,first_frame,stop_frame\nlicking,1,99\n", (), "--believe 'video'"),
        (TABLE, ("--believe", "hope"), "Unknown word"),
        (TABLE, ("--format", "excel"), "Unknown format"),
        (TABLE.replace("face wash", "Licking"), (), "two spellings"),
    ],
)
def test_what_cannot_be_compared_is_refused(labels, tmp_path, capsys, text, more, told):
    other = tmp_path / "ben.csv"
    other.write_text(text)
    assert ran("evaluate", labels, "--labels", other, "--frames", N, *more) == 2
    message = capsys.readouterr().err
    assert message.startswith("mouseface behavior evaluate: ") and told in message


def test_the_actions_are_listed_and_need_one(capsys):
    for typed in (["behavior"], ["behavior", "praise"]):
        with pytest.raises(SystemExit) as stopped:
            main(typed)
        assert stopped.value.code == 2
        assert "convert" in capsys.readouterr().err or typed == ["behavior"]
