"""`mouseface score` with the contrast score, `--prototypes` on another day, and `mouseface why`.

Two days of one synthetic mouse, small, with planted intensity.
"""

from __future__ import annotations

import csv
import json
import re
import shutil

import av
import cv2
import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.results.head_shift import shift_of
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.video import open_video
from element_mouseface.synthetic import film

STIMULI = ("sucrose", "quinine", "tail_shock")


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def column(rows, name):
    return np.array([float(row[name]) if row[name] else np.nan for row in rows])


def report_of(folder):
    return json.loads((folder / "report.json").read_text())


@pytest.fixture(scope="module")
def days(tmp_path_factory):
    """Two movies with their events files and planted intensities."""
    folder, made = tmp_path_factory.mktemp("days"), []
    for day in (1, 2):
        movie = film(
            folder / f"day{day}.mp4",
            identity=3,
            seed=day,
            duration_s=60,
            fps=20.0,
            size_px=(240, 180),
            stimuli=STIMULI,
        )
        movie.write_events(folder / f"day{day}.csv")
        made.append(movie)
    return folder, made


def run(*arguments):
    return main([str(part) for part in arguments])


@pytest.fixture(scope="module")
def day1(days):
    folder, _ = days
    out = folder / "scored1"
    events = folder / "day1.csv"
    assert run("score", folder / "day1.mp4", "--events", events, "--out", out, "--workers", 1) == 0
    return out


def agreement(folder, movie):
    """Correlation of each score with the planted intensity."""
    rows = table(folder / "scores.csv")
    names = [str(name) for name in movie.truth["names"]]
    return {
        name: np.corrcoef(column(rows, f"{name}_score"), movie.truth["intensity"][:, k])[0, 1]
        for k, name in enumerate(names)
    }


def test_scores_follow_the_planted_intensity_and_every_file_says_so(day1, days):
    assert min(agreement(day1, days[1][0]).values()) > 0.8
    rows = table(day1 / "scores.csv")
    for name in STIMULI:
        assert np.isfinite(column(rows, f"{name}_similarity")).all()
        errors = column(rows, f"{name}_score_se")
        assert (errors > 0).all() and np.median(errors) < 0.5
    about = report_of(day1)["contrast"]
    assert about["source"] == "cross-validated" and not about["refused"]
    assert {s["finding"] for s in about["stimuli"].values()} == {"ok"}
    assert about["prototypes"]["made_from"]["files"][0]["name"] == "day1.mp4"
    folds = table(day1 / "folds.csv")
    assert len(folds) == 9 and int(folds[-1]["stop_frame"]) == len(rows)
    shift = column(table(day1 / "registration.csv"), "shift_x_px")
    assert np.isfinite(shift).all() and np.ptp(shift) > 0
    pictures = ("score.png", "similarity.png", "why.png", "prototypes.png", "events.png")
    for name in (*pictures, "contrast_prototypes.png", "registration.png"):
        assert (day1 / name).stat().st_size > 10_000


def test_events_and_bouts_are_told_by_measure_with_units(day1):
    events = table(day1 / "events.csv")
    assert {(row["measure"], row["unit"]) for row in events} == {
        ("similarity", "r"),
        ("score", "expression"),
    }
    own = [r for r in events if r["stimulus"] == r["prototype"] and r["measure"] == "score"]
    response = [row for row in own if row["window"] == "response"]
    assert len(response) == 9
    assert sum(0 < float(row["latency_s"] or "nan") < 1.5 for row in response) >= 7
    assert all(float(row["auc"]) > 0.4 and float(row["mean_se"]) > 0 for row in response)
    bouts = [row for row in table(day1 / "bouts.csv") if row["measure"] == "score"]
    assert {row["name"] for row in bouts} == set(STIMULI)
    assert all(float(row["duration_s"]) >= 0.199 for row in bouts)
    assert {row["measure"] for row in table(day1 / "habituation.csv")} == {"similarity", "score"}


def test_another_day_is_scored_by_the_folder_of_the_first(day1, days, capsys):
    folder, (_, second) = days
    out = folder / "scored2"
    events = ("--events", folder / "day2.csv")
    assert run("score", second.path, *events, "--prototypes", day1, "--out", out) == 0
    printed = capsys.readouterr().out
    assert "other session" in printed and "from day1.mp4, made today" in printed
    assert "aligned_later: The session's alignment" in printed
    assert min(agreement(out, second).values()) > 0.7
    about = report_of(out)
    assert about["contrast"]["source"] == "other session" and about["methods"][-1] == "contrast"
    assert not (out / "folds.csv").exists()
    drawn = shift_of(read_folder(out))
    assert "is aligned with the prototypes' reference by a turn of" in drawn.notes[0]
    assert "first 10 s" in drawn.notes[1] and (out / "registration.png").stat().st_size > 10_000
    assert about["contrast"]["prototypes"]["made_from"]["files"][0]["name"] == "day1.mp4"


