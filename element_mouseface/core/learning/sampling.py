"""Choose the frames that a model is trained on, and put back the share of each class.

Neighboring frames say nearly the same, so some thousands of hours of video train as well as
all.  Of a rare class all frames are taken, and of others fewer: a case-control sample.  Such a
model's log-odds are too high by the logarithm of the ratio of the two sampled shares, and by
nothing else (Anderson 1972; Prentice and Pyke, Biometrika 1979), because within a class it
is chosen without a look at the features: subtracting that puts the prior back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .spans import Span
from .target import Target

_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, eq=False)
class Sample:
    """Frames that one model is trained on.

    Attributes
    ----------
    recording, frame : (n,) int64 arrays
        Sorted by recording, then by frame.
    counts : (classes,) int64 array
        Known training frames of each class; of a continuous target all of them, as one.
    taken : (classes,) int64 array
        How many of them are in the sample.
    """

    recording: np.ndarray
    frame: np.ndarray
    counts: np.ndarray
    taken: np.ndarray

    def __len__(self) -> int:
        return len(self.frame)


def draw_sample(
    target: Target, spans: Sequence[Span], most: int, max_share: float, seed: int
) -> Sample:
    """Frames to train on, spread over recordings and over time.

    Every frame of a recording has a number between 0 and 1, in an order that fills every
    stretch of time evenly (multiples of the golden ratio); of each class those with the
    smallest are taken.  So each recording gives in proportion to its frames, and targets
    share most of their frames.

    Parameters
    ----------
    target : Target
    spans : sequence of Span
        Training frames; of them those that are known.
    most : int
        At most so many frames.
    max_share : float
        At most this share of them is the rarest classes' together, where others have enough.
    seed : int
    """
    recording, frame = known_frames(target, spans)
    labels = _labels(target, spans)
    counts = np.bincount(labels, minlength=max(1, target.n_classes)).astype(np.int64)
    due = _numbers_due(counts, most, max_share)
    order = np.argsort(_spread(recording, frame, seed), kind="stable")
    chosen = np.zeros(len(frame), bool)
    for label, n in enumerate(due):
        own = order[labels[order] == label]
        chosen[own[:n]] = True
    return Sample(recording[chosen], frame[chosen], counts, due)


def draw_frames(spans: Sequence[Span], most: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Recording and number of at most so many frames of spans, whatever is known of them."""
    recording = np.concatenate([np.full(b - a, n, np.int64) for n, a, b in spans] or [_none()])
    frame = np.concatenate([np.arange(a, b) for _, a, b in spans] or [_none()])
    chosen = np.sort(np.argsort(_spread(recording, frame, seed), kind="stable")[:most])
    return recording[chosen], frame[chosen]


def known_frames(target: Target, spans: Sequence[Span]) -> tuple[np.ndarray, np.ndarray]:
    """Recording and frame number of every known frame in spans, in order."""
    found = [
        (number, first + np.flatnonzero(target.known[number][first:stop]))
        for number, first, stop in spans
    ]
    recording = np.concatenate([np.full(len(f), n, np.int64) for n, f in found] or [_none()])
    frame = np.concatenate([f.astype(np.int64) for _, f in found] or [_none()])
    return recording, frame


def count_known(target: Target, spans: Sequence[Span]) -> int:
    """How many known frames there are in spans."""
    return sum(int(target.known[number][first:stop].sum()) for number, first, stop in spans)


def prior_offsets(sample: Sample, kind: str) -> np.ndarray:
    """What is added to a model's scores so that they are those of all training frames.

    Returns
    -------
    (1,) or (categories,) float64 array
    """
    if kind == "continuous":
        return np.zeros(1)
    shares = np.where(sample.taken > 0, sample.taken / np.maximum(sample.counts, 1), 1.0)
    offsets = -np.log(shares)
    return offsets[1:] - offsets[:1] if kind == "binary" else offsets


def _numbers_due(counts: np.ndarray, most: int, max_share: float) -> np.ndarray:
    """How many frames of each class: all where they are few enough."""
    if counts.sum() <= most or len(counts) == 1:
        return np.minimum(counts, most)
    due = np.zeros_like(counts)
    ascending = np.argsort(counts, kind="stable")
    common = ascending[-1]
    left = round(most * max_share)  # for all classes but the most common
    others = [label for label in ascending[:-1] if counts[label]]
    for place, label in enumerate(others):
        due[label] = min(counts[label], left // (len(others) - place))
        left -= due[label]
    due[common] = min(counts[common], most - due.sum())
    # What the most common class does not fill goes to the next.
    for label in others[::-1]:
        due[label] += min(counts[label] - due[label], most - due.sum())
    return due


def _spread(recording: np.ndarray, frame: np.ndarray, seed: int) -> np.ndarray:
    found = frame * _GOLDEN  # one array of this length: recordings may have many hours
    for number, first, stop in _runs(recording):
        found[first:stop] += np.random.default_rng([seed, number]).random()
    return np.mod(found, 1.0, out=found)


def _runs(recording: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Number, first and one behind the last of each recording of a sorted array."""
    edges = [0, *(np.flatnonzero(np.diff(recording)) + 1).tolist(), len(recording)]
    for first, stop in pairwise(edges):
        if stop > first:
            yield int(recording[first]), first, stop


def _labels(target: Target, spans: Sequence[Span]) -> np.ndarray:
    """The class of each known frame in spans, in few bytes; 0 of a continuous target."""
    found = [np.zeros(0, np.int16)]
    for number, first, stop in spans:
        own = target.values[number][first:stop][target.known[number][first:stop]]
        found.append(np.zeros(len(own), np.int16) if target.kind == "continuous" else own)
    return np.concatenate(found)


def values_of(target: Target, recording: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """The target's values in frames that are sorted by recording."""
    kind = np.float64 if target.kind == "continuous" else np.int64
    numbers, starts = np.unique(recording, return_index=True)
    bounds = [*starts.tolist(), len(frame)]
    found = [
        target.values[n][frame[a:b]]
        for n, a, b in zip(numbers, bounds[:-1], bounds[1:], strict=True)
    ]
    return np.concatenate(found).astype(kind) if found else np.zeros(0, kind)


def _none() -> np.ndarray:
    return np.zeros(0, np.int64)
