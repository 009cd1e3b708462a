"""A trained model of named features in a folder: the model, tables of what is known, a report.

The report is written last, so it marks a folder that is complete.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ..features.quality import flag_names
from ..frame_features.columns import KINDS
from ..frame_models import (
    ClusterRow,
    Explanations,
    FoldRow,
    FramePrediction,
    MetricRow,
    TrainedModel,
    WeightRow,
)
from ..inputs import sha256_of
from ..outputs.tables import plain_row, write_csv, write_report
from .explanation_files import EXPLANATIONS, explanations_told, write_explanations

FORMAT = "element_mouseface.frame_model/1"
PREDICTION_FORMAT = "element_mouseface.frame_model_prediction/1"
MODEL, REPORT = "model.npz", "report.json"
METRICS, FOLDS, WEIGHTS = "metrics.csv", "folds.csv", "weights.csv"
CLUSTERS, CLUSTER_WEIGHTS, PREDICTIONS = "clusters.csv", "cluster_weights.csv", "predictions.csv"
TABLES = (METRICS, FOLDS, WEIGHTS, CLUSTERS, CLUSTER_WEIGHTS, PREDICTIONS)
UNFINISHED = "unfinished.json"
"""There while files are being written: a run that was stopped then is known as ours."""


def write_model(
    trained: TrainedModel,
    folder: str | Path,
    *,
    names: Sequence[str] | None = None,
    about: Mapping[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
    explanations: Explanations | None = None,
) -> None:
    """Write a model and its tables; what is there of a former one is replaced.

    Parameters
    ----------
    trained : TrainedModel
    folder : str or Path
        That is there, and is ours or was given up.
    names : sequence of str, optional
        Of the tables that were given; 'table 1' and so on by default.
    about : mapping, optional
        More entries of the report, plain JSON.
    draw : callable, optional
        Called before the report is written: draws figures into the folder.
    explanations : Explanations, optional
        Written beside the tables; their findings are the model's (`Explanations.told`).

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    write_report(folder / UNFINISHED, {"format": FORMAT}, overwrite=True)
    # A former run's report does not stand for a mixture of its files and this one's.
    (folder / REPORT).unlink(missing_ok=True)
    for name in EXPLANATIONS:
        (folder / name).unlink(missing_ok=True)
    if explanations is not None:
        trained = explanations.told(trained)
    n_tables = len(trained.predictions)
    names = names or [f"table {k + 1}" for k in range(n_tables)]
    trained.model.save(folder / MODEL, overwrite=True)
    _write_rows(folder / METRICS, MetricRow, trained.metrics)
    _write_rows(folder / FOLDS, FoldRow, trained.folds)
    _write_weights(folder / WEIGHTS, trained, trained.weights)
    _write_weights(folder / CLUSTER_WEIGHTS, trained, trained.cluster_weights)
    _write_rows(folder / CLUSTERS, ClusterRow, trained.clusters)
    header = ["table", *_prediction_header(trained.predictions[0], _number_name(trained))]
    write_csv(folder / PREDICTIONS, [*header, "known"], _held_out(trained, names), overwrite=True)
    more = dict(about or {})
    if explanations is not None:
        written = write_explanations(explanations, folder)
        more["explanations"] = {
            "parts": list(explanations.parts),
            "places": explanations_told(explanations),
            "files": {name: sha256_of(folder / name) for name in written},
        }
    if draw is not None:
        draw()
    write_report(folder / REPORT, _report(trained, folder, names, more), overwrite=True)
    (folder / UNFINISHED).unlink(missing_ok=True)


def write_model_prediction(
    prediction: FramePrediction,
    path: str | Path,
    kind: str,
    *,
    overwrite: bool = False,
) -> Path:
    """Write a prediction as one CSV file.

    Parameters
    ----------
    prediction : FramePrediction
    path : str or Path
    kind : {'frames', 'pictures', 'events'}
        Of the table's rows.
    overwrite : bool

    Raises
    ------
    PathError, StorageError
        If something else is there and `overwrite` is False, or it cannot be written.
    """
    header = _prediction_header(prediction, KINDS[kind])
    return write_csv(path, header, _prediction_rows(prediction), overwrite=overwrite)


def _write_rows(path: Path, kind: Any, rows: Sequence[Any]) -> None:
    columns = [field.name for field in dataclasses.fields(kind)]
    cells = ([_cell(getattr(row, name)) for name in columns] for row in rows)
    write_csv(path, columns, cells, overwrite=True)


