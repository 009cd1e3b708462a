"""Frames whose label and probability are known, of one movie or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.behavior.labels import Labels
from ..errors import InputError


@dataclass(frozen=True, eq=False)
class JudgedFrames:
    """Labels and predictions of the same frames, movies one after the other.

    Attributes
    ----------
    names : tuple of str
        Behaviors that both have.
    label : (frames, behaviors) int8 array
        1 present, 0 absent, -1 unknown.
    probability : (frames, behaviors) float64 array
    present : (frames, behaviors) bool array
        What was decided.
    """

    names: tuple[str, ...]
    label: np.ndarray
    probability: np.ndarray
    present: np.ndarray

    @classmethod
    def of(cls, predictions: Any, labels: Any, names: Sequence[str] | None = None) -> JudgedFrames:
        """The frames of one prediction and its labels, or of several of each.

        Raises
        ------
        InputError
            If there is another number of predictions than of labels, two are of different
            movies, or they share no behavior.
        """
        several = isinstance(predictions, list | tuple)
        pairs = list(zip(predictions, labels, strict=False) if several else [(predictions, labels)])
        if not pairs or (several and len(predictions) != len(labels)):
            raise InputError(
                "Each prediction needs the labels of its movie.",
                expected="as many predictions as labels, and at least one",
                got=f"{len(predictions)} and {len(labels)}" if several else "none",
                do="give two lists in the same order of movies",
            )
        shared = _shared(pairs, names)
        parts = [_columns(prediction, one, shared) for prediction, one in pairs]
        return cls(shared, *(np.concatenate(part) for part in zip(*parts, strict=True)))

    def known(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Whether a behavior was present, and its probability, in frames where both are known."""
        column = self.names.index(name)
        good = (self.label[:, column] >= 0) & np.isfinite(self.probability[:, column])
        return self.label[good, column] == 1, self.probability[good, column]


def _shared(pairs: Sequence[tuple[Any, Labels]], names: Sequence[str] | None) -> tuple[str, ...]:
    for prediction, labels in pairs:
        if labels.n_frames != len(prediction.probability):
            raise InputError(
                "Labels and prediction are of different movies.",
                expected=f"labels of {len(prediction.probability)} frames",
                got=f"{labels.n_frames} frames",
                do="give the labels of the movie that was predicted",
            )
    both = [
        name
        for name in pairs[0][0].names
        if all(name in p.names and name in one.ethogram.names for p, one in pairs)
    ]
    shown = [name for name in both if names is None or name in names]
    if not shown:
        raise InputError(
            "Labels and prediction share no behavior that is to be drawn.",
            expected="some of " + (", ".join(pairs[0][0].names) or "no behavior"),
            got=", ".join(names if names is not None else pairs[0][1].ethogram.names) or "none",
            do="give labels of the behaviors that were predicted",
        )
    return tuple(shown)


def _columns(
    prediction: Any, labels: Labels, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    own = [list(prediction.names).index(name) for name in names]
    theirs = [labels.ethogram.names.index(name) for name in names]
    return (
        labels.matrix()[:, theirs],
        np.asarray(prediction.probability, np.float64)[:, own],
        np.asarray(prediction.present, bool)[:, own],
    )
