"""Tables and reports as files, and rows of results as JSON.

A value that is not defined is a blank cell or null, never "nan"; yes and no are 1 and 0 in a table.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from .whole import whole_file


def write_csv(
    path: str | Path,
    header: Sequence[str],
    rows: Iterable[Iterable[Any]],
    *,
    overwrite: bool = False,
    exact: bool = False,
) -> Path:
    """Write a table.

    Parameters
    ----------
    path : str or Path
    header : sequence of str
    rows : iterable of iterable
    overwrite : bool
        Whether an existing file is replaced.
    exact : bool
        Whether numbers have all the digits that they need to be read back as they were; six
        decimals if not.

    Raises
    ------
    PathError, StorageError
        If the file exists and may not be replaced, or cannot be written.
    """
    cell = _exact_cell if exact else _cell
    with whole_file(path, what="the table", overwrite=overwrite) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(cell, row) for row in rows)
    return Path(path)


def write_report(path: str | Path, content: dict[str, Any], *, overwrite: bool = False) -> Path:
    """Write JSON, indented (PathError, StorageError)."""
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    with whole_file(path, what="the report", overwrite=overwrite) as file:
        file.write(text)
    return Path(path)


def numbers_of(texts: Any) -> np.ndarray:
    """The numbers in a column of texts (a pandas Series), NaN where a cell is blank."""
    values = texts.to_numpy(dtype=str)
    return np.where(values == "", "nan", values).astype(np.float64)


def plain_row(row: Any) -> dict[str, Any]:
    """A row (a dataclass) as JSON has it: None for a number that is not finite."""
    return {name: _plain(value) for name, value in asdict(row).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}" if math.isfinite(value) else ""
    return int(value) if isinstance(value, bool) else value


def _exact_cell(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return repr(float(value)) if math.isfinite(value) else ""
    return int(value) if isinstance(value, np.bool_) else _cell(value)
