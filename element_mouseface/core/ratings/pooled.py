"""Ratings of several recordings as one table a unit, and what is independent in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, check_choice
from .kappa import few_units
from .scale import GRIMACE_UNITS
from .unit_ratings import LEVELS, UnitRatings

#: what an interval is over; 'auto': trials where any are known, else each rated frame or picture
OVER = ("auto", "rating", *LEVELS, "recording")


@dataclass(frozen=True, eq=False)
class Pooled:
    """What was rated in all recordings, in order.

    Attributes
    ----------
    given : tuple of UnitRatings
    raters, units : tuple of str
    recording : (targets,) int array
        The number of the recording of each frame, span or picture.
    over : str
        What is independent: 'rating', 'trial', 'session', 'animal' or 'recording'.
    unit : (targets,) int array
        The number of that.
    """

    given: tuple[UnitRatings, ...]
    raters: tuple[str, ...]
    units: tuple[str, ...]
    recording: np.ndarray
    over: str
    unit: np.ndarray

    @property
    def n_units(self) -> int:
        """How many are independent."""
        return len(np.unique(self.unit))

    @property
    def has_several(self) -> bool:
        """Whether several ratings are of one trial (session, animal, recording)."""
        return self.n_units < len(self.unit)

    def values(self, unit: str) -> np.ndarray:
        """The ratings of a unit: (targets, raters), NaN where there is none."""
        return np.concatenate([one.values(unit, self.raters) for one in self.given])


def pooled(ratings: UnitRatings | Sequence[UnitRatings], over: str = "auto") -> Pooled:
    """Ratings of one or several recordings as one.

    Raises
    ------
    InputError
        If there are none, or they have different scales.
    ParameterError
        If intervals cannot be over this.
    """
    check_choice("Intervals of ratings cannot be over this.", over, OVER)
    given = (ratings,) if isinstance(ratings, UnitRatings) else tuple(ratings)
    if len({one.scale.levels for one in given}) != 1:
        raise InputError(
            "These ratings cannot be compared.",
            expected="ratings of at least one recording, all on one scale",
            got="; ".join(", ".join(one.scale.texts) for one in given) or "none",
            do="bring them onto one scale",
        )
    if over == "auto":
        over = "trial" if any(row.trial for one in given for row in one.rows) else "rating"
    keys = [key for number, one in enumerate(given) for key in _keys(one, number, over)]
    numbers = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    there = {unit for one in given for unit in one.units}
    return Pooled(
        given,
        tuple(dict.fromkeys(name for one in given for name in one.raters)),
        tuple(unit for unit in GRIMACE_UNITS if unit in there),
        np.repeat(np.arange(len(given)), [len(one.places) for one in given]),
        over,
        few_units(np.array([numbers[key] for key in keys], np.int64))[0],
    )


def _keys(ratings: UnitRatings, number: int, over: str) -> list[tuple[object, ...]]:
    """What each rated frame belongs to; what belongs to nothing is by itself."""
    if over == "recording":
        return [(number,)] * len(ratings.places)
    own = [("place", number, place) for place in ratings.places]
    if over == "rating":
        return list(own)
    # an animal is one in all recordings, and so is its session; a trial without them is not
    whose = None if over == "animal" or any(row.animal for row in ratings.rows) else number
    return [
        mine if name is None else (over, name, whose)
        for mine, name in zip(own, ratings.groups(over), strict=True)
    ]
