"""Figures of behaviors are checked for what they show; how they look was judged by eye."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.events import Events
from element_mouseface.errors import InputError, ParameterError
from element_mouseface.plots._style import color_by_name
from element_mouseface.plots.behavior_ethogram import ethogram_figure
from element_mouseface.plots.behavior_examples import behavior_examples_figure, example_frames
from element_mouseface.plots.behavior_transitions import transitions_figure
from element_mouseface.plots.behavior_trials import behavior_trials_figure
from tests.unit.plots.texts import boxes, faults, shown_texts

N, RATE = 200, 20.0
TIMES = np.arange(N) / RATE
NAMES = ("licking", "$wash_{face}$, both paws and an ear")
PICTURES = np.random.default_rng(0).integers(0, 255, (N, 24, 32)).astype(np.uint8)
EVENTS = Events.from_rows([("sucrose", 1.0, 2.0), ("quinine", 4.0, 5.0), ("sucrose", 7.0, 8.0)])


def labels(bouts, assessed=None):
    return Labels(Ethogram.of(NAMES), N, {NAMES[0]: np.array(bouts)}, assessed)


def prediction(probability, present=None):
    probability = np.asarray(probability, float)
    with np.errstate(invalid="ignore"):
        present = probability > 0.5 if present is None else np.asarray(present)
    return SimpleNamespace(
        names=NAMES, probability=probability, present=present, times_s=TIMES, n_frames=N
    )


def drawn(axes, color):
    """Left and right edges of the boxes of one color."""
    return [
        edges[:, :2]
        for group, edges in boxes(axes)
        if len(group.get_facecolor()) and to_hex(group.get_facecolor()[0]) == color.lower()
    ]


def test_a_bout_is_a_box_from_its_first_frame_to_the_end_of_its_last():
    found = labels([[20, 30], [190, 200]], {NAMES[0]: [[0, 100], [120, N]], NAMES[1]: [[0, N]]})
    figure = ethogram_figure(found, times_s=TIMES, images=PICTURES, title="a movie")
    raster = figure.axes[0]
    ((edges),) = drawn(raster, color_by_name(NAMES)[NAMES[0]])
    np.testing.assert_allclose(edges, [[1.0, 1.5], [9.5, 10.0]])
    hatched = [e for group, e in boxes(raster) if group.get_hatch()]
    assert [e[:, :2].tolist() for e in hatched] == [[[5.0, 6.0]]]
    pictures = [axes.images[0] for axes in figure.axes if axes.images]
    marked = [line.get_xdata()[0] for line in raster.lines if line.get_gid() == "shown"]
    assert len(pictures) == len(marked) == 6
    for picture, time_s in zip(pictures, marked, strict=True):
        np.testing.assert_array_equal(picture.get_array(), PICTURES[round(time_s * RATE)])
    assert "a movie" in [text.get_text() for text in figure.texts]
    assert faults(figure) == []


def test_a_prediction_has_its_probabilities_below_and_a_person_s_labels_beside():
    values = np.full((N, 2), 0.2)
    values[40:60, 0], values[100:110] = 0.9, np.nan
    person = labels([[45, 62]])
    figure = ethogram_figure(prediction(values), labels=person, events=EVENTS)
    raster, *traces = figure.axes
    assert len(traces) == 2
    np.testing.assert_array_equal(traces[0].lines[0].get_ydata(), values[:, 0])
    ((predicted),) = drawn(raster, color_by_name(NAMES)[NAMES[0]])
    ((seen),) = drawn(raster, "#222222")
    np.testing.assert_allclose(predicted, [[2.0, 3.0]])
    np.testing.assert_allclose(seen, [[2.25, 3.1]])
    hatched = [e[:, :2].tolist() for group, e in boxes(raster) if group.get_hatch()]
    assert hatched == [[[5.0, 5.5]]] * 2
    assert faults(figure) == []
    with pytest.raises(InputError, match="another movie"):
        ethogram_figure(prediction(values), labels=person.with_frames(N - 1))
    with pytest.raises(InputError, match="another number of frames"):
        ethogram_figure(person, times_s=TIMES[1:])
    with pytest.raises(ParameterError, match="'sleeping'"):
        ethogram_figure(person, names=["sleeping"])


def test_frames_without_a_time_do_not_cut_a_bout():
    times_s = TIMES.copy()
    times_s[[0, 24, 199]] = np.nan
    figure = ethogram_figure(labels([[20, 30]]), times_s=times_s)
    ((edges),) = drawn(figure.axes[0], color_by_name(NAMES)[NAMES[0]])
    np.testing.assert_allclose(edges, [[1.0, 1.5]])
    lost = ethogram_figure(labels([[20, 30]]), times_s=np.full(N, np.nan))
    lost.canvas.draw()  # nothing to see, and no fault
    assert ethogram_figure(Labels(Ethogram.of(NAMES), 0, {}), images=PICTURES[:0]).axes


def test_trials_begin_at_their_onset_and_the_share_is_of_known_trials():
    found = labels([[30, 40], [150, 160]], {NAMES[0]: [[0, 150], [150, 170]], NAMES[1]: [[0, N]]})
    figure = behavior_trials_figure(
        found, EVENTS, times_s=TIMES, names=NAMES[:1], before_s=0.5, after_s=2.0
    )
    upper, lower = figure.axes[:2]
    ((edges), (second)) = drawn(upper, color_by_name(NAMES[:1])[NAMES[0]])
    np.testing.assert_allclose([*edges, *second], [[0.5, 1.0], [0.5, 1.0]])
    x, share = (np.asarray(v) for v in lower.lines[0].get_data())
    assert share[(x > 0.55) & (x < 0.95)].tolist() == [1.0] * ((x > 0.55) & (x < 0.95)).sum()
    # after 8.5 s nobody looked at the second trial: of the first alone it is known
    assert set(share[x > 1.05]) == {0.0}
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert [t for t in titles if t] == ["licking: sucrose", "licking: quinine"]
    assert faults(figure) == []
    with pytest.raises(InputError, match="frame numbers, and events have times"):
        behavior_trials_figure(found, EVENTS)
    with pytest.raises(ParameterError, match="Nothing lies in the time"):
        behavior_trials_figure(found, EVENTS, times_s=TIMES, before_s=-3, after_s=1)
    many = Events.from_rows([(f"s{n}", n / 10, n / 10 + 0.05) for n in range(61)])
    with pytest.raises(ParameterError, match="too many panels"):
        behavior_trials_figure(found, many, times_s=TIMES)


def test_examples_are_the_surest_frames_of_different_bouts():
    values = np.full((N, 2), 0.1)
    values[10:20, 0] = [0.6, 0.7, 0.99, *[0.8] * 7]  # a hit
    values[50:60, 0] = 0.3  # a miss
    values[54, 0] = 0.02
    values[80:85, 0] = 0.7  # a false alarm
    values[120:130, 0] = 0.95  # nobody looked
    found = labels([[10, 20], [50, 60]], {NAMES[0]: [[0, 110]], NAMES[1]: [[0, N]]})
    frames = example_frames(prediction(values), found, NAMES[0], count=2)
    assert frames == {"hit": (12,), "miss": (54,), "false alarm": (80,)}
    figure = behavior_examples_figure(prediction(values), found, PICTURES, count=2)
    pictures = [np.asarray(axes.images[0].get_array()) for axes in figure.axes]
    for picture, frame in zip(pictures, (12, 54, 80), strict=True):
        np.testing.assert_array_equal(picture, PICTURES[frame])
    told = [text.get_text() for text in shown_texts(figure)]
    assert {"p 0.99", "p 0.02", "p 0.70", "0.60 s", "2.70 s", "4.00 s"} <= set(told)
    assert told.count("none") == 3  # of the other behavior there is nothing
    assert faults(figure) == []
    other = Labels(Ethogram.of(["sleeping"]), N, {})
    with pytest.raises(InputError, match="share no behavior"):
        behavior_examples_figure(prediction(values), other, PICTURES)


def test_transitions_stand_in_the_row_of_the_one_and_the_column_of_the_other():
    values = np.full((N, 2), 0.1)
    for first, column in ((0, 0), (20, 0), (40, 1), (60, 0), (80, 1)):
        values[first : first + 10, column] = 0.9
    figure = transitions_figure(prediction(values), title="day 1")
    (axes,) = figure.axes
    np.testing.assert_allclose(axes.images[0].get_array(), [[1 / 3, 2 / 3], [1, 0]])
    cells = [text.get_text() for text in axes.texts if "\n" in text.get_text()]
    assert cells == ["0.33\n1", "0.67\n2", "1.00\n1", "0.00\n0"]
    assert axes.get_yticklabels()[0].get_text() == "licking"
    assert faults(figure) == []
    # 11 steps of 50 ms from the last frame of a bout to the next onset
    soon = transitions_figure(prediction(values), within_s=0.5, names=NAMES[:1])
    assert "0 pairs within 0.5 s" in soon.texts[0].get_text()
