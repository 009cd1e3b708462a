"""The results of a recording, opened before anything is added to a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import numpy as np

from .. import affect, behavior, expression, facemap, features
from .._schema.rows import one, primary_key_of
from ..core.events import Events
from ..core.exports.nwb.other_clock import moved_events, on_other_clock
from ..core.results.scored import MovieInfo, ScoredRecording
from ..recording import RecordingInfo, VideoRecording, frame_times, link
from ..recording.movie_info import movie_info
from ._kinds import SCORED, Row


@dataclass(frozen=True, eq=False)
class Opened:
    """What is to be written of one recording.

    Attributes
    ----------
    own : dict
        Primary key of the recording.
    rows : mapping of str to list of dict
        Where each part is in the tables.
    times_s : (frames,) float64 array
        On the clock of the file.
    own_times_s : (frames,) float64 array
        On the movie's own clock.
    size_px : (int, int)
        Height and width of a frame.
    camera : dict
        Its row in the linked pipeline.
    movie : MovieInfo or None
        With paths on this machine.
    scored : ScoredRecording or None
        On the clock of the file.
    events : Events or None
        The same.
    found : mapping of str to list
        Other parts: their objects of `core`, with arguments of their adders.
    """

    own: Row
    rows: Mapping[str, list[Row]]
    times_s: np.ndarray
    own_times_s: np.ndarray
    size_px: tuple[int, int]
    camera: Row
    movie: MovieInfo | None = None
    scored: ScoredRecording | None = None
    events: Events | None = None
    found: Mapping[str, list[tuple[Any, dict[str, Any]]]] = field(default_factory=dict)


def opened(own: Row, rows: Mapping[str, list[Row]], clock: str) -> Opened:
    """Open every result of a recording; errors of any of them come before a file is touched.

    Parameters
    ----------
    own : dict
        Primary key of the recording.
    rows : mapping
        From `rows_of`.
    clock : str
        Of `FrameClock`.
    """
    times_s = frame_times(own, clock)
    info = (RecordingInfo & own).fetch1()
    scores = next((rows[part] for part in SCORED if part in rows), [])
    return Opened(
        own,
        rows,
        times_s,
        frame_times(own),
        (int(info["px_height"]), int(info["px_width"])),
        _camera(own),
        _movie(own) if "movie" in rows else None,
        _scored(scores, times_s, clock) if scores else None,
        _events(rows["stimuli"][0], times_s, clock) if "stimuli" in rows else None,
        {name: [_OPEN[name](row) for row in rows[name]] for name in _OPEN if name in rows},
    )


def _movie(own: Row) -> MovieInfo:
    """The movie with the paths of its files on this machine (PathError where one is missing)."""
    info = movie_info(own)
    files = tuple(replace(file, path=str(link().find(file.path))) for file in info.files)
    return replace(info, files=files)


def _camera(own: Row) -> Row:
    table = link().Equipment
    names = (table() if isinstance(table, type) else table).primary_key
    key = (VideoRecording & own).fetch1()
    return one(table & {name: key[name] for name in names if name in key}, "camera")


def _scored(rows: list[Row], times_s: np.ndarray, clock: str) -> ScoredRecording:
    """The scores of all methods as one recording, on the clock of the file."""
    found = [expression.FacialExpression.open(row) for row in rows]
    joined = reduce(lambda a, b: a.joined_with(b), found)
    theirs = (expression.EventSet & rows[0]).fetch1("clock")
    if theirs == clock:
        return joined
    return on_other_clock(joined, times_s, clock=theirs, other=clock)


def _events(row: Row, times_s: np.ndarray, clock: str) -> Events | None:
    events = expression.EventSet.events(row)
    theirs = (expression.EventSet & row).fetch1("clock")
    if events is None or theirs == clock:
        return events
    return moved_events(events, frame_times(row, theirs), times_s, clock=theirs, other=clock)


def _signals(row: Row) -> tuple[Any, dict[str, Any]]:
    """The signals of a task, and the regions that they are of, where the task names some."""
    task = (facemap.FacemapTask & row).fetch1()
    given = task["face_regions_id"] is not None
    regions = facemap.FaceRegions.regions(task) if given else None
    return facemap.FacialSignal.open(row), {"regions": regions}


def _keypoints(row: Row) -> tuple[Any, dict[str, Any]]:
    """The points of a task, and the model that tracked them, as far as that is known."""
    stored = facemap.Keypoints.open(row)
    told = (facemap.KeypointTracking & primary_key_of(facemap.KeypointTask, row)).to_dicts()
    if not told:
        return stored.keypoints, {}
    model = facemap.KeypointModel.model(told[0])
    return stored.keypoints, {"scorer": model.name, "software_version": model.version or None}


def _labels(row: Row) -> tuple[Any, dict[str, Any]]:
    found = behavior.LabelSet.labels(row)
    who = found.labeler or found.method
    return found, {"name": f"labels_{row['label_set_id']}_{who}"}


_OPEN = {
    "signals": _signals,
    "keypoints": _keypoints,
    "behaviors": lambda row: (behavior.Classification.open(row), {}),
    "labels": _labels,
    "affect": lambda row: (affect.Affect.open(row), {}),
    "action_units": lambda row: (affect.ActionUnits.open(row), {}),
    "face_angle": lambda row: (features.FaceAngle.open(row), {}),
    "features": lambda row: (features.FrameFeatures.open(row), {}),
}
