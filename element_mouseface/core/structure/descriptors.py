"""The numbers of the sampled frames, and how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ...errors import ResultMismatchError
from ..extraction.descriptors import Descriptors
from ..store.chosen_frames import read_frames
from ..store.result import Result
from .params import DESCRIPTORS, StructureParams
from .sampling import Sample
from .sources import StructureSource, names_of_table, table_rows

#: A column that is undefined in more of the sampled frames is left out.
_MOST_UNDEFINED = 0.05
#: Frames whose numbers are the same everywhere to this share of their size have no correlation.
_FLAT = 1e-9
#: The reference of the head's shift is the mean of one in so many sampled frames.
_SHARE_LIKE = 10
#: Shifts are looked for up to one part in so many of the picture.
_SHARE_FAR = 5


@dataclass(frozen=True, eq=False)
class Numbers:
    """A row of numbers for each sampled frame.

    Attributes
    ----------
    values : (n, numbers) float64 array
        Descriptors as they are; columns of features in units of their standard deviation.
    usable : (n,) bool array
        False where a frame has no correlation, or a feature is undefined.
    alike_scaled : bool
        Whether all numbers are of one kind, so that a frame's own mean and size mean little.
    notes : tuple of str
    """

    values: np.ndarray
    usable: np.ndarray
    alike_scaled: bool
    notes: tuple[str, ...]


def read_numbers(
    sources: Sequence[StructureSource], sample: Sample, params: StructureParams
) -> Numbers:
    """Read what of the sampled frames is compared; only they are held in memory.

    Raises
    ------
    ResultMismatchError
        If recordings differ in their cells, their parameters or their columns.
    ResultError
        If a result is not as it was written.
    """
    of_tables = [source.table is not None for source in sources]
    if len(set(of_tables)) > 1:
        raise ResultMismatchError(
            "Some recordings have a table of features, and others none.",
            expected="a table of each recording, or of none",
            got=f"{sum(of_tables)} of {len(of_tables)}",
            do="make the others with mouseface features",
        )
    parts = [sample.frame[sample.recording == k] for k in range(len(sources))]
    if of_tables[0]:
        return _of_tables(sources, parts)
    return _of_results([s.result for s in sources if s.result is not None], parts, params.source)


def correlation_of(numbers: np.ndarray) -> np.ndarray:
    """Pearson's r between rows: (n, n) float64, with ones on the diagonal."""
    unit = unit_rows(numbers)
    found = np.clip(unit @ unit.T, -1, 1)
    np.fill_diagonal(found, 1)
    return found


def unit_rows(numbers: np.ndarray) -> np.ndarray:
    """Rows less their mean, of length 1: their products are correlations."""
    centered = numbers - numbers.mean(axis=1, keepdims=True)
    return centered / np.linalg.norm(centered, axis=1, keepdims=True)


def without_recording(numbers: np.ndarray, recording: np.ndarray) -> np.ndarray:
    """Numbers less the mean over the sample of their recording."""
    found = np.array(numbers)
    for k in np.unique(recording):
        found[recording == k] -= found[recording == k].mean(axis=0)
    return found


def has_correlation(numbers: np.ndarray) -> np.ndarray:
    """Rows that are not the same number everywhere: (n,) bool."""
    size = np.abs(numbers).max(axis=1, initial=0)
    return np.isfinite(numbers).all(axis=1) & (numbers.std(axis=1) > _FLAT * np.maximum(size, 1e-9))


def _of_results(results: Sequence[Result], parts: Sequence[np.ndarray], source: str) -> Numbers:
    first = results[0]
    for other in results[1:]:
        if other.grid != first.grid or other.params != first.params:
            raise ResultMismatchError(
                f"The descriptors of {other.path.name} and {first.path.name} differ in kind.",
                expected=f"{first.grid[0]}x{first.grid[1]} cells and the same parameters",
                got=f"{other.grid[0]}x{other.grid[1]} cells, {other.params}",
                do="make passes with the same parameters and crops of the same size",
            )
    valid = np.ones(0, bool)
    found = []
    for result, frames in zip(results, parts, strict=True):
        given = Descriptors(result.cells, result.params, cell_coverage=result.cell_coverage)
        covered = given.valid if source == DESCRIPTORS else _cells_covered(result)
        valid = covered if not valid.size else valid & covered
        if source == DESCRIPTORS:
            found.append(given[frames])
        else:
            cells = np.asarray(result.cells[frames]).reshape(len(frames), -1)
            found.append(np.sqrt(np.maximum(cells, 0)))
    values = np.concatenate(found).astype(np.float64)[:, valid]
    return Numbers(values, has_correlation(values), True, ())


def _cells_covered(result: Result) -> np.ndarray:
    return np.repeat((result.cell_coverage > 0).ravel(), result.params.orientations)


