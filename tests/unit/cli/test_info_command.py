"""`mouseface info`: which frames are missing, in words and as JSON; what is installed."""

from __future__ import annotations

import json
import platform
import re
import struct
from importlib import metadata

import av
import numpy
import pytest
from packaging.requirements import Requirement

from element_mouseface import __version__
from element_mouseface.cli.main import main
from tests.contract.movies import pictures, write_movie


@pytest.fixture()
def damaged(tmp_path):
    """A Motion-JPEG movie of 12 frames of which 3, 4 and 9 are damaged."""
    path = write_movie(tmp_path / "m.avi", pictures(12), codec="mjpeg", pix_fmt="yuvj420p")
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    data = bytearray(path.read_bytes())
    for number in (3, 4, 9):
        at, size = places[number]
        data[at + size // 2 : at + size - 2] = b"\xff" * (size - 2 - size // 2)
    path.write_bytes(data)
    return path


def test_missing_frames_are_told(damaged, capsys):
    assert main(["info", str(damaged), "--check"]) == 0
    assert "3 of 12 frames are missing: 3 to 4, 9" in capsys.readouterr().out
    assert main(["info", str(damaged), "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["missing_frames"] == [3, 4, 9]
    assert main(["info", str(damaged), "--json"]) == 0
    assert "missing_frames" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "options",
    [["--fps", "nan"], ["--fps", "1e-320"], ["--times", "/dev/zero"], ["--times-unit", "ms"],
     ["--times", "x" * 300], ["--white-level", "4095"]],
)  # fmt: skip
def test_bad_options_end_with_two_and_one_message(damaged, capsys, options):
    assert main(["info", str(damaged), *options]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_option_of_reading_reaches_the_reader(tmp_path, capsys):
    """Each is tried by what it changes, so that none is parsed and forgotten."""
    movie = write_movie(tmp_path / "m.mp4", pictures(12))
    data = bytearray(movie.read_bytes())
    at = data.index(b"tkhd") + 44
    turned = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)
    data[at : at + 36] = turned
    movie.write_bytes(data)
    times = tmp_path / "times.csv"
    times.write_text("n;t\n" + "".join(f"{k};{50 * k}\n" for k in range(12)))

    def info(*options):
        assert main(["info", str(movie), "--json", *options]) == 0
        return json.loads(capsys.readouterr().out)

    assert (info()["width_px"], info("--orientation", "stored")["width_px"]) == (64, 96)
    given = ["--times", str(times), "--times-column", "t"]
    assert main(["info", str(movie), *given]) == 2
    assert "--times-unit ms" in capsys.readouterr().err
    assert info(*given, "--times-unit", "ms")["fps"] == pytest.approx(20)
    assert info(*given, "--times-unit", "s")["fps"] == pytest.approx(0.02)
    assert info("--fps", "50")["fps"] == 50


def test_without_a_video_it_tells_what_is_installed(capsys):
    assert main(["info", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["element_mouseface"] == __version__
    assert told["python"].startswith(platform.python_version())
    required = [Requirement(text) for text in metadata.requires("element-mouseface")]
    declared = {one.name for one in required if not one.marker}
    assert len(declared) > 10
    packages = told["packages"]
    assert packages["numpy"] == numpy.__version__ and packages["av"] == av.__version__
    assert declared <= set(packages) and all(packages[name] for name in declared)
    assert not {"pytest", "mkdocs", "element-mouseface"} & set(packages)
    assert main(["info"]) == 0
    said = capsys.readouterr().out
    assert re.search(rf"^numpy +{re.escape(numpy.__version__)}$", said, re.M)


def test_a_folder_that_is_not_installed_still_tells_its_version(capsys, monkeypatch):
    monkeypatch.setattr("element_mouseface.cli.installed.NAME", "not-there-at-all")
    assert main(["info"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "options", [["--check"], ["--fps", "30"], ["--allow-repeats", "--orientation", "shown"]]
)
def test_options_of_a_video_without_one_are_refused(capsys, options):
    assert main(["info", *options]) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in options if word.startswith("--"))
    assert "mouseface info VIDEO" in said
