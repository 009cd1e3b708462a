"""Arousal and valences in a folder: tables, a report in JSON, and the figure.

The report is written last, so it marks a folder that is complete, and has the checksum of every
file, so that one that was edited is refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...errors import ResultError, raised_as
from ..outputs import make_folder
from ..outputs.reported import REPORT, ReportedFolder
from ..outputs.tables import numbers_of, write_csv
from .content import TABLES, content_of, parts_from, trace_fields
from .result import Affect
from .rows import AROUSAL, TRACES, Missing, Trace
from .words import told

FRAMES, FEATURES = "affect.csv", "affect.parquet"
FIGURE = "affect.png"
FILES = (FRAMES, FEATURES, *(f"{name}.csv" for name in TABLES))
FOLDER = ReportedFolder(
    "element_mouseface.affect/1",
    "arousal and valences",
    "mouseface affect",
    "run `mouseface affect` again",
)


def write_affect(
    affect: Affect,
    folder: str | Path,
    *,
    about: dict[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write arousal and valences; what is there of a former run is replaced.

    Parameters
    ----------
    affect : Affect
    folder : str or Path
        Made if it is not there.
    about : dict, optional
        More entries of the report, plain JSON.
    draw : callable, optional
        Called before the report is written: draws the figure into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = make_folder(Path(folder), what="the affect")
    FOLDER.begin(folder)
    table = affect.to_dataframe()
    write_csv(
        folder / FRAMES, list(table), table.itertuples(index=False), overwrite=True, exact=True
    )
    for name, kind in TABLES.items():
        header = [field.name for field in dataclasses.fields(kind)]
        write_csv(
            folder / f"{name}.csv",
            header,
            map(dataclasses.astuple, getattr(affect, name)),
            overwrite=True,
            exact=True,
        )
    affect.to_table().write(folder / FEATURES, overwrite=True)
    if draw is not None:
        draw()
    content = {
        "n_frames": len(affect),
        "digest": affect.digest,
        **(about or {}),
        "told": told(affect),
        **content_of(affect),
        "missing": {code.word: code.text for code in Missing if code},
    }
    FOLDER.finish(folder, content, FILES)


def read_affect(folder: str | Path) -> Affect:
    """Arousal and valences in a folder that `mouseface affect` wrote.

    Raises
    ------
    ResultError
        If it is no such folder.
    ResultChangedError
        If a file is not what was written.
    """
    folder = Path(folder)
    report = FOLDER.report(folder)
    if changed := FOLDER.changed(folder, FILES):
        raise FOLDER.altered(f"{changed[0]} in {folder}")
    cannot = f"The files in {folder} cannot be read."
    # AttributeError, KeyError, TypeError: entries of the report that were edited
    faults = (ValueError, KeyError, OSError, TypeError, AttributeError)
    with raised_as(ResultError, cannot, do=FOLDER.do, of=faults):
        found = _read(folder, report)
    if found.digest != report.get("digest"):
        raise FOLDER.altered(f"{REPORT} in {folder}")
    return found


def _read(folder: Path, report: dict[str, Any]) -> Affect:
    about = FOLDER.fields(folder, report)
    frames = pd.read_csv(folder / FRAMES, dtype=str, keep_default_na=False)
    codes = {code.word: int(code) for code in Missing}
    traces = {}
    for name in TRACES:
        estimate = None if name == AROUSAL else numbers_of(frames[f"{name}_estimate"])
        traces[name] = Trace(
            name,
            numbers_of(frames[name]),
            numbers_of(frames[f"{name}_se"]),
            missing=np.array([codes[word] for word in frames[f"{name}_reason"]], np.uint8),
            estimate=estimate,
            **trace_fields(about, name),
        )
    return Affect(numbers_of(frames["time_s"]), traces, **parts_from(about))
