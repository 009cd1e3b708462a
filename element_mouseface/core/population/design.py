"""What a mixed model estimates: its columns, and the contrasts between conditions and mice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, ParameterError, check_choice
from .params import PopulationParams
from .rows import TrialRows

WITHIN, BETWEEN = "within mice", "between mice"


@dataclass(frozen=True, eq=False)
class Contrast:
    """One effect: a weighted sum of the model's columns.

    Attributes
    ----------
    effect : str
        'condition', 'amount', 'mean', the name of what differs between mice, or both of an
        interaction, joined by ' x '.
    level, against : str
        What is compared: the first minus the second.
    weights : (columns,) float64 array
    varies : str
        'within mice' or 'between mice'.
    n_mice : int
        Mice that have a say in it: both levels within them, or either between them.
    reason : str
        Why there can be no interval; '' if there can.
    """

    effect: str
    level: str
    against: str
    weights: np.ndarray
    varies: str
    n_mice: int
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Design:
    """The columns of a model of rows, and its contrasts.

    Attributes
    ----------
    kind : {'condition', 'amount', 'mean'}
    matrix : (rows, columns) float64 array
    contrasts : tuple of Contrast
    slope : (rows,) float64 array or None
        Amount about its mean, for 'amount'.
    """

    kind: str
    matrix: np.ndarray
    contrasts: tuple[Contrast, ...]
    slope: np.ndarray | None = None


def kind_of(rows: TrialRows, params: PopulationParams) -> str:
    """What is estimated: what is asked for, or the first that the rows allow.

    Raises
    ------
    InputError
        If the rows do not allow what is asked for.
    """
    conditions, amounts = len(rows.conditions), _amounts(rows)
    if params.effect == "auto":
        if conditions > 1:
            return "condition"
        return "amount" if amounts > 1 else "mean"
    if (params.effect == "condition" and conditions < 2) or (
        params.effect == "amount" and amounts < 2
    ):
        raise InputError(
            f"The effect of the {params.effect} cannot be estimated.",
            expected=f"two or more {params.effect}s with values",
            got=f"{conditions} conditions, {amounts} amounts",
            do="give rows of both, or ask for another effect",
        )
    return params.effect


def make_design(rows: TrialRows, params: PopulationParams) -> Design:
    """Columns and contrasts for rows whose values are defined.

    Raises
    ------
    InputError
        If the rows do not allow what is asked for.
    ParameterError
        If a reference is not among the conditions or groups.
    """
    kind = kind_of(rows, params)
    if kind == "amount":
        return _amount_design(rows, params)
    cells = list(dict.fromkeys(_cells(rows)))
    place = {cell: k for k, cell in enumerate(cells)}
    matrix = np.zeros((len(rows), len(cells)))
    matrix[np.arange(len(rows)), [place[cell] for cell in _cells(rows)]] = 1.0
    conditions = _ordered(rows.conditions, params.reference, "reference")
    groups = _groups(rows, params)
    maker = _Contrasts(rows, place, kind)
    found: list[Contrast] = []
    if kind == "condition":
        found += [maker.of_conditions(one, conditions[0], groups) for one in conditions[1:]]
    else:
        found += [maker.mean(one, groups) for one in conditions]
    for group in groups[1:]:
        found.append(maker.of_groups(group, groups[0], conditions, rows.between))
        if kind == "condition":
            found += [
                maker.interaction((one, conditions[0]), (group, groups[0]), rows.between)
                for one in conditions[1:]
            ]
    return Design(kind, matrix, tuple(found))


def _amounts(rows: TrialRows) -> int:
    if rows.amount is None:
        return 0
    return len(np.unique(rows.amount[np.isfinite(rows.amount)]))


def _cells(rows: TrialRows) -> list[tuple[str, str]]:
    groups: Sequence[str] = rows.group if rows.group is not None else ("",) * len(rows)
    return list(zip(groups, rows.condition, strict=True))


def _groups(rows: TrialRows, params: PopulationParams) -> list[str]:
    if rows.group is None:
        return [""]
    return _ordered(tuple(dict.fromkeys(rows.group)), params.between_reference, "between_reference")


def _ordered(levels: Sequence[str], first: str, what: str) -> list[str]:
    if not first:
        return list(levels)
    check_choice(
        f"The {what} is not among the rows.", first, levels, do="name one of these",
        error=ParameterError,
    )  # fmt: skip
    return [first, *(level for level in levels if level != first)]


class _Contrasts:
    """Makes contrasts of cells (group, condition)."""

    def __init__(self, rows: TrialRows, place: dict[tuple[str, str], int], kind: str):
        self.place, self.kind = place, kind
        self.mice: dict[tuple[str, str], set[str]] = {}
        for mouse, cell in zip(rows.mouse, _cells(rows), strict=True):
            self.mice.setdefault(cell, set()).add(mouse)

    def _weights(self, parts: dict[tuple[str, str], float]) -> np.ndarray:
        out = np.zeros(len(self.place))
        for cell, weight in parts.items():
            out[self.place[cell]] += weight
        return out

    def _nothing(self, names: tuple[str, str, str], why: str) -> Contrast:
        return Contrast(*names, np.zeros(len(self.place)), BETWEEN, 0, why)

    def of_conditions(self, one: str, other: str, groups: Sequence[str]) -> Contrast:
        """A condition against another: the mean over groups that have both."""
        used = [g for g in groups if (g, one) in self.place and (g, other) in self.place]
        names = ("condition", one, other)
        if not used:
            return self._nothing(names, "no group of mice has both conditions")
        cells = {(g, one): 1 / len(used) for g in used} | {(g, other): -1 / len(used) for g in used}
        return self._told(names, cells, [((g, one), (g, other)) for g in used])

    def mean(self, one: str, groups: Sequence[str]) -> Contrast:
        """The mean of a condition, of groups with one weight each."""
        cells = {(g, one): 1.0 for g in groups if (g, one) in self.place}
        weights = self._weights({cell: 1 / len(cells) for cell in cells})
        few = [cell for cell in cells if len(self.mice[cell]) < 2]
        why = _few(len(self.mice[few[0]]), few[0][0]) if few else ""
        n = sum(len(self.mice[cell]) for cell in cells)
        return Contrast("mean", one, "0", weights, WITHIN, n, why)

    def of_groups(self, one: str, other: str, conditions: Sequence[str], name: str) -> Contrast:
        """A group of mice against another: the mean over conditions that both have."""
        used = [c for c in conditions if (one, c) in self.place and (other, c) in self.place]
        names = (name, one, other)
        if not used:
            return self._nothing(names, "the groups have no condition in common")
        cells = {(one, c): 1 / len(used) for c in used} | {(other, c): -1 / len(used) for c in used}
        return self._told(names, cells, [((one, c), (other, c)) for c in used])

    def interaction(
        self, conditions: tuple[str, str], groups: tuple[str, str], name: str
    ) -> Contrast:
        """How much a difference between conditions differs between groups."""
        (one, other), (group, rest) = conditions, groups
        names = (f"condition x {name}", f"{one} - {other} of {group}", f"that of {rest}")
        corners = {(group, one): 1.0, (group, other): -1.0, (rest, one): -1.0, (rest, other): 1.0}
        if any(cell not in self.place for cell in corners):
            return self._nothing(names, "a group of mice has not both conditions")
        mice = [self.mice[(g, one)] | self.mice[(g, other)] for g in groups]
        return Contrast(
            *names, self._weights(corners), BETWEEN, sum(map(len, mice)), _alone(groups, mice)
        )

    def _told(
        self,
        names: tuple[str, str, str],
        cells: dict[tuple[str, str], float],
        pairs: Sequence[tuple[tuple[str, str], tuple[str, str]]],
    ) -> Contrast:
        both = [self.mice[a] & self.mice[b] for a, b in pairs]
        weights = self._weights(cells)
        if all(both):
            n = len(set.union(*both))
            least = min(range(len(both)), key=lambda k: len(both[k]))
            few = len(both[least]) < 2
            why = _few(len(both[least]), pairs[least][0][0]) if few else ""
            return Contrast(*names, weights, WITHIN, n, why)
        sides = [self.mice[a] for a, _ in pairs], [self.mice[b] for _, b in pairs]
        mice = [set.union(*side) for side in sides]
        return Contrast(*names, weights, BETWEEN, len(mice[0] | mice[1]), _alone(names[1:], mice))


def _few(n: int, group: str = "") -> str:
    """Why so few mice (of a group) have no interval."""
    of = f" of {group!r}" if group else ""
    do = "; without groups of mice there may be enough" if group else ""
    return (
        f"{n} mouse{of}: how much mice differ is not known, so that nothing can be said of other "
        f"mice{do}"
    )


def _alone(names: Sequence[str], mice: Sequence[set[str]]) -> str:
    """Why groups of these mice cannot be compared; '' if they can."""
    for name, own in zip(names, mice, strict=True):
        if len(own) < 2:
            return (
                f"{len(own)} mouse in {name!r}: what is of this mouse cannot be told from what is "
                "of its group, however many trials it has"
            )
    return ""


def _amount_design(rows: TrialRows, params: PopulationParams) -> Design:
    """An intercept and a slope for each group of mice."""
    amount = rows.amount
    if amount is None or not np.isfinite(amount).all():
        raise InputError(
            "Some rows have no amount.",
            expected="the amount of every row that has a value",
            got=f"{len(rows) if amount is None else int((~np.isfinite(amount)).sum())} without",
            do="fill the column in, or leave these rows out",
        )
    groups = _groups(rows, params)
    slope = amount - amount.mean()
    own = np.array([groups.index(g) for g in rows.group] if rows.group else [0] * len(rows))
    matrix = np.zeros((len(rows), 2 * len(groups)))
    matrix[np.arange(len(rows)), 2 * own] = 1.0
    matrix[np.arange(len(rows)), 2 * own + 1] = slope
    mice = [{m for m, o in zip(rows.mouse, own, strict=True) if o == k} for k in range(len(groups))]
    varied = [
        {m for m in of if len(np.unique(amount[[one == m for one in rows.mouse]])) > 1}
        for of in mice
    ]
    weights = np.zeros(2 * len(groups))
    weights[1::2] = 1 / len(groups)
    unit = f"1 {rows.amount_unit or 'unit'}"
    within = all(len(one) >= 2 for one in varied)
    few = [len(one) for one in mice if len(one) < 2]
    found = [
        Contrast(
            *("amount", f"+{unit}", "0"), weights, WITHIN if within else BETWEEN,
            sum(map(len, varied if within else mice)), _few(few[0]) if few else "",
        )
    ]  # fmt: skip
    for k in range(1, len(groups)):
        for name, place in ((rows.between, 0), (f"amount x {rows.between}", 1)):
            weights = np.zeros(2 * len(groups))
            weights[2 * k + place], weights[place] = 1.0, -1.0
            pair = [mice[k], mice[0]]
            why = _alone((groups[k], groups[0]), pair)
            n = len(pair[0] | pair[1])
            found.append(Contrast(name, groups[k], groups[0], weights, BETWEEN, n, why))
    return Design("amount", matrix, tuple(found), slope)
