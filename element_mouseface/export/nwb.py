"""Recordings of the tables in NWB files: a lab's own file, or a new one.

    add_face_to_nwb       add what the tables have of a recording to an NWB file
    face_session_to_nwb   a new NWB file of a session, with the same
    write_nwb             write it, read it back, validate and inspect it

Nothing is assumed about time: the clock of the file's frames is named, and so is what it showed at
the file's `session_start_time`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from .._schema.activation import server_errors
from .._schema.rows import part_of_key
from ..core.exports.nwb.behaviors import add_behaviors
from ..core.exports.nwb.clock import FrameTimes, checked_zero
from ..core.exports.nwb.content import behavior_module, names_in, object_name
from ..core.exports.nwb.events import add_events
from ..core.exports.nwb.hooked import has_subject, nwbfile_of
from ..core.exports.nwb.keypoints import add_keypoints
from ..core.exports.nwb.measures import (
    add_action_units,
    add_affect,
    add_face_angle,
    add_features,
)
from ..core.exports.nwb.movie import add_movie
from ..core.exports.nwb.prototypes import add_regions
from ..core.exports.nwb.provenance import add_facts
from ..core.exports.nwb.recording import add_recording
from ..core.exports.nwb.session import camera_of, zero_of
from ..core.exports.nwb.signals import add_signals
from ..core.exports.nwb.write import write_nwb
from ..errors import LinkingError, ParameterError, PathError
from ..linking import link
from ..linking.module_checks import LINES, SESSION_TO_NWB
from ._kinds import PARTS, SCORED, Row, check_clock, check_current, recordings_of, rows_of
from ._opened import Opened, opened

__all__ = ["PARTS", "add_face_to_nwb", "face_session_to_nwb", "write_nwb"]


def _add_signals(nwbfile: Any, signals: Any, times: FrameTimes, *, regions: Any) -> None:
    """Add facial signals, and the corners of their regions where these are known."""
    add_signals(nwbfile, signals, times)
    if regions is not None:
        add_regions(nwbfile, regions, times)


_ADD: dict[str, Any] = {
    "signals": _add_signals,
    "affect": add_affect,
    "action_units": add_action_units,
    "face_angle": add_face_angle,
    "features": add_features,
}
_OWN_CLOCK = "the movie's own clock, 0 at its first frame"
_LINKED: dict[str, Any] = {
    "keypoints": add_keypoints,
    "behaviors": add_behaviors,
    "labels": add_behaviors,
}


def add_face_to_nwb(
    nwbfile: Any,
    key: Mapping[str, Any],
    *,
    clock: str,
    clock_zero_s: float,
    include: Collection[str] | None = None,
    name: str | None = None,
    nwb_path: str | Path | None = None,
    allow_stale: bool = False,
    before_start: str = "refuse",
    device: Any = None,
) -> dict[str, dict[str, list[Row]]]:
    """Add everything that the tables have of a recording to an NWB file.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
        Made in memory, or read from a file that is still open.
    key : mapping
        Of a recording, or of a session with several.  It may name rows further, where a
        recording has several: `facemap_task_id`, `prototype_set_id`.
    clock : str
        A clock of `FrameClock`; 'movie' for the movie's own, 0 at its first frame.
    clock_zero_s : float
        What this clock showed at the file's `session_start_time`, in seconds.
    include : collection of str, optional
        Some of `PARTS`; by default those that are there.
    name : str, optional
        What the names of all objects begin with; by default 'face', or 'face_<recording_id>' of
        several recordings.
    nwb_path : path, optional
        Where the file will be, since the movie is named relative to it; by default where it was
        read from.
    allow_stale : bool
        Whether results may be written that were made from what has changed since.
    before_start : {'refuse', 'keep'}
        What becomes of frames from before `session_start_time`.
    device : pynwb.device.Device, optional
        The camera; by default made of the recording's row of equipment.

    Returns
    -------
    dict
        By the name of each recording, the rows that were written of each part.

    Raises
    ------
    ParameterError
        If the key names no recording, a part that is asked for is not there, or several rows hold
        one that is written once.
    ClockError
        If the zero is not given, or the recording has no such times.
    ResultError
        If a result is damaged, gone, or out of date.
    PathError
        If the movie is not on this machine, or `nwb_path` is needed.
    InputError
        If the file has something of this name already.
    DependencyError
        If pynwb or an extension is not installed.

    Notes
    -----
    All results are opened before anything is added.  Events and bouts on another clock are moved
    to the file's through the times of the frames on both.
    """
    zero_s = checked_zero(clock_zero_s)
    with server_errors():
        recordings = recordings_of(key)
        _check_several(recordings, clock, name)
        found = {}
        for own in recordings:
            check_clock(own, clock)
            rows = rows_of(key, own, include)
            if not allow_stale:
                check_current(rows, own, clock)
            label = name or ("face" if len(recordings) == 1 else f"face_{own['recording_id']}")
            found[label] = opened(own, rows, clock)
    words = _OWN_CLOCK if clock == "movie" else f"the clock {clock!r}"
    times = {
        label: FrameTimes(one.times_s, zero_s, words, label, before_start)
        for label, one in found.items()
    }
    path = _path_of(nwbfile, nwb_path, found)
    for label, one in found.items():
        _add(nwbfile, one, times[label], path, device)
    return {label: dict(one.rows) for label, one in found.items()}


def _check_several(recordings: list[Row], clock: str, name: str | None) -> None:
    """Several recordings share a file only on a clock that they share."""
    if len(recordings) == 1 or (clock != "movie" and name is None):
        return
    raise ParameterError(
        f"The key names {len(recordings)} recordings, which cannot be added together.",
        expected="one recording, or several on a clock of the experiment and without a name",
        got="the movie's own clock, whose zero is another for each movie"
        if clock == "movie"
        else f"the name {name!r} for all of them",
        do="add them one by one, each with its own name= and clock_zero_s=; or give the clock "
        "that they share",
    )


def _path_of(nwbfile: Any, nwb_path: str | Path | None, found: Mapping[str, Opened]) -> Path:
    """Where the file will be (PathError if that is not known, and something is relative to it)."""
    path = nwb_path if nwb_path is not None else nwbfile.container_source
    relative = {"movie", "provenance"} & {part for one in found.values() for part in one.rows}
    if path is None and relative:
        raise PathError(
            "Where the NWB file will be is not known.",
            expected="its path: the movie and the cells are named relative to it",
            got="a file that was made in memory, and no nwb_path",
            do="give nwb_path=, the path that is given to write_nwb; or leave out "
            + " and ".join(sorted(relative)),
        )
    found_at = Path("unnamed.nwb" if path is None else path)
    if relative and not found_at.absolute().parent.is_dir():
        raise PathError(
            f"The folder {found_at.absolute().parent} does not exist.",
            expected="the folder that the NWB file will be in: the movie is named relative to it",
            got="nothing",
            do="make it, or give another nwb_path",
        )
    return found_at


def _add(nwbfile: Any, one: Opened, times: FrameTimes, path: Path, device: Any) -> None:
    """Add the opened results of one recording."""
    movie = []
    if one.movie is not None:
        movie = add_movie(
            nwbfile,
            one.movie,
            times,
            nwb_path=path,
            own_times_s=one.own_times_s,
            size_px=one.size_px,
            device=_device(nwbfile, one.camera) if device is None else device,
        )
    if one.scored is not None:
        parts = [part for part in SCORED if part in one.rows]
        add_recording(nwbfile, one.scored, times, nwb_path=path, include=parts)
    if one.events is not None:
        add_events(nwbfile, one.events, times)
    for part, results in one.found.items():
        for result, given in results:
            if part in _LINKED:
                _LINKED[part](nwbfile, result, times, movie=movie, **given)
            else:
                _ADD[part](nwbfile, result, times, **given)
    facts: dict[str, Any] = {"recording": _texts(one.own)}
    for part, rows in one.rows.items():
        several = {str(number): _texts(row) for number, row in enumerate(rows)}
        facts[part] = several if len(rows) > 1 else _texts(rows[0])
    about = "Rows of the pipeline's tables that were written, by their primary keys."
    # a recording may get other parts later
    name = object_name(f"{times.name}_rows", names_in(behavior_module(nwbfile)))
    add_facts(nwbfile, name, about, facts)


def _texts(row: Row) -> dict[str, str]:
    return {name: str(value) for name, value in row.items()}


def _device(nwbfile: Any, camera: Row) -> Any:
    """The camera as a device of the file; the one that is there, where it is."""
    texts = [str(value) for value in camera.values() if value is not None]
    name = object_name(texts[0])
    if name in nwbfile.devices:
        return nwbfile.devices[name]
    said = "; ".join(text for text in texts[1:] if text.strip())
    return nwbfile.create_device(name=name, description=said or "Camera of the face.")


def face_session_to_nwb(
    key: Mapping[str, Any],
    *,
    clock: str,
    clock_zero_s: float,
    session: Any = None,
    subject: Any = None,
    **options: Any,
) -> Any:
    """A new NWB file of a session, with what the tables have of its recordings.

    Parameters
    ----------
    key : mapping
        Of a session, or of a recording.
    clock, clock_zero_s, **options
        As `add_face_to_nwb` takes them.
    session : mapping or pynwb.NWBFile, optional
        What `session.json` holds, or a file without a face; by default what the linking module's
        `session_to_nwb(session_key)` returns, which is one of the two.
    subject : mapping or pynwb.file.Subject, optional
        By default what its `subject_to_nwb(session_key)` returns, where the session has none.

    Returns
    -------
    pynwb.NWBFile
        Not written yet: see `write_nwb`.

    Raises
    ------
    LinkingError
        If the session is not given, and the linking module has no such function or it fails.
    MouseFaceError
        As `add_face_to_nwb` says.
    """
    checked_zero(clock_zero_s)
    with server_errors():
        linked = link()
        recordings_of(key)
        table = linked.Session
        names = (table() if isinstance(table, type) else table).primary_key
        own = part_of_key(names, key, "Session")
    if session is None:
        session = linked.described("session", own)
    if session is None:
        raise LinkingError(
            f"The linking module {linked.name!r} does not describe sessions for NWB files.",
            expected=f"a function {SESSION_TO_NWB}(session_key) in it, or session=",
            got="neither",
            do=f"write in {linked.name}:\n{LINES[SESSION_TO_NWB]}",
        )
    if subject is None and not has_subject(session):
        subject = linked.described("subject", own)
    if isinstance(session, Mapping):
        zero_of(session, clock_zero_s)
    nwbfile = nwbfile_of(session, subject)
    if isinstance(session, Mapping) and session.get("camera") is not None:
        options = {"device": camera_of(nwbfile, session), **options}
    add_face_to_nwb(nwbfile, key, clock=clock, clock_zero_s=clock_zero_s, **options)
    return nwbfile
