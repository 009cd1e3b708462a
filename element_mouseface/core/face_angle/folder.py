"""The angle of the face in a folder: tables, the reference picture, and a report.

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
from ..outputs.archive import Archive
from .angle import ANGLES, SOURCES, FaceAngle, PointStability, Reason
from .params import FaceAngleParams

FORMAT = "element_mouseface.face_angle/1"
FRAMES, SUMMARY, POINTS, TWO_POSES = "angle.csv", "summary.csv", "points.csv", "two_poses.csv"
PICTURE, REPORT, UNFINISHED = "picture.npz", "report.json", "unfinished.json"
FILES = (FRAMES, SUMMARY, POINTS, TWO_POSES, PICTURE)
_DO = "run `mouseface angle` again"
_POSES = tuple(f"{name}_{which}_deg" for which in "ab" for name in ("roll", "yaw", "pitch"))
_ARCHIVE = Archive(
    "the reference picture",
    {"format": "element_mouseface.face_angle_picture", "format_version": 1},
    "a file that `mouseface angle` wrote",
    _DO,
    ResultError,
)


def write_face_angle(
    angle: FaceAngle,
    folder: str | Path,
    *,
    about: dict[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write the files of a face angle; what is there of a former one is replaced.

    Parameters
    ----------
    angle : FaceAngle
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
    folder = make_folder(Path(folder), what="the face angle")
    _json(folder / UNFINISHED, {"format": FORMAT})
    # A former run's report does not stand for a mixture of its files and this one's.
    (folder / REPORT).unlink(missing_ok=True)
    table = angle.to_dataframe()
    _table(folder / FRAMES, list(table), table.itertuples(index=False))
    summary = angle.summary()
    _table(folder / SUMMARY, _names(summary[0]), map(dataclasses.astuple, summary))
    columns = [field.name for field in dataclasses.fields(PointStability)]
    _table(folder / POINTS, columns, map(dataclasses.astuple, angle.points))
    for name in (TWO_POSES, PICTURE):
        (folder / name).unlink(missing_ok=True)
    if angle.two_poses_deg is not None:
        poses = angle.two_poses_deg.reshape(angle.n_frames, 6).tolist()
        rows = [[frame, *pose] for frame, pose in enumerate(poses)]
        _table(folder / TWO_POSES, ["frame", *_POSES], rows)
    if angle.reference is not None and angle.weights is not None:
        arrays = {"reference": angle.reference, "weights": angle.weights}
        plain = {name: np.asarray(array, "<f4") for name, array in arrays.items()}
        _ARCHIVE.save(folder / PICTURE, {}, plain, overwrite=True)
    if draw is not None:
        draw()
    _json(folder / REPORT, _report(angle, folder, about or {}))
    (folder / UNFINISHED).unlink(missing_ok=True)


def read_face_angle(folder: str | Path) -> FaceAngle:
    """The face angle in a folder that `mouseface angle` wrote.

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
            f"{folder} holds no face angle.",
            expected=f"a folder of `mouseface angle`, with {REPORT} of format {FORMAT}",
            got="a run that was stopped" if (folder / UNFINISHED).exists() else "none",
            do=_DO,
        )
    if changed := changed_files(folder):
        raise ResultChangedError(
            f"{changed[0]} in {folder} is not what was written.",
            expected="the bytes that `mouseface angle` wrote",
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
        if (name in stated or name == FRAMES)
        and (not (folder / name).is_file() or sha256_of(folder / name) != stated.get(name))
    ]


def _read(folder: Path, report: dict[str, Any]) -> FaceAngle:
    about = Fields(report, lambda name, due, got: _refused(folder, name, due, got))
    frames = pd.read_csv(folder / FRAMES, dtype=str, keep_default_na=False)
    codes = {"": 0} | {reason.name.lower(): int(reason) for reason in Reason if reason}
    points = pd.read_csv(folder / POINTS, dtype=str, keep_default_na=False)
    rows = [
        PointStability(row.name_, _float(row.spread_px), float(row.found), row.is_used == "1")
        for row in points.rename(columns={"name": "name_"}).itertuples(index=False)
    ]
    rest: dict[str, Any] = {}
    if (folder / TWO_POSES).is_file() and TWO_POSES in report["files"]:
        poses = pd.read_csv(folder / TWO_POSES, dtype=str, keep_default_na=False)
        numbers = np.stack([_numbers(poses[name]) for name in _POSES], axis=1)
        rest["two_poses_deg"] = numbers.reshape(len(numbers), 2, 3)
    if PICTURE in report["files"]:
        _, npz = _ARCHIVE.open(folder / PICTURE)
        rest |= {name: npz.take(name, (None, None)) for name in ("reference", "weights")}
    return FaceAngle(
        _numbers(frames["time_s"]),
        {name: _numbers(frames[f"{name}_deg"]) for name in ANGLES},
        {name: _numbers(frames[f"{name}_se_deg"]) for name in ANGLES},
        {key: frames[f"{key}_reason"].map(codes).to_numpy(np.uint8) for key in SOURCES},
        points=tuple(rows),
        params=about.made("params", FaceAngleParams.from_dict),
        about=dict(report["about"]),
        notes=tuple(map(str, about.items("notes"))),
        **rest,
    )


def _numbers(texts: pd.Series) -> np.ndarray:
    values = texts.to_numpy(dtype=str)
    return np.where(values == "", "nan", values).astype(np.float64)


def _float(text: str) -> float:
    return float(text or "nan")


def _names(row: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(row)]


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


def _report(angle: FaceAngle, folder: Path, more: dict[str, Any]) -> dict[str, Any]:
    agreement = dataclasses.asdict(angle.agreement())
    return {
        "format": FORMAT,
        "version": __version__,
        "n_frames": angle.n_frames,
        "digest": angle.digest,
        **more,
        "agreement": _plain(agreement),
        "summary": [_plain(dataclasses.asdict(row)) for row in angle.summary()],
        "params": angle.params.to_dict(),
        "about": dict(angle.about),
        "notes": list(angle.notes),
        "reasons": {reason.name.lower(): reason.text for reason in Reason if reason},
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
