"""TTL edges of a recording of the Open Ephys GUI, in its binary format.

An event is a change of one line: `states` has the line's number, from 1, positive where it rises
and negative where it falls; the sample numbers count from the start of acquisition.  Since GUI 0.6
the files are states.npy, sample_numbers.npy and timestamps.npy (seconds, synchronized between
streams); before, channel_states.npy and timestamps.npy (sample numbers).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from ....errors import ClockError, check_choice
from ...inputs.npy import open_npy
from .line import RecordedEdges, chosen_edges_of
from .open_ephys_folder import TtlStream, find_stream

#: what is 0: the start of acquisition, the first sample of continuous.dat, or the GUI's own seconds
ZEROS = ("acquisition", "recording", "synchronized")
_COPY = "copy the recording again; files stay incomplete if the GUI was killed while recording"
#: most lines listed in a message
_MOST_LISTED = 16


def read_open_ephys(
    path: str | Path,
    *,
    line: int | None = None,
    edges: str | None = None,
    stream: str | None = None,
    recording: str | None = None,
    zero: str | None = None,
) -> RecordedEdges:
    """Edges of one TTL line of a recording.

    Parameters
    ----------
    path : path
        A recording's folder, a folder above it (a session, a record node), or one inside it.
    line : int, optional
        Number of the line, from 1, as in the GUI; needed if several have edges.
    edges : {'rising', 'falling', 'all'}, optional
        Needed if the line has both.
    stream, recording : str, optional
        Parts of their names; needed if there are several.
    zero : {'acquisition', 'recording', 'synchronized'}, optional
        What is 0: the start of acquisition (sample number over rate, the default), the
        first sample of the stream's continuous data, or as the GUI's synchronized
        timestamps.

    Raises
    ------
    PathError
        If there is no such folder.
    ClockError
        If the choice is not unique, or a file is missing, truncated or inconsistent.
    """
    of = find_stream(path, recording, stream)
    states, samples = _events(of)
    number = _line(states, line, of)
    events = np.flatnonzero((states == number) | (states == -number))
    signs = states[events]
    name = f"line {number} of {of.name}"
    places = chosen_edges_of(events[signs > 0], events[signs < 0], edges, name)
    notes = _notes(signs, samples, of, zero, name)
    return RecordedEdges(
        _seconds(of, samples, places, zero),
        f"{of.recording.name}/{of.name} line {number}",
        {"rate_hz": of.rate_hz, "line": number, "zero": zero or ZEROS[0]},
        notes,
    )


def stream_files(of: TtlStream, zero: str | None) -> tuple[Path, ...]:
    """The files that times depend on, with this zero."""
    more: tuple[Path, ...] = ()
    if zero == "synchronized":
        more = (of.states.parent / "timestamps.npy",)
    elif zero == "recording" and of.continuous is not None:
        more = (of.continuous / of.samples.name,)
    return (*of.files, *(one for one in dict.fromkeys(more) if one not in of.files))


def _events(of: TtlStream) -> tuple[np.ndarray, np.ndarray]:
    """States and sample numbers, memory-mapped, as many of one as of the other."""
    states = _whole_numbers(of.states, "i", "states of TTL lines")
    samples = _whole_numbers(of.samples, "iu", "sample numbers of TTL events")
    if len(states) != len(samples):
        raise ClockError(
            f"The TTL events in {of.states.parent} are incomplete.",
            expected="as many sample numbers as states",
            got=f"{len(states)} in {of.states.name}, {len(samples)} in {of.samples.name}",
            do=_COPY,
        )
    return states, samples


def _whole_numbers(path: Path, kinds: str, what: str) -> np.ndarray:
    found = open_npy(path, f"file of {what}", error=ClockError, do=_COPY)
    if found.dtype.kind not in kinds or found.ndim != 1:
        raise ClockError(
            f"{path} does not hold {what}.",
            expected="a list of whole numbers, as the Open Ephys GUI writes it",
            got=f"{found.dtype} {found.shape}",
            do="give the folder as the GUI wrote it",
        )
    return found


def _line(states: np.ndarray, line: int | None, of: TtlStream) -> int:
    """The line that was meant; a ClockError lists those with edges."""
    rising = np.bincount(states[states > 0])
    falling = np.bincount(-states[states < 0].astype(np.int32), minlength=len(rising))
    rising = np.pad(rising, (0, len(falling) - len(rising)))
    numbers = np.flatnonzero(rising + falling)
    rising, falling = rising[numbers], falling[numbers]
    if line is None and len(numbers) == 1:
        return int(numbers[0])
    if line is not None and line in numbers:
        return int(line)
    listed = [
        f"line {n}: {r} rising, {f} falling"
        for n, r, f in zip(numbers.tolist(), rising.tolist(), falling.tolist(), strict=True)
    ][:_MOST_LISTED]
    raise ClockError(
        f"Several lines of {of.name} have edges."
        if line is None and listed
        else f"Line {line} of {of.name} has no edge."
        if line is not None
        else f"No line of {of.name} has an edge.",
        expected="the number of the camera's line, from 1, as in the Open Ephys GUI",
        got="; ".join(listed) or "no events",
        do="name it: line= (--clock-line); the list says how many edges each line has. A camera "
        "has about as many as the movie has frames",
    )


def _seconds(
    of: TtlStream, samples: np.ndarray, places: np.ndarray, zero: str | None
) -> np.ndarray:
    """Seconds of events by the stream's rate, or the GUI's own."""
    do = "leave it out for the start of acquisition"
    check_choice("There is no such zero of an Open Ephys clock.", zero or ZEROS[0], ZEROS, do=do)
    if zero == "synchronized":
        return _synchronized(of, len(samples))[places]
    numbers = samples[places].astype(np.int64)
    if zero == "recording":
        numbers = numbers - _first_sample(of)
    return numbers / of.rate_hz


def _synchronized(of: TtlStream, n_events: int) -> np.ndarray:
    """The GUI's timestamps of all events, in seconds."""
    path = of.states.parent / "timestamps.npy"
    found = None
    if path != of.samples:
        found = open_npy(path, "file of timestamps", error=ClockError, do=_COPY)
    usable = found is not None and found.dtype.kind == "f" and found.shape == (n_events,)
    if found is None or not usable or not (np.isfinite(found).all() and (found >= 0).all()):
        raise ClockError(
            f"The stream {of.name} has no synchronized timestamps.",
            expected=f"{n_events} times in seconds in timestamps.npy (GUI 0.6 and later); the GUI "
            "writes -1 where streams were not synchronized",
            got="none" if found is None else f"{found.dtype} {found.shape}",
            do="leave zero= (--clock-zero) out: sample numbers over the rate are then the times",
        )
    return np.asarray(found, np.float64)


