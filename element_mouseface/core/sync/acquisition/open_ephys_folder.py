"""Find the recordings and streams of a folder that the Open Ephys GUI wrote.

A session has record nodes, a node has experiments (one each time acquisition starts), an experiment
has recordings (one each time recording starts).  `structure.oebin` stands in a recording and
describes its streams.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import ClockError, PathError, raised_as
from ....params.fields import read_json
from ...inputs import what_it_is
from .line import only_one

STRUCTURE = "structure.oebin"
#: a session's folder is so far above its recordings, and a folder of events so far below one
_DEEPEST, _HIGHEST = 4, 4
#: folders looked into below the one that was given
_MOST_FOLDERS = 5000
#: names of the states and of the sample numbers: since GUI 0.6, and before
_FILES = (("states.npy", "sample_numbers.npy"), ("channel_states.npy", "timestamps.npy"))
_EXPECTED = f"a folder of the Open Ephys GUI's binary format, with {STRUCTURE}"
_GIVE = "give the recording's folder, the one that holds structure.oebin, events and continuous"
#: files of other formats: what they are, and what to do
_OLDER = (
    "the older 'Open Ephys' format (.continuous files)",
    "convert it to the binary format, or its events to text with one time a line",
)
_OTHERS = {
    "*.continuous": _OLDER,
    "*/*.continuous": _OLDER,
    "*.nidq.*": (
        "raw data of SpikeGLX",
        "extract the edges with CatGT (-xd=, -xid=) and give its file or folder",
    ),
    "*_[0-9]*.bin": (
        "files of Harp registers (.bin)",
        "give the file of the register that has the camera's line or its frames",
    ),
    "*.rhd": (
        "files of Intan (.rhd)",
        "write the edges of the camera's line as text with one time in seconds a line",
    ),
}


@dataclass(frozen=True)
class TtlStream:
    """TTL events of one stream of one recording.

    Attributes
    ----------
    recording : Path
        The folder that holds structure.oebin.
    name : str
        Folder of the stream below `events`, such as 'Acquisition_Board-100.Rhythm Data/TTL'.
    states, samples : Path
        The files of states and of sample numbers.
    rate_hz : float
        Samples per second of the stream.
    continuous : Path or None
        Folder of the same stream's continuous data.
    """

    recording: Path
    name: str
    states: Path
    samples: Path
    rate_hz: float
    continuous: Path | None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that the edges depend on."""
        return (self.recording / STRUCTURE, self.states, self.samples)


def find_stream(path: str | Path, recording: str | None, stream: str | None) -> TtlStream:
    """The stream that a folder and the two names mean.

    Parameters
    ----------
    path : path
        A recording, a folder above it (a session, a record node), or one inside it.
    recording, stream : str or None
        Parts of their names, needed where there are several.

    Raises
    ------
    PathError
        If there is no such folder.
    ClockError
        If it holds no recording or no TTL events, or several and none was named.
    """
    path = _folder(path)
    recordings = _recordings(path)
    names = [_relative(one, path) for one in recordings]
    listed = [f"{name} ({_streams_in_words(one)})" for name, one in zip(names, recordings)]  # noqa: B905
    how = "recording= (--clock-recording), such as 'experiment1/recording1'"
    chosen = recordings[only_one(names, recording, "recording", how, listed, str(path))]
    streams = list(_streams(chosen))
    inside = [one for one in streams if path.is_relative_to(one.states.parent.parent)]
    streams = inside if inside and path != chosen else streams
    if not streams:
        raise ClockError(
            f"The Open Ephys recording {chosen} has no TTL events.",
            expected="events/<stream>/TTL with states.npy and sample_numbers.npy (GUI 0.6 and "
            "later), or channel_states.npy and timestamps.npy",
            do="give the recording of the node that recorded the camera's line; lines are recorded "
            "if 'record events' is on",
        )
    if stream is None:  # a stream without events is no choice
        streams = [one for one in streams if n_events(one) != 0] or streams[:1]
    listed = [f"{one.name} ({n_events(one)} events)" for one in streams]
    how = "stream= (--clock-stream), a part of its name"
    names = [one.name for one in streams]
    return streams[only_one(names, stream, "stream", how, listed, chosen.name)]


def holds_open_ephys(path: str | Path) -> bool:
    """Whether a folder is, or holds, a recording of the Open Ephys GUI."""
    path = Path(path)
    return os.path.isdir(path) and next(_below(path.resolve()), None) is not None


