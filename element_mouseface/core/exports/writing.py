"""Write any result as files of another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import PathError, check_choice
from ..outputs import checked_file, checked_folder
from . import folder as tables
from .any_result import open_any_result
from .mat_file import check_size, write_mat
from .opened import OpenedResult
from .tables_of import opened_of

if TYPE_CHECKING:
    import pandas as pd

FORMATS: tuple[str, ...] = (*tables.FORMATS, "mat")


def export_result(
    result: Any, out: str | Path, *, format: str | None = None, overwrite: bool = False
) -> Path:
    """Write any result as CSV or Parquet files, or as one MATLAB file.

    Parameters
    ----------
    result
        A result in memory, or the path of a folder or file of this package.
    out : str or Path
        A file that ends with .mat for MATLAB; else a folder.
    format : {'csv', 'parquet', 'mat'}, optional
        By default 'mat' if `out` ends so, else 'csv'.
    overwrite : bool
        Whether to replace what another result or program left there.

    Returns
    -------
    Path

    Raises
    ------
    ParameterError, PathError
        If the format is unknown or does not go with `out`, or other files are there.
    ResultError
        If it is no result of this package, is not complete, or too large for MATLAB.
    StorageError
        If a file cannot be written.
    """
    out = Path(out)
    format = format_of(out, format)
    source = Path(result) if isinstance(result, str | Path) else None
    if source is not None:
        check_place(out, source, overwrite=overwrite)
    opened = open_any_result(source) if source is not None else opened_of(result)
    check_out(opened, out, format, overwrite=overwrite, source=source)
    return write_opened(opened, out, format, overwrite=overwrite)


def write_opened(opened: OpenedResult, out: Path, format: str, *, overwrite: bool = False) -> Path:
    """Write what is opened, after `check_out` (PathError, ResultError, StorageError)."""
    if format == "mat":
        return write_mat(opened, out, overwrite=overwrite)
    return tables.write_folder(opened, out, format)


def result_tables(result: Any) -> dict[str, pd.DataFrame]:
    """The tables of any result by name, the main one first.

    Parameters
    ----------
    result
        A result in memory, such as a `ScoredRecording`, `FaceAngle` or `Decoding`, or the path of
        a folder or file of this package.

    Returns
    -------
    dict of str to DataFrame
        `attrs["units"]` of each has the unit of each column that has one.

    Raises
    ------
    InputError, ResultError
        If it is no result of this package, or is not complete.
    """
    source = isinstance(result, str | Path)
    opened = open_any_result(result) if source else opened_of(result)
    return {table.name: table.to_dataframe() for table in opened.tables}


def format_of(out: Path, format: str | None) -> str:
    """The format of an export, by what was asked for and the name of its output.

    Raises
    ------
    ParameterError, PathError
        If it is unknown, or does not go with the name.
    """
    is_mat = out.suffix.lower() == ".mat"
    if format is None:
        format = "mat" if is_mat else "csv"
    check_choice("There is no such format of an export.", format, FORMATS)
    if format == "mat" and not is_mat:
        raise PathError(
            f"{out} cannot be the name of a MATLAB file.",
            expected="a name that ends with .mat",
            got=out.name,
            do=f"give --out {out}.mat",
        )
    if format != "mat" and out.suffix.lower() in (".mat", ".csv", ".parquet"):
        raise PathError(
            f"{out} cannot be the folder of an export.",
            expected="the name of a folder: each table of the result is a file in it",
            got=f"a name that ends with {out.suffix}",
            do=f"give --out {out.with_suffix('')}" + (", or leave --format out" if is_mat else ""),
        )
    return format


def check_place(out: Path, source: Path, *, overwrite: bool = False) -> None:
    """Refuse, before anything is read, what cannot be written, and the result itself.

    Raises
    ------
    PathError, StorageError
    """
    if out.suffix.lower() == ".mat":
        checked_file(out, what="the MATLAB file", inputs=[source], overwrite=overwrite)
    else:
        checked_folder(out, what="the export", inputs=[source], may_hold_inputs=True)


def check_out(
    opened: OpenedResult, out: Path, format: str, *, overwrite: bool, source: Path | None
) -> None:
    """Refuse to replace files of others, or the export of another result.

    Raises
    ------
    PathError, StorageError
    ResultError
        If it is too large for the format.
    """
    inputs = [] if source is None else [source]
    if format == "mat":
        checked_file(out, what="the MATLAB file", inputs=inputs, overwrite=overwrite)
        check_size(opened)
        return
    tables.refuse_others(opened, out, format, overwrite=overwrite, inputs=inputs)
