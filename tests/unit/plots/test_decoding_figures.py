"""Figures of decoders and amounts have a mark for each row, and nothing is cut."""

from __future__ import annotations

import math

import pytest

from element_mouseface import plots
from element_mouseface.core.decoding import (
    DECODERS,
    ConfusionRow,
    Decoding,
    DecodingParams,
    MetricRow,
    amount_response,
)
from element_mouseface.errors import InputError, ParameterError

from .texts import faults


@pytest.fixture
def decoding():
    metrics, confusion = [], []
    for level in ("trial", "animal"):
        for features in ("face", "movement"):
            for k, one in enumerate(("linear", "temporal")):
                low = math.nan if k else 0.3
                figures = (0.5 + k / 4, low, 0.9, 0.5, 0.3, 0.7, 0.05, 19, 20, 20)
                of = (features, "trial", one, level, "", "balanced_accuracy", None)
                metrics.append(MetricRow(*of, *figures))
                for a in ("x", "y"):
                    for b in ("x", "y"):
                        share = 0.8 if a == b else 0.2
                        confusion.append(
                            ConfusionRow(features, "trial", one, level, a, b, 10 * share, share)
                        )
    return Decoding(("x", "y"), "stimulus", tuple(metrics), tuple(confusion), (), (), (), (), (),
                    DecodingParams(), DECODERS)  # fmt: skip


def test_every_decoder_has_a_dot_at_every_level_beside_chance(decoding, tmp_path):
    figure = plots.decoding_figure(decoding, path=tmp_path / "d.png")
    lines = figure.axes[0].lines
    dots = [line for line in lines if line.get_gid() == "decoder"]
    assert sorted(line.get_ydata()[0] for line in dots) == [0.5] * 4 + [0.75] * 4
    chance = [line for line in lines if line.get_gid() == "chance"]
    assert [list(line.get_ydata()) for line in chance] == [[0.5, 0.5]] * 2
    shares = figure.axes[1].images[0].get_array()
    assert shares.tolist() == [[0.8, 0.2], [0.2, 0.8]] and len(figure.axes) == 3
    assert (tmp_path / "d.png").stat().st_size > 5000
    with pytest.raises(ParameterError, match="no such decoder"):
        plots.decoding_figure(decoding, estimator="oracle")
    with pytest.raises(ParameterError, match="no such figure of merit"):
        plots.decoding_figure(decoding, metric="p")


def test_a_line_a_mouse_and_their_mean_in_black(tmp_path):
    amounts, values = [0, 0, 1, 1, 5, 5] * 2, [0, 1, 1, 2, 5, 6, 1, 0, 2, 2, 4, 5]
    rows = amount_response(values, amounts, groups=["a"] * 6 + ["b"] * 6, permutations=19,
                           stimulus="shock", amount_unit="mA")  # fmt: skip
    figure = plots.amounts_figure(rows, path=tmp_path / "a.png")
    axes = figure.axes[0]
    (mean,) = [line for line in axes.lines if line.get_gid() == "mean"]
    assert list(mean.get_ydata()) == [0.5, 1.75, 5.0]
    assert {text.get_text() for text in axes.get_legend().get_texts()} == {"a", "b"}
    assert axes.get_xlabel() == "shock (mA)" and not faults(figure)
    with pytest.raises(InputError, match="no responses"):
        plots.amounts_figure([])
