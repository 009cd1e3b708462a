"""Folders whose tables are known as CSV files alone: trained models, classifiers, ratings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import ResultChangedError, ResultError, raised_as
from ..inputs import sha256_of
from ..objects import ResultTable, table_of_dataframe
from .opened import OpenedResult

_FAULTS = (ValueError, KeyError, OSError, pd.errors.ParserError)


def opened_csv_folder(folder: Path, report: Mapping[str, Any], kind: str, do: str) -> OpenedResult:
    """The CSV files of a folder, compared with the checksums in its report where it has some.

    Parameters
    ----------
    folder : Path
    report : mapping
        Of the folder.
    kind : str
        What it holds, in words.
    do : str
        What to do where a file was changed.

    Raises
    ------
    ResultChangedError
        If a file was changed.
    ResultError
        If one cannot be read, or there is none.
    """
    sums = _checksums(report)
    names = [name for name in sums if name.endswith(".csv")] or sorted(
        path.name for path in folder.glob("*.csv")
    )
    for name, stated in sums.items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != stated:
            raise ResultChangedError(
                f"{name} in {folder} is not what was written.",
                expected="the bytes that its report has the checksum of",
                got="no file" if not path.is_file() else "a file that was edited",
                do=do,
            )
    if not names:
        raise ResultError(f"{folder} has no table.", expected="a CSV file", got="none", do=do)
    tables = tuple(_table(folder / name, do) for name in names)
    findings = report.get("findings", report.get("notes", ()))
    notes = tuple(map(str, findings)) if isinstance(findings, list) else ()
    digest = report.get("model_digest", report.get("classifier_digest", ""))
    return OpenedResult(kind, tables, notes=notes, digest=str(digest))


def _checksums(report: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    more = report.get("explanations")
    more = more.get("files") if isinstance(more, Mapping) else None
    for part in (report.get("tables"), report.get("files"), more):
        if isinstance(part, Mapping):
            # plain names alone: a report is text that anybody can write
            found |= {
                str(name): str(value)
                for name, value in part.items()
                if Path(str(name)).name == name
            }
    return found


def _table(path: Path, do: str) -> ResultTable:
    with raised_as(ResultError, f"{path} cannot be read as a table.", do=do, of=_FAULTS):
        frame = pd.read_csv(path, keep_default_na=False, na_values=[""], low_memory=False)
    return table_of_dataframe(path.stem, frame)
