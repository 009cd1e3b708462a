"""Request the scores of a recording: insert every row they need in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._schema.activation import server_errors
from ._schema.rows import in_transaction, one, primary_key_of
from .behavior import Classification, ClassificationTask, Classifier
from .descriptors import HOGProcessing, HOGTask
from .errors import ParameterError
from .expression import (
    EventResponse,
    EventSet,
    EventWindow,
    ExpressionParamSet,
    FacialExpression,
    FacialExpressionTask,
    PrototypeSet,
    PrototypeTask,
)
from .linking.server import is_collision
from .recording import ClockSource, FrameClock, RecordingInfo, VideoRecording

#: attempts while other processes make the same request
ATTEMPTS = 10

#: the computed tables, in order
FILLED = (RecordingInfo, FrameClock, HOGProcessing, PrototypeSet, FacialExpression, EventResponse)


@dataclass(frozen=True)
class Requested:
    """A request for scores, whose rows are in the tables.

    Attributes
    ----------
    recording, descriptors, events, prototypes : dict
        Keys of VideoRecording, HOGTask, EventSet and PrototypeTask.
    score : dict
        Key of FacialExpressionTask, and of FacialExpression once it is filled.
    classification : dict or None
        Key of ClassificationTask, where behaviors were requested.
    """

    recording: dict[str, Any]
    descriptors: dict[str, Any]
    events: dict[str, Any]
    prototypes: dict[str, Any]
    score: dict[str, Any]
    classification: dict[str, Any] | None = None

    @property
    def waiting(self) -> list[str]:
        """The tables that still have to be populated, in order."""
        key = {**self.score, **(EventSet & self.events).proj("clock").fetch1()}
        waiting = [table.__name__ for table in FILLED if not table & key]
        tables = self._of_behaviors
        return waiting + [table.__name__ for table, own in tables if not table & own]

    @property
    def _of_behaviors(self) -> list[tuple[Any, dict[str, Any]]]:
        """The tables that behaviors fill, and the key in each."""
        if self.classification is None:
            return []
        classifier = (ClassificationTask & self.classification).proj("classifier_id").fetch1()
        own = {"classifier_id": classifier["classifier_id"]}
        return [(Classifier, own), (Classification, self.classification)]

    def populate(self, **options: Any) -> dict[str, Any]:
        """Populate the waiting tables here instead of in a worker; returns the key of the score.

        Parameters
        ----------
        **options
            Of DataJoint's `populate`: `display_progress`, `reserve_jobs`, ...
        """
        sources = (PrototypeTask.Source & self.prototypes).to_dicts()
        for table in FILLED:
            for key in (*sources, self.score) if table in FILLED[:3] else (self.score,):
                table.populate(key, **options)
        for table, own in self._of_behaviors:
            table.populate(own, **options)
        return self.score

    def __str__(self) -> str:
        waiting = self.waiting
        then = (
            f"waiting for: {', '.join(waiting)} (a worker, or .populate())"
            if waiting
            else "all filled"
        )
        return f"scores {self.score}\n{then}"


def request(
    key: Mapping[str, Any],
    *,
    files: Any = None,
    equipment: Mapping[str, Any] | None = None,
    events: Any = None,
    clock: str = "movie",
    clock_source: Mapping[str, Any] | None = None,
    trials: Sequence[Mapping[str, Any] | None] | None = None,
    new_stimuli: bool = False,
    crop: Any = None,
    hog: Any = None,
    method: str = "contrast",
    params: Any = None,
    measures: Any = None,
    prototypes: Any = None,
    windows: Mapping[str, Sequence[Any]] | None = None,
    classifier: Mapping[str, Any] | None = None,
    **file_options: Any,
) -> Requested:
    """Request the scores of a recording: insert every row they need, all or none.

    The same request again inserts nothing and returns the same keys.

    Parameters
    ----------
    key : mapping
        The session's key and `recording_id`.
    files, equipment : optional
        As `VideoRecording.add` takes them; needed if the recording is not in the table yet.
    events : path, Events, rows, or key of an EventSet; optional
        As `EventSet.add` takes them; by default no events, which needs `prototypes`.
    clock : str
        The clock that the events' times are on.
    clock_source : mapping, optional
        `method`, `path` and parameters, as `ClockSource.add` takes them.
    trials, new_stimuli
        As `EventSet.add` takes them.
    crop : Crop, or key of a FaceCrop; optional
        By default the whole frame.
    hog : HOGParams, mapping, or key of a HOGParamSet; optional
        By default the published ones.
    method : str
        Name of a scoring method, such as 'contrast' or 'published'.
    params, measures : optional
        As `ExpressionParamSet.add` takes them, or the key of one as `params`.  By default
        those that made `prototypes`, else the method's own.
    prototypes : key of a PrototypeTask, or list of keys of sources; optional
        Sources are mappings of a HOGTask key and an EventSet key, pooled (published method).
        By default the recording's own events make its prototypes.
    windows : mapping of name -> (start_s, stop_s), optional
        Named spans around the events, as `EventWindow.add` takes them; those that come with
        the table are always computed.
    classifier : key of a ClassifierTask, optional
        Requests the behaviors of the recording too, by this classifier, from the same
        descriptors.  The schema `behavior` is activated.
    **file_options
        Of `VideoRecording.add`: `fps`, `times_path`, `keep_order`, ...

    Raises
    ------
    ParameterError
        If something is missing or does not exist.
    MouseFaceError
        If a table's `add` refuses an argument.  Then nothing is inserted.
    """
    given = dict(locals())
    with server_errors():
        for attempt in range(ATTEMPTS):
            nested = VideoRecording().connection.in_transaction
            try:
                with in_transaction(VideoRecording()):
                    return _insert(**given)
            # another process made the same request in between: now it is found
            except Exception as error:
                if not is_collision(error) or nested or attempt == ATTEMPTS - 1:
                    raise
    raise ParameterError("The request could not be inserted.", do="try again")


def _insert(
    key, files, equipment, events, clock, clock_source, trials, new_stimuli, crop, hog, method,
    params, measures, prototypes, windows, classifier, file_options,
) -> Requested:  # fmt: skip
    recording = _recording(key, files, equipment, file_options)
    if clock_source is not None:
        ClockSource.add(recording, clock, **clock_source)
    event_key = _events(recording, events, clock, trials, new_stimuli)
    task = HOGTask.add(recording, crop, hog)
    if prototypes is None and not (EventSet & event_key).fetch1("n_events"):
        raise ParameterError(
            "There are no events to make prototypes from.",
            do="give `events`; or `prototypes`, the key of a set from another recording",
        )
    source = {**task, **event_key}
    if isinstance(prototypes, Mapping):
        made = primary_key_of(PrototypeTask, prototypes)
        paramset = _paramset(params, measures, method, one(PrototypeTask & made, "PrototypeTask"))
    else:
        paramset = _paramset(params, measures, method, None)
        made = PrototypeTask.add([source] if prototypes is None else prototypes, paramset)
    for name, (start, stop, *ends) in (windows or {}).items():
        named = dict(zip(("start_from", "stop_from"), ends, strict=False))
        EventWindow.add(name, start, stop, **named)
    score = FacialExpressionTask.add({**source, **paramset, **made})
    found = None if classifier is None else ClassificationTask.add({**task, **classifier})
    return Requested(recording, task, event_key, made, score, found)


def _recording(key, files, equipment, options) -> dict[str, Any]:
    if files is not None:
        return VideoRecording.add(key, files, equipment or {}, **options)
    own = primary_key_of(VideoRecording, key)
    if not VideoRecording & own:
        raise ParameterError(
            f"There is no recording {own}.", do="give its files and its camera: files=, equipment="
        )
    if options or equipment:
        raise ParameterError(
            "The recording exists already, and options of files are given without files.",
            got=", ".join([*options, *(["equipment"] if equipment else [])]),
            do="leave these out, or give `files` too",
        )
    return primary_key_of(VideoRecording, one(VideoRecording & own, "recording"))


def _events(recording, events, clock, trials, new_stimuli) -> dict[str, Any]:
    if events is None:
        return EventSet.without_events(recording, clock=clock)
    if isinstance(events, Mapping):
        return primary_key_of(
            EventSet, one(EventSet & {**recording, **primary_key_of(EventSet, events)}, "EventSet")
        )
    return EventSet.add(recording, events, clock=clock, trials=trials, new_stimuli=new_stimuli)


def _paramset(params, measures, method, made) -> dict[str, Any]:
    """The given parameter set, else that of the prototypes, else the method's defaults."""
    if isinstance(params, Mapping) and "expression_paramset_id" in params:
        found = one(
            ExpressionParamSet & primary_key_of(ExpressionParamSet, params), "ExpressionParamSet"
        )
        return primary_key_of(ExpressionParamSet, found)
    if params is None and measures is None and made and made["prototype_paramset_id"] is not None:
        return {"expression_paramset_id": made["prototype_paramset_id"]}
    named = None if params is not None and not isinstance(params, Mapping) else method
    return ExpressionParamSet.add(params, method=named, measures=measures)
