"""Read a table of features that is to be loaded, and compare it with its recording."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..core.frame_features import about_table
from ..errors import ResultMismatchError
from ..recording import RecordingInfo


def description_of(path: Path, recording: Mapping[str, Any]) -> dict[str, Any]:
    """What the file of a table says of itself, if it is of this recording.

    Parameters
    ----------
    path : Path
        Of a table that `mouseface features` wrote.
    recording : mapping
        Key of a RecordingInfo.

    Raises
    ------
    PathError, ResultError
        If there is no such file, or it cannot be read.
    ResultMismatchError
        If it is of another video, or of pictures or events.
    """
    found = about_table(path)
    about = found["about"]
    source = about.get("source") or {}
    n_frames = int((RecordingInfo & recording).fetch1("nframes"))
    sums = list((RecordingInfo.File & recording).to_arrays("file_sha256", order_by="file_id"))
    same = about.get("kind") == "frames" and source.get("sha256") == sums
    if not same or found["n_rows"] != n_frames:
        got = ", ".join(map(str, source.get("sha256") or ())) or "none"
        raise ResultMismatchError(
            f"The table of features {path.name!r} is of something else than the recording.",
            expected=f"{n_frames} frames, of files with checksums {', '.join(sums)}",
            got=f"{found['n_rows']} {about.get('kind')}, checksums {got}",
            do="name the table of this recording's video, or the recording of that video",
        )
    return found
