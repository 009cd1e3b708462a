"""The order of causes: by how well they tell failures, then by how large their change is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .causes import HIGH
from .rows import CauseRow

ALIKE = 0.02
"""Areas that differ by less are ordered by the size of the change."""

_MATTERS = 0.6


def ranked(rows: Sequence[CauseRow]) -> tuple[CauseRow, ...]:
    """Rows by rank.

    Causes above the null come first, and those without an area last.  Among each, by the area over
    differences that matter; of those within `ALIKE` of the largest that is left the one comes
    first whose medians differ most, in units of the least difference that matters.
    """
    defined = [row for row in rows if np.isfinite(row.auc_that_matters)]
    ordered = _in_order([row for row in defined if row.above_null])
    ordered += _in_order([row for row in defined if not row.above_null])
    ordered += [row for row in rows if not np.isfinite(row.auc_that_matters)]
    return tuple(replace(row, rank=number) for number, row in enumerate(ordered, 1))


def _in_order(rows: Sequence[CauseRow]) -> list[CauseRow]:
    left, ordered = list(rows), []
    while left:
        most = max(row.auc_that_matters for row in left)
        alike = [row for row in left if row.auc_that_matters >= most - ALIKE]
        first = max(alike, key=lambda row: (steps(row), row.auc))
        ordered.append(first)
        left.remove(first)
    return ordered


def steps(row: CauseRow) -> float:
    """Change from successes to failures toward the cause, in units of the least that matters."""
    change = row.failures - row.successes
    found = (change if row.direction == HIGH else -change) / row.least
    return found if np.isfinite(found) else -np.inf


def matters(row: CauseRow) -> bool:
    """Whether a cause differs by enough to matter, in more pairs than not."""
    return row.auc_that_matters >= _MATTERS
