"""Recordings whose frames are compared: result folders, tables of features, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
from ..events import Events
from ..features.quality import FrameFlag
from ..frame_features import FrameTable, about_table, read_table, table_blocks
from ..store.result import Result, open_result

#: Flags of frames that are no picture of a face, and what they are called.
_BAD = {
    FrameFlag.MISSING: "missing",
    FrameFlag.CONSTANT: "constant",
    FrameFlag.BLACK: "black",
    FrameFlag.SATURATED: "saturated",
    FrameFlag.REPEATED: "repeated",
}
_MEASURES = ("motion_energy", "luminance")


@dataclass(frozen=True, eq=False)
class StructureSource:
    """A recording and everything that is known of its frames.

    Attributes
    ----------
    name : str
    result : Result, or None
        Of a pass over the movie.
    table : FrameTable, str or Path, or None
        Named features of the same frames: they are compared in place of descriptors.  A file is
        read block by block.
    events : Events, or None
    times_s : (frames,) array, or None
        Frame times on the clock of the events; those of the result or table by default.
    usable : (frames,) bool array, or None
        False for frames that are to be left out, such as those that registration lost.
    shift_px : (frames, 2) array, or None
        Shift of the head right and down in pixels of the crop; otherwise it is measured in the
        thumbnails of the sampled frames.
    session, animal : str or None
    """

    name: str
    result: Result | None = None
    table: Any = None
    events: Events | None = None
    times_s: np.ndarray | None = None
    usable: np.ndarray | None = None
    shift_px: np.ndarray | None = None
    session: str | None = None
    animal: str | None = None


@dataclass(frozen=True, eq=False)
class Frames:
    """What the sample is drawn from: a number, a time and a reason for each frame.

    Attributes
    ----------
    times_s : (frames,) float64 array
    usable : (frames,) bool array
    left_out : tuple of (str, int)
        Reasons why frames are not usable, and how many; each frame counts once.
    """

    times_s: np.ndarray
    usable: np.ndarray
    left_out: tuple[tuple[str, int], ...]


def sources_of(given: Any, events: Any = None) -> tuple[StructureSource, ...]:
    """The recordings that were given in any of the ways that `structure` takes.

    Raises
    ------
    ParameterError
        If there is none, or the events are of another number.
    """
    several = isinstance(given, Sequence) and not isinstance(given, str | Path)
    parts = list(given) if several else [given]
    if not parts:
        raise ParameterError(
            "There is no recording to compare frames of.",
            expected="a result folder, a table of features, or several",
            do="give at least one",
        )
    if isinstance(events, Events) or events is None:
        own = [events] * len(parts) if len(parts) == 1 or events is None else [events]
    else:
        own = list(events)
    if len(own) != len(parts):
        raise ParameterError(
            "Events and recordings differ in number.",
            expected=f"one set of events for each of {len(parts)} recordings",
            got=f"{len(own)}",
            do="give a list of events, in the order of the recordings",
        )
    found = [_source(part, k, its) for k, (part, its) in enumerate(zip(parts, own, strict=True))]
    _refuse_twice(found)
    return tuple(found)


def _source(given: Any, number: int, events: Events | None) -> StructureSource:
    if isinstance(given, StructureSource):
        if given.result is None and given.table is None:
            raise ParameterError(
                f"The recording {given.name!r} has neither a result nor a table.",
                expected="a result folder, a table of features, or both",
                do="give one of them",
            )
        if events is None:
            return given
        return StructureSource(**{**vars(given), "events": events})
    if isinstance(given, Result):
        return StructureSource(given.path.stem, result=given, events=events)
    if isinstance(given, FrameTable):
        return StructureSource(f"table {number + 1}", table=given, events=events)
    if isinstance(given, str | Path):
        path = Path(given)
        if path.suffix.lower() in (".parquet", ".csv"):
            return StructureSource(path.stem, table=path, events=events)
        return StructureSource(path.stem, result=open_result(path), events=events)
    raise ParameterError(
        "This is no recording whose frames can be compared.",
        expected="a Result, a FrameTable, the path of one, or a StructureSource",
        got=repr(given),
        do="open the result folder with open_result",
    )


def _refuse_twice(sources: Sequence[StructureSource]) -> None:
    """One recording twice would be a cluster of equal frames."""
    seen: dict[str, str] = {}
    for source in sources:
        digest = digest_of(source)
        if digest in seen:
            raise ParameterError(
                f"The recordings {seen[digest]!r} and {source.name!r} are the same.",
                expected="each recording once: equal frames are clusters of their own",
                got=f"digest {digest[:12]} twice",
                do="give it once",
            )
        seen[digest] = source.name


def digest_of(source: StructureSource) -> str:
    """What identifies the numbers that are compared."""
    if source.table is None:
        return "" if source.result is None else source.result.digest
    if isinstance(source.table, FrameTable):
        return source.table.digest
    return str(about_table(source.table)["digest"])


def table_kind(source: StructureSource) -> str:
    """What the rows of the table are: 'frames', 'pictures' or 'events'."""
    if isinstance(source.table, FrameTable):
        return source.table.kind
    return str(about_table(source.table)["about"]["kind"])


def frames_of(source: StructureSource, most_motion: float) -> Frames:
    """Which frames of a recording can be sampled, and why others cannot.

    Raises
    ------
    InputError
        If parts of the recording differ in their number of frames, or it has no times.
    EventsError
        If events overlap, or are outside of the recording.
    """
    times_s, flags, motion = _of_frames(source)
    n = len(times_s)
    for name, one in (("usable", source.usable), ("shift_px", source.shift_px)):
        if one is not None and len(one) != n:
            raise _other_length(source, name, n, len(one))
    _check_events(source, times_s)
    left, reasons = np.ones(n, bool), []

    def leave(reason: str, bad: np.ndarray) -> None:
        nonlocal left
        if number := int((bad & left).sum()):
            reasons.append((reason, number))
        left &= ~bad

    for flag, name in _BAD.items():
        if flags is not None:
            leave(name, (flags & int(flag)) > 0)
    leave("without a time", ~np.isfinite(times_s))
    if source.usable is not None:
        leave("not usable, as given", ~np.asarray(source.usable, bool))
    if most_motion < 1 and motion is not None and np.isfinite(motion[left]).any():
        limit = np.nanquantile(motion[left], most_motion)
        leave("more motion than most_motion allows", np.nan_to_num(motion, nan=0.0) > limit)
    return Frames(times_s, left, tuple(reasons))


def _check_events(source: StructureSource, times_s: np.ndarray) -> None:
    """Refuse events on another clock: no frame would be theirs."""
    known = times_s[np.isfinite(times_s)]
    if source.events is None or len(known) < 2:
        return
    step = float(np.median(np.diff(known)))  # a frame lasts until the next
    source.events.check(float(known[-1]) + step, float(known[0]) - step)


def _of_frames(
    source: StructureSource,
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """Times, flags and motion energy of all frames."""
    own: np.ndarray | None
    flags: np.ndarray | None
    motion: np.ndarray | None
    times_s = source.times_s
    if source.result is not None:
        own, flags = source.result.times_s, source.result.flags
        motion = source.result.quality("motion_energy")
        if source.table is not None:
            n = table_length(source.table)
            if n != len(own):
                raise _other_length(source, "table", len(own), n)
    else:
        if table_kind(source) != "frames":
            raise InputError(
                f"The table of {source.name!r} has no frames.",
                expected="a table of the frames of a movie, with times",
                got=f"one of {table_kind(source)}",
                do="make one with mouseface features RESULT",
            )
        table = _some_columns(source.table)
        own, flags = table.times_s, table.flags
        motion = column_of(table, "motion_energy")
    times_s = own if times_s is None else np.asarray(times_s, np.float64)
    if times_s is None:
        raise InputError(
            f"The frames of {source.name!r} have no times.",
            expected="seconds for each frame",
            do="give times_s, or a table that was made of a result folder",
        )
    if own is not None and len(times_s) != len(own):
        raise _other_length(source, "times_s", len(own), len(times_s))
    return np.asarray(times_s, np.float64), flags, motion


def _other_length(source: StructureSource, name: str, due: int, got: int) -> InputError:
    return InputError(
        f"The {name} of {source.name!r} is of another recording.",
        expected=f"{due} frames",
        got=f"{got}",
        do="give what was made of the same movie",
    )


def names_of_table(table: Any) -> tuple[str, ...]:
    """The columns of a table or of a file of one."""
    return table.names if isinstance(table, FrameTable) else tuple(about_table(table)["names"])


def table_length(table: Any) -> int:
    """The rows of a table or of a file of one."""
    return len(table) if isinstance(table, FrameTable) else int(about_table(table)["n_rows"])


def _some_columns(table: Any) -> FrameTable:
    """Times and flags of all rows, with the measures that are among the columns."""
    if isinstance(table, FrameTable):
        return table
    known = names_of_table(table)
    some = [f"crop:{name}" for name in _MEASURES if f"crop:{name}" in known]
    return read_table(table, columns=some or known[:1])


def column_of(table: FrameTable, measure: str) -> np.ndarray | None:
    """A measure of the whole crop; None where the table has no such column."""
    name = f"crop:{measure}"
    return table.column(name) if name in table.names else None


def table_rows(table: Any, rows: np.ndarray) -> FrameTable:
    """Chosen rows of a table, in order; a file is read block by block."""
    if isinstance(table, FrameTable):
        return table.rows(rows)
    parts = []
    for first, block in table_blocks(table):
        low, high = np.searchsorted(rows, [first, first + len(block)])
        parts.append(block.rows(rows[low:high] - first))
    kept = [part for part in parts if len(part)] or parts[:1]
    values = np.concatenate([part.values for part in kept])
    return FrameTable(kept[0].names, values, about=kept[0].about)


def sampled_measures(source: StructureSource, frames: np.ndarray) -> dict[str, np.ndarray]:
    """Motion energy and brightness of chosen frames, as far as they are known."""
    if source.result is not None:
        return {name: source.result.quality(name)[frames].astype(np.float64) for name in _MEASURES}
    table = _some_columns(source.table)
    found = {name: column_of(table, name) for name in _MEASURES}
    return {name: one[frames] for name, one in found.items() if one is not None}
