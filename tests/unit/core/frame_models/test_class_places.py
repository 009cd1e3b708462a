"""Where a model looks for each category: a spout is named with the one that it comes with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.frame_models import place_report
from element_mouseface.core.frame_models.lost import Classes
from element_mouseface.core.frame_models.separation import HeldOutRows, Separation
from element_mouseface.core.results.class_files import CLASS_PLACES, CLASS_TILES, write_classes
from element_mouseface.errors import InputError
from element_mouseface.plots import class_places_figure

from .filmed import SPOUTS, filmed_classes


def report(place, **film):
    film = filmed_classes(place / f"{film}.zarr", **film)
    trained = film.trained(film.table, trials=[film.trials])
    how = {"grid": (3, 4), "most": 120, "frames_of_event": 5, "workers": 1}
    return trained, place_report(trained, [film.result], **how)


@pytest.fixture(scope="module")
def spouts(tmp_path_factory):
    """A decoder that looks at a spout, whose place depends on the stimulus."""
    return report(tmp_path_factory.mktemp("spouts"), spout=80, expression=0, seed=3)


def test_a_spout_is_named_where_it_is_and_with_the_category_it_comes_with(spouts):
    _, found = spouts
    outside = {place.classes[0].category: place for place in found.places if not place.in_face}
    assert set(outside) == {"a", "b"}
    for category, (rows, columns) in SPOUTS.items():
        left, top, right, bottom = outside[category].box_px
        assert left < columns.start + 8 and right > columns.stop - 8
        assert top < rows.start + 8 and bottom > rows.stop - 8
        first, *others = outside[category].classes
        assert first.named and not any(one.named for one in others)
        assert first.share > 0.5 and first.share > max(one.share for one in others)
        (text,) = [one for one in found.findings if f"It comes with {category} (" in one]
        assert "no named region" in text and "look what is there" in text


def test_an_expression_of_one_category_is_in_the_face_and_nothing_is_accused(tmp_path):
    _, found = report(tmp_path, spout=0, expression=80, seed=2)
    assert found.places and all(place.regions == ("cheek",) for place in found.places)
    assert all(place.classes[0].category == "c" for place in found.places)
    assert not any("look what is there" in one for one in found.findings)


def test_what_categories_separate_adds_up_to_the_whole(spouts):
    trained, found = spouts
    rows = HeldOutRows.drawn(trained, "linear", 120)
    rng = np.random.default_rng(0)
    plain = np.eye(3)[rows.y] + rng.normal(0, 0.3, (len(rows), 3))
    parts = [Separation(rows, plain, k).sums.sum() for k in range(3)]
    assert sum(parts) == pytest.approx(Separation(rows, plain).sums.sum())
    # only the scores of the first category's rows change, in the first score
    less = plain.copy()
    less[rows.y == 0, 0] -= 0.8
    own = Classes.of(rows, plain, trained.target)
    first, *others = own.shares(less)
    assert first.category == "a" and first.named and not any(one.named for one in others)
    assert first.change == pytest.approx(0.8 * 2 / 3 + 2 * 0.8 / 3)
    lost = Separation(rows, plain).lost(less).value
    assert first.of_whole + sum(one.of_whole for one in others) == pytest.approx(lost)
    for place in found.places:
        assert sum(one.of_whole for one in place.classes) == pytest.approx(place.share)


def test_maps_files_and_figures_are_of_each_category(spouts, tmp_path):
    _, found = spouts
    assert [one.category for one in found.classes] == ["a", "b", "c"]
    for one in found.classes:
        assert one.share.shape == (3, 4) and one.folds.shape[1:] == (3, 4)
    due = {"a": (0, 0), "b": (2, 3)}
    there = [one for one in found.classes if np.isfinite(one.share).any() and one.category in due]
    assert there  # of others it is not sure that anything is known
    for one in there:
        assert np.unravel_index(np.nanargmax(one.share), (3, 4)) == due[one.category]
    write_classes(found, tmp_path)
    lines = (tmp_path / CLASS_PLACES).read_text().splitlines()
    assert len(lines) == 1 + 3 * len(found.places) and lines[0].startswith("place,x_first")
    assert len((tmp_path / CLASS_TILES).read_text().splitlines()) == 1 + 3 * 12
    figure = class_places_figure(found, path=tmp_path / "classes.png")
    assert [axes.texts[0].get_text()[-15:] for axes in figure.axes[:2] if axes.texts]
    assert (tmp_path / "classes.png").stat().st_size > 10_000
    with pytest.raises(InputError, match="no categories"):
        class_places_figure(replace(found, classes=()))
