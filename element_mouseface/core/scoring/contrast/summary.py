"""Results of contrast scores: bouts, measures around events, findings of each stimulus.

The traces stay as `score_contrast` gave them; everything here is derived from
them, so that another window or threshold computes no score again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...events import Events
from ...events.bouts import Bout, bouts_of_traces
from ...events.habituation import HabituationRow, habituation
from ...events.measures import MeasureParams
from ...events.windows import DEFAULT_WINDOWS, EventRow, EventWindow, event_rows
from . import ContrastScores

SCORE_UNIT = "expression"
"""The unit of a contrast score: 1 is the stimulus's mean expression in its training trials."""


@dataclass(frozen=True, eq=False)
class ContrastResults:
    """Contrast scores with all that is derived from them.

    Attributes
    ----------
    scores : ContrastScores
    measures : MeasureParams
    bouts : tuple of Bout
    event_rows : tuple of EventRow
    habituation : tuple of HabituationRow
    """

    scores: ContrastScores
    measures: MeasureParams
    bouts: tuple[Bout, ...]
    event_rows: tuple[EventRow, ...]
    habituation: tuple[HabituationRow, ...]


def contrast_results(
    scores: ContrastScores,
    events: Events | None,
    measures: MeasureParams | None = None,
    windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
    times_s: np.ndarray | None = None,
) -> ContrastResults:
    """Bouts, event rows and habituation of contrast scores.

    Parameters
    ----------
    scores : ContrastScores
    events : Events or None
        Without them there are bouts only.
    measures : MeasureParams, optional
    windows : sequence of EventWindow
    times_s : (frames,) array, optional
        The clock's own times, NaN for frames that it lacks: they belong to no event and
        no bout.  By default those of the scores, where such frames have been given a
        time between their neighbors.
    """
    measures = measures or MeasureParams()
    times_s = scores.times_s if times_s is None else np.asarray(times_s, np.float64)
    rows = []
    if events is not None:
        rows = contrast_event_rows(scores, events, windows, measures, times_s)
    return ContrastResults(
        scores,
        measures,
        tuple(contrast_bouts(scores, measures, times_s)),
        tuple(rows),
        tuple(habituation(rows)),
    )


def contrast_bouts(
    scores: ContrastScores,
    measures: MeasureParams | None = None,
    times_s: np.ndarray | None = None,
) -> list[Bout]:
    """When each score was high; none for a stimulus that is refused."""
    measures = measures or MeasureParams()
    limits = np.tile([measures.bout_enter, measures.bout_leave], (len(scores.names), 1))
    return bouts_of_traces(
        scores.names,
        scores.score,
        scores.times_s if times_s is None else times_s,
        limits,
        min_s=measures.bout_min_s,
        merge_s=measures.bout_merge_s,
        max_gap_s=measures.max_gap_s,
    )


def contrast_event_rows(
    scores: ContrastScores,
    events: Events,
    windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
    measures: MeasureParams | None = None,
    times_s: np.ndarray | None = None,
) -> list[EventRow]:
    """The measures of every score around every event, with standard errors.

    Half of a peak is counted from 0, the score of a neutral face.
    """
    return event_rows(
        scores.score,
        scores.names,
        scores.times_s if times_s is None else times_s,
        events,
        windows,
        errors=scores.score_se,
        zero=0.0,
        params=measures,
    )


def shift_summary(shift_px: np.ndarray) -> dict[str, Any]:
    """Length of the head's shift over frames, pixels of the crop; None where undefined.

    Parameters
    ----------
    shift_px : (frames, 2) array
        `ContrastScores.shift_px` or `.residual_shift_px`.
    """
    lengths = np.hypot(*np.asarray(shift_px, float).T)
    return {
        "median_px": _statistic(np.median, lengths),
        "p95_px": _statistic(lambda v: np.percentile(v, 95), lengths),
        "largest_px": _statistic(np.max, lengths),
    }


def _statistic(function: Any, values: np.ndarray) -> float | None:
    finite = values[np.isfinite(values)]
    return float(function(finite)) if len(finite) else None
