"""The figure of places that are no face: it is drawn where it lies, and as it goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from element_mouseface.core.confounds.places import Place
from element_mouseface.core.events import Events
from element_mouseface.errors import InputError
from element_mouseface.plots.places import places_figure
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import TIMES, contrast_scores
from tests.unit.plots.texts import faults, shown_texts

EVENTS = Events.from_rows([("sucrose", 5.0, 7.0), ("quinine", 15.0, 18.0), ("sucrose", 25.0, 27.0)])


def place(stimuli, rows, columns, levels=30.0):
    pixels = np.zeros((30, 40), bool)
    pixels[rows, columns] = True
    seconds = np.arange(-1.0, 3.5, 0.1)
    course = ((seconds >= 0) & (seconds < 2)).astype(float)
    return Place(stimuli, pixels, levels, (1.0, 1.0), 0.02, 0.03, 40.0, seconds, course)


def scored(events, *places):
    results = replace(contrast_scores(), places=places)
    return scored_by(None, results, events, images=np.zeros((len(TIMES), 30, 40), np.uint8))


def test_without_a_place_there_is_no_figure():
    with pytest.raises(InputError, match="no place to draw"):
        places_figure(scored(EVENTS))


def test_a_row_a_place_with_its_box_and_its_own_course(tmp_path):
    lamp = place(("sucrose", "quinine"), slice(3, 5), slice(34, 37))
    spout = place(("quinine",), slice(20, 28), slice(0, 6), levels=-12.0)
    path = tmp_path / "places.png"
    face = np.full((30, 40), 120.0)
    figure = places_figure(scored(EVENTS, lamp, spout), face=face, title="A movie", path=path)
    assert len(figure.axes) == 4
    for number, found in enumerate((lamp, spout)):
        picture, course = figure.axes[2 * number : 2 * number + 2]
        tint = picture.images[1].get_array()
        np.testing.assert_array_equal(tint[..., 3] > 0, found.pixels)
        (box,) = [patch for patch in picture.patches if patch.get_gid() == "place"]
        left, right, top, bottom = found.box()
        # pixel centers are whole numbers: the box runs half a pixel outside of them
        assert (box.get_x(), box.get_x() + box.get_width()) == (left - 1, right)
        assert (box.get_y(), box.get_y() + box.get_height()) == (top - 1, bottom)
        np.testing.assert_array_equal(
            course.lines[-1].get_data(), [found.course_s, found.course]
        )  # the last line is the course, the first is 0
    told = "\n".join(text.get_text() for text in shown_texts(figure))
    assert "at sucrose, quinine" in told and "+30 luma levels" in told and "−12 luma" in told
    assert faults(figure) == []
    with Image.open(path) as written:
        assert np.asarray(written.convert("L")).std() > 5


def test_without_events_nothing_is_shaded():
    figure = places_figure(scored(None, place(("a",), slice(3, 5), slice(3, 5))))
    assert figure.axes[1].patches == [] or len(figure.axes[1].patches) == 0
