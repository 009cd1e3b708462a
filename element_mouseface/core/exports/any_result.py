"""Open any folder or file that this package wrote, whatever is in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError, ResultIncompleteError, raised_as
from ...params.fields import json_mapping
from ..action_units.folder import read_action_units
from ..affect.folder import read_affect
from ..decoding.folder import read_decoding
from ..face_angle.folder import read_face_angle
from ..facial_signals.signals import FacialSignals
from ..failures.folder import read_study
from ..frame_features.file_table import table_of
from ..inputs import sha256_of
from ..keypoints.stored import open_keypoints
from ..outputs.reported import REPORT, UNFINISHED
from ..population.folder import read_population
from ..results.prediction_folder import read_prediction
from ..results.read_folder import read_folder
from ..results.structure_folder import read_structure
from ..store import open_result
from . import frame_tables
from .csv_folder import opened_csv_folder
from .npz_files import kind_of_npz
from .opened import OpenedResult
from .tables_of import opened_of

_OURS = "element_mouseface."
#: format of a report, without its version -> reader of the folder
_READERS: dict[str, Callable[[Path], Any]] = {
    "score": read_folder,
    "action_units": read_action_units,
    "affect": read_affect,
    "face_angle": read_face_angle,
    "prediction": read_prediction,
    "failures": read_study,
    "structure": read_structure,
    "decoding": read_decoding,
    "population": read_population,
}
#: the same -> what is in the folder, in words, and the command that makes it again
_CSV = {
    "frame_model": ("model of named features", "mouseface model train"),
    "model_explanation": ("what drives a model", "mouseface model predict"),
    "classifier": ("classifier of behaviors", "mouseface behavior train"),
    "unit_ratings": ("ratings", "mouseface ratings"),
}
EXPECTED = (
    "a folder of `mouseface score`, hog, signals, units, angle, affect, behavior, model, ratings, "
    "failures, decode, structure or population; a table of `mouseface features`; or a file of "
    "keypoints that tables keep"
)


def open_any_result(path: str | Path) -> OpenedResult:
    """Any result of this package as tables and arrays.

    Parameters
    ----------
    path : str or Path
        A folder or file that a command, or a function, of this package wrote.

    Returns
    -------
    OpenedResult

    Raises
    ------
    ResultError
        If there is nothing, it is of another program, or holds no tables.
    ResultIncompleteError
        If a run was stopped there.
    ResultChangedError
        If it is not what was written.
    """
    path = Path(path)
    cannot, do = f"{str(path)[:200]} cannot be read.", "give a folder or file that can be read"
    with raised_as(ResultError, cannot, do=do, of=(OSError,)):
        if path.is_dir():
            found = _folder(path)
        elif path.is_file():
            found = _file(path)
        else:
            raise _none(path, "no such file or folder")
        return dataclasses.replace(found, name=found.name or path.resolve().name)


def _folder(path: Path) -> OpenedResult:
    if (path / "facial_signals.json").is_file():
        return _signals(path, path.parent)
    if (path / "zarr.json").is_file() or path.name.endswith(".zarr"):
        return opened_of(open_result(path))
    if (path / UNFINISHED).is_file():
        raise ResultIncompleteError(
            f"{path} is not complete: a run was stopped there, or is still at work.",
            expected=f"a folder with {REPORT}, which is written last",
            got=f"{UNFINISHED}",
            do="wait for the run, or repeat its command",
        )
    if (path / "sessions.json").is_file() and not (path / REPORT).is_file():
        raise ResultError(
            f"{path} holds the scores of a folder of movies.",
            expected="one recording",
            got="a folder for each movie, and sessions.csv, which is a table already",
            do=f"export each of them: mouseface export {path / 'MOVIE'} --out OUT",
        )
    if (path / REPORT).is_file():
        return _reported(path)
    if (path / "signals" / "facial_signals.json").is_file():
        return _signals(path / "signals", path)
    inside = ", ".join(sorted(one.name for one in path.iterdir())[:6]) or "nothing"
    raise _none(path, f"a folder with {inside}")


def _reported(path: Path) -> OpenedResult:
    report = json_mapping(path / REPORT)
    name = str(report.get("format", ""))
    kind = name.removeprefix(_OURS).partition("/")[0]
    if name.startswith(_OURS) and kind in _READERS:
        found = opened_of(_READERS[kind](path))
        # scores have no digest: that of the report, which has the checksums of their tables
        return dataclasses.replace(found, digest=found.digest or sha256_of(path / REPORT))
    if name.startswith(_OURS) and kind in _CSV:
        what, command = _CSV[kind]
        found = opened_csv_folder(path, report, what, f"run `{command}` again")
        return dataclasses.replace(found, digest=found.digest or sha256_of(path / REPORT))
    if name == _OURS + "export/1":
        raise ResultError(
            f"{path} is an export itself.",
            expected=EXPECTED,
            got="tables of `mouseface export`",
            do="give the result that it was made of",
        )
    raise _none(path, f"{REPORT} of format {name[:60]!r}" if name else f"{REPORT} without a format")


def _signals(folder: Path, beside: Path) -> OpenedResult:
    """Facial signals, with the times of the pass that was made with them."""
    signals = FacialSignals.load(folder, mmap=True)
    times_s: np.ndarray | None = None
    zarr = beside / "pass.zarr"
    if zarr.is_dir():
        result = open_result(zarr)
        times_s = result.times_s if len(result) == signals.n_frames else None
    found = frame_tables.of_signals(signals, times_s)
    return found


def _file(path: Path) -> OpenedResult:
    end = path.suffix.lower()
    if end in (".parquet", ".csv"):
        return opened_of(table_of(path))
    if end == ".npz":
        kind = kind_of_npz(path)
        if kind == "element_mouseface.keypoints":
            return opened_of(open_keypoints(path))
        if kind.startswith(_OURS):
            raise ResultError(
                f"{path} holds no tables.",
                expected=EXPECTED,
                got=f"a file of format {kind}",
                do="give the folder that it is in, which has the tables",
            )
    raise _none(path, f"a file {path.name[:80]!r}")


def _none(path: Path, got: str) -> ResultError:
    return ResultError(
        f"{path} is no result of this package that can be exported.",
        expected=EXPECTED,
        got=got,
        do="give the --out of a command that has finished",
    )
