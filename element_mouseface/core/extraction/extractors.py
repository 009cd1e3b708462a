"""Extractors: what the pass over a movie computes from each frame.

A pass runs a list of extractors over every frame it decodes.  Each declares its outputs; the engine
allocates, stores, hashes and resumes all in the same way. Every pass has the `HOGExtractor`; other
extractors are in `facial_signals`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from ...errors import ParameterError
from ...params import Crop, HOGParams
from ..features.frame_kernel import FrameKernel, Row
from ..features.masks import gradient_mask, mask_px
from ..features.quality import FrameFlag
from ..store.layout import Output


class FrameExtractor(Protocol):
    """Interface of an extractor: picklable, and callable from several threads at once.

    Attributes
    ----------
    name : str
        Distinguishes it from the other extractors of a pass.
    outputs : mapping of str to (shape, dtype)
        Shape and type per frame of each output, by its stored name.
    definitions : mapping of str to str
        What each output means, for the result's reader.
    takes_color : bool, optional
        If True, it is called with the frame's `core.video.color.ColorPicture` as a fourth
        argument, and the recording must have color.
    """

    name: str

    @property
    def outputs(self) -> Mapping[str, tuple[tuple[int, ...], Any]]: ...

    @property
    def definitions(self) -> Mapping[str, str]: ...

    def identity(self) -> dict[str, Any]:
        """JSON of all that its numbers depend on; a partial result resumes only if it is equal."""
        ...

    def row(self, buffers: Mapping[str, np.ndarray], index: int) -> Any:
        """Views of the chunk's buffers for `__call__` to write frame `index`; made once."""
        ...

    def __call__(self, luma: np.ndarray, previous: np.ndarray | None, row: Any) -> None:
        """Write the outputs of a frame.

        Parameters
        ----------
        luma : ndarray (y, x) of uint8
            The whole frame as the reader yields it; read-only, any strides.
        previous : ndarray or None
            The frame before it; None for the first, and after a missing one.
        row
            From `row`.
        """
        ...

    def missing(self, row: Any) -> None:
        """Write the values of a frame that cannot be decoded."""
        ...


def takes_color(extractor: FrameExtractor) -> bool:
    """Whether an extractor needs the color of each frame."""
    return bool(getattr(extractor, "takes_color", False))


class HOGExtractor:
    """Cell histograms, thumbnail, quality traces and flags of the crop: `FrameKernel` stored.

    Parameters
    ----------
    params : HOGParams
    crop : Crop
    frame_height_px, frame_width_px : int
        Size of the whole frame.
    luma_table : ndarray (256,) of uint8, optional
        The reader's.

    Raises
    ------
    CropError
        If the crop reaches outside the frame, or is smaller than one block.
    """

    name = "hog"

    def __init__(
        self,
        params: HOGParams,
        crop: Crop,
        frame_height_px: int,
        frame_width_px: int,
        *,
        luma_table: np.ndarray | None = None,
    ):
        self.params, self.crop = params, crop
        self._box = crop.box(frame_height_px, frame_width_px)
        self._mask = mask_px(crop, frame_height_px, frame_width_px) if crop.masks else None
        height_px, width_px = (s.stop - s.start for s in self._box)
        self._whole = (height_px, width_px) == (frame_height_px, frame_width_px)
        self._kernel = FrameKernel(
            params, height_px, width_px, luma_table=luma_table, mask=self._mask
        )
        self._stored = {
            name: _stored_name(name, s) for name, (s, _) in self._kernel.outputs.items()
        }

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return self._kernel.grid

    @property
    def outputs(self) -> dict[str, tuple[tuple[int, ...], Any]]:
        """The kernel's outputs; its traces are stored as quality/<name>."""
        return {self._stored[name]: what for name, what in self._kernel.outputs.items()}

    @property
    def definitions(self) -> dict[str, str]:
        """What each output means."""
        return {name: _DEFINITIONS[name] for name in self.outputs if name in _DEFINITIONS}

    def identity(self) -> dict[str, Any]:
        """Parameters, crop and thumbnail size."""
        return {"name": self.name, "thumbnail_px": list(self._kernel.thumbnail_px)}

    def cell_coverage(self) -> np.ndarray:
        """Fraction of each cell's pixels that enter its histogram: (rows, columns)."""
        rows, columns = self.grid
        if self._mask is None:
            return np.ones((rows, columns))
        out = gradient_mask(self._mask)
        high, wide = self.params.pixels_per_cell
        cells = out[: rows * high, : columns * wide].reshape(rows, high, columns, wide)
        return 1.0 - cells.mean((1, 3))

    def row(self, buffers: Mapping[str, np.ndarray], index: int) -> Row:
        """Views of one frame's outputs by the kernel's names."""
        return self._kernel.prepared(
            {name: buffers[stored][index, ...] for name, stored in self._stored.items()}
        )

    def __call__(self, luma: np.ndarray, previous: np.ndarray | None, row: Any) -> None:
        """Run the kernel on the crop."""
        if not self._whole:
            box = self._box
            luma, previous = luma[box], None if previous is None else previous[box]
        self._kernel(luma, previous, row)

    def missing(self, row: Any) -> None:
        """NaN, zeros, and the flag MISSING."""
        self._kernel.missing(row)


_DEFINITIONS = {
    "cells": "unnormalized cell histograms (row, column, orientation): sum of gradient magnitudes "
    "over a cell in each range of orientations, divided by the cell's pixels; NaN if missing",
    "thumbnail": "mean luma of the crop's pixels in each bin (y, x); 0 if missing",
    "flags": "bits: "
    + ", ".join(f"{bit.value} {name.lower()}" for name, bit in FrameFlag.__members__.items()),
    "quality/luminance": "mean full-range luma of the unmasked crop",
    "quality/sharpness": "root mean square of the length of luma's central difference over the "
    "inner unmasked pixels of every fourth row from row 1, divided by the mean luma",
    "quality/entropy": "Shannon entropy of the 256-level histogram of every fourth unmasked pixel "
    "of every fourth row; bits",
    "quality/motion_energy": "mean absolute luma difference to the previous frame; NaN without one",
}


def _stored_name(name: str, shape: Sequence[int]) -> str:
    return name if shape or name == "flags" else f"quality/{name}"


def declared_outputs(extractors: Sequence[FrameExtractor]) -> tuple[Output, ...]:
    """The outputs of all extractors, in the order of their names.

    Raises
    ------
    ParameterError
        If two extractors store under the same name.
    """
    outputs: dict[str, Output] = {}
    for extractor in extractors:
        for name, (shape, dtype) in extractor.outputs.items():
            if name in outputs:
                raise ParameterError(
                    f"Two extractors store {name!r}.",
                    expected="output names of their own",
                    got=f"again from {extractor.name!r}",
                )
            outputs[name] = Output.make(name, shape, dtype)
    return tuple(outputs[name] for name in sorted(outputs))
