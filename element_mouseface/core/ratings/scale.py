"""The scale of ratings by people, and the names of what is rated: the Mouse Grimace Scale's units.

Langford et al. (Nature Methods 2010) rate five units of a mouse's face as 0 (not present), 1
(moderately present) or 2 (obviously present).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from ...errors import LabelsError, ParameterError
from ...params.fields import short_repr

#: the five units of the Mouse Grimace Scale, in its order
GRIMACE_UNITS = (
    "orbital_tightening",
    "nose_bulge",
    "cheek_bulge",
    "ear_position",
    "whisker_change",
)
#: other spellings in use, without capitals, spaces and punctuation -> the unit
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        **{name: GRIMACE_UNITS[0] for name in ("ot", "eye", "eyes", "orbital", "orbitals")},
        **{name: GRIMACE_UNITS[0] for name in ("orbit", "orbitaltightness", "eyesqueeze")},
        **{name: GRIMACE_UNITS[1] for name in ("nb", "nose")},
        **{name: GRIMACE_UNITS[2] for name in ("cb", "cheek", "cheeks")},
        **{name: GRIMACE_UNITS[3] for name in ("ep", "ear", "ears", "earchange", "earchanges")},
        **{name: GRIMACE_UNITS[4] for name in ("wc", "whisker", "whiskers", "whiskerchanges")},
        **{name: GRIMACE_UNITS[4] for name in ("whiskerschange", "whiskerposition")},
    }
)
#: cells that say that a rater looked and could not rate, without capitals and punctuation
NOT_SCORABLE = ("ns", "na", "nan", "not scorable", "not scoreable", "unscorable", "unscoreable")
#: the unit as a person reads it
TITLES: Mapping[str, str] = MappingProxyType(
    {name: name.replace("_", " ") for name in GRIMACE_UNITS}
)


@dataclass(frozen=True)
class RatingScale:
    """The values that a rating may have.

    Parameters
    ----------
    levels : sequence of float
        From low to high.  Half-points are allowed only if they are among them.
    names : sequence of str, optional
        What each level is called.

    Raises
    ------
    ParameterError
        If there are fewer than two levels, or they do not rise.
    """

    levels: tuple[float, ...] = (0.0, 1.0, 2.0)
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            levels = tuple(map(float, self.levels))
        except (TypeError, ValueError):
            levels = ()
        rising = all(a < b for a, b in pairwise(levels))
        if len(levels) < 2 or not all(map(math.isfinite, levels)) or not rising:
            raise ParameterError(
                "These cannot be the levels of a rating.",
                expected="at least two finite numbers, from low to high, such as 0, 1, 2",
                got=short_repr(self.levels),
                do="list each level once",
            )
        names = tuple(self.names) or _names_of(levels)
        if len(names) != len(levels):
            raise ParameterError(
                "The names of the levels of a rating do not fit them.",
                expected=f"{len(levels)} names, or none",
                got=short_repr(names),
                do="name each level, or none",
            )
        object.__setattr__(self, "levels", levels)
        object.__setattr__(self, "names", names)

    @property
    def texts(self) -> tuple[str, ...]:
        """The levels as texts: '0', '0.5', '1'."""
        return tuple(f"{level:g}" for level in self.levels)

    def has(self, value: float) -> bool:
        """Whether a rating may have this value."""
        return value in self.levels

    def nearest(self, values: Sequence[float]) -> list[float]:
        """The level nearest to each value, the lower one of two that are as near."""
        return [min(self.levels, key=lambda level: abs(level - v)) for v in values]


def _names_of(levels: tuple[float, ...]) -> tuple[str, ...]:
    if levels == (0.0, 1.0, 2.0):
        return ("not present", "moderately present", "obviously present")
    return tuple(f"{level:g}" for level in levels)


def unit_of(name: str) -> str | None:
    """The unit that a name stands for, in any usual spelling; None if it is no unit."""
    plain = re.sub(r"[^a-z]", "", name.casefold().removeprefix("unit:"))
    for unit in GRIMACE_UNITS:
        if plain == unit.replace("_", ""):
            return unit
    return _ALIASES.get(plain)


def checked_unit(name: str, where: str = "") -> str:
    """The unit that a name stands for.

    Raises
    ------
    LabelsError
        If it is no unit.
    """
    found = unit_of(name)
    if found is None:
        raise LabelsError(
            f"There is no unit {name!r}{where}.",
            expected=f"one of {', '.join(GRIMACE_UNITS)}, or a usual name of it (OT, eyes, nose, "
            "cheek, ears, whiskers)",
            got=repr(name),
            do="rename it, or leave it out",
        )
    return found


def is_not_scorable(cell: str, more: Sequence[str] = ()) -> bool:
    """Whether a cell says that its rater could not rate."""
    plain = " ".join(re.sub(r"[^a-z0-9 ]", " " if "_" in cell else "", cell.casefold()).split())
    return plain in NOT_SCORABLE or cell.strip().casefold() in {one.casefold() for one in more}
