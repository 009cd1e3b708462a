"""What a figure is written as, names written as they are, and a color that stays with its name."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import ParameterError
from element_mouseface.plots._style import (
    DPI,
    PALETTE,
    color_by_name,
    new_figure,
    save_figure,
    write_title,
)
from element_mouseface.plots.scores import score_figure
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.scored import scored_by
from tests.unit.plots.texts import shown_texts

TIMES = np.arange(300) / 20.0
ODD = ("5$ sucrose$", r"a_{b}^{c}", r"\frac{1", "100% {x}", "50$", "<b>&amp;")


def titled(words: str = "Title of it"):
    figure = new_figure(3, 2)
    write_title(figure, words)
    return figure


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.png", b"\x89PNG"), ("a.PDF", b"%PDF-"), ("a.svg", b"<?xml"), ("a.b.Svg", b"<?xml")],
)
def test_the_ending_says_what_is_written(tmp_path, name, start):
    path = save_figure(titled(), tmp_path / name)
    assert path.read_bytes().startswith(start)
    before = path.read_bytes()
    save_figure(titled(), path)
    assert path.read_bytes() == before  # no time of writing in it


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.tiff", ".png", "a.png.txt", "a.eps"])
def test_other_endings_are_refused_before_anything_is_written(tmp_path, name):
    with pytest.raises(ParameterError, match=r"\.png, \.pdf, \.svg"):
        save_figure(titled(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_dpi_is_the_pixels_an_inch_of_a_png(tmp_path):
    sizes = []
    for dpi in (DPI, 60):
        with Image.open(save_figure(titled(), tmp_path / f"{dpi}.png", dpi=dpi)) as image:
            sizes.append(image.size)
    assert sizes == [(450, 300), (180, 120)]
    for dpi in (0, -1, float("nan"), 1e9, "300"):
        with pytest.raises(ParameterError, match="resolution"):
            save_figure(titled(), tmp_path / "x.png", dpi=dpi)


def test_letters_stay_letters_in_svg_and_pdf(tmp_path):
    svg = save_figure(titled(), tmp_path / "a.svg").read_text()
    assert re.search(r"<text[^>]*>Title of it</text>", svg)
    pdf = save_figure(titled(), tmp_path / "a.pdf").read_bytes()
    assert b"/TrueType" in pdf or b"/Type42" in pdf or b"/CIDFontType2" in pdf
    assert b"/Subtype /Type3" not in pdf


def test_names_are_written_as_they_are_and_never_as_mathematics(tmp_path):
    rows = [(name, 2.0 * k + 1, 2.0 * k + 2) for k, name in enumerate(ODD)]
    events = Events.from_rows(rows)
    marked = [(events.frames(TIMES, name), 0.2, kind % 2) for kind, name in enumerate(ODD)]
    scores = score_published(ArrayDescriptors(noisy_faces(300, marked)), TIMES, None, events)
    path = tmp_path / "odd.svg"
    figure = score_figure(scored_by(scores, events=events), title=" ".join(ODD[:3]), path=path)
    seen = {text.get_text() for text in shown_texts(figure)}
    assert {*ODD, " ".join(ODD[:3])} <= seen
    assert "5$ sucrose$" in path.read_text() and "\\frac{1" in path.read_text()


def test_a_name_has_one_color_whatever_else_is_drawn():
    usual = ("sucrose", "quinine", "tail_shock", "lithium")
    alone = {name: color_by_name([name])[name] for name in (*usual, "water", "air puff", "odour")}
    assert len({alone[name] for name in usual}) == 4
    for some in combinations(alone, 4):
        found = color_by_name(some)
        assert len(set(found.values())) == 4 and list(found) == list(some)
        assert found == color_by_name(some[::-1])
        assert all(found[name] == alone[name] for name in some if name in usual)


def test_colors_repeat_only_after_all_were_used():
    names = [f"stimulus {number}" for number in range(16)]
    found = list(color_by_name(names).values())
    assert all(2 <= found.count(color) <= 3 for color in PALETTE)


def test_given_colors_are_kept_and_the_others_keep_off_them(tmp_path):
    given = {"sucrose": "#009E73", "not drawn": "red"}
    found = color_by_name(["sucrose", "quinine", "tail_shock"], given)
    assert found["sucrose"] == "#009E73" and len(set(found.values())) == 3
    with pytest.raises(ParameterError, match="'sucrose'"):
        color_by_name(["sucrose"], {"sucrose": "no color"})
    events = Events.from_rows([("sucrose", 2.0, 3.0)])
    rows = [(events.frames(TIMES, "sucrose"), 0.2, 0)]
    scores = score_published(ArrayDescriptors(noisy_faces(300, rows)), TIMES, None, events)
    axes = score_figure(scored_by(scores, events=events), colors={"sucrose": "tab:red"}).axes[0]
    assert to_hex(axes.lines[0].get_color()) == to_hex("tab:red")


def test_key_frames_are_marked_where_similarity_dips_for_them():
    events = Events.from_rows([("sucrose", 2.0, 3.0)])
    rows = [(events.frames(TIMES, "sucrose"), 0.2, 0)]
    scores = score_published(ArrayDescriptors(noisy_faces(300, rows)), TIMES, None, events)
    at_s = np.array([0.0, 5.0, 10.0])
    figure = score_figure(scored_by(scores), key_frames_s=np.append(at_s, np.nan))
    (line,) = [li for li in figure.axes[0].lines if li.get_label() == "key frames"]
    np.testing.assert_array_equal(line.get_xdata(), at_s)
    assert any("ticks: key frames" in text.get_text() for text in figure.texts)
    for none in (None, np.arange(1000) / 10, np.array([0.0])):  # each frame its own: no marks
        figure = score_figure(scored_by(scores), key_frames_s=none)
        assert not any("key frames" in text.get_text() for text in figure.texts)


def test_events_are_named_below_only_where_there_are_some():
    events = Events.from_rows([("sucrose", 2.0, 3.0)])
    rows = [(events.frames(TIMES, "sucrose"), 0.2, 0)]
    scores = score_published(ArrayDescriptors(noisy_faces(300, rows)), TIMES, None, events)
    told = [
        any("shaded" in t.get_text() for t in score_figure(scored_by(scores, events=given)).texts)
        for given in (events, None)
    ]
    assert told == [True, False]