def _write_weights(path: Path, trained: TrainedModel, rows: Sequence[WeightRow]) -> None:
    """A row for each feature: the numbers of its summary first, then its weight in each fold."""
    columns = [field.name for field in dataclasses.fields(WeightRow) if field.name != "weights"]
    folds = [f"fold_{result.fold.number + 1}" for result in trained.crossed.folds]
    cells = ([*(getattr(row, name) for name in columns), *row.weights] for row in rows)
    write_csv(path, [*columns, *folds], (map(_cell, row) for row in cells), overwrite=True)


def _cell(value: Any) -> Any:
    """Numbers with nine digits: a weight for one unit of a feature may be very small."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.9g}" if np.isfinite(value) else None
    return value


def _number_name(trained: TrainedModel) -> str:
    return KINDS[trained.parts.given[0].kind]


def _prediction_header(prediction: FramePrediction, number: str) -> list[str]:
    timed = ["time_s"] * (prediction.times_s is not None)
    pictures = ["image"] * (prediction.images is not None)
    said = ["value"] if prediction.kind == "continuous" else ["probability", "present"]
    if prediction.categories:
        said = [*(f"probability_{name}" for name in prediction.categories), "predicted"]
    return [number, *timed, *pictures, *said, *(["flags"] * (prediction.flags is not None))]


def _prediction_rows(prediction: FramePrediction) -> Iterator[list[Any]]:
    flags = prediction.flags
    names = {} if flags is None else {int(v): flag_names(int(v)) for v in np.unique(flags)}
    good = prediction.valid
    for row in range(len(prediction.probability)):
        cells: list[Any] = [row]
        if prediction.times_s is not None:
            cells.append(_cell(float(prediction.times_s[row])))
        if prediction.images is not None:
            cells.append(prediction.images[row])
        cells += [_cell(float(one)) for one in prediction.probability[row]]
        if prediction.kind != "continuous":
            cells.append(_decided(prediction, row) if good[row] else None)
        yield cells if flags is None else [*cells, names[int(flags[row])]]


def _decided(prediction: FramePrediction, row: int) -> Any:
    decided = prediction.decided[row]
    return prediction.categories[int(decided)] if prediction.categories else bool(decided)


def _held_out(trained: TrainedModel, names: Sequence[str]) -> Iterator[list[Any]]:
    """Rows that are labeled or have a held-out prediction, with what is known of them."""
    parts, target = trained.parts, trained.target
    for number, (name, prediction) in enumerate(zip(names, trained.predictions, strict=True)):
        known = np.zeros(len(prediction.probability), bool)
        values = np.zeros(len(known), target.values[0].dtype)
        for k, (given, rows) in enumerate(parts.rows):
            if given == number:
                known[rows], values[rows] = target.known[k], target.values[k]
        good = prediction.valid
        for row, cells in enumerate(_prediction_rows(prediction)):
            if good[row] or known[row]:
                yield [name, *cells, _value(target, values[row]) if known[row] else None]


def _value(target: Any, value: Any) -> Any:
    if target.categories:
        return target.categories[int(value)]
    return _cell(float(value)) if target.kind == "continuous" else bool(value)


def _report(
    trained: TrainedModel, folder: Path, names: Sequence[str], about: Mapping[str, Any]
) -> dict[str, Any]:
    model, target = trained.model, trained.target
    n_labeled = [0] * len(names)
    for (given, _), known in zip(trained.parts.rows, target.known, strict=True):
        n_labeled[given] += int(known.sum())
    return {
        "format": FORMAT,
        "version": __version__,
        "findings": list(trained.findings),
        "model_digest": model.digest,
        "target": {
            "name": target.name,
            "kind": target.kind,
            "categories": list(target.categories),
        },
        "left_out": trained.crossed.plan.level,
        "n_folds": len(trained.crossed.folds),
        "threshold": model.threshold if np.isfinite(model.threshold) else None,
        "estimators": list(model.estimators),
        "features": list(model.features.names),
        "metrics": [plain_row(row) for row in trained.metrics],
        "parameters": {"learning": model.learning.to_dict(), "model": model.params.to_dict()},
        "tables_used": [
            {
                "name": name,
                "digest": table.digest,
                "kind": table.kind,
                "rows": len(table),
                "labeled": n_labeled[k],
            }
            for k, (name, table) in enumerate(zip(names, trained.parts.given, strict=True))
        ],
        **about,
        "tables": {name: sha256_of(folder / name) for name in (MODEL, *TABLES)},
    }
