"""Random forests as arrays, walked by compiled code.

scikit-learn grows the trees, each on a bootstrap sample of the rows and a few features at every
split (Breiman, Machine Learning 2001); what it gives is a pickle of its own classes, which no later
version need read.  Here the nodes are plain arrays, and the walk gives the same shares to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np

from ...inputs.npz import Npz
from .nodes import read_nodes

_MOST_OUTPUTS = 1000


@dataclass(frozen=True, eq=False)
class Forest:
    """A forest: what its trees say of a row, on average.

    Attributes
    ----------
    roots : (trees + 1,) int64 array
        First node of each tree, and the number of nodes.
    feature : (nodes,) int32 array
        Column that a node looks at; -1 in a leaf.
    threshold : (nodes,) float64 array
        A row with a value of at most this goes left.
    missing_left : (nodes,) bool array
        Whether a row without a value goes left.
    left, right : (nodes,) int32 arrays
        Nodes below, counted from the root of their tree.
    value : (nodes, values) float64 array
        Of leaves: the share of each class, or the one value of a continuous target.
    is_share : bool
        Whether values are shares of classes, so that scores are logarithms of them.
    n_features : int
    """

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    missing_left: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    is_share: bool
    n_features: int

    FORM: ClassVar[str] = "forest"

    @classmethod
    def of(cls, fitted: Sequence[Any], columns: np.ndarray, n_features: int) -> Forest:
        """The forest of fitted trees of scikit-learn.

        Parameters
        ----------
        fitted : sequence
            The trees, of one kind and of the same classes.
        columns : (n,) int array
            Which features it was given.
        n_features : int
            Of how many.
        """
        trees = [one.tree_ for one in fitted]
        nodes = np.concatenate([tree.__getstate__()["nodes"] for tree in trees])
        leaf = nodes["left_child"] < 0
        value = np.concatenate([tree.value[:, 0, :] for tree in trees]).astype(np.float64)
        is_share = hasattr(fitted[0], "classes_")
        if is_share:
            value = value / value.sum(axis=1, keepdims=True)
        looked = columns[np.where(leaf, 0, nodes["feature"])]
        return cls(
            roots=np.cumsum([0, *(tree.node_count for tree in trees)]).astype(np.int64),
            feature=np.where(leaf, -1, looked).astype(np.int32),
            threshold=np.where(leaf, 0.0, nodes["threshold"]),
            missing_left=nodes["missing_go_to_left"].astype(bool) & ~leaf,
            left=np.where(leaf, 0, nodes["left_child"]).astype(np.int32),
            right=np.where(leaf, 0, nodes["right_child"]).astype(np.int32),
            value=np.where(leaf[:, None], value, 0.0),
            is_share=is_share,
            n_features=n_features,
        )

    @property
    def n_outputs(self) -> int:
        """Columns that it gives: two classes are told by one."""
        n = self.value.shape[1]
        return 1 if self.is_share and n == 2 else n

    def means(self, x: np.ndarray) -> np.ndarray:
        """(rows, values) float64: the mean over trees of the leaf that a row comes to."""
        out = np.zeros((len(x), self.value.shape[1]))
        _walk()(
            np.ascontiguousarray(x, np.float32),
            self.roots,
            self.feature,
            self.threshold,
            self.missing_left,
            self.left,
            self.right,
            self.value,
            out,
        )
        return out / (len(self.roots) - 1)

    def decide(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float32 to (rows, outputs) float64.

        The logarithm of shares as if one more tree had known nothing: a class that no tree
        speaks for is not impossible.
        """
        found = self.means(x)
        if not self.is_share:
            return found
        trees = len(self.roots) - 1
        score = np.log((found * trees + 1 / found.shape[1]) / (trees + 1))
        return score[:, 1:] - score[:, :1] if score.shape[1] == 2 else score

    def to_arrays(self) -> dict[str, np.ndarray]:
        """All of it, by name."""
        names = ("roots", "feature", "threshold", "missing_left", "left", "right", "value")
        arrays = {name: getattr(self, name) for name in names}
        return {**arrays, "is_share": np.array([self.is_share])}

    @classmethod
    def from_arrays(cls, npz: Npz, prefix: str, n_features: int) -> Forest:
        """The forest of `to_arrays`, checked: the walk neither leaves the arrays nor turns back."""
        roots, nodes = read_nodes(npz, prefix, n_features)
        value = npz.take(f"{prefix}value", (len(nodes["feature"]), None)).astype(np.float64)
        is_share = bool(npz.take(f"{prefix}is_share", (1,), "b")[0])
        leaf = nodes["feature"] < 0
        if not 0 < value.shape[1] <= _MOST_OUTPUTS:
            raise npz.refused(f"{prefix}value of {value.shape[1]} outputs")
        shares = value[leaf]
        if is_share and ((shares < 0).any() or not np.allclose(shares.sum(axis=1), 1)):
            raise npz.refused(f"{prefix}value with leaves that are no shares")
        return cls(roots, **nodes, value=value, is_share=is_share, n_features=n_features)


@cache
def _walk():
    """The compiled walk, which lets other threads run; numba is imported when it is needed."""
    import numba

    @numba.njit(nogil=True)
    def walk(x, roots, feature, threshold, missing_left, left, right, value, out):
        for row in range(x.shape[0]):
            for tree in range(len(roots) - 1):
                root = roots[tree]
                node = root
                while feature[node] >= 0:
                    found = x[row, feature[node]]
                    if np.isnan(found):
                        goes_left = missing_left[node]
                    else:
                        goes_left = found <= threshold[node]
                    node = root + (left[node] if goes_left else right[node])
                for output in range(out.shape[1]):
                    out[row, output] += value[node, output]

    return walk
