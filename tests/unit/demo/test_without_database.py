"""The line that the demo prints for scoring its movie without a database."""

from __future__ import annotations

import shlex
import sys

import pytest

from element_mouseface.cli.main import build_parser
from element_mouseface.core.events import read_events
from element_mouseface.demo.run import _write_events, score_line
from element_mouseface.errors import PathError
from element_mouseface.synthetic import plan


def test_the_line_can_be_pasted(tmp_path, monkeypatch):
    folder, program = tmp_path / "my demo", tmp_path / "bin" / "mouseface"
    (folder / "raw").mkdir(parents=True)
    program.parent.mkdir()
    program.touch()
    monkeypatch.chdir(tmp_path)
    movie, events = folder / "raw" / "face.mp4", folder / "raw" / "events.csv"
    for argv, first in ((program, [str(program)]), ("pytest", [sys.executable, "-m"])):
        monkeypatch.setattr(sys, "argv", [str(argv)])
        words = shlex.split(score_line(movie, events, folder))
        assert words[: len(first)] == first
        args = build_parser().parse_args(words[words.index("score") :])
        assert args.video == ["my demo/raw/face.mp4"]
        assert (args.events, args.out) == ("my demo/raw/events.csv", "my demo/scored")


def test_the_events_beside_the_movie_are_its_own_and_nobody_elses(tmp_path):
    movie = plan(duration_s=40, fps=10, size_px=(64, 64), trials_per_stimulus=1)
    path = _write_events(movie, tmp_path / "events.csv", tmp_path)
    assert [(e.name, e.onset_s) for e in read_events(path).rows] == [
        (name, pytest.approx(onset, abs=1e-4)) for name, onset, _ in movie.events
    ]
    _write_events(movie, path, tmp_path)  # again, as the demo is run again
    path.write_text("event,onset_s,offset_s\nmine,1,2\n")
    with pytest.raises(PathError, match="other events"):
        _write_events(movie, path, tmp_path)
    assert "mine" in path.read_text()
