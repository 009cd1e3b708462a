"""Ratings of the units of a face by people: who rated what, how, and whether blinded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...errors import LabelsError
from ...params import content_hash
from .scale import GRIMACE_UNITS, RatingScale, checked_unit

Place = tuple[Any, ...]
#: columns that say what is rated: a frame, a moment, a picture, an event, or a span (half-open)
PLACES = (
    ("start_s", "stop_s"),
    ("first_frame", "stop_frame"),
    ("image",),
    ("frame",),
    ("event",),
    ("time_s",),
)
#: groups that a rated frame or picture may belong to, from the smallest
LEVELS = ("trial", "session", "animal")
_SHOWN = 5


@dataclass(frozen=True)
class UnitRating:
    """One rating.

    Attributes
    ----------
    unit : str
    rater : str
    value : float or None
        None: the rater looked and could not rate it.
    place : tuple
        What was rated: one value for each column in `UnitRatings.by`.
    blinded : bool or None
        Whether the rater did not know the treatment; None if nobody said.
    trial, session, animal : str or None
        What the frame or picture belongs to.
    """

    unit: str
    rater: str
    value: float | None
    place: Place
    blinded: bool | None = None
    trial: str | None = None
    session: str | None = None
    animal: str | None = None


@dataclass(frozen=True, eq=False)
class UnitRatings:
    """Ratings of one recording, or of one set of pictures.

    Attributes
    ----------
    rows : tuple of UnitRating
    by : tuple of str
        What a place is: ('frame',), ('time_s',), ('image',), ('event',), ('start_s', 'stop_s') or
        ('first_frame', 'stop_frame'); spans are half-open.
    scale : RatingScale
    notes : tuple of str
        What a reader mapped, or left out.
    source : str
        The file that they are of.

    Raises
    ------
    LabelsError
        If a value is not on the scale, a rater rated something twice, or a frame is of two trials.
    """

    rows: tuple[UnitRating, ...]
    by: tuple[str, ...] = ("frame",)
    scale: RatingScale = field(default_factory=RatingScale)
    notes: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        fix = object.__setattr__
        fix(self, "by", tuple(self.by))
        if self.by not in PLACES:
            raise LabelsError(
                "It is not clear what was rated.",
                expected="one of " + "; ".join(" and ".join(one) for one in PLACES),
                got=" and ".join(map(str, self.by)),
                do="say by which of these columns",
            )
        rows = [row if row.unit in GRIMACE_UNITS else _renamed(row) for row in self.rows]
        fix(self, "rows", tuple(rows))
        fix(self, "notes", tuple(self.notes))
        if not self.rows:
            raise LabelsError(
                f"There are no ratings{self._where}.",
                expected="at least one rating",
                got="none",
                do="give the file that has them",
            )
        self._check_values()
        self._check_twice()
        self._check_groups()

    @property
    def _where(self) -> str:
        return f" in {self.source!r}" if self.source else ""

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        raters, units = len(self.raters), len(self.units)
        return f"<UnitRatings: {len(self)} of {units} units by {raters} raters>"

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units that were rated, in the order of the Mouse Grimace Scale."""
        there = {row.unit for row in self.rows}
        return tuple(unit for unit in GRIMACE_UNITS if unit in there)

    @cached_property
    def raters(self) -> tuple[str, ...]:
        """Raters, in order of their first rating."""
        return tuple(dict.fromkeys(row.rater for row in self.rows))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What was rated, each once: in order of number or time, pictures as they come."""
        found = dict.fromkeys(row.place for row in self.rows)
        return tuple(found) if self.by == ("image",) else tuple(sorted(found))

    @cached_property
    def not_scorable(self) -> dict[str, int]:
        """How often each unit could not be rated."""
        counts = dict.fromkeys(self.units, 0)
        for row in self.rows:
            counts[row.unit] += row.value is None
        return counts

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) of the ratings, in whatever order they come."""
        rows = sorted((astuple(row) for row in self.rows), key=repr)
        return content_hash({"by": self.by, "levels": self.scale.levels, "rows": rows})

    def values(self, unit: str, raters: Sequence[str] | None = None) -> np.ndarray:
        """The ratings of a unit.

        Parameters
        ----------
        unit : str
        raters : sequence of str, optional
            Columns, in this order; all raters by default.

        Returns
        -------
        (places, raters) float64 array
            NaN where a rater did not, or could not, rate.
        """
        raters = self.raters if raters is None else tuple(raters)
        found = np.full((len(self.places), len(raters)), np.nan)
        row_of = {place: k for k, place in enumerate(self.places)}
        column_of = {rater: k for k, rater in enumerate(raters)}
        for row in self.rows:
            if row.unit == unit and row.value is not None and row.rater in column_of:
                found[row_of[row.place], column_of[row.rater]] = row.value
        return found

    def groups(self, level: str) -> tuple[str | None, ...]:
        """The trial, session or animal of each place; None where nobody said.

        A trial belongs to its session and animal: trial 1 of two sessions is two trials.
        """
        used = LEVELS[LEVELS.index(level) :]
        found: dict[Place, str | None] = {}
        for row in self.rows:
            names = [getattr(row, name) for name in reversed(used)]
            known = "/".join(name for name in names if name is not None)
            found[row.place] = known if names[-1] is not None else None
        return tuple(found[place] for place in self.places)

    def of_raters(self, raters: Iterable[str]) -> UnitRatings:
        """The ratings of some raters (LabelsError if there are none)."""
        wanted = set(raters)
        return replace(self, rows=tuple(row for row in self.rows if row.rater in wanted))

    def _check_values(self) -> None:
        wrong = [
            row for row in self.rows if row.value is not None and not self.scale.has(row.value)
        ]
        if wrong:
            raise LabelsError(
                f"{len(wrong)} ratings{self._where} are not on the scale.",
                expected=f"{', '.join(self.scale.texts)}, or not scorable",
                got=_told(f"{row.value:g} of {row.unit} by {row.rater}" for row in wrong),
                do="correct them, or say which levels the scale has",
            )

    def _check_twice(self) -> None:
        seen: set[tuple[Any, ...]] = set()
        twice = []
        for row in self.rows:
            key = (row.place, row.unit, row.rater)
            if key in seen:
                twice.append(f"{row.unit} of {self.told(row.place)} by {row.rater}")
            seen.add(key)
        if twice:
            raise LabelsError(
                f"{len(twice)} ratings{self._where} are there twice.",
                expected="one rating of a unit by a rater for each frame, span or picture",
                got=_told(twice),
                do="keep one of them; give raters different names",
            )

    def _check_groups(self) -> None:
        seen: dict[Place, tuple[str | None, ...]] = {}
        for row in self.rows:
            mine = (row.trial, row.session, row.animal)
            if seen.setdefault(row.place, mine) != mine:
                raise LabelsError(
                    f"{self.told(row.place)}{self._where} belongs to two trials, sessions or "
                    "animals.",
                    expected="one of each, the same in all of its ratings",
                    got=f"{seen[row.place]} and {mine} (trial, session, animal)",
                    do="correct them",
                )

    def told(self, place: Place) -> str:
        """A place in words: 'frame 120'."""
        return ", ".join(f"{name} {_text(v)}" for name, v in zip(self.by, place, strict=True))


def merged(given: Sequence[UnitRatings]) -> UnitRatings:
    """Ratings of one recording from several files, such as one of each rater.

    Raises
    ------
    LabelsError
        If they are by different columns or scales, or have a rating twice.
    """
    first = given[0]
    for one in given[1:]:
        if one.by != first.by or one.scale.levels != first.scale.levels:
            raise LabelsError(
                f"{first.source!r} and {one.source!r} cannot be ratings of one recording.",
                expected="the same scale, and the same columns that say what was rated",
                got=f"{' and '.join(first.by)}, and {' and '.join(one.by)}",
                do="give each by itself, or bring them into one form",
            )
    rows = tuple(row for one in given for row in one.rows)
    notes = tuple(dict.fromkeys(note for one in given for note in one.notes))
    return UnitRatings(rows, first.by, first.scale, notes, ", ".join(one.source for one in given))


def _renamed(row: UnitRating) -> UnitRating:
    return replace(row, unit=checked_unit(row.unit))


def _told(rows: Iterable[str]) -> str:
    every = list(rows)
    more = f" (and {len(every) - _SHOWN} more)" if len(every) > _SHOWN else ""
    return "; ".join(every[:_SHOWN]) + more


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
