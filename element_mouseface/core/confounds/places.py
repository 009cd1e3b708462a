"""Places of the picture that respond to a stimulus unlike a face: a lamp, a spout.

A lamp is on within a frame or two of the onset, off as soon after the offset, and equally bright in
each trial; outside the events nothing changes there. A face begins later, decays over tenths of a
second, responds differently in each trial, and moves all the time. The null is from the recording
itself: the same difference between the frames before and after moments without events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from scipy.ndimage import binary_dilation, label

from ..events import Events
from ..store.chosen_frames import read_frames

# In the frames of this long after the change, and this long before it, the levels are taken.
_AFTER_S, _BEFORE_S = 0.27, 0.4
# A frame or two; at high frame rates a clock and a camera agree to about this.
_SUDDEN_FRAMES, _SUDDEN_S = 2, 0.1
_NULL_EVERY_S, _LEAST_NULL_MOMENTS, _MOST_NULL_MOMENTS = 0.7, 6, 300
# A pixel is looked at if both its changes are this many standard errors of the null, and this
# many luma levels, and reach this share of the plateau.
_LEAST_Z, _LEAST_LEVELS, _LEAST_SHARE, _LEAST_OF_LARGEST = 5.0, 0.3, 0.6, 0.05
# What a place must keep to: shares at onset and offset of 1, their standard errors, the spread over
# trials, and outside the events.  Measured: lamps and spouts 0.03, 0.02, 0.06 and 0.08 at most; of
# faces (real mice that were shocked, stills warped as fast as in 0.05 s) none kept to three.
_SHARP, _SHARP_SE, _MOST_SPREAD, _MOST_REST = 0.12, 0.06, 0.12, 0.12
_REF_FRAMES, _MOST_PLACES = 200, 6
# Ways in which the picture moves by itself, from neutral frames, that are taken off.
_MOVEMENTS, _MOVEMENT_FRAMES = 12, 400


class EventTimes(Protocol):
    """When something happens in a recording, and which of its frames can be used."""

    @property
    def events(self) -> Events: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def times_s(self) -> np.ndarray: ...
    @property
    def usable(self) -> np.ndarray: ...
    @property
    def neutral(self) -> np.ndarray: ...
    @property
    def interval_s(self) -> float: ...


@dataclass(frozen=True, eq=False)
class Place:
    """A place that responds unlike a face; rows and columns are those of the thumbnail.

    Attributes
    ----------
    stimuli : tuple of str
        To which it responds.
    pixels : (y, x) bool array
    levels : float
        Largest change in luma levels; negative where it darkens.
    sudden : (float, float)
        Share of its change within two frames of the onset, and within two frames of the offset.
    spread : float
        Standard deviation of its responses over trials, in units of their mean.
    rest : float
        Standard deviation outside the events, in the same unit.
    z : float
        Its least change in standard errors of the null.
    course_s, course : (n,) arrays
        Mean time course around the onset: seconds, and units of its response.
    """

    stimuli: tuple[str, ...]
    pixels: np.ndarray
    levels: float
    sudden: tuple[float, float]
    spread: float
    rest: float
    z: float
    course_s: np.ndarray
    course: np.ndarray

    def to_dict(self) -> dict[str, Any]:
        """The place as JSON; `box` is left, right, top, bottom in thumbnail pixels."""
        return {
            "stimuli": list(self.stimuli),
            "box": list(self.box()),
            "levels": self.levels,
            "sudden": list(self.sudden),
            "spread": self.spread,
            "rest": self.rest,
            "z": self.z,
        }

    def box(self) -> tuple[int, int, int, int]:
        """First and one after the last column, first and one after the last row."""
        rows, columns = np.nonzero(self.pixels)
        return (
            int(columns.min()),
            int(columns.max()) + 1,
            int(rows.min()),
            int(rows.max()) + 1,
        )


def find_places(
    thumbnails: Any, plan: EventTimes, left_out: np.ndarray | None = None
) -> tuple[Place, ...]:
    """Places that respond to a stimulus unlike a face, most certain first.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
    plan : FoldPlan
    left_out : (y, x) bool array, optional
        Masked thumbnail pixels, which are not searched.
    """
    shape = (int(thumbnails.shape[1]), int(thumbnails.shape[2]))
    sudden_s = max(_SUDDEN_FRAMES * plan.interval_s, _SUDDEN_S)
    null_moments = _null_moments(plan, sudden_s)
    if len(null_moments) < _LEAST_NULL_MOMENTS:
        return ()
    traces = _BackgroundRemoved(thumbnails, plan)
    null = np.sqrt(np.mean(traces.jumps(null_moments, sudden_s) ** 2, axis=0) + 0.02**2)
    found: list[Place] = []
    for name in plan.names:
        response = _Response(traces, plan, name, sudden_s)
        if response.n < 2:
            continue
        for pixels in _candidates(response, null, shape, left_out):
            place = _place(traces, plan, response, pixels, null, shape, name)
            if place is not None:
                found.append(place)
    return _merged(found, plan.names)


def _null_moments(plan: EventTimes, sudden_s: float) -> np.ndarray:
    """Moments without events, neutral before and after."""
    first, last = float(plan.times_s[0]), float(plan.times_s[-1])
    not_neutral = np.concatenate([[0], np.cumsum(~plan.neutral)])
    moments = np.arange(first + _BEFORE_S + 0.05, last - sudden_s - _AFTER_S, 0.1)
    low = np.searchsorted(plan.times_s, moments - _BEFORE_S)
    high = np.searchsorted(plan.times_s, moments + sudden_s + _AFTER_S)
    free = moments[(not_neutral[high] == not_neutral[low]) & (high - low >= 3)]
    chosen: list[float] = []
    for moment in free.tolist():
        if not chosen or moment >= chosen[-1] + _NULL_EVERY_S:
            chosen.append(moment)
    return np.array(chosen[:: max(1, -(-len(chosen) // _MOST_NULL_MOMENTS))])


class _BackgroundRemoved:
    """Thumbnails without the picture's common brightness, averaged over stretches.

    And without what the rest of the picture does by itself: the first principal
    directions of neutral frames, so that a lamp in front of an edge that sways shows too.
    """

    def __init__(self, thumbnails: Any, plan: EventTimes):
        self.thumbnails, self.plan = thumbnails, plan
        usable = np.flatnonzero(plan.usable)
        sample = usable[:: max(1, len(usable) // _REF_FRAMES)]
        frames = np.concatenate([block for _, block in read_frames(thumbnails, sample)])
        self.reference = np.median(frames, axis=0).astype(np.float32)
        self.bright = self.reference >= max(float(np.median(self.reference)), 1.0)
        neutral = np.flatnonzero(plan.neutral & plan.usable)
        neutral = neutral[:: max(1, -(-len(neutral) // _MOVEMENT_FRAMES))]
        rows = np.concatenate([block for _, block in self.blocks(neutral)]).astype(np.float64)
        self.middle = rows.mean(axis=0)
        rows -= self.middle
        size, vectors = np.linalg.eigh(rows @ rows.T)
        kept = np.argsort(size)[::-1][: min(_MOVEMENTS, len(rows) // 4)]
        kept = kept[size[kept] > 1e-9 * max(float(size.max()), 1e-9)]
        self.movements = (vectors[:, kept].T @ rows) / np.sqrt(size[kept])[:, None]

    def course(self, pixels: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Weighted sum of some pixels, frame by frame; NaN where a frame cannot be used."""
        every = np.zeros(len(self.reference))
        every[pixels] = weights
        every -= self.movements.T @ (self.movements @ every)
        seen = np.full(len(self.plan.times_s), np.nan)
        for here, block in self.blocks(np.flatnonzero(self.plan.usable)):
            seen[here] = (block - self.middle) @ every
        return seen

    def blocks(self, frames: np.ndarray):
        """(frame numbers, (n, pixels) float32) pieces of these frames."""
        for here, block in read_frames(self.thumbnails, frames):
            values = block.astype(np.float32)
            if self.bright.any():
                gain = np.median(values[:, self.bright] / self.reference[self.bright], axis=1)
                values /= np.maximum(gain, 0.02)[:, None]
            yield here, values

    def means(self, stretches: list[tuple[float, float]]) -> np.ndarray:
        """Mean picture of the usable frames of each stretch of time, NaN without any."""
        times, usable = self.plan.times_s, self.plan.usable
        edges = [np.searchsorted(times, [a - 1e-9, b - 1e-9]) for a, b in stretches]
        total = np.zeros((len(stretches), len(self.reference)), np.float32)
        count = np.zeros(len(stretches))
        wanted = np.zeros(len(times) + 1, int)
        for a, b in edges:
            wanted[a] += 1
            wanted[b] -= 1 if b > a else 0
            wanted[a] -= 0 if b > a else 1
        frames = np.flatnonzero((np.cumsum(wanted)[:-1] > 0) & usable)
        for here, block in self.blocks(frames):
            for row, (a, b) in enumerate(edges):
                low, high = np.searchsorted(here, [a, b])
                if high > low:
                    total[row] += block[low:high].sum(axis=0)
                    count[row] += high - low
        mean = total / np.maximum(count, 1)[:, None] - self.middle
        mean -= (mean @ self.movements.T) @ self.movements
        return np.where(count[:, None] > 0, mean, np.nan)

    def jumps(self, moments: np.ndarray, sudden_s: float) -> np.ndarray:
        """Picture just after less picture just before each moment, (n, pixels)."""
        after = [(t + sudden_s, t + sudden_s + _AFTER_S) for t in moments]
        found = self.means([(t - _BEFORE_S, t) for t in moments] + after)
        out = found[len(moments) :] - found[: len(moments)]
        return out[np.isfinite(out[:, 0])]


