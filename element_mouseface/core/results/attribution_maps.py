"""Which parts of the face drive the scores of some frames of a recording."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import ParameterError
from ..scoring.method.recording import Recording
from ..scoring.method.score_map import ScoreMap
from ..scoring.methods import method
from ..scoring.scores import MethodScores
from .scored import ScoredRecording


def maps_of_frames(
    scored: ScoredRecording, frames: Mapping[str, int | tuple[int, int]]
) -> list[ScoreMap]:
    """A map for each stimulus and each method that can explain the frames.

    Parameters
    ----------
    scored : ScoredRecording
        With the pass over the movie.
    frames : mapping of str to int or (int, int)
        The frame, or the first and the one after the last, to explain for each stimulus.
    """
    maps, recording = [], opened(scored)
    for name, where in frames.items():
        first, stop = where if isinstance(where, tuple) else (where, where + 1)
        for scores in reversed(list(scored.methods.values())):
            if name in explained_names(scores):
                try:
                    found = method(scores.method)
                    maps.append(found.explain(recording, models_of(scores), name, first, stop))
                except ParameterError:
                    if scores.models is not None:
                        raise
                    # a frame without an edge, or another mask: only the other method explains it
    return maps


def map_of(scored: ScoredRecording, name: str, first: int, stop: int | None = None) -> ScoreMap:
    """The score map of a stimulus: what each place of the face adds.

    Parameters
    ----------
    scored : ScoredRecording
        Scored by one method, with the pass over the movie.
    name : str
        The stimulus.
    first, stop : int
        Frames `first` to `stop - 1`; by default one frame.

    Raises
    ------
    ParameterError
        If there is no such score, or it cannot be explained.
    """
    scores = scored.scores_of()
    models = models_of(scores)
    if models is None:
        reasons = [f.reason for f in scores.findings if f.about in ("", name)]
        raise ParameterError(
            f"There is no score of {name!r} to explain.",
            expected="a score whose models were stored",
            got="; ".join(reasons) or "none",
            do="score the recording again; if everything is refused, see the findings",
        )
    stop = first + 1 if stop is None else stop
    return method(scores.method).explain(opened(scored), models, name, first, stop)


def opened(scored: ScoredRecording) -> Recording:
    """The pass over the movie.

    Raises
    ------
    ParameterError
        If the scores came without it.
    """
    if scored.recording is None:
        raise ParameterError(
            "There are no pictures to explain these scores by.",
            expected="a scored recording with the pass over its movie",
            do="read it from its folder or from the tables",
        )
    return scored.recording


def models_of(scores: MethodScores) -> Any:
    """The models that explain the scores, or the prototypes if these suffice."""
    found = method(scores.method)
    return scores.prototypes if found.models_file == found.prototypes_file else scores.models


def explained_names(scores: MethodScores) -> tuple[str, ...]:
    """The stimuli whose scores can be explained."""
    models = models_of(scores)
    names = () if models is None else method(scores.method).explained(models)
    return tuple(name for name in names if scores.refusal_of(name) is None)


def errors_of_frames(scored: ScoredRecording, frames: Mapping[str, Any]) -> dict[str, float]:
    """The standard error of each stimulus's score in one frame, if it has one."""
    found = {}
    for name, where in frames.items():
        first, stop = where if isinstance(where, tuple) else (where, where + 1)
        traces = [s.trace(name) for s in scored.methods.values()]
        known = [t.errors[first] for t in traces if t is not None and t.errors is not None]
        if stop - first == 1 and known and np.isfinite(known[0]):
            found[name] = float(known[0])
    return found
