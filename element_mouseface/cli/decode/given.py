"""What `mouseface decode` is given: recordings, their events, features and groups."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PICTURES = ("thumbnails", "cells")
NAMED = "named"


@dataclass
class Given:
    """Recordings, in order.

    Attributes
    ----------
    names : list of str
        Of the folders.
    tables : list of FrameTable or None
    pictures : list of Pictures, or None
    compared : list of Thumbnails, or None
        In which copies of trials are looked for.
    movement : list of FrameTable, or None
        What moved in the thumbnails; None where there are no passes.
    events : list of Events
    groups : Groups
    responses : dict of str to list of arrays
        By event: contrast scores of scored folders.
    digests : list of str
        What decides the result, of each recording.
    notes : list of str
    """

    names: list[str]
    tables: list[Any]
    pictures: list[Any] | None
    compared: list[Any] | None
    movement: list[Any] | None
    events: list[Any]
    groups: Any
    responses: dict[str, list[Any]] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def open_given(args: argparse.Namespace) -> Given:
    """Open everything that is read.

    Raises
    ------
    ParameterError
        If recordings, events and features differ in number.
    PathError, ResultError, EventsError
    """
    from ...core.learning import Groups
    from ..model.groups_file import rows_of

    rows = rows_of(
        argparse.Namespace(
            features=args.recordings, groups=args.groups, labels=[], events=args.events
        )
    )
    opened = [_Recording(row.features) for row in rows]
    events = [_events_of(row, one) for row, one in zip(rows, opened, strict=True)]
    groups = Groups(
        tuple(row.animal for row in rows),
        tuple(row.session for row in rows),
        tuple(row.movie for row in rows),
    )
    tables, pictures = _features(args, opened)
    passes = all(one.result is not None for one in opened)
    given = Given(
        [one.path.name for one in opened],
        tables,
        pictures,
        [_pictures(PICTURES[0], one) for one in opened] if passes else None,
        [_movement(one) for one in opened] if passes and not args.no_movement else None,
        events,
        groups,
        digests=[
            (one.result.digest if table is None else table.digest) + own.content_hash()
            for one, table, own in zip(opened, tables, events, strict=True)
        ],
    )
    if responses := _scores(opened, events):
        given.responses["score"] = responses
        given.notes.append(
            "score: the contrast score of each recording, from 0.2 to 2 s after the onset, less "
            "that of the 2 s before; a trial by prototypes that were made without it"
        )
    for own in events:
        given.notes += [note for note in own.notes if note not in given.notes]
    return given


class _Recording:
    """A folder that is a pass, or of `mouseface score`; or a table of features."""

    def __init__(self, path: Path):
        from ...core.frame_features import table_of
        from ...core.results.names import FORMAT as SCORED
        from ...core.results.read_folder import read_folder
        from ...core.store import open_result
        from ...params.fields import json_mapping

        self.path = path
        self.table: Any = None
        self.scored: Any = None
        self.result: Any = None
        if path.suffix.lower() in (".parquet", ".csv"):
            self.table = table_of(path)
            return
        if json_mapping(path / "report.json").get("format") == SCORED:
            self.scored = read_folder(path)
        self.place = path
        for inside in ("descriptors.zarr", "pass.zarr"):
            if (path / inside).is_dir():
                self.place = path / inside
                break
        self.result = open_result(self.place)


def _events_of(row: Any, recording: _Recording) -> Any:
    from ...core.events import read_events
    from ...errors import ParameterError

    if row.events is not None:
        return read_events(row.events)
    if recording.scored is not None and recording.scored.events is not None:
        return recording.scored.events
    raise ParameterError(
        f"There are no events of {str(recording.path)!r}.",
        expected="--events for each recording, the column events in GROUPS.csv, or a folder of "
        "`mouseface score`, which has its events",
        got="none",
        do="give the events of each recording, in their order",
    )


def _features(args: argparse.Namespace, opened: list[_Recording]) -> tuple[list[Any], Any]:
    """Tables of the recordings, and pictures of their frames, as --features says."""
    from ...core.frame_features import result_features, table_of
    from ...errors import ParameterError

    wanted = list(args.features or ())
    words = [one for one in wanted if one in (*PICTURES, NAMED)]
    files = [one for one in wanted if one not in words]
    own = [one.table for one in opened]
    if files and len(files) != len(opened):
        raise ParameterError(
            "The files of features and the recordings differ in number.",
            expected=f"one file for each of {len(opened)} recordings, in their order; or some of "
            f"{', '.join((*PICTURES, NAMED))}",
            got=f"{len(files)} files",
            do="give one file of features a recording",
        )
    tables: list[Any] = [table_of(path) for path in files] or own
    no_pass = [str(one.path) for one in opened if one.result is None]
    if not wanted and any(table is None for table in tables):
        words = [PICTURES[0]]
    if words and no_pass:
        raise ParameterError(
            "Pictures are of a pass over a movie.",
            expected="the folder of `mouseface hog` or `mouseface score` for each recording",
            got=", ".join(no_pass[:3]),
            do="give the folders of the passes, or leave the pictures out",
        )
    if NAMED in words and files:
        raise ParameterError(
            "Named features are given twice.",
            expected=f"files of features, or {NAMED!r}",
            got="both",
            do=f"leave {NAMED!r} out",
        )
    if NAMED in words:
        tables = [result_features(one.result, workers=args.workers) for one in opened]
    if len(set(words) & set(PICTURES)) > 1:
        raise ParameterError(
            "Pictures are decoded from one way at a time.",
            expected=f"one of {', '.join(PICTURES)}",
            got=" and ".join(PICTURES),
            do="leave one of them out",
        )
    picture = next((word for word in words if word in PICTURES), None)
    if picture is None:
        return tables, None
    return tables, [_pictures(picture, one) for one in opened]


def _pictures(kind: str, recording: _Recording) -> Any:
    from ...core.decoding import Cells, Thumbnails
    from ...core.extraction.descriptors import open_descriptors

    if kind == "thumbnails":
        return Thumbnails(recording.result)
    return Cells(open_descriptors(recording.place), recording.result)


def _movement(recording: _Recording) -> Any:
    """How much moved from frame to frame, in the whole crop."""
    from ...core.frame_features import FeatureParams, result_features

    table = result_features(recording.result, params=FeatureParams(groups=("motion",)), workers=1)
    return table.select([name for name in table.names if table.group(name) == "motion"])


def _scores(opened: list[_Recording], events: list[Any]) -> list[Any] | None:
    """The contrast score's response to each event of its own stimulus, of scored folders."""
    import numpy as np

    if not all(one.scored is not None and "contrast" in one.scored.methods for one in opened):
        return None
    found = []
    for one, own in zip(opened, events, strict=True):
        scores, times = one.scored.methods["contrast"], one.scored.times_s
        values = []
        for event in own:
            trace = scores.trace(event.name, scores.measure) if event.name in scores.names else None
            since = times - event.onset_s
            if trace is None:
                values.append(np.nan)
                continue
            after = trace.values[(since >= 0.2) & (since < 2.0)]
            before = trace.values[(since >= -2.0) & (since < 0)]
            good = [part[np.isfinite(part)] for part in (after, before)]
            values.append(float(good[0].mean() - good[1].mean()) if all(map(len, good)) else np.nan)
        found.append(np.array(values))
    return found if any(np.isfinite(one).any() for one in found) else None
