"""Pictures of few bytes: few colors, and not wider than a page shows them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from element_mouseface.plots._style import GRAY, INK, PALE, PALETTE

#: what a picture of a page may have
MOST_BYTES = 118_000
#: (width in pixels, colors): the first that is small enough is taken
_TRIED = (
    *((1500, 256), (1350, 192), (1200, 128), (1100, 96)),
    *((1000, 80), (900, 64), (820, 64), (740, 56), (640, 48)),
)
#: 24-bit colors that stay what they are, where they are in a picture
_KEPT = tuple(int(color[1:], 16) for color in ("#FFFFFF", "#000000", INK, GRAY, PALE, *PALETTE))
_FEWEST_PIXELS = 12


def keep(drawn: Path, path: Path, stored: Path | None = None) -> None:
    """Write a small copy; as wide and with as many colors as a stored one, if there is one.

    Parameters
    ----------
    drawn : Path
    path : Path
        A .png file.
    stored : Path, optional
        The picture that it will be compared with.
    """
    with Image.open(drawn) as image:
        whole = image.convert("RGB")
    if stored is not None and stored.is_file():
        with Image.open(stored) as other:
            colors = len(other.getpalette() or ()) // 3 or 256
            path.write_bytes(_encoded(whole, other.width, colors))
        return
    for width, colors in _TRIED:
        data = _encoded(whole, width, colors)
        if len(data) <= MOST_BYTES:
            break
    path.write_bytes(data)


def _encoded(image: Image.Image, width: int, colors: int) -> bytes:
    if image.width > width:
        size = (width, round(image.height * width / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    packed = np.asarray(image, np.uint32) @ np.array([65536, 256, 1], np.uint32)
    kept = [color for color in _KEPT if (packed == color).sum() >= _FEWEST_PIXELS]
    palette = Image.new("P", (1, 1))
    palette.putpalette(_palette(packed, kept, colors))
    numbers = np.array(image.quantize(palette=palette, dither=Image.Dither.NONE))
    for number, color in enumerate(kept):  # Pillow takes one that is near
        numbers[packed == color] = number
    few = Image.fromarray(numbers)
    few.putpalette(palette.getpalette() or [])
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette(packed: np.ndarray, kept: list[int], colors: int) -> list[int]:
    """Red, green and blue of the colors to keep, and of others for what is left.

    By the pixels alone, a photograph would get all of them, and a stimulus another color in each
    picture.
    """
    found, counts = np.unique(packed, return_counts=True)
    # thin lines and letters count for more than their few pixels
    times = np.where(np.isin(found, kept), 0, np.ceil(np.sqrt(counts))).astype(int)
    row = np.repeat(found, times)
    values = [component for color in kept for component in _rgb(color)]
    if len(row):
        rgb = np.stack(_rgb(row), axis=-1).astype(np.uint8)
        rest = Image.fromarray(rgb[None]).quantize(colors - len(kept), dither=Image.Dither.NONE)
        values += (rest.getpalette() or [])[: 3 * (colors - len(kept))]
    return values


def _rgb(color: Any) -> tuple[Any, Any, Any]:
    return color >> 16, color >> 8 & 255, color & 255


def frame_of(movie: Path, path: Path) -> Path:
    """Write the first frame of a movie as a .png file."""
    import av

    with av.open(str(movie)) as container:
        next(container.decode(video=0)).to_image().save(path)
    return path


def difference(one: Path, other: Path) -> float:
    """Mean difference of two pictures' pixels; infinite where one is gone or of another size."""
    if not (one.is_file() and other.is_file()):
        return float("inf")
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return float("inf")
        pair = [np.asarray(image.convert("RGB"), float) for image in (first, second)]
    return float(np.abs(pair[0] - pair[1]).mean())
