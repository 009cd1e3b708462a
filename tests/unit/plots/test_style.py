"""What all figures have in common: no global state, and nothing that outlives them."""

from __future__ import annotations

import ast
import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rcParams

import element_mouseface
from element_mouseface.core.events import Events
from element_mouseface.plots._style import fit, new_figure, stacked
from element_mouseface.plots._traces import draw_boxes, draw_trace, limit_to_times, shade_events
from tests.unit.plots.texts import boxes

MODULES = sorted((Path(element_mouseface.__file__).parent / "plots").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_figure_is_kept_by_pyplot(path):
    """pyplot holds every figure it makes until it is closed: a worker draws thousands."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    assert not [n for n in names if "pyplot" in n or "pylab" in n or "rcParams" in n]


def test_a_figure_that_nobody_holds_is_gone_and_the_settings_are_as_they_were():
    before = dict(rcParams)
    figure = new_figure(4, 3)
    (axes,) = stacked(figure, 1, left=0.1, right=0.9, top_in=0.1, bottom_in=0.3, hspace=0.2)
    draw_trace(axes, np.arange(5.0), np.array([1, np.nan, 2, np.nan, 3]))
    figure.canvas.draw()
    held = weakref.ref(figure)
    del figure, axes
    gc.collect()
    assert held() is None
    assert dict(rcParams) == before


def test_a_text_is_cut_to_its_room_and_one_that_fits_is_left():
    figure = new_figure(4, 1)
    text = figure.text(0, 0.5, "a text of forty letters, of which some go")
    wide_in = text.get_window_extent().width / figure.dpi
    fit(text, wide_in + 0.01)
    assert text.get_text().endswith("some go")
    fit(text, wide_in / 2)
    assert text.get_window_extent().width <= wide_in / 2 * figure.dpi
    assert text.get_text().endswith("…") and len(text.get_text()) > 12


def test_a_lone_frame_is_a_dot_in_the_line_s_color():
    axes = new_figure(4, 3).subplots()
    values = np.array([1, 2, np.nan, 3, np.nan, 4, 5, np.nan, 6])
    draw_trace(axes, np.arange(9.0), values, color="#D55E00", linewidth=0.9)
    line, dots = axes.lines
    assert dots.get_xdata().tolist() == [3, 8] and dots.get_ydata().tolist() == [3, 6]
    assert dots.get_color() == line.get_color() == "#D55E00"
    np.testing.assert_array_equal(line.get_ydata(), values)


def test_boxes_are_in_the_limits_and_events_alone_make_no_height():
    axes = new_figure(4, 3).subplots()
    axes.plot([0, 10], [3, 4])
    axes.margins(x=0)
    height = axes.get_ylim()
    shade_events(axes, Events.from_rows([("a", 12.0, 14.0)]), {"a": {"color": "k", "alpha": 0.2}})
    assert axes.get_xlim() == (0, 14) and axes.get_ylim() == height
    ((_, edges),) = boxes(axes)
    assert edges.tolist() == [[12, 14, 0, 1]]
    draw_boxes(axes, [], 0, 1)
    assert len(boxes(axes)) == 1


def test_the_time_axis_spans_the_frames_that_have_a_time():
    axes = new_figure(4, 3).subplots()
    limit_to_times(axes, np.array([np.nan, 2.0, 7.0, np.nan]))
    assert axes.get_xlim() == (2, 12)  # the last frame lasts as long as the others
    for nothing in (np.full(3, np.nan), np.array([4.0]), np.empty(0)):
        limit_to_times(axes, nothing)
        assert axes.get_xlim() == (2, 12)
