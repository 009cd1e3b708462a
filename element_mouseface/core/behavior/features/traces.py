"""From frames to traces: a few numbers of each frame, before they are summarized in windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .alignment import Pose, cell_operator, warp_operator
from .clock import Ticks
from .portrait import NUISANCES, Portrait, Residuals, Sample
from .source import FrameSource

#: Frames that are read and projected together.  Always the same, from the first frame on, because
#: sums of float32 depend on it.
BLOCK = 512
#: A scale is at least this share of what is usual in training.
_LEAST_SCALE = 0.2
#: The share of frames in which a trace is nearer to its center than its usual largest distance.
_LARGEST = 0.985
#: Blur, in small pixels, that components are seen through: faces never lie exactly on each other.
BLUR_PX = 0.8


@dataclass(frozen=True, eq=False)
class Bases:
    """Components that were fitted on the training frames of one fold, over its template.

    Attributes
    ----------
    shape : (int, int)
        Of a small picture (y, x).
    grid : (int, int, int)
        Rows, columns, orientations of cells.
    level, change, motion : (k, p) float32 arrays
        Components of pictures, of their absolute differences from rest, and of their absolute
        differences from a moment before.
    cells : (k, c) float32 array
    """

    shape: tuple[int, int]
    grid: tuple[int, int, int]
    level: np.ndarray
    change: np.ndarray
    motion: np.ndarray
    cells: np.ndarray

    def names(self) -> tuple[str, ...]:
        """The traces that they give."""
        parts = {"level": self.level, "change": self.change, "motion": self.motion}
        parts["cells"] = self.cells
        return tuple(f"{part}:{n + 1}" for part, basis in parts.items() for n in range(len(basis)))


@dataclass(frozen=True, eq=False)
class Projection:
    """The same for one movie: components laid over its own pictures, (p, k) and (c, k)."""

    level: np.ndarray
    change: np.ndarray
    motion: np.ndarray
    cells: np.ndarray
    mirrored: bool

    @classmethod
    def of(cls, bases: Bases, pose: Pose) -> Projection:
        """Components of a template, for a movie in this pose."""
        pictures = warp_operator(pose, bases.shape).T
        rows, columns, orientations = bases.grid
        cells = cell_operator(pose, (rows, columns), orientations).T

        def laid(basis: np.ndarray) -> np.ndarray:
            seen = basis.reshape(-1, *bases.shape)
            seen = ndimage.gaussian_filter(seen, (0, BLUR_PX, BLUR_PX), mode="constant")
            return np.ascontiguousarray(pictures @ seen.reshape(len(basis), -1).T)

        return cls(
            laid(bases.level),
            laid(bases.change),
            laid(bases.motion),
            np.ascontiguousarray(cells @ bases.cells.T),
            pose.mirrored,
        )

    def traces(self, portrait: Portrait, now: Residuals, moved: np.ndarray) -> np.ndarray:
        """(n, columns) float32: nuisances, the size of what is left, and components.

        Parameters
        ----------
        portrait : Portrait
            Of the movie.
        now : Residuals
        moved : (n, p) float32 array
            Absolute differences from a moment before, NaN where there is none.
        """
        nuisance = now.nuisance.copy()
        if self.mirrored:
            nuisance[:, NUISANCES.index("shift_x")] *= -1
            nuisance[:, NUISANCES.index("gradient")] *= -1
        levels, motions = portrait.levels(now.pictures), portrait.motions(moved)
        changed = np.abs(levels)
        sizes = np.stack([_log(changed.mean(1)), _log(motions.mean(1))], 1)
        parts = [nuisance, sizes, levels @ self.level, changed @ self.change]
        parts += [motions @ self.motion, portrait.cell_levels(now.cells) @ self.cells]
        return np.concatenate(parts, 1)


PICTURE_TRACES = (*NUISANCES, "change", "motion")


def _log(values: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(values, 1e-5))


@dataclass(frozen=True, eq=False)
class Scales:
    """Center and spread of each trace of one movie."""

    center: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, usual: np.ndarray | None) -> Scales:
        """Median, and the geometric mean of how far a trace goes at rest and at its largest.

        At rest is the median absolute deviation, as of a normal distribution.  By it alone, an
        animal with a steadier camera would seem to move more.

        Parameters
        ----------
        values : (n, columns) array
            NaN where undefined.
        usual : (columns,) array, optional
            Spreads of training movies: a movie in which a trace hardly varies is not blown up.
        """
        center = _median(values)
        sizes = np.abs(values - center)
        rest, largest = 1.4826 * _median(sizes), _quantile(sizes, _LARGEST) / 3
        spread = np.sqrt(rest * np.hypot(rest, largest))
        if usual is not None:
            spread = np.maximum(spread, _LEAST_SCALE * usual)
        return cls(center, np.where(spread > 1e-9, spread, 1.0).astype(np.float32))


def _quantile(values: np.ndarray, share: float) -> np.ndarray:
    """Of each column, over what is defined; 0 where nothing is."""
    some = np.isfinite(values).any(0)
    found = np.zeros(values.shape[1], np.float32)
    if some.any():
        found[some] = np.nanquantile(values[:, some], share, axis=0)
    return found


def _median(values: np.ndarray) -> np.ndarray:
    return _quantile(values, 0.5)


def read_sample(source: FrameSource, ticks: Ticks, places: np.ndarray) -> Sample:
    """The frames of a movie at some ticks, in order."""
    frames = ticks.frames[places]
    height, width = source.result.thumbnails.shape[1:]
    size = int(np.prod(source.result.cells.shape[1:]))
    thumbnails = np.empty((len(frames), height, width), np.uint8)
    cells = np.empty((len(frames), size), np.float32)
    at = 0
    for first, stop in _runs(frames):
        picked = frames[(frames >= first) & (frames < stop)] - first
        n = len(picked)
        thumbnails[at : at + n] = source.thumbnails(first, stop)[picked]
        cells[at : at + n] = source.cells(first, stop).reshape(stop - first, -1)[picked]
        at += n
    return Sample(places, thumbnails, cells)


def _runs(frames: np.ndarray, most_gap: int = 32) -> list[tuple[int, int]]:
    """Runs of frames that are read together, as (first, stop)."""
    if not len(frames):
        return []
    cuts = np.flatnonzero(np.diff(frames) > most_gap) + 1
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(frames, cuts)]


def sample_motion(now: Residuals, sample: Sample, ticks: Ticks) -> np.ndarray:
    """Absolute differences from a moment before, NaN where that is not in the sample."""
    before = ticks.before[sample.frames]
    place = np.searchsorted(sample.frames, before)
    known = (before >= 0) & (place < len(sample.frames))
    known[known] &= sample.frames[place[known]] == before[known]
    moved = np.full_like(now.pictures, np.nan)
    moved[known] = np.abs(now.pictures[known] - now.pictures[place[known]])
    return moved


def block_of(
    source: FrameSource, ticks: Ticks, portrait: Portrait, first: int, stop: int
) -> tuple[Residuals, np.ndarray]:
    """Residuals and motion at ticks first to stop.

    Frames that are missing are NaN, and so is motion from or to them.
    """
    before = ticks.before[first:stop]
    lead = int(before[before >= 0].min(initial=first))
    sample = read_sample(source, ticks, np.arange(lead, stop))
    now = portrait.residuals(sample.thumbnails, np.nan_to_num(sample.cells))
    lost = ticks.missing[lead:stop]
    for values in (now.nuisance, now.pictures, now.cells):
        values[lost] = np.nan
    own = slice(first - lead, None)
    moved = np.full_like(now.pictures[own], np.nan)
    known = before >= 0
    moved[known] = np.abs(now.pictures[own][known] - now.pictures[before[known] - lead])
    return Residuals(now.nuisance[own], now.pictures[own], now.cells[own]), moved


def plain_traces(source: FrameSource, ticks: Ticks, names: Sequence[str]) -> np.ndarray:
    """Traces that need no picture at all ticks: (n, names) float32, NaN in missing frames."""
    found = np.full((len(ticks), len(names)), np.nan, np.float32)
    for column, name in enumerate(names):
        found[:, column] = source.traces[name][ticks.frames]
    found[ticks.missing] = np.nan
    return found