def n_events(stream: TtlStream) -> int | str:
    """Number of events of all lines of a stream, without reading them; '?' if it is damaged."""
    from ...inputs.npy import open_npy

    try:
        return int(open_npy(stream.states, "file of TTL states", error=ClockError).size)
    except (ClockError, PathError):
        return "?"


def _folder(path: str | Path) -> Path:
    """The folder, or the folder of a file of the format."""
    path, kind = Path(path), what_it_is(path)
    if kind == "a file" and (path.name == STRUCTURE or path.suffix == ".npy"):
        return path.parent.resolve()
    if kind != "a folder":
        raise PathError(
            f"There is no Open Ephys folder {str(path)!r}.", expected=_EXPECTED, got=kind, do=_GIVE
        )
    return path.resolve()


def _recordings(path: Path) -> list[Path]:
    """Folders with structure.oebin: at a path, above it, or below it."""
    for above in (path, *path.parents[:_HIGHEST]):
        if (above / STRUCTURE).is_file():
            return [above]
    found = sorted(_below(path), key=lambda one: _in_order(_relative(one, path)))
    if found:
        return found
    got, do = next(
        (told for pattern, told in _OTHERS.items() if any(path.glob(pattern))),
        (f"no {STRUCTURE}", _GIVE),
    )
    raise ClockError(
        f"There is no recording of the Open Ephys GUI in {path}.",
        expected=_EXPECTED,
        got=got,
        do=do,
    )


def _below(path: Path) -> Iterator[Path]:
    start, looked = len(path.parts), 0
    for folder, folders, files in os.walk(path):
        looked += 1
        here = Path(folder)
        if STRUCTURE in files:
            yield here
        if STRUCTURE in files or len(here.parts) - start >= _DEEPEST or looked > _MOST_FOLDERS:
            folders.clear()


def _in_order(name: str) -> list[Any]:
    """recording2 before recording10."""
    import re

    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _relative(folder: Path, path: Path) -> str:
    return folder.relative_to(path).as_posix() if folder.is_relative_to(path) else folder.name


def _streams_in_words(recording: Path) -> str:
    try:
        events = [f"{one.name}: {n_events(one)} events" for one in _streams(recording)]
    except ClockError as fault:
        return fault.what
    return ", ".join(events) or "no TTL events"


def _streams(recording: Path) -> Iterator[TtlStream]:
    """The streams with TTL events of a recording, in the order of their names."""
    about = _structure(recording)
    with raised_as(ClockError, f"The folder {recording} cannot be read.", do=_GIVE):
        folders = sorted(one for one in (recording / "events").glob("*/*") if one.is_dir())
    for folder in folders:
        names = next((n for n in _FILES if (folder / n[0]).is_file()), None)
        if names is None:
            continue
        name = folder.relative_to(recording / "events").as_posix()
        states, samples = (folder / one for one in names)
        continuous = recording / "continuous" / folder.parent.name
        rate_hz = _rate(about, name, recording)
        there = continuous if continuous.is_dir() else None
        yield TtlStream(recording, name, states, samples, rate_hz, there)


def _structure(recording: Path) -> dict[str, Any]:
    path = recording / STRUCTURE
    about = read_json(path, "Open Ephys file", "JSON of the Open Ephys GUI", error=ClockError)
    if not isinstance(about, dict) or not isinstance(about.get("events", []), list):
        raise ClockError(
            f"{path} does not describe a recording.",
            expected="JSON of the Open Ephys GUI, with a list of events",
            do="copy the folder again from the computer that recorded it",
        )
    return about


def _rate(about: dict[str, Any], name: str, recording: Path) -> float:
    """Samples per second of a stream, from its events or its continuous data."""
    top = name.split("/")[0]
    for kind in ("events", "continuous"):
        for entry in about.get(kind) or []:
            known = str(entry.get("folder_name", "")).strip("/") if isinstance(entry, dict) else ""
            rate = entry.get("sample_rate") if known in (name, top) and known else None
            if isinstance(rate, int | float) and not isinstance(rate, bool) and 0 < rate < 1e9:
                return float(rate)
    raise ClockError(
        f"{recording / STRUCTURE} has no sampling rate of the stream {name!r}.",
        expected="sample_rate of its events or its continuous data",
        do="copy the folder again; or convert the edges to seconds and give them as text",
    )
