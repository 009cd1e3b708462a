"""Action units in a folder: tables and a report.

The report is written last, so it marks a folder that is complete, and has the checksum of every
file, so that one that was edited is refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import ResultError, raised_as
from ..events.windows import EventRow
from ..frame_features import read_table
from ..outputs import make_folder
from ..outputs.reported import ReportedFolder
from ..outputs.tables import numbers_of, plain_row, write_csv
from .measured import ReferenceValue
from .params import ActionUnitParams
from .units import KINDS, NAMES, ActionUnits, UnitSummary

TABLE, FRAMES, REFERENCE = "units.parquet", "units.csv", "reference.csv"
SUMMARY, RESPONSES = "summary.csv", "responses.csv"
FILES = (TABLE, FRAMES, REFERENCE, SUMMARY, RESPONSES)
#: that a run need not write, or need not have written in former versions
OPTIONAL = FILES[1:]
FOLDER = ReportedFolder(
    "element_mouseface.action_units/1",
    "action units",
    "mouseface units",
    "run `mouseface units` again",
)


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
    FOLDER.begin(folder, FILES)
    units.table.write(folder / TABLE, overwrite=True)
    frame = units.to_dataframe()
    write_csv(
        folder / FRAMES, list(frame), frame.itertuples(index=False), overwrite=True, exact=True
    )
    write_csv(
        folder / REFERENCE,
        _names(ReferenceValue),
        map(dataclasses.astuple, units.reference),
        overwrite=True,
        exact=True,
    )
    write_csv(
        folder / SUMMARY,
        _names(UnitSummary),
        map(dataclasses.astuple, units.summary()),
        overwrite=True,
        exact=True,
    )
    if responses is not None:
        names = ["unit", "kind", *(n for n in _names(EventRow) if n != "prototype")]
        rows = [dataclasses.asdict(row) for row in responses]
        told = [{**row, "unit": row["prototype"], "kind": KINDS[row["prototype"]]} for row in rows]
        write_csv(
            folder / RESPONSES,
            names,
            [[row[name] for name in names] for row in told],
            overwrite=True,
            exact=True,
        )
    if draw is not None:
        draw()
    FOLDER.finish(folder, _report(units, about or {}), FILES)


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
    report = FOLDER.report(folder)
    if changed := FOLDER.changed(folder, FILES, OPTIONAL):
        raise FOLDER.altered(f"{changed[0]} in {folder}")
    cannot = f"The files in {folder} cannot be read."
    with raised_as(
        ResultError, cannot, do=FOLDER.do, of=(ValueError, KeyError, OSError, TypeError)
    ):
        return _read(folder, report)


def _read(folder: Path, report: dict[str, Any]) -> ActionUnits:
    about = FOLDER.fields(folder, report)
    frames = pd.read_csv(folder / FRAMES, dtype=str, keep_default_na=False)
    errors = {name: numbers_of(frames[f"{name}_se"]) for name in NAMES}
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


def _names(kind: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)]


def _report(units: ActionUnits, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "n_frames": len(units),
        "digest": units.digest,
        **more,
        "kinds": dict(KINDS),
        "available": list(units.available),
        "summary": [plain_row(row) for row in units.summary()],
        "reference": [plain_row(row) for row in units.reference],
        "params": units.params.to_dict(),
        "about": dict(units.table.about),
        "notes": list(units.notes),
    }
