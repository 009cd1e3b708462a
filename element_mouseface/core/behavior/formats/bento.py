"""Bento's annotations (`.annot`): bouts in channels, in frames or seconds, as text.

Bento counts frames from 1, and a bout has its last frame.  In seconds it writes a frame's
number over the rate, so that the first frame is at 1/rate.  A file whose durations leave the
last frame out, as other programs write them, is read so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ....errors import LabelsError
from ..labels import Labels
from .content import Content
from .found import FoundIntervals, Interval
from .movie import Movie
from .request import Request, short_list

_CHANNEL = re.compile(r"(.*?)-{3,}\s*")


@dataclass
class _Parsed:
    """The text of a file, line by line: what it states, and the rows of each channel."""

    stated: dict[str, str] = field(default_factory=dict)
    channels: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    rows: dict[str, list[tuple[str, list[float], int]]] = field(default_factory=dict)
    has_points: bool = False


def read_bento(content: Content, request: Request) -> FoundIntervals:
    """The bouts of one channel.

    Raises
    ------
    LabelsError
        If several channels have bouts and none is named, or numbers are missing.
    """
    parsed = _parsed(content)
    used = [name for name, rows in parsed.rows.items() if rows] or list(parsed.rows)
    wanted = request.subject
    used += [wanted] if wanted in parsed.channels and wanted not in used else []
    channel = request.pick("channels", "subject", used, content.name)
    rows = parsed.rows.get(channel or "", [])
    seen = [name for name, _, _ in rows]
    found = FoundIntervals(list(dict.fromkeys([*parsed.names, *seen])), [], "frames")
    if not found.names:
        raise content.refused("names no behavior.", expected="a list of annotations", got="none")
    fps = _number(parsed.stated.get("framerate"))
    found.fps = fps if fps and fps > 0 else None
    in_seconds = _in_seconds(content, parsed, rows, request)
    if in_seconds and found.fps is None:
        raise content.refused(
            "is in seconds and does not say the frame rate.",
            expected="the line 'Annotation framerate'",
            got=repr(parsed.stated.get("framerate", "nothing")),
        )
    rate = float(found.fps or 1.0) if in_seconds else 1.0
    begin, end = _window(parsed, found.fps)
    base = 0 if begin == 0 else 1
    last = _has_last_frame(rows, rate)
    for name, numbers, line in rows:
        first, stop = (_frame(content, value * rate, line, in_seconds) for value in numbers[:2])
        found.intervals.append(Interval(name, first - base, stop - base + last, f"line {line}"))
    if end is not None:
        found.n_frames = end - base + 1
        start = (begin if begin is not None else base) - base
        if start > 0:
            found.assessed = {name: [(start, end - base + 1)] for name in found.names}
    files = parsed.stated.get("movie", "")
    found.media = tuple(re.findall(r"\S.*?\.\w{2,5}(?=\s|$)", files)) if files else ()
    found.layout = {"format": "bento"}
    return found


def _parsed(content: Content) -> _Parsed:
    parsed, section, channel, behavior = _Parsed(), "", None, None
    for number, raw in enumerate(content.text.splitlines(), start=1):
        line = raw.strip()
        low = line.casefold()
        if channel is None and (match := re.match(r"(movie|annotation (\w+ ?\w*))[^:]*:(.*)", low)):
            key = "movie" if match[1] == "movie" else match[2].strip()
            parsed.stated[key] = line[line.index(":") + 1 :].strip()
        elif low.startswith("list of channels"):
            section = "channels"
        elif low.startswith("list of annotations"):
            section = "names"
        elif (match := _CHANNEL.fullmatch(line)) and match[1]:
            channel, behavior, section = match[1].strip(), None, ""
            parsed.rows.setdefault(channel, [])
        elif not line:
            section = ""
        elif section:
            getattr(parsed, section).append(line)
        elif channel is not None and line.startswith(">"):
            behavior = line[1:].strip()
            if behavior not in parsed.names:
                parsed.names.append(behavior)
        elif channel is not None and low.startswith("start"):
            continue
        elif channel is not None and behavior:
            _add_row(content, parsed, channel, behavior, line, number)
    return parsed


def _add_row(
    content: Content, parsed: _Parsed, channel: str, behavior: str, line: str, number: int
) -> None:
    cells = line.split()
    values = [_number(cell) for cell in cells]
    if len(cells) not in (2, 3) or None in values:
        raise content.refused(
            "has a row that is no bout.",
            expected="start, stop and duration",
            got=f"{line[:60]!r} in line {number}",
        )
    parsed.has_points |= any(re.search(r"[.eE]", cell) for cell in cells)
    numbers = [value for value in values if value is not None]
    parsed.rows[channel].append((behavior, numbers, number))


def _number(cell: str | None) -> float | None:
    try:
        value = float(cell or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _in_seconds(
    content: Content, parsed: _Parsed, rows: Sequence[object], request: Request
) -> bool:
    """Whether bouts are in seconds: as it was said or, as Bento has it, if any has a point."""
    if request.unit in ("seconds", "milliseconds"):
        if request.unit == "milliseconds":
            raise content.refused("cannot be in milliseconds.", expected="seconds or frames")
        return True
    return parsed.has_points and bool(rows) and request.unit is None


def _window(parsed: _Parsed, fps: float | None) -> tuple[int | None, int | None]:
    """First and last frame that were annotated, as Bento counts; None where it is not said."""
    ends = []
    for word in ("start", "stop"):
        frame = _number(parsed.stated.get(f"{word} frame"))
        time_s = _number(parsed.stated.get(f"{word} time"))
        if frame is None and time_s is not None and fps:
            frame = round(time_s * fps)
        ends.append(None if frame is None or abs(frame) > 2**53 else int(frame))
    return ends[0], ends[1]


def _has_last_frame(rows: Sequence[tuple[str, list[float], int]], rate: float) -> int:
    """1 if a bout's second number is its last frame, as Bento writes it; 0 if it is the next."""
    lengths = [(n[2] - (n[1] - n[0])) * rate for _, n, _ in rows if len(n) > 2]
    return 0 if lengths and all(abs(one) < 0.25 for one in lengths) else 1


