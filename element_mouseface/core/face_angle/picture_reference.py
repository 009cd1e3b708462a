"""The reference picture of a recording: what the head looks like, and what moves with it.

From a sample of frames: the one that is most like the others is the first reference, over which
all are laid; then their median, twice. What remains of each pixel says how much it deforms, and
so how little it counts. A pixel that fits better when it stays in place than when it moves along
belongs to the camera's background, a spout or a wheel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .laid_over import Laid, Reference, blurred

SAMPLE_FRAMES = 160
_SATURATED = 250
_LIKE = 0.5
#: displacement, in pixels of the picture, from which a frame tells what moves along
_MOVED = 0.25
_LEAST_MOVED_FRAMES = 4
#: least share of the picture's contrast that has to move together to be taken for a head
_LEAST_SHARE = 0.25
_LEAST_EXPLAINED = 0.5
#: least share of what the reference tells of a turn that is not its noise
_LEAST_TOLD = 0.5
_LEAST_MOVING = 0.1


@dataclass(frozen=True, eq=False)
class PictureReference:
    """The reference and what is known of it.

    Attributes
    ----------
    reference : Reference
    moving : float
        Share of the picture's contrast that moves with the head; 1 where nothing tells.
    expected_se_deg : float
        Smallest standard error of roll that its contrast allows; infinite where it has none.
    """

    reference: Reference
    moving: float
    expected_se_deg: float


def fit_reference(
    frames: np.ndarray, counted: np.ndarray, scale: tuple[float, float]
) -> PictureReference:
    """The reference of a recording.

    Parameters
    ----------
    frames : (n, y, x) array
        A sample of frames over the recording.
    counted : (y, x) bool array
        Pixels of the region that no mask covers.
    scale : (float, float)
        Pixels of the frame for one of the picture, right and down.
    """
    frames = np.asarray(frames, np.float32)
    weights = counted & ((frames >= _SATURATED).mean(axis=0) < 0.05)
    weights = (weights if weights.any() else counted).astype(np.float32)
    everything = np.ones(counted.shape, np.float32)
    picture, noise = frames[_most_typical(frames, weights)], _noise(frames)
    spread = np.full(counted.shape, max(3.0, 2 * float(np.median(noise))), np.float32)
    first = Reference(picture, weights, spread, everything, scale)
    laid = _laid(first, frames)
    found = [_what_follows(first, frames, laid)]
    hidden = _second_layer(first, frames, laid)
    if hidden is not None:
        found, laid = [hidden], _laid(Reference(picture, weights, spread, hidden, scale), frames)
    for _ in range(2):
        picture, spread = _averaged(picture, laid, noise)
        reference = Reference(picture, weights, spread, found[-1], scale)
        laid = _laid(reference, frames)
        found.append(_what_follows(reference, frames, laid) * (1 if hidden is None else hidden))
    picture, spread = _averaged(picture, laid, noise)
    reference = Reference(picture, weights, spread, found[-1], scale)
    contrast = weights * _contrast(picture)
    moving = float((contrast * found[-1]).sum() / max(float(contrast.sum()), 1e-9))
    # of a median of n numbers, the variance is pi / 2 n of theirs
    count = max(sum(one.likeness > _LIKE for one in laid), 1)
    information, of_noise = reference.turn_information(spread**2 * np.pi / 2 / count)
    told = information - of_noise
    sure = told > _LEAST_TOLD * information
    return PictureReference(reference, moving, float(np.degrees(told**-0.5)) if sure else np.inf)


def _laid(reference: Reference, frames: np.ndarray) -> list[Laid]:
    return [reference.lay(frame) for frame in frames]


def _most_typical(frames: np.ndarray, weights: np.ndarray) -> int:
    """The frame with the smallest median distance to the others, whatever the light."""
    soft = np.stack([blurred(frame, 1.5) for frame in frames])[:, ::2, ::2]
    flat = (soft / np.maximum(soft.mean(axis=(1, 2), keepdims=True), 1.0)).reshape(len(frames), -1)
    flat = flat * np.sqrt(weights[::2, ::2].ravel())
    squares = (flat**2).sum(axis=1)
    apart = squares[:, None] + squares[None] - 2 * flat @ flat.T
    return int(np.median(apart, axis=1).argmin())


def _noise(frames: np.ndarray) -> np.ndarray:
    """Standard deviation of a pixel that is not motion: what a blur takes from it."""
    left = np.stack([frame - blurred(frame, 1.0) for frame in frames[:40]])
    left = left - np.median(left, axis=0)
    return np.median(np.abs(left), axis=0) / 0.6745


def _averaged(picture: np.ndarray, laid: Sequence[Laid], noise: np.ndarray):
    """The median of the laid frames, and how much of each pixel remains (68% of frames)."""
    alike = [one.residual for one in laid if one.likeness > _LIKE] or [laid[0].residual]
    left = np.stack(alike)
    middle = np.median(left, axis=0)
    remains = np.percentile(np.abs(left - middle), 68, axis=0).astype(np.float32)
    usual = float(np.median(remains))
    square = blurred(remains**2, 1.0) + 0.3 * usual**2 + 0.1 * float(np.median(noise)) ** 2 + 0.05
    return picture + middle, np.sqrt(square)


def _contrast(picture: np.ndarray) -> np.ndarray:
    gy, gx = np.gradient(blurred(np.asarray(picture, np.float32), 0.7))
    return gx**2 + gy**2


def _moved_frames(reference: Reference, laid: Sequence[Laid]) -> list[int]:
    """Frames in which the head is far enough from the reference to tell."""
    return [
        number
        for number, one in enumerate(laid)
        if one.likeness > _LIKE and reference.displacement(one.motion) > _MOVED
    ]


def _what_follows(reference: Reference, frames: np.ndarray, laid: Sequence[Laid]) -> np.ndarray:
    """(y, x) 0 to 1: whether a pixel fits better moved along than left in place."""
    chosen = _moved_frames(reference, laid)
    if len(chosen) < _LEAST_MOVED_FRAMES:
        return np.ones(reference.picture.shape, np.float32)
    moved, stayed = reference.squares(frames[chosen], [laid[k] for k in chosen])
    floor = 0.05 * float(np.median(stayed)) + 1e-6
    ratio = (blurred(stayed, 1.5) + floor) / (blurred(moved, 1.5) + floor)
    follows = np.clip(2 * ratio - 1, 0, 1).astype(np.float32)
    contrast = reference.weights * _contrast(reference.picture)
    share = float((contrast * follows).sum() / max(float(contrast.sum()), 1e-9))
    # motions that hardly any of the picture follows are noise
    return follows if share > _LEAST_MOVING else np.ones_like(follows)


def _second_layer(
    reference: Reference, frames: np.ndarray, laid: Sequence[Laid]
) -> np.ndarray | None:
    """A head that moves before a larger background that stays, or None.

    Where most of the picture stays, what remains is laid over the reference alone. It is a head
    if it is much of the picture and one movement explains most of it: ears, jaw and whiskers
    move each in its own way.
    """
    if len(_moved_frames(reference, laid)) > 0.2 * len(laid):
        return None
    left = np.stack([one.residual for one in laid])
    remains = blurred(left.var(axis=0), 1.5)
    quiet = float(np.percentile(remains[reference.weights > 0], 25)) + 1e-6
    moving = np.clip(remains / (4 * quiet) - 0.5, 0, 1).astype(np.float32)
    contrast = reference.weights * _contrast(reference.picture)
    share = float((contrast * moving).sum() / max(float(contrast.sum()), 1e-9))
    if share < _LEAST_SHARE or moving.min() > 0.5:
        return None
    head = Reference(
        reference.picture, reference.weights * moving, reference.spread, moving, reference.scale
    )
    again = _laid(head, frames)
    chosen = _moved_frames(head, again)
    if len(chosen) < max(_LEAST_MOVED_FRAMES, 0.1 * len(frames)):
        return None
    moved, stayed = head.squares(frames[chosen], [again[k] for k in chosen])
    explained = 1 - float((moved * head.weights).sum() / max((stayed * head.weights).sum(), 1e-9))
    return moving if explained > _LEAST_EXPLAINED else None
