"""The format of the files of tables of features.

A Parquet file has the description in its metadata, under `element_mouseface`.  That of FILE.csv is
FILE.csv.json.  Both hold the digest of each column, so that an edited, mixed or truncated file is
refused.
"""

from __future__ import annotations

from pathlib import Path

from ...errors import PathError, ResultChangedError, ResultError

FORMAT, FORMAT_VERSION = "element_mouseface.frame_table", 1
ENDINGS = (".parquet", ".csv")
#: rows that are written together
ROWS = 8192


def checked_ending(path: str | Path) -> str:
    """The ending of a table's file, '.parquet' or '.csv' (PathError)."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise PathError(
            f"{path} cannot be a table of features.",
            expected=f"a name that ends with {' or '.join(ENDINGS)}",
            got=repr(ending) if ending else "no ending",
            do="name it features.parquet, or features.csv for a spreadsheet",
        )
    return ending


def description_path(path: str | Path) -> Path:
    """The file with the description of a CSV table."""
    return Path(path).with_name(f"{Path(path).name}.json")


def foreign(path: Path, got: str) -> ResultError:
    """The error for a file of another program."""
    return ResultError(
        f"{path} is no table of features of this package.",
        expected="a file that `mouseface features` or FrameTable.write wrote; a .csv has its "
        "description beside it, as FILE.csv.json",
        got=got,
        do="make it with `mouseface features`, and move both files of a .csv together",
    )


def changed(path: Path, got: str) -> ResultChangedError:
    """The error for a file that is not as it was written."""
    return ResultChangedError(
        f"{path} is damaged or was changed after it was written.",
        got=got,
        do="make it again; save a table that you edit under another name",
    )
