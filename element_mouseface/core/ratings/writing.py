"""Write ratings of units as a text table, a line a rating; `read_unit_ratings` reads it back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..outputs import whole_file
from .unit_ratings import LEVELS, UnitRatings

_BLINDED = {True: "1", False: "0", None: ""}


def write_unit_ratings(ratings: UnitRatings, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write ratings as a CSV file, a line a rating.

    Parameters
    ----------
    ratings : UnitRatings
    path : path
    overwrite : bool
        Whether something else that is there may be replaced.

    Raises
    ------
    PathError
        If something else is there and `overwrite` is False.
    StorageError
        If it cannot be written.
    """
    with whole_file(path, what="the ratings", overwrite=overwrite) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*ratings.by, "unit", "rater", "value", "blinded", *LEVELS])
        writer.writerows(_lines(ratings))
    return Path(path)


def _lines(ratings: UnitRatings) -> Iterator[list[Any]]:
    for row in ratings.rows:
        value = "NS" if row.value is None else f"{row.value:g}"
        groups = ["" if (own := getattr(row, name)) is None else own for name in LEVELS]
        place = [repr(v) if isinstance(v, float) else v for v in row.place]
        yield [*place, row.unit, row.rater, value, _BLINDED[row.blinded], *groups]
