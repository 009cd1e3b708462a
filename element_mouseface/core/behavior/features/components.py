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


def rotated(basis: np.ndarray, rounds: int = 60) -> np.ndarray:
    """Components turned among themselves so that each is strong in few places (varimax).

    Principal components mix what varies in one place with what varies in another, each fit in
    its own way.  Parts of the face are where they are, in every fit, and a tree can
    cut along them.

    Parameters
    ----------
    basis : (n, p) float32 array
        Orthonormal rows.
    rounds : int
        At most so many.
    """
    n = len(basis)
    if n < 2:
        return basis
    loads = basis.T.astype(np.float64)
    turn, before = np.eye(n), 0.0
    for _ in range(rounds):
        turned = loads @ turn
        gradient = loads.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        left, size, right = np.linalg.svd(gradient)
        turn = left @ right
        if size.sum() < before * (1 + 1e-6):
            break
        before = float(size.sum())
    found = (loads @ turn).T
    largest = found[np.arange(n), np.abs(found).argmax(1)]
    return (found * np.where(largest < 0, -1, 1)[:, None]).astype(np.float32)
