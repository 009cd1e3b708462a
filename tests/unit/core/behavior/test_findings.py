"""Sentences about figures that are no reason to trust a behavior, from planted figures."""

from __future__ import annotations

import pytest

from element_mouseface.core.behavior.findings import weak_figures
from element_mouseface.core.behavior.training_report import Metric


def figures(f1: tuple[float, float, float], linear: float = 0.5, n_units: int = 3) -> list[Metric]:
    value, low, high = f1
    nothing = float("nan")
    return [
        Metric("lick", "boosted", "f1", value, low, high, 0.14, n_units),
        Metric("lick", "boosted", "average_precision", 0.7, 0.2, 1.0, 0.07, n_units),
        Metric("lick", "linear", "f1", 0.0, 0.0, 0.0, 0.14, n_units),
        Metric("lick", "linear", "average_precision", linear, 0.2, 1.0, 0.07, n_units),
        Metric("groom", "boosted", "f1", 0.0, 0.0, 0.0, 0.14, n_units),
        Metric("groom", "linear", "average_precision", 1.0, 1.0, 1.0, 0.07, n_units),
        Metric("", "boosted", "macro_f1", 0.3, nothing, nothing, nothing, n_units),
    ]


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        (figures((0.8, 0.4, 1.0)), ()),
        (figures((0.23, 0.0, 0.61)), ("in another animal: F1 is 0.23", "0.00 to 0.61")),
        (figures((0.0, 0.0, 0.0)), ("lick is not found",)),
        (figures((0.8, 0.0, 1.0), n_units=2), ()),  # two animals say nothing of one behavior
        (figures((float("nan"),) * 3), ()),
        (figures((0.8, 0.4, 1.0), linear=0.74), ()),
        (figures((0.8, 0.4, 1.0), linear=0.98), ("by the linear model", "0.98", "one 0.70")),
    ],
)
def test_weak_figures_are_told(metrics, words):
    found = weak_figures("lick", "boosted", metrics, "animal")
    assert len(found) == bool(words)
    assert all(word in found[0] for word in words)
