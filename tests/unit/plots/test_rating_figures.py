"""Figures of the agreement of raters, and of what they take for what."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.ratings import UnitRating, UnitRatings, rated_units, rating_agreement
from element_mouseface.errors import InputError, ParameterError
from element_mouseface.plots import rating_agreement_figure, rating_confusion_figure
from element_mouseface.synthetic import Raters

from .texts import faults, shown_texts


def texts_of(figure):
    assert not faults(figure)
    return [text.get_text() for text in shown_texts(figure)]


@pytest.fixture(scope="module")
def ratings():
    amount = np.linspace(0, 1, 60)
    return Raters().rate({"ear_position": amount, "nose_bulge": amount}, range(60))


def test_each_figure_shows_its_rows(ratings):
    rows = rating_agreement(ratings)
    figure = rating_agreement_figure(rows)
    told = texts_of(figure)
    assert {"nose bulge", "ear position", "A, B", "each pair of raters"} <= set(told)
    drawn = {
        round(float(line.get_xdata()[0]), 9)
        for axes in figure.axes
        for line in axes.lines
        if line.get_marker() == "o"
    }
    due = {round(row.value, 9) for row in rows if row.measure == "quadratic_kappa"}
    assert drawn == due
    assert "ICC(A,1)" in texts_of(rating_agreement_figure(rows, measure="ICC(A,1)"))


def test_many_pairs_are_drawn_as_their_mean():
    names = tuple("ABCDEF")
    many = Raters(names, (0.0,) * 6, (0.2,) * 6).rate(
        {"ear_position": np.linspace(0, 1, 30)}, range(30)
    )
    told = texts_of(rating_agreement_figure(rated_units(many)))
    assert "each pair of raters" in told and "A, B" not in told


def test_confusion_has_the_counts_of_the_ratings():
    rows = [UnitRating("ears", "A", float(a), (k,)) for k, a in enumerate([0, 0, 0, 1, 2])]
    rows += [UnitRating("ears", "B", float(b), (k,)) for k, b in enumerate([0, 0, 1, 1, 1])]
    told = texts_of(rating_confusion_figure(UnitRatings(tuple(rows))))
    assert {"0.67\n2", "0.33\n1", "1.00\n1", "0.00\n0"} <= set(told)
    assert any("rows: A" in text and "columns: B" in text for text in told)


def test_what_cannot_be_drawn_is_refused(ratings):
    alone = ratings.of_raters(["A"])
    for figure in (rating_confusion_figure, lambda r: rating_agreement_figure(rated_units(r))):
        with pytest.raises(InputError):
            figure(alone)
    with pytest.raises(ParameterError, match="not drawn"):
        rating_agreement_figure(rating_agreement(ratings), measure="alpha")


def test_files_are_written(ratings, tmp_path):
    rating_agreement_figure(rating_agreement(ratings), path=tmp_path / "a.svg")
    rating_confusion_figure(ratings, path=tmp_path / "b.png")
    assert (tmp_path / "a.svg").stat().st_size > 2000
    assert (tmp_path / "b.png").read_bytes()[:4] == b"\x89PNG"
