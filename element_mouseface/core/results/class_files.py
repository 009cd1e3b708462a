"""Files of where in the picture a model looks for each category."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..frame_models import PlaceReport
from ..outputs.tables import write_csv

CLASS_PLACES, CLASS_TILES = "class_places.csv", "class_tiles.csv"
_BOX = ("x_first", "y_first", "x_stop", "y_stop")


def write_classes(report: PlaceReport, folder: Path) -> None:
    """Write what places and tiles carry of each category (StorageError)."""
    header = ["place", *_BOX, "category", "share", "low", "high", "of_whole", "fall", "change"]
    cells = (map(_cell, row) for row in _places(report))
    write_csv(folder / CLASS_PLACES, [*header, "named"], cells, overwrite=True)
    n_folds = len(report.classes[0].folds) if report.classes else 0
    header = ["category", "row", "column", *_BOX, "share", "low", "high", "fall"]
    header += [f"part_{k + 1}" for k in range(n_folds)]
    cells = (map(_cell, row) for row in _tiles(report))
    write_csv(folder / CLASS_TILES, header, cells, overwrite=True)


def _places(report: PlaceReport) -> Iterator[list[Any]]:
    for number, place in enumerate(report.places, start=1):
        for one in place.classes:
            numbers = (one.share, one.low, one.high, one.of_whole, one.fall, one.change)
            yield [number, *place.box_px, one.category, *numbers, one.named]


def _tiles(report: PlaceReport) -> Iterator[list[Any]]:
    for one in report.classes:
        for at in np.ndindex(*one.share.shape):
            numbers = [float(each[at]) for each in (one.share, one.low, one.high, one.fall)]
            folds = [float(each[at]) for each in one.folds]
            yield [one.category, *at, *report.tile_px(*at), *numbers, *folds]


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.9g}" if np.isfinite(value) else None
    return value
