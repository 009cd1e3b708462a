"""`TrialRows`: one number of each trial, with the mouse, session and condition it is of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InputError

#: Rows beside each other that correlate more than this are not independent trials.
ALIKE = 0.5
_LEAST_ROWS = 20


@dataclass(frozen=True, eq=False)
class TrialRows:
    """A measure of trials: the table that mixed models are fitted to.

    Attributes
    ----------
    mouse, session, trial, condition : tuple of str
        Of each row.  Sessions are of their mouse: two mice may both have a session 'day 1'.
    value : (n,) float64 array
        NaN where it is undefined.
    amount : (n,) float64 array or None
        Of the stimulus (a concentration, a current); NaN where it has none.
    group : tuple of str or None
        Level of what differs between mice (a genotype, a treatment).
    measure, unit, between, amount_unit : str
        What the values are, their unit, the name of what differs between mice, and the unit of
        the amounts.
    about : dict
        JSON: where the rows are from.
    notes : tuple of str
    """

    mouse: tuple[str, ...]
    session: tuple[str, ...]
    trial: tuple[str, ...]
    condition: tuple[str, ...]
    value: np.ndarray
    amount: np.ndarray | None = None
    group: tuple[str, ...] | None = None
    measure: str = "value"
    unit: str = ""
    between: str = ""
    amount_unit: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.mouse)
        fix = object.__setattr__
        for name in ("mouse", "session", "trial", "condition"):
            fix(self, name, tuple(str(one).strip() for one in getattr(self, name)))
        fix(self, "value", np.asarray(self.value, np.float64))
        if self.amount is not None:
            fix(self, "amount", np.asarray(self.amount, np.float64))
        if self.group is not None:
            fix(self, "group", tuple(str(one).strip() for one in self.group))
        parts = [self.session, self.trial, self.condition, self.value]
        parts += [part for part in (self.amount, self.group) if part is not None]
        if not n or {len(part) for part in parts} != {n}:
            raise InputError(
                "These are no rows of trials.",
                expected="one mouse, session, trial, condition and value for each row",
                got=f"{n} mice, " + ", ".join(str(len(part)) for part in parts) + " of the others",
                do="give columns of one length",
            )
        if np.isinf(self.value).any():
            raise InputError(
                "Some values are infinite.",
                expected="finite numbers, NaN where undefined",
                got=f"{int(np.isinf(self.value).sum())} infinite values",
                do="leave undefined values blank",
            )
        self._check_names()

    def _check_names(self) -> None:
        unnamed = [k for k, mouse in enumerate(self.mouse) if not mouse]
        if unnamed:
            raise InputError(
                "Some rows name no mouse.",
                expected="the mouse of every row: mice are what is counted",
                got=f"none in {len(unnamed)} of {len(self.mouse)} rows, first in row "
                f"{unnamed[0] + 1}",
                do="fill the column in",
            )
        spelled: dict[str, str] = {}
        for mouse in self.mouse:
            before = spelled.setdefault(" ".join(mouse.casefold().split()), mouse)
            if before != mouse:
                raise InputError(
                    "One mouse seems to have two names.",
                    expected="names that differ in more than capitals and spaces",
                    got=f"{before!r} and {mouse!r}",
                    do="spell it one way: it would be counted twice",
                )
        if self.group is None:
            return
        of: dict[str, str] = {}
        for mouse, group in zip(self.mouse, self.group, strict=True):
            if not group or of.setdefault(mouse, group) != group:
                raise InputError(
                    f"The {self.between or 'group'} of the mouse {mouse!r} is not clear.",
                    expected="one and the same in all its rows",
                    got=f"{of.get(mouse)!r} and {group!r}",
                    do="correct the column, or use what changes within a mouse as its condition",
                )

    def __len__(self) -> int:
        return len(self.mouse)

    @property
    def mice(self) -> tuple[str, ...]:
        """The mice, in order of their first row."""
        return tuple(dict.fromkeys(self.mouse))

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions, in order of their first row."""
        return tuple(dict.fromkeys(self.condition))

    def group_of(self) -> dict[str, str]:
        """The group of each mouse; {} without groups."""
        return {} if self.group is None else dict(zip(self.mouse, self.group, strict=True))

    def taken(self, rows: Sequence[int] | np.ndarray) -> TrialRows:
        """Some of the rows: by their numbers, or by a bool for each."""
        places = np.arange(len(self))[np.asarray(rows)]

        def of(part: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(part[k] for k in places)

        return replace(
            self,
            mouse=of(self.mouse),
            session=of(self.session),
            trial=of(self.trial),
            condition=of(self.condition),
            value=self.value[places],
            amount=None if self.amount is None else self.amount[places],
            group=None if self.group is None else of(self.group),
        )

    def keys(self) -> list[tuple[str, ...]]:
        """What tells trials apart, of each row; rows without a trial are trials by themselves."""
        named = zip(self.mouse, self.session, self.trial, self.condition, strict=True)
        return [
            (*four, "") if four[2] else (*four, str(number)) for number, four in enumerate(named)
        ]

    def averaged(self) -> tuple[TrialRows, int]:
        """One row for each trial, the mean of its rows, and how many rows the longest trial had.

        Frames of one trial are one measurement of a mouse's response, however many there are.
        """
        places: dict[tuple[str, ...], list[int]] = {}
        for number, key in enumerate(self.keys()):
            places.setdefault(key, []).append(number)
        most = max(map(len, places.values()))
        if most == 1:
            return self, 1
        first = self.taken([rows[0] for rows in places.values()])
        means = [_mean(self.value[rows]) for rows in places.values()]
        amounts = self.amount
        if amounts is not None:
            amounts = np.array([_mean(amounts[rows]) for rows in places.values()])
        return replace(first, value=np.array(means), amount=amounts), most

    def likeness_of_neighbors(self) -> float:
        """Correlation of rows with the next one of their mouse, session and condition.

        Of independent trials it is about zero; frames that follow each other are alike.  NaN where
        too few rows follow each other.
        """
        pairs: list[tuple[float, float]] = []
        places: dict[tuple[str, str, str], list[int]] = {}
        for k, key in enumerate(zip(self.mouse, self.session, self.condition, strict=True)):
            places.setdefault(key, []).append(k)
        for rows in places.values():
            values = self.value[rows]
            values = values[np.isfinite(values)]
            if len(values) >= _LEAST_ROWS:
                values = values - values.mean()
                pairs += itertools.pairwise(values)
        if len(pairs) < _LEAST_ROWS:
            return float("nan")
        before, after = np.array(pairs).T
        size = float(np.sqrt((before**2).sum() * (after**2).sum()))
        return float((before * after).sum() / size) if size > 0 else float("nan")


def _mean(values: np.ndarray) -> float:
    good = values[np.isfinite(values)]
    return float(good.mean()) if len(good) else float("nan")
