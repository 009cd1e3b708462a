"""`mouseface score` over a folder of movies, and by the prototypes of several."""

from __future__ import annotations

import csv
import json

import pytest

from element_mouseface.cli.commands import score as score_command
from element_mouseface.cli.main import main
from element_mouseface.core.scoring.published.prototypes import Prototypes
from tests.contract.movies import pictures, write_movie

EVENTS = "event,onset_s,offset_s\nsucrose,0.5,1\nquinine,1.5,2\nsucrose,2.5,3\nquinine,3.5,4\n"


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Two movies and a broken one, each with its events, scored; the code and what was told."""
    folder = tmp_path_factory.mktemp("sessions")
    movies = folder / "movies"
    movies.mkdir()
    for number, ending in enumerate((".csv", ".events.csv")):
        write_movie(movies / f"day{number + 1}.mp4", pictures(130, seed=number), crf="24")
        (movies / f"day{number + 1}{ending}").write_text(EVENTS)
    (movies / "broken.mp4").write_bytes((movies / "day1.mp4").read_bytes()[:2000])
    (movies / "broken.csv").write_text(EVENTS)
    return movies, folder / "out", run(movies, folder / "out")


def run(movies, out, *more):
    return main(["score", str(movies), "--out", str(out), "--method", "published", *more])


def table(out):
    with open(out / "sessions.csv", newline="") as file:
        return list(csv.DictReader(file))


def test_each_movie_has_a_folder_and_the_broken_one_is_told(scored):
    _, out, code = scored
    assert code == 2
    rows = table(out)
    assert [(r["session"], r["stimulus"], r["finding"]) for r in rows] == [
        ("broken", "", "failed"),
        *((f"day{n}", name, "circular") for n in (1, 2) for name in ("sucrose", "quinine")),
    ]
    assert "is truncated" in rows[0]["reason"] and rows[0]["mean"] == ""
    for row in rows[1:]:
        with open(out / row["session"] / "events.csv", newline="") as file:
            own = [
                float(e["mean"])
                for e in csv.DictReader(file)
                if e["stimulus"] == e["prototype"] == row["stimulus"] and e["window"] == "event"
            ]
        assert float(row["mean"]) == pytest.approx(sum(own) / 2, abs=1e-6)
        assert row["n_trials"] == "2"
    assert (out / "sessions.png").exists() and not list(out.rglob("*.lock"))
    assert not (out / "broken").exists()


def test_the_same_command_does_what_is_missing_and_no_more(scored, capsys, monkeypatch):
    movies, out, _ = scored
    reports = {p: p.read_bytes() for p in out.glob("day*/report.json")}

    def done_again(*args):
        pytest.fail("scored again")

    with monkeypatch.context() as patched:
        patched.setattr(score_command, "_score", done_again)
        assert run(movies, out) == 2
    told = capsys.readouterr()
    assert told.out.count("scored already") == 2 and "1 of 3 movies" in told.err
    assert {p: p.read_bytes() for p in reports} == reports

    # other parameters are another result; a report that was lost is made again
    tried = []
    monkeypatch.setattr(score_command, "_score", lambda job, args: tried.append(job.movie.title))
    assert run(movies, out, "--neutral", "stillest") == 2
    assert tried == ["day1.mp4", "day2.mp4"]
    (out / "day2" / "report.json").rename(out / "day2" / "unfinished.json")
    assert run(movies, out) == 2  # the stand-in writes no report
    assert "not a folder that" in capsys.readouterr().err
    (out / "day2" / "unfinished.json").rename(out / "day2" / "report.json")
    assert tried[2:] == ["day2.mp4"]


def test_what_is_wrong_for_all_is_refused_before_any_work(scored, tmp_path, capsys, monkeypatch):
    movies, _, _ = scored
    monkeypatch.setattr(score_command, "_score", lambda *args: pytest.fail("begun"))
    lonely = movies / "lonely.mp4"
    lonely.write_bytes((movies / "day1.mp4").read_bytes())
    try:
        assert run(movies, tmp_path / "o") == 2
        assert "no events for lonely.mp4" in capsys.readouterr().err
        (movies / "lonely.csv").write_text("event,onset_s\n")
        assert run(movies, tmp_path / "o") == 2
        assert "lonely.csv" in capsys.readouterr().err
    finally:
        lonely.unlink()
        (movies / "lonely.csv").unlink(missing_ok=True)
    assert run(movies, tmp_path / "o", "--crop", "1,2") == 2
    assert "This is not a crop" in capsys.readouterr().err
    assert run(movies, tmp_path / "o", "--clock-start", "3") == 2
    assert "--clock-start" in capsys.readouterr().err
    (tmp_path / "sessions.csv").write_text("mine")
    assert run(movies, tmp_path) == 2
    assert "exists already" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["sessions.csv"]


def test_the_prototypes_of_several_days_are_pooled(scored, tmp_path, capsys):
    _, out, _ = scored
    third = write_movie(tmp_path / "day3.mp4", pictures(130, seed=7), crf="24")
    (tmp_path / "given.csv").write_text(EVENTS)
    given = ["score", str(third), "--events", str(tmp_path / "given.csv"), "--prototypes"]
    assert main([*given, str(out), "--out", str(tmp_path / "scored")]) == 0
    told = capsys.readouterr().out
    assert "2 sets of prototypes pooled, 40 source frames" in told and "agree with r" in told
    used = Prototypes.load(tmp_path / "scored" / "prototypes.npz")
    days = [Prototypes.load(out / f"day{n}" / "prototypes.npz") for n in (1, 2)]
    wanted = sum(day.vectors for day in days) / 2  # ten frames of each
    assert abs(used.vectors - wanted).max() < 1e-12
    report = json.loads((tmp_path / "scored" / "report.json").read_text())
    assert report["published"]["source"] == "other session" and report["notes"]

    refused = {
        ("--method", "contrast"): "cannot be pooled",
        ("--prototypes", str(out / "day1")): "source of two",
    }
    for more, message in refused.items():
        assert main([*given, str(out), *more, "--out", str(tmp_path / "other")]) == 2
        assert message in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
