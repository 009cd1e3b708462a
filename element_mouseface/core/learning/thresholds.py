"""Choose the probability above which a frame counts, by out-of-sample probabilities."""

from __future__ import annotations

import numpy as np

#: Where there is nothing to choose by.
PLAIN = 0.5


def best_threshold(
    y: np.ndarray, probability: np.ndarray, *, beta: float = 1.0
) -> tuple[float, float]:
    """The threshold with the largest F-score, and that score.

    Parameters
    ----------
    y : (n,) bool array
        Whether the class is present.
    probability : (n,) float array
        Of frames that the model was not trained on; NaN is left out.
    beta : float
        Recall counts beta times as much as precision.

    Returns
    -------
    threshold, score : float
        A frame counts where its probability is at least the threshold, which is in the middle
        between two probabilities that came.  0.5 and NaN where no frame is positive.
    """
    good = np.isfinite(probability)
    y, p = np.asarray(y, bool)[good], np.asarray(probability, np.float64)[good]
    if not y.any():
        return PLAIN, float("nan")
    order = np.argsort(-p, kind="stable")
    p, y = p[order], y[order]
    last = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)  # of each run of equal ones
    hits = np.cumsum(y)[last]
    chosen = last + 1
    score = (1 + beta**2) * hits / (chosen + beta**2 * hits[-1])
    best = np.flatnonzero(score >= score.max() - 1e-12)
    at = int(best[len(best) // 2])
    below = p[last[at] + 1] if last[at] + 1 < len(p) else 0.0
    return float((p[last[at]] + below) / 2), float(score[at])


def precision_recall(
    y: np.ndarray, probability: np.ndarray, most: int = 200
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Thresholds with the precision and the recall at each, for a figure.

    Parameters
    ----------
    y, probability
        As in `best_threshold`.
    most : int
        At most so many thresholds, evenly spread over recall.

    Returns
    -------
    thresholds, precision, recall : (n,) float64 arrays
        Thresholds descend; empty where no frame is positive.
    """
    good = np.isfinite(probability)
    y, p = np.asarray(y, bool)[good], np.asarray(probability, np.float64)[good]
    if not y.any():
        return np.zeros(0), np.zeros(0), np.zeros(0)
    order = np.argsort(-p, kind="stable")
    p, y = p[order], y[order]
    last = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)
    hits = np.cumsum(y)[last]
    recall = hits / hits[-1]
    if len(last) > most:
        kept = np.unique(np.searchsorted(recall, np.linspace(0, 1, most)))
        last, hits, recall = last[kept], hits[kept], recall[kept]
    return p[last], hits / (last + 1), recall