def _first_sample(of: TtlStream) -> int:
    """Sample number of the first sample in the stream's continuous data."""
    found = None
    if of.continuous is not None:
        found = of.continuous / of.samples.name
    if found is None or not os.path.isfile(found):
        raise ClockError(
            f"The first sample of the stream {of.name} is not known.",
            expected=f"continuous/{of.name.split('/')[0]}/{of.samples.name}",
            do="leave zero= (--clock-zero) out: times are then from the start of acquisition",
        )
    samples = _whole_numbers(found, "iu", "sample numbers")
    if not len(samples):
        raise ClockError(f"{found} holds no sample number.", expected="one a sample", do=_COPY)
    return int(samples[0])


def _notes(
    signs: np.ndarray, samples: np.ndarray, of: TtlStream, zero: str | None, name: str
) -> tuple[str, ...]:
    """What a user should know: lost changes of the line, and what 0 is."""
    notes = []
    twice = int(np.count_nonzero(np.sign(signs[1:]) == np.sign(signs[:-1])))
    if twice:
        notes.append(f"{name} rises or falls twice in a row {twice} times: events were lost")
    if zero is None and of.continuous is not None:
        try:
            first_s = _first_sample(of) / of.rate_hz
        except ClockError:
            return tuple(notes)
        if first_s:
            notes.append(
                f"0 is the start of acquisition; continuous.dat begins at {first_s:.6f} s "
                "(zero='recording', --clock-zero recording, for times from there)"
            )
    return tuple(notes)
