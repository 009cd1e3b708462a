"""Figures of contrast scores and of what drives them: checked for what they show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from PIL import Image

from element_mouseface.core.events import Events
from element_mouseface.core.results.pictures import Picture
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.method.score_map import ScoreMap
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.plots.attribution import overlay, why_figure
from element_mouseface.plots.scores import frames_to_show, score_figure
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import contrast_scores
from tests.unit.plots.texts import faults

TIMES = np.arange(600) / 20.0
EVENTS = Events.from_rows([("sucrose", 5.0, 6.0), ("quinine", 12.0, 13.0)])


@pytest.fixture(scope="module")
def published():
    rows = [(EVENTS.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(EVENTS.names)]
    return score_published(ArrayDescriptors(noisy_faces(600, rows)), TIMES, None, EVENTS)


@pytest.fixture
def contrast():
    """Sucrose is scored, quinine refused."""
    score = np.full((600, 2), np.nan)
    score[:, 0] = np.where(EVENTS.frames(TIMES, "sucrose"), 1.0, 0.0)
    score[110, 0] = 1.2
    return replace(
        contrast_scores(),
        names=EVENTS.names,
        times_s=TIMES,
        score=score,
        score_se=np.where(np.isfinite(score), 0.1, np.nan),
        misfit=np.ones(600),
        lost=np.zeros(600, bool),
        findings=(Finding("too_noisy", "quinine", "too noisy"),),
    )


def test_score_with_its_error_where_there_is_one_and_similarity_where_refused(published, contrast):
    figure = score_figure(scored_by(published, contrast, EVENTS))
    scored, refused = figure.axes
    np.testing.assert_array_equal(scored.lines[0].get_ydata(), contrast.score[:, 0])
    (band,) = [c for c in scored.collections if isinstance(c, FillBetweenPolyCollection)]
    low, high = band.get_paths()[0].get_extents().get_points()[:, 1]
    assert (low, high) == (pytest.approx(-0.1), pytest.approx(1.3))
    np.testing.assert_array_equal(refused.lines[0].get_ydata(), published.similarity[:, 1])
    assert not [c for c in refused.collections if isinstance(c, FillBetweenPolyCollection)]
    note = " ".join(text.get_text() for text in refused.texts)
    assert "score refused: too noisy" in note and "Pearson r" in note
    footnote = figure.texts[-1].get_text()
    assert "without itself" in footnote and "standard error" in footnote


def test_frames_shown_follow_the_contrast_score(published, contrast):
    shown = frames_to_show(scored_by(published, contrast, EVENTS))
    assert shown["sucrose"] == 110
    assert shown["quinine"] == frames_to_show(scored_by(published, events=EVENTS))["quinine"]


def test_the_contrast_score_needs_no_similarity(contrast):
    shown = frames_to_show(scored_by(None, contrast, EVENTS))
    assert shown["sucrose"] == 110 and "quinine" not in shown
    assert not EVENTS.frames(TIMES)[shown["neutral"]]
    figure = score_figure(scored_by(None, contrast, EVENTS))
    assert "refused" in " ".join(text.get_text() for text in figure.axes[1].texts)


def score_map(name, measure="score", shape=(60, 80)):
    values = np.zeros(shape)
    values[shape[0] // 4, shape[1] // 4] = 1.0
    values[-shape[0] // 4, -shape[1] // 4] = -0.5
    given = {"face": np.full((60, 80), 120.0)}
    if measure == "similarity":
        given = {"unit": "r", "of_cells": True, "against_neutral": True}
    return ScoreMap(name, measure, values, 0.5, 0.5, 110, 111, "sucrose", **given)


def test_what_adds_is_orange_what_takes_away_blue_and_nothing_is_clear():
    rgba = overlay(score_map("a", "similarity", (6, 8)), 1.0, (60, 80))
    assert rgba.shape == (60, 80, 4)
    adds, takes, nothing = rgba[12, 22], rgba[45, 65], rgba[0, 40]
    assert adds[0] > adds[2] and adds[3] > 0.8
    assert takes[2] > takes[0] and takes[3] > 0.5
    assert nothing[3] == 0


def test_one_stimulus_s_map_has_a_footnote_that_can_be_read_and_names_are_cut():
    image = np.random.default_rng(0).integers(0, 255, (96, 128), dtype=np.uint8)
    names = [f"a stimulus of a rather long name {k}" for k in range(4)]
    for shown in (names[:1], names):
        for measure in ("score", "similarity"):
            maps = [score_map(name, measure) for name in shown]
            pictures = {name: Picture(110, image) for name in shown}
            assert faults(why_figure(maps, TIMES, pictures, title="A movie")) == []


def test_an_explained_frame_without_a_time_is_told_by_its_number():
    times_s = np.where(np.arange(600) == 110, np.nan, TIMES)
    picture = Picture(110, np.zeros((60, 80), np.uint8))
    figure = why_figure([score_map("sucrose")], times_s, {"sucrose": picture})
    assert figure.axes[0].get_title(loc="right") == "frame 110"


def test_why_figure_has_a_column_for_each_stimulus_and_a_row_for_each_measure(tmp_path):
    maps = [score_map("sucrose"), score_map("quinine")]
    maps += [score_map("sucrose", "similarity", (6, 8))]
    image = np.random.default_rng(0).integers(0, 255, (96, 128), dtype=np.uint8)
    path = tmp_path / "why.png"
    pictures = {"sucrose": Picture(110, image)}
    figure = why_figure(maps, TIMES, pictures, errors={"sucrose": 0.11}, title="t", path=path)
    captions = [axes.get_xlabel() for axes in figure.axes]
    assert captions.count("score 0.50  ·  this trial held out") == 1
    assert "score 0.50 ± 0.11  ·  this trial held out" in captions
    assert "r 0.500 = neutral's 0.000 + 0.500" in captions
    assert any(axes.get_title(loc="right") == "5.50 s" for axes in figure.axes)
    with Image.open(path) as written:
        assert np.asarray(written.convert("L")).std() > 5
