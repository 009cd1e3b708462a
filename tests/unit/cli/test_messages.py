"""Errors that a user of the command line can meet say what to do about them."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import element_mouseface
from element_mouseface import errors
from element_mouseface.cli.main import main

PACKAGE = Path(element_mouseface.__file__).parent
OURS = {name for name, _ in inspect.getmembers(errors, inspect.isclass)}
FOLDERS = ("cli", "core/sync", "core/events", "core/scoring", "core/results")
FILES = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]


def silent(source: str) -> list[int]:
    """Lines that build an error of this package without `do`."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in OURS
        and "do" not in {keyword.arg for keyword in call.keywords}
    ]


def test_an_error_without_advice_is_found():
    assert silent("raise PathError('a', got='b')\nraise PathError('a', do='c')") == [1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_error_says_what_to_do(path):
    assert silent(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x,y,1,2", "left edge, top edge, width and height"),
        ("0,0,-5,10", "mouseface info"),
        ("{folder}/none.json", "check the path"),
    ],
)
def test_a_wrong_crop_is_told_with_what_to_do(text, told, tmp_path, capsys):
    movie, events = tmp_path / "face.mp4", tmp_path / "events.csv"
    events.write_text("event,onset_s,offset_s\nsucrose,1,2\n")
    crop = text.format(folder=tmp_path)
    arguments = ["score", str(movie), "--events", str(events), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--crop", crop]) == 2
    message = capsys.readouterr().err
    assert told in message.split("What to do: ")[1]


SIGNED = re.compile(r":\+\.\d+[fe]\}")


def test_no_number_that_is_rounded_to_nothing_has_a_minus():
    """`-0.00` reads as a finding.  With `z`, a rounded zero has no minus."""
    assert SIGNED.search('f"{-0.001:+.2f}"') and f"{-0.001:+z.2f}" == "+0.00"
    found = [p for p in PACKAGE.rglob("*.py") if SIGNED.search(p.read_text(encoding="utf-8"))]
    assert not found
