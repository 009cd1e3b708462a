"""Columns of tables of named features, as models take them: the same in every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InputError, ResultMismatchError
from ...params.fields import Fields
from ..frame_features.registry import definition_digest
from ..frame_features.table import FrameTable
from ..learning.parallel import count_workers, in_threads
from ..learning.protocols import FittedFeatures
from ..learning.rows import Rows
from ..learning.spans import Span
from .ranges import ranges_of

_SHOWN = 5
#: source of columns that are components of motion
_BASIS = "motion basis"
#: and of those that a model of human faces found
_LANDMARKS = "landmarks"


@dataclass(frozen=True, eq=False)
class FittedTableFeatures:
    """Which columns a model looks at.

    Attributes
    ----------
    names : tuple of str
    usable : (columns,) bool array
        Columns with enough numbers in the training rows, that vary there; the others are NaN
        for the model.
    definitions : tuple of str
        Digest of the definition of each column: a table in which a name means something else is
        refused.
    groups, units, sources : tuple of str
        'texture' and the like, the unit, and what each column is computed from.
    settings : mapping
        Of the tables, as far as they change numbers: `settings_of`.
    """

    names: tuple[str, ...]
    usable: np.ndarray
    definitions: tuple[str, ...]
    groups: tuple[str, ...]
    units: tuple[str, ...]
    sources: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, recording: Any, first: int = 0, stop: int | None = None) -> np.ndarray:
        """(rows, columns) float32 features of rows `first` to `stop - 1` of a table."""
        found = recording.block(first, stop, self.names).astype(np.float32)
        found[:, ~self.usable] = np.nan
        return found

    def check(self, table: FrameTable) -> None:
        """Refuse a table whose columns are not those of the training tables.

        Raises
        ------
        ResultMismatchError
            If a column is missing or defined in another way, or the table was made with other
            settings.
        """
        there = set(table.names)
        missing = [n for n, used in zip(self.names, self.usable, strict=True) if n not in there]
        if missing:
            raise ResultMismatchError(
                "The table lacks features that the model looks at.",
                expected=f"the {len(self.names)} columns that it was trained on",
                got=f"no {_some(missing)}",
                do="compute the features with the same regions, points and groups",
            )
        other = [
            f"{name} ({unit} there, {table.definition(name).unit} here)"
            if table.definition(name).unit != unit
            else name
            for name, unit, due in zip(self.names, self.units, self.definitions, strict=True)
            if definition_digest(table.definition(name)) != due
        ]
        if other:
            raise ResultMismatchError(
                "Features of the table are not what the model was trained on: they have the same "
                "names and other definitions.",
                expected="columns as the training tables define them",
                got=_some(other),
                do="compute the features with the version that the model was trained with, or "
                "train again",
            )
        found = settings_of(table)
        # the kind of rows first: what else differs follows from it
        for name in sorted({*found, *self.settings}, key=lambda name: (name != "kind", name)):
            if name in (_BASIS, _LANDMARKS) and name not in self.sources:
                continue
            if found.get(name) != self.settings.get(name):
                raise ResultMismatchError(
                    "The rows of the table are not of the kind that the model was trained on."
                    if name == "kind"
                    else f"The features were computed with another {name}.",
                    expected=f"as for the training: {_short(self.settings.get(name))}",
                    got=_short(found.get(name)),
                    do=_of_these_rows(self.settings.get(name))
                    if name == "kind"
                    else "compute the features with the model's settings",
                )

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "names": list(self.names),
            "usable": [bool(one) for one in self.usable],
            "definitions": list(self.definitions),
            "groups": list(self.groups),
            "units": list(self.units),
            "sources": list(self.sources),
            "settings": dict(self.settings),
        }

    @classmethod
    def from_fields(cls, about: Fields) -> FittedTableFeatures:
        """The features of `to_dict`, checked."""
        names = about.texts("names", 1)
        texts: dict[str, tuple[str, ...]] = {}
        for name in ("definitions", "groups", "units", "sources"):
            values = about.items(name)
            if len(values) != len(names) or not all(isinstance(one, str) for one in values):
                raise about.refused(name, f"{len(names)} texts", str(values)[:80])
            texts[name] = tuple(values)
        usable = about.items("usable")
        if len(usable) != len(names) or not all(isinstance(one, bool) for one in usable):
            raise about.refused("usable", f"{len(names)} truth values", str(usable)[:80])
        settings = about.inner("settings").plain()
        return cls(names, np.array(usable), **texts, settings=settings)


@dataclass(frozen=True)
class TableFeatures:
    """Makes features of tables: which columns can be used is found in the training rows alone.

    Parameters
    ----------
    columns : tuple of str or None
        The columns to look at; all that the tables have if it is None.
    min_defined : float
        Share of the training rows in which a column must have a number.
    """

    columns: tuple[str, ...] | None = None
    min_defined: float = 0.5

    def fit(
        self, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
    ) -> list[FittedTableFeatures]:
        """Features for each training set.

        Raises
        ------
        InputError
            If tables have different columns, or one of `columns` is not there.
        ResultMismatchError
            If tables define a column in different ways or were made with other settings.
        """
        first = recordings[0]
        names = self._names(recordings)
        defined = [first.definition(name) for name in names]
        whole = FittedTableFeatures(
            names,
            np.ones(len(names), bool),
            tuple(map(definition_digest, defined)),
            tuple(one.group for one in defined),
            tuple(one.unit for one in defined),
            tuple(one.source for one in defined),
            settings_of(first),
        )
        for table in recordings[1:]:
            whole.check(table)
        ranges = ranges_of(whole, recordings, trainings)
        return [replace(whole, usable=one.usable(self.min_defined)) for one in ranges]

    def _names(self, recordings: Sequence[FrameTable]) -> tuple[str, ...]:
        first = recordings[0].names
        for number, table in enumerate(recordings, start=1):
            wanted = first if self.columns is None else self.columns
            missing = [name for name in wanted if name not in table.names]
            more = [] if self.columns else [name for name in table.names if name not in first]
            if missing or more:
                raise InputError(
                    f"Table {number} has other columns than "
                    + ("table 1." if self.columns is None else "those that are asked for."),
                    expected="the same columns in each table",
                    got="; ".join(
                        f"{what} {_some(some)}"
                        for what, some in (("without", missing), ("with", more))
                        if some
                    ),
                    do="compute all tables with the same regions, points and groups, or name the "
                    "columns to look at",
                )
        seen = set(columns_that_saw(recordings))
        if self.columns is None:
            kept = tuple(name for name in first if name not in seen)
            if kept:
                return kept
        elif not seen & set(self.columns):
            return self.columns
        raise InputError(
            "Components of motion were fitted on recordings that models are tested on.",
            expected="a basis of other recordings",
            got=f"{_some(sorted(seen))} on a basis that saw what folds leave out",
            do="fit the basis on recordings that are not among these tables, or leave the "
            "columns out",
        )


def columns_that_saw(tables: Sequence[FrameTable]) -> list[str]:
    """Columns on a basis that was fitted on one of the tables' own recordings.

    Each recording is left out by a fold, whose training must not have seen it.
    """
    own = {(table.about.get("source") or {}).get("digest") for table in tables} - {None}
    fitted_on = {
        digest
        for table in tables
        for digest in (table.about.get("motion_basis") or {}).get("fitted_on", ())
    }
    if not own & fitted_on:
        return []
    first = tables[0]
    return [name for name in first.names if first.definition(name).source == _BASIS]


def rows_of(
    features: FittedFeatures,
    tables: Sequence[FrameTable],
    table: np.ndarray,
    row: np.ndarray,
) -> np.ndarray:
    """(rows, columns) float32 features of single rows, by table and number, read in pieces."""
    rows = Rows(features, tables, tuple(map(len, tables)))
    with in_threads(count_workers(None)) as run_all:
        return rows.gather(table, row, run_all)


def settings_of(table: FrameTable) -> dict[str, Any]:
    """What changes the numbers of a table's columns: kind of the rows, parameters, summary."""
    names = ("kind", "params", "summary", "window_s", "baseline_s")
    found = {name: table.about[name] for name in names if table.about.get(name) is not None}
    if isinstance(found.get("params"), Mapping):
        # which groups were computed shows in the columns
        found["params"] = {k: v for k, v in found["params"].items() if k != "groups"}
    basis = (table.about.get("motion_basis") or {}).get("digest")
    faces = (table.about.get("faces") or {}).get("model_sha256")
    more = {_BASIS: basis, _LANDMARKS: faces}
    return {**found, **{name: digest for name, digest in more.items() if digest is not None}}


def _of_these_rows(kind: Any) -> str:
    """How to have a table of the rows that a model was trained on."""
    if kind == "events":
        return "give the events of the recording: --events, or event_table(table, events, ...)"
    if kind == "frames":
        return "give the table of a movie as it is, without --events and event_table"
    return "give the table of a folder of pictures"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 200 else text[:200] + " ..."
