"""`mouseface score` on the two face movies: the published score, and its known worth."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.scoring.published.prototypes import Prototypes

# Of the shared data's README: r of similarity and planted intensity over all frames.
PUBLISHED = {
    "crf19": {"sucrose": 0.30, "quinine": 0.41, "tail_shock": 0.71, "lithium": 0.57},
    "crf26": {"sucrose": 0.59, "quinine": 0.52, "tail_shock": 0.42, "lithium": 0.49},
}


@pytest.fixture(scope="module", params=sorted(PUBLISHED))
def scored(request, shared, tmp_path_factory):
    """(name, input folder, output folder) after one run of the command."""
    source = shared / f"face_{request.param}"
    out = tmp_path_factory.mktemp(request.param) / "scored"
    movie, events = str(source / "face.mp4"), str(source / "events.csv")
    assert main(["score", movie, "--events", events, "--out", str(out)]) == 0
    return request.param, source, out


def columns(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.shared
@pytest.mark.slow
def test_similarity_follows_the_planted_intensity_as_published(scored):
    name, source, out = scored
    table = columns(out / "scores.csv")
    with np.load(source / "truth.npz") as truth:
        planted = dict(zip(map(str, truth["names"]), truth["intensity"].T, strict=True))
    assert len(table["frame"]) == 2700
    for stimulus, expected in PUBLISHED[name].items():
        similarity = np.array(table[f"{stimulus}_similarity"], dtype=float)
        r = np.corrcoef(similarity, planted[stimulus])[0, 1]
        assert r == pytest.approx(expected, abs=0.05), stimulus


@pytest.mark.shared
@pytest.mark.slow
def test_all_files_are_there_and_say_what_they_are(scored):
    _, _, out = scored
    report = json.loads((out / "report.json").read_text())
    assert report["published"]["n_frames"] == report["published"]["n_valid"] == 2700
    assert "circular" in {finding["kind"] for finding in report["findings"]}
    assert report["descriptors"]["grid"] == [15, 20]
    prototypes = Prototypes.load(out / "prototypes.npz")
    assert len(prototypes.source_frames) == 40
    assert prototypes.source_files[0].sha256 == report["video"]["files"][0]["sha256"]
    times = np.array(columns(out / "scores.csv")["time_s"], dtype=float)
    for row in prototypes.source_frames:
        assert times[row.frame] == pytest.approx(row.time_s, abs=1e-6)
    rows = columns(out / "events.csv")
    windows = {"before", "first_second", "event", "after", "response"}
    assert set(rows["window"]) == windows and set(rows["measure"]) == {"similarity", "score"}
    # events, prototypes, windows, measures
    assert len(rows["stimulus"]) == 12 * 4 * len(windows) * 2
    assert len(columns(out / "bouts.csv")["name"]) > 0
    for picture in ("score.png", "prototypes.png"):
        assert (out / picture).read_bytes().startswith(b"\x89PNG")


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("scored", sorted(PUBLISHED)[:1], indirect=True)  # one movie is enough
def test_prototypes_score_the_movie_again_without_events(scored, tmp_path):
    _, source, out = scored
    saved = str(out / "prototypes.npz")
    again = tmp_path / "again"
    again.mkdir()
    # The pass over the movie is taken over rather than repeated.
    (out / "descriptors.zarr").rename(again / "descriptors.zarr")
    movie = str(source / "face.mp4")
    try:
        assert main(["score", movie, "--prototypes", saved, "--out", str(again)]) == 0
    finally:
        (again / "descriptors.zarr").rename(out / "descriptors.zarr")
    first, second = columns(out / "scores.csv"), columns(again / "scores.csv")
    assert first["quinine_similarity"] == second["quinine_similarity"]
    kinds = {s["kind"] for s in json.loads((again / "report.json").read_text())["findings"]}
    assert {"circular", "no_events"} <= kinds


@pytest.mark.shared
@pytest.mark.slow
def test_prototypes_of_another_grid_are_refused_before_the_pass(scored, tmp_path, capsys):
    _, source, out = scored
    arguments = ["--prototypes", str(out / "prototypes.npz"), "--crop", "0,0,320,320"]
    target = tmp_path / "never"
    code = main(["score", str(source / "face.mp4"), *arguments, "--out", str(target)])
    error = capsys.readouterr().err
    assert code == 2 and "15x20" in error and "10x10" in error
    assert not target.exists()


@pytest.mark.shared
@pytest.mark.slow
def test_the_contrast_score_follows_each_stimulus_and_accuses_none(scored):
    name, source, out = scored
    report = json.loads((out / "report.json").read_text())
    assert {about["finding"] for about in report["contrast"]["stimuli"].values()} == {"ok"}
    assert not report["contrast"]["refused"]
    table = columns(out / "scores.csv")
    with np.load(source / "truth.npz") as truth:
        planted = dict(zip(truth["names"].tolist(), truth["intensity"].T, strict=True))
    for stimulus, intensity in planted.items():
        score = np.array([float(cell) if cell else np.nan for cell in table[f"{stimulus}_score"]])
        known = np.isfinite(score)
        assert known.mean() > 0.95
        assert np.corrcoef(score[known], intensity[known])[0, 1] > 0.97, (name, stimulus)
