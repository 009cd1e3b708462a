"""The nodes of trees in a file, checked before compiled code walks them."""

from __future__ import annotations

import numpy as np

from ...inputs.npz import Npz

_MOST_NODES = 1 << 26


def read_nodes(npz: Npz, prefix: str, n_features: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Roots and nodes of trees, checked: no walk leaves its tree or turns back.

    Returns
    -------
    roots : (trees + 1,) int64 array
    nodes : dict
        feature, threshold, missing_left, left and right.
    """
    roots = npz.take(f"{prefix}roots", (None,), "iu").astype(np.int64)
    if len(roots) < 2 or roots[0] != 0 or (np.diff(roots) < 1).any():
        raise npz.refused(f"{prefix}roots that do not ascend from 0")
    n = int(roots[-1])
    if n > _MOST_NODES:
        raise npz.refused(f"{prefix}roots of {n} nodes")
    feature = npz.take(f"{prefix}feature", (n,), "i").astype(np.int32)
    threshold = npz.take(f"{prefix}threshold", (n,), finite=False).astype(np.float64)
    missing_left = npz.take(f"{prefix}missing_left", (n,), "b")
    left, right = (
        npz.take(f"{prefix}{side}", (n,), "i").astype(np.int32) for side in ("left", "right")
    )
    if ((feature < -1) | (feature >= n_features)).any() or np.isnan(threshold).any():
        raise npz.refused(f"{prefix}nodes that look at no feature")
    sizes = np.diff(roots)
    own = np.arange(n) - np.repeat(roots[:-1], sizes)
    size = np.repeat(sizes, sizes)
    below = feature >= 0
    for side in (left, right):
        if ((side <= own) | (side >= size))[below].any():
            raise npz.refused(f"{prefix}nodes that lead out of their tree")
    names = ("feature", "threshold", "missing_left", "left", "right")
    parts = (feature, threshold, missing_left, left, right)
    return roots, dict(zip(names, parts, strict=True))
