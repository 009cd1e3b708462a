"""Write tables of features block by block; a file appears when it is complete."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from ... import __version__
from ...errors import ResultError
from ..outputs import whole_files
from .arrow import to_arrow
from .columns import Block
from .digests import TableDigest, digest_of
from .format import FORMAT, FORMAT_VERSION, ROWS, checked_ending, description_path
from .stored_rows import CsvRows, ParquetRows


class TableWriter:
    """Takes the blocks of a table in order, and writes them in groups of equal size."""

    def __init__(self, make: Callable[[pa.Schema], Any], about: Mapping[str, Any]):
        self._make, self._about = make, about
        self._file: ParquetRows | CsvRows | None = None
        self._digest, self._n_rows = TableDigest(), 0
        self._waiting: list[pa.Table] = []
        self._like: tuple[Any, ...] | None = None
        self._fields: list[list[str]] = []

    def add(self, block: Block) -> None:
        """Append rows; every block has the same columns.

        Raises
        ------
        ResultError
            If it has others than the first.
        """
        rows = to_arrow(block, self._n_rows)
        like = (block.kind, *rows.schema.names)
        if self._like is None:
            self._like, self._about = like, {**block.about, **self._about}
            self._fields = [[f.name, str(f.type)] for f in rows.schema]
            self._definitions = {
                name: dataclasses.asdict(block.definition(name)) for name in block.names
            }
            self._file = self._make(rows.schema)
        if like != self._like:
            raise ResultError("Blocks of a table of features have different columns.")
        self._digest.add(block)
        self._n_rows += len(block)
        self._waiting.append(rows)
        self._flush(ROWS)

    def _flush(self, least: int) -> None:
        if self._waiting and sum(rows.num_rows for rows in self._waiting) >= least:
            rows = pa.concat_tables(self._waiting)
            whole = rows.num_rows - rows.num_rows % ROWS if least == ROWS else rows.num_rows
            for first in range(0, whole, ROWS):
                self._file.write(rows.slice(first, min(ROWS, whole - first)))  # type: ignore
            self._waiting = [rows.slice(whole)]

    def describe(self, about: Mapping[str, Any]) -> None:
        """Add what is known only after the last row to what the table is about."""
        self._about = {**self._about, **about}

    def end(self) -> dict[str, Any]:
        """Write what is left, and the description."""
        if self._file is None:
            raise ResultError("A table of features without any block cannot be written.")
        self._flush(1)
        sums = self._digest.sums()
        header = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "code": __version__,
            "digest": digest_of(sums, self._about),
            "n_rows": self._n_rows,
            "fields": self._fields,
            "sums": sums,
            "about": self._about,
            "definitions": self._definitions,
        }
        self._file.close(header)
        return header

    def abandon(self) -> None:
        """Close the file as it is."""
        if self._file is not None:
            self._file.abandon()


@contextmanager
def open_writer(
    path: str | Path,
    about: Mapping[str, Any],
    *,
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
) -> Iterator[TableWriter]:
    """A writer of a table; the file appears when the block ends, and not if it fails.

    Parameters
    ----------
    path : str or Path
        Ends with .parquet or .csv.
    about : mapping
        Of the whole table, over that of its blocks.
    inputs : iterable
        Files and folders that are read, and never written to.
    overwrite : bool
        Whether to replace another file of this name.

    Raises
    ------
    PathError, StorageError
    ResultBusyError
        If another run is writing it.
    """
    path = Path(path)
    csv = checked_ending(path) == ".csv"
    paths = (path, description_path(path)) if csv else (path,)
    what = "the table of features"
    with whole_files(*paths, what=what, inputs=inputs, overwrite=overwrite) as fresh:
        kind: Any = CsvRows if csv else ParquetRows
        writer = TableWriter(lambda schema: kind(schema, *fresh), about)
        try:
            yield writer
            writer.end()
        finally:
            writer.abandon()
