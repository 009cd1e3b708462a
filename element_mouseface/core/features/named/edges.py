"""Edges: how many, in which orientations, how sharp."""

from __future__ import annotations

from functools import lru_cache
from numbers import Real

import numpy as np

from ....errors import CropError, ParameterError
from ..masks import gradient_mask
from .definitions import FeatureDefinition
from .pictures import box_of, checked_pictures, checked_region

ORIENTATIONS = 8
"""Number of orientations, of 22.5 degrees each."""

EDGE_THRESHOLD = 8.0
"""Default gradient in gray levels per pixel from which a pixel is on an edge."""

_GRADIENT = (
    "Gradients are half the differences of the two neighbors in x and in y, at pixels whose four "
    "neighbors are in the region."
)
_NO_PIXEL = "NaN if there is no such pixel."
_NO_EDGE = "NaN if there is no gradient."
_NO_CELLS = f"NaN if the cells have no gradient, or not {ORIENTATIONS} orientations."


def _edge(name: str, unit: str, definition: str, source: str = "thumbnail"):
    return FeatureDefinition(name, "edges", unit, source, definition)


def _orientations(prefix: str, source: str, what: str, undefined: str):
    width = 180 / ORIENTATIONS
    for k in range(ORIENTATIONS):
        yield _edge(
            f"{prefix}_orientation_{k + 1}",
            "fraction",
            f"Share of {what} with an orientation of {k * width:g} up to {(k + 1) * width:g} "
            "degrees (0: brightness changes along x; 90: along y; opposite directions count as "
            f"one). {undefined}",
            source,
        )


EDGES: tuple[FeatureDefinition, ...] = (
    _edge(
        "edge_density",
        "fraction",
        f"Share of pixels whose gradient is at least the threshold, {EDGE_THRESHOLD:g} gray levels "
        f"per pixel unless another is given. {_GRADIENT} {_NO_PIXEL}",
    ),
    *_orientations("edge", "thumbnail", "the sum of lengths of the gradients", _NO_EDGE),
    _edge(
        "edge_coherence",
        "1",
        "Coherence of the structure tensor of the region: the difference of its eigenvalues over "
        "their sum, 1 if all gradients are parallel, 0 if no orientation is preferred. "
        f"{_GRADIENT} {_NO_EDGE}",
    ),
    _edge(
        "edge_entropy",
        "bits",
        f"Entropy of the {ORIENTATIONS} shares of orientations: 0 if all gradients are in one, 3 "
        f"if all shares are equal. {_NO_EDGE}",
    ),
    _edge(
        "edge_sharpness",
        "1/px",
        f"Root mean square of the gradient, divided by the mean value of the region. {_GRADIENT} "
        "NaN if there is no such pixel, or the mean is 0.",
    ),
)
"""Definitions, in the order of `edges`' columns."""

CELL_EDGES: tuple[FeatureDefinition, ...] = (
    *_orientations(
        "cell",
        "cells",
        "the sum of lengths of the gradients in the movie's pixels (of square roots of luma "
        "unless the extraction left them out)",
        _NO_CELLS,
    ),
    _edge(
        "cell_coherence",
        "1",
        "Length of the mean of unit vectors at twice the middle of each orientation, weighted by "
        f"its share: 1 if all is in one orientation, 0 if none is preferred. {_NO_CELLS}",
        "cells",
    ),
    _edge(
        "cell_entropy",
        "bits",
        f"Entropy of the {ORIENTATIONS} shares of orientations: 0 if all gradients are in one, 3 "
        f"if all shares are equal. {_NO_CELLS}",
        "cells",
    ),
)
"""Definitions, in the order of `cell_orientations`' columns."""


def edges(
    pictures: np.ndarray, inside: np.ndarray, *, threshold: float = EDGE_THRESHOLD
) -> np.ndarray:
    """Edge features of a region in each picture.

    Parameters
    ----------
    pictures : numpy.ndarray
        (picture, y, x) uint8.
    inside : numpy.ndarray
        (y, x) bool, True for a pixel of the region that no mask covers.
    threshold : float
        Gradient in gray levels per pixel of these pictures, from which a pixel is on an edge.

    Returns
    -------
    numpy.ndarray
        (picture, feature) float64, in the order of `EDGES`.

    Raises
    ------
    CropError
        If the arrays do not fit.
    ParameterError
        If the threshold is not positive.
    """
    from .._kernel.region_sums import edges_function

    pictures = checked_pictures(pictures)
    inside = checked_region(inside, pictures.shape[1:])
    threshold = _checked_threshold(threshold)
    out = np.full((len(pictures), len(EDGES)), np.nan)
    used = ~gradient_mask(~inside) & inside
    used[[0, -1]] = used[:, [0, -1]] = False
    if used.any():
        rows, columns = box_of(used)
        edges_function()(
            pictures,
            np.flatnonzero(inside),
            np.ascontiguousarray(used[rows, columns]).view(np.uint8),
            rows.start,
            columns.start,
            _orientation_table(),
            threshold,
            out,
        )
    return out


@lru_cache(maxsize=1)
def _orientation_table() -> np.ndarray:
    """Orientation of each pair of differences (y, x) from -255 to 255, as `skimage.feature.hog`."""
    differences = np.arange(-255.0, 256.0)
    angle = np.degrees(np.arctan2(differences[:, None], differences)) % 180
    return ((angle * ORIENTATIONS / 180).astype(np.uint8) % ORIENTATIONS).ravel()


def _checked_threshold(threshold: float) -> float:
    number = isinstance(threshold, Real) and not isinstance(threshold, bool)
    if not number or not 0 < threshold < np.inf:
        raise ParameterError(
            "This is no threshold of edges.",
            expected="a positive number of gray levels per pixel",
            got=repr(threshold),
        )
    return float(threshold)


def cell_orientations(cells: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Orientations of the gradients of a region, from the stored cell histograms.

    Parameters
    ----------
    cells : numpy.ndarray
        (frame, row, column, orientation): unnormalized cell histograms, with `ORIENTATIONS`
        orientations.
    weights : numpy.ndarray
        (row, column): share of each cell that the region covers.

    Returns
    -------
    numpy.ndarray
        (frame, feature) float64, in the order of `CELL_EDGES`.

    Raises
    ------
    CropError
        If the arrays do not fit, or the cells have another number of orientations.
    """
    from .._kernel.region_sums import cells_function

    cells, weights = np.asarray(cells), np.asarray(weights, np.float64)
    if cells.ndim != 4 or cells.shape[3] != ORIENTATIONS or cells.shape[1:3] != weights.shape:
        raise CropError(
            "The cells do not fit the region.",
            expected=f"(frame, row, column, {ORIENTATIONS} orientations), and weights of each cell",
            got=f"cells of shape {cells.shape}, weights of shape {weights.shape}",
        )
    if not ((weights >= 0) & (weights <= 1)).all():
        raise CropError(
            "These are no weights of cells.",
            expected="the share of each cell that the region covers, 0 to 1",
            got=f"{weights.min():g} to {weights.max():g}",
        )
    cells = np.ascontiguousarray(cells, np.float32).reshape(len(cells), weights.size, ORIENTATIONS)
    used = np.flatnonzero(weights)
    out = np.full((len(cells), len(CELL_EDGES)), np.nan)
    if used.size:
        cells_function()(cells, used, weights.ravel()[used], out)
    return out
