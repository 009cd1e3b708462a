"""Figures are checked for what they show; how they look was judged by eye."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from element_mouseface.core.events import Events
from element_mouseface.core.events.bouts import Bout
from element_mouseface.core.results.pictures import Picture, pictures_of
from element_mouseface.core.scoring.published.making import make_prototypes
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import StorageError
from element_mouseface.params import HOGParams
from element_mouseface.plots._style import color_by_name, new_figure
from element_mouseface.plots._traces import few_points
from element_mouseface.plots.prototypes import (
    cells_of_descriptor,
    draw_glyphs,
    prototype_figure,
    source_frames_to_show,
)
from element_mouseface.plots.scores import frames_to_show, score_figure
from tests.unit.core.arrays import GRID, ArrayDescriptors, noisy_faces
from tests.unit.plots.scored import scored_by, with_bouts
from tests.unit.plots.texts import boxes, faults, shown_texts

TIMES = np.arange(600) / 20.0
EVENTS = Events.from_rows([("sucrose", 5.0, 6.0), ("quinine", 12.0, 13.0), ("sucrose", 20.0, 21.0)])


@pytest.fixture(scope="module")
def scores():
    rows = [(EVENTS.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(EVENTS.names)]
    return score_published(ArrayDescriptors(noisy_faces(600, rows)), TIMES, None, EVENTS)


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 255, (600, 96, 128), dtype=np.uint8)


def test_faces_shown_are_the_most_neutral_and_the_peaks_of_own_events(scores):
    shown = frames_to_show(scored_by(scores, events=EVENTS))
    assert list(shown) == ["neutral", "sucrose", "quinine"]
    assert scores.baseline[shown["neutral"]]
    for column, name in enumerate(scores.names):
        inside = np.flatnonzero(EVENTS.frames(TIMES, name))
        best = inside[np.argmax(scores.similarity[inside, column])]
        assert shown[name] == best


def test_without_events_the_peak_is_of_the_whole_movie(scores):
    again = score_published(ArrayDescriptors(noisy_faces(600)), TIMES, prototypes=scores.prototypes)
    shown = frames_to_show(scored_by(again))
    assert shown["quinine"] == int(np.argmax(again.similarity[:, 1]))


def test_traces_events_and_bouts_are_drawn_where_they_are(scores, images):
    pictures = pictures_of(frames_to_show(scored_by(scores, events=EVENTS)), images)
    figure = score_figure(scored_by(scores, events=EVENTS), images, title="a movie")
    faces, panels = figure.axes[:3], figure.axes[3:]
    np.testing.assert_array_equal(
        np.asarray(faces[1].images[0].get_array()), images[pictures["sucrose"].frame]
    )
    palette = color_by_name(scores.names)
    bouts = scored_by(scores, events=EVENTS).methods["published"].bouts["similarity"]
    for column, (axes, name) in enumerate(zip(panels, scores.names, strict=True)):
        trace = axes.lines[0]
        np.testing.assert_array_equal(trace.get_xdata(), TIMES)
        np.testing.assert_array_equal(trace.get_ydata(), scores.similarity[:, column])
        assert to_hex(trace.get_color()).upper() == palette[name]
        (shades, shaded), (_, bars) = boxes(axes)
        assert np.allclose(shaded, [(e.onset_s, e.offset_s, 0, 1) for e in EVENTS])
        inks = [to_hex(ink).upper() == palette[name] for ink in shades.get_facecolor()]
        assert inks == [e.name == name for e in EVENTS]
        own = [(b.start_s, b.stop_s, 0, 0.05) for b in bouts if b.name == name]
        assert np.allclose(bars, own) and own
    assert panels[-1].get_xlabel() == "time (s)"
    texts = " ".join(text.get_text() for text in figure.texts)
    assert "Pearson r" in texts and "circular" in texts and "a movie" in texts


def test_the_picture_is_written_and_is_not_blank(scores, images, tmp_path):
    scored = scored_by(scores, events=EVENTS)
    score_figure(scored, lambda frame: images[frame], path=tmp_path / "score.png")
    with Image.open(tmp_path / "score.png") as image:
        assert image.format == "PNG" and image.width == 1500
        assert np.asarray(image.convert("L")).std() > 5
    score_figure(scored_by(scores), path=tmp_path / "bare.png")
    with pytest.raises(StorageError, match="cannot be written"):
        score_figure(scored, path=tmp_path / "none" / "score.png")


def test_a_long_trace_keeps_its_peaks_and_its_gaps():
    times = np.arange(100_003) / 100
    trace = np.random.default_rng(0).random(100_003)
    trace[5000], trace[70_000] = 5.0, -3.0
    trace[20_000:21_000] = np.nan
    few_times, few = few_points(times, trace)
    assert len(few) < 10_000 and len(few) == len(few_times)
    assert (np.nanmax(few), np.nanmin(few)) == (5.0, -3.0)
    assert abs(few_times[np.nanargmax(few)] - 50.0) < 0.3
    inside = (few_times > 200.5) & (few_times < 209.5)
    assert inside.any() and np.isnan(few[inside]).all()
    same_times, same = few_points(times[:50], trace[:50])
    assert same_times is not None and len(same) == 50


def test_a_long_trace_is_drawn_though_frames_have_no_time():
    """Every piece of 25 frames begins with one that the clock has no time for."""
    times = np.arange(100_000) / 100
    trace = np.sin(times)
    times[::25] = np.nan
    trace[12] = 9.0  # drawn
    trace[25 * 300] = -9.0  # without a time, so not drawn
    few_times, few = few_points(times, trace)
    assert len(few) < 10_000 and np.isfinite(few_times).all()
    assert (few.max(), few.min()) == (9.0, pytest.approx(-1.0, abs=1e-3))


def test_frames_between_missing_ones_are_seen(scores):
    """With every other frame missing, as in strobed light, no line has two points."""
    gaps = scores.similarity.copy()
    gaps[1::2] = np.nan
    figure = score_figure(scored_by(replace(scores, similarity=gaps)))
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "."]
    (alone,) = dots
    np.testing.assert_array_equal(alone.get_data(), [TIMES[::2], gaps[::2, 0]])
    whole = score_figure(scored_by(scores)).axes[0]
    assert not [line for line in whole.lines if line.get_marker() == "."]


def test_a_clock_without_any_time_and_a_score_without_any_value_are_told(scores):
    empty = replace(scores, times_s=np.full(len(TIMES), np.nan))
    told = [text.get_text() for text in score_figure(scored_by(empty)).axes[0].texts]
    assert "no frame has a time" in told
    values = scores.similarity.copy()
    values[:, 1] = np.nan
    first, second = score_figure(scored_by(replace(scores, similarity=values))).axes
    assert "undefined in every frame" in [text.get_text() for text in second.texts]
    assert "undefined in every frame" not in [text.get_text() for text in first.texts]


def test_a_face_without_a_time_is_told_by_its_number(scores, images):
    frame = frames_to_show(scored_by(scores))["quinine"]
    times_s = TIMES.copy()
    times_s[frame] = np.nan
    axes = score_figure(scored_by(replace(scores, times_s=times_s)), images).axes
    assert f"frame {frame}" in [one.get_title(loc="right") for one in axes]


def test_thousands_of_bouts_are_one_artist(scores):
    many = [Bout("sucrose", k / 400, k / 400 + 1e-3, k, 1, 1, 1.0, 0.0, 1.0) for k in range(10_000)]
    axes = score_figure(with_bouts(scored_by(scores), many)).axes[0]
    assert len(axes.patches) + len(axes.collections) < 5
    ((_, bars),) = boxes(axes)
    assert len(bars) == 10_000


@pytest.mark.parametrize("count", [1, 12])
def test_one_prototype_and_many_of_long_names_can_be_read(scores, images, count):
    names = tuple(f"a stimulus of a rather long name {k}" for k in range(count))
    shown = replace(
        scores,
        names=names,
        similarity=np.repeat(scores.similarity[:, :1], count, axis=1),
        thresholds=np.repeat(scores.thresholds[:1], count, axis=0),
    )
    for faces in (None, images):
        figure = score_figure(scored_by(shown), faces)
        assert faults(figure) == []
        assert any("Pearson r" in text.get_text() for text in shown_texts(figure))


def test_a_title_longer_than_the_figure_is_cut(scores):
    words = "a recording with a long file name, of the second day, by the first camera.mp4"
    figure = prototype_figure(scores.prototypes, {}, title=words)
    assert faults(figure) == []
    assert words.startswith(figure.texts[0].get_text().removesuffix("…"))


def test_cells_of_single_blocks_are_the_numbers_themselves():
    vector = np.arange(96.0)
    np.testing.assert_array_equal(
        cells_of_descriptor(vector, HOGParams(), GRID), vector.reshape(3, 4, 8)
    )


def test_cells_of_overlapping_blocks_are_the_mean_over_blocks():
    params = HOGParams(cells_per_block=2, orientations=1)
    # Grid of 2 x 3 cells: two blocks; the middle column is in both.
    left, right = [1, 2, 3, 4], [10, 20, 30, 40]
    cells = cells_of_descriptor(np.array(left + right), params, (2, 3))[:, :, 0]
    assert cells.tolist() == [[1, 6, 20], [3, 17, 40]]


def test_a_glyph_lies_along_the_edge_as_scikit_image_draws_it():
    from skimage.feature import hog

    # A step from dark to light along x: the edge stands upright.
    image = np.zeros((32, 32), dtype=np.uint8)
    image[:, 16:] = 200
    params = HOGParams(orientations=9)
    vector = hog(
        image, orientations=9, pixels_per_cell=(32, 32), cells_per_block=(1, 1), transform_sqrt=True
    )
    axes = new_figure(1, 1).subplots()
    draw_glyphs(axes, cells_of_descriptor(vector, params, (1, 1)), params)
    (collection,) = axes.collections
    strongest = collection.get_segments()[-1]
    along_x, along_y = np.abs(strongest[1] - strongest[0])
    # The bin is 20 degrees wide and its middle is drawn.
    assert along_y > 5 * along_x


def test_prototype_figure_shows_source_frames(scores, images, tmp_path):
    shown = source_frames_to_show(scores.prototypes)
    least = {row.prototype: row.frame for row in scores.prototypes.source_frames if row.rank == 0}
    assert shown == least
    figure = prototype_figure(
        scores.prototypes, pictures_of(shown, images), path=tmp_path / "prototypes.png"
    )
    titles = [axes.get_title(loc="left") for axes in figure.axes[:3]]
    assert titles == ["neutral", "sucrose", "quinine"]
    assert len(figure.axes[0].images) == 0  # no picture of neutral was given
    np.testing.assert_array_equal(
        np.asarray(figure.axes[1].images[0].get_array()), images[shown["sucrose"]]
    )
    assert (tmp_path / "prototypes.png").stat().st_size > 5000


def test_all_source_frames_are_shown_in_a_row_of_their_own(scores, images):
    frames = [row.frame for row in scores.prototypes.source_frames if row.prototype == "quinine"]
    sources = {"quinine": [Picture(frame, images[frame]) for frame in frames]}
    figure = prototype_figure(scores.prototypes, {}, sources=sources)
    assert len(figure.axes) == 4 * 3
    board = np.asarray(figure.axes[5].images[0].get_array())
    # Ten pictures, four in a row with gaps of three pixels: the sixth is second in the second row.
    np.testing.assert_array_equal(board[99 : 99 + 96, 131 : 131 + 128], images[frames[5]])
    assert not figure.axes[4].images


def test_masked_numbers_that_are_no_numbers_do_not_spoil_the_drawing(tmp_path):
    valid = np.ones(96, dtype=bool)
    valid[:8] = False
    faces = noisy_faces(600, [(EVENTS.frames(TIMES), 0.2, 1)])
    faces[:, :8] = np.nan
    prototypes = make_prototypes(ArrayDescriptors(faces, valid=valid), TIMES, None, EVENTS)
    prototype_figure(prototypes, {}, path=tmp_path / "prototypes.png")
    assert (tmp_path / "prototypes.png").exists()
