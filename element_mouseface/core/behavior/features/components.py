"""Principal components of a sample of rows."""

from __future__ import annotations

import numpy as np

_EXTRA, _ROUNDS = 8, 4


def principal_components(rows: np.ndarray, n: int, seed: int = 0) -> np.ndarray:
    """The directions in which rows vary most: (n, p) float32, orthonormal, strongest first.

    Subspace iteration from a fixed start, so that the same rows give the same components.
    Fewer where the rows span fewer.  Signs make the largest weight of each positive.

    Parameters
    ----------
    rows : (m, p) float32 array
    n : int
    seed : int
        Of the start.
    """
    rows = rows - rows.mean(0, dtype=np.float64).astype(np.float32)
    n = min(n, len(rows) - 1, rows.shape[1])
    if n < 1:
        return np.zeros((0, rows.shape[1]), np.float32)
    width = min(n + _EXTRA, *rows.shape)
    start = np.random.default_rng(seed).standard_normal((rows.shape[1], width))
    basis = np.linalg.qr(rows @ start.astype(np.float32))[0]
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(rows.T @ basis)[0]
        basis = np.linalg.qr(rows @ basis)[0]
    _, strength, found = np.linalg.svd(basis.T @ rows, full_matrices=False)
    n = min(n, int((strength > 1e-6 * max(float(strength[0]), 1e-12)).sum()))
    found = found[:n]
    largest = found[np.arange(n), np.abs(found).argmax(1)]
    return (found * np.where(largest < 0, -1, 1)[:, None]).astype(np.float32)
