"""Boosted trees as arrays, walked by compiled code.

scikit-learn grows them (Ke et al., LightGBM, NeurIPS 2017, is the method of its
`HistGradientBoosting`); what it gives is a pickle of its own classes, which no later version
need read.  Here the nodes are plain arrays, and the walk gives the same numbers to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import numpy as np

from ...inputs.npz import Npz
from .nodes import read_nodes


@dataclass(frozen=True, eq=False)
class Trees:
    """Boosted trees: a score is a baseline and one leaf of every tree.

    Attributes
    ----------
    baseline : (outputs,) float64 array
    roots : (trees + 1,) int64 array
        First node of each tree, and the number of nodes; tree t adds to output t % outputs.
    feature : (nodes,) int32 array
        Column that a node looks at; -1 in a leaf.
    threshold : (nodes,) float64 array
        A row with a value of at most this goes left.
    missing_left : (nodes,) bool array
        Whether a row without a value goes left.
    left, right : (nodes,) int32 arrays
        Nodes below, counted from the root of their tree.
    value : (nodes,) float64 array
        Of leaves.
    n_features : int
    """

    baseline: np.ndarray
    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    missing_left: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    n_features: int

    FORM: ClassVar[str] = "trees"

    @classmethod
    def of(cls, fitted: Any, columns: np.ndarray, n_features: int) -> Trees:
        """The trees of a fitted `HistGradientBoosting` model.

        Parameters
        ----------
        fitted
            The model.
        columns : (n,) int array
            Which features it was given.
        n_features : int
            Of how many.
        """
        trees = [tree.nodes for stage in fitted._predictors for tree in stage]
        nodes = np.concatenate(trees)
        leaf = nodes["is_leaf"].astype(bool)
        return cls(
            baseline=np.asarray(fitted._baseline_prediction, np.float64).ravel(),
            roots=np.cumsum([0, *map(len, trees)]).astype(np.int64),
            feature=np.where(leaf, -1, columns[np.where(leaf, 0, nodes["feature_idx"])]).astype(
                np.int32
            ),
            threshold=np.where(leaf, 0.0, nodes["num_threshold"]),
            missing_left=nodes["missing_go_to_left"].astype(bool) & ~leaf,
            left=np.where(leaf, 0, nodes["left"]).astype(np.int32),
            right=np.where(leaf, 0, nodes["right"]).astype(np.int32),
            value=np.where(leaf, nodes["value"], 0.0),
            n_features=n_features,
        )

    @property
    def n_outputs(self) -> int:
        """Columns that it gives."""
        return len(self.baseline)

    def decide(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) float32 to (rows, outputs) float64."""
        out = np.tile(self.baseline, (len(x), 1))
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
        return out

    def to_arrays(self) -> dict[str, np.ndarray]:
        """All of it, by name."""
        names = ("baseline", "roots", "feature", "threshold", "missing_left", "left", "right")
        return {name: getattr(self, name) for name in (*names, "value")}

    @classmethod
    def from_arrays(cls, npz: Npz, prefix: str, n_features: int) -> Trees:
        """The trees of `to_arrays`, checked: the walk neither leaves the arrays nor turns back."""
        roots, nodes = read_nodes(npz, prefix, n_features)
        baseline = npz.take(f"{prefix}baseline", (None,)).astype(np.float64)
        value = npz.take(f"{prefix}value", (len(nodes["feature"]),)).astype(np.float64)
        if not len(baseline) or (len(roots) - 1) % len(baseline):
            raise npz.refused(f"{prefix}{len(roots) - 1} trees for {len(baseline)} outputs")
        return cls(baseline, roots, **nodes, value=value, n_features=n_features)


@cache
def _walk():
    """The compiled walk, which lets other threads run; numba is imported when it is needed."""
    import numba

    @numba.njit(nogil=True)
    def walk(x, roots, feature, threshold, missing_left, left, right, value, out):
        n_outputs = out.shape[1]
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
                out[row, tree % n_outputs] += value[node]

    return walk