def _of_tables(sources: Sequence[StructureSource], parts: Sequence[np.ndarray]) -> Numbers:
    names = names_of_table(sources[0].table)
    for source in sources[1:]:
        other = names_of_table(source.table)
        if other != names:
            differ = sorted(set(names) ^ set(other)) or ["their order"]
            raise ResultMismatchError(
                f"The tables of {source.name!r} and {sources[0].name!r} have other columns.",
                expected="the same columns in the same order",
                got=", ".join(differ[:5]),
                do="compute the same features of all, or choose columns of both",
            )
    tables = [table_rows(s.table, rows) for s, rows in zip(sources, parts, strict=True)]
    values = np.concatenate([table.values for table in tables])
    undefined = np.isnan(values).mean(axis=0)
    usual = undefined <= _MOST_UNDEFINED
    spread = np.zeros(len(names))
    spread[usual] = np.nanstd(values[:, usual], axis=0)
    size = np.zeros(len(names))
    size[usual] = np.nanmax(np.abs(values[:, usual]), axis=0, initial=0)
    moving = usual & (spread > _FLAT * np.maximum(size, 1e-9))
    notes = [
        f"{what}: {_some([n for n, out in zip(names, which, strict=True) if out])}"
        for what, which in (
            (f"left out, undefined in over {_MOST_UNDEFINED:.0%} of the sample", ~usual),
            ("left out, the same in all of the sample", usual & ~moving),
        )
        if which.any()
    ]
    if moving.sum() < 2:
        raise ResultMismatchError(
            "Too few columns of the tables vary over the sample.",
            expected="at least two columns that are defined and not constant",
            got=f"{int(moving.sum())} of {len(names)}",
            do="give tables with more features",
        )
    kept = values[:, moving]
    whole = np.isfinite(kept).all(axis=1)
    scaled = (kept - np.nanmean(kept, axis=0)) / spread[moving]
    return Numbers(scaled, whole & has_correlation(scaled), False, tuple(notes))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def measured_shift(result: Result, frames: np.ndarray) -> np.ndarray:
    """Shift of the head right and down against its usual place, by normalized correlation.

    Where the middle of the usual picture is found again in each thumbnail.  Expressions and paws
    are part of the picture: of frames in which much else moves it is a rough number, and it is
    only compared with clusters.

    Parameters
    ----------
    result : Result
    frames : (n,) int array
        In order.

    Returns
    -------
    (n, 2) float64 array
        Pixels of the crop; NaN where it is further away than a fifth of the picture.
    """
    shape = result.thumbnails.shape[1:]
    pictures = np.concatenate([block for _, block in read_frames(result.thumbnails, frames)])
    pictures = pictures.reshape(len(frames), *shape).astype(np.float32)
    far = [max(1, size // _SHARE_FAR) for size in shape]
    middle = _usual(pictures)[far[0] : -far[0], far[1] : -far[1]]
    found = [_peak(cv2.matchTemplate(one, middle, cv2.TM_CCOEFF_NORMED)) for one in pictures]
    shift = np.array(found, np.float64).reshape(-1, 2) - far
    return shift[:, ::-1] * _scale(result, shape)


def _peak(likeness: np.ndarray) -> tuple[float, float]:
    """Row and column of the largest value, between pixels by a parabola; NaN on the border."""
    row, column = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    inside = all(0 < k < n - 1 for k, n in zip((row, column), likeness.shape, strict=True))
    if not inside:
        return float("nan"), float("nan")
    down, right = likeness[row - 1 : row + 2, column], likeness[row, column - 1 : column + 2]
    return float(row) + _vertex(down), float(column) + _vertex(right)


def _vertex(three: np.ndarray) -> float:
    """Where the parabola through three values, the middle one the largest, has its top."""
    before, top, after = three.astype(np.float64)
    bend = before - 2 * top + after
    return float((before - after) / (2 * bend)) if bend < 0 else 0.0


def _usual(pictures: np.ndarray) -> np.ndarray:
    """The mean of the frames most like the one that is most like the median.

    Of a head with two places the median is a mixture of both, and no frame is like it.
    """
    flat = pictures.reshape(len(pictures), -1)
    first = int(np.argmin(((flat - np.median(flat, axis=0)) ** 2).sum(axis=1)))
    near = np.argsort(((flat - flat[first]) ** 2).sum(axis=1), kind="stable")
    return pictures[np.sort(near[: max(1, len(near) // _SHARE_LIKE)])].mean(axis=0)


def _scale(result: Result, shape: Any) -> np.ndarray:
    """Pixels of the crop for one pixel of a thumbnail, right and down."""
    y, x = result.crop.box(*result.frame_px)
    return np.array([(x.stop - x.start) / shape[1], (y.stop - y.start) / shape[0]])
