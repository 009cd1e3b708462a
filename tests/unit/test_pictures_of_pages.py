"""Pictures and outputs on the pages: each is made by a command, and each page begins with one."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import shlex
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from element_mouseface import plots
from element_mouseface.cli.main import build_parser

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
IMAGES = DOCS / "images"
HOW_TO = sorted((DOCS / "how-to").glob("*.md"))
#: written by `make evidence`, which takes hours
EVIDENCE = {"evidence_amounts", "evidence_decoding"}
#: lines that are not empty, in which a page shows what it is about
FIRST_LINES = 14


@pytest.fixture(scope="module")
def made():
    """The parts of `make figures`, and how it reads and writes pages."""
    sys.path.insert(0, str(DOCS / "_hooks"))
    try:
        names = ("chains", "runner", "pictures", "printed")
        found = {name: importlib.import_module(f"drawn.{name}") for name in names}
        yield SimpleNamespace(**found)
    finally:
        sys.path.remove(str(DOCS / "_hooks"))


def test_the_gallery_has_every_figure_with_its_line_and_a_picture():
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    lines = re.findall(r"`(\w*(?: = )?plots\.[^`]+)`", page)
    called = set()
    for line in lines:
        call = ast.parse(line).body[0].value
        called.add(call.func.attr)
        signature = inspect.signature(getattr(plots, call.func.attr))
        signature.bind(*call.args, **{one.arg: one.value for one in call.keywords})
    assert set(plots.__all__) == called
    for section in re.split(r"^### ", page, flags=re.M)[1:]:
        title = section.splitlines()[0]
        assert "![" in section and "`plots." in section, title
        assert re.match(r"\[[^]]+\]\([\w/-]+\.md\)$", title), title
    shown = re.findall(r"!\[([^]]*)\]\(images/(\w+)\.png\)", page)
    assert len({name for _, name in shown}) == len(shown) > 40
    assert all(len(told) > 10 for told, _ in shown)


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_begins_with_what_it_looks_like(page):
    text = page.read_text(encoding="utf-8")
    shown = re.sub(r"^<!--.*?-->$", "", text, flags=re.M | re.S)
    lines = [line for line in shown.splitlines() if line]
    assert lines[0].startswith("# ") and not re.match(r"[#|!<]|```", lines[1]), (
        "it begins with a sentence"
    )
    top = "\n".join(lines[:FIRST_LINES])
    assert re.search(r"^!\[[^]]{10,}\]\(", top, re.M) or re.search(
        r"^```(console|pycon|text)$", top, re.M
    )


def test_every_picture_is_made_by_a_command_and_is_on_a_page(made):
    promised = [name for part in made.runner.PARTS for name in part.pictures]
    assert len(promised) == len(set(promised))
    stored = {path.stem for path in IMAGES.glob("*.png")}
    assert stored == {*promised, *EVIDENCE}
    text = "\n".join(page.read_text(encoding="utf-8") for page in made.printed.pages())
    assert {name for name in stored if f"images/{name}.png" not in text} == set()
    assert {part.chain for part in made.runner.PARTS} == set(made.chains.CHAINS)


def test_every_printed_block_is_made_by_a_command(made):
    promised = {name for part in made.runner.PARTS for name in part.outputs}
    shown = {}
    for page in made.printed.pages():
        text = page.read_text(encoding="utf-8")
        found = made.printed.blocks_of(page)
        marks = re.findall(r"^<!-- make figures: ", text, re.M)
        assert len(marks) == len(found), page.name
        shown |= found
    assert set(shown) <= promised and len(shown) > 15
    parser = build_parser()
    for name, block in shown.items():
        first = block.splitlines()[0]
        assert first[:2] in ("$ ", ">>") and len(block.splitlines()) > 1, name
        if first.startswith("$ mouseface "):
            parser.parse_args(shlex.split(first)[2:])


def test_pictures_are_of_few_bytes():
    sizes = {path.name: path.stat().st_size for path in IMAGES.glob("*.png")}
    assert {name: size for name, size in sizes.items() if size > 120_000} == {}
    assert sum(sizes.values()) < 4_000_000


def test_a_block_is_filled_and_a_stale_one_is_found(made, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A\n\n<!-- make figures: one -->\n```console\n$ a\nold 1.00\n```\n\nend\n")
    assert list(made.printed.stale(page, {"one": "$ a\nold 1.004\n"})) == []
    assert list(made.printed.stale(page, {"one": "$ a\nold 1.2\n"})) == ["one"]
    assert list(made.printed.stale(page, {"one": "$ a\nnew 1.00\n"})) == ["one"]
    assert made.printed.fill(page, {"one": "$ a\nnew 1.00\n"})
    assert page.read_text().endswith("```console\n$ a\nnew 1.00\n```\n\nend\n")
    assert not made.printed.fill(page, {"other": "$ b\n"})


def test_a_kept_picture_is_small_and_has_the_colors_of_the_figures(made, tmp_path):
    rng = np.random.default_rng(0)
    fur = rng.integers(0, 256, (90, 160, 1), np.uint8)
    noise = fur.repeat(10, axis=0).repeat(10, axis=1).repeat(3, axis=2)
    noise[:, :400] += rng.integers(0, 30, (900, 400, 3), np.uint8)
    noise[100:120, 50:900] = (0xCC, 0x79, 0xA7)
    noise[200:240] = 255
    Image.fromarray(noise).save(tmp_path / "drawn.png")
    kept = tmp_path / "kept.png"
    made.pictures.keep(tmp_path / "drawn.png", kept)
    assert kept.stat().st_size <= made.pictures.MOST_BYTES
    with Image.open(kept) as image:
        colors = {color for _, color in image.convert("RGB").getcolors(1 << 24)}
        width = image.width
    assert {(0xCC, 0x79, 0xA7), (255, 255, 255)} <= colors
    # compared with a stored one, it is made of the same size and colors
    again = tmp_path / "again.png"
    made.pictures.keep(tmp_path / "drawn.png", again, kept)
    assert made.pictures.difference(again, kept) == 0 and Image.open(again).width == width
    noise[300:600, 300:900] = 0
    Image.fromarray(noise).save(tmp_path / "drawn.png")
    made.pictures.keep(tmp_path / "drawn.png", again, kept)
    assert made.pictures.difference(again, kept) > 1
    assert made.pictures.difference(again, tmp_path / "none.png") == float("inf")
