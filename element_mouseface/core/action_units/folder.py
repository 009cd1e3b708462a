"""Action units in a folder: tables and a report.

The report is written last, so it marks a folder that is complete, and has the checksum of every
file, so that one that was edited is refused.
"""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ... import __version__
from ...errors import ResultChangedError, ResultError, raised_as
from ...params.fields import Fields, json_mapping, short_repr
from ..events.windows import EventRow
from ..frame_features import read_table
from ..inputs import sha256_of
from ..outputs import make_folder, whole_file
from .measured import ReferenceValue
from .params import ActionUnitParams
from .units import KINDS, NAMES, ActionUnits, UnitSummary

FORMAT = "element_mouseface.action_units/1"
TABLE, FRAMES, REFERENCE = "units.parquet", "units.csv", "reference.csv"
SUMMARY, RESPONSES, REPORT = "summary.csv", "responses.csv", "report.json"
UNFINISHED = "unfinished.json"
FILES = (TABLE, FRAMES, REFERENCE, SUMMARY, RESPONSES)
_DO = "run `mouseface units` again"


def write_action_units(
    units: ActionUnits,
    folder: str | Path,
    *,
    responses: Sequence[EventRow] | None = None,
    about: dict[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write the files of action units; what is there of former ones is replaced.

    Parameters
    ----------
    units : ActionUnits
    folder : str or Path
        Made if it is not there.
    responses : sequence of EventRow, optional
        From `ActionUnits.responses`.
    about : dict, optional
        More entries of the report, plain JSON.
    draw : callable, optional
        Called before the report is written: draws the figure into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = make_folder(Path(folder), what="the action units")
    _json(folder / UNFINISHED, {"format": FORMAT})
    # a former run's report does not stand for a mixture of its files and these
    for name in (REPORT, *FILES):
        (folder / name).unlink(missing_ok=True)
    units.table.write(folder / TABLE, overwrite=True)
    frame = units.to_dataframe()
    _table(folder / FRAMES, list(frame), frame.itertuples(index=False))
    _table(folder / REFERENCE, _names(ReferenceValue), map(dataclasses.astuple, units.reference))
    _table(folder / SUMMARY, _names(UnitSummary), map(dataclasses.astuple, units.summary()))
    if responses is not None:
        names = ["unit", "kind", *(n for n in _names(EventRow) if n != "prototype")]
        rows = [dataclasses.asdict(row) for row in responses]
        told = [{**row, "unit": row["prototype"], "kind": KINDS[row["prototype"]]} for row in rows]
        _table(folder / RESPONSES, names, [[row[name] for name in names] for row in told])
    if draw is not None:
        draw()
    _json(folder / REPORT, _report(units, folder, about or {}))
    (folder / UNFINISHED).unlink(missing_ok=True)


def read_action_units(folder: str | Path) -> ActionUnits:
    """The action units in a folder that `mouseface units` wrote.

    Raises
    ------
    ResultError
        If it is no such folder.
    ResultChangedError
        If a file is not what was written.
    """
    folder = Path(folder)
    report = json_mapping(folder / REPORT)
    if report.get("format") != FORMAT:
        raise ResultError(
            f"{folder} holds no action units.",
            expected=f"a folder of `mouseface units`, with {REPORT} of format {FORMAT}",
            got="a run that was stopped" if (folder / UNFINISHED).exists() else "none",
            do=_DO,
        )
    if changed := changed_files(folder):
        raise ResultChangedError(
            f"{changed[0]} in {folder} is not what was written.",
            expected="the bytes that `mouseface units` wrote",
            got="a file that was edited, saved by a spreadsheet, or is gone",
            do=_DO,
        )
    cannot = f"The files in {folder} cannot be read."
    with raised_as(ResultError, cannot, do=_DO, of=(ValueError, KeyError, OSError, TypeError)):
        return _read(folder, report)


def changed_files(folder: str | Path) -> list[str]:
    """Files of a folder that are not as its report says, or are gone."""
    folder = Path(folder)
    stated = json_mapping(folder / REPORT).get("files")
    stated = stated if isinstance(stated, dict) else {}
    return [
        name
        for name in FILES
        if (name in stated or name == TABLE)
        and (not (folder / name).is_file() or sha256_of(folder / name) != stated.get(name))
    ]


def _read(folder: Path, report: dict[str, Any]) -> ActionUnits:
    about = Fields(report, lambda name, due, got: _refused(folder, name, due, got))
    frames = pd.read_csv(folder / FRAMES, dtype=str, keep_default_na=False)
    errors = {name: _numbers(frames[f"{name}_se"]) for name in NAMES}
    rows = pd.read_csv(folder / REFERENCE, dtype=str, keep_default_na=False)
    reference = tuple(
        ReferenceValue(
            row["unit"], row["quantity"], float(row["value"] or "nan"), row["value_unit"],
            row["how"], int(row["n_frames"]),
        )
        for row in rows.to_dict("records")
    )  # fmt: skip
    return ActionUnits(
        read_table(folder / TABLE),
        errors,
        reference,
        about.made("params", ActionUnitParams.from_dict),
        tuple(map(str, about.items("notes"))),
    )


def _numbers(texts: pd.Series) -> np.ndarray:
    values = texts.to_numpy(dtype=str)
    return np.where(values == "", "nan", values).astype(np.float64)


def _names(kind: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def _table(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with whole_file(path, what="the table", overwrite=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """Blank for what is undefined; a number with all the digits that it needs."""
    if value is None:
        return ""
    if isinstance(value, float | np.floating):
        return repr(float(value)) if np.isfinite(value) else ""
    return value


def _json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    with whole_file(path, what="the report", overwrite=True) as file:
        file.write(text)


def _report(units: ActionUnits, folder: Path, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "n_frames": len(units),
        "digest": units.digest,
        **more,
        "kinds": dict(KINDS),
        "available": list(units.available),
        "summary": [_plain(dataclasses.asdict(row)) for row in units.summary()],
        "reference": [_plain(dataclasses.asdict(row)) for row in units.reference],
        "params": units.params.to_dict(),
        "about": dict(units.table.about),
        "notes": list(units.notes),
        "files": {name: sha256_of(folder / name) for name in FILES if (folder / name).is_file()},
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in values.items()
    }


def _refused(folder: Path, name: str, expected: str, got: Any) -> ResultError:
    return ResultError(
        f"{REPORT} in {folder} cannot be used.",
        expected=f"{name}: {expected}",
        got=got if isinstance(got, str) else short_repr(got),
        do=_DO,
    )
