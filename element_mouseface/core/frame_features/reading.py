"""Read tables of features from files, whole or block by block."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, ResultChangedError, ResultError
from ...params.fields import is_whole, parse_json, read_json, short_repr
from ..inputs import regular_file
from .columns import KINDS, REASON_PREFIX, feature_names
from .digests import TableDigest, digest_of
from .format import (
    FORMAT,
    FORMAT_VERSION,
    changed,
    checked_ending,
    description_path,
    foreign,
)
from .registry import known_definition
from .table import FrameTable


def read_table(path: str | Path, *, columns: Iterable[str] | None = None) -> FrameTable:
    """Read a table of features that `FrameTable.write` or `mouseface features` wrote.

    Parameters
    ----------
    path : str or Path
        A .parquet file, or a .csv file with its description beside it.
    columns : iterable of str, optional
        Features to read, in this order; all by default. Others are neither read nor compared.

    Returns
    -------
    FrameTable
        The same as was written, digest included.

    Raises
    ------
    PathError
        If there is no such file.
    ResultChangedError
        If it is not as it was written.
    ResultError
        If it is a file of another program.
    ParameterError
        If there is no column of a name.
    """
    stored, chosen = opened(path), None if columns is None else list(columns)
    wanted = stored.wanted(chosen)
    table = stored.made(stored.rows(wanted))
    stored.compare(_digest_of_block(table), wanted)
    return table if chosen is None else table.select(chosen)


def table_blocks(
    path: str | Path, *, columns: Iterable[str] | None = None
) -> Iterator[tuple[int, FrameTable]]:
    """Read a table block by block, so that memory does not grow with its rows.

    Parameters
    ----------
    path, columns
        As `read_table` takes them.

    Yields
    ------
    first : int
        Number of the block's first row.
    block : FrameTable

    Raises
    ------
    ResultError
        As `read_table`; a changed column is found when all blocks are read.
    """
    stored, chosen = opened(path), None if columns is None else list(columns)
    wanted = stored.wanted(chosen)
    digest, first = TableDigest(), 0
    for rows in stored.blocks(wanted):
        block = stored.made(rows)
        digest.add(block)
        yield first, block if chosen is None else block.select(chosen)
        first += len(block)
    stored.compare(digest, wanted)


def about_table(path: str | Path) -> dict[str, Any]:
    """The description of a table's file: its digest, `about`, and the names of its columns.

    Raises
    ------
    PathError, ResultError
        As `read_table`.
    """
    header = opened(path).header
    return {**header, "names": [name for name in feature_columns(header)]}


class StoredTable:
    """A file that was opened, and its description."""

    def __init__(self, path: Path, header: dict[str, Any], source: Any):
        self.path, self.header, self._source = path, header, source

    def wanted(self, columns: Iterable[str] | None) -> list[str]:
        """The columns of the file that are to be read for some features."""
        fields = [name for name, _ in self.header["fields"]]
        if columns is None:
            return fields
        names = feature_columns(self.header)
        try:
            no_rows = FrameTable(names, np.empty((0, len(names))), about=self.header["about"])
        except InputError as error:
            raise changed(self.path, error.what) from error
        some = no_rows.select(columns).names
        keys = {key for name in some for key in (name, no_rows.shared_reason(name))}
        left_out = set(names) - set(some)
        return [
            name
            for name in fields
            if name not in left_out
            and (not name.startswith(REASON_PREFIX) or name.removeprefix(REASON_PREFIX) in keys)
        ]

    def rows(self, wanted: list[str]) -> Any:
        """All rows of some columns, as an Arrow table (ResultChangedError)."""
        return self._source.rows(wanted)

    def blocks(self, wanted: list[str]) -> Iterator[Any]:
        """Some columns, some rows at a time (ResultChangedError)."""
        return self._source.blocks(wanted)

    @property
    def group_sizes(self) -> list[int]:
        """Rows of each group of a Parquet file."""
        return self._source.group_sizes

    def group(self, number: int, wanted: list[str]) -> Any:
        """Some columns of one group of a Parquet file (ResultChangedError)."""
        return self._source.group(number, wanted)

    def made(self, rows: Any) -> FrameTable:
        """A table from rows of the file (ResultChangedError)."""
        from .arrow import parts_of

        due = {name: kind for name, kind in self.header["fields"]}
        for field in rows.schema:
            if str(field.type) != due[field.name]:
                got = f"{field.name} of {field.type} instead of {due[field.name]}"
                raise changed(self.path, got)
        try:
            return FrameTable(**parts_of(rows), about=dict(self.header["about"]))
        except InputError as error:
            raise changed(self.path, error.what) from error

    def compare(self, digest: TableDigest, wanted: list[str]) -> None:
        """Compare what was read with the digests of when it was written (ResultChangedError)."""
        due, found = self.header["sums"], digest.sums()
        if wrong := [name for name in wanted if name in due and found.get(name) != due[name]]:
            raise changed(self.path, f"{', '.join(wrong[:5])} differ from what was written")


def feature_columns(header: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a file that are features, by its description."""
    return tuple(feature_names([name for name, _ in header["fields"]]))


