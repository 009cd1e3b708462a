"""The masks of a crop as a boolean array of excluded pixels.

A pixel is excluded when its center, at (x + 0.5, y + 0.5) in pixels of the frame, is inside a mask.
Polygons follow the even-odd rule.
"""

from __future__ import annotations

import numpy as np

from ...errors import CropError
from ...params import Crop, Mask


def mask_px(crop: Crop, frame_height_px: int, frame_width_px: int) -> np.ndarray:
    """Rasterize the masks of a crop.

    Parameters
    ----------
    crop : Crop
        The box, with masks in pixels of the whole frame.
    frame_height_px, frame_width_px : int
        Size of the frame.

    Returns
    -------
    numpy.ndarray
        bool, (y, x) of the crop: True where a pixel is left out.

    Raises
    ------
    CropError
        If the crop reaches outside the frame, a mask is fully outside the frame, or the masks leave
        no pixel of the crop.
    """
    rows, columns = crop.box(frame_height_px, frame_width_px)
    y = np.arange(rows.start, rows.stop)[:, None] + 0.5
    x = np.arange(columns.start, columns.stop)[None, :] + 0.5
    left_out = np.zeros((y.size, x.size), bool)
    for mask in crop.masks:
        _check_overlaps(mask, frame_height_px, frame_width_px)
        left_out |= inside_px(mask, y, x)
    if left_out.all():
        raise CropError(
            "The masks leave no pixel of the crop.",
            expected="at least one pixel of the crop outside every mask",
            got=", ".join(repr(mask.name) for mask in crop.masks),
        )
    return left_out


def inside_px(shape: Mask, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Points inside a shape: bool of the broadcast shape of y and x.

    Parameters
    ----------
    shape : Mask
        Rectangle, ellipse or polygon in pixels of the frame.
    y, x : numpy.ndarray
        Points, in pixels of the frame; (n, 1) and (1, m) for a grid.
    """
    return _INSIDE[shape.shape](shape.points, y, x)


def gradient_mask(mask: np.ndarray) -> np.ndarray:
    """Pixels without a gradient: masked, or with a masked neighbor that it would use.

    Parameters
    ----------
    mask : numpy.ndarray
        (y, x) bool, True where a pixel is left out.

    Returns
    -------
    numpy.ndarray
        (y, x) bool.  At the border of the crop the difference across it is 0 by
        definition, so the neighbor inwards is not used.
    """
    out = mask.copy()
    out[1:-1] |= mask[2:] | mask[:-2]
    out[:, 1:-1] |= mask[:, 2:] | mask[:, :-2]
    return out


def _check_overlaps(mask: Mask, frame_height_px: int, frame_width_px: int) -> None:
    xs, ys = zip(*mask.points, strict=True)
    if max(xs) <= 0 or max(ys) <= 0 or min(xs) >= frame_width_px or min(ys) >= frame_height_px:
        raise CropError(
            f"Mask {mask.name!r} lies outside the frame.",
            expected=f"points (x, y) within {frame_width_px}x{frame_height_px} pixels",
            got=f"x from {min(xs):g} to {max(xs):g}, y from {min(ys):g} to {max(ys):g}",
        )


def _in_box(points, y, x):
    (x0, y0), (x1, y1) = points
    return (x >= min(x0, x1)) & (x < max(x0, x1)) & (y >= min(y0, y1)) & (y < max(y0, y1))


def _in_ellipse(points, y, x):
    (x0, y0), (x1, y1) = points
    if x0 == x1 or y0 == y1:
        return np.zeros((y.size, x.size), bool)
    across = (2 * x - x0 - x1) / (x1 - x0)
    down = (2 * y - y0 - y1) / (y1 - y0)
    return across**2 + down**2 <= 1


def _in_polygon(points, y, x):
    inside = np.zeros((y.size, x.size), bool)
    for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
        if y0 == y1:
            continue  # the horizontal ray from a pixel never crosses a horizontal edge
        crossed = (y0 <= y) != (y1 <= y)
        inside ^= crossed & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside


_INSIDE = {"box": _in_box, "ellipse": _in_ellipse, "polygon": _in_polygon}
