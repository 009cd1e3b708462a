"""The figure of registration: what is drawn is what was measured, and lost frames are counted."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from element_mouseface.core.events import Events
from element_mouseface.core.results.head_shift import _alignment_text, shift_of
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.results.write_folder import write_folder
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.core.scoring.contrast.registration import Registration
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.errors import ParameterError, PathError
from element_mouseface.plots.registration import registration_figure
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import EVENTS, TIMES, contrast_scores
from tests.unit.plots.test_event_figure import published as published
from tests.unit.plots.texts import boxes, faults, shown_texts

LOST = slice(200, 207)


def moved(findings=(), **more):
    """The head goes round in a circle of 3 px, of which a tenth is left; seven frames are lost."""
    circle = np.stack([3 * np.cos(TIMES / 7), 3 * np.sin(TIMES / 7)], axis=1)
    lost = np.zeros(len(TIMES), bool)
    lost[LOST] = True
    circle[203] = 40.0  # found where nothing can be found
    circle[204] = np.nan  # a black frame
    given = {"shift_px": circle, "residual_shift_px": 0.1 * circle, "lost": lost} | more
    return dataclasses.replace(contrast_scores(findings), **given)


def in_memory(scores, events=None, models=None):
    found = scored_by(None, scores, events)
    if models is None:
        return found
    own = dataclasses.replace(found.methods["contrast"], open_models=lambda: models)
    return dataclasses.replace(found, methods={"contrast": own})


def words(figure):
    return "\n".join(text.get_text() for text in shown_texts(figure))


def test_lines_are_the_measured_shifts_and_break_at_lost_frames(tmp_path):
    scores, path = moved(), tmp_path / "registration.png"
    figure = registration_figure(in_memory(scores, EVENTS), title="A movie", path=path)
    right, down = figure.axes
    assert (right.get_ylabel(), down.get_ylabel()) == (
        "right (px of the crop)",
        "down (px of the crop)",
    )
    assert down.get_xlabel() == "time (s)"
    for axis, axes in enumerate((right, down)):
        lines = {line.get_label(): np.array(line.get_data()) for line in axes.lines}
        for start, measured in (("before", scores.shift_px), ("after", scores.residual_shift_px)):
            (drawn,) = (data for label, data in lines.items() if label.startswith(start))
            expected = measured[:, axis].copy()
            expected[LOST] = np.nan
            np.testing.assert_array_equal(drawn, [TIMES, expected])
        np.testing.assert_array_equal(lines["not registered (7)"][0], TIMES[LOST])
        # events shaded, each from onset to offset
        ((_, spans),) = boxes(axes)
        np.testing.assert_allclose(spans, [(e.onset_s, e.offset_s, 0, 1) for e in EVENTS])
    assert right.get_ylim() == down.get_ylim() and right.get_ylim()[1] < 5
    told = words(figure)
    assert "median 3.00 px before, 0.30 px after" in told
    assert "largest 3.00 px before, 0.30 px after" in told
    assert (
        "not registered: 7 of 1200 frames" in told
        and "sucrose" in told
        and "not registered (7)" in told
    )
    assert faults(figure) == []
    with Image.open(path) as written:
        assert np.asarray(written.convert("L")).std() > 5


def test_no_lost_frame_is_no_mark_and_all_lost_is_told():
    none = np.zeros(len(TIMES), bool)
    figure = registration_figure(in_memory(moved(lost=none)))
    assert "not registered: 0 of 1200 frames" in words(figure) and "not registered (" not in words(
        figure
    )
    assert not boxes(figure.axes[0])
    figure = registration_figure(in_memory(moved(lost=~none)))
    assert "no frame could be registered   ·   not registered: 1200 of 1200 frames" in words(figure)
    assert len(figure.axes[0].lines[-1].get_xdata()) <= 400


def test_what_was_not_measured_has_its_reason_and_no_panel():
    nothing = np.full((len(TIMES), 2), np.nan)
    finding = Finding("too_few_events", "", "There are 2 events; at least 6 are needed.")
    given = {"shift_px": nothing, "residual_shift_px": nothing}
    figure = registration_figure(in_memory(moved([finding], **given), EVENTS))
    assert not figure.axes and faults(figure) == []
    assert "No shift was measured: There are 2 events; at least 6 are needed." in words(figure)


def test_frames_before_the_alignment_are_waiting_and_not_lost():
    scores = moved(alignment_s=4.0)  # with no later frame in a score: live
    scores.shift_px[:80] = scores.residual_shift_px[:80] = np.nan
    scores.lost[10:13] = True
    shift = shift_of(in_memory(scores))
    assert shift.waiting.sum() == 80 and shift.lost.sum() == 7
    told = words(registration_figure(in_memory(scores))).replace("\n", " ")
    assert "80 at the start without a shift" in told and "first 4 s, which have no score" in told
    later = shift_of(in_memory(dataclasses.replace(scores, alignment_look_ahead_s=4.0)))
    assert not later.waiting.any() and later.lost.sum() == 10


def test_an_alignment_is_told_in_words():
    told = _alignment_text((1.5, -0.25, np.radians(-2.0), 1.02))
    assert "a turn of 2.00° counterclockwise, a scale of 1.020" in told
    assert "a shift of 1.50 right and 0.25 up (thumbnail pixels)" in told


def test_the_alignment_in_memory_is_that_of_the_model_that_scored():
    picture = np.random.default_rng(0).integers(20, 200, 24 * 32)
    start = (0.5, -1.0, 0.02, 0.99)
    flat = np.ones(24 * 32)
    registration = Registration(picture, flat, flat, (24, 32), start=start)
    model = SimpleNamespace(features=SimpleNamespace(registration=registration))
    models = SimpleNamespace(jobs=(SimpleNamespace(model=model),))
    scored = in_memory(moved(alignment_s=4.0, alignment_look_ahead_s=4.0), models=models)
    shift = shift_of(scored)
    assert shift.notes[0] == _alignment_text(start) and "first 4 s" in shift.notes[1]
    assert faults(registration_figure(scored, title="A movie")) == []
    assert (
        shift_of(in_memory(moved(), models=models)).notes == ()
    )  # its own reference: nothing was placed


def test_registration_switched_off_is_told():
    off = dataclasses.replace(ContrastParams(), ablate=("registration",))
    zero = np.zeros((len(TIMES), 2))
    scored = in_memory(moved(params=off, shift_px=zero, residual_shift_px=zero))
    figure = registration_figure(scored)
    assert "Registration was switched off" in words(figure)


def test_many_long_names_share_one_shade():
    rows = [(f"a stimulus with a long name, {k}", 5.0 * k + 1, 5.0 * k + 2) for k in range(10)]
    figure = registration_figure(in_memory(moved(), Events.from_rows(rows)))
    assert faults(figure) == []
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels[-1] == "event" and len(labels) == 4


def test_a_movie_that_was_not_registered_is_told(published):
    with pytest.raises(ParameterError, match="not scored by the contrast method"):
        registration_figure(scored_by(published, events=EVENTS))


def test_a_scored_folder_gives_what_memory_gives(tmp_path):
    scored = in_memory(moved(), EVENTS)
    write_folder(scored, tmp_path)
    found, expected = shift_of(read_folder(tmp_path)), shift_of(scored)
    np.testing.assert_allclose(found.times_s, expected.times_s, atol=1e-6)
    np.testing.assert_allclose(found.before_px, expected.before_px, atol=1e-6)
    np.testing.assert_allclose(found.after_px, expected.after_px, atol=1e-6)
    np.testing.assert_array_equal(found.lost, expected.lost)
    assert [(e.name, e.onset_s, e.offset_s) for e in found.events] == [
        (e.name, e.onset_s, e.offset_s) for e in EVENTS
    ]
    assert (found.notes, found.reason) == ((), "")
    figure = registration_figure(read_folder(tmp_path), path=tmp_path / "again.png")
    assert "not registered: 7 of 1200 frames" in words(figure) and (tmp_path / "again.png").exists()
    (tmp_path / "registration.csv").unlink()
    with pytest.raises(PathError, match=r"a folder with registration\.csv"):
        read_folder(tmp_path)
