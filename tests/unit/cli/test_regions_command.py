"""`mouseface regions` as it is typed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from element_mouseface.cli.main import main
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import load_regions
from tests.contract.movies import pictures, write_movie

MOUTH = ("--region", "mouth=ellipse:20,10:60,50")
EAR = ("--region", "ear=box:8,4:40,36")


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    return str(write_movie(tmp_path_factory.mktemp("m") / "face.mp4", pictures(12), crf="20"))


def test_regions_are_written_told_and_drawn(movie, tmp_path, capsys):
    out, picture = str(tmp_path / "r.json"), str(tmp_path / "r.png")
    given = ["regions", movie, *MOUTH, *EAR, "--out", out, "--picture", picture, "--sbin", "4"]
    assert main(given) == 0
    expected = Regions(
        (Region("mouth", "ellipse", ((20, 10), (60, 50))), Region.box("ear", 8, 4, 32, 32))
    )
    assert load_regions(out) == expected
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:3]] == [["0", "full"], ["1", "mouth"], ["2", "ear"]]
    assert "32x32 pixels from x 8, y 4" in lines[2]
    with Image.open(picture) as image:
        assert np.asarray(image.convert("L")).std() > 5


def test_regions_are_added_to_those_of_a_file(movie, tmp_path):
    first, second = str(tmp_path / "1.json"), str(tmp_path / "2.json")
    assert main(["regions", movie, *MOUTH, "--out", first, "--no-full-frame"]) == 0
    assert main(["regions", movie, "--from", first, *EAR, "--out", second]) == 0
    found = load_regions(second)
    assert [region.name for region in found.regions] == ["mouth", "ear"]
    assert not found.full_frame


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((*MOUTH,), "nothing to write"),
        (("--region", "mouth=box:0,0:5000,20", "--out", "r.json"), "outside the frame"),
        (("--region", "mouth=heart:0,0:50,20", "--out", "r.json"), "no shape"),
        ((*MOUTH, *MOUTH, "--out", "r.json"), "same name"),
        (("--no-full-frame", "--out", "r.json"), "no region to analyze"),
        (("--from", "none.json", "--out", "r.json"), "no file"),
        ((*MOUTH, "--sbin", "0", "--out", "r.json"), "sbin"),
        ((*MOUTH, "--out", "r.json", "--picture", "r.jpg"), ".png, .pdf, .svg"),
        (("--crop", "0,0,5000,20", "--picture", "r.png"), "crop"),
        ((*MOUTH, "--sbin", "60", "--out", "r.json"), "smaller than one bin"),
    ],
)
def test_bad_input_is_refused_and_writes_nothing(movie, tmp_path, monkeypatch, capsys, given, told):
    monkeypatch.chdir(tmp_path)
    assert main(["regions", movie, *given]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_replaced_when_asked(movie, tmp_path, capsys):
    out = str(tmp_path / "r.json")
    assert main(["regions", movie, *MOUTH, "--out", out]) == 0
    assert main(["regions", movie, *EAR, "--out", out]) == 2
    assert "exists already" in capsys.readouterr().err
    assert main(["regions", movie, *EAR, "--out", out, "--overwrite"]) == 0
    assert load_regions(out).regions[0].name == "ear"
