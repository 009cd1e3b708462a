"""Measure the angle of the face of a `FaceAngleTask`, and store it in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .._schema.beside import digests_of, open_beside
from .._schema.passes import FOLDER, NAME_DIGITS
from .._schema.results import MOUSEFACE, result_of, same_digest, still_there
from .._schema.rows import columns_of, null, one, primary_key_of
from ..core.face_angle import (
    FaceAngle,
    SecondCamera,
    face_angle,
    read_face_angle,
    write_face_angle,
)
from ..core.facial_signals.regions import Region
from ..descriptors import HOGProcessing
from ..errors import ResultError
from ..linking import link
from ..params import content_hash
from ..recording import VideoRecording, frame_times
from .angle_tasks import FaceAngleTask, calibration_of
from .paramsets import FaceAngleParamSet

Row = dict[str, Any]

_OF_ANGLE = ("n_valid", "mean_deg", "sd_deg", "least_deg", "largest_deg", "median_se_deg", "reason")
_OF_AGREEMENT = ("n_frames", "correlation", "median_difference_deg", "agreeing", "verdict")


def request_of(key: Mapping[str, Any]) -> Row:
    """What decides the angle of a task: paths, digests and parameters."""
    own = primary_key_of(FaceAngleTask, key)
    FaceAngleTask.check(own)
    task = (FaceAngleTask & own).fetch1()
    row = one(HOGProcessing & primary_key_of(HOGProcessing, task), "row of HOGProcessing")
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: the angle of the face needs pictures.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    names = ("region", "beside", "calibration", "second", "second_recording", "second_clock")
    return {
        "pass": primary_key_of(HOGProcessing, task),
        "digest": row["result_digest"],
        "params": FaceAngleParamSet.params(task).to_dict(),
        **{name: task[f"face_angle_{name}"] for name in names},
    }


def measured(request: Row, workers: int | None) -> tuple[Row, dict[str, list[Row]]]:
    """Measure the angle of a task, and write its folder.

    Returns
    -------
    row, parts
        Columns of `FaceAngle`, and rows of its Parts by their names.
    """
    result = result_of(link(), (HOGProcessing & request["pass"]).fetch1())
    region = request["region"]
    found = face_angle(
        result,
        keypoints=open_beside(request["beside"] or {}).get("keypoints"),
        second=_second(request),
        region=None if region is None else Region.from_dict(region),
        params=FaceAngleParamSet.KIND.from_dict(request["params"]),
        workers=workers,
    )
    row = {
        "face_angle_path": _store(found, request),
        "face_angle_digest": found.digest,
        "face_angle_source_digest": request["digest"],
        "face_angle_n_frames": found.n_frames,
        **columns_of(found.agreement(), "roll_agreement", _OF_AGREEMENT),
        "face_angle_notes": list(found.notes) or None,
    }
    return row, _parts(found)


def _second(request: Row) -> SecondCamera | None:
    """The second camera's points, its calibration, and its times on this movie's clock."""
    if request["calibration"] is None:
        return None
    times_s = None
    if request["second_recording"] is not None:
        own = {name: request["pass"][name] for name in VideoRecording().primary_key}
        other = {**own, "recording_id": request["second_recording"]}
        times_s = _on_movie(own, other, request["second_clock"])
    points = open_beside(request["second"])["keypoints"]
    return SecondCamera(points, calibration_of(request["calibration"]), times_s)


def _on_movie(own: Row, other: Row, clock: str) -> np.ndarray:
    """Times of another recording's frames on the movie's clock of this one."""
    times_s = frame_times(other, clock)
    if clock == "movie":
        return times_s
    here, movie_s = frame_times(own, clock), frame_times(own)
    known = np.isfinite(here) & np.isfinite(movie_s)
    if known.sum() < 2:
        raise ResultError(
            f"The recording has no frames with times on the clock {clock!r}.",
            do="name a clock that both recordings have times on",
        )
    inside = (times_s >= here[known][0]) & (times_s <= here[known][-1])
    return np.where(inside, np.interp(times_s, here[known], movie_s[known]), np.nan)


def _store(found: FaceAngle, request: Row) -> str:
    """Write an angle to its folder; the path as the table has it."""
    content = {name: request[name] for name in ("digest", "params", "region", "second_clock")}
    content |= {
        "keypoints": digests_of(request["beside"] or {}),
        "second": digests_of(request["second"] or {}),
        "angle": found.digest,
    }
    relative = f"{FOLDER}/face-angle-{content_hash(content)[:NAME_DIGITS]}"
    write_face_angle(found, Path(link().processed_dir()) / relative)
    return relative


def _parts(found: FaceAngle) -> dict[str, list[Row]]:
    return {
        "Angle": [
            {"face_angle": row.angle, **columns_of(row, "angle", _OF_ANGLE)}
            for row in found.summary()
        ],
        "Point": [
            {
                "angle_point": row.name,
                "angle_point_spread_px": null(float(row.spread_px)),
                "angle_point_found": float(row.found),
                "angle_point_is_used": bool(row.is_used),
            }
            for row in found.points
        ],
    }


def opened(row: Row) -> FaceAngle:
    """The angle in the folder of a row of `FaceAngle`."""
    found = read_face_angle(still_there(link(), row["face_angle_path"], "FaceAngle"))
    same_digest(found.digest, row["face_angle_digest"], row["face_angle_path"], "FaceAngle")
    return found
