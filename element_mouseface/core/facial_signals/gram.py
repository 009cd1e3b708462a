"""Linear algebra of all decompositions: products, spectra, rotated bases."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import eigh

NOISE = 1e-5
"""Directions with a singular value below this part of the largest are rounding errors."""

_TOGETHER = 4096


def inner(columns: np.ndarray) -> np.ndarray:
    """Products of all pairs of columns, added up in float64."""
    out = np.zeros((columns.shape[1],) * 2)
    for start in range(0, len(columns), _TOGETHER):
        part = columns[start : start + _TOGETHER].astype(np.float64)
        out += part.T @ part
    return out


def product_of_rows(rows: Any) -> np.ndarray:
    """Products of all pairs of few rows, in float64, since errors show by their square root."""
    out = np.zeros((rows.n_rows,) * 2)
    for _, tile in rows.tiles():
        tile = tile.astype(np.float64)
        out += tile @ tile.T
    return out


def spectrum(products: np.ndarray, count: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Singular values, largest first, and directions as columns, from products of columns."""
    n = len(products)
    subset = None if count is None or count >= n else (n - count, n - 1)
    squares, turn = eigh(products, subset_by_index=subset, driver="evr" if subset else "evd")
    return np.sqrt(np.maximum(squares[::-1], 0)), turn[:, ::-1]


def rank(values: np.ndarray) -> int:
    """The number of singular values above rounding errors."""
    return int(np.sum(values > NOISE * values[0])) if values.size else 0


def turned(basis: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Combinations of a basis's rows: (columns of turn, bins), float32.

    They overwrite the basis in memory, which must not be used afterwards.
    """
    turn = np.ascontiguousarray(turn.T, np.float32)
    for start in range(0, basis.shape[1], _TOGETHER):
        columns = basis[:, start : start + _TOGETHER]
        columns[: len(turn)] = turn @ columns
    return basis[: len(turn)]


def turned_rows(projected: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Combinations of columns, in the same way: (rows, columns of turn), float32."""
    turn = turn.astype(np.float32)
    for start in range(0, len(projected), _TOGETHER):
        part = projected[start : start + _TOGETHER]
        part[:, : turn.shape[1]] = part @ turn
    return projected[:, : turn.shape[1]]


def with_signs(
    masks: np.ndarray, values: np.ndarray, projections: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flip signs in place so that each mask's largest entry by magnitude is positive."""
    # No array of absolute values: masks can be hundreds of megabytes.
    high, low = masks.max(1, initial=0), masks.min(1, initial=0)
    signs = np.where(-low > high, -1, 1).astype(np.float32)
    masks *= signs[:, None]
    projections *= signs
    return masks, values, projections
