"""`FaceAngleTask`: a recording in which the angle of the face is to be measured."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.beside import beside_of, digests_of
from .._schema.content import NumberedTable
from .._schema.places import find_path, relative_path
from .._schema.rows import one, one_key, primary_key_of
from ..core.face_angle import read_calibration
from ..core.facial_signals.regions import Region
from ..core.inputs import sha256_of
from ..descriptors import FaceCrop, HOGParamSet, HOGTask
from ..errors import ParameterError, ResultMismatchError, check_whole
from ..params import content_hash
from ..recording import VideoRecording, existing_recording
from ._schema import schema
from .paramsets import FaceAngleParamSet

Row = dict[str, Any]

POINTS = ("keypoints",)
#: of the column of clocks
LONGEST_CLOCK = 32


@schema
class FaceAngleTask(NumberedTable, dj.Manual):
    """A recording in which the angle of the face is to be measured; identified by its content."""

    NAME = "face_angle_task"
    definition = """
    # A recording in which the angle of the face is to be measured; never edited
    -> VideoRecording
    face_angle_task_id: int32
    ---
    -> HOGTask                          # the pass whose pictures and times are used
    -> FaceAngleParamSet
    face_angle_region=null: json        # that roll is measured in; null: the crop
    face_angle_beside=null: json        # keypoints, their digest
    face_angle_calibration=null: json   # two cameras: files, their checksums, names of the cameras
    face_angle_second=null: json        # two cameras: keypoints of the second, their digest
    face_angle_second_recording=null: int32     # its recording_id in the same session, for times
    face_angle_second_clock="": varchar(32)     # that both recordings have times on
    face_angle_task_hash: char(64)
    face_angle_task_description="": varchar(255)
    unique index (face_angle_task_hash)
    """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        params: Any = None,
        *,
        region: Region | Mapping[str, Any] | None = None,
        calibration: str | os.PathLike | Sequence[str | os.PathLike] | None = None,
        cameras: Sequence[str] = (),
        second_keypoints: str | None = None,
        second_recording_id: int | None = None,
        clock: str = "movie",
        face_angle_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request the angle of the face unless it is requested already; returns the key.

        Parameters
        ----------
        key : mapping
            Of a HOGTask.  With `keypoints`, roll is measured from points too: their path under
            the processed folder, as `Keypoints.keypoints_path` has it.
        params : FaceAngleParams, mapping, or key of a FaceAngleParamSet; optional
            By default all of their defaults.
        region : Region or mapping, optional
            The part of the picture that roll is measured in; by default the crop.
        calibration : path, or sequence of paths, optional
            Of two cameras, inside a root folder; with `second_keypoints` they give yaw and pitch.
        cameras : sequence of str
            Names of the two cameras in an Anipose file, that of this recording first.
        second_keypoints : str, optional
            Points of the second camera: their path under the processed folder.
        second_recording_id : int, optional
            Of the second camera's recording in the same session, whose times tell which frames
            are of the same moments; without it these are matched by their number.
        clock : str
            A clock that both recordings have times on; 'movie' if both begin together.
        face_angle_task_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If it lacks a column, names something that is not there, or says only half of two
            cameras.
        PathError, ResultError
            If a file cannot be used.
        """
        with server_errors():
            own = existing_recording(key)
            task = one_key(HOGTask, primary_key_of(HOGTask, {**key, **own}), "HOGTask")
            row = {**task, **FaceAngleParamSet.add(params)}
            row["face_angle_beside"] = beside_of(key, POINTS)
            row["face_angle_region"] = _region(region)
            given = calibration, second_keypoints
            _check_both(given, row["face_angle_beside"], second_recording_id)
            row["face_angle_calibration"] = _calibration(calibration, cameras)
            row["face_angle_second"] = beside_of({"keypoints": second_keypoints}, POINTS)
            row |= _second_recording(own, second_recording_id, clock)
            row = {**own, **row}
            return cls.add_row(_hash(row), row, number=face_angle_task_id, description=description)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return _hash(one(cls & primary_key_of(cls, key), "FaceAngleTask"))


