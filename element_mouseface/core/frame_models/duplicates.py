"""Rows that are in the training and the test of a fold alike: a picture or a trial given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..features.quality import FrameFlag
from ..frame_features.table import FrameTable
from ..learning import FoldPlan, Target
from .features import FittedTableFeatures

_SHOWN = 3
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
    """A number for each different labeled row; -1 for others, and for rows without features."""
    seen: dict[bytes, int] = {}
    numbers = []
    for table, known in zip(tables, target.known, strict=True):
        own = np.full(len(table), -1, np.int64)
        unlike = True if table.flags is None else (table.flags & _ALIKE) == 0
        rows = np.flatnonzero(known & unlike)
        for part in np.array_split(rows, max(1, len(rows) // 4096)):
            if not len(part):
                continue
            x = features.rows(table, int(part[0]), int(part[-1]) + 1)[part - part[0]]
            x = x[:, features.usable]
            there = np.isfinite(x).any(axis=1)
            x = np.ascontiguousarray(np.where(np.isnan(x), np.float32(np.nan), x))
            for row, vector in zip(part[there].tolist(), x[there], strict=True):
                own[row] = seen.setdefault(vector.tobytes(), len(seen))
        numbers.append(own)
    return numbers
