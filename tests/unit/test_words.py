"""The words of the project: the field's or a library's, and no private ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = {".py", ".pyi", ".md", ".ipynb", ".toml", ".yml", ".yaml", ".txt"}
FOLDERS = ("element_mouseface", "tests", "docs", "benchmarks", "docker", "notebooks")
#: words of our own that readers could not know -> what to write
BANNED = {
    r"\b(lent|lend|lends)\b": "an array table; or a copy",
    r"\bcalm(er|est)?\b": "neutral",
    r"[Ss]teadied": "stabilized",
    r"\bdesks?\b": "buffers of a thread",
    r"\bgo(es|ne|ing)? on with\b": "resume",
    r"\b(is|are|was) told in\b": "see",
    r"\bdefinition promises\b": "what a table is declared as",
    r"\bNOWHERE\b": "IDENTITY",
    r"\bBAKED\b": "fixed by the model",
    r"\broom_of\b": "workspace",
    r"\bexpected_course\b": "response_template",
    r"\bis asked for anew\b": "requested again",
    r"\bthe data's way\b": "data flow",
    r"\b[Mm]ixed into\b": "mixin of",
    r"\bso-manieth\b": "evenly spaced; subsampled",
    r"\bwithout a word\b": "without an error",
    r"\bis asked (?:for|about) (?:already|anew|too)\b": "requested",
    r"\bis another now\b": "has changed",
    r"\bno (?:plain|finite) (?:file|number)\b": "not a ...",
    r"\b(?:answers?|answered) to (?:the|an?|each|its) (?:event|stimul)": "responds to",
    r"\bcompiled in\"": "are literals",
}
FILES = [
    path
    for path in (
        *ROOT.glob("*.md"),
        *(p for folder in FOLDERS for p in (ROOT / folder).rglob("*")),
    )
    if path.suffix in SUFFIXES and path != Path(__file__).resolve()
]


def coined(text: str) -> list[str]:
    """Each banned word of a text, with what to write."""
    return [
        f"{found[0]!r}: write {better!r}"
        for pattern, better in BANNED.items()
        for found in re.finditer(pattern, text)
    ]


def test_a_coined_word_is_found():
    assert coined("what it is, is told in `x`") == ["'is told in': write 'see'"]
    assert coined("frames that are neutral; goes on with") and not coined("neutral frames, resumed")


@pytest.mark.parametrize("folder", ["", *FOLDERS])
def test_no_coined_words(folder):
    files = [p for p in FILES if (p.relative_to(ROOT).parts[:-1] or ("",))[0] == folder]
    assert files
    found = {
        p.relative_to(ROOT).as_posix(): words
        for p in files
        if (words := coined(p.read_text(encoding="utf-8")))
    }
    assert not found
