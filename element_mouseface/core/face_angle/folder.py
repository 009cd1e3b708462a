"""The angle of the face in a folder: tables, the reference picture, and a report.

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
from ..outputs.archive import Archive
from ..outputs.reported import ReportedFolder
from ..outputs.tables import numbers_of, plain_row, write_csv
from .angle import ANGLES, SOURCES, FaceAngle, PointStability, Reason
from .params import FaceAngleParams

FRAMES, SUMMARY, POINTS, TWO_POSES = "angle.csv", "summary.csv", "points.csv", "two_poses.csv"
PICTURE = "picture.npz"
FILES = (FRAMES, SUMMARY, POINTS, TWO_POSES, PICTURE)
#: that a run need not write
OPTIONAL = FILES[1:]
FOLDER = ReportedFolder(
    "element_mouseface.face_angle/1", "face angle", "mouseface angle", "run `mouseface angle` again"
)
_POSES = tuple(f"{name}_{which}_deg" for which in "ab" for name in ("roll", "yaw", "pitch"))
_ARCHIVE = Archive(
    "the reference picture",
    {"format": "element_mouseface.face_angle_picture", "format_version": 1},
    "a file that `mouseface angle` wrote",
    FOLDER.do,
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
    FOLDER.begin(folder)
    table = angle.to_dataframe()
    write_csv(
        folder / FRAMES, list(table), table.itertuples(index=False), overwrite=True, exact=True
    )
    summary = angle.summary()
    write_csv(
        folder / SUMMARY,
        _names(summary[0]),
        map(dataclasses.astuple, summary),
        overwrite=True,
        exact=True,
    )
    columns = [field.name for field in dataclasses.fields(PointStability)]
    write_csv(
        folder / POINTS, columns, map(dataclasses.astuple, angle.points), overwrite=True, exact=True
    )
    for name in (TWO_POSES, PICTURE):
        (folder / name).unlink(missing_ok=True)
    if angle.two_poses_deg is not None:
        poses = angle.two_poses_deg.reshape(angle.n_frames, 6).tolist()
        rows = [[frame, *pose] for frame, pose in enumerate(poses)]
        write_csv(folder / TWO_POSES, ["frame", *_POSES], rows, overwrite=True, exact=True)
    if angle.reference is not None and angle.weights is not None:
        arrays = {"reference": angle.reference, "weights": angle.weights}
        plain = {name: np.asarray(array, "<f4") for name, array in arrays.items()}
        _ARCHIVE.save(folder / PICTURE, {}, plain, overwrite=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, _report(angle, about or {}), FILES)


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
    report = FOLDER.report(folder)
    if changed := FOLDER.changed(folder, FILES, OPTIONAL):
        raise FOLDER.altered(f"{changed[0]} in {folder}")
    cannot = f"The files in {folder} cannot be read."
    with raised_as(
        ResultError, cannot, do=FOLDER.do, of=(ValueError, KeyError, OSError, TypeError)
    ):
        return _read(folder, report)


def _read(folder: Path, report: dict[str, Any]) -> FaceAngle:
    about = FOLDER.fields(folder, report)
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
        numbers = np.stack([numbers_of(poses[name]) for name in _POSES], axis=1)
        rest["two_poses_deg"] = numbers.reshape(len(numbers), 2, 3)
    if PICTURE in report["files"]:
        _, npz = _ARCHIVE.open(folder / PICTURE)
        rest |= {name: npz.take(name, (None, None)) for name in ("reference", "weights")}
    return FaceAngle(
        numbers_of(frames["time_s"]),
        {name: numbers_of(frames[f"{name}_deg"]) for name in ANGLES},
        {name: numbers_of(frames[f"{name}_se_deg"]) for name in ANGLES},
        {key: frames[f"{key}_reason"].map(codes).to_numpy(np.uint8) for key in SOURCES},
        points=tuple(rows),
        params=about.made("params", FaceAngleParams.from_dict),
        about=dict(report["about"]),
        notes=tuple(map(str, about.items("notes"))),
        **rest,
    )


def _float(text: str) -> float:
    return float(text or "nan")


def _names(row: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(row)]


def _report(angle: FaceAngle, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "n_frames": angle.n_frames,
        "digest": angle.digest,
        **more,
        "agreement": plain_row(angle.agreement()),
        "summary": [plain_row(row) for row in angle.summary()],
        "params": angle.params.to_dict(),
        "about": dict(angle.about),
        "notes": list(angle.notes),
        "reasons": {reason.name.lower(): reason.text for reason in Reason if reason},
    }
