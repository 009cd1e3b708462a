"""`FrameTarget`: what is known about the frames of a recording, for a model to learn.

Values are stored in the rows, not in a file: most are the work of people.  A target never
changes.  A corrected one is a new one, so that no model silently belongs to values that have
changed under it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one, one_key, primary_key_of
from ..recording import VideoRecording
from . import _target_sources, _target_values
from ._schema import schema
from ._target_values import TargetValues
from ._trials import trial_rows

Row = dict[str, Any]

_ORDERS = {
    "Values": "target_start_frame",
    "Category": "target_category_no",
    "Trial": "target_span",
}


@schema
class FrameTarget(NumberedTable, dj.Manual):
    """Something known about the frames of a recording; immutable, identified by its content."""

    NAME = "frame_target"
    definition = """
    # What is known about the frames of a recording, for a model to learn; never edited
    -> VideoRecording
    frame_target_id: int32
    ---
    target_name: varchar(64)
    target_kind: enum('binary','category','ordinal','continuous')
    target_source: varchar(16)          # values, file, events, labels
    target_about=null: json             # which file, events or labels, and how they were taken
    target_n_frames: int64              # of the recording
    target_n_known: int64               # the others are neither trained nor tested on
    target_n_categories: int32
    target_n_trials: int32
    target_mean=null: float64           # of the known values; of categories, of their numbers
    frame_target_hash: char(64)         # over recording, name, kind, values and trials
    frame_target_description="": varchar(255)
    unique index (frame_target_hash)
    """

    class Values(FixedPart, dj.Part):
        """The values of a range of frames."""

        definition = """
        # The values of a range of frames
        -> master
        target_start_frame: int64
        ---
        target_stop_frame: int64        # one after the last
        target_values: <blob>           # float64; of categories their numbers; NaN: not known
        """

    class Category(FixedPart, dj.Part):
        """A category, and in how many frames it is."""

        definition = """
        # A category of a target; of ordinal ones, by their number
        -> master
        target_category: varchar(64)
        ---
        target_category_no: int32       # from 0
        target_category_n_frames: int64
        """

    class Trial(FixedPart, dj.Part):
        """Frames that belong to one trial: folds leave out whole ones."""

        definition = """
        # Frames that belong to one trial
        -> master
        target_span: int32              # 0, 1, ... by time
        ---
        target_trial: int32             # number of the trial: several spans may be of one
        target_trial_first_frame: int64
        target_trial_stop_frame: int64  # one after the last
        target_trial_start_s=null: float64  # of the event's window, on the movie's clock
        target_trial_stop_s=null: float64
        """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        values: Any,
        *,
        name: str,
        kind: str,
        categories: Sequence[str] = (),
        trials: Any = None,
        frame_target_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Insert a target unless the same one exists; returns its key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording, whose RecordingInfo is populated.
        values : sequence
            One a frame: numbers, or names of categories; None, NaN or '' where not known.
        name : str
            What it is: 'rating', 'stimulus'.  Targets of one name are trained together.
        kind : {'binary', 'category', 'ordinal', 'continuous'}
        categories : sequence of str
            Of a category or an ordinal rating, the latter from the least to the most.
        trials : sequence of (first frame, frame after the last), or (frames,) ints; optional
            Frames of each trial, or the number of each frame's trial, -1 outside of any.
            Needed where folds leave out trials, or a model has one row a trial.
        frame_target_id : int, optional
            The number to give it; by default the next one of this recording.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        InputError
            If the values are of another kind or number of frames, or none is known.
        ParameterError
            If there is no such recording, or it is not populated.
        """
        with server_errors():
            own = _target_sources.populated(recording_key)
            found = _target_values.given_values(name, kind, values, categories, trials)
            return cls._add(own, found, "values", None, frame_target_id, description)

    @classmethod
    def add_events(
        cls,
        event_set_key: Mapping[str, Any],
        *,
        name: str = "event",
        stimuli: Sequence[str] | None = None,
        window: str = "event",
        rest: str | None = None,
        frame_target_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Insert which stimulus is in each frame, by an event set; returns the key.

        Each event is a trial.  The schema `expression` is activated.

        Parameters
        ----------
        event_set_key : mapping
            Of one EventSet, with events.
        name : str
        stimuli : sequence of str, optional
            The categories; by default all stimuli of the set.  Frames of others are unknown.
            Recordings that are trained together need the same, in the same order.
        window : str
            Name of an EventWindow: frames in it have the event's stimulus.
        rest : str, optional
            Name of a category for the frames outside of all windows; by default these are
            unknown.
        frame_target_id, description
            As for `add`.

        Raises
        ------
        ParameterError
            If there is no such event set or window, or a stimulus is not in it.
        InputError
            If no frame is in a window.
        """
        with server_errors():
            own, found, about = _target_sources.of_event_set(
                event_set_key, name, stimuli, window, rest
            )
            return cls._add(own, found, "events", about, frame_target_id, description)

    @classmethod
    def add_file(
        cls,
        recording_key: Mapping[str, Any],
        path: str | os.PathLike,
        column: str,
        *,
        kind: str | None = None,
        order: Sequence[str] | None = None,
        positive: str | None = None,
        frame_target_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Insert a column of a text table, such as ratings of people; returns the key.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording, whose RecordingInfo is populated.
        path : path
            A table with a header, inside a root folder of raw video or the processed folder.
            Beside `column` it has `frame`, or `time_s`, or the two ends of spans; and `trial`
            where the frames are parts of trials: see `read_ratings` of `core.frame_models`.
        column : str
            Also the target's name.
        kind, order, positive
            As `ratings_target` of `core.frame_models` takes them; by default by the values.
        frame_target_id, description
            As for `add`.

        Raises
        ------
        LabelsError
            If it cannot be read, or its values are not of the kind.
        PathError
            If the file is missing, or in no root folder.
        """
        with server_errors():
            own = _target_sources.populated(recording_key)
            how: Row = {"kind": kind, "order": order, "positive": positive}
            found, about = _target_sources.of_file(own, path, column, **how)
            return cls._add(own, found, "file", about, frame_target_id, description)

    @classmethod
    def add_labels(
        cls,
        label_set_key: Mapping[str, Any],
        behavior: str,
        *,
        frame_target_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Insert whether a behavior is in each frame, by a label set; returns the key.

        Frames that nobody looked at are unknown.  The schema `behavior` is activated.

        Parameters
        ----------
        label_set_key : mapping
            Of one LabelSet.
        behavior : str
            Also the target's name.
        frame_target_id, description
            As for `add`.

        Raises
        ------
        ParameterError
            If there is no such label set, or it lacks the behavior.
        """
        with server_errors():
            own, found, about = _target_sources.of_label_set(label_set_key, behavior)
            return cls._add(own, found, "labels", about, frame_target_id, description)

    @classmethod
    def values(cls, key: Mapping[str, Any]) -> TargetValues:
        """What one row says of each frame: `.values`, `.categories`, `.trials`.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        FixedRowError
            If its rows were edited, or rows were added or taken away.
        """
        own = one_key(cls, key, "FrameTarget")
        cls.check(own)
        return cls._stored(own)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        found = cls._stored(key)
        row = (cls & primary_key_of(cls, key)).fetch1()
        said = ("target_n_frames", "target_n_known", "target_n_categories", "target_n_trials")
        counts = [len(found.values), int(found.known.sum()), len(found.categories)]
        due = [*counts, found.trials.n_trials]
        if [int(row[column]) for column in said] != due:
            return f"of {due[0]} frames, {due[1]} known, {due[2]} categories, {due[3]} trials"
        return found.content_hash(primary_key_of(VideoRecording, key))

    @classmethod
    def _stored(cls, key: Mapping[str, Any]) -> TargetValues:
        own = primary_key_of(cls, key)
        parts = {
            name: (getattr(cls, name) & own).to_dicts(order_by=order)
            for name, order in _ORDERS.items()
        }
        return _target_values.values_of_rows(one(cls & own, "FrameTarget"), parts)

    @classmethod
    def _add(
        cls,
        own: Row,
        found: TargetValues,
        source: str,
        about: Row | None,
        number: int | None,
        description: str,
    ) -> Row:
        _target_sources.check_fits(own, found)
        row = {
            **own,
            "target_name": found.name,
            "target_kind": found.kind,
            "target_source": source,
            "target_about": about,
            "target_n_frames": len(found.values),
            "target_n_known": int(found.known.sum()),
            "target_n_categories": len(found.categories),
            "target_n_trials": found.trials.n_trials,
            "target_mean": float(found.values[found.known].mean()),
        }
        parts = {
            cls.Values: _target_values.segments_of(found.values),
            cls.Category: _target_values.category_rows(found),
            cls.Trial: trial_rows(found.trials),
        }
        return cls.add_row(
            found.content_hash(own),
            row,
            number=number,
            description=description,
            parts={part: rows for part, rows in parts.items() if rows},
        )
