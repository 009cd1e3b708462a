"""What a result has a row a frame of, for any library: arrays with names, units and axes."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
from .rows import unit_of_name


@dataclass(frozen=True, eq=False)
class Values:
    """An array of a result.

    Attributes
    ----------
    name : str
    values : array-like (rows, ...)
        Numbers, yes or no, or texts; an array that is read when rows of it are asked for will do.
    unit : str
        '' without one.
    axes : mapping of str to sequence
        Name and labels of each axis after the first, in their order.
    about : mapping
        More that is known of it, as attributes of xarray: text and numbers.
    label_first : bool
        Whether its columns in a table are 'LABEL_NAME' and not 'NAME_LABEL'.
    absent : tuple of str
        Labels of the first further axis without any value, such as refused stimuli: NaN in an
        array of xarray, and no column anywhere else.
    refused : bool
        Whether it has no value at all, as its attributes say: then it is no time series.
    """

    name: str
    values: Any
    unit: str = ""
    axes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    label_first: bool = False
    absent: tuple[str, ...] = ()
    refused: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it has texts."""
        return np.asarray(self.values[:1]).dtype.kind in "OUS"

    @property
    def labels(self) -> list[tuple[str, ...]]:
        """The labels of each column, if all axes after the first are put side by side."""
        return [labels for labels in self._all_labels() if not self._is_absent(labels)]

    def _all_labels(self) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = [()]
        for labels in self.axes.values():
            found = [(*before, str(label)) for before in found for label in labels]
        return found

    def _is_absent(self, labels: tuple[str, ...]) -> bool:
        return bool(labels) and labels[0] in self.absent

    @property
    def columns(self) -> list[str]:
        """The names of these columns: the array's own name if it has one axis."""
        if not self.axes:
            return [self.name]
        # an array of one axis named '' is known by its labels alone
        own = [self.name] if self.name else []
        order = (lambda parts: (*parts, *own)) if self.label_first else (lambda p: (*own, *p))
        return ["_".join(order(parts)) for parts in self.labels]

    def block(self, first: int = 0, stop: int | None = None) -> np.ndarray:
        """(rows, columns) numbers of some rows."""
        rows = np.asarray(self.values[first:stop])
        every = self._all_labels()
        rows = rows.reshape(len(rows), len(every))
        if not self.absent:
            return rows
        return rows[:, [not self._is_absent(labels) for labels in every]]


@dataclass(frozen=True, eq=False)
class FrameData:
    """The arrays of a result that have a row a frame.

    Attributes
    ----------
    n_rows : int
    arrays : tuple of Values
    times_s : (rows,) float64 array or None
        NaN for a frame without a time; None without times.
    spans : mapping of str to mapping of str to (n, 2) array
        Start and stop in seconds, by kind ('bouts') and by name.
    about : mapping
        What is known of the whole.
    others : tuple of Values
        Arrays without a row a frame: `axes` names all of their axes.
    row : str
        What a row is: 'frame', 'picture', 'event'.
    numbers : (rows,) int array or None
        The number of each row; from 0 on if it is None.
    spans_at : callable (times_s) -> spans, or None
        The spans at other times of the frames; None if they are known on one clock alone.
    do_without_times : str
        Where there are no times: how to get some, if that is not the recording's `times_s`.
    """

    n_rows: int
    arrays: tuple[Values, ...]
    times_s: np.ndarray | None = None
    spans: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Values, ...] = ()
    row: str = "frame"
    numbers: np.ndarray | None = None
    spans_at: Callable[[np.ndarray], Mapping[str, Mapping[str, Any]]] | None = None
    do_without_times: str = ""

    @property
    def units(self) -> dict[str, str]:
        """The unit of each column of a table that has one."""
        found = {} if self.times_s is None else {"time_s": "s"}
        for one, names in zip(self.arrays, self.columns, strict=True):
            found |= {name: one.unit or unit_of_name(name) for name in names}
        return {name: unit for name, unit in found.items() if unit}

    def __post_init__(self) -> None:
        # regions and points are named by people: what would be equal is numbered, never lost
        taken: set[str] = {self.row, "time_s"}
        taken |= {axis for one in (*self.arrays, *self.others) for axis in one.axes}
        for part in ("arrays", "others"):
            named = tuple(_renamed(one, taken) for one in getattr(self, part))
            object.__setattr__(self, part, named)

    @property
    def columns(self) -> list[list[str]]:
        """The names of each array's columns in a table, no two of them equal."""
        taken: set[str] = {self.row, "time_s"}
        return [[_free(name, taken) for name in one.columns] for one in self.arrays]

    def at(self, times_s: Any) -> FrameData:
        """The same at other times, such as those of the experiment's clock.

        Raises
        ------
        InputError
            If there is not one number for each row.
        ParameterError
            If it has events or bouts that are known on its own clock alone.
        """
        times_s = checked_times(times_s, self.n_rows, self.row)
        if self.spans_at is not None:
            return replace(self, times_s=times_s, spans=self.spans_at(times_s))
        if self.spans:
            raise ParameterError(
                "This result has its events and bouts on the clock of its own times.",
                expected="no times_s",
                got=f"times of {len(times_s)} {self.row}s, to which events cannot be moved",
                do="leave times_s out; to have another clock, give it when the movie is scored",
            )
        return replace(self, times_s=times_s)

    @property
    def row_numbers(self) -> np.ndarray:
        """(rows,) the number of each row."""
        return np.arange(self.n_rows) if self.numbers is None else np.asarray(self.numbers)

    def timed(self) -> np.ndarray:
        """(rows,) bool: rows with a time; a warning says how many have none."""
        if self.times_s is None:
            return np.ones(self.n_rows, bool)
        timed = np.isfinite(self.times_s)
        if not timed.all():
            warnings.warn(
                f"{int((~timed).sum())} of {len(timed)} {self.row}s have no time on the clock of "
                "the events and are left out; `to_dataframe` has them all.",
                stacklevel=4,
            )
        return timed


def _free(name: str, taken: set[str]) -> str:
    """A name that is not taken yet, which then is."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name} {number}"
    taken.add(found)
    return found


def _renamed(one: Values, taken: set[str]) -> Values:
    name = _free(one.name, taken) if one.name else ""
    return one if name == one.name else replace(one, name=name)


def checked_times(times_s: Any, n_rows: int, row: str = "frame") -> np.ndarray:
    """Times as an array of float64, after a check of their number.

    Raises
    ------
    InputError
        If there is not one number for each row.
    """
    found = np.asarray(times_s)
    if found.shape != (n_rows,) or found.dtype.kind not in "iuf":
        raise InputError(
            f"There is not one time for each {row} of the result.",
            expected=f"{n_rows} numbers, in seconds; NaN for a {row} without a time",
            got=f"{found.dtype} of shape {found.shape}",
            do="give the times of the same recording, such as ClockTimes.times_s",
        )
    return found.astype(np.float64)


def plain_attributes(about: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as every file of xarray can hold them: text, numbers, arrays of numbers.

    What is None is left out, yes and no are 1 and 0, texts of a list are lines, and what is deeper
    is JSON.
    """
    found: dict[str, Any] = {}
    for name, value in about.items():
        if value is None:
            continue
        if isinstance(value, bool | np.bool_):
            found[name] = int(value)
        elif isinstance(value, str | int | float | np.integer | np.floating):
            found[name] = value
        elif isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            found[name] = "\n".join(value)
        elif isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iuf":
            found[name] = value
        else:
            found[name] = json.dumps(value, default=str, ensure_ascii=False)
    return found
