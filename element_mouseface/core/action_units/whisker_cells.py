"""Whiskers without tracked points: how the gradients in their region turn, from stored cells.

Whiskers are thin, and are in the cells' histograms of gradients, which come from the full frame.
What moves fastest in their region is whisking, so the combination of cells and orientations that
carries most of the quick change is taken as the whiskers' course; what the head's own motion does
to the cells is removed first by regression. Degrees come from the cells whose mean orientation
(the axial mean, Mardia and Jupp, Directional Statistics, 2000) turns along with that course, and
the sign from which way they turn towards the nose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .measured import shortest_half
from .motion_removed import OfMotion, fit_motion
from .sampling import second_differences

#: a cell turns with the course if it shares this much of the variance of quick changes
_SHARED = 0.2
_LEAST_CELLS = 2
_FEW_FRAMES = 30


@dataclass(frozen=True, eq=False)
class WhiskerCourse:
    """What turns cells into the whiskers' angle and change.

    Attributes
    ----------
    inside : (rows, columns) bool array
        Cells of the region.
    rest : (cells, orientations) array
        Square roots of their histograms at rest.
    of_motion : OfMotion
        What the head's motion adds.
    weights : (cells * orientations,) array
    offset : float
        Of the course at rest.
    degrees : float
        For one of the course, with its sign; NaN where no cell turns with it.
    noise_deg : float
        Standard deviation of the angle that two halves of the cells do not share.
    n_turning : int
        Cells that turn with the course.
    change : float
        Share of gradients elsewhere than at rest that there is at rest itself.
    is_signed : bool
        Whether the direction towards the nose decided the sign.
    """

    inside: np.ndarray
    rest: np.ndarray
    of_motion: OfMotion
    weights: np.ndarray
    offset: float
    degrees: float
    noise_deg: float
    n_turning: int
    change: float
    is_signed: bool

    def measured(self, cells: np.ndarray, motion: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Angle in degrees and change, of some frames.

        Parameters
        ----------
        cells : (frames, rows, columns, orientations) array
        motion : (frames, 3) array
            The head's.
        """
        moved = self._still(cells, motion)
        angle = (moved @ self.weights - self.offset) * self.degrees
        change = (_elsewhere(moved, self.rest) - self.change) / max(1 - self.change, 1e-6)
        return angle, change

    def _still(self, cells: np.ndarray, motion: np.ndarray) -> np.ndarray:
        """(frames, numbers) square roots less those at rest, the head's motion removed."""
        roots = np.sqrt(np.maximum(cells[:, self.inside], 0)).astype(np.float64) - self.rest
        return roots.reshape(len(roots), -1) - self.of_motion.added(motion)


def fit_whiskers(
    cells: np.ndarray,
    inside: np.ndarray,
    motion: np.ndarray,
    lengths: list[int],
    forwards: complex,
) -> WhiskerCourse | None:
    """The whiskers' course in a sample of frames; None if they are too few.

    Parameters
    ----------
    cells : (frames, rows, columns, orientations) array
        Runs of frames, one after the other.
    inside : (rows, columns) bool array
        Cells of the region.
    motion : (frames, 3) array
        The head's shift and turn; NaN where unknown: such frames are not fitted on.
    lengths : list of int
        Frames of each run.
    forwards : complex
        Direction towards the nose, NaN where it is unknown.
    """
    if len(cells) < _FEW_FRAMES or not inside.any():
        return None
    roots = np.sqrt(np.maximum(cells[:, inside], 0)).astype(np.float64)
    known = np.isfinite(motion).all(axis=1)
    if known.sum() < _FEW_FRAMES:
        return None
    rest = np.median(roots[known], axis=0)
    flat = (roots - rest).reshape(len(roots), -1)
    of_motion = fit_motion(flat[known], motion[known])
    flat = flat - of_motion.added(motion)
    flat[~known] = 0
    quick = second_differences(flat, lengths)
    scale = np.median(np.abs(quick), axis=0)
    scale = scale + np.median(scale[scale > 0]) if (scale > 0).any() else scale + 1.0
    gram = (quick / scale).T @ (quick / scale)
    weights = np.linalg.eigh(gram)[1][:, -1] / scale
    course = flat @ weights
    turning = _turning(roots, course, lengths, rest, forwards)
    halves = _halves(flat, weights, rest.shape[0])
    noise = 1.4826 * float(np.median(np.abs(halves - np.median(halves)))) / 2
    return WhiskerCourse(
        inside,
        rest,
        of_motion,
        weights,
        shortest_half(course[known]),
        turning[0],
        abs(noise * turning[0]),
        turning[1],
        shortest_half(_elsewhere(flat[known], rest)),
        turning[2],
    )


def _turning(
    roots: np.ndarray, course: np.ndarray, lengths: list[int], rest: np.ndarray, forwards: complex
) -> tuple[float, int, bool]:
    """Degrees for one of the course, how many cells turn with it, whether the sign is known."""
    n_orientations = rest.shape[1]
    angles = (np.arange(n_orientations) + 0.5) * np.pi / n_orientations
    axial = (roots**2 @ np.exp(2j * angles)).T
    usual = np.median(axial.real, axis=1) + 1j * np.median(axial.imag, axis=1)
    turn = np.angle(axial * np.conj(usual)[:, None]) / 2
    quick = second_differences(turn.T, lengths)
    own = second_differences(course[:, None], lengths)[:, 0]
    power = float(own @ own)
    if not power > 0:
        return float("nan"), 0, False
    slopes = quick.T @ own / power
    shared = (quick.T @ own) ** 2 / np.maximum((quick**2).sum(axis=0) * power, 1e-30)
    used = shared > _SHARED
    if used.sum() < _LEAST_CELLS:
        return float("nan"), int(used.sum()), False
    size = float(np.degrees(np.median(np.abs(slopes[used]))))
    # lines lie across their gradients; protraction turns them towards the axis of the nose
    line = np.angle(usual) / 2 + np.pi / 2 - np.angle(forwards)
    towards = -np.sin(2 * line[used])
    vote = float((np.sign(slopes[used]) * shared[used] * np.nan_to_num(towards)).sum())
    if vote:
        return size * float(np.sign(vote)), int(used.sum()), True
    # whiskers are moved forwards further than back from where they rest
    centered = course - np.median(course)
    return size * float(np.sign((centered**3).sum()) or 1.0), int(used.sum()), False


def _halves(flat: np.ndarray, weights: np.ndarray, n_cells: int) -> np.ndarray:
    """Difference of the course from every other cell and from the rest, each scaled to it."""
    parts = (flat * weights).reshape(len(flat), n_cells, -1)
    whole = parts.sum(axis=(1, 2))
    found = []
    for first in (0, 1):
        half = parts[:, first::2].sum(axis=(1, 2))
        found.append(half * (whole @ whole) / max(abs(float(half @ whole)), 1e-30))
    return found[0] - found[1]


def _elsewhere(moved: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Share of the gradients in other cells and orientations than at rest, of each frame."""
    usual = rest.ravel() ** 2
    now = np.maximum(rest.ravel() + moved, 0) ** 2
    usual = usual / max(float(usual.sum()), 1e-12)
    now = now / np.maximum(now.sum(axis=1, keepdims=True), 1e-12)
    return 0.5 * np.abs(now - usual).sum(axis=1)
