"""A table of features that stays in its file: numbers are read when they are asked for.

Ten hours of 250 features at 30 frames a second are 2.2 GB in memory.  A table of this kind has the
same face and the same digest, and takes no more memory for ten hours than for one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import PathError
from ...params import canonical_json
from .columns import REASON_PREFIX, TEXT_COLUMNS
from .digests import TableDigest, digest_of, digest_of_texts
from .file_rows import FileRows
from .file_values import FileValues, ReadWhereAsked
from .format import ROWS, checked_ending
from .table import FrameTable

Texts = tuple[str | None, ...]
#: so much of a table is read at once where some of its rows are asked for
_IN_MEMORY_BYTES = 32 << 20


def open_table(path: str | Path) -> FileTable:
    """Open a table of features without reading it into memory.

    The file is read through once, block by block, and compared with what was written.

    Parameters
    ----------
    path : str or Path
        A .parquet file that `mouseface features` or `FrameTable.write` wrote.

    Returns
    -------
    FileTable
        Takes the place of the table that `read_table` gives: models and events of both are equal
        to the bit.  The file has to stay as it is while the table is used.

    Raises
    ------
    PathError
        If there is no such file, or it is a .csv file.
    ResultChangedError
        If it is not as it was written.
    ResultError
        If it is a file of another program.
    """
    from .reading import about_table, table_blocks

    if checked_ending(path) == ".csv":
        raise PathError(
            f"{path} is text, of which no rows can be read by their number.",
            expected="a .parquet file",
            got="a .csv file",
            do="make it again with a name that ends with .parquet, or write it so once: "
            "read_table('features.csv').write('features.parquet')",
        )
    digest = about_table(path)["digest"]
    for _ in table_blocks(path):
        pass
    return FileTable.of(FileRows(Path(path).absolute(), digest))


def table_of(path: str | Path) -> FrameTable:
    """A table of features in a file: opened where it is .parquet, read where it is .csv.

    Raises
    ------
    PathError, ResultError
        As `open_table` and `read_table`.
    """
    from .reading import read_table

    return read_table(path) if checked_ending(path) == ".csv" else open_table(path)


class FileTable(FrameTable):
    """Named features of a recording's frames, in a file: `open_table` gives it.

    It has all that `FrameTable` has.  `values` gives the rows that it is indexed with; each index
    reads the file again, but for some groups of rows that were used last.

    Parameters
    ----------
    source : FileRows
    names : tuple of str
    keys : tuple of str
        Of its reasons.
    about : dict
    at : (rows,) int array, optional
        Its rows; all of the file if it is None.
    texts : mapping of str to tuple, optional
        Texts of rows ('persons' …) in place of those in the file.
    """

    _source: FileRows
    _keys: tuple[str, ...]
    _at: np.ndarray | None
    _texts: Mapping[str, Texts]

    def __init__(
        self,
        source: FileRows,
        names: tuple[str, ...],
        keys: tuple[str, ...],
        about: dict[str, Any],
        at: np.ndarray | None = None,
        texts: Mapping[str, Texts] | None = None,
    ):
        vars(self).update(names=names, about=about)
        vars(self).update(_source=source, _keys=keys, _at=at, _texts=texts or {})

    @classmethod
    def of(cls, source: FileRows) -> FileTable:
        """All of a file."""
        from .reading import feature_columns

        columns = [name for name, _ in source.header["fields"]]
        keys = [c.removeprefix(REASON_PREFIX) for c in columns if c.startswith(REASON_PREFIX)]
        return cls(source, feature_columns(source.header), tuple(keys), source.header["about"])

    def _but(self, **other: Any) -> FileTable:
        parts = ("source", "names", "keys", "about", "at", "texts")
        own = {part: getattr(self, f"_{part}", getattr(self, part, None)) for part in parts}
        return FileTable(**{**own, **other})

    def __reduce__(self) -> Any:
        return FileTable, (
            self._source, self.names, self._keys, self.about, self._at, self._texts
        )  # fmt: skip

    def __len__(self) -> int:
        return self._source.header["n_rows"] if self._at is None else len(self._at)

    @property
    def values(self) -> FileValues:  # type: ignore[override]
        """The numbers as an array that is read where it is indexed."""
        return FileValues(self)

    @property
    def reasons(self) -> Mapping[str, np.ndarray]:  # type: ignore[override]
        """Why columns are NaN, read where it is asked for."""
        return ReadWhereAsked(self._keys, lambda key: self._whole(REASON_PREFIX + key))

    @cached_property
    def times_s(self) -> np.ndarray | None:  # type: ignore[override]
        """Seconds of each row."""
        return self._whole("time_s") if "time_s" in self._columns else None

    @cached_property
    def flags(self) -> np.ndarray | None:  # type: ignore[override]
        """`FrameFlag` bits of each row."""
        return self._whole("flags") if "flags" in self._columns else None

    @cached_property
    def images(self) -> Texts | None:  # type: ignore[override]
        """Files of pictures."""
        return self._text("images")

    @cached_property
    def labels(self) -> Texts | None:  # type: ignore[override]
        """Labels of pictures, names of events."""
        return self._text("labels")

    @cached_property
    def persons(self) -> Texts | None:  # type: ignore[override]
        """Who is in a picture."""
        return self._text("persons")

    @cached_property
    def notes(self) -> Texts | None:  # type: ignore[override]
        """What is not as usual in a picture."""
        return self._text("notes")

    @cached_property
    def digests(self) -> Texts | None:  # type: ignore[override]
        """SHA-256 of pictures."""
        return self._text("digests")

    def block(
        self, first: int = 0, stop: int | None = None, names: Sequence[str] | None = None
    ) -> np.ndarray:
        """(rows, columns) float64 numbers of rows `first` to `stop - 1`, read from the file."""
        wanted = self._wanted(names)
        a, b, _ = slice(first, stop).indices(len(self))
        if self._at is not None:
            return self._source.take(self._at[a:b], wanted)
        return self._source.block(a, b, wanted)

    def take(self, rows: np.ndarray, names: Sequence[str] | None = None) -> np.ndarray:
        """(rows, columns) float64 numbers of single rows, read from the file."""
        wanted = self._wanted(names)
        return self._source.take(rows if self._at is None else self._at[rows], wanted)

    def _wanted(self, names: Sequence[str] | None) -> tuple[str, ...]:
        self._check_known(names or ())
        return self.names if names is None else tuple(names)

    def column(self, name: str) -> np.ndarray:
        """One feature in all rows: (rows,) float64, read from the file (ParameterError)."""
        self._check_known([name])
        return self._whole(name)

    def select(self, names: Iterable[str]) -> FileTable:
        """The table with some of its columns, in this order (ParameterError)."""
        names, keys, about = self._selected(names)
        return self._but(names=names, keys=tuple(k for k in self._keys if k in keys), about=about)

    def rows(self, which: slice | Sequence[int] | np.ndarray) -> FrameTable:
        """The table with some of its rows; few are read, many stay in the file."""
        numbers = self._numbers(which)
        at = numbers if self._at is None else self._at[numbers]
        texts = {part: tuple(own[k] for k in numbers) for part, own in self._texts.items()}
        found = self._but(at=at, texts=texts)
        few = len(at) * len(self.names) * 8 <= _IN_MEMORY_BYTES
        return found.load() if few else found

    def with_about(self, more: Mapping[str, Any]) -> FileTable:
        """The table, with more or other things said in `about`."""
        return self._but(about=json.loads(canonical_json({**self.about, **more})))

    def with_persons(self, persons: Sequence[str | None]) -> FileTable:
        """The table, with who is in each row (InputError)."""
        self._check_lengths(len(self), {"persons": persons})
        return self._but(texts={**self._texts, "persons": tuple(persons)})

    def load(self) -> FrameTable:
        """The same table in memory."""
        return self._part(0, len(self), dict(self.reasons))

    def blocks(self) -> Iterator[FrameTable]:
        """The same table in memory, some thousands of rows at a time."""
        codes = dict(self.reasons)
        for first in range(0, max(1, len(self)), ROWS):
            yield self._part(first, min(first + ROWS, len(self)), codes)

    @cached_property
    def digest(self) -> str:  # type: ignore[override]
        """SHA-256 (64 hexadecimal digits) over everything: that of the table in memory."""
        if self._at is not None:
            digest = TableDigest()
            for part in self.blocks():
                digest.add(part)
            return digest.result(self.about)
        stated = self._source.header["sums"]
        sums = {name: stated[name] for name in ("time_s", "flags") if name in stated}
        for text, column in TEXT_COLUMNS.items():
            if text in self._texts:
                sums[column] = digest_of_texts(self._texts[text])
            elif column in stated:
                sums[column] = stated[column]
        columns = (*self.names, *(REASON_PREFIX + key for key in self._keys))
        return digest_of({**sums, **{name: stated[name] for name in columns}}, self.about)

    def write(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the table as .parquet or .csv, block by block (PathError, StorageError)."""
        from .writing import open_writer

        inputs = [self._source.path]
        with open_writer(path, self.about, inputs=inputs, overwrite=overwrite) as writer:
            for part in self.blocks():
                writer.add(part)
        return Path(path)

    def _part(self, first: int, stop: int, codes: Mapping[str, np.ndarray]) -> FrameTable:
        def some(whole: Any) -> Any:
            return None if whole is None else whole[first:stop]

        return FrameTable(
            self.names,
            self.block(first, stop),
            {key: own[first:stop] for key, own in codes.items()},
            some(self.times_s),
            some(self.flags),
            **{part: some(getattr(self, part)) for part in TEXT_COLUMNS},
            about=self.about,
        )

    @property
    def _columns(self) -> Mapping[str, Any]:
        """All of the file but the number of the row."""
        return self._source.header["sums"]

    def _whole(self, column: str) -> np.ndarray:
        found = self._source.whole(column)
        return found if self._at is None else found[self._at]

    def _text(self, part: str) -> Texts | None:
        if part in self._texts:
            return self._texts[part]
        if TEXT_COLUMNS[part] not in self._columns:
            return None
        found = self._source.whole(TEXT_COLUMNS[part])
        return found if self._at is None else tuple(found[k] for k in self._at.tolist())
