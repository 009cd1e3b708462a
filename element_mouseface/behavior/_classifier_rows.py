"""Rows of a trained classifier: its thresholds, and the figures of how it was tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .._schema.rows import columns_of, null
from ..core.behavior.classifier import BehaviorClassifier
from ..core.behavior.training_report import FoldRow, Metric, TrainingReport

Row = dict[str, Any]
Parts = dict[str, list[Row]]

#: of the columns of texts
LONGEST_TEXT = 1024

_OF_FOLD = (
    *("state", "n_train", "n_test", "n_train_present", "n_test_present"),
    *("frame_f1", "average_precision", "enter", "leave", "smooth_s", "min_s", "merge_s"),
)
_METRIC = ("estimator", "name", "value", "low", "high", "chance", "n_units")
_OF_METRIC = ("value", "low", "high", "chance", "n_units")
_OF_THRESHOLD = ("enter", "leave", "smooth_s", "min_s", "merge_s")


def threshold_rows(classifier: BehaviorClassifier) -> list[Row]:
    """Rows of `Threshold`: how each behavior's bouts are made, and whether it was trained."""
    return [
        {
            "behavior": name,
            "threshold_state": state,
            **columns_of(classifier.decodings[name], "threshold", _OF_THRESHOLD),
        }
        for name, state in zip(classifier.ethogram.names, classifier.states, strict=True)
    ]


def report_rows(report: TrainingReport) -> Parts:
    """The rows of all Parts that a report fills, without the classifier's key."""
    names = report.confusion_names
    return {
        **metric_rows(report.metrics),
        "Fold": [_fold_row(row) for row in report.folds],
        "Confusion": [
            {
                "confusion_label": names[a],
                "confusion_predicted": names[b],
                "confusion_n_frames": int(n),
            }
            for (a, b), n in np.ndenumerate(report.confusion)
        ],
        "Calibration": [
            {
                "behavior": name,
                "calibration_bin": number,
                "calibration_probability": float(row[0]),
                "calibration_share": float(row[1]),
                "calibration_n_frames": int(row[2]),
            }
            for name, rows in report.calibration.items()
            for number, row in enumerate(rows)
        ],
        "PrecisionRecall": [
            {
                "behavior": name,
                "pr_point": number,
                "pr_threshold": float(row[0]),
                "pr_precision": float(row[1]),
                "pr_recall": float(row[2]),
            }
            for name, rows in report.precision_recall.items()
            for number, row in enumerate(rows)
        ],
        "LearningCurve": _learning_rows(report.learning_curve),
    }


def metric_rows(metrics: Iterable[Metric]) -> Parts:
    """Rows of `Metric`, and of `OverallMetric` for those of all behaviors together."""
    rows: Parts = {"Metric": [], "OverallMetric": []}
    for one in metrics:
        own = {"metric_estimator": one.estimator, "metric_name": one.metric}
        if one.behavior:
            found = {"behavior": one.behavior, **own, **columns_of(one, "metric", _OF_METRIC)}
            rows["Metric"].append(found)
        else:
            found = {"overall_estimator": one.estimator, "overall_name": one.metric}
            rows["OverallMetric"].append(found | columns_of(one, "overall", _OF_METRIC))
    return rows


def _fold_row(row: FoldRow) -> Row:
    own = {"classifier_fold": row.fold, "behavior": row.behavior}
    own["classifier_fold_left_out"] = row.left_out[:LONGEST_TEXT]
    return own | columns_of(row, "classifier_fold", _OF_FOLD)


def _fold_of(row: Row) -> FoldRow:
    numbers = _numbers(row, "classifier_fold", _OF_FOLD)
    left_out = row["classifier_fold_left_out"]
    return FoldRow(row["classifier_fold"], left_out, row["behavior"], *numbers)


def _learning_rows(curve: Iterable[tuple[str, float, float]]) -> list[Row]:
    rows: list[Row] = []
    for name, share, value in curve:
        number = sum(row["behavior"] == name for row in rows)
        rows.append(
            {
                "behavior": name,
                "learning_point": number,
                "learning_share": float(share),
                "learning_average_precision": null(float(value)),
            }
        )
    return rows


def read_report(row: Row, names: tuple[str, ...], parts: Mapping[str, list[Row]]) -> TrainingReport:
    """The report that a row of `Classifier` and its Parts hold; figures are drawn of it.

    Parameters
    ----------
    row : dict
        Of Classifier.
    names : tuple of str
        The behaviors in the ethogram's order.
    parts : mapping of str to list of dict
        Rows of the Parts, in the order in which they were inserted.
    """
    metrics = [
        Metric(one["behavior"], *_numbers(one, "metric", _METRIC)) for one in parts["Metric"]
    ]
    metrics += [Metric("", *_numbers(one, "overall", _METRIC)) for one in parts["OverallMetric"]]
    folds = [_fold_of(one) for one in parts["Fold"]]
    others = [one["confusion_label"] for one in parts["Confusion"]]
    labels = tuple(dict.fromkeys([*names, *others]))
    confusion = np.zeros((len(labels), len(labels)), np.int64)
    for one in parts["Confusion"]:
        at = labels.index(one["confusion_label"]), labels.index(one["confusion_predicted"])
        confusion[at] = one["confusion_n_frames"]
    columns = ("calibration_probability", "calibration_share", "calibration_n_frames")
    curve = ("pr_threshold", "pr_precision", "pr_recall")
    return TrainingReport(
        row["classifier_left_out"],
        bool(row["classifier_within_one_movie"]),
        tuple(metrics),
        tuple(folds),
        labels,
        confusion,
        {name: _table(parts["Calibration"], name, columns) for name in names},
        {name: _table(parts["PrecisionRecall"], name, curve) for name in names},
        tuple(
            (one["behavior"], one["learning_share"], _number(one["learning_average_precision"]))
            for one in parts["LearningCurve"]
        ),
        tuple(row["classifier_findings"] or ()),
    )


def _numbers(row: Row, prefix: str, names: Iterable[str]) -> list[Any]:
    return [_number(row[f"{prefix}_{name}"]) for name in names]


def _number(value: Any) -> Any:
    return float("nan") if value is None else value


def _table(rows: list[Row], behavior: str, columns: tuple[str, ...]) -> np.ndarray:
    found = [[row[name] for name in columns] for row in rows if row["behavior"] == behavior]
    return np.array(found, np.float64).reshape(-1, len(columns))


def stored_metrics(about: Mapping[str, Any]) -> list[Metric]:
    """The metrics that stand in the file of a classifier, with NaN where they are undefined."""
    rows = (about.get("figures") or {}).get("metrics") or []
    return [Metric(**{name: _number(value) for name, value in row.items()}) for row in rows]
