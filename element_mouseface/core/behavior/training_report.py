"""What is known of a classifier's errors: figures of merit, folds, confusion, calibration."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ..learning.intervals import Figure


@dataclass(frozen=True)
class Metric:
    """One figure of merit.

    Attributes
    ----------
    behavior : str
        '' for one of all behaviors together.
    estimator : str
    metric : str
    value, low, high : float
        With its interval over units.
    chance : float
        What knowing nothing of the frame gives.
    n_units : int
    """

    behavior: str
    estimator: str
    metric: str
    value: float
    low: float
    high: float
    chance: float
    n_units: int

    @classmethod
    def of(cls, behavior: str, estimator: str, figure: Figure) -> Metric:
        """A figure of learning, of a behavior."""
        return cls(
            behavior, estimator, figure.name, figure.value, figure.low, figure.high,
            figure.chance, figure.n_units,
        )  # fmt: skip


@dataclass(frozen=True)
class FoldRow:
    """One behavior in one fold.

    Attributes
    ----------
    fold : int
    left_out : str
    behavior : str
    state : {'tested', 'not trainable', 'absent'}
        Absent: the behavior is not among the tested frames, and recall is undefined.
    n_train, n_test : int
        Labeled frames.
    n_train_present, n_test_present : int
        Those that have the behavior.
    frame_f1, average_precision : float
    enter, leave, smooth_s, min_s, merge_s : float
        The decoding that inner folds chose.
    """

    fold: int
    left_out: str
    behavior: str
    state: str
    n_train: int
    n_test: int
    n_train_present: int
    n_test_present: int
    frame_f1: float
    average_precision: float
    enter: float
    leave: float
    smooth_s: float
    min_s: float
    merge_s: float


@dataclass(frozen=True, eq=False)
class TrainingReport:
    """All that is known of a classifier's errors.

    Attributes
    ----------
    level : str
        What folds left out.
    within_one_movie : bool
        Whether training and testing were on one movie: figures are then too good.
    metrics : tuple of Metric
    folds : tuple of FoldRow
    confusion_names : tuple of str
        The behaviors, and 'background'.
    confusion : (k + 1, k + 1) int64 array
        Frames by label (row) and prediction; a frame with several counts for each.
    calibration : mapping of str to (n, 3) array
        By behavior: mean probability, observed share, frames.
    precision_recall : mapping of str to (n, 3) array
        By behavior: threshold, precision, recall.
    learning_curve : tuple of (behavior, share of labels, average precision)
    findings : tuple of str
        What a user has to know: behaviors that are not trainable or no better than chance.
    """

    level: str
    within_one_movie: bool
    metrics: tuple[Metric, ...]
    folds: tuple[FoldRow, ...]
    confusion_names: tuple[str, ...]
    confusion: np.ndarray
    calibration: Mapping[str, np.ndarray]
    precision_recall: Mapping[str, np.ndarray]
    learning_curve: tuple[tuple[str, float, float], ...]
    findings: tuple[str, ...] = field(default=())

    def value(self, metric: str, behavior: str = "") -> float:
        """A figure of the estimator that is used; KeyError if there is none."""
        for one in self.metrics:
            if (one.metric, one.behavior) == (metric, behavior):
                return one.value
        raise KeyError((metric, behavior))

    def short(self) -> dict[str, Any]:
        """What is kept with the classifier: plain JSON."""
        names = ("macro_f1", "f1", "bout_f1_0.5", "auroc", "calibration_error")
        kept = [asdict(one) for one in self.metrics if one.metric in names]
        return plain_json(
            {
                "left_out": self.level,
                "within_one_movie": self.within_one_movie,
                "metrics": kept,
                "findings": list(self.findings),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain JSON; None where undefined."""
        return plain_json(
            {
                "left_out": self.level,
                "within_one_movie": self.within_one_movie,
                "findings": list(self.findings),
                "metrics": [asdict(one) for one in self.metrics],
                "folds": [asdict(one) for one in self.folds],
                "confusion": {
                    "names": list(self.confusion_names),
                    "frames": self.confusion.tolist(),
                },
                "calibration": {name: rows.tolist() for name, rows in self.calibration.items()},
                "precision_recall": {
                    name: rows.tolist() for name, rows in self.precision_recall.items()
                },
                "learning_curve": [
                    {"behavior": name, "share_of_labels": share, "average_precision": value}
                    for name, share, value in self.learning_curve
                ],
            }
        )


def plain_json(value: Any) -> Any:
    """The value with None in place of what is not finite."""
    if isinstance(value, dict):
        return {name: plain_json(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
