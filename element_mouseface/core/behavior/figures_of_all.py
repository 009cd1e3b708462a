"""Figures over all behaviors, and of each fold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..learning import CrossFit
from ..learning.intervals import over_units
from ..learning.metrics import binary_figures
from .bout_metrics import order_score
from .ethogram import Ethogram
from .labels import Labels
from .prediction import Prediction
from .targets import target_of
from .training_report import FoldRow, Metric

_NAN = float("nan")


def macro_figures(
    metrics: Sequence[Metric],
    estimator: str,
    ethogram: Ethogram,
    states: Sequence[np.ndarray],
    predictions: Sequence[Prediction],
    units: Sequence[np.ndarray],
) -> list[Metric]:
    """The mean over behaviors of the F1 of frames, and of bouts."""
    unit = np.concatenate(list(units))
    numbers = np.unique(unit[unit >= 0])
    counts = []
    for number in range(len(ethogram.names)):
        state = np.concatenate([matrix[:, number] for matrix in states])
        chance = np.concatenate([p.probability[:, number] for p in predictions])
        present = np.concatenate([p.present[:, number] for p in predictions])
        good = (state >= 0) & np.isfinite(chance)
        rows = []
        for u in numbers:
            mine = good & (unit == u)
            hits = int(((state == 1) & present & mine).sum())
            n_true = int(((state == 1) & mine).sum())
            rows.append([hits, n_true, int((present & mine).sum())])
        counts.append(rows)
    table = np.array(counts, float)  # (behaviors, units, 3)

    def macro(kept: np.ndarray) -> float:
        hits, true, found = table[:, kept].sum(1).T
        with np.errstate(invalid="ignore", divide="ignore"):
            values = np.where(true > 0, 2 * hits / (true + found), np.nan)
        return float(np.nanmean(values)) if np.isfinite(values).any() else _NAN

    figure = over_units("macro_f1", macro, len(numbers), bounds=(0.0, 1.0))
    bouts = [one.value for one in metrics
             if one.metric == "bout_f1_0.5" and one.estimator == estimator]  # fmt: skip
    known = [value for value in bouts if math.isfinite(value)]
    mean = float(np.mean(known)) if known else _NAN
    return [
        Metric.of("", estimator, figure),
        Metric("", estimator, "macro_bout_f1_0.5", mean, _NAN, _NAN, _NAN, len(numbers)),
    ]


def edit_score_of(
    estimator: str,
    labels: Sequence[Labels],
    predictions: Sequence[Prediction],
    units: Sequence[np.ndarray],
) -> list[Metric]:
    """The segmental edit score, mean over recordings; its interval over units."""
    values = np.array(
        [order_score(a, b.labels()) for a, b in zip(labels, predictions, strict=True)]
    )
    owner = np.array([int(unit[0]) if len(unit) else -1 for unit in units])
    numbers = np.unique(owner)

    def mean(kept: np.ndarray) -> float:
        mine = values[np.isin(owner, numbers[kept]) & np.isfinite(values)]
        return float(mine.mean()) if len(mine) else _NAN

    return [
        Metric.of("", estimator, over_units("edit_score", mean, len(numbers), bounds=(0.0, 1.0)))
    ]


def fold_rows_of(
    ethogram: Ethogram,
    crossed: CrossFit,
    states: Sequence[np.ndarray],
    predictions: Sequence[Prediction],
) -> list[FoldRow]:
    rows = []
    for result in crossed.folds:
        for number, name in enumerate(ethogram.names):
            train = _picked(states, result.fold.train, number)
            test = _picked(states, result.fold.test, number)
            chance = _picked([p.probability for p in predictions], result.fold.test, number)
            present = _picked([p.present for p in predictions], result.fold.test, number)
            good = (test >= 0) & np.isfinite(chance)
            model = result.models[target_of(ethogram, name), crossed.params.estimator]
            state = "tested" if (test == 1).any() else "absent"
            state = state if model.state == "fitted" else "not trainable"
            figures = {}
            if state == "tested" and good.any():
                unit = np.zeros(int(good.sum()), int)
                found = binary_figures(test[good] == 1, chance[good], present[good], unit)
                figures = {one.name: one.value for one in found}
            chosen = result.chosen[name]
            rows.append(
                FoldRow(
                    result.fold.number,
                    result.fold.left_out,
                    name,
                    state,
                    int((train >= 0).sum()),
                    int((test >= 0).sum()),
                    int((train == 1).sum()),
                    int((test == 1).sum()),
                    figures.get("f1", _NAN),
                    figures.get("average_precision", _NAN),
                    chosen.enter,
                    chosen.leave,
                    chosen.smooth_s,
                    chosen.min_s,
                    chosen.merge_s,
                )
            )
    return rows


def _picked(arrays: Sequence[np.ndarray], spans: Sequence[Any], number: int) -> np.ndarray:
    parts = [arrays[recording][first:stop, number] for recording, first, stop in spans]
    return np.concatenate(parts) if parts else np.zeros(0)


def confusion_of(states: Sequence[np.ndarray], predictions: Sequence[Prediction]) -> np.ndarray:
    """Frames by label and prediction, over frames in which every behavior was assessed."""
    k = states[0].shape[1]
    counts = np.zeros((k + 1, k + 1), np.int64)
    for matrix, prediction in zip(states, predictions, strict=True):
        good = (matrix >= 0).all(axis=1) & prediction.valid.any(axis=1)
        true, found = matrix[good] == 1, prediction.present[good]
        both = true & found
        missed, extra = true & ~found, found & ~true
        counts[np.arange(k), np.arange(k)] += both.sum(0)
        counts[:k, :k] += missed.astype(np.int64).T @ extra.astype(np.int64)
        counts[:k, k] += (missed & ~extra.any(1, keepdims=True)).sum(0)
        counts[k, :k] += (extra & ~missed.any(1, keepdims=True)).sum(0)
        counts[k, k] += int((~true.any(1) & ~found.any(1)).sum())
    return counts