def _frame(content: Content, value: float, line: int, in_seconds: bool) -> int:
    if abs(value) > 2**53 or (not in_seconds and value != math.floor(value)):
        raise content.refused(
            "has a frame number that is none.",
            expected="whole numbers",
            got=f"{value:g} in line {line}",
        )
    return round(value)


def bento_file(labels: Labels, movie: Movie, media: str) -> bytes:
    """The labels as Bento has them, in one channel, in frames.

    Raises
    ------
    LabelsError
        If no frame rate is known, the same span was not looked at for all behaviors, or a
        name is none that Bento can hold.
    """
    rates = movie.rates()
    if not rates:
        raise LabelsError(
            "A Bento file states the frame rate, and none is known.",
            expected="the video, its frame times or its frames per second",
            got="neither",
        )
    names = labels.ethogram.names
    spans = {tuple(map(tuple, labels.assessed[name].tolist())) for name in names}
    if len(spans) != 1 or len(next(iter(spans))) != 1:
        raise LabelsError(
            "These labels cannot be written for Bento.",
            expected="one span of frames that was looked at, for all behaviors",
            got=short_list(map(str, spans), 3),
            do="write intervals, deepethogram or jabs; or unknown='absent'",
        )
    ((begin, end),) = next(iter(spans))
    if end != labels.n_frames:
        raise LabelsError(
            "These labels cannot be written for Bento.",
            expected=f"frames looked at up to the last of {labels.n_frames}",
            got=f"up to frame {end - 1}",
            do="write intervals, deepethogram or jabs; or unknown='absent'",
        )
    head = [
        "Bento annotation file",
        f"Movie file(s): {media}",
        "",
        "Stimulus name: ",
        f"Annotation start frame: {begin + 1}",
        f"Annotation stop frame: {end}",
        f"Annotation framerate: {rates[0]:.6f}",
        "",
        "List of channels:",
        "Ch1",
        "",
        "List of annotations:",
        *names,
        "",
        "Ch1----------",
    ]
    for name in names:
        head += [f">{name}", "Start\t Stop\t Duration "]
        head += [f"{a + 1}\t{b}\t{b - a}" for a, b in np.asarray(labels.bouts[name])]
        head += [""]
    return ("\n".join([*head, ""])).encode()
