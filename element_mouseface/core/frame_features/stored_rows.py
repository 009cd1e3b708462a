"""Rows of Arrow tables in Parquet and CSV files, written and read a block at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from ...errors import MouseFaceError
from .arrow import TYPES
from .format import ROWS, changed, foreign

_KEY = b"element_mouseface"
#: what pyarrow raises for files that it cannot read: its own errors are among these
_FAULTS = (pa.ArrowException, OSError, ValueError, KeyError)


class ParquetRows:
    """A Parquet file that is being written."""

    def __init__(self, schema: pa.Schema, path: Path):
        texts = [field.name for field in schema if field.type == pa.string()]
        self._writer: pq.ParquetWriter | None = pq.ParquetWriter(
            path, schema, compression="zstd", use_dictionary=texts
        )

    def write(self, rows: pa.Table) -> None:
        """Append a group of rows."""
        self._open.write_table(rows, row_group_size=ROWS)

    @property
    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            raise ValueError("the file is closed")
        return self._writer

    def close(self, header: Mapping[str, Any]) -> None:
        """Write the description, and end the file."""
        self._open.add_key_value_metadata({_KEY: json.dumps(header)})
        self.abandon()

    def abandon(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()


class CsvRows:
    """A CSV file that is being written, with its description beside it.

    Numbers have as many digits as it takes to read the same numbers back.
    """

    def __init__(self, schema: pa.Schema, path: Path, description: Path):
        self._description = description
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow(schema.names)
        self._file = open(path, "ab")

    def write(self, rows: pa.Table) -> None:
        """Append rows."""
        options = arrow_csv.WriteOptions(include_header=False)
        arrow_csv.write_csv(rows, self._file, options)

    def close(self, header: Mapping[str, Any]) -> None:
        """Write the description, and end the file."""
        self.abandon()
        text = json.dumps(header, indent=1, allow_nan=False)
        self._description.write_text(text, encoding="utf-8")

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()


class _Stored:
    """A file whose rows are read.

    Attributes
    ----------
    n_rows : int or None
        As many as the file says it has; None if it does not say.
    """

    n_rows: int | None = None

    def __init__(self, path: Path):
        self.path = path

    def _reads(self, wanted: list[str]) -> Iterator[pa.Table]:
        raise NotImplementedError

    def blocks(self, wanted: list[str]) -> Iterator[pa.Table]:
        """Some columns in their order, some rows at a time."""
        with self._faults_told():
            for rows in self._reads(wanted):
                yield rows.select(wanted)

    @contextmanager
    def _faults_told(self) -> Iterator[None]:
        try:
            yield
        except MouseFaceError:
            raise
        except _FAULTS as error:
            raise changed(self.path, f"its rows cannot be read: {_short(error)}") from error

    def rows(self, wanted: list[str]) -> pa.Table:
        """All rows of some columns."""
        return pa.concat_tables(self.blocks(wanted))


class _StoredParquet(_Stored):
    def __init__(self, path: Path, file: pq.ParquetFile):
        super().__init__(path)
        self._file, self.n_rows = file, file.metadata.num_rows

    def _reads(self, wanted):
        if len(set(names := self._file.schema_arrow.names)) < len(names):
            raise changed(self.path, "two columns have the same name")
        if not self._file.num_row_groups:
            yield self._file.read(wanted)
        for group in range(self._file.num_row_groups):
            yield self._file.read_row_group(group, wanted)

    @property
    def group_sizes(self) -> list[int]:
        """Rows of each group."""
        about = self._file.metadata
        return [about.row_group(k).num_rows for k in range(about.num_row_groups)]

    def group(self, number: int, wanted: list[str]) -> pa.Table:
        """Some columns of a group in their order."""
        with self._faults_told():
            return self._file.read_row_group(number, wanted).select(wanted)


class _StoredCsv(_Stored):
    def __init__(self, path: Path, fields: list[list[str]]):
        super().__init__(path)
        self._types = {name: TYPES.get(kind, pa.string()) for name, kind in fields}

    def _reads(self, wanted):
        with open(self.path, encoding="utf-8", newline="") as file:
            names = next(csv.reader(file), [])
        if names != list(self._types):
            raise changed(self.path, "its columns are others than when it was written")
        convert = arrow_csv.ConvertOptions(
            column_types=self._types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            include_columns=wanted,
        )
        parse = arrow_csv.ParseOptions(newlines_in_values=True)
        reader = arrow_csv.open_csv(self.path, convert_options=convert, parse_options=parse)
        found = False
        for batch in reader:
            found = True
            yield pa.Table.from_batches([batch])
        if not found:
            yield reader.schema.empty_table()


def open_parquet(path: Path) -> tuple[bytes | None, _Stored]:
    """The description in a Parquet file, and its rows.

    Raises
    ------
    ResultError
        If it is no Parquet file.
    """
    try:
        file = pq.ParquetFile(path)
    except _FAULTS as error:
        raise foreign(path, _short(error)) from error
    return (file.metadata.metadata or {}).get(_KEY), _StoredParquet(path, file)


def open_csv(path: Path, fields: list[list[str]]) -> _Stored:
    """The rows of a CSV file with known columns."""
    return _StoredCsv(path, fields)


def _short(error: Exception) -> str:
    text = str(error).strip().splitlines()
    return text[0][:200] if text else type(error).__name__
