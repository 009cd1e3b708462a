"""SHAP values of boosted trees against background rows, exact in double precision.

Lundberg et al. (Nature Machine Intelligence 2020), the interventional form: a row is compared
with each background row, and along each path of a tree the features that lead there by the row
alone share the leaf's value with those that lead there by the background row alone.  The package
`shap` gives the same in single precision, to which they are compared in the tests; here they add
up to the score to the last digits.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .trees import Trees

ROW, BACKGROUND = 1, 2


def tree_shap(trees: Trees, x: np.ndarray, background: np.ndarray) -> np.ndarray:
    """How much each feature adds to the scores of rows, against background rows.

    Parameters
    ----------
    trees : Trees
    x : (rows, features) float32 array
        NaN where a feature is undefined.
    background : (background rows, features) float32 array

    Returns
    -------
    (rows, outputs, features) float64 array
        Their sum over features is the score of the row less the mean score of the background.
    """
    found = np.zeros((len(x), trees.n_outputs, trees.n_features))
    # a path splits on no more features than there are, nor than its tree has nodes above leaves
    longest = min(trees.n_features, int(np.diff(trees.roots).max()) // 2)
    leads, follows = _shares(longest + 1)
    nodes = trees.feature, trees.threshold, trees.missing_left, trees.left, trees.right, trees.value
    _walk()(
        np.ascontiguousarray(x, np.float32),
        np.ascontiguousarray(background, np.float32),
        trees.roots,
        nodes,
        leads,
        follows,
        found,
    )
    return found


def _shares(most: int) -> tuple[np.ndarray, np.ndarray]:
    """Shares of a leaf's value: [a, b] with `a` features of the row and `b` of the background.

    One of the row gets (a - 1)! b! / (a + b)!, one of the background loses a! (b - 1)! / (a + b)!.
    """
    from scipy.special import beta

    a, b = np.meshgrid(np.arange(most), np.arange(most), indexing="ij")
    leads = np.where(a > 0, beta(np.maximum(a, 1), b + 1), 0.0)
    follows = np.where(b > 0, beta(a + 1, np.maximum(b, 1)), 0.0)
    return leads, follows


@cache
def _pair():
    """Compiled: a tree, for one row against one background row; numba is imported when needed."""
    import numba

    @numba.njit(nogil=True)
    def goes_left(row, here, feature, threshold, missing_left):
        value = row[feature[here]]
        return missing_left[here] if np.isnan(value) else value <= threshold[here]

    @numba.njit(nogil=True)
    def credit(path, side, length, worth, leads, follows, out):
        """Share the value of a leaf among the features of its path."""
        n_row = 0
        for p in range(length):
            n_row += side[path[p]] == ROW
        up = worth * leads[n_row, length - n_row]
        down = worth * follows[n_row, length - n_row]
        for p in range(length):
            out[path[p]] += up if side[path[p]] == ROW else -down

    @numba.njit(nogil=True)
    def pair(row, other, root, tree, share, leads, follows, scratch, out):
        """Add what one tree gives for a row against one background row."""
        feature, threshold, missing_left, left, right, value = tree
        side, path, waits = scratch
        length, top = 0, 1
        waits[0, 0], waits[0, 1], waits[0, 2] = 0, 0, -1
        while top:
            top -= 1
            here, kept, added = root + waits[top, 0], waits[top, 1], waits[top, 2]
            while length > kept:
                length -= 1
                side[path[length]] = 0
            if added >= 0:
                side[added], path[length] = BACKGROUND, added
                length += 1
            while feature[here] >= 0:
                own = goes_left(row, here, feature, threshold, missing_left)
                its = goes_left(other, here, feature, threshold, missing_left)
                column = feature[here]
                if own != its and side[column] == 0:
                    waits[top, 0] = left[here] if its else right[here]
                    waits[top, 1], waits[top, 2] = length, column
                    top += 1
                    side[column], path[length] = ROW, column
                    length += 1
                to_left = its if side[column] == BACKGROUND else own
                here = root + (left[here] if to_left else right[here])
            credit(path, side, length, share * value[here], leads, follows, out)
        while length:
            length -= 1
            side[path[length]] = 0

    return pair


@cache
def _walk():
    """Compiled: all trees, rows and background rows; it lets other threads run."""
    import numba

    pair = _pair()

    @numba.njit(nogil=True)
    def walk(x, background, roots, tree, leads, follows, found):
        share = 1.0 / background.shape[0]
        n_outputs, deepest = found.shape[1], leads.shape[0]
        # which side leads to a feature's branch; features with a side, in order; nodes that wait:
        # the node, how long the path is there, and the feature that the background leads
        scratch = (
            np.zeros(x.shape[1], np.int8),
            np.zeros(deepest, np.int64),
            np.zeros((deepest, 3), np.int64),
        )
        for k in range(x.shape[0]):
            for t in range(len(roots) - 1):
                out = found[k, t % n_outputs]
                for r in range(background.shape[0]):
                    pair(x[k], background[r], roots[t], tree, share, leads, follows, scratch, out)

    return walk
