"""What movement explains, in the report of `mouseface score`: of the crop, and of given signals."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from element_mouseface import extract, open_result, open_video
from element_mouseface.cli.main import main
from element_mouseface.core.confounds.explained import Regressor, held_out_folds, motion_explained
from element_mouseface.core.confounds.regressors import signal_regressors
from element_mouseface.core.events import read_events
from element_mouseface.core.facial_signals.extractor import BinExtractor
from element_mouseface.core.facial_signals.native import SignalParams, compute_signals
from element_mouseface.core.facial_signals.regions import Region, Regions
from tests.schema.faces import DURATION_S, EVENTS, FPS, HEIGHT, WIDTH, film_events

CROP = "motion energy of the crop"


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    film_events(folder / "face.mp4", seed=3)
    rows = [",".join(map(str, event)) for event in EVENTS]
    (folder / "events.csv").write_text("\n".join(["event,onset_s,offset_s", *rows]) + "\n")
    return folder


@pytest.fixture(scope="module")
def signals(filmed):
    """Facial signals of the movie, saved to a folder."""
    regions = Regions((Region.box("mouth", 8, 48, 48, 40),))
    reader = open_video(filmed / "face.mp4")
    bins = BinExtractor(regions, 4, HEIGHT, WIDTH, luma_table=reader.luma_table)
    result = extract(reader, filmed / "bins.zarr", extractors=[bins], workers=1)
    found = compute_signals(result, regions, SignalParams(motion_svd=False, movie_svd=False))
    found.save(filmed / "signals")
    return found


def score(folder, out, *more):
    paths = ["--events", folder / "events.csv", "--out", folder / out, "--workers", 1]
    given = ["score", folder / "face.mp4", *paths, "--method", "published", *more]
    return main([str(part) for part in given])


def explained(folder):
    return json.loads((folder / "report.json").read_text())["motion_explained"]


def column(path, name):
    with open(path, newline="") as file:
        return np.array([float(row[name] or "nan") for row in csv.DictReader(file)])


def test_the_motion_of_the_crop_is_always_told(filmed, capsys):
    assert score(filmed, "plain") == 0
    assert "movement explains of similarity" in capsys.readouterr().out
    found = explained(filmed / "plain")
    assert set(found["similarity"]) == {"sucrose", "quinine"} and "score" not in found
    rows = found["similarity"]["quinine"]
    assert [row["regressor"] for row in rows] == [CROP, "all"]
    # against the function, on what was written
    values = column(filmed / "plain" / "scores.csv", "quinine_similarity")
    moved = open_result(filmed / "plain" / "descriptors.zarr").quality("motion_energy")
    times_s = np.arange(len(values)) / FPS
    folds = held_out_folds(times_s, read_events(filmed / "events.csv"))
    (expected, _) = motion_explained(values, [Regressor(CROP, "motion", moved)], times_s, folds)
    assert rows[0]["r2"] == pytest.approx(expected.r2, abs=1e-3)
    assert rows[0]["n_valid"] == expected.n_valid
    # 18 s leave nothing to shift by 10 s
    assert DURATION_S < 20 and rows[0]["null_q95"] is None


def test_given_signals_are_told_region_by_region(filmed, signals):
    assert score(filmed, "with", "--signals", filmed / "signals") == 0
    names = [row["regressor"] for row in explained(filmed / "with")["similarity"]["sucrose"]]
    assert names == [CROP, *(one.name for one in signal_regressors(signals)), "all"]
    assert "licking" in names


def test_signals_that_cannot_be_used_are_refused_before_anything_is_made(
    filmed, signals, tmp_path, capsys
):
    film_events(tmp_path / "face.mp4", seed=3, duration_s=17.0)
    (tmp_path / "events.csv").write_text((filmed / "events.csv").read_text())
    assert score(tmp_path, "o", "--signals", filmed / "signals") == 2
    assert "of another movie" in capsys.readouterr().err
    assert score(filmed, "none", "--signals", tmp_path / "none") == 2
    assert score(filmed, "none", "--signals", tmp_path / "none_proc.npy") == 2
    assert not (filmed / "none").exists() and not (tmp_path / "o").exists()


def test_images_far_apart_are_scored_and_the_report_says_why_not_this(filmed):
    """Two frames per second: the stretches of the window are shorter than that."""
    slow = [(n, 10 * a, 10 * b) for n, a, b in EVENTS]
    rows = [",".join(map(str, event)) for event in slow]
    (filmed / "slow.csv").write_text("\n".join(["event,onset_s,offset_s", *rows]) + "\n")
    given = ["--events", filmed / "slow.csv", "--fps", 2, "--method", "published"]
    out = ["--out", filmed / "slow", "--workers", 1]
    assert main([str(p) for p in ("score", filmed / "face.mp4", *given, *out)]) == 0
    assert "shorter than a frame" in explained(filmed / "slow")["reason"]
