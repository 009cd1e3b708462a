"""Rows that are in the training and the test of a fold alike: a picture or a trial given twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..features.quality import FrameFlag
from ..frame_features.table import FrameTable
from ..learning import FoldPlan, Target
from .features import FittedTableFeatures

_SHOWN = 3
_AT_ONCE = 4096
#: Frames with one of these flags are alike by themselves.
_ALIKE = np.uint16(FrameFlag.MISSING | FrameFlag.CONSTANT | FrameFlag.BLACK | FrameFlag.REPEATED)


@dataclass(frozen=True)
class Repeated:
    """A tested row that equals one of its fold's training rows in every feature.

    Attributes
    ----------
    table, row : int
        The tested row.
    other_table, other_row : int
        The first such row in the training.
    left_out : str
        What the fold left out.
    """

    table: int
    row: int
    other_table: int
    other_row: int
    left_out: str


def find_repeated(
    tables: Sequence[FrameTable], target: Target, plan: FoldPlan, features: FittedTableFeatures
) -> tuple[Repeated, ...]:
    """Labeled rows that stand on both sides of a fold; rows without any number do not count."""
    numbers = _numbers(tables, target, features)
    found = []
    for fold in plan.folds:
        first: dict[int, tuple[int, int]] = {}
        for number, a, b in fold.train:
            for row in np.flatnonzero(numbers[number][a:b] >= 0).tolist():
                first.setdefault(int(numbers[number][a + row]), (number, a + row))
        for number, a, b in fold.test:
            for row in np.flatnonzero(numbers[number][a:b] >= 0).tolist():
                twin = first.get(int(numbers[number][a + row]))
                if twin is not None:
                    found.append(Repeated(number, a + row, *twin, fold.left_out))
    return tuple(found)


def told(repeated: Sequence[Repeated], tables: Sequence[FrameTable]) -> str:
    """A sentence on rows that are on both sides."""
    pairs = [
        f"{name_of(tables, one.table, one.row)} = {name_of(tables, one.other_table, one.other_row)}"
        for one in repeated[:_SHOWN]
    ]
    more = f" and {len(repeated) - _SHOWN} more" if len(repeated) > _SHOWN else ""
    rows = "row is" if len(repeated) == 1 else "rows are"
    return (
        f"{len(repeated)} tested {rows} in the training too, the same in every feature "
        f"({', '.join(pairs)}{more}): figures of merit are too good by what these rows give."
    )


def name_of(tables: Sequence[FrameTable], number: int, row: int) -> str:
    """A row for people: the picture's name, or table and row."""
    table = tables[number]
    image = None if table.images is None else table.images[row]
    where = f"table {number + 1}, " if len(tables) > 1 else ""
    if image is not None:
        return image
    return f"{where}{table.kind.removesuffix('s')} {row}"


def _numbers(
    tables: Sequence[FrameTable], target: Target, features: FittedTableFeatures
) -> list[np.ndarray]:
    """A number for each labeled row that equals another; -1 for all others.

    Most rows equal none: a sum of eight bytes finds the few that may, and these are compared.
    """
    used = [_compared(table, known) for table, known in zip(tables, target.known, strict=True)]
    sums = []
    for table, rows in zip(tables, used, strict=True):
        own = np.zeros(len(rows), np.uint64)
        for at, _, x in _pieces(table, rows, features):
            own[at] = _sums(x)
        sums.append(own)
    twice = np.sort(np.concatenate(sums))
    twice = np.unique(twice[1:][twice[1:] == twice[:-1]])
    seen: dict[bytes, int] = {}
    numbers = []
    for table, rows, own in zip(tables, used, sums, strict=True):
        found = np.full(len(table), -1, np.int32)
        for _, part, x in _pieces(table, rows[np.isin(own, twice)], features):
            for row, vector in zip(part.tolist(), x, strict=True):
                if not np.isnan(vector).all():
                    found[row] = seen.setdefault(vector.tobytes(), len(seen))
        numbers.append(found)
    return numbers


def _compared(table: FrameTable, known: np.ndarray) -> np.ndarray:
    unlike = True if table.flags is None else (table.flags & _ALIKE) == 0
    return np.flatnonzero(known & unlike)


def _pieces(
    table: FrameTable, rows: np.ndarray, features: FittedTableFeatures
) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """Places in `rows`, the rows there, and their features with one kind of NaN."""
    edges = [0, *(np.flatnonzero(np.diff(rows // _AT_ONCE)) + 1).tolist(), len(rows)]
    for a, b in pairwise(edges):
        if b > a:
            part = rows[a:b]
            x = features.rows(table, int(part[0]), int(part[-1]) + 1)[part - part[0]]
            x = x[:, features.usable]
            x = np.ascontiguousarray(np.where(np.isnan(x), np.float32(np.nan), x))
            yield slice(a, b), part, x


def _sums(x: np.ndarray) -> np.ndarray:
    """(rows,) uint64 numbers, the same for the same bytes, and hardly ever else."""
    factors = np.random.default_rng(0).integers(1, 2**63, x.shape[1], np.uint64) | np.uint64(1)
    return x.view(np.uint32).astype(np.uint64) @ factors
