"""Sentences about figures that are no reason to trust a behavior, from planted figures."""

from __future__ import annotations

import pytest

from element_mouseface.core.behavior.findings import weak_figures
from element_mouseface.core.behavior.training_report import FoldRow, Metric


def metrics(linear: float) -> list[Metric]:
    return [
        Metric("lick", "boosted", "f1", 0.8, 0.4, 1.0, 0.18, 3),
        Metric("lick", "boosted", "average_precision", 0.7, 0.2, 1.0, 0.1, 3),
        Metric("lick", "linear", "average_precision", linear, 0.2, 1.0, 0.1, 3),
        Metric("groom", "linear", "average_precision", 1.0, 1.0, 1.0, 0.1, 3),
    ]


def folds(*f1: float, behavior: str = "lick", state: str = "tested") -> list[FoldRow]:
    """Of 1,000 frames each, 100 of them with the behavior: calling all by it gives F1 0.18."""
    return [
        FoldRow(n, f"m{n}", behavior, state, 9, 1000, 9, 100, value, 0.5, *(0.5,) * 5)
        for n, value in enumerate(f1)
    ]


@pytest.mark.parametrize(
    ("rows", "linear", "words"),
    [
        (folds(0.8, 0.19, 0.9), 0.5, ()),
        (folds(0.8, 0.18, 0.9), 0.5, ("in 1 of 3 folds", "m1 (0.18)")),
        (folds(0.0, 0.9, 0.1), 0.5, ("in 2 of 3 folds", "m0 (0.00), m2 (0.10), not")),
        (folds(*[0.0] * 7), 0.5, ("in 7 of 7 folds", "m4 (0.00) and 2 more")),
        (folds(0.0, 0.0, behavior="groom"), 0.5, ()),
        (folds(float("nan"), state="absent"), 0.5, ()),
        (folds(0.8, 0.9), 0.74, ()),
        (folds(0.8, 0.9), 0.98, ("by the linear model", "0.98", "boosted one 0.70")),
    ],
)
def test_weak_figures_are_told(rows, linear, words):
    found = weak_figures("lick", "boosted", metrics(linear), rows)
    assert len(found) == bool(words)
    assert all(word in found[0] for word in words)
