"""Motion: how far the pixels of regions change from picture to picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....errors import CropError
from .pictures import checked_pictures, checked_region


def mean_changes(
    pictures: np.ndarray, before: np.ndarray | None, insides: Sequence[np.ndarray]
) -> np.ndarray:
    """Mean absolute difference to the picture before, in several regions.

    Parameters
    ----------
    pictures : numpy.ndarray
        (picture, y, x) uint8, one after the other.
    before : numpy.ndarray or None
        (y, x) uint8: the one before the first of them; None if there is none.
    insides : sequence of numpy.ndarray
        For each region (y, x) bool, True for its pixels that no mask covers.

    Returns
    -------
    numpy.ndarray
        (picture, region) float64.  NaN in the first row without a picture before it, and for a
        region without pixels.

    Raises
    ------
    CropError
        If the arrays do not fit.
    """
    from .._kernel.region_sums import changes_function

    pictures = checked_pictures(pictures)
    shape, n = pictures.shape[1:], len(pictures)
    regions = np.zeros((len(insides), int(np.prod(shape))), np.uint8)
    for region, inside in zip(regions, insides, strict=True):
        region[:] = checked_region(inside, shape).ravel()
    if not n:
        return np.empty((0, len(regions)))
    previous = pictures[0] if before is None else checked_pictures(np.asarray(before)[None])[0]
    if previous.shape != shape:
        raise CropError(
            "The picture before has another size.",
            expected=f"(y, x) = {shape}",
            got=f"shape {previous.shape}",
        )
    sums = np.empty((n, len(regions)), np.int64)
    changes_function()(pictures.reshape(n, regions.shape[1]), previous.ravel(), regions, sums)
    counts = regions.sum(axis=1, dtype=np.int64)
    found = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    if before is None:
        found[0] = np.nan
    return found
