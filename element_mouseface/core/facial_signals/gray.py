"""Gray levels as Facemap computes them: OpenCV's conversion, truncated instead of rounded.

Facemap reads frames with OpenCV, which turns limited-range luma Y of a gray
movie into floor((Y - 16) 255 / 219), clipped to 0..255; elsewhere in this package luma is rounded
(`core.video.luma`). The two differ by up to one level, which motion energy sums over thousands of
pixels, so signals that are compared with Facemap's use its gray.

In a color movie OpenCV weights red, green and blue after clipping; for strong colors this differs
from luma by some levels, and so do the signals.
"""

from __future__ import annotations

import numpy as np

from ..video.luma import LIMITED_TO_FULL

FACEMAP_GRAY = ((np.clip(np.arange(256), 16, 235) - 16) * 255 // 219).astype(np.uint8)
"""(256,) of uint8: Facemap's gray of a limited-range luma value."""
FACEMAP_GRAY.setflags(write=False)


def facemap_gray(luma_table: np.ndarray | None) -> np.ndarray | None:
    """The table that gives Facemap's gray of a reader's raw values.

    Parameters
    ----------
    luma_table : ndarray (256,) of uint8, or None
        The reader's table; None if raw values are full-range luma.

    Returns
    -------
    ndarray (256,) of uint8, or None
        None if raw values are Facemap's gray already.
    """
    if luma_table is None or not np.array_equal(luma_table, LIMITED_TO_FULL):
        return luma_table
    return FACEMAP_GRAY
