"""Files that explain a model of named features: attributions, dependence, places."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ... import __version__
from ...errors import ResultError
from ..frame_features.table import FrameTable
from ..frame_models import Attributions, Explanations, FrameModel, PlaceReport, StabilityRow
from ..frame_models.explaining import AttributionRow, attribution_rows
from ..inputs import sha256_of
from ..outputs import make_folder
from ..outputs.archive import Archive
from ..outputs.tables import plain_row, write_csv, write_report
from .class_files import CLASS_PLACES, CLASS_TILES, write_classes

FORMAT = "element_mouseface.model_explanation/1"
REPORT = "report.json"
ATTRIBUTIONS, ROWS = "attributions.csv", "attributions.npz"
DEPENDENCE, PLACES, TILES = "dependence.csv", "places.csv", "place_tiles.csv"
STABILITY = "stability.csv"
EXPLANATIONS = (
    *(ATTRIBUTIONS, ROWS, DEPENDENCE, PLACES, TILES),
    *(CLASS_PLACES, CLASS_TILES, STABILITY),
)

_ARCHIVE = Archive(
    "attributions of rows",
    {"format": "element_mouseface.attributions/1"},
    "a file that `mouseface model` wrote",
    "explain the model again",
    ResultError,
)


def write_explanations(found: Explanations, folder: str | Path) -> tuple[str, ...]:
    """Write the files into a folder; those of a former run are replaced or removed.

    Returns
    -------
    tuple of str
        Their names.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    for name in EXPLANATIONS:
        (folder / name).unlink(missing_ok=True)
    _write_attributions(found.rows, len(found.parts), folder / ATTRIBUTIONS)
    _write_rows(found.attributions, folder / ROWS)
    names = [ATTRIBUTIONS, ROWS]
    if found.dependence:
        header = ["feature", "unit", "category", "value", "mean", "low", "high", "share_below"]
        write_csv(folder / DEPENDENCE, header, _dependence(found), overwrite=True)
        names.append(DEPENDENCE)
    if found.places is not None:
        _write_places(found.places, folder)
        names += [PLACES, TILES]
        if found.places.classes:
            write_classes(found.places, folder)
            names += [CLASS_PLACES, CLASS_TILES]
    if found.stability:
        columns = [field.name for field in dataclasses.fields(StabilityRow)]
        rows = ([_cell(getattr(row, name)) for name in columns] for row in found.stability)
        write_csv(folder / STABILITY, columns, rows, overwrite=True)
        names.append(STABILITY)
    return tuple(names)


@dataclass(frozen=True)
class WrittenAttributions:
    """What was written of a model that is explained on some tables."""

    estimator: str
    n_rows: int
    rows: tuple[AttributionRow, ...]
    notes: tuple[str, ...]


