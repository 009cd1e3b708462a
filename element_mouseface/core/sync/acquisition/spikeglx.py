"""Edges that CatGT extracted from a SpikeGLX run, also after TPrime moved them to another clock.

CatGT writes a file of times in seconds for each extractor: `run_g0_tcat.nidq.xd_8_3_0.txt` has the
rising edges of word 8, bit 3; `xid` the falling (inverted) ones; `xa` and `xia` those of an analog
channel.  Releases before 3 write `XD_4_1_50`, `iXD_4_1_50` and `SY_384_6_500`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....errors import ClockError, PathError
from ...inputs import what_it_is
from ...video import read_times
from .line import RecordedEdges, chosen_edges_of, only_one

_NAME = re.compile(
    r"(?:.*\.)?(?P<line>(?P<before>i?)(?P<kind>x(?P<inside>i?)[ad]|sy)_\d+(?:_[\d.]+)*?)"
    r"(?:\.adj)?\.(?:txt|npy)",
    re.IGNORECASE,
)
#: the mark of inverted edges in a line's name: xid, xia, iXD, iSY
_INVERTED = re.compile(r"(^|\.)(?:i(?=x|sy))?(x(?=i?[ad])|(?=sy))i?")
_MOST_LISTED = 24
_EXPECTED = "a file of edges such as run_g0_tcat.nidq.xd_8_3_0.txt, or a folder of them"
_EXTRACT = "extract the edges first with CatGT, -xd= (rising) or -xid= (falling)"


@dataclass(frozen=True)
class EdgeFile:
    """One file of an extractor.

    Attributes
    ----------
    path : Path
    stream, line : str
        'nidq' or 'imec0.ap', and the line with its settings: 'd_8_3_0'.
    rising : bool
    """

    path: Path
    stream: str
    line: str
    rising: bool


def edge_file(path: Path) -> EdgeFile | None:
    """What a file's name says; None if it is not that of an extractor's output."""
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    inverted = bool(match["before"] or match["inside"])
    named = match["line"].lower()
    line = named.removeprefix("i").replace("xi", "x", 1)
    stream = path.name[: match.start("line")].rstrip(".").partition(".")[2]
    return EdgeFile(path, stream, line, not inverted)


def is_spikeglx(path: str | Path) -> bool:
    """Whether a path is a file of extracted edges, or a folder that holds one."""
    path = Path(path)
    if os.path.isdir(path):  # False for a name too long for the disk, where Path.is_dir raises
        return bool(_files_in(path))
    return edge_file(path) is not None


def spikeglx_files(
    path: str | Path, line: str | int | None, edges: str | None
) -> tuple[EdgeFile, ...]:
    """The files that a path and a line mean: one, or the rising and the falling edges.

    Parameters
    ----------
    path : path
        A file of edges, or a folder of a run.
    line : str, optional
        A part of the name of one line, such as 'xd_8_3', or 'nidq.xd_8_3'.
    edges : {'rising', 'falling', 'all'}, optional

    Raises
    ------
    PathError
        If there is no such path.
    ClockError
        If the choice is not unique, or the name is not that of an extractor's output.
    """
    path, kind = Path(path), what_it_is(path)
    wanted, edges = _wanted(line, edges)
    if kind == "a file":
        files = [edge_file(path) or EdgeFile(path, "", path.name, True)]
    elif kind == "a folder":
        files = _files_in(path)
    else:
        raise PathError(f"There is no file or folder {str(path)!r}.", expected=_EXPECTED, got=kind,
                        do="check the path")  # fmt: skip
    if not files:
        binary = any(path.glob("*.bin"))
        raise ClockError(
            f"There are no extracted edges in {path}.",
            expected=_EXPECTED,
            got="raw data (.bin)" if binary else "no such file",
            do=_EXTRACT,
        )
    names = sorted({f"{one.stream}.{one.line}".lstrip(".") for one in files})
    how = "line= (--clock-line), such as 'xd_8_3'"
    listed = [f"{name} ({_in_words(name, files)})" for name in names][:_MOST_LISTED]
    name = names[only_one(names, wanted, "line", how, listed, path.name)]
    of_line = [one for one in files if f"{one.stream}.{one.line}".lstrip(".") == name]
    kinds = {"rising": [True], "falling": [False]}.get(edges or "", [True, False])
    chosen = tuple(one for one in of_line if one.rising in kinds)
    if not chosen or len({one.rising for one in chosen}) < len(chosen):
        there = ", ".join(one.path.name for one in of_line)
        raise ClockError(
            f"The {edges or 'edges'} of {name} are "
            + ("not in one file." if chosen else "not extracted."),
            expected="one file of rising and one of falling edges at most",
            got=there,
            do="give the file itself" if chosen else _EXTRACT,
        )
    return chosen


def _wanted(line: str | int | None, edges: str | None) -> tuple[str | None, str | None]:
    """A line's name without the mark of inverted edges, and the edges that it implies."""
    if line is None:
        return None, edges
    given = str(line).lower()
    plain = _INVERTED.sub(r"\g<1>\g<2>", given)
    implied = (
        "falling" if plain != given else "rising" if re.search(r"(^|\.)x[ad]", given) else None
    )
    if edges == "rising" and implied == "falling":
        raise ClockError(
            f"The line {line!r} has inverted (falling) edges.",
            expected="edges='falling', or a line such as 'xd_8_3'",
            got="edges='rising'",
            do="leave edges out (--clock-edges), or name the line without the i",
        )
    return plain, edges or implied


def read_spikeglx(
    path: str | Path, *, line: str | int | None = None, edges: str | None = None
) -> RecordedEdges:
    """Edges of one line that CatGT extracted.

    Parameters
    ----------
    path : path
        A file of edges, or a folder of a run.
    line, edges
        See `spikeglx_files`.

    Raises
    ------
    PathError
        If there is no such path, or it is no text.
    ClockError
        If the choice is not unique, or a line of the file is not a time in seconds.
    """
    files = spikeglx_files(path, line, edges)
    _, edges = _wanted(line, edges)
    times = {one.rising: _times(one.path) for one in files}
    none = np.empty(0)
    name = f"{files[0].stream}.{files[0].line}".lstrip(".")
    chosen = chosen_edges_of(times.get(True, none), times.get(False, none), edges, name)
    kinds = [word for word, there in (("rising", True), ("falling", False)) if there in times]
    source = " and ".join(one.path.name for one in files)
    known = edge_file(files[0].path) is not None
    return RecordedEdges(chosen, source, {"line": name, "edges": kinds} if known else {})


def _times(path: Path) -> np.ndarray:
    """Times in seconds; none if the file is empty: CatGT found no edge."""
    if path.suffix.lower() != ".npy" and path.stat().st_size == 0:
        return np.empty(0)
    return read_times(path)


def _files_in(folder: Path) -> list[EdgeFile]:
    """The files of edges in a folder and in the folders of it (one a probe)."""
    there = (one for pattern in ("*", "*/*") for one in sorted(folder.glob(pattern)))
    found = (edge_file(one) for one in there if one.is_file())
    return [one for one in found if one is not None]


def _in_words(name: str, files: list[EdgeFile]) -> str:
    """The numbers of edges of a line, for a message."""
    words = []
    for one in files:
        if f"{one.stream}.{one.line}".lstrip(".") == name:
            try:
                n_edges: int | str = len(_times(one.path))
            except (ClockError, PathError):
                n_edges = "unreadable"
            words.append(f"{n_edges} {'rising' if one.rising else 'falling'}")
    return ", ".join(words)
