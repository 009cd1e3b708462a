"""A classifier of licking in a real movie, on labels made by hand, from end to end."""

from __future__ import annotations

import json
from pathlib import Path

from element_mouseface.cli.main import main
from element_mouseface.core.results.prediction_folder import read_prediction

LABELS = Path(__file__).resolve().parents[1] / "data" / "labels" / "licking_from_below.csv"
#: fewer trees and blocks than by default: the figures on the page are of more
PARAMS = {
    "features": {"motion_s": 0.004, "windows_s": [0.01, 0.03]},
    "learning": {"gap_s": 0.02, "beside": [], "iterations": 20, "inner_folds": 2, "blocks": 4},
    "hog": {"pixels_per_cell": [16, 16]},
}


def test_licks_are_found_in_blocks_that_were_held_out(shared, tmp_path, capsys):
    movie = shared / "real" / "licking_from_below_500hz.mp4"
    (tmp_path / "movies.csv").write_text(f"video,labels\n{movie},{LABELS}\n")
    (tmp_path / "params.json").write_text(json.dumps(PARAMS))
    out = tmp_path / "licking"
    typed = ["behavior", "train", str(tmp_path / "movies.csv"), "--out", str(out)]
    typed += ["--crop", "120,200,190,110", "--params", str(tmp_path / "params.json")]
    assert main([*typed, "--workers", "1"]) == 0
    assert "within one movie" in capsys.readouterr().out
    report = json.loads((out / "report.json").read_text())
    assert report["within_one_movie"] and report["left_out"] == "block"
    found = {row["metric"]: row for row in report["metrics"] if row["behavior"] == "licking"}
    assert found["f1"]["chance"] < 0.52 < 0.75 < found["f1"]["value"]
    assert found["average_precision"]["value"] > 0.85
    predicted = tmp_path / "predicted"
    typed = ["behavior", "predict", str(movie), "--classifier", str(out), "--workers", "1"]
    assert main([*typed, "--out", str(predicted)]) == 0
    prediction = read_prediction(predicted)
    assert prediction.n_frames == 501 and 6 <= len(prediction.bouts["licking"]) <= 10