def calibration_of(stored: Row) -> Any:
    """The calibration of a task's row, if its files are those of when it was added.

    Raises
    ------
    PathError, ParameterError
        If a file is gone, or cannot be used.
    ResultMismatchError
        If a file was changed.
    """
    paths = [find_path(file["path"], "calibration") for file in stored["files"]]
    for path, file in zip(paths, stored["files"], strict=True):
        if (found := sha256_of(path)) != file["sha256"]:
            raise ResultMismatchError(
                f"The calibration {file['path']!r} is not the one that the task was added for.",
                expected=f"SHA-256 {file['sha256']}",
                got=found,
                do="put the old one back, or add a task with the new one",
            )
    return read_calibration(paths, stored["cameras"])


def _region(given: Any) -> Row | None:
    if given is None:
        return None
    if isinstance(given, Region):
        return given.to_dict()
    if not isinstance(given, Mapping):
        raise ParameterError(
            "The region cannot be used.", expected="a Region, or its fields", got=f"{given!r:.200}"
        )
    return Region.from_dict(dict(given)).to_dict()


def _calibration(given: Any, cameras: Sequence[str]) -> Row | None:
    if given is None:
        return None
    several = isinstance(given, Iterable) and not isinstance(given, str)
    paths = list(given) if several else [given]
    if not isinstance(cameras, Sequence) or not all(isinstance(one, str) for one in cameras):
        raise ParameterError(
            "The cameras cannot be used.", expected="two names", got=f"{cameras!r:.80}"
        )
    relative = [relative_path(path, "calibration") for path in paths]
    files = [find_path(path, "calibration") for path in relative]
    read_calibration(files, cameras)
    told = [
        {"path": path, "sha256": sha256_of(file)}
        for path, file in zip(relative, files, strict=True)
    ]
    return {"files": told, "cameras": list(cameras)}


def _check_both(given: tuple[Any, Any], beside: Row | None, second: int | None) -> None:
    """Two cameras need a calibration and points of both."""
    if any(one is not None for one in (*given, second)) and (None in given or beside is None):
        raise ParameterError(
            "Two cameras are only half told.",
            expected="keypoints in the key, calibration= and second_keypoints=",
            got="without " + ("keypoints" if beside is None else "one of the other two"),
        )


def _second_recording(own: Row, number: int | None, clock: str) -> Row:
    if number is None:
        return {"face_angle_second_recording": None, "face_angle_second_clock": ""}
    number = check_whole("second_recording_id", number, -(2**31), 2**31 - 1)
    if not isinstance(clock, str) or len(clock) > LONGEST_CLOCK:
        raise ParameterError("There is no such clock.", expected="a name", got=f"{clock!r:.80}")
    other = existing_recording({**own, "recording_id": number})
    return {
        "face_angle_second_recording": other["recording_id"],
        "face_angle_second_clock": clock,
    }


def _hash(row: Mapping[str, Any]) -> str:
    """Over the recording, and over the pass, parameters, region and what stands beside it."""
    # key values of a lab may be dates: they are told apart by their text
    recording = {name: str(row[name]) for name in VideoRecording().primary_key}
    content: Row = {"kind": "FaceAngleTask", "recording": recording}
    parents = {
        FaceCrop: "crop",
        HOGParamSet: "hog_paramset",
        FaceAngleParamSet: "face_angle_paramset",
    }
    for table, name in parents.items():
        content[name] = (table & primary_key_of(table, row)).fetch1(f"{name}_hash")
    region, calibration = row["face_angle_region"], row["face_angle_calibration"]
    content["region"] = None if region is None else Region.from_dict(region).content_hash()
    content["keypoints"] = digests_of(row["face_angle_beside"] or {})
    content["second"] = digests_of(row["face_angle_second"] or {})
    if calibration is not None:
        sums = [file["sha256"] for file in calibration["files"]]
        content["calibration"] = [sums, calibration["cameras"]]
        own = ("face_angle_second_recording", "face_angle_second_clock")
        content["of"] = [row[name] for name in own]
    return content_hash(content)
