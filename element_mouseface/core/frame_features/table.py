"""A table of named features: one row for each frame, picture or event, one column a feature."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, ParameterError, check_choice, raised_as
from ...params import canonical_json
from ..features.named.definitions import FeatureDefinition
from ..objects import FrameData, FrameObjects
from .columns import KINDS, TEXT_COLUMNS, reason_key
from .reasons import Reason
from .registry import REGISTRY_VERSION, definition

if TYPE_CHECKING:
    import pandas as pd

_TEXTS = tuple(TEXT_COLUMNS)


@dataclass(frozen=True, eq=False)
class FrameTable(FrameObjects):
    """Named features of a recording's frames, of pictures, or of events.

    Attributes
    ----------
    names : tuple of str
        One for each column: 'REGION:FEATURE', such as 'crop:intensity_mean', 'cheek:edge_density',
        'points:eye_area' or 'motion:component_1'.
    values : ndarray (rows, columns) of float64
        NaN where a feature is undefined.
    reasons : mapping of str to ndarray (rows,) of uint8
        Why columns are NaN: `Reason` codes, by column, or for several columns by their region and
        group ('crop:texture'; by their source where that is not the thumbnail: 'crop:cells').  A
        code says nothing of a column with a number in that row.
    times_s : ndarray (rows,) of float64, or None
        Seconds on the movie's clock; of events, their onset.
    flags : ndarray (rows,) of uint16, or None
        `FrameFlag` bits of each frame.
    images, labels, persons : tuple of (str or None), or None
        Of pictures: the file's name, its label, the person in it.
    notes : tuple of (str or None), or None
        Of pictures: why one cannot be read, or what is not as usual in it.
    digests : tuple of (str or None), or None
        Of pictures: SHA-256 of the pixels as they are used. Equal ones are the same picture.
    about : dict
        JSON: 'kind' of the rows (`KINDS`), what the table was made of, with which parameters; and
        'columns', the definition of columns that are not in the registry, by name.

    Raises
    ------
    InputError
        If the parts do not fit each other, a name is there twice or has no definition, or a value
        is infinite.
    """

    names: tuple[str, ...]
    values: np.ndarray
    reasons: Mapping[str, np.ndarray] = field(default_factory=dict)
    times_s: np.ndarray | None = None
    flags: np.ndarray | None = None
    images: tuple[str | None, ...] | None = None
    labels: tuple[str | None, ...] | None = None
    persons: tuple[str | None, ...] | None = None
    notes: tuple[str | None, ...] | None = None
    digests: tuple[str | None, ...] | None = None
    about: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fix = object.__setattr__
        fix(self, "names", tuple(map(str, self.names)))
        what, do = "These numbers cannot be a table of features.", "give an array (rows, columns)"
        with raised_as(InputError, what, do=do, of=(TypeError, ValueError)):
            fix(self, "values", np.atleast_1d(np.asarray(self.values, np.float64)))
        n = len(self.values)
        fix(self, "about", _plain({"kind": "frames", "registry": REGISTRY_VERSION, **self.about}))
        _check_names(self)
        if self.values.shape != (n, len(self.names)) or np.isinf(self.values).any():
            raise InputError(
                "These numbers cannot be a table of features.",
                expected=f"(rows, {len(self.names)} columns), each finite or NaN",
                got=f"shape {self.values.shape}, {int(np.isinf(self.values).sum())} infinite",
            )
        reasons = {str(key): np.asarray(codes, np.uint8) for key, codes in self.reasons.items()}
        fix(self, "reasons", reasons)
        for name, dtype in (("times_s", np.float64), ("flags", np.uint16)):
            if (given := getattr(self, name)) is not None:
                fix(self, name, np.asarray(given, dtype))
        for name in _TEXTS:
            if (given := getattr(self, name)) is not None:
                fix(self, name, tuple(given))
        parts: dict[str, Any] = {"times_s": self.times_s, "flags": self.flags}
        parts |= {name: getattr(self, name) for name in _TEXTS}
        parts |= {f"reasons[{key!r}]": codes for key, codes in self.reasons.items()}
        self._check_lengths(n, parts)
        for key, codes in self.reasons.items():
            if codes.size and codes.max() > max(Reason):
                raise InputError(
                    f"reasons[{key!r}] has an unknown code.",
                    expected=f"codes up to {int(max(Reason))}",
                    got=str(codes.max()),
                )

    @staticmethod
    def _check_lengths(n: int, parts: Mapping[str, Any]) -> None:
        for name, part in parts.items():
            if part is not None and (len(part) != n or getattr(part, "ndim", 1) != 1):
                raise InputError(
                    f"{name} of a table of features has another number of rows.",
                    expected=f"one for each of {n} rows",
                    got=f"{len(part)}",
                )

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<FrameTable: {len(self)} {self.kind}, {len(self.names)} features>"

    @property
    def kind(self) -> str:
        """What a row is: 'frames', 'pictures' or 'events'."""
        return self.about["kind"]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def block(
        self, first: int = 0, stop: int | None = None, names: Sequence[str] | None = None
    ) -> np.ndarray:
        """(rows, columns) float64 numbers of rows `first` to `stop - 1`.

        Parameters
        ----------
        first, stop : int
        names : sequence of str, optional
            Columns, in this order; all if it is None (ParameterError).
        """
        found = self.values[first:stop]
        if names is None:
            return found
        self._check_known(names)
        return found[:, [self._places[name] for name in names]]

    def take(self, rows: np.ndarray, names: Sequence[str] | None = None) -> np.ndarray:
        """(rows, columns) float64 numbers of single rows, by their numbers (ParameterError)."""
        found = self.values[rows]
        if names is None:
            return found
        self._check_known(names)
        return found[:, [self._places[name] for name in names]]

    def column(self, name: str) -> np.ndarray:
        """One feature in all rows: (rows,) float64.

        Raises
        ------
        ParameterError
            If there is no such column.
        """
        self._check_known([name])
        return self.values[:, self._places[name]]

    def definition(self, name: str) -> FeatureDefinition:
        """The definition of a column: group, unit, source, formula (ParameterError)."""
        self._check_known([name])
        return _definition(name, self.about)

    def group(self, name: str) -> str:
        """The group of a column: 'intensity', 'texture', 'geometry', …"""
        return self.definition(name).group

    def region(self, name: str) -> str:
        """The region of a column: 'crop', a region's name, 'points' or 'motion'."""
        self._check_known([name])
        return name.partition(":")[0]

    def shared_reason(self, name: str) -> str:
        """The key in `reasons` that a column shares with others (ParameterError)."""
        return reason_key(self.region(name), self.definition(name))

    def reason(self, name: str) -> np.ndarray:
        """`Reason` codes of one column: (rows,) uint8, 0 where it has a number."""
        column, key = self.column(name), self.shared_reason(name)
        codes = self.reasons.get(name, self.reasons.get(key))
        if codes is None:
            codes = np.zeros(len(self), np.uint8)
        undefined = np.where(codes > 0, codes, np.uint8(Reason.UNDEFINED))
        return np.where(np.isnan(column), undefined, 0).astype(np.uint8)

    def why(self, name: str, row: int) -> str:
        """Why a feature is undefined in a row, as a text; '' where it has a number."""
        code = Reason(int(self.reason(name)[row]))
        return code.text if code else ""

    def select(self, names: Iterable[str]) -> FrameTable:
        """The table with some of its columns, in this order (ParameterError)."""
        names, keys, about = self._selected(names)
        reasons = {key: codes for key, codes in self.reasons.items() if key in keys}
        values = self.block(names=names)
        return replace(self, names=names, values=values, reasons=reasons, about=about)

    def _selected(self, names: Iterable[str]) -> tuple[tuple[str, ...], set[str], dict[str, Any]]:
        """Names, keys of reasons and `about` of a table with some of the columns."""
        names = tuple(names)
        self._check_known(names)
        keys = {key for name in names for key in (name, self.shared_reason(name))}
        about = {**self.about}
        if "columns" in about:
            about["columns"] = {k: v for k, v in about["columns"].items() if k in names}
        return names, keys, about

    def rows(self, which: slice | Sequence[int] | np.ndarray) -> FrameTable:
        """The table with some of its rows: a slice, numbers, or a mask (ParameterError)."""
        numbers = self._numbers(which)

        def some(part: Any) -> Any:
            if part is None or isinstance(part, np.ndarray):
                return part if part is None else part[numbers]
            return tuple(part[k] for k in numbers.tolist())

        parts = {name: some(getattr(self, name)) for name in ("times_s", "flags", *_TEXTS)}
        reasons = {key: codes[numbers] for key, codes in self.reasons.items()}
        return replace(self, values=self.values[numbers], reasons=reasons, **parts)

    def _numbers(self, which: slice | Sequence[int] | np.ndarray) -> np.ndarray:
        """The numbers of some rows."""
        given: Any = which if isinstance(which, slice) else np.atleast_1d(np.asarray(which))
        if not isinstance(which, slice) and not given.size:
            given = given.astype(np.int64)
        do = "give a slice, whole numbers, or one yes or no for each row"
        with raised_as(ParameterError, "There are no such rows.", do=do, of=(IndexError,)):
            return np.arange(len(self))[given].ravel()

    def with_persons(self, persons: Sequence[str | None]) -> FrameTable:
        """The table, with who is in each row (InputError)."""
        return replace(self, persons=tuple(persons))

    def with_about(self, more: Mapping[str, Any]) -> FrameTable:
        """The table, with more or other things said in `about`."""
        return replace(self, about={**self.about, **more})

    def to_dataframe(self, *, reasons: bool = False) -> pd.DataFrame:
        """All rows as a pandas table, as it stands in files.

        Parameters
        ----------
        reasons : bool
            Whether the columns 'reason:…' are among them, with words such as 'lost_point'.
        """
        from .arrow import to_arrow

        frame = to_arrow(self).to_pandas()
        if not reasons:
            frame = frame[[c for c in frame if not c.startswith("reason:")]]
        frame.attrs["units"] = self.frame_data().units
        return frame

    def frame_data(self) -> FrameData:
        """Each feature with its unit and definition, flags, and reasons."""
        from .frame_data import frame_data_of_table

        return frame_data_of_table(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over everything; a file of the table has the same."""
        from .digests import TableDigest

        digest = TableDigest()
        digest.add(self)
        return digest.result(self.about)

    def write(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the table as .parquet or .csv; `read_table` gives the same table back.

        Raises
        ------
        PathError, StorageError
            If another file exists, the ending is another, or it cannot be written.
        """
        from .writing import open_writer

        with open_writer(path, self.about, overwrite=overwrite) as writer:
            writer.add(self)
        return Path(path)

    def _check_known(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self._places:
                raise ParameterError(
                    f"The table has no column {name!r}.",
                    expected=f"one of {_some(self.names)}",
                )


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    """What a table is about, as a file gives it back."""
    do = "give texts, finite numbers, lists and mappings"
    what = "What a table of features is about cannot be written as JSON."
    with raised_as(InputError, what, do=do, of=(TypeError, ValueError)):
        return json.loads(canonical_json(about))


def _definition(name: str, about: Mapping[str, Any]) -> FeatureDefinition:
    columns = about.get("columns", {})
    what = "The definitions of a table's own columns cannot be used."
    do = "give the fields of FeatureDefinition by the column's name"
    with raised_as(InputError, what, do=do, of=(TypeError, AttributeError)):
        own = columns.get(name)
        return definition(name) if own is None else FeatureDefinition(**own)


def _check_names(table: FrameTable) -> None:
    check_choice("A table of features has rows of another kind.", table.about["kind"], KINDS)
    names = table.names
    twice = (
        sorted({name for name in names if names.count(name) > 1})
        if (len(set(names)) < len(names))
        else []
    )
    if twice:
        raise InputError("Columns of a table have the same name.", got=_some(twice))
    for name in names:
        region, colon, feature = name.partition(":")
        if not (region.strip() and colon and feature):
            raise InputError(
                f"The column {name!r} has no region.",
                expected="REGION:FEATURE, such as crop:intensity_mean",
            )
        _definition(name, table.about)


def _some(names: Sequence[str]) -> str:
    return ", ".join(list(names)[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
