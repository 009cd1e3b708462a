"""Read ratings of units from text tables: a line a rating, a column a unit, or of PainFace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import LabelsError, check_choice
from ..inputs import TextTable, read_table
from .layouts import FORMATS, Layout, layout_of
from .scale import GRIMACE_UNITS, RatingScale, checked_unit, is_not_scorable
from .unit_ratings import Place, UnitRating, UnitRatings

_SHOWN = 5
_YES, _NO = ("1", "yes", "true", "blinded", "y"), ("0", "no", "false", "not blinded", "n")
#: PainFace writes this where it did not find a unit
_PAINFACE_NONE = "-1"


def read_unit_ratings(
    path: str | Path,
    *,
    scale: RatingScale | None = None,
    layout: str = "auto",
    rater: str | None = None,
    not_scorable: Sequence[str] = (),
) -> UnitRatings:
    """Read ratings of units by people from a text table.

    A long table has a line for each rating: unit, value, rater, and what was rated.  A wide table
    has a column for each unit.  What was rated is a frame, a time_s, an image, an event, or a span
    (start_s and stop_s, first_frame and stop_frame; half-open).  Other columns are blinded, trial,
    session, animal.

    Parameters
    ----------
    path : path
        Any separator.
    scale : RatingScale, optional
        0, 1, 2 if it is None; half-points need a scale that has them.
    layout : {'auto', 'long', 'wide', 'painface'}
    rater : str, optional
        Who rated, where the file has no column for it; by default the name of the file, or
        'PainFace'.
    not_scorable : sequence of str
        More cells that say that a unit could not be rated, such as '9'; NS, NA, NaN and 'not
        scorable' are known.  An empty cell is not rated at all.

    Returns
    -------
    UnitRatings
        `notes` say which names were mapped to units, and which columns were left out.

    Raises
    ------
    PathError
        If there is no such file.
    LabelsError
        If a unit is unknown, a value is not on the scale, a rating is there twice, or the file is
        no such table.
    """
    check_choice("There is no such layout of ratings.", layout, FORMATS, error=LabelsError)
    path, scale = Path(path), scale or RatingScale()
    expected = "a table with a column unit, or one for each unit, and one that says what was rated"
    table = read_table(path, "file of ratings", expected=expected, error=LabelsError)
    found = layout_of(table, path.name, layout)
    more = (*not_scorable, _PAINFACE_NONE) if found.layout == "painface" else tuple(not_scorable)
    lines = _Lines(table, found, path.name, scale, more, rater or found.rater or path.stem)
    rows = lines.rows()
    notes = (*found.notes, *lines.notes())
    return UnitRatings(tuple(rows), found.by, scale, notes, path.name)


@dataclass
class _Lines:
    """The lines of a table, and what cannot be used in them."""

    table: TextTable
    layout: Layout
    name: str
    scale: RatingScale
    not_scorable: tuple[str, ...]
    rater: str

    def __post_init__(self) -> None:
        self._faults: list[str] = []
        self._mapped: dict[str, str] = {}
        self._empty = 0

    def rows(self) -> list[UnitRating]:
        """The ratings of all lines.

        Raises
        ------
        LabelsError
        """
        header = self.layout.header
        found: list[UnitRating] = []
        for number, cells in zip(self.table.lines[1:], self.table.rows[1:], strict=True):
            if len(cells) != len(header):
                self._faults.append(
                    f"line {number} has {len(cells)} cells, the header {len(header)}"
                )
                continue
            try:
                found += self._of_line(dict(zip(header, cells, strict=True)))
            except LabelsError as error:
                self._faults.append(f"line {number}: {error.what} {error.got or ''}".strip())
        self._refuse()
        return found

    def notes(self) -> list[str]:
        """What was mapped or left out."""
        told = [f"{name!r} is rated as {unit}" for name, unit in self._mapped.items()]
        if self._empty:
            told.append(f"{self._empty} empty cells are not rated")
        return told

    def _of_line(self, cells: dict[str, str]) -> list[UnitRating]:
        place = self._place(cells)
        columns = self.layout.columns
        rater = cells.get(columns.get("rater", ""), "") or self.rater
        blinded = self._blinded(cells.get(columns.get("blinded", ""), ""))
        if blinded is None and self.layout.layout == "painface":
            blinded = True  # a program knows no treatment
        own = {n: cells.get(columns.get(n, ""), "") or None for n in ("trial", "session", "animal")}
        if self.layout.units:
            pairs = [(unit, cells[column]) for column, unit in self.layout.units.items()]
        else:
            pairs = [(self._unit(cells[columns["unit"]]), cells[columns["value"]])]
        found = []
        for unit, cell in pairs:
            if not cell:
                self._empty += 1
                continue
            found.append(UnitRating(unit, rater, self._value(unit, cell), place, blinded, **own))
        return found

    def _unit(self, cell: str) -> str:
        unit = checked_unit(cell)
        if cell != unit:
            self._mapped[cell] = unit
        return unit

    def _value(self, unit: str, cell: str) -> float | None:
        if is_not_scorable(cell, self.not_scorable):
            return None
        value = self.table.number(cell)
        if not self.scale.has(value):
            raise LabelsError(f"{unit} is", got=repr(cell))
        return value

    def _place(self, cells: dict[str, str]) -> Place:
        found: list[object] = []
        for name in self.layout.by:
            cell = cells[self.layout.columns[name]]
            value = cell if name == "image" else self.table.number(cell)
            whole = name in ("frame", "event", "first_frame", "stop_frame")
            good = bool(cell) if name == "image" else math.isfinite(value)  # type: ignore[arg-type]
            if not good or (whole and (value % 1 or value < 0)):  # type: ignore[operator]
                raise LabelsError(f"{name} is", got=repr(cell))
            found.append(int(value) if whole else value)
        if len(found) == 2 and not found[0] < found[1]:  # type: ignore[operator]
            raise LabelsError("the span is empty,", got=f"{found[0]} to {found[1]}")
        return tuple(found)

    def _blinded(self, cell: str) -> bool | None:
        if not cell:
            return None
        if cell.casefold() not in (*_YES, *_NO):
            raise LabelsError("blinded is", got=repr(cell))
        return cell.casefold() in _YES

    def _refuse(self) -> None:
        if not self._faults:
            return
        more = f" (and {len(self._faults) - _SHOWN} more)" if len(self._faults) > _SHOWN else ""
        raise LabelsError(
            f"{len(self._faults)} lines of the file of ratings {self.name!r} cannot be used.",
            expected=f"units {', '.join(GRIMACE_UNITS)}; ratings of "
            f"{', '.join(self.scale.texts)}, not scorable (NS, NA), or empty where nobody rated",
            got="; ".join(self._faults[:_SHOWN]) + more,
            do="correct them; --levels (RatingScale) has other levels, --not-scorable "
            "(not_scorable=) other spellings",
        )
