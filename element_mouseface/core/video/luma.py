"""Gray as full-range 8-bit luma.

Limited-range ("tv") luma spans 16..235.  `LIMITED_TO_FULL` stretches it as
FFmpeg's scaler does, for all 256 values; a decoder's plane is therefore handed
out as it is, with the table beside it, and kernels fold the table into the one
they use anyway.  Color without a luma plane is weighted by ITU-R BT.601:
Y = 0.299 R + 0.587 G + 0.114 B, rounded to the nearest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ParameterError

LIMITED_TO_FULL = np.round(np.clip((np.arange(256) - 16) * 255 / 219, 0, 255)).astype(np.uint8)
LIMITED_TO_FULL.setflags(write=False)

# 8-bit formats whose first plane is luma, one byte per pixel.  Others (10 bit, RGB,
# packed) go through FFmpeg's own conversion.
_LUMA_PLANE = frozenset(
    "gray yuv410p yuv411p yuv420p yuv422p yuv440p yuv444p yuvj411p yuvj420p yuvj422p yuvj440p "
    "yuvj444p yuva420p yuva422p yuva444p nv12 nv21 nv16 nv24 nv42".split()
)
_BAND_PX = 2**18
_YUV = ("yuv", "yuyv", "yvyu", "nv", "uyvy", "uyyv", "p0", "p2", "p4", "y2", "xv", "v30", "vuy",
        "vyu", "ayuv")  # fmt: skip
_JPEG_RANGE = 2  # AVCOL_RANGE_JPEG


def has_luma_plane(pix_fmt: str) -> bool:
    """Whether the first plane of an FFmpeg pixel format is 8-bit luma."""
    return pix_fmt in _LUMA_PLANE


def is_full_range(pix_fmt: str, color_range: int) -> bool:
    """Whether luma spans 0..255, by FFmpeg's rule: unmarked YUV is limited, all else full."""
    limited = pix_fmt.startswith(_YUV)
    full = pix_fmt.startswith("yuvj") or not limited
    return full or color_range == _JPEG_RANGE


def luma_plane(frame: Any, shape: tuple[int, int]) -> np.ndarray:
    """Read-only (y, x) view of the luma plane of an av.VideoFrame of `shape`, without a copy.

    The view holds a reference to the decoder's buffer, which is not reused while
    the view lives.
    """
    plane = frame.planes[0]
    stride = plane.line_size
    # A bottom-up picture has a negative stride; its buffer starts at the lowest address.
    offset = 0 if stride > 0 else -stride * (shape[0] - 1)
    # A memoryview that cannot be written to makes an array that cannot either.
    data = memoryview(plane).toreadonly()
    return np.ndarray(shape, np.uint8, data, offset, (stride, 1))


def apply_table(frame: np.ndarray | None, table: np.ndarray | None) -> np.ndarray | None:
    """Full-range luma of a raw frame; None stays None."""
    if frame is None or table is None:
        return frame
    luma = table[frame]
    luma.setflags(write=False)
    return luma


def luma_from_pixels(
    pixels: np.ndarray, white_level: float | None = None, *, order: str = "rgb"
) -> np.ndarray:
    """8-bit luma (y, x) of an image array.

    Parameters
    ----------
    pixels : ndarray of uint8 or uint16, shape (y, x) or (y, x, channels)
        One channel (or gray and alpha) is taken as it is; three or four are weighted
        by BT.601, alpha ignored.
    white_level : float, optional
        Value that becomes 255.  Needed for 16-bit pixels: cameras of 10, 12 and 14
        bits use the same container.
    order : {'rgb', 'bgr'}

    Raises
    ------
    ParameterError
        If the type is neither 8 nor 16 bits, or 16 bits come without a white level.
    """
    check_depth(pixels.dtype, white_level)
    if pixels.ndim == 3 and pixels.shape[2] < 3:
        pixels = pixels[:, :, 0]
    if pixels.ndim == 3:
        pixels = _weighted(pixels, (299, 587, 114) if order == "rgb" else (114, 587, 299))
    if white_level is not None and (pixels.dtype != np.uint8 or white_level != 255):
        scaled = np.rint(pixels.astype(np.float32) * (255 / white_level))
        pixels = np.minimum(scaled, 255).astype(np.uint8)
    gray = pixels.view()  # the caller's own array stays writable
    gray.setflags(write=False)
    return gray


def _weighted(pixels: np.ndarray, per_mille: tuple[int, int, int]) -> np.ndarray:
    """Rounded weighted mean of three channels, some rows at a time: sums need four bytes."""
    gray = np.empty(pixels.shape[:2], pixels.dtype)
    rows = max(1, _BAND_PX // max(1, pixels.shape[1]))
    for first in range(0, len(pixels), rows):
        band = pixels[first : first + rows]
        total = np.full(band.shape[:2], 500, np.uint32)
        for channel, weight in enumerate(per_mille):
            total += band[:, :, channel] * np.uint32(weight)
        gray[first : first + rows] = total // np.uint32(1000)
    return gray


def check_depth(dtype: Any, white_level: float | None) -> None:
    """Refuse pixels that cannot become 8-bit luma without guessing (ParameterError)."""
    dtype = np.dtype(dtype)
    if dtype.kind != "u" or dtype.itemsize > 2:
        raise ParameterError(
            "These pixels cannot be read as luma.",
            expected="8-bit or 16-bit unsigned whole numbers (uint8, uint16)",
            got=str(dtype),
            do="convert them, so that 0 is black and 255 is white",
        )
    if white_level is not None:
        check_white_level(white_level)
    elif dtype.itemsize == 2:
        raise ParameterError(
            "16-bit pixels need white_level, the value that is white.",
            expected="white_level=4095 for a 12-bit camera, 65535 for full 16 bits",
            got="none",
            do="give white_level (on the command line --white-level)",
        )


def check_white_level(white_level: Any) -> None:
    """Refuse a white level that is no positive number (ParameterError)."""
    try:
        good = bool(np.isfinite(white_level) and white_level > 0)
    except TypeError:
        good = False
    if not good:
        raise ParameterError(
            "white_level is out of range.", expected="a positive number", got=repr(white_level)
        )
