"""The contrast score as `MethodScores`.

The traces stay as `score_contrast` gave them; bouts and measures around events are derived
from them, so that another window or threshold computes no score again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...events import Events
from ...events.measures import MeasureParams
from ...events.windows import EventWindow
from ..findings.finding import merged
from ..method.derived import derived
from ..scores import MethodScores, ScoreTrace, age_days
from .model_file import models_of
from .result import ContrastScores

SCORE_UNIT = "expression"
"""The unit of a contrast score: 1 is the stimulus's mean expression in its training trials."""


def method_scores(
    scores: ContrastScores,
    events: Events | None,
    times_s: np.ndarray | None = None,
    recorded_at: str | None = None,
    *,
    measures: MeasureParams | None = None,
    windows: Sequence[EventWindow] | None = None,
) -> MethodScores:
    """Convert the scores of `score_contrast` and their measures to `MethodScores`.

    Parameters
    ----------
    scores : ContrastScores
    events : Events or None
    times_s : (frames,) array, optional
        The clock's own times, NaN for frames that it lacks; by default those of the scores.
    recorded_at : str, optional
        When the recording was made, ISO 8601, for the age of the prototypes.
    measures : MeasureParams, optional
        Thresholds of bouts, and more.
    windows : sequence of EventWindow, optional
        By default those that are built in.
    """
    measures = measures or MeasureParams()
    times_s = scores.times_s if times_s is None else np.asarray(times_s, np.float64)
    limits = measures.bout_enter, measures.bout_leave
    every = [
        ScoreTrace("score", name, SCORE_UNIT, scores.score[:, k], scores.score_se[:, k], *limits)
        for k, name in enumerate(scores.names)
    ]
    neutral = ~scores.lost
    if events is not None:
        neutral = neutral & events.baseline(times_s, scores.params.baseline_margin_s)
    made = scores.prototypes
    stored = made is not None and bool(scores.jobs)
    return MethodScores(
        method=scores.params.METHOD,
        measure="score",
        unit=SCORE_UNIT,
        names=scores.names,
        source=scores.source,
        traces=tuple(t for t in every if scores.finding_of(t.name).kind == "ok"),
        params=scores.params,
        measures=measures,
        frame_traces=_frame_traces(scores),
        has_errors=True,
        lost=scores.lost,
        findings=merged((*scores.findings, *scores.remarks)),
        n_neutral=int(neutral.sum()),
        neutral_margin_s=scores.params.baseline_margin_s,
        folds=scores.folds,
        trials=scores.trials,
        courses=scores.courses,
        places=scores.places,
        look_ahead_s=float(scores.look_ahead_s),
        p_values=scores.p_values,
        details=_details(scores),
        prototype_age_days=None
        if made is None
        else age_days(made.source.get("recorded_at"), recorded_at),
        open_prototypes=lambda: made,
        open_models=lambda: models_of(scores) if stored else None,
        # Rows of events are of refused stimuli too: without a value.
        **derived(every, times_s, events, measures, windows, neutral_value=0.0),
    )


def _frame_traces(scores: ContrastScores) -> dict[str, np.ndarray]:
    """Traces that belong to no stimulus."""
    return {
        "misfit": scores.misfit,
        "shift_x_px": scores.shift_px[:, 0],
        "shift_y_px": scores.shift_px[:, 1],
        "residual_shift_x_px": scores.residual_shift_px[:, 0],
        "residual_shift_y_px": scores.residual_shift_px[:, 1],
        "light": scores.light[:, 0],
    }


def _details(scores: ContrastScores) -> dict[str, Any]:
    """Results of the contrast method alone, JSON-ready."""
    return {
        "alignment_s": scores.alignment_s,
        "alignment_look_ahead_s": scores.alignment_look_ahead_s,
        "lag": None if scores.lag is None else dataclasses.asdict(scores.lag),
        "places": [place.to_dict() for place in scores.places],
    }
