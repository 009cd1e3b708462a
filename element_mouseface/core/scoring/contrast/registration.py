"""Registration of thumbnails to a reference: head shift and light, frame by frame.

A picture is compared with the reference by weighted least squares on the
reference times a plane (light) and on its spatial derivatives (shift), first
blurred, then sharp, each time warping the picture by what was found (Lucas and
Kanade, IJCAI 1981, with the template's derivatives, so that one matrix serves
all frames).  Shifts are warped in steps of 1/8 pixel; what remains is removed to
first order.  `mobility` says how far each pixel follows the head: a spout or a
wall that stays does not vote and is not moved.

A thumbnail pixel is several pixels of the crop, so that expressions are well
below one pixel and pictures are nearly linear in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter

from .mobility import find_mobility
from .sampling import compared, weighted_squares
from .session_alignment import outside
from .warping import IDENTITY, Alignment, warp_matrix

MAX_SHIFT = 8.0
"""Largest shift in thumbnail pixels that is looked for."""
LEAST_LIKENESS = 0.5
"""A frame less like the reference, after registration, is lost."""
_STEP = 0.125
_SATURATED = 250


@dataclass(frozen=True, eq=False)
class Registered:
    """Registered frames.

    Attributes
    ----------
    residual : (n, pixels) float32 array
        Light-corrected, registered picture minus reference, light and shift
        projected out.
    far : (n,) bool array
        Frames whose shift is as large as is looked for.
    shift : (n, 2) float64 array
        Shift (right, down) of the head against the reference, thumbnail pixels.
    residual_shift : (n, 2) float64 array
        Shift measured again, on the registered picture, blurred.
    light : (n, 3) float64 array
        Light relative to the reference: factor, and its slopes along x and y.
    likeness : (n,) float64 array
        1 - (square of what remains) / (that of the reference about its mean).
    """

    residual: np.ndarray
    far: np.ndarray
    shift: np.ndarray
    residual_shift: np.ndarray
    light: np.ndarray
    likeness: np.ndarray

    @property
    def lost(self) -> np.ndarray:
        """(n,) bool: frames that could not be registered."""
        return self.far | ~(self.likeness > LEAST_LIKENESS)


class Registration:
    """A registration: a reference and how to align a frame with it.

    Parameters
    ----------
    reference : (pixels,) array
        The neutral thumbnail.
    weights : (pixels,) array
        How much each pixel counts; 0 leaves it out.
    mobility : (pixels,) array
        0 for what stays in place when the head moves, 1 for what moves along.
    shape : (int, int)
        Rows and columns of the thumbnail.
    shift, light : bool
        Whether each is corrected.
    start : Alignment or (float, float)
        How the frames lie on the reference to begin with (another session's): everything
        in view is moved by that, whatever its mobility.  What of the reference
        they do not show is left out.
    left_out : (pixels,) bool array, optional
        Masked pixels: taken to look like the reference.
    """

    def __init__(
        self,
        reference,
        weights,
        mobility,
        shape,
        *,
        shift=True,
        light=True,
        start=IDENTITY,
        left_out=None,
    ):
        self.shape = (int(shape[0]), int(shape[1]))
        self.reference = np.asarray(reference, np.float32).ravel()
        self.weights = np.asarray(weights, np.float64).ravel()
        self.mobility = np.asarray(mobility, np.float64).ravel()
        self.shifts, self.lights = bool(shift), bool(light)
        dx, dy, turn, scale = map(float, (*start, *IDENTITY[len(start) :]))
        self.start: Alignment = (dx, dy, turn, scale)
        self._seen = (~outside(self.shape, self.start)).astype(np.float32)
        self.left_out = np.zeros(len(self.reference), bool)
        if left_out is not None:
            self.left_out |= np.asarray(left_out, bool).ravel()
        rows, columns = np.mgrid[: self.shape[0], : self.shape[1]]
        x = (2.0 * columns / max(self.shape[1] - 1, 1) - 1).ravel()
        y = (2.0 * rows / max(self.shape[0] - 1, 1) - 1).ravel()
        self.planes = np.stack([np.ones_like(x), x, y])
        self._planes = self.planes.astype(np.float32)
        slope = 0.25
        ref = self.reference.astype(np.float64)
        self.gradient = np.stack(
            [
                (self._slid(slope, 0) @ ref - self._slid(-slope, 0) @ ref) / (2 * slope),
                (self._slid(0, slope) @ ref - self._slid(0, -slope) @ ref) / (2 * slope),
            ]
        )
        self.design = np.concatenate([self.planes * ref, -self.gradient])
        self._coarse, self._fine = self._solver(2.0), self._solver(0.0)
        # Even weights: the fitted ones forgive whatever moved while they were fitted.
        self._counted = (self.weights > 0) * self._seen.astype(np.float64)
        middle = np.average(ref, weights=self._counted + 1e-12)
        self._power = max(float((self._counted * (ref - middle) ** 2).sum()), 1e-9)

    def _slid(self, dx: float, dy: float):
        return warp_matrix(self.shape, dx, dy, self.mobility)

    def _solver(self, blur: float) -> np.ndarray:
        """(pixels, 5): what a difference picture is multiplied by to give light and shift."""

        def soft(picture):
            if not blur:
                return picture
            return gaussian_filter(picture.reshape(self.shape), blur).ravel()

        columns = [0, 1, 2] * self.lights + [3, 4] * self.shifts
        out = np.zeros((len(self.reference), 5), np.float32)
        if columns:
            design = np.stack([soft(self.design[c]) for c in columns])
            weighted = design * (self.weights * self._seen)
            normal = design @ weighted.T
            normal += np.diag(np.diag(normal)) * 1e-6 + np.eye(len(columns)) * 1e-9
            solved = np.linalg.solve(normal, weighted)
            out[:, columns] = np.stack([soft(row) for row in solved]).T
        return out

    def __call__(self, frames: np.ndarray) -> Registered:
        """Register frames, (n, pixels) of any number type."""
        frames = np.asarray(frames, np.float32)
        if self.left_out.any():
            frames = np.where(self.left_out, self.reference, frames)
        shift = np.zeros((len(frames), 2))
        light = np.tile([1.0, 0.0, 0.0], (len(frames), 1))
        for solver in (self._coarse, self._coarse, self._fine, self._fine):
            left, done = self._compared(frames, shift, light)
            found = left @ solver
            light = light + light[:, :1] * found[:, :3]
            light[:, 0] = np.clip(light[:, 0], 0.02, 50.0)
            shift = np.clip(done + found[:, 3:], -MAX_SHIFT, MAX_SHIFT)
        residual, done = self._compared(frames, shift, light)
        found = residual @ self._fine
        shift = done + found[:, 3:].astype(np.float64)
        residual -= found @ self.design.astype(np.float32)
        residual_shift = residual @ self._coarse[:, 3:]
        lost = weighted_squares(residual, self._counted)
        return Registered(
            residual=residual,
            shift=np.array(self.start[:2]) + shift,
            far=(np.abs(shift) >= MAX_SHIFT - 0.01).any(axis=1),
            residual_shift=residual_shift.astype(np.float64),
            light=light,
            likeness=1 - lost / self._power,
        )

    def _compared(self, frames, shift, light) -> tuple[np.ndarray, np.ndarray]:
        """What frames moved back differ by from the reference, and the shift rounded to a step."""
        done = np.rint(shift / _STEP) * _STEP
        rest: dict[str, Any] = {"shape": self.shape, "start": self.start, "mobility": self.mobility}
        rest |= {"reference": self.reference, "seen": self._seen, "planes": self._planes}
        return compared(frames, done, light, **rest), done


def fit_registration(
    frames: np.ndarray,
    shape: tuple[int, int],
    *,
    left_out: np.ndarray | None = None,
    shift: bool = True,
    light: bool = True,
) -> Registration:
    """A registration made from neutral frames.

    The first frames' median is the first reference, by which it is seen what moves
    along with the head; then twice: register, average, and weigh each pixel by how
    little of it is left.

    Parameters
    ----------
    frames : (n, pixels) uint8 array
        Neutral frames in order of time.
    shape : (int, int)
        Rows and columns of the thumbnail.
    left_out : (pixels,) bool array, optional
        Masked pixels.
    shift, light : bool
        See `Registration`.
    """
    frames = np.asarray(frames, np.float32)
    usable = (frames > _SATURATED).mean(0) < 0.01
    if left_out is not None:
        left_out = np.asarray(left_out, bool).ravel()
        usable &= ~left_out
        frames = np.where(left_out, np.median(frames[:, ~left_out]), frames)
    if not usable.any():
        usable[:] = True
    reference = np.median(frames[: max(15, len(frames) // 8)], axis=0)
    noise = np.var(np.diff(frames, axis=0), axis=0) / 2
    weights = usable / (1 + noise + 4e-4 * reference**2)
    mobility = np.ones(len(reference))
    if shift:
        mobility = find_mobility(frames, reference, weights, shape)
    kept = {"shift": shift, "light": light, "left_out": left_out}
    for _ in range(2):
        done = Registration(reference, weights, mobility, shape, **kept)(frames)
        alike = done.likeness > LEAST_LIKENESS
        if not alike.any():
            break
        reference = reference + done.residual[alike].mean(0)
        variance = done.residual[alike].var(0)
        weights = usable / (0.3 * np.median(variance[usable]) + variance + 1e-6)
    return Registration(reference, weights, mobility, shape, **kept)
