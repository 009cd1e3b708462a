"""What a prediction of behaviors is worth: counts over frames and bouts against planted truth.

Frames and calibration are counted here, apart from the package's own figures of merit; bouts
are compared by the package (`bout_metrics`), which `counted_by_hand` checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from element_mouseface.core.behavior.bout_metrics import compare_masks, pooled
from element_mouseface.core.behavior.labels import runs_of

_BINS = 15


def measure_behavior(
    truths: Sequence[np.ndarray],
    found: Sequence[np.ndarray],
    chances: Sequence[np.ndarray],
    times_s: Sequence[np.ndarray],
) -> dict[str, Any]:
    """The figures of one behavior over movies, all frames and bouts pooled.

    Parameters
    ----------
    truths, found : sequences of (frames,) bool arrays
        What was planted, and what is predicted.
    chances : sequence of (frames,) float arrays
        Calibrated probabilities.
    times_s : sequence of (frames,) arrays
    """
    truth, predicted = np.concatenate(truths), np.concatenate(found)
    chance = np.concatenate(chances).astype(float)
    known = np.isfinite(chance)
    bouts = pooled(compare_masks(a, b, t) for a, b, t in zip(truths, found, times_s, strict=True))
    edges = bouts.boundary_errors()
    prevalence = float(truth.mean())
    return {
        "share": prevalence,
        "f1": frame_f1(truth, predicted),
        "precision": float(truth[predicted].mean()) if predicted.any() else None,
        "recall": float(predicted[truth].mean()) if truth.any() else None,
        "bouts": bouts.n_true,
        "bout_f1": {str(at): bouts.f1(at) for at in sorted(bouts.matched)},
        "onset_median": edges["onset_frames_median"],
        "onset_p90": edges["onset_frames_p90"],
        "onset_frames": np.abs(bouts.onset_frames).tolist(),
        "time_budget_error": bouts.time_budget_error,
        "ece": calibration_error(truth[known], chance[known]),
        "brier": float(((chance[known] - truth[known]) ** 2).mean()),
        "brier_of_prevalence": prevalence * (1 - prevalence),
        "unknown": float((~known).mean()),
    }


def frame_f1(truth: np.ndarray, predicted: np.ndarray) -> float:
    """F1 of frames; 0 where nothing is in both."""
    both = int((truth & predicted).sum())
    return 2 * both / max(int(truth.sum() + predicted.sum()), 1)


def calibration_error(truth: np.ndarray, chance: np.ndarray) -> float:
    """The mean distance of probability and frequency over 15 equal steps of probability."""
    step = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(step, minlength=_BINS)
    gap = np.bincount(step, chance - truth, minlength=_BINS)
    return float(np.abs(gap).sum() / counts.sum())


def auroc(truth: np.ndarray, score: np.ndarray) -> float:
    """How often a frame with the behavior scores above one without; ties count half."""
    order = np.argsort(score, kind="stable")
    ranked = score[order]
    first = np.searchsorted(ranked, ranked, "left")
    last = np.searchsorted(ranked, ranked, "right")
    ranks = np.empty(len(score))
    ranks[order] = (first + last + 1) / 2
    n = int(truth.sum())
    return float((ranks[truth].sum() - n * (n + 1) / 2) / (n * (len(truth) - n)))


def counted_by_hand(first: np.ndarray, second: np.ndarray, overlap: float) -> dict[str, float]:
    """Cohen's kappa, F1 of frames and F1 of bouts of two labelers, counted one by one."""
    cells = {(a, b): 0 for a in (False, True) for b in (False, True)}
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        cells[a, b] += 1
    n = len(first)
    agreed = (cells[True, True] + cells[False, False]) / n
    ones = [
        (cells[True, True] + cells[True, False]) / n,
        (cells[True, True] + cells[False, True]) / n,
    ]
    chance = ones[0] * ones[1] + (1 - ones[0]) * (1 - ones[1])
    rows, columns = runs_of(first), runs_of(second)
    worth = np.zeros((len(rows), len(columns)))
    for k, (a, b) in enumerate(rows.tolist()):
        for m, (c, d) in enumerate(columns.tolist()):
            common = len(set(range(a, b)) & set(range(c, d)))
            share = common / len(set(range(a, b)) | set(range(c, d)))
            worth[k, m] = 1 + share / 1e6 if share >= overlap else 0
    pairs = linear_sum_assignment(worth, maximize=True)
    matched = int((worth[pairs] > 0).sum())
    return {
        "kappa": (agreed - chance) / (1 - chance),
        "frame_f1": 2
        * cells[True, True]
        / (2 * cells[True, True] + cells[True, False] + cells[False, True]),
        "bout_f1": 2 * matched / (len(rows) + len(columns)),
    }