class _Response:
    """The response of each pixel to one stimulus: at the onset, at the offset, in between."""

    def __init__(self, traces: _BackgroundRemoved, plan: EventTimes, name: str, sudden_s: float):
        events = [(e.onset_s, e.offset_s) for e in plan.events if e.name == name]
        stretches: list[tuple[float, float]] = []
        for on, off in events:
            settled = min(on + sudden_s + _AFTER_S, (on + off) / 2)
            stretches += [(on - _BEFORE_S, on), (settled, off)]
            stretches += [(on + sudden_s, min(on + sudden_s + _AFTER_S, off))]
            stretches += [(max(off - _BEFORE_S, settled), off)]
            stretches += [(off + sudden_s, off + sudden_s + _AFTER_S)]
        found = traces.means(stretches).reshape(len(events), 5, -1)
        found = found[np.isfinite(found[:, :, 0]).all(axis=1)]
        before, plateau, begun, ending, gone = found.transpose(1, 0, 2)
        self.n = len(found)
        self.level, self.on, self.off = plateau - before, begun - before, ending - gone


def _candidates(response: _Response, null, shape, left_out) -> list[np.ndarray]:
    """Connected pixels (numbers) that change suddenly at both ends."""
    error = null / np.sqrt(response.n)
    level, on, off = (v.mean(axis=0) for v in (response.level, response.on, response.off))
    sign = np.where(level < 0, -1.0, 1.0)
    least = np.minimum(sign * on, sign * off)
    looked = (least > _LEAST_Z * error) & (least > _LEAST_LEVELS)
    looked &= least > _LEAST_SHARE * np.abs(level)
    # What a bright lamp leaves elsewhere, by the movements that were taken off, is no place.
    looked &= np.abs(level) > _LEAST_OF_LARGEST * np.abs(level[looked]).max(initial=0.0)
    looked = looked.reshape(shape)
    if left_out is not None:
        looked &= ~left_out
    # Pieces of one thing that lie close are one place.
    names, count = label(binary_dilation(looked, np.ones((3, 3), bool)), np.ones((3, 3)))
    return [np.flatnonzero((looked & (names == k + 1)).ravel()) for k in range(count)]


