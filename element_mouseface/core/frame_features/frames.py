"""The frames of a recording, some at a time, as features are computed from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..features.quality import FrameFlag
from ..store.result import Result


@dataclass(frozen=True, eq=False)
class Frames:
    """Consecutive frames of a result folder.

    Attributes
    ----------
    first, stop : int
        Numbers of the first frame, and of the one after the last.
    thumbnails : ndarray (frames, y, x) of uint8
    before : ndarray (y, x) of uint8, or None
        The thumbnail before the first one.
    cells : ndarray (frames, row, column, orientation) of float32, or None
        None where nothing is computed from them.
    flags : ndarray (frames,) of uint16
    chroma : ndarray (frames, y, x, 2) of uint8, or None
        Of the thumbnails, where the pass stored it and something is computed from it.
    """

    first: int
    stop: int
    thumbnails: np.ndarray
    before: np.ndarray | None
    cells: np.ndarray | None
    flags: np.ndarray
    chroma: np.ndarray | None = None

    def __len__(self) -> int:
        return self.stop - self.first

    @property
    def missing(self) -> np.ndarray:
        """Frames that could not be decoded: (frames,) of bool."""
        return (self.flags & FrameFlag.MISSING) > 0

    @property
    def without_previous(self) -> np.ndarray:
        """First of the recording, or after a missing one: (frames,) of bool."""
        return (self.flags & FrameFlag.FIRST) > 0

    def part(self, start: int, length: int) -> Frames:
        """At most `length` of these frames, from the one at place `start`."""
        end = min(start + length, len(self))
        here = slice(start, end)
        return Frames(
            self.first + start,
            self.first + end,
            self.thumbnails[here],
            self.thumbnails[start - 1] if start else self.before,
            None if self.cells is None else self.cells[here],
            self.flags[here],
            None if self.chroma is None else self.chroma[here],
        )

    def changes(self) -> np.ndarray:
        """Absolute difference of each thumbnail to the one before: (frames, y, x) of float32.

        Zero for the first frame of the recording.
        """
        before = self.thumbnails[:1] if self.before is None else self.before[None]
        both = np.concatenate([before, self.thumbnails]).astype(np.int16)
        return np.abs(np.diff(both, axis=0)).astype(np.float32)


def frames_of(result: Result, *, cells: bool, chroma: bool = False) -> Iterator[Frames]:
    """All frames of a result in order, as many at a time as are stored together.

    Parameters
    ----------
    result : Result
    cells : bool
        Whether the cell histograms are read too.
    chroma : bool
        Whether the color of the thumbnails is read too.

    Raises
    ------
    ResultChangedError
        If the result is not as it was written.
    """
    flags, before = result.flags, None
    for first, thumbnails in result.thumbnails.blocks():
        stop = first + len(thumbnails)
        of_cells = np.asarray(result.cells[first:stop]) if cells else None
        of_chroma = np.asarray(result.array("chroma")[first:stop]) if chroma else None
        yield Frames(first, stop, thumbnails, before, of_cells, flags[first:stop], of_chroma)
        before = thumbnails[-1]