def _digest_of_block(table: FrameTable) -> TableDigest:
    digest = TableDigest()
    digest.add(table)
    return digest


def opened(path: str | Path) -> StoredTable:
    """A file of features with its description (PathError, ResultError)."""
    from .stored_rows import open_csv, open_parquet

    path = regular_file(path, "table of features")
    if checked_ending(path) == ".parquet":
        text, source = open_parquet(path)
        header = _parsed(path, text)
    else:
        beside = description_path(path)
        if not beside.exists():
            raise foreign(path, f"no {beside.name} beside it")
        header = read_json(beside, "file", "the description of a table", error=ResultChangedError)
        source = None
    _check_header(path, header)
    source = source or open_csv(path, header["fields"])
    if source.n_rows not in (None, header["n_rows"]):
        raise changed(path, f"{source.n_rows} rows instead of {header['n_rows']}")
    return StoredTable(path, header, source)


def _parsed(path: Path, text: bytes | None) -> Any:
    if text is None:
        raise foreign(path, "no description in its metadata")
    return parse_json(text, f"description in {path}", "JSON", error=ResultChangedError)


def _check_header(path: Path, header: Any) -> None:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise foreign(path, short_repr(header))
    version = header.get("format_version")
    if version != FORMAT_VERSION:
        raise ResultError(
            f"{path} is a table of another version of the format.",
            expected=str(FORMAT_VERSION),
            got=short_repr(version),
            do="install a newer element_mouseface",
        )
    if not _is_whole(header):
        raise changed(path, "its description is not whole")
    if digest_of(header["sums"], header["about"]) != header.get("digest"):
        raise changed(path, "its description does not match its digest")
    _check_meaning(path, header)


def _is_whole(header: dict[str, Any]) -> bool:
    """Whether a description has all entries, each of its type, as `TableWriter` wrote them."""
    about, sums, fields = (header.get(name) for name in ("about", "sums", "fields"))
    if not isinstance(about, dict) or not isinstance(sums, dict) or not isinstance(fields, list):
        return False
    if not isinstance(header.get("definitions"), dict) or not is_whole(header.get("n_rows")):
        return False
    pairs = all(isinstance(f, list) and len(f) == 2 for f in fields)
    texts = pairs and all(isinstance(text, str) for field in fields for text in field)
    if not texts or [name for name, _ in fields[1:]] != list(sums):
        return False
    kinds = [kind for kind, name in KINDS.items() if [name] == [n for n, _ in fields[:1]]]
    return kinds == [about.get("kind")] and isinstance(about.get("columns", {}), dict)


def _check_meaning(path: Path, header: dict[str, Any]) -> None:
    """Refuse columns that the registry of another release defined otherwise."""
    stated = header["definitions"]
    for name in feature_columns(header):
        own = header["about"].get("columns", {}).get(name)
        known = known_definition(name)
        due = own or (known and dataclasses.asdict(known))
        if due != stated.get(name):
            raise ResultError(
                f"The column {name!r} of {path} has another meaning than here.",
                expected=short_repr(due or "a column of this release"),
                got=short_repr(stated.get(name)),
                do="read it with the release that wrote it, or install a newer element_mouseface",
            )
