"""Write labels for BORIS: tabular events, aggregated events, or a project."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy as np

from ..labels import Labels
from .movie import Movie
from .seconds import boundaries_s, decimals_for, kind_of

_SUBJECT = "mouse"
_DATE = "1970-01-01 00:00:00"  # labels do not know when they were made


def _common(movie: Movie, media: str) -> dict[str, str]:
    """The cells that BORIS repeats in each row."""
    duration = "" if movie.duration_s is None else f"{movie.duration_s:.3f}"
    return {
        "Observation id": movie.name or "observation",
        "Observation date": _DATE,
        "Description": "",
        "Observation type": "Media file",
        "Source": f"player #1:{media}",
        "Time offset (s)": "0",
        "Media duration (s)": duration,
        "FPS": f"{movie.rates()[0]:.6g}" if movie.rates() else "",
        "Subject": _SUBJECT,
    }


def _bouts(labels: Labels, movie: Movie) -> list[tuple[str, str, float, float]]:
    """Behavior, kind, start and stop of each bout, in order of time."""
    rows = []
    for behavior in labels.ethogram.behaviors:
        times_s = boundaries_s(labels.bouts[behavior.name], movie)
        kind = kind_of(labels, behavior)
        rows += [(behavior.name, kind, float(a), float(b)) for a, b in times_s]
    return sorted(rows, key=lambda row: row[2])


def _table(rows: list[dict[str, str]], columns: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def tabular_table(labels: Labels, movie: Movie, media: str) -> bytes:
    """A row a START, a STOP or a point event, in order of time; a STOP before a START."""
    common, digits = _common(movie, media), decimals_for(movie)
    events = []
    for name, kind, start, stop in _bouts(labels, movie):
        if kind == "point":
            events.append((start, 2, name, "POINT"))
        else:
            events += [(start, 1, name, "START"), (stop, 0, name, "STOP")]
    tail = (
        "Behavior",
        "Behavioral category",
        "Behavior type",
        "Time",
        "Media file name",
        "Comment",
    )
    rows = [
        common | dict(zip(tail, (name, "", status, f"{at:.{digits}f}", media, ""), strict=True))
        for at, _, name, status in sorted(events)
    ]
    return _table(rows, [*common, *tail])


def aggregated_table(labels: Labels, movie: Movie, media: str) -> bytes:
    """A row a bout."""
    common, digits = _common(movie, media), decimals_for(movie)
    tail = (
        *("Behavior", "Behavioral category", "Behavior type", "Start (s)", "Stop (s)"),
        *("Duration (s)", "Media file name", "Comment start", "Comment stop"),
    )
    rows = []
    for name, kind, start, stop in _bouts(labels, movie):
        end = start if kind == "point" else stop
        lasts = "NA" if kind == "point" else f"{stop - start:.{digits}f}"
        times = (f"{start:.{digits}f}", f"{end:.{digits}f}", lasts)
        cells = (name, "", kind.upper(), *times, media, "", "")
        rows.append(common | dict(zip(tail, cells, strict=True)))
    return _table(rows, [*common, *tail])


def project_file(labels: Labels, movie: Movie, media: str) -> bytes:
    """A project with the ethogram and one observation."""
    date = _DATE.replace(" ", "T")
    project = {
        "time_format": "hh:mm:ss",
        "project_date": date,
        "project_name": movie.name or "labels",
        "project_description": "",
        "project_format_version": "7.0",
        "subjects_conf": {"0": {"key": "", "name": _SUBJECT, "description": ""}},
        "behaviors_conf": _ethogram(labels),
        "observations": {movie.name or "observation": _observation(labels, movie, media, date)},
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    return (json.dumps(project, indent=2, ensure_ascii=False) + "\n").encode()


def _ethogram(labels: Labels) -> dict[str, Any]:
    """The behaviors; of an exclusive ethogram each state excludes all the others."""
    behaviors = labels.ethogram.behaviors
    kinds = {behavior.name: kind_of(labels, behavior) for behavior in behaviors}
    states = [name for name, kind in kinds.items() if kind == "state"]
    found: dict[str, Any] = {}
    for place, behavior in enumerate(behaviors):
        kind = kinds[behavior.name]
        others = [name for name in states if name != behavior.name]
        alone = labels.ethogram.exclusive and kind == "state"
        found[str(place)] = {
            "type": "State event" if kind == "state" else "Point event",
            "key": "",
            "code": behavior.name,
            "description": behavior.definition,
            "category": "",
            "modifiers": "",
            "excluded": ",".join(others) if alone else "",
            "coding map": "",
        }
    return found


def _observation(labels: Labels, movie: Movie, media: str, date: str) -> dict[str, Any]:
    """The media file with its length and rate, and the events in order of time."""
    digits = decimals_for(movie)
    events: list[list[Any]] = []
    for name, kind, start, stop in _bouts(labels, movie):
        ends = [start] if kind == "point" else [start, stop]
        events += [[round(at, digits), _SUBJECT, name, "", ""] for at in ends]
    rates = movie.rates()
    return {
        "file": {"1": [media], **{str(k): [] for k in range(2, 9)}},
        "type": "MEDIA",
        "date": date,
        "description": "",
        "time offset": 0.0,
        "events": sorted(events, key=lambda event: event[0]),
        "observation time interval": _interval(labels, movie, digits),
        "independent_variables": {},
        "close_behaviors_between_videos": False,
        "media_info": {
            "length": {media: movie.duration_s or 0.0},
            "fps": {media: rates[0]} if rates else {},
            "hasVideo": {media: True},
            "hasAudio": {media: False},
            "offset": {"1": 0.0},
        },
    }


def _interval(labels: Labels, movie: Movie, digits: int) -> list[float]:
    """The span that was coded; zeros for the whole movie."""
    spans = labels.assessed[labels.ethogram.names[0]]
    if np.array_equal(spans, [[0, labels.n_frames]]) or not len(spans):
        return [0, 0]
    ((start, stop),) = boundaries_s(spans, movie)
    return [round(float(start), digits), round(float(stop), digits)]
