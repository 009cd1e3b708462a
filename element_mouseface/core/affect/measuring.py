"""Arousal and both valences of a recording: `measure_affect`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, check_type
from ..confounds.explained import Regressor
from ..confounds.regressors import signal_regressors
from ..events import Events, read_events
from ..facial_signals import FacialSignals
from ..frame_features import FrameTable
from ..results.motion import CROP
from ..results.scored import ScoredRecording
from ..results.scoring import movie_of_result, recording_to_score
from ..scoring.contrast import ContrastParams, ContrastPrototypes
from ..scoring.method.recording import Recording
from ..store import Result, open_result
from .arousal_trace import arousal
from .motion import motion_rows
from .params import AffectParams
from .rated import AffectRatings, agreement_rows, valence_from_ratings
from .result import Affect
from .rows import (
    AROUSAL,
    NOT_ASKED,
    TRACES,
    no_trace,
)
from .signs import StimulusSigns
from .sources import ArousalSource, check_sources
from .trials import tested, trial_rows, without_refused
from .valences import Valences, valence


def measure_affect(
    recording: ScoredRecording | Result | str | Path,
    *,
    signs: Any = None,
    sources: Sequence[ArousalSource] = (),
    events: Events | str | Path | None = None,
    ratings: AffectRatings | None = None,
    features: FrameTable | None = None,
    signals: FacialSignals | None = None,
    prototypes: ContrastPrototypes | None = None,
    params: AffectParams | None = None,
    contrast: ContrastParams | None = None,
    times_s: np.ndarray | None = None,
    progress: Any = None,
) -> Affect:
    """Arousal, positive valence and negative valence of a recording, in each frame.

    Nothing of it is an emotion: arousal is what its sources are, a positive valence is how much the
    face is as on stimuli that the laboratory signed positive.

    Parameters
    ----------
    recording : ScoredRecording, Result, or the folder of a result
        With the pass over the movie.
    signs : StimulusSigns, {stimulus: (sign, source)}, or a CSV file, optional
        For valences.
    sources : sequence of ArousalSource
        For arousal.
    events : Events or path, optional
        By default those of the scored recording.
    ratings : AffectRatings, optional
        Values that people gave; without signs, valences are learned from them.
    features : FrameTable, optional
        What is learned from, where valences are learned from ratings.
    signals : FacialSignals, optional
        Movement that may explain the traces.  They are no source of arousal by themselves: see
        `signal_sources`.
    prototypes : ContrastPrototypes, optional
        Another recording's directions of the face, in place of this one's own.
    params : AffectParams, optional
    contrast : ContrastParams, optional
        Of the directions of the face.
    times_s : (frames,) array, optional
        Of a result: times on the events' clock.
    progress : callable(done, total), optional

    Returns
    -------
    Affect

    Raises
    ------
    ParameterError
        If there is neither a source, nor a sign, nor ratings; or an argument cannot be used.
    EventsError, InputError, ResultError
        If something does not belong to the recording.
    """
    params = params or AffectParams()
    check_type("params", params, AffectParams, "AffectParams")
    signs = None if signs is None else StimulusSigns.of(signs)
    filmed = _filmed(recording, events, times_s)
    check_sources(sources, filmed.n_frames)
    if signals is not None:
        signals.checked_times(filmed.times_s)
    if signs is None and not sources and ratings is None:
        raise ParameterError(
            "There is nothing to make arousal or a valence from.",
            expected="sources of arousal, signs of stimuli, or ratings",
            got="none of them",
            do="declare sources with ArousalSource or signal_sources, or sign the stimuli",
        )
    level, source_rows, notes = _arousal(sources, filmed, params)
    found = _valences(filmed, signs, ratings, features, params, contrast, prototypes, progress)
    traces = {AROUSAL: level, **{trace.name: trace for trace in found.traces}}
    trials, traces, told = _trials(filmed, traces, found, signs, params)
    regressors = [Regressor(CROP, "motion", filmed.result.quality("motion_energy"))]
    regressors += [] if signals is None else signal_regressors(signals)
    explained = motion_rows(traces, regressors, filmed.times_s, filmed.events, sources)
    agreed = () if ratings is None else agreement_rows(traces, ratings, trials, filmed, signs)
    return Affect(
        filmed.times_s,
        traces,
        found.rows,
        source_rows,
        trials,
        explained,
        agreed,
        signs,
        filmed.events,
        params,
        (contrast or ContrastParams()) if signs is not None else None,
        _about(filmed, prototypes),
        (*notes, *found.notes, *told),
    )


affect = measure_affect


def _filmed(recording: Any, events: Any, times_s: np.ndarray | None) -> Recording:
    """The recording with the events that count."""
    expected = "a ScoredRecording, a Result, or the folder of a result"
    check_type("recording", recording, ScoredRecording | Result | str | Path, expected)
    if isinstance(events, str | Path):
        events = read_events(events)
    check_type("events", events, Events | None, "Events, or a CSV file")
    if isinstance(recording, ScoredRecording):
        if recording.recording is None:
            raise ParameterError(
                "The scored recording has no pass over its movie.",
                expected="a recording that was scored from a result, or read from its folder",
                got="scores alone",
                do="give the result, with the events",
            )
        if times_s is not None:
            raise ParameterError(
                "times_s is given with a scored recording, which has its own.",
                expected="times with a result",
                got="times with scores",
                do="leave times_s out",
            )
        result = recording.recording.result
        events = recording.events if events is None else events
        times_s = recording.times_s
    else:
        result = recording if isinstance(recording, Result) else open_result(recording)
    filmed = recording_to_score(result, times_s, events, movie_of_result(result))
    if len(filmed.times_s) != result.n_frames:
        raise ParameterError(
            "The times do not belong to this recording.",
            expected=f"{result.n_frames} times, one per frame",
            got=str(len(filmed.times_s)),
            do="give the times of this movie's frames",
        )
    if events is not None:
        known = filmed.times_s[np.isfinite(filmed.times_s)]
        events.check(float(known[-1]) + 1.0 if len(known) else None, float(min(0.0, *known[:1])))
    return filmed


def _arousal(sources: Sequence[ArousalSource], filmed: Recording, params: AffectParams):
    if not sources:
        reason = "no source of arousal was declared"
        return no_trace(AROUSAL, filmed.n_frames, NOT_ASKED, reason), (), ()
    return arousal(sources, filmed.times_s, params)


def _valences(filmed, signs, ratings, features, params, contrast, prototypes, progress) -> Valences:
    if signs is not None:
        return valence(filmed, signs, params, contrast, prototypes=prototypes, progress=progress)
    if ratings is not None:
        return valence_from_ratings(filmed, ratings, features, params)
    reason = "no stimulus is signed, and there are no ratings"
    n = 0 if filmed.events is None else len(filmed.events)
    events = filmed.events or ()
    return Valences(
        tuple(no_trace(name, filmed.n_frames, NOT_ASKED, reason) for name in TRACES[1:]),
        (),
        ("",) * n,
        tuple((event.onset_s, event.offset_s) for event in events),
        (),
        None,
    )


def _trials(filmed: Recording, traces, found: Valences, signs, params: AffectParams):
    """Rows of trials; the traces after the test of held-out trials; what that saw."""
    if filmed.events is None:
        return (), traces, ()
    given = filmed.events, filmed.times_s
    rows = trial_rows(*given, traces, found.settled, found.scored_by, signs, params)
    notes: list[str] = []
    if signs is not None:
        refused = {row.stimulus for row in found.rows if row.state == "refused"}
        for name in TRACES[1:]:
            traces[name], told = tested(traces[name], rows, refused, *given, params)
            notes += [told] if told else []
    return without_refused(rows, traces), traces, tuple(notes)


def _about(filmed: Recording, prototypes: ContrastPrototypes | None) -> dict[str, Any]:
    result = filmed.result
    about: dict[str, Any] = {
        "result_digest": result.digest,
        "movie": [file.sha256 for file in filmed.files],
        "recorded_at": filmed.recorded_at,
    }
    if filmed.events is not None:
        about["events_hash"] = filmed.events.content_hash()
    if prototypes is not None:
        about["prototypes"] = list(prototypes.names)
    return about


def arousal_difference(
    first: Affect,
    first_s: tuple[float, float],
    second_s: tuple[float, float],
    second: Affect | None = None,
) -> tuple[float, float]:
    """Arousal in one span minus that in another of the same recording, and its standard error.

    Parameters
    ----------
    first : Affect
    first_s, second_s : (float, float)
        From and until, seconds.
    second : Affect, optional
        That of the second span; it must be of the same recording.

    Raises
    ------
    ParameterError
        If they are of two recordings: each has its own zero and its own unit, so that levels of
        two sessions or two mice cannot be compared.
    """
    other = first if second is None else second
    if other.about.get("result_digest") != first.about.get("result_digest"):
        raise ParameterError(
            "Arousal of two recordings cannot be compared.",
            expected="two spans of the same recording",
            got="two recordings, each with its own zero and unit",
            do="compare changes within each recording, such as those of trials, between mice",
        )
    means = [_span(one, span) for one, span in ((first, first_s), (other, second_s))]
    return means[0][0] - means[1][0], float(np.hypot(means[0][1], means[1][1]))


def _span(one: Affect, span_s: tuple[float, float]) -> tuple[float, float]:
    inside = (one.times_s >= span_s[0]) & (one.times_s < span_s[1])
    values, errors = one.arousal.values[inside], one.arousal.errors[inside]
    good = np.isfinite(values)
    if not good.any():
        return float("nan"), float("nan")
    return float(values[good].mean()), float(np.nanmean(errors[good]))
