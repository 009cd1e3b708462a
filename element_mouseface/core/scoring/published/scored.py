"""The published score as `MethodScores`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....params import ScoreParams
from ...events import Events
from ...events.measures import MeasureParams
from ...events.windows import EventWindow
from ..findings.finding import merged
from ..method.derived import derived
from ..scores import OTHER_SESSION, SAME_DATA, MethodScores, ScoreTrace, age_days
from .result import Scores

FEAR = "consecutive_similarity"
"""The measure of which bouts of fear are made: similarity to the frame before."""


def measure_params(params: ScoreParams, given: MeasureParams | None = None) -> MeasureParams:
    """Bouts by the method's own parameters; what is given besides is about events."""
    own = {name: getattr(params, name) for name in ("bout_min_s", "bout_merge_s", "max_gap_s")}
    return MeasureParams.from_dict({**(given or MeasureParams()).to_dict(), **own})


def method_scores(
    scores: Scores,
    events: Events | None,
    times_s: np.ndarray | None = None,
    recorded_at: str | None = None,
    *,
    measures: MeasureParams | None = None,
    windows: Sequence[EventWindow] | None = None,
) -> MethodScores:
    """What `score_published` found, with bouts and measures around events, as `MethodScores`.

    Parameters
    ----------
    scores : Scores
    events : Events or None
    times_s : (frames,) array, optional
        The clock's own times; by default those of the scores.
    recorded_at : str, optional
        When the recording was made, ISO 8601, for the age of the prototypes.
    measures : MeasureParams, optional
        Around events, that were given; bouts have parameters of their own in those of the
        scores.
    windows : sequence of EventWindow, optional
        By default those that are built in.
    """
    times_s = scores.times_s if times_s is None else times_s
    rules = measure_params(scores.params, measures)
    traces = [
        ScoreTrace(
            "similarity",
            name,
            "r",
            scores.similarity[:, k],
            None,
            *map(float, scores.thresholds[k]),
        )
        for k, name in enumerate(scores.names)
    ]
    found = derived(traces, times_s, events, rules, windows)
    found["bouts"][FEAR] = scores.fear
    if scores.normalized is not None:
        measure = f"similarity_{scores.params.normalize}"
        traces += [
            ScoreTrace(measure, name, "fraction", scores.normalized[:, k])
            for k, name in enumerate(scores.names)
        ]
    return MethodScores(
        method=scores.params.METHOD,
        measure="similarity",
        unit="r",
        names=scores.names,
        source=SAME_DATA if scores.circular else OTHER_SESSION,
        traces=tuple(traces),
        params=scores.params,
        measures=rules,
        findings=merged(scores.findings),
        n_neutral=int(np.count_nonzero(scores.baseline)),
        neutral_margin_s=scores.params.baseline_margin_s,
        fear_threshold=scores.fear_threshold,
        prototype_age_days=age_days(scores.prototypes.recorded_at, recorded_at),
        open_prototypes=lambda: scores.prototypes,
        frame_traces={"neutral_similarity": scores.neutral_similarity, FEAR: scores.consecutive},
        **found,
    )
