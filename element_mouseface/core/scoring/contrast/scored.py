"""The contrast score as `MethodScores`."""

from __future__ import annotations

import dataclasses

import numpy as np

from ...events import Events
from ..findings.finding import merged
from ..scores import MethodScores, ScoreTrace, age_days
from .model_file import models_of
from .summary import SCORE_UNIT, ContrastResults


def method_scores(
    results: ContrastResults,
    events: Events | None,
    times_s: np.ndarray | None = None,
    recorded_at: str | None = None,
) -> MethodScores:
    """What `score_contrast` found, with the measures made of it, as `MethodScores`.

    Parameters
    ----------
    results : ContrastResults
    events : Events or None
    times_s : (frames,) array, optional
        The clock's own times, NaN for frames that it lacks; by default those of the scores.
    recorded_at : str, optional
        When the recording was made, ISO 8601, for the age of the prototypes.
    """
    scores, measures = results.scores, results.measures
    times_s = scores.times_s if times_s is None else times_s
    kept = [k for k, name in enumerate(scores.names) if scores.finding_of(name).kind == "ok"]
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
        traces=tuple(
            ScoreTrace(
                "score",
                scores.names[k],
                SCORE_UNIT,
                scores.score[:, k],
                scores.score_se[:, k],
                measures.bout_enter,
                measures.bout_leave,
            )
            for k in kept
        ),
        params=scores.params,
        measures=measures,
        frame_traces={
            "misfit": scores.misfit,
            "shift_x_px": scores.shift_px[:, 0],
            "shift_y_px": scores.shift_px[:, 1],
            "residual_shift_x_px": scores.residual_shift_px[:, 0],
            "residual_shift_y_px": scores.residual_shift_px[:, 1],
            "light": scores.light[:, 0],
        },
        has_errors=True,
        lost=scores.lost,
        bouts={"score": results.bouts},
        event_rows={"score": results.event_rows},
        habituation={"score": results.habituation},
        findings=merged((*scores.findings, *scores.remarks)),
        n_neutral=int(neutral.sum()),
        neutral_margin_s=scores.params.baseline_margin_s,
        folds=scores.folds,
        trials=scores.trials,
        courses=scores.courses,
        places=scores.places,
        look_ahead_s=float(scores.look_ahead_s),
        p_values=scores.p_values,
        details={
            "alignment_s": scores.alignment_s,
            "alignment_look_ahead_s": scores.alignment_look_ahead_s,
            "lag": None if scores.lag is None else dataclasses.asdict(scores.lag),
            "places": [place.to_dict() for place in scores.places],
        },
        prototype_age_days=None
        if made is None
        else age_days(made.source.get("recorded_at"), recorded_at),
        open_prototypes=lambda: made,
        open_models=lambda: models_of(scores) if stored else None,
    )
