"""What is learned: a target for each behavior, or one of all where they exclude each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..learning.target import Target
from .ethogram import BACKGROUND, Ethogram

#: name of the target of an exclusive ethogram
ALL = "behavior"


def make_targets(ethogram: Ethogram, states: Sequence[np.ndarray]) -> tuple[Target, ...]:
    """The targets of labels.

    Parameters
    ----------
    ethogram : Ethogram
    states : sequence of (frames, behaviors) int8 arrays, one a recording
        1 present, 0 absent, -1 unknown.
    """
    if not ethogram.exclusive:
        return tuple(
            Target.of_states(name, [matrix[:, column] for matrix in states])
            for column, name in enumerate(ethogram.names)
        )
    names = (BACKGROUND, *ethogram.names)
    values, known = [], []
    for matrix in states:
        some = (matrix == 1).any(axis=1)
        values.append(np.where(some, 1 + (matrix == 1).argmax(axis=1), 0))
        known.append(some | (matrix == 0).all(axis=1))
    return (Target(ALL, "category", tuple(values), tuple(known), names),)


def target_of(ethogram: Ethogram, name: str) -> str:
    """The name of the target that a behavior's scores are of."""
    return ALL if ethogram.exclusive else name


def column_in_target(ethogram: Ethogram, name: str) -> int:
    """Which output of its target a behavior is."""
    return 1 + ethogram.names.index(name) if ethogram.exclusive else 0


def columns_of(
    ethogram: Ethogram, parts: Sequence[np.ndarray], states: Sequence[str]
) -> np.ndarray:
    """One column for each behavior, of the outputs of all targets; NaN if not trainable."""
    table = parts[0][:, 1:] if ethogram.exclusive else np.concatenate(list(parts), axis=1)
    return np.where([state == "fitted" for state in states], table, np.nan)
