"""Points from labeled columns, in the layout of DeepLabCut and Lightning Pose.

A column's labels say its animal, point and coordinate; its position does not matter. Columns may be
grouped, y before x, an animal may have points that another lacks, and an ensemble smoother adds its
own columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...errors import ResultError
from .raw_points import MOST_POINTS, RawPoints, listed, no_keypoints, which_animal

#: DeepLabCut's name for unique points, which belong to no animal
UNIQUE = "single"
_COORDS = ("x", "y", "likelihood")
#: likelihoods are at most 1; interpolation between a network's cells may give a little more
_LEAST_LIKELY, _MOST_LIKELY = -0.01, 1.5


@dataclass(frozen=True)
class Column:
    """The labels of one column; '' if the file lacks a level."""

    scorer: str
    individual: str
    point: str
    coord: str

    @property
    def is_coordinate(self) -> bool:
        """Whether it is x, y or likelihood of a point."""
        return bool(self.point) and self.coord in _COORDS


def columns_used(columns: Sequence[Column], path: Path) -> list[int]:
    """Indexes of the columns with x, y or likelihood.

    Raises
    ------
    ResultError
        If there are none, too many, or points in three dimensions.
    """
    used = [k for k, column in enumerate(columns) if column.is_coordinate]
    if any(column.point and column.coord == "z" for column in columns):
        raise ResultError(
            f"{path} has points in three dimensions.",
            expected="x and y in pixels of one camera's frame",
            got="columns named z",
            do="give the file of one camera's points",
        )
    if not used or len(used) > 3 * MOST_POINTS:
        raise no_keypoints(path, f"a table with {len(used)} columns named x, y or likelihood")
    return used


def points_of_columns(
    columns: Sequence[Column],
    values: np.ndarray,
    software: str,
    individual: str | None,
    path: Path,
) -> RawPoints:
    """The points of one animal, and unique points.

    Parameters
    ----------
    columns : sequence of Column
        As long as `values` is wide.
    values : ndarray (rows, columns) of float32
    software : str
    individual : str or None
    path : Path
        For messages.

    Raises
    ------
    ParameterError
        If there are several animals and none is named, or none of that name.
    ResultError
        If a point lacks x or y, a column is duplicated, or a likelihood is invalid.
    """
    used = columns_used(columns, path)
    animals = _animals([columns[k].individual for k in used], individual, path)
    places: dict[tuple[str, str], int] = {}
    for k in used:
        column = columns[k]
        if column.individual not in animals:
            continue
        if (column.point, column.coord) in places:
            raise ResultError(
                f"{path}: two columns are {column.coord} of {column.point!r}.",
                expected="each point once",
                do="rename one of the two points in the program that tracked them",
            )
        places[column.point, column.coord] = k
    names = tuple(dict.fromkeys(point for point, _ in places))
    lacking = [f"{c} of {n}" for n in names for c in "xy" if (n, c) not in places]
    if lacking:
        raise ResultError(
            f"{path}: columns are missing.", expected="x and y of each point", got=listed(lacking)
        )
    empty = np.full(len(values), np.nan, np.float32)

    def taken(name: str, coord: str) -> np.ndarray:
        place = places.get((name, coord))
        return empty if place is None else values[:, place]

    xy = np.stack([np.stack([taken(n, c) for c in "xy"], axis=-1) for n in names], axis=1)
    likelihood = np.stack([taken(n, "likelihood") for n in names], axis=1)
    _check_likelihood(names, likelihood, path)
    return RawPoints(names, xy, likelihood, software, notes=_notes(columns, used, animals))


def _animals(found: Sequence[str], individual: str | None, path: Path) -> tuple[str, ...]:
    """The animals whose columns are used: one, and none for unique points."""
    known = list(dict.fromkeys(found))
    animals = [name for name in known if name != UNIQUE] or known
    if individual == UNIQUE in known:
        return (UNIQUE,)
    return (animals[which_animal(animals, individual, path)], UNIQUE)


def _notes(columns: Sequence[Column], used: Sequence[int], animals: tuple[str, ...]) -> list[str]:
    notes = []
    names = {columns[k].coord or columns[k].point or columns[k].scorer for k in range(len(columns))}
    others = sorted(names - set(_COORDS) - {""})
    if others:
        notes.append(f"unused columns: {listed(others)}")
    left = sorted({columns[k].individual for k in used} - set(animals))
    if left:
        notes.append(f"animals that were left out: {listed(left)}")
    return notes


def _check_likelihood(names: tuple[str, ...], likelihood: np.ndarray, path: Path) -> None:
    with np.errstate(invalid="ignore"):
        wrong = (likelihood < _LEAST_LIKELY) | (likelihood > _MOST_LIKELY)
    if wrong.any():
        row, point = (int(n) for n in np.argwhere(wrong)[0])
        raise ResultError(
            f"{path}: a likelihood is out of range: {names[point]!r} in row {row}.",
            expected="from 0 to 1",
            got=f"{likelihood[row, point]:g}",
            do="divide percentages by 100; check that decimal points and separators were kept",
        )
