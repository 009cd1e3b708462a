"""Tables of pictures of several persons, as one table a person: folds leave out persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..frame_features.table import FrameTable
from ..learning import Groups, Target


@dataclass(frozen=True, eq=False)
class Divided:
    """Tables as they are trained on, and where their rows come from.

    Attributes
    ----------
    given : tuple of FrameTable
    tables : tuple of FrameTable
    target : Target
    groups : Groups
    trials : tuple of (rows,) int arrays, or None
    rows : tuple of (int, (rows,) int array)
        For each of them the number of the given table, and its rows there.
    by_person : bool
        Whether tables were divided.
    """

    given: tuple[FrameTable, ...]
    tables: tuple[FrameTable, ...]
    target: Target
    groups: Groups
    trials: tuple[np.ndarray, ...] | None
    rows: tuple[tuple[int, np.ndarray], ...]
    by_person: bool = False

    def left_out(self, level: str) -> str:
        """What a fold of a level leaves out, in a word: persons stand in for animals."""
        return "person" if self.by_person and level == "animal" else level


def divided(
    tables: Sequence[FrameTable],
    target: Target,
    groups: Groups | None,
    trials: Sequence[np.ndarray] | None,
) -> Divided:
    """Tables by person where the rows name persons and no groups are given; else as they are.

    A person takes the place of an animal.  Rows without a person stay together, unnamed; those
    without a label, such as a picture that cannot be read, are on no side of a fold.
    """
    kept = tuple(np.asarray(one) for one in trials) if trials is not None else None
    persons = [table.persons for table in tables]
    if groups is not None or not any(p is not None and any(p) for p in persons):
        every = tuple((k, np.arange(len(table))) for k, table in enumerate(tables))
        groups = groups or Groups.of(len(tables))
        return Divided(tuple(tables), tuple(tables), target, groups, kept, every)
    parts: list[tuple[int, np.ndarray]] = []
    names: list[str | None] = []
    for number, (table, own) in enumerate(zip(tables, persons, strict=True)):
        code = np.array(["" if one is None else one for one in own or [None] * len(table)])
        named = code[code != ""]
        if named.size:
            # neither trained nor tested on: a place among the rows is all that these need
            code = np.where((code == "") & ~target.known[number], named[0], code)
        for name in dict.fromkeys(code.tolist()):
            parts.append((number, np.flatnonzero(code == name)))
            names.append(name or None)
    target = Target(
        target.name,
        target.kind,
        tuple(target.values[k][rows] for k, rows in parts),
        tuple(target.known[k][rows] for k, rows in parts),
        target.categories,
    )
    own_trials = None if kept is None else tuple(kept[k][rows] for k, rows in parts)
    pieces = tuple(tables[k].rows(rows) for k, rows in parts)
    groups = Groups.of(len(parts), animal=names)
    return Divided(tuple(tables), pieces, target, groups, own_trials, tuple(parts), True)
