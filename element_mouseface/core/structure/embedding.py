"""Coordinates of frames: principal components, t-SNE, UMAP.

All sums run in one thread and all draws come from the seed, so that a run gives the same bits on
the same machine with the same libraries, whatever the number of cores.  Between machines the last
digits may differ, and t-SNE and UMAP, which amplify them, may look otherwise.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from ...errors import DependencyError, InputError
from .params import StructureParams

Coordinates = Callable[[np.ndarray, StructureParams], np.ndarray]


def principal_components(numbers: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of rows on their first principal components.

    Parameters
    ----------
    numbers : (n, p) float64 array
    most : int
        Components; fewer where the rows have fewer.

    Returns
    -------
    scores : (n, c) float64 array
        Of each component the entry that is largest in size is positive.
    explained : (c,) float64 array
        Share of the total variance.

    Raises
    ------
    InputError
        If all rows are the same.
    """
    centered = numbers - numbers.mean(axis=0)
    # The smaller of the two products of the table with itself gives the same components.
    wide = centered.shape[1] > centered.shape[0]
    product = centered @ centered.T if wide else centered.T @ centered
    values, vectors = np.linalg.eigh(product)
    values, vectors = values[::-1], vectors[:, ::-1]
    total = float(np.maximum(values, 0).sum())
    real = int((values > max(total, 1e-300) * 1e-12).sum()) if total > 0 else 0
    if not real:
        raise InputError(
            "All sampled frames are the same.",
            expected="frames that differ",
            got="no variance",
            do="check the crop and the masks",
        )
    kept = min(most, real)
    values, vectors = values[:kept], vectors[:, :kept]
    scores = vectors * np.sqrt(values) if wide else centered @ vectors
    largest = scores[np.argmax(np.abs(scores), axis=0), np.arange(kept)]
    return scores * np.where(largest < 0, -1.0, 1.0), values / total


def tsne_coordinates(scores: np.ndarray, params: StructureParams) -> np.ndarray:
    """t-SNE (van der Maaten & Hinton 2008) of scores, started at their components: (n, 2)."""
    from sklearn.manifold import TSNE

    # Each frame needs three times as many neighbors as the perplexity says.
    perplexity = min(params.perplexity, max(1.0, (len(scores) - 1) / 3))
    model = TSNE(perplexity=perplexity, init="pca", random_state=_seed(params), n_jobs=1)
    return model.fit_transform(scores.astype(np.float32)).astype(np.float64)


def umap_coordinates(scores: np.ndarray, params: StructureParams) -> np.ndarray:
    """UMAP (McInnes et al. 2018) of scores: (n, 2).

    Raises
    ------
    DependencyError
        If umap-learn is not installed.
    """
    check_methods(("umap",))
    with warnings.catch_warnings():
        # It says that a seed leaves it one core, which is what is wanted.
        warnings.simplefilter("ignore")
        import umap

        model = umap.UMAP(
            n_neighbors=min(params.neighbors, len(scores) - 1),
            min_dist=params.min_dist,
            random_state=_seed(params),
            n_jobs=1,
        )
        return model.fit_transform(scores.astype(np.float32)).astype(np.float64)


#: By the name of the method; 'pca' are the scores themselves.
EMBEDDINGS: dict[str, Coordinates] = {"tsne": tsne_coordinates, "umap": umap_coordinates}


def check_methods(methods: tuple[str, ...]) -> None:
    """Refuse methods whose package is not installed, before any work.

    Raises
    ------
    DependencyError
    """
    from importlib.util import find_spec

    if "umap" in methods and find_spec("umap") is None:
        raise DependencyError(
            "UMAP coordinates need the package umap-learn.",
            expected="the extra umap",
            got="no package umap",
            do="pip install 'element-mouseface[umap]', or leave umap out of the methods",
        )


def _seed(params: StructureParams) -> int:
    return int(params.seed)
