"""Where targets come from: event sets, label sets, and columns of files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .._schema.places import find_path, relative_path
from .._schema.rows import one_key, primary_key_of
from ..behavior.label_sets import LabelSet
from ..core.frame_features import FrameTable
from ..core.frame_models.ratings import read_ratings
from ..core.frame_models.targets import ratings_target
from ..core.inputs import sha256_of
from ..errors import InputError, ParameterError, check_choice
from ..expression.events import EventSet
from ..expression.windows import EventWindow
from ..recording import RecordingInfo, existing_recording, frame_times
from ._target_values import TargetValues, given_values, of_events

Row = dict[str, Any]

#: of the columns of names
LONGEST_NAME = 64


def of_event_set(
    key: Mapping[str, Any], name: str, stimuli: Sequence[str] | None, window: str, rest: str | None
) -> tuple[Row, TargetValues, Row]:
    """The recording of an event set, which stimulus is in each frame, and where that is from."""
    events_key = one_key(EventSet, primary_key_of(EventSet, key), "EventSet")
    own = populated(events_key)
    events = EventSet.events(events_key)
    if events is None:
        raise ParameterError("The event set has no events.", expected="an event or more")
    chosen = sorted(events.names) if stimuli is None else list(stimuli)
    for stimulus in chosen if stimuli is not None else ():
        check_choice("There is no such stimulus.", stimulus, events.names)
    window_key = one_key(EventWindow, {"event_window": window}, "EventWindow")
    digest, clock = (EventSet & events_key).fetch1("event_set_hash", "clock")
    found = of_events(
        name,
        events,
        EventWindow.window(window_key),
        EventSet.times(events_key),
        stimuli=chosen,
        rest=rest,
        on_movie=clock == "movie",
    )
    about = {"event_set_hash": digest, "event_set_id": events_key["event_set_id"]}
    return own, found, {**about, "window": window, "rest": rest}


def of_label_set(key: Mapping[str, Any], behavior: str) -> tuple[Row, TargetValues, Row]:
    """The recording of a label set, whether a behavior is in each frame, and where that is from."""
    labels_key = one_key(LabelSet, primary_key_of(LabelSet, key), "LabelSet")
    own = populated(labels_key)
    labels = LabelSet.labels(labels_key)
    names = labels.ethogram.names
    check_choice("There is no such behavior.", behavior, names)
    states = labels.matrix()[:, names.index(behavior)].astype(np.float64)
    states[states < 0] = np.nan
    found = given_values(behavior, "binary", states, (), None)
    digest = (LabelSet & labels_key).fetch1("label_set_hash")
    return own, found, {"label_set_hash": digest, "label_set_id": labels_key["label_set_id"]}


def of_file(
    own: Row,
    path: str | os.PathLike,
    column: str,
    *,
    kind: str | None,
    order: Sequence[str] | None,
    positive: str | None,
) -> tuple[TargetValues, Row]:
    """A column of a text table, for the frames of a recording, and where it is from."""
    relative = relative_path(path, "file of ratings")
    file = find_path(relative, "file of ratings")
    times_s = frame_times(own)
    rows = FrameTable((), np.empty((len(times_s), 0)), times_s=times_s)
    ratings = read_ratings(file, column, rows)
    target = ratings_target([ratings], kind=kind, order=order, positive=positive)
    values = np.where(target.known[0], target.values[0], np.nan)
    found = given_values(target.name, target.kind, values, target.categories, ratings.trials)
    return found, {"path": relative, "sha256": sha256_of(file), "column": column}


def populated(key: Mapping[str, Any]) -> Row:
    """The key of a recording whose RecordingInfo is populated (ParameterError)."""
    return one_key(RecordingInfo, existing_recording(key), "populated recording")


def check_fits(own: Mapping[str, Any], found: TargetValues) -> None:
    """Refuse values of another number of frames (InputError), and names that are too long."""
    n_frames = int((RecordingInfo & own).fetch1("nframes"))
    if len(found.values) != n_frames:
        raise InputError(
            f"The target {found.name!r} is of another number of frames than the recording.",
            expected=f"{n_frames} values",
            got=str(len(found.values)),
            do="give one value for each frame of this recording; None where it is not known",
        )
    for text in (found.name, *found.categories):
        if len(text) > LONGEST_NAME:
            raise ParameterError(
                "A name is too long for its column.",
                expected=f"at most {LONGEST_NAME} characters",
                got=f"{len(text)}: {text:.80}",
            )
