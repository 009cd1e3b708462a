"""Recordings as classifiers take them: result folders of passes, and traces beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._schema.beside import open_beside
from .._schema.results import MOUSEFACE, same_digest, still_there
from .._schema.rows import one
from ..core.behavior.features import FrameSource, open_frames
from ..descriptors import HOGProcessing
from ..errors import ResultError
from ..linking import link
from ..recording import VideoRecording

Row = dict[str, Any]


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
    found = open_frames(path, name=request["name"], **open_beside(request["beside"]))
    same_digest(found.digest, request["digest"], request["path"], "HOGProcessing")
    return found
