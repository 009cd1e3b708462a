"""The figure of contrast prototypes: maps, scale, captions and refusals."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PIL import Image

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import (
    ContrastParams,
    ContrastPrototypes,
)
from element_mouseface.core.scoring.contrast.features import Features
from element_mouseface.core.scoring.contrast.model import Model
from element_mouseface.core.scoring.contrast.registration import Registration
from element_mouseface.core.scoring.contrast.uncertainty import ErrorModel
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import InputError
from element_mouseface.plots.contrast_prototypes import contrast_prototype_figure, refusals
from element_mouseface.plots.prototypes import prototype_figure
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.texts import faults, shown_texts

SHAPE = (30, 40)
NAMES = ("sucrose", "quinine", "salt")
SOURCE = {
    "files": [{"name": "day1.mp4", "sha256": "0" * 64}],
    "created_at": "2026-01-02T03:04:05+00:00",
    "n_trials": {"sucrose": 12, "quinine": 1, "salt": 7},
    "crop_px": [96, 128],
}
REASON = "quinine has 1 usable trial; at least 2 are needed."


@pytest.fixture(scope="module")
def prototypes():
    """Sucrose is brighter in a square, salt darker in another; quinine was refused."""
    random = np.random.default_rng(0)
    reference = random.uniform(30, 200, SHAPE)
    weights = np.ones(SHAPE)
    weights[:5] = 0.0  # masked
    registration = Registration(
        reference.ravel().astype(np.float32),
        weights.ravel(),
        np.ones(SHAPE).ravel(),
        SHAPE,
        left_out=weights.ravel() == 0,
    )
    squares = np.zeros((2, *SHAPE))
    squares[0, 8:16, 8:20] = 1.0
    squares[1, 20:28, 20:32] = 1.0
    spread = np.where(weights > 0, 2.0, np.inf).ravel()
    features = Features(registration, squares.reshape(2, -1).astype(np.float32), spread)
    # pictures are prototypes @ (basis * spread²): 8 and -20 levels in the squares
    vectors = np.array([[2.0, 0.0], [9.0, 9.0], [0.0, -5.0]])
    model = Model(
        features,
        vectors,
        np.array([0, 2]),
        np.ones((2, 2)),
        np.eye(2),
        np.zeros(2),
        (np.zeros(1), np.ones((2, 1))),
        np.array([0.04, np.nan, 0.1]),
        np.full(3, 0.35),
    )
    nothing = np.zeros(len(NAMES))
    return ContrastPrototypes(
        names=NAMES,
        model=model,
        errors=ErrorModel(nothing, nothing, nothing),
        params=ContrastParams(),
        findings=(Finding("too_few_events", "quinine", REASON),),
        source=SOURCE,
    )


def by_title(figure):
    return {axes.get_title(loc="left"): axes for axes in figure.axes if axes.get_title(loc="left")}


def words(figure):
    return "\n".join(text.get_text() for text in shown_texts(figure))


def test_the_figure_of_the_published_method_says_that_these_are_others(prototypes):
    with pytest.raises(InputError, match=r"no descriptors(.|\n)*contrast_prototype_figure"):
        prototype_figure(prototypes)


def test_maps_are_the_pictures_in_luma_levels_on_one_scale_about_0(prototypes):
    figure = contrast_prototype_figure(prototypes)
    shown = by_title(figure)
    assert tuple(shown) == ("neutral", *NAMES)
    face = shown["neutral"].images[0].get_array()
    reference = prototypes.model.features.registration.reference.reshape(SHAPE)
    np.testing.assert_array_equal(face, reference)
    limits = set()
    for k, (name, level) in {0: ("sucrose", 8.0), 2: ("salt", -20.0)}.items():
        pale, image = shown[name].images
        np.testing.assert_array_equal(image.get_array(), prototypes.pictures()[k])
        assert image.get_array().max() == max(level, 0.0)
        assert image.get_array().min() == min(level, 0.0)
        limits.add(image.get_clim())
        # nothing is clear, a masked pixel is one flat gray
        assert np.all(image.get_alpha()[image.get_array() == 0] == 0)
        assert np.unique(pale.get_array()[:5]).tolist() == [200.0]
    ((low, high),) = limits
    values = np.abs(prototypes.pictures()[[0, 2]])
    assert (low, high) == (-np.percentile(values, 99.7), np.percentile(values, 99.7))
    # the color bar says what it means
    bar = next(axes for axes in figure.axes if axes.get_ylabel() == "luma levels")
    assert [label.get_text() for label in bar.get_yticklabels()] == ["−20", "0", "+20"]
    orange, blue = (
        shown[n].images[1].to_rgba([[v]])[0, 0] for n, v in (("sucrose", 20.0), ("salt", -20.0))
    )
    assert orange[0] > orange[2] and blue[2] > blue[0]


def test_trials_and_refusals_are_told(prototypes, tmp_path):
    path = tmp_path / "prototypes.png"
    figure = contrast_prototype_figure(prototypes, title="Day 1", path=path)
    shown = by_title(figure)
    assert shown["sucrose"].get_xlabel() == ("12 trials\n+0.0 to +8.0 levels · score's unit ± 4%")
    assert shown["salt"].get_xlabel() == "7 trials\n−20.0 to +0.0 levels · score's unit ± 10%"
    assert shown["quinine"].get_xlabel() == "1 trial" and not shown["quinine"].images
    told = " ".join(shown["quinine"].texts[0].get_text().split())
    assert told == f"refused: {REASON}"
    assert "made from day1.mp4 · 2026-01-02T03:04:05+00:00" in words(figure)
    assert faults(figure) == []
    with Image.open(path) as written:
        assert np.asarray(written.convert("L")).std() > 5


def test_given_counts_stand_before_those_of_the_source_and_none_is_told(prototypes):
    shown = by_title(contrast_prototype_figure(prototypes, trials={"sucrose": 3}))
    assert shown["sucrose"].get_xlabel().startswith("3 trials\n")
    assert shown["salt"].get_xlabel().startswith("trials: their number is not stored\n")
    bare = dataclasses.replace(prototypes, source={})
    figure = contrast_prototype_figure(bare)
    assert "made from an unnamed recording" in words(figure)


def test_prototypes_read_from_a_file_give_the_same_figure(prototypes, tmp_path):
    again = ContrastPrototypes.load(prototypes.save(tmp_path / "contrast.npz"))
    one, other = (by_title(contrast_prototype_figure(made)) for made in (prototypes, again))
    for name in ("sucrose", "salt"):
        np.testing.assert_array_equal(
            one[name].images[1].get_array(), other[name].images[1].get_array()
        )
        assert one[name].get_xlabel() == other[name].get_xlabel()


def test_everything_refused_is_a_figure_of_reasons(prototypes):
    whole = Finding("stimuli_not_distinct", "", "Trials of one name are not more alike.")
    refused = dataclasses.replace(prototypes, findings=(*prototypes.findings, whole))
    assert refusals(refused) == {"sucrose": whole.reason, "quinine": REASON, "salt": whole.reason}
    figure = contrast_prototype_figure(refused)
    assert not any(axes.images for name, axes in by_title(figure).items() if name != "neutral")
    assert not any(axes.get_ylabel() == "luma levels" for axes in figure.axes)
    assert faults(figure) == []


def test_published_prototypes_stand_below_where_they_lie_in_the_crop(prototypes):
    times_s = np.arange(400) / 20.0
    events = Events.from_rows([("sucrose", 5.0, 6.0), ("salt", 12.0, 13.0)])
    rows = [(events.frames(times_s, name), 0.2, k) for k, name in enumerate(events.names)]
    scores = score_published(ArrayDescriptors(noisy_faces(400, rows)), times_s, None, events)
    figure = contrast_prototype_figure(prototypes, published=scores.prototypes)
    below = [axes for axes in figure.axes if axes.collections]
    assert len(below) == 2  # there is none of quinine
    assert {(axes.get_xlim(), axes.get_ylim()) for axes in below} == {((0, 128), (96, 0))}
    assert words(figure).count("no published prototype") == 1
    above = by_title(figure)
    assert below[0].get_position().x0 == above["sucrose"].get_position().x0
    assert below[0].get_position().y1 < above["sucrose"].get_position().y0
    assert faults(figure) == []