def test_prototypes_of_the_movie_itself_are_told(day1, days):
    folder, out = days[0], days[0] / "same"
    given = day1 / "contrast_prototypes.npz"
    arguments = ("--prototypes", given, "--method", "contrast", "--out", out)
    assert run("score", folder / "day1.mp4", *arguments) == 0
    about = report_of(out)
    assert about["contrast"]["source"] == "same data" and about["methods"] == ["contrast"]
    header = (out / "scores.csv").open().readline()
    assert "sucrose_score" in header and "similarity" not in header
    assert not (out / "prototypes.npz").exists() and (out / "score.png").exists()
    # no events were given; the prototypes tell what they were made from
    assert not (out / "events.png").exists() and (out / "contrast_prototypes.png").exists()
    made_from = about["contrast"]["prototypes"]["made_from"]
    assert made_from["n_trials"] == dict.fromkeys(STIMULI, 3)


def test_shuffled_names_are_refused_with_a_reason_and_code_0(day1, days, capsys):
    folder, _ = days
    rows = table(folder / "day1.csv")
    names = [row["event"] for row in rows]
    order = np.argsort([names.index(name) * 10 + i for i, name in enumerate(names)])
    given = ["sucrose", "quinine", "tail_shock"] * 3  # one trial of each name in each stimulus
    for place, name in zip(order, given, strict=True):
        rows[place]["event"] = name
    path, out = folder / "shuffled.csv", folder / "shuffled"
    path.write_text(
        "event,onset_s,offset_s\n"
        + "".join(f"{row['event']},{row['onset_s']},{row['offset_s']}\n" for row in rows)
    )
    out.mkdir()
    arguments = ("--events", path, "--out", out, "--method", "contrast")
    assert run("score", folder / "day1.mp4", *arguments) == 0
    printed = capsys.readouterr().out
    assert "REFUSED" in printed and "that is the result, not a failure" in printed
    assert "Similarity stands below" not in printed  # it was not asked for
    about = report_of(out)["contrast"]
    assert about["refused"] and all(s["reason"] for s in about["stimuli"].values())
    scores = table(out / "scores.csv")
    assert {row[f"{name}_score"] for row in scores for name in STIMULI} == {""}
    assert not (out / "contrast_prototypes.npz").exists()
    assert not (out / "contrast_prototypes.png").exists()
    assert (out / "events.png").stat().st_size > 10_000  # the reasons
    assert run("why", out, "--time", 10) == 2
    assert "refused" in capsys.readouterr().err


def test_why_adds_up_to_the_scores_of_the_file(day1, tmp_path, capsys):
    event = table(day1 / "events.csv")[0]
    onset = float(event["onset_s"])
    picture = tmp_path / "why.png"
    arguments = ("--time", onset + 0.5, "--until", onset + 1.5, "--stimulus", event["stimulus"])
    assert run("why", day1, *arguments, "--out", picture) == 0
    printed = capsys.readouterr().out
    pairs = re.findall(r"(?:score|similarity) (-?[\d.]+) \(scores\.csv: (-?[\d.]+)\)", printed)
    assert len(pairs) == 2
    assert float(pairs[0][0]) == pytest.approx(float(pairs[0][1]), abs=0.0011)
    assert f"made without this {event['stimulus']} trial" in printed
    assert picture.stat().st_size > 10_000
    # before the first frame there is nothing to smooth over
    assert run("why", day1, "--frame", 0, "--stimulus", event["stimulus"], "--out", picture) == 0
    printed = capsys.readouterr().out
    ((total, score),) = re.findall(r"score (-?[\d.]+) \(scores\.csv: (-?[\d.]+)\)", printed)
    assert float(total) == pytest.approx(float(score), abs=0.0011)


