"""Summaries of the columns of a table of features, taken block by block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .reasons import Reason
from .table import FrameTable


@dataclass(frozen=True)
class ColumnSummary:
    """One feature over all rows.

    Attributes
    ----------
    name : str
        Of the column.
    n_valid, n_undefined : int
        Rows with a number, and without one.
    mean, sd, min, max : float
        Of the numbers, NaN without any; `sd` is the population's.
    reason : Reason
        Why most of the undefined rows have no number.
    """

    name: str
    n_valid: int
    n_undefined: int
    mean: float
    sd: float
    min: float
    max: float
    reason: Reason


def summarize(blocks: Iterable[FrameTable]) -> tuple[ColumnSummary, ...]:
    """Summaries of all columns, in the memory of one block.

    Parameters
    ----------
    blocks : iterable of FrameTable
        Rows of one table in order, as `table_blocks` gives them; a whole table is one block.

    Returns
    -------
    tuple of ColumnSummary
        One a column; empty without any block.
    """
    found: _Running | None = None
    for block in blocks:
        found = _Running(block.names) if found is None else found
        found.add(block)
    return () if found is None else found.result()


class _Running:
    """Counts, means and sums of squared deviations, merged over blocks.

    The merging formula is that of Chan, Golub and LeVeque (1983), which loses no digits where a
    mean is far from 0.
    """

    def __init__(self, names: tuple[str, ...]):
        k = len(names)
        self.names = names
        self.n, self.rows = np.zeros(k, np.int64), 0
        self.mean, self.squares = np.zeros(k), np.zeros(k)
        self.least, self.largest = np.full(k, np.inf), np.full(k, -np.inf)
        self.reasons = np.zeros((k, max(Reason) + 1), np.int64)

    def add(self, block: FrameTable) -> None:
        """Take in the next rows."""
        if not len(block):
            return
        known = np.isfinite(block.values)
        n = known.sum(axis=0)
        mean = np.where(known, block.values, 0).sum(axis=0) / np.maximum(n, 1)
        squares = (np.where(known, block.values - mean, 0) ** 2).sum(axis=0)
        total, apart = self.n + n, mean - self.mean
        share = n / np.maximum(total, 1)
        self.squares += squares + apart**2 * self.n * share
        self.mean += apart * share
        self.n, self.rows = total, self.rows + len(block)
        self.least = np.minimum(self.least, np.where(known, block.values, np.inf).min(axis=0))
        largest = np.where(known, block.values, -np.inf).max(axis=0)
        self.largest = np.maximum(self.largest, largest)
        for place in np.flatnonzero(n < len(block)).tolist():
            codes = block.reason(block.names[place])
            self.reasons[place] += np.bincount(codes, minlength=self.reasons.shape[1])

    def result(self) -> tuple[ColumnSummary, ...]:
        """The summaries of all rows so far."""
        sd = np.sqrt(self.squares / np.maximum(self.n, 1))
        numbers = np.stack([self.mean, sd, self.least, self.largest])
        numbers[:, self.n == 0] = np.nan
        self.reasons[:, Reason.NONE] = 0
        return tuple(self._summary(k, *numbers[:, k].tolist()) for k in range(len(self.names)))

    def _summary(self, k: int, mean: float, sd: float, least: float, largest: float):
        n = int(self.n[k])
        reason = Reason(int(self.reasons[k].argmax()))
        return ColumnSummary(self.names[k], n, self.rows - n, mean, sd, least, largest, reason)