def _place(traces, plan: EventTimes, response, pixels, null, shape, name) -> Place | None:
    """The place of these pixels, if it responds like a lamp or a spout."""
    level = response.level.mean(axis=0)[pixels]
    weights = level / null[pixels] ** 2
    weights = weights / (weights @ level)
    on, off, held = (v[:, pixels] @ weights for v in (response.on, response.off, response.level))
    errors = [float(v.std(ddof=1)) / np.sqrt(response.n) for v in (on, off)]
    sharp = abs(on.mean() - 1) < _SHARP and abs(off.mean() - 1) < _SHARP
    spread = float(held.std(ddof=1))
    if not sharp or max(errors) > _SHARP_SE or spread > _MOST_SPREAD:
        return None
    rest, course_s, course = _elsewhere(traces, plan, pixels, weights, name)
    if rest > _MOST_REST:
        return None
    shown = np.zeros(shape[0] * shape[1], bool)
    shown[pixels] = True
    least = np.minimum(np.abs(response.on.mean(axis=0)), np.abs(response.off.mean(axis=0)))[pixels]
    return Place(
        stimuli=(name,),
        pixels=shown.reshape(shape),
        levels=float(level[np.argmax(np.abs(level))]),
        sudden=(float(on.mean()), float(off.mean())),
        spread=spread,
        rest=rest,
        z=float((least / null[pixels]).max() * np.sqrt(response.n)),
        course_s=course_s,
        course=course,
    )


def _elsewhere(traces, plan: EventTimes, pixels, weights, name):
    """How much the place varies in neutral frames, and its mean course around the onsets."""
    seen = traces.course(pixels, weights)
    neutral = plan.neutral & np.isfinite(seen)
    middle = float(np.median(seen[neutral]))
    rest = float(np.std(seen[neutral]))
    events = [e for e in plan.events if e.name == name]
    after_s = float(np.median([e.offset_s - e.onset_s for e in events])) + 1.5
    grid = np.arange(-1.0, min(after_s, 30.0), max(plan.interval_s, 1 / 30))
    good = np.isfinite(seen)
    times = plan.times_s[good]
    rows = [np.interp(e.onset_s + grid, times, seen[good] - middle) for e in events]
    return rest, grid, np.mean(rows, axis=0)


def _merged(found: list[Place], order: tuple[str, ...]) -> tuple[Place, ...]:
    """Merge overlapping places, which respond to several stimuli."""
    out: list[Place] = []
    for place in sorted(found, key=lambda p: -p.z):
        wide = binary_dilation(place.pixels, np.ones((3, 3), bool))
        for number, other in enumerate(out):
            if (wide & other.pixels).any():
                both = {*other.stimuli, *place.stimuli}
                names = tuple(name for name in order if name in both)
                out[number] = replace(
                    other,
                    stimuli=names,
                    pixels=other.pixels | place.pixels,
                    spread=max(other.spread, place.spread),
                    rest=max(other.rest, place.rest),
                )
                break
        else:
            out.append(place)
    return tuple(out[:_MOST_PLACES])
