"""BORIS's projects (`.boris`): an ethogram and observations, in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....errors import LabelsError
from ....params.fields import Fields
from .boris_pairs import Event, intervals_of_events
from .content import Content
from .found import FoundIntervals
from .movie import Movie
from .request import Request, short_list, stem_of


def is_boris_project(value: Any) -> bool:
    """Whether JSON is a project of BORIS."""
    return isinstance(value, dict) and {"observations", "behaviors_conf"} <= set(value)


def read_boris_project(content: Content, request: Request, movie: Movie) -> FoundIntervals:
    """The bouts of one observation of a project.

    Of several observations the one is taken whose media file has the movie's name.

    Raises
    ------
    LabelsError
        If there are several observations or subjects and none is named, or the project is
        not as BORIS writes it.
    """

    def refuse(what: str, expected: str, got: str) -> LabelsError:
        return content.refused(f"is no whole project of BORIS: {what}.", expected=expected, got=got)

    project = Fields(content.json, refuse)
    found = FoundIntervals([], [])
    _read_ethogram(project.inner("behaviors_conf"), found)
    observations = project.inner("observations")
    picked = _observation(content, observations, request, movie)
    observation = observations.inner(picked)
    _read_media(observation, found)
    if not request.ethogram and not found.names:
        raise content.refused("has no behavior.", expected="an ethogram", got="none")
    events = _events(content, observation, found, request)
    for event in events:
        if event.behavior not in found.names:
            raise content.refused(
                "has an event of a behavior that its ethogram does not have.",
                expected=short_list(found.names),
                got=f"{event.behavior!r} in {event.where}",
            )
    found.intervals, joined = intervals_of_events(events)
    if joined:
        found.notes.append("bouts that differ in their modifiers alone overlapped, and are one")
    if not events and not request.believes("labels"):
        raise content.refused(
            f"has no events in the observation {picked!r}.",
            expected="events; or believe='labels', if it was coded and nothing happened",
            got="none",
        )
    found.layout = {"format": "boris-project"}
    return found


def _read_ethogram(behaviors: Fields, found: FoundIntervals) -> None:
    excludes: dict[str, str] = {}
    for key in behaviors.names():
        one = behaviors.inner(key)
        code, kind = one.text("code"), one.text("type").casefold()
        if not kind.startswith(("state", "point")):
            raise one.refused("type", "State event or Point event", kind)
        found.names.append(code)
        found.kinds[code] = "point" if kind.startswith("point") else "state"
        found.definitions[code] = one.text("description") if one.has("description") else ""
        excluded = one.text("excluded") if one.has("excluded") else ""
        excludes[code] = f",{_tight(excluded)},"
    states = {name for name in found.names if found.kinds[name] == "state"}
    all_excluded = all(
        f",{_tight(other)}," in excludes[name] for name in states for other in states - {name}
    )
    found.exclusive = len(states) > 1 and states == set(found.names) and all_excluded


def _tight(names: str) -> str:
    """Names without spaces at their commas, which may be part of a name too."""
    return ",".join(part.strip() for part in names.split(","))


def _observation(content: Content, observations: Fields, request: Request, movie: Movie) -> str:
    names = observations.names()
    if request.observation is None and len(names) > 1 and movie.name:
        mine = [
            name
            for name in names
            if any(stem_of(one) == movie.name for one in _media(observations.inner(name)))
        ]
        if len(mine) == 1:
            return mine[0]
    picked = request.pick("observations", "observation", names, content.name)
    if picked is None:
        raise content.refused("has no observation.", expected="one or more", got="none")
    return picked


def _media(observation: Fields) -> list[str]:
    """Names of the media files of the first player, or of the first one that has some."""
    if not observation.has("file") or not isinstance(observation.take("file"), dict):
        return []
    players = observation.inner("file")
    for player in players.names():
        files = [one for one in players.items(player) if isinstance(one, str)]
        if files:
            return files
    return []


def _read_media(observation: Fields, found: FoundIntervals) -> None:
    found.media = tuple(_media(observation))
    if not observation.has("media_info"):
        return
    info = observation.inner("media_info")
    lengths = [_number_of(info, "length", name) for name in found.media]
    rates = {_number_of(info, "fps", name) for name in found.media}
    if lengths and None not in lengths:
        found.duration_s = sum(one for one in lengths if one is not None)
    if len(rates) == 1:
        found.fps = rates.pop()


def _number_of(info: Fields, name: str, media: str) -> float | None:
    if not info.has(name):
        return None
    values = info.inner(name)
    return values.number(media, 0, 1e9) or None if values.has(media) else None


def _events(
    content: Content, observation: Fields, found: FoundIntervals, request: Request
) -> list[Event]:
    """The events of one subject; the time offset and the time interval as BORIS has them."""
    offset = observation.number("time offset") if observation.has("time offset") else 0.0
    if offset and request.time_offset_s is None:
        raise content.refused(
            f"has a time offset of {offset:g} s.",
            expected="times from the begin of the video",
            got="times that may count from another moment",
            do=f"say what is subtracted from them: time_offset_s={offset:g}, or 0",
        )
    rows = observation.items("events")
    for place, row in enumerate(rows):
        good = isinstance(row, list) and len(row) >= 3
        if not good or not all(isinstance(cell, str) for cell in row[1:3]):
            raise observation.refused("events", "[time, subject, code, ...]", f"event {place + 1}")
    picked = request.pick("subjects", "subject", (row[1] for row in rows), content.name)
    events = []
    for place, row in enumerate(rows):
        if row[1] != picked:
            continue
        one: Mapping[str, Any] = {"time": row[0]}
        at = Fields(one, observation.refused, f"event {place + 1}").number("time")
        status = "POINT" if found.kinds.get(row[2]) == "point" else ""
        modifiers = row[3] if len(row) > 3 and isinstance(row[3], str) else ""
        events.append(Event(row[2], at, status, modifiers, f"event {place + 1}"))
    _read_interval(observation, found)
    return events


def _read_interval(observation: Fields, found: FoundIntervals) -> None:
    """The span of the video that was coded, where it is not all of it."""
    name = "observation time interval"
    if not observation.has(name):
        return
    pair = observation.items(name)
    if len(pair) != 2 or not all(isinstance(one, int | float) for one in pair):
        raise observation.refused(name, "two numbers of seconds", str(pair))
    start, stop = float(pair[0]), float(pair[1])
    if stop > start:
        found.assessed = {behavior: [(start, stop)] for behavior in found.names}
