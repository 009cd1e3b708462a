"""Write what a training gave: the classifier, tables, figures, and the report last."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .classifier_folder import CLASSIFIER, FORMAT, REPORT, UNFINISHED, WRITTEN

Pictures = Sequence[Callable[[int], Any]]


def write_classifier_folder(job: Any, trained: Any, asked_for: str, pictures: Pictures) -> None:
    """Write the files of a training; the report is last, so it marks a complete folder.

    Parameters
    ----------
    job : TrainJob
    trained : TrainedClassifier
    asked_for : str
        Hash of what was asked for.
    pictures : sequence of callables
        Of each movie, a frame's gray picture by its number.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    from ...core.outputs.tables import write_report

    out = job.out
    write_report(out / UNFINISHED, {"format": FORMAT}, overwrite=True)
    # A former training's report does not stand for a mixture of its files and this one's.
    for name in (REPORT, *WRITTEN):
        (out / name).unlink(missing_ok=True)
    trained.classifier.save(out / CLASSIFIER, overwrite=True)
    _write_tables(out, trained)
    _draw(out, job, trained, pictures)
    write_report(out / REPORT, _report(job, trained, asked_for), overwrite=True)
    (out / UNFINISHED).unlink(missing_ok=True)


def _write_tables(out: Path, trained: Any) -> None:
    from ...core.outputs.tables import write_csv

    report, classifier = trained.report, trained.classifier
    metrics = [dataclasses.asdict(row) for row in report.metrics]
    folds = [dataclasses.asdict(row) for row in report.folds]
    thresholds = [
        {"behavior": name, "state": state, **classifier.decodings[name].to_dict()}
        for name, state in zip(classifier.ethogram.names, classifier.states, strict=True)
    ]
    curve = [
        {"behavior": name, "share_of_labels": share, "average_precision": value}
        for name, share, value in report.learning_curve
    ]
    tables = {
        "metrics.csv": metrics, "folds.csv": folds, "thresholds.csv": thresholds,
        "learning_curve.csv": curve,
    }  # fmt: skip
    for name, rows in tables.items():
        header = list(rows[0]) if rows else ["behavior"]
        write_csv(out / name, header, (row.values() for row in rows), overwrite=True)


def _draw(out: Path, job: Any, trained: Any, pictures: Pictures) -> None:
    from ...plots.behavior_confusion import behavior_confusion_figure
    from ...plots.behavior_curves import calibration_figure, precision_recall_figure
    from ...plots.behavior_examples import behavior_examples_figure
    from ...plots.behavior_learning import learning_curve_figure

    found, labels = list(trained.predictions), list(job.labels)
    limits = {name: (d.enter, d.leave) for name, d in trained.classifier.decodings.items()}
    note = told_left_out(trained.report)
    precision_recall_figure(
        found, labels, thresholds=limits, note=note, path=out / "precision_recall.png"
    )
    calibration_figure(found, labels, note=note, path=out / "calibration.png")
    behavior_confusion_figure(found, labels, note=note, path=out / "confusion.png")
    if trained.report.learning_curve:
        learning_curve_figure(trained.report, note=note, path=out / "learning_curve.png")
    behavior_examples_figure(
        found, labels, list(pictures), title=f"Examples ({note})", path=out / "examples.png"
    )


def told_left_out(report: Any) -> str:
    """What was held out, for figures and the terminal."""
    if report.within_one_movie:
        return "within one movie: expect less on another"
    folds = len({row.fold for row in report.folds})
    return f"each {report.level} held out, {folds} folds"


def _report(job: Any, trained: Any, asked_for: str) -> dict[str, Any]:
    from ... import __version__

    rows = zip(job.rows, job.names, job.labels, job.contents, strict=True)
    return {
        "format": FORMAT,
        "version": __version__,
        "asked_for": asked_for,
        "classifier_digest": trained.classifier.digest,
        **trained.report.to_dict(),
        "ethogram": trained.classifier.ethogram.to_dict(),
        "states": list(trained.classifier.states),
        "thresholds": {n: d.to_dict() for n, d in trained.classifier.decodings.items()},
        "parameters": {
            "hog": job.hog.to_dict(),
            "crop": job.crop.to_dict(),
            "features": job.features.to_dict(),
            "learning": job.learning.to_dict(),
        },
        "movies": [
            {
                "movie": name,
                "content_hash": content,
                "labels": labels.source,
                "labels_sha256": labels.source_digest,
                "method": labels.method,
                "based_on": labels.based_on,
                "animal": row.animal,
                "session": row.session,
            }
            for row, name, labels, content in rows
        ],
        "notes": list(job.notes),
    }
