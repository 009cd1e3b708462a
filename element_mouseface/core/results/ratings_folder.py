"""Ratings, how far raters and models agree, and the models, in a folder.

The report is written last, so it marks a folder that is complete.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultChangedError, ResultError
from ..frame_models import MetricRow, WeightRow
from ..inputs import read_table
from ..outputs.reported import ReportedFolder
from ..outputs.tables import plain_row, write_csv
from ..ratings import (
    RatedUnits,
    RatingAgreement,
    RatingScale,
    read_unit_ratings,
    sum_of_units,
    write_unit_ratings,
)
from ..ratings.scale import GRIMACE_UNITS

AGREEMENT, SUMS, PREDICTIONS = "agreement.csv", "sums.csv", "predictions.csv"
METRICS, WEIGHTS = "metrics.csv", "weights.csv"
MODELS = tuple(f"{unit}.npz" for unit in GRIMACE_UNITS)
FOLDER = ReportedFolder(
    "element_mouseface.unit_ratings/1",
    "ratings",
    "mouseface ratings",
    "rate again with `mouseface ratings`",
)


def ratings_name(number: int) -> str:
    """The file of the ratings of a recording, counted from 0."""
    return f"ratings_{number + 1}.csv"


def write_rated_units(
    found: RatedUnits,
    folder: str | Path,
    *,
    names: Sequence[str] | None = None,
    about: Mapping[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write ratings with all that was found; what is there of a former run is replaced.

    Parameters
    ----------
    found : RatedUnits
    folder : str or Path
        That is there, and is ours or was given up.
    names : sequence of str, optional
        Of the recordings; 'recording 1' and so on by default.
    about : mapping, optional
        More entries of the report, plain JSON.
    draw : callable, optional
        Called before the report is written: draws figures into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    names = list(names or [f"recording {k + 1}" for k in range(len(found.ratings))])
    former = FOLDER.stated(folder).get("files", {})
    FOLDER.begin(folder)
    written = _write_tables(found, folder, names)
    for unit, trained in found.models.items():
        written.append(trained.model.save(folder / f"{unit}.npz", overwrite=True).name)
    for name in former if isinstance(former, dict) else ():
        if name not in written and _is_ours(name):
            (folder / name).unlink(missing_ok=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, _report(found, names) | dict(about or {}), written)


def read_rated_units(folder: str | Path) -> RatedUnits:
    """The ratings in a folder that `mouseface ratings` wrote.

    `models` is empty: `load_model` reads the model of a unit from its file, `UNIT.npz`.

    Raises
    ------
    ResultError
        If it is no such folder.
    ResultChangedError
        If a file was changed after it was written.
    """
    folder = Path(folder)
    stated = FOLDER.report(folder)
    if wrong := FOLDER.changed(folder):
        raise ResultChangedError(
            f"Files in {folder} are not those of its report.",
            expected="the files as they were written",
            got=", ".join(wrong),
            do=FOLDER.do,
        )
    scale = RatingScale(tuple(stated["levels"]), tuple(stated["level_names"]))
    ratings = tuple(
        dataclasses.replace(
            read_unit_ratings(folder / ratings_name(k), scale=scale),
            notes=tuple(one["notes"]),
            source=one["source"],
        )
        for k, one in enumerate(stated["recordings"])
    )
    rows = tuple(map(_agreement, stated["agreement"]))
    n = sum(len(one.places) for one in ratings)
    levels, expected = _read_predictions(folder, n)
    return RatedUnits(
        ratings, rows, {}, levels, expected, tuple(stated["findings"]), stated["over"]
    )


def _agreement(row: dict[str, Any]) -> RatingAgreement:
    values: dict[str, Any] = {name: math.nan if v is None else v for name, v in row.items()}
    return RatingAgreement(**values)


def _is_ours(name: str) -> bool:
    own = name.startswith("ratings_") and name.endswith(".csv")
    return own or name in (AGREEMENT, SUMS, PREDICTIONS, METRICS, WEIGHTS, *MODELS)


def _write_tables(found: RatedUnits, folder: Path, names: Sequence[str]) -> list[str]:
    written = []

    def write(name: str, header: Sequence[str], rows: Any) -> None:
        write_csv(folder / name, header, rows, overwrite=True)
        written.append(name)

    for k, one in enumerate(found.ratings):
        path = write_unit_ratings(one, folder / ratings_name(k), overwrite=True)
        written.append(path.name)
    write(AGREEMENT, *_rows_of(RatingAgreement, found.agreement))
    by = list(dict.fromkeys(name for one in found.ratings for name in one.by))
    about = ["recording", *by]
    write(SUMS, [*about, "rater", "n_units", "units", "mgs_like_mean", "mgs_like_sum"],
          _sums(found, names, by))  # fmt: skip
    if found.models:
        write(PREDICTIONS, [*about, "unit", "level", "expected"], _predictions(found, names, by))
        write(METRICS, *_of_units(MetricRow, found, "metrics"))
        write(WEIGHTS, *_of_units(WeightRow, found, "weights"))
    return written


def _rows_of(kind: Any, rows: Sequence[Any]) -> tuple[list[str], Iterator[list[Any]]]:
    columns = [field.name for field in dataclasses.fields(kind) if field.name != "weights"]
    return columns, ([getattr(row, name) for name in columns] for row in rows)


def _of_units(kind: Any, found: RatedUnits, part: str) -> tuple[list[str], Iterator[list[Any]]]:
    columns, _ = _rows_of(kind, ())
    return ["unit_rated", *columns], (
        [unit, *(getattr(row, name) for name in columns)]
        for unit, trained in found.models.items()
        for row in getattr(trained, part)
    )


def _places(found: RatedUnits, names: Sequence[str], by: Sequence[str]) -> Iterator[list[Any]]:
    for name, one in zip(names, found.ratings, strict=True):
        for place in one.places:
            own = dict(zip(one.by, place, strict=True))
            yield [name, *(own.get(column) for column in by)]


def _sums(found: RatedUnits, names: Sequence[str], by: Sequence[str]) -> Iterator[list[Any]]:
    """The mean of raters, then each rater: a line for each frame, span or picture."""
    for by_rater in (False, True):
        for name, one in zip(names, found.ratings, strict=True):
            if by_rater and len(one.raters) < 2:
                continue
            for row in sum_of_units(one, by_rater=by_rater):
                own = dict(zip(one.by, row.place, strict=True))
                place = [name, *(own.get(column) for column in by)]
                yield [*place, row.rater, row.n_units, "; ".join(row.units), row.mean, row.total]


def _predictions(found: RatedUnits, names: Sequence[str], by: Sequence[str]) -> Iterator[list[Any]]:
    for unit in found.models:
        level, expected = found.levels[unit], found.expected[unit]
        for k, place in enumerate(_places(found, names, by)):
            if np.isfinite(level[k]):
                yield [*place, unit, f"{level[k]:g}", repr(float(expected[k]))]
            else:
                yield [*place, unit, None, None]


def _read_predictions(folder: Path, n: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    levels: dict[str, np.ndarray] = {}
    expected: dict[str, np.ndarray] = {}
    if not (folder / PREDICTIONS).is_file():
        return levels, expected
    table = read_table(folder / PREDICTIONS, "file of predictions", error=ResultError)
    header, rows = table.rows[0], table.rows[1:]
    unit, level, value = (header.index(name) for name in ("unit", "level", "expected"))
    for first in range(0, len(rows), n):
        own = rows[first : first + n]
        name = own[0][unit]
        levels[name] = np.array([table.number(row[level] or "nan") for row in own])
        expected[name] = np.array([table.number(row[value] or "nan") for row in own])
    return levels, expected


def _report(found: RatedUnits, names: Sequence[str]) -> dict[str, Any]:
    first = found.ratings[0]
    return {
        "findings": list(found.findings),
        "units": list(found.units),
        "raters": list(dict.fromkeys(name for one in found.ratings for name in one.raters)),
        "levels": list(first.scale.levels),
        "level_names": list(first.scale.names),
        "over": found.over,
        "agreement": [plain_row(row) for row in found.agreement],
        "models": {
            unit: {
                "digest": trained.model.digest,
                "left_out": trained.crossed.plan.level,
                "n_folds": len(trained.crossed.folds),
                "n_ratings": sum(int(known.sum()) for known in trained.target.known),
                "learning": trained.model.learning.to_dict(),
            }
            for unit, trained in found.models.items()
        },
        "recordings": [
            {
                "name": name,
                "source": one.source,
                "by": list(one.by),
                "digest": one.digest,
                "ratings": len(one),
                "not_scorable": one.not_scorable,
                "notes": list(one.notes),
            }
            for name, one in zip(names, found.ratings, strict=True)
        ],
    }
