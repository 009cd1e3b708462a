"""`mouseface ratings`: what it writes, what it prints, and what is refused."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.frame_models import load_model
from element_mouseface.core.ratings import rating_agreement, read_unit_ratings, write_unit_ratings
from element_mouseface.core.results.ratings_folder import read_rated_units
from element_mouseface.errors import ResultChangedError, ResultError
from element_mouseface.synthetic import Raters

from ..core.frame_models.planted import table

N, TRIALS = 96, 24
QUICK = ("--permutations", "0", "--workers", "1")


def said(capsys, *argv, code=0):
    capsys.readouterr()
    assert main(["ratings", *map(str, argv)]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Ratings of three raters, in a file each and in one, and features of the recording."""
    place = tmp_path_factory.mktemp("rated")
    rng = np.random.default_rng(0)
    amount = np.clip(np.repeat(rng.uniform(-0.2, 1.2, TRIALS), N // TRIALS), 0, 1)
    x = rng.normal(size=(N, 3))
    x[:, 0] = amount + rng.normal(0, 0.08, N)
    table(x, times_s=np.arange(N) * 3.0).write(place / "face.parquet")
    trials = [str(k // (N // TRIALS)) for k in range(N)]
    raters = Raters(names=("ann", "bo", "cy"), not_scorable=0.05)
    ratings = raters.rate({"ear_position": amount}, range(N), trials)
    write_unit_ratings(ratings, place / "all.csv")
    for name in ratings.raters:
        write_unit_ratings(ratings.of_raters([name]), place / f"{name}.csv")
    return place


@pytest.fixture(scope="module")
def done(folder):
    out = folder / "done"
    argv = ["ratings", folder / "all.csv", "--features", folder / "face.parquet", "--out", out]
    assert main([*map(str, argv), *QUICK]) == 0
    return out


def test_files_of_raters_are_the_same_as_one_file(folder, tmp_path, capsys):
    files = [folder / f"{name}.csv" for name in ("ann", "bo", "cy")]
    told = said(capsys, *files, "--out", tmp_path / "a")
    said(capsys, folder / "all.csv", "--out", tmp_path / "b")
    assert "by 3 raters: ann, bo, cy" in told and "each pair of raters" in told
    first, second = ((tmp_path / name / "agreement.csv").read_text() for name in "ab")
    assert first == second
    names = {path.name for path in (tmp_path / "a").iterdir()}
    assert names == {
        *("agreement.csv", "agreement.png", "confusion.png"),
        *("ratings_1.csv", "report.json", "sums.csv"),
    }


def test_a_model_stands_beside_the_raters(done, folder):
    rows = rows_of(done / "agreement.csv")
    (row,) = [
        row
        for row in rows
        if row["who"] == "model, each rater" and row["measure"] == "quadratic_kappa"
    ]
    assert float(row["value"]) >= float(row["ceiling"]) - 0.05
    assert load_model(done / "ear_position.npz").target == "ear_position"
    predicted = rows_of(done / "predictions.csv")
    assert len(predicted) == N and {one["level"] for one in predicted} <= {"0", "1", "2", ""}
    sums = rows_of(done / "sums.csv")
    assert len(sums) == 4 * N and {one["n_units"] for one in sums} <= {"0", "1"}
    report = json.loads((done / "report.json").read_text())
    assert report["models"]["ear_position"]["left_out"] == "trial"


def test_the_folder_gives_the_same_back(done, folder, tmp_path):
    found = read_rated_units(done)
    ratings = read_unit_ratings(folder / "all.csv")
    assert found.ratings[0].digest == ratings.digest and found.over == "trial"
    due = rating_agreement(ratings)
    assert [repr(row) for row in found.agreement[: len(due)]] == [repr(row) for row in due]
    level = found.levels["ear_position"]
    assert set(np.unique(level[np.isfinite(level)])) <= {0, 1, 2}
    assert np.corrcoef(found.expected["ear_position"], level)[0, 1] > 0.9
    with pytest.raises(ResultError, match="holds no ratings"):
        read_rated_units(tmp_path)


def test_a_changed_file_is_told(folder, tmp_path, capsys):
    out = tmp_path / "out"
    said(capsys, folder / "all.csv", "--out", out)
    (out / "sums.csv").write_text("by hand")
    with pytest.raises(ResultChangedError, match=r"sums\.csv"):
        read_rated_units(out)
    told = said(capsys, folder / "all.csv", "--out", out, code=2)
    assert "changed since it was written" in told
    said(capsys, folder / "all.csv", "--out", out, "--overwrite")
    assert len(rows_of(out / "sums.csv")) == 4 * N


def test_other_ratings_are_not_replaced_and_the_same_are(folder, tmp_path, capsys):
    out = tmp_path / "out"
    said(capsys, folder / "all.csv", "--out", out)
    before = (out / "agreement.csv").read_bytes()
    said(capsys, folder / "all.csv", "--out", out)
    told = said(capsys, folder / "ann.csv", folder / "bo.csv", "--out", out, code=2)
    assert "of another recording" in told and (out / "agreement.csv").read_bytes() == before
    said(capsys, folder / "ann.csv", "--out", out, "--overwrite")
    assert not (out / "confusion.png").exists()  # one rater has nobody to be compared with
    own = tmp_path / "own"
    own.mkdir()
    (own / "sums.csv").write_text("mine")
    assert "not written by this command" in said(capsys, folder / "all.csv", "--out", own, code=2)
    assert (own / "sums.csv").read_text() == "mine"


def test_recordings_of_their_own(folder, tmp_path, capsys):
    files = [folder / f"{name}.csv" for name in ("ann", "bo")]
    out = tmp_path / "out"
    told = said(capsys, *files, "--each-file", "--out", out)
    assert f"of {2 * N} frames by 2 raters" in told
    assert {"ratings_1.csv", "ratings_2.csv"} <= {path.name for path in out.iterdir()}
    found = read_rated_units(out)
    assert len(found.ratings) == 2 and all(row.value != row.value for row in found.agreement)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["all.csv", "ann.csv"], "there twice"),
        (["none.csv"], "none.csv"),
        (["face.parquet"], "cannot be"),
        (["all.csv", "--levels", "0,1"], "ear_position is '2'"),
        (["all.csv", "--levels", "2,1"], "levels of a rating"),
        (["all.csv", "--columns", "x:*"], "nothing to learn from"),
        (["all.csv", "--features", "face.parquet", "--columns", "y:*"], "No feature matches"),
        (["all.csv", "--features", "none.parquet"], "none.parquet"),
        (["ann.csv", "bo.csv", "--each-file", "--features", "face.parquet"], "differ in number"),
        (["all.csv", "--rater", "a", "--rater", "b"], "differ in number"),
        (["all.csv", "--workers", "0"], "at least 1"),
        (["all.csv", "--features", "face.parquet", "--permutations", "5"], "permutations"),
        (["all.csv", "--layout", "wide"], "in the layout 'wide'"),
        (["all.csv", "--features", "face.parquet", "--left-out", "animal"], "no animal"),
    ],
)
def test_what_cannot_be_done_is_refused(folder, tmp_path, capsys, monkeypatch, argv, told):
    monkeypatch.chdir(folder)
    message = said(capsys, *argv, "--out", tmp_path / "out", code=2)
    assert told in message and "What to do" in message
    assert not (tmp_path / "out").exists()


#: what no rating of a face is
WORDS = re.compile(r"\bpain|emotion|feel|suffer|distress", re.I)
ROOT = Path(__file__).resolve().parents[3]


def named(text):
    return WORDS.findall(re.sub("painface", "", text, flags=re.I))


def test_no_message_and_no_page_names_what_the_animal_feels():
    package = ROOT / "element_mouseface"
    files = [*(package / "core/ratings").glob("*.py"), *(package / "cli/ratings").glob("*.py")]
    files += [package / "cli/commands/ratings.py", package / "plots/ratings.py"]
    files += [package / "core/results/ratings_folder.py", ROOT / "docs/how-to/unit-ratings.md"]
    assert len(files) > 18 and named("rated as Pain")
    assert {path.name: words for path in files if (words := named(path.read_text()))} == {}


def test_nothing_that_is_written_or_printed_names_what_the_animal_feels(done, folder, capsys):
    """A sum of units is MGS-like; what it means is for nobody here to say."""
    told = said(capsys, folder / "all.csv", "--out", folder / "again")
    names = [path.name for path in done.iterdir()]
    texts = [told, " ".join(names)]
    texts += [path.read_text() for path in done.iterdir() if path.suffix in (".csv", ".json")]
    with pytest.raises(SystemExit):
        main(["ratings", "--help"])
    texts.append(capsys.readouterr().out)
    for text in texts:
        assert not named(text)