def write_attributions(
    model: FrameModel,
    tables: Sequence[FrameTable],
    found: Sequence[Attributions],
    names: Sequence[str],
    folder: str | Path,
) -> WrittenAttributions:
    """Write what a model's scores of some tables are made of.

    Parameters
    ----------
    model : FrameModel
    tables, found, names : sequences
        Tables, their attributions, and what they are called.
    folder : str or Path
        Made if it is not there.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = make_folder(Path(folder))
    part = np.concatenate([np.full(len(one), k) for k, one in enumerate(found)])
    together: dict[str, Any] = {
        name: np.concatenate([getattr(one, name) for one in found])
        for name in ("row", "x", "base", "values", "scores")
    }
    every = dataclasses.replace(found[0], table=part, **together)
    rows = attribution_rows(every, part, len(found), {})
    _write_attributions(rows, len(found), folder / ATTRIBUTIONS)
    _write_rows(every, folder / ROWS)
    notes = tuple(
        f"{name}: {note}"
        for name, table in zip(names, tables, strict=True)
        for note in model.notes_on(table)
    )
    report = {
        "format": FORMAT,
        "version": __version__,
        "model_digest": model.digest,
        "target": model.target,
        "estimator": every.estimator,
        "parts": list(names),
        "tables_used": [
            {"name": name, "digest": table.digest, "kind": table.kind, "rows": len(one)}
            for name, table, one in zip(names, tables, found, strict=True)
        ],
        "notes": list(notes),
        "findings": list(model.about.get("findings", ())),
        "tables": {name: sha256_of(folder / name) for name in (ATTRIBUTIONS, ROWS)},
    }
    write_report(folder / REPORT, report, overwrite=True)
    return WrittenAttributions(every.estimator, len(every), rows, notes)


def explanations_told(found: Explanations) -> dict[str, Any] | None:
    """What a report says of places; None where they were not looked for."""
    report = found.places
    if report is None:
        return None
    figures = {"everything": report.everything, "skill": report.skill}
    figures["skill_without_pictures"] = report.skill_without
    return {
        "estimator": report.estimator,
        "rows": report.n_rows,
        "grid": list(report.share.shape),
        **{name: plain_row(figure) for name, figure in figures.items()},
        "regions_covered": [plain_row(figure) for figure in report.covered_regions],
        "regions_shuffled": [plain_row(figure) for figure in report.regions],
        "not_covered": list(report.not_covered),
        "findings": list(report.findings),
    }


def _write_attributions(found: Sequence[AttributionRow], n_parts: int, path: Path) -> None:
    columns = [f.name for f in dataclasses.fields(AttributionRow) if f.name != "parts"]
    header = [*columns, *(f"part_{k + 1}" for k in range(n_parts))]
    rows = ([*(getattr(row, name) for name in columns), *row.parts] for row in found)
    write_csv(path, header, (map(_cell, row) for row in rows), overwrite=True)


def _write_rows(found: Attributions, path: Path) -> None:
    about = {
        "target": found.target,
        "estimator": found.estimator,
        "outputs": list(found.outputs),
        "names": list(found.names),
        "modules": list(found.modules),
        "units": list(found.units),
        "held_out": found.held_out,
    }
    arrays = {name: getattr(found, name) for name in ("table", "row", "x", "base", "values")}
    _ARCHIVE.save(path, about, {**arrays, "scores": found.scores}, overwrite=True)


def _dependence(found: Explanations) -> Iterator[list[Any]]:
    for one in found.dependence:
        for output, category in enumerate(one.outputs):
            for k, value in enumerate(one.grid):
                numbers = (one.mean[k, output], one.low[k, output], one.high[k, output])
                cells = [float(each) for each in (value, *numbers, one.share[k])]
                yield [one.feature, one.unit, category, *map(_cell, cells)]


def _write_places(report: PlaceReport, folder: Path) -> None:
    header = ["x_first", "y_first", "x_stop", "y_stop", "share", "low", "high", "fall", "regions"]
    header += ["nearest", "distance_px", "sudden", "stimuli", "levels", "recordings", "used"]
    rows = (
        [
            *place.box_px,
            *(place.share, place.low, place.high, place.fall),
            "; ".join(place.regions),
            *(place.nearest, place.distance_px, place.sudden),
            "; ".join(place.stimuli),
            place.levels,
            "; ".join(str(number + 1) for number in place.recordings),
            place.used,
        ]
        for place in report.places
    )
    write_csv(folder / PLACES, header, (map(_cell, row) for row in rows), overwrite=True)
    header = ["row", "column", *header[:8]]
    header += [f"part_{k + 1}" for k in range(len(report.folds))]
    tiles = (
        [
            *at,
            *report.tile_px(*at),
            *(float(one[at]) for one in (report.share, report.low, report.high, report.fall)),
            *(float(one[at]) for one in report.folds),
        ]
        for at in np.ndindex(*report.share.shape)
    )
    write_csv(folder / TILES, header, (map(_cell, row) for row in tiles), overwrite=True)


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.9g}" if np.isfinite(value) else None
    return value
