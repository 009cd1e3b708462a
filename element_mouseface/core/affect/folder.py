"""Arousal and valences in a folder: tables, a report in JSON, and the figure.

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
from ..inputs import sha256_of
from ..outputs import make_folder, whole_file
from .content import TABLES, content_of, parts_from, trace_fields
from .result import Affect
from .rows import AROUSAL, TRACES, Missing, Trace
from .words import told

FORMAT = "element_mouseface.affect/1"
FRAMES, FEATURES = "affect.csv", "affect.parquet"
REPORT, UNFINISHED, FIGURE = "report.json", "unfinished.json", "affect.png"
FILES = (FRAMES, FEATURES, *(f"{name}.csv" for name in TABLES))
_DO = "run `mouseface affect` again"


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
    _json(folder / UNFINISHED, {"format": FORMAT})
    # A former run's report does not stand for a mixture of its files and this one's.
    (folder / REPORT).unlink(missing_ok=True)
    table = affect.to_dataframe()
    _table(folder / FRAMES, list(table), table.itertuples(index=False))
    for name, kind in TABLES.items():
        header = [field.name for field in dataclasses.fields(kind)]
        _table(folder / f"{name}.csv", header, map(dataclasses.astuple, getattr(affect, name)))
    affect.to_table().write(folder / FEATURES, overwrite=True)
    if draw is not None:
        draw()
    content = content_of(affect)
    _json(
        folder / REPORT,
        {
            "format": FORMAT,
            "version": __version__,
            "n_frames": len(affect),
            "digest": affect.digest,
            **(about or {}),
            "told": told(affect),
            **content,
            "missing": {code.word: code.text for code in Missing if code},
            "files": {name: sha256_of(folder / name) for name in FILES},
        },
    )
    (folder / UNFINISHED).unlink(missing_ok=True)


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
    report = json_mapping(folder / REPORT)
    if report.get("format") != FORMAT:
        raise ResultError(
            f"{folder} holds no arousal and valences.",
            expected=f"a folder of `mouseface affect`, with {REPORT} of format {FORMAT}",
            got="a run that was stopped" if (folder / UNFINISHED).exists() else "none",
            do=_DO,
        )
    if changed := changed_files(folder):
        raise _changed(f"{changed[0]} in {folder}")
    cannot = f"The files in {folder} cannot be read."
    # AttributeError, KeyError, TypeError: entries of the report that were edited
    faults = (ValueError, KeyError, OSError, TypeError, AttributeError)
    with raised_as(ResultError, cannot, do=_DO, of=faults):
        found = _read(folder, report)
    if found.digest != report.get("digest"):
        raise _changed(f"{REPORT} in {folder}")
    return found


def changed_files(folder: str | Path) -> list[str]:
    """Files of a folder that are not as its report says, or are gone."""
    folder = Path(folder)
    stated = json_mapping(folder / REPORT).get("files")
    stated = stated if isinstance(stated, dict) else {}
    return [
        name
        for name in FILES
        if not (folder / name).is_file() or sha256_of(folder / name) != stated.get(name)
    ]


def _changed(what: str) -> ResultChangedError:
    return ResultChangedError(
        f"{what} is not what was written.",
        expected="the bytes that `mouseface affect` wrote",
        got="a file that was edited, saved by a spreadsheet, or is gone",
        do=_DO,
    )


def _read(folder: Path, report: dict[str, Any]) -> Affect:
    about = Fields(report, lambda name, due, got: _refused(folder, name, due, got))
    frames = pd.read_csv(folder / FRAMES, dtype=str, keep_default_na=False)
    codes = {code.word: int(code) for code in Missing}
    traces = {}
    for name in TRACES:
        estimate = None if name == AROUSAL else _numbers(frames[f"{name}_estimate"])
        traces[name] = Trace(
            name,
            _numbers(frames[name]),
            _numbers(frames[f"{name}_se"]),
            missing=np.array([codes[word] for word in frames[f"{name}_reason"]], np.uint8),
            estimate=estimate,
            **trace_fields(about, name),
        )
    return Affect(_numbers(frames["time_s"]), traces, **parts_from(about))


def _numbers(texts: pd.Series) -> np.ndarray:
    values = texts.to_numpy(dtype=str)
    return np.where(values == "", "nan", values).astype(np.float64)


def _table(path: Path, header: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    with whole_file(path, what="the table", overwrite=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    """Blank for what is undefined; a number with all the digits that it needs."""
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, float | np.floating):
        return repr(float(value)) if np.isfinite(value) else ""
    return value


def _json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    with whole_file(path, what="the report", overwrite=True) as file:
        file.write(text)


def _refused(folder: Path, name: str, expected: str, got: Any) -> ResultError:
    return ResultError(
        f"{REPORT} in {folder} cannot be used.",
        expected=f"{name}: {expected}",
        got=got if isinstance(got, str) else short_repr(got),
        do=_DO,
    )
