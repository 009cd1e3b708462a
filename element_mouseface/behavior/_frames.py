"""Recordings as classifiers take them: result folders of passes, and traces beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._schema.codec import open_points, open_signals
from .._schema.results import MOUSEFACE, inside, same_digest, still_there
from .._schema.rows import one
from ..core.behavior.features import FrameSource, open_frames
from ..core.facial_signals import FacialSignals
from ..core.keypoints.stored import open_keypoints
from ..descriptors import HOGProcessing
from ..errors import ParameterError, ResultError
from ..linking import link
from ..recording import VideoRecording

Row = dict[str, Any]

#: what may stand beside a pass
BESIDE = ("keypoints", "signals")


def beside_of(given: Mapping[str, Any]) -> Row | None:
    """What is used beside a pass, as tables hold it: the path and the digest of each.

    Parameters
    ----------
    given : mapping
        Of `keypoints` and `signals`: each the path of a result under the processed folder, as
        `Keypoints.keypoints_path` and `FacemapProcessing.signals_path` have it.

    Raises
    ------
    ParameterError, PathError, ResultError
        If it is something else, or cannot be read.
    """
    found: Row = {}
    for name in BESIDE:
        path = given.get(name)
        if path is None:
            continue
        if not isinstance(path, str):
            raise ParameterError(
                f"The {name} cannot be used.",
                expected="a path relative to the processed folder, as keypoints_path or "
                "signals_path of the tables of facemap",
                got=repr(path),
            )
        there = inside(link(), path)
        opened: Any = (
            open_keypoints(there) if name == "keypoints" else FacialSignals.load(there, mmap=True)
        )
        found[name] = {"path": path, "digest": opened.digest}
    return found or None


def digests_of(beside: Row) -> Row:
    """What stands beside a pass by its content, for the hash of a row."""
    return {name: place["digest"] for name, place in beside.items()}


def frames_request(key: Mapping[str, Any], beside: Row | None) -> Row:
    """Paths and digests of a recording's frames.

    Parameters
    ----------
    key : mapping
        Of one HOGProcessing.
    beside : dict or None
        Of `beside_of`.

    Raises
    ------
    ResultError
        If the descriptors were loaded from the published program, which kept no thumbnails.
    """
    row = one(HOGProcessing & key, "row of HOGProcessing")
    if row["result_format"] != MOUSEFACE:
        raise ResultError(
            "The published program stored descriptors only: behaviors need cells, thumbnails and "
            "quality, too.",
            do="compute the recording here, with task_mode 'trigger'",
        )
    name = ", ".join(str(row[column]) for column in VideoRecording().primary_key)
    place = {"path": row["result_path"], "digest": row["result_digest"]}
    return {"name": name, **place, "beside": beside or {}}


def open_request(request: Row) -> FrameSource:
    """The frames that `frames_request` names.

    Raises
    ------
    ResultError
        If a result is gone or damaged.
    ResultMismatchError
        If it is not the one that was inserted.
    """
    path = still_there(link(), request["path"], "HOGProcessing")
    given: Row = {}
    for name, place in request["beside"].items():
        if name == "keypoints":
            given[name] = open_points(place["path"], place["digest"]).keypoints
        else:
            given[name] = open_signals(place["path"], place["digest"])
    found = open_frames(path, name=request["name"], **given)
    same_digest(found.digest, request["digest"], request["path"], "HOGProcessing")
    return found
