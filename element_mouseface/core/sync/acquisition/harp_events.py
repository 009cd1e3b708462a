"""Edges from messages of one register of a Harp device.

Bonsai stores each register of a device in a file of its own (`Behavior_32.bin`).  Each message has
a time in seconds on the Harp clock.  A register of digital inputs has the state of all lines, one
bit each, and an event whenever one changes; a register of camera events has an event for each
frame.
The files are read by harp-python (extra `harp`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ClockError, DependencyError, raised_as
from ...inputs import regular_file
from .line import RecordedEdges, chosen_edges_of

#: types of messages (the second one is read back, the third one written)
_READ, _WRITE, _EVENT = 1, 2, 3
_TYPES = {_READ: "read", _WRITE: "write", _EVENT: "event"}
#: header, time of 32-microsecond ticks, one value and the checksum
_SHORTEST, _TIMED = 7, 0x10
_FLOAT, _SIGNED = 0x40, 0x80
#: A day of events at a thousand a second is about 1 GB.
LARGEST_BYTES = 2**30
_GIVE = "give the file of one register, as Bonsai stores it (<device>_<address>.bin)"


def read_harp(
    path: str | Path, *, line: int | None = None, edges: str | None = None
) -> RecordedEdges:
    """Edges from the messages of one register.

    Parameters
    ----------
    path : path
        The file of one register.
    line : int, optional
        Bit of the digital input, from 0; needed if the values change and several bits do.
        Without a change each event is one of a frame.
    edges : {'rising', 'falling', 'all'}, optional
        Needed if the line has both.

    Raises
    ------
    DependencyError
        If harp-python is not installed.
    PathError
        If there is no such file.
    ClockError
        If it is not the file of one register, is truncated or damaged, or the choice is
        not unique.
    """
    path = regular_file(path, "file of a Harp register", expected="a .bin file of one register")
    address = _checked(path)
    times_s, values, types = _messages(path)
    events = np.flatnonzero(types == _EVENT)
    if not len(events):
        there = ", ".join(f"{np.sum(types == t)} {name}" for t, name in _TYPES.items())
        raise ClockError(
            f"Register {address} in {path.name} has no event.",
            expected="messages of type event, which a device sends when an input changes",
            got=f"messages: {there}",
            do="give the register of the digital inputs, or of the camera's frames",
        )
    name = f"{path.name} register {address}"
    found: dict[str, Any] = {"register": address, "n_events": len(events)}
    if line is None and (values[events] == values[events[0]]).all():
        if edges in ("rising", "falling"):
            raise ClockError(
                f"The events of {name} have no states.",
                expected="no choice of edges: each event is one of a frame",
                got=f"edges={edges!r}; all {len(events)} events have the same value",
                do="leave edges out (--clock-edges)",
            )
        return RecordedEdges(times_s[events], f"{name} events", found)
    changes = _changes(values, types, events)
    bit = _bit(changes, line, name)
    rising, falling = (times_s[at] for at in changes[bit])
    chosen = chosen_edges_of(rising, falling, edges, f"bit {bit} of {name}")
    return RecordedEdges(chosen, f"{name} bit {bit}", {**found, "line": bit})


def _checked(path: Path) -> int:
    """The register's address, after a check that all messages are whole and of one kind."""
    size = path.stat().st_size
    if size > LARGEST_BYTES or size < _SHORTEST:
        raise ClockError(
            f"{path.name!r} is not the file of a Harp register.",
            expected=f"messages, at most {LARGEST_BYTES >> 20} MB",
            got=f"{size} bytes",
            do=_GIVE,
        )
    data = np.memmap(path, np.uint8, mode="r")
    length = int(data[1]) + 2
    if length < _SHORTEST or length > len(data) or data[0] not in _TYPES:
        raise _not_harp(path, "its first bytes are not those of a message")
    whole = len(data) // length
    rows = data[: whole * length].reshape(whole, length)
    # length, address, port and type of payload are the same for one register
    if not (rows[:, 1:5] == rows[0, 1:5]).all():
        raise _not_harp(path, "messages of several registers, or damaged ones")
    if not (rows[:, :-1].sum(axis=1, dtype=np.uint8) == rows[:, -1]).all():
        wrong = int(np.argmin(rows[:, :-1].sum(axis=1, dtype=np.uint8) == rows[:, -1]))
        raise _not_harp(path, f"the checksum of message {wrong} (from 0) is wrong")
    if len(data) % length:
        raise ClockError(
            f"The file of a Harp register {path.name!r} is truncated.",
            expected=f"whole messages of {length} bytes",
            got=f"{whole} messages and {len(data) % length} bytes",
            do="copy it again; if the program was killed while writing, cut off these bytes",
        )
    kind = int(rows[0, 4])
    if not kind & _TIMED:
        raise _not_harp(path, "messages without times")
    if kind & _FLOAT or length - 12 != kind & 0x0F:
        raise ClockError(
            f"Register {rows[0, 2]} in {path.name} is not one of lines or events.",
            expected="one whole number a message: states of digital inputs, or camera events",
            got="real numbers" if kind & _FLOAT else f"{length - 12} bytes a message",
            do="give the register of the digital inputs, or of the camera's frames; turn analog "
            "signals into edges first",
        )
    return int(rows[0, 2])


def _not_harp(path: Path, got: str) -> ClockError:
    return ClockError(
        f"{path.name!r} is not the file of one Harp register.",
        expected="messages of Harp's binary protocol, all of one register",
        got=got,
        do=_GIVE,
    )


def _messages(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, values and types of all messages, by harp-python."""
    lacking = "Harp files need the package harp-python."
    with raised_as(
        DependencyError,
        lacking,
        expected="the extra harp",
        do="pip install 'element-mouseface[harp]'",
        of=(ImportError,),
    ):
        import harp
    with raised_as(ClockError, f"{path.name!r} cannot be read by harp-python.", do=_GIVE,
                   of=(Exception,)):  # fmt: skip
        table = harp.read(str(path), keep_type=True)
    types = table["MessageType"].cat.codes.to_numpy()
    values = table.iloc[:, 0].to_numpy().astype(np.int64)
    return np.asarray(table.index, np.float64), values, types


def _changes(
    values: np.ndarray, types: np.ndarray, events: np.ndarray
) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Message numbers at which each bit rises and falls.

    The state before the first event is that of a message that read the register, as Bonsai's dump
    at the start does; without one the first event only states it.
    """
    before = np.flatnonzero(types[: events[0]] == _READ)
    told = np.concatenate([before[-1:], events])
    changed = values[told[1:]] ^ values[told[:-1]]
    found = {}
    for bit in range(63):
        at = np.flatnonzero((changed >> bit) & 1)
        if len(at):
            up = ((values[told[1:]][at] >> bit) & 1).astype(bool)
            found[bit] = (told[1:][at[up]], told[1:][at[~up]])
    return found


def _bit(changes: dict[int, tuple[np.ndarray, np.ndarray]], line: int | None, name: str) -> int:
    if line is None and len(changes) == 1:
        return next(iter(changes))
    if line is not None and line in changes:
        return line
    listed = [
        f"bit {b}: {len(up)} rising, {len(down)} falling" for b, (up, down) in changes.items()
    ]
    raise ClockError(
        f"Several bits of {name} change."
        if line is None
        else f"Bit {line} of {name} never changes.",
        expected="the number of the camera's bit, from 0",
        got="; ".join(listed) or "no change",
        do="name it: line= (--clock-line); a camera's line has about as many edges as the movie "
        "has frames",
    )
