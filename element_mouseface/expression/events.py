"""Tables of stimuli, event sets and emotions.

An event set is immutable. Corrected events are a new set with its own hash, so that no score
silently belongs to events that have changed. What a stimulus means for the animal is an
interpretation, in a separate table: every result is named for the stimulus whose prototype was
used.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import in_transaction, one, primary_key_of
from ..core.events import Events
from ..errors import ActivationError, EventsError
from ..recording import (  # noqa: F401 (named in a definition)
    Clock,
    VideoRecording,
    existing_recording,
    frame_times,
)
from ._event_rows import (
    check_times,
    event_of_row,
    event_rows,
    has_times,
    hash_of_events,
    read_given,
)
from ._schema import schema


@schema
class Emotion(PipelineTable, dj.Lookup):
    """Emotional states that a stimulus may cause."""

    definition = """
    # Emotional states that a stimulus may cause
    emotion: varchar(32)
    """
    contents = [
        {"emotion": name}
        for name in ("pleasure", "disgust", "pain", "malaise", "active_fear", "passive_fear")
    ]


@schema
class Stimulus(PipelineTable, dj.Lookup):
    """A stimulus; prototypes and scores have its name."""

    definition = """
    # A stimulus; prototypes and scores have its name
    stimulus: varchar(64)
    ---
    stimulus_description="": varchar(255)
    """
    contents = [
        {"stimulus": name, "stimulus_description": description}
        for name, description in (
            ("sucrose", "sweet solution on the tongue"),
            ("water", "water on the tongue"),
            ("quinine", "bitter solution on the tongue"),
            ("salt", "salt solution on the tongue"),
            ("tail_shock", "electric shock to the tail"),
            ("lithium", "lithium chloride, injected"),
        )
    ]


@schema
class StimulusEmotion(PipelineTable, dj.Lookup):
    """The emotion of a stimulus, by an interpretation."""

    definition = """
    # The emotion of a stimulus, by an interpretation
    -> Stimulus
    interpretation: varchar(32)  # name of the scheme; there may be several
    ---
    -> Emotion
    interpretation_source="": varchar(255)  # its publication
    """
    contents = [
        {
            "stimulus": stimulus,
            "interpretation": "dolensek2020",
            "emotion": emotion,
            "interpretation_source": "Dolensek et al., Science 2020",
        }
        for stimulus, emotion in (
            ("sucrose", "pleasure"),
            ("quinine", "disgust"),
            ("tail_shock", "pain"),
            ("lithium", "malaise"),
        )
    ]


@schema
class EventSet(NumberedTable, dj.Manual):
    """The events of one recording on one clock; immutable, identified by their content."""

    NAME = "event_set"
    definition = """
    # The events of one recording on one clock; never edited, identified by its content
    -> VideoRecording
    event_set_id: int32
    ---
    -> Clock
    event_set_hash: char(64)       # over recording, clock and events
    n_events: int32
    event_file=null: varchar(255)  # the events came from, relative to a root; null: given as rows
    event_file_sha256=null: char(64)    # of that file, when it was read
    event_set_description="": varchar(255)
    unique index (event_set_hash)
    """

    class Event(FixedPart, dj.Part):
        """One event: a stimulus from onset to offset."""

        definition = """
        # One event: frames with onset <= time < offset
        -> master
        event_id: int32            # 0, 1, ... by onset
        ---
        -> Stimulus
        repetition: int32          # 0, 1, ... among the events of this stimulus
        onset_s: float64           # on the set's clock
        offset_s: float64          # on the set's clock
        event_amount=null: float64         # how much was given: a concentration, a current
        event_amount_unit=null: varchar(32)
        """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        events: str | os.PathLike | Events | Iterable[Sequence],
        *,
        clock: str = "movie",
        description: str = "",
        trials: Sequence[Mapping[str, Any] | None] | None = None,
        new_stimuli: bool = False,
    ) -> dict[str, Any]:
        """Insert events unless the same set exists; returns the key of the set.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording.  If its RecordingInfo (or the clock) is filled, the events' times
            are checked against it now; else before they are first used.
        events : path, Events, or rows
            A CSV file (event,onset_s,offset_s and, optionally, trial_id, amount, amount_unit)
            inside a root folder of raw video, absolute or relative to a root; or rows of these.
        clock : str
            The clock that the times are on: 'movie', or one in FrameClock.
        description : str
            Free text; not part of the set's identity.
        trials : sequence of mapping or None, optional
            For each event, by onset, the key of its Trial in the linked pipeline.  By
            default the events' own `trial_id` is looked up there, where they have one.
        new_stimuli : bool
            Whether names that are not in Stimulus are added to it, or refused.

        Raises
        ------
        EventsError
            If events are malformed, overlap, miss the recording, or name an unknown stimulus.
        ParameterError
            If the key is incomplete, or there is no such recording or clock.
        PathError
            If the file is missing, or in no root folder.
        """
        key = existing_recording(recording_key)
        found, file = read_given(events)
        if has_times(key, clock):
            check_times(found, frame_times(key, clock))
        _check_stimuli(found.names, new_stimuli)
        if trials is None and EventTrial.is_linked() and any(e.trial_id for e in found):
            trials = _trials_named(key, found)
        with in_transaction(cls()):
            set_key = cls._insert(key, clock, event_rows(found), description, file)
            if trials is not None:
                EventTrial.add(set_key, trials)
        return set_key

    @classmethod
    def without_events(
        cls, recording_key: Mapping[str, Any], *, clock: str = "movie"
    ) -> dict[str, Any]:
        """The empty event set of a recording, to score it without events.

        Scoring with prototypes of other recordings needs no events, but its key has an
        event set: this one.
        """
        key = existing_recording(recording_key)
        has_times(key, clock)
        return cls._insert(key, clock, [], "no events")

    @classmethod
    def _insert(cls, key, clock, rows, description, file=None) -> dict[str, Any]:
        row = {
            **key,
            "clock": clock,
            "n_events": len(rows),
            **(file or {}),
        }
        digest, parts = hash_of_events(key, clock, rows), {cls.Event: rows} if rows else {}
        return cls.add_row(digest, row, description=description, parts=parts)

    @classmethod
    def events(cls, key: Mapping[str, Any]) -> Events | None:
        """The events of one set as `core` takes them; None for the empty set.

        Raises
        ------
        FixedRowError
            If its rows were edited, or rows were added or deleted.
        """
        cls.check(primary_key_of(cls, key))
        rows = (cls.Event & primary_key_of(cls, key)).to_dicts(order_by="event_id")
        if not rows:
            return None
        return Events.from_rows([event_of_row(row) for row in rows])

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "EventSet")
        recording = {name: row[name] for name in VideoRecording().primary_key}
        rows = (cls.Event & primary_key_of(cls, key)).to_dicts(order_by="event_id")
        if len(rows) != row["n_events"]:
            return f"of {len(rows)} events, and {row['n_events']} were added"
        return hash_of_events(recording, row["clock"], rows)

    @classmethod
    def times(cls, key: Mapping[str, Any]) -> np.ndarray:
        """Frame times of the set's recording on the set's clock, in seconds, (frames,)."""
        row = one(cls & primary_key_of(cls, key), "EventSet")
        return frame_times(row, row["clock"])


class EventTrial(PipelineTable, dj.Manual):
    """The trial of the linked pipeline that an event belongs to (if it has a Trial table)."""

    # not decorated: `activate` declares it only if the linking module has Trial
    definition = """
    # Which trial of the linked pipeline an event belongs to
    -> EventSet.Event
    ---
    -> Trial
    """

    @classmethod
    def is_linked(cls) -> bool:
        """Whether the linked pipeline has a Trial table."""
        return cls._connection is not None

    @classmethod
    def trials(cls) -> dj.FreeTable:
        """The linked Trial table."""
        names = EventSet.Event().full_table_name
        parent = next(name for name in cls().parents() if name != names)
        return dj.FreeTable(cls().connection, parent)

    @classmethod
    def add(cls, set_key: Mapping[str, Any], trials: Sequence[Mapping[str, Any] | None]) -> None:
        """Link the events of a set, in the order of event_id, to trials; None links to no trial.

        Raises
        ------
        ActivationError
            If the linking module has no Trial.
        EventsError
            If there are more or fewer trials than events.
        """
        if not cls.is_linked():
            raise ActivationError(
                "Events cannot be linked to trials: the linking module has no Trial table.",
                do="add `Trial` to the linking module, and activate in a new process",
            )
        events = (EventSet.Event & primary_key_of(EventSet, set_key)).keys(order_by="event_id")
        if len(trials) != len(events):
            raise EventsError(
                "Trials do not match the events.",
                expected=f"{len(events)} trial keys, one per event in the order of onset",
                got=str(len(trials)),
                do="give None for an event outside any trial",
            )
        pairs = [{**t, **e} for e, t in zip(events, trials, strict=True) if t is not None]
        with in_transaction(cls()):
            cls.insert(pairs, skip_duplicates=True, ignore_extra_fields=True)


def _check_stimuli(names: Iterable[str], new_stimuli: bool) -> None:
    """Add unknown stimuli, or refuse them, since most are misspelled."""
    known = list(Stimulus().to_arrays("stimulus"))
    missing = sorted(set(names) - set(known))
    # MySQL ignores case, so a name that differs in case can be neither found nor added
    cases = {name.casefold() for name in known}
    if missing and (not new_stimuli or any(name.casefold() in cases for name in missing)):
        raise EventsError(
            f"Unknown stimulus {', '.join(map(repr, missing))}.",
            expected=f"one of {', '.join(sorted(known))}",
            do="correct spelling and case, or add it with EventSet.add(..., new_stimuli=True)",
        )
    if dj.config["database.backend"] == "postgresql" and (odd := [n for n in missing if "\\" in n]):
        raise EventsError(
            f"The stimulus {odd[0]!r} has a backslash, and on PostgreSQL DataJoint cannot find it "
            "again by its name.",
            do="name it without a backslash",
        )
    Stimulus.insert([{"stimulus": name} for name in missing])


def _trials_named(set_key: Mapping[str, Any], events: Events) -> list[dict[str, Any] | None]:
    """For each event, the key of the session's trial that its `trial_id` names."""
    trials = EventTrial.trials()
    session = {name: value for name, value in set_key.items() if name in trials.primary_key}
    own = [name for name in trials.primary_key if name not in session]
    if len(own) != 1:
        raise EventsError(
            "The events have trial numbers, but the key of a trial here has more than a number.",
            expected=f"keys with {', '.join(own)}",
            do="pass them: EventSet.add(..., trials=[{...}, ...])",
        )
    keys = {str(key[own[0]]): key for key in (trials & session).keys()}
    unknown = sorted({e.trial_id for e in events if e.trial_id is not None} - set(keys))
    if unknown:
        raise EventsError(
            f"The session has no trial {', '.join(unknown)}.",
            expected=f"{own[0]} of a row of the linked Trial table",
            do="insert the trials first, or correct trial_id in the events",
        )
    return [None if e.trial_id is None else keys[e.trial_id] for e in events]