def test_what_does_not_fit_is_refused_before_anything_is_made(day1, days, tmp_path, capsys):
    folder, _ = days
    movie, out = folder / "day2.mp4", tmp_path / "never"
    contrast = day1 / "contrast_prototypes.npz"
    (tmp_path / "empty").mkdir()
    for arguments, words in (
        (
            ("--prototypes", contrast, "--crop", "0,0,200,150", "--method", "contrast"),
            "crop of another size",
        ),
        (("--prototypes", day1 / "prototypes.npz", "--method", "contrast"), "published score only"),
        (("--prototypes", contrast, "--look-ahead", "0"), "have their own parameters"),
        (("--prototypes", tmp_path / "empty"), "does not hold the prototypes"),
        (("--events", folder / "day2.csv", "--look-ahead", "-1"), "look_ahead_s is out of range"),
    ):
        capsys.readouterr()
        assert run("score", movie, *arguments, "--out", out) == 2
        assert words in capsys.readouterr().err, arguments
    assert not out.exists()
    for arguments, words in (
        (("--time", "1e6"), "no frame at this time"),
        (("--frame", "-1"), "no such frame"),
        (("--time", "5", "--until", "4"), "later than"),
        (("--frame", "5", "--stimulus", "salt"), "salt"),
    ):
        assert run("why", day1, *arguments) == 2
        message = capsys.readouterr().err
        assert words in message and "What to do: " in message, arguments
    assert run("why", tmp_path / "empty", "--frame", "0") == 2
    assert "report.json" in capsys.readouterr().err


def test_the_published_method_alone_has_no_score(days):
    folder, out = days[0], days[0] / "published"
    arguments = ("--events", folder / "day1.csv", "--out", out, "--method", "published")
    assert run("score", folder / "day1.mp4", *arguments) == 0
    assert report_of(out)["methods"] == ["published"] and "contrast" not in report_of(out)
    assert "sucrose_score" not in (out / "scores.csv").open().readline()
    assert not (out / "registration.csv").exists()
    stale = out / "registration.png"  # as of a former run with the score
    assert not stale.exists()
    shutil.copy(out / "score.png", stale)
    assert run("score", folder / "day1.mp4", *arguments) == 0
    assert not stale.exists()


def test_the_labeled_video_finds_its_movie_and_shows_the_asked_seconds(day1, days, tmp_path):
    out = tmp_path / "labeled.mp4"
    asked = ("--from", 5, "--to", 6, "--stimulus", "quinine", "--window", 4)
    assert run("video", day1, "--out", out, *asked) == 0
    with av.open(str(out)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    assert len(frames) == 20
    source = open_video(days[0] / "day1.mp4").frame(107)
    large = cv2.resize(source, (640, 480), interpolation=cv2.INTER_LINEAR)
    rows = slice(60, 420)  # without the labels
    assert np.corrcoef(large[rows].ravel(), frames[7][:480, :640][rows].ravel())[0, 1] > 0.97


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--stimulus", "water"), "water"),
        (("--from", 99), "No frame"),
        (("--window", 0), "window_s"),
        (("--max-fps", "nan"), "most_fps"),
    ],
)
def test_a_labeled_video_that_cannot_be_made_is_refused(day1, tmp_path, capsys, given, told):
    out = tmp_path / "v.mp4"
    assert run("video", day1, "--out", out, *given) == 2
    assert told in capsys.readouterr().err and not out.exists()


def test_a_labeled_video_of_another_movie_or_over_it_is_refused(day1, days, tmp_path, capsys):
    folder, _ = days
    out = tmp_path / "v.mp4"
    assert run("video", day1, "--out", out, "--video", folder / "day2.mp4") == 2
    assert "not the movie that was scored" in capsys.readouterr().err
    before = (folder / "day1.mp4").read_bytes()
    assert run("video", day1, "--out", folder / "day1.mp4", "--overwrite") == 2
    assert (folder / "day1.mp4").read_bytes() == before
    out.write_bytes(b"somebody's")
    assert run("video", day1, "--out", out, "--to", 1) == 2
    assert out.read_bytes() == b"somebody's"


def test_the_movie_is_found_after_both_were_moved_and_named_where_it_is_gone(
    day1, days, tmp_path, capsys
):
    folder, _ = days
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    shutil.copytree(day1, moved / "scored1")
    out = tmp_path / "v.mp4"
    asked = ("--out", out, "--to", "0.2")
    assert run("video", moved / "scored1", *asked) == 2
    assert "--video" in capsys.readouterr().err
    assert run("video", moved / "scored1", *asked, "--video", folder / "day1.mp4") == 0
    shutil.copy(folder / "day1.mp4", moved / "day1.mp4")
    assert run("video", moved / "scored1", *asked, "--overwrite") == 0
