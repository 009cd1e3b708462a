"""Small recordings whose frames are known, as result folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from element_mouseface import extract, open_video
from element_mouseface.core.store import Result
from element_mouseface.params import Crop, HOGParams
from tests.contract.movies import pictures

CELLS = HOGParams(pixels_per_cell=(16, 16))
#: with fewer pixels a side than the thumbnail (60x80), each pixel of the crop is repeated
HEIGHT, WIDTH = 128, 192


class Damaged:
    """A reader some of whose frames cannot be decoded; all else is the array reader's."""

    def __init__(self, reader, lost):
        self._reader, self._lost = reader, set(lost)

    def __getattr__(self, name):
        return getattr(self.__dict__["_reader"], name)

    def read(self, start, stop, *, threads=1):
        for n, frame in self._reader.read(start, stop, threads=threads):
            yield n, None if n in self._lost else frame


def frames_of_face(n: int, seed: int = 0, height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    return pictures(n, seed, height, width)


def recorded(
    folder: Path, frames: np.ndarray, *, lost=(), crop: Crop | None = None, cells=CELLS, chunk=16
) -> Result:
    reader = Damaged(open_video(frames, fps=30), lost)
    return extract(reader, folder, cells, crop, workers=1, chunk_frames=chunk)
