"""Red, green and blue of stored luma and chroma, by the matrix of the video.

Luma is Y = Kr R + Kg G + Kb B, with Kr + Kg + Kb = 1; chroma is Cb = 128 + (B - Y) / (2 (1 - Kb))
and Cr = 128 + (R - Y) / (2 (1 - Kr)), all of full range, 0 to 255 (ITU-T H.273).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ...errors import CropError, check_choice

MATRICES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "bt601": (0.299, 0.114),
        "bt709": (0.2126, 0.0722),
        "bt2020": (0.2627, 0.0593),
        "smpte240m": (0.212, 0.087),
        "fcc": (0.30, 0.11),
    }
)
"""Kr and Kb of each color matrix."""


def check_matrix(name: str) -> None:
    """Refuse an unknown color matrix (ParameterError)."""
    check_choice("There is no such color matrix.", name, MATRICES)


def rgb_of_chroma(luma: np.ndarray, chroma: np.ndarray, matrix: str) -> np.ndarray:
    """Red, green and blue of small pictures.

    Parameters
    ----------
    luma : ndarray (picture, y, x) of uint8
        Full-range luma.
    chroma : ndarray (picture, y, x, 2) of uint8
        Cb and Cr, of full range: 128 is gray.
    matrix : {'bt601', 'bt709', 'bt2020', 'smpte240m', 'fcc'}
        Of the video that they come from.

    Returns
    -------
    ndarray (picture, y, x, 3) of float32
        Red, green, blue, 0 to 255, not rounded.  Colors that no red, green and blue make are cut
        off.  Gray stays gray exactly.

    Raises
    ------
    CropError
        If the arrays do not fit.
    ParameterError
        If the matrix is unknown.
    """
    check_matrix(matrix)
    luma, chroma = np.asarray(luma), np.asarray(chroma)
    if chroma.shape != (*luma.shape, 2) or luma.dtype != np.uint8 or chroma.dtype != np.uint8:
        raise CropError(
            "These are not luma and chroma of the same pictures.",
            expected="uint8, (picture, y, x) and (picture, y, x, 2)",
            got=f"{luma.dtype}, {luma.shape} and {chroma.dtype}, {chroma.shape}",
        )
    from ._kernel.region_color import rgb_function

    red, blue = MATRICES[matrix]
    green = 1 - red - blue
    # green not by way of red and blue, so that gray has three equal numbers
    of_cb = (0, -2 * (1 - blue) * blue / green, 2 * (1 - blue))
    of_cr = (2 * (1 - red), -2 * (1 - red) * red / green, 0)
    out = np.empty((*luma.shape, 3), np.float32)
    flat = np.ascontiguousarray(luma).reshape(-1), np.ascontiguousarray(chroma).reshape(-1, 2)
    rgb_function()(*flat, np.array([of_cb, of_cr], np.float32), out.reshape(-1, 3))
    return out
