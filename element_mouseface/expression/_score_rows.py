"""The rows of a result: plain values, None where a number is undefined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from .._tables import null, summary
from ..core.bouts import Bout
from ..core.event_windows import EventRow, EventWindow, event_rows
from ..core.events import Events
from ..core.scores import Scores

__all__ = ["SEGMENT_FRAMES", "of_event", "of_scores"]

#: 4 MB of float32, which the smallest usual packet limit of a server lets through
SEGMENT_FRAMES = 1_000_000

WHOLE_EVENT = EventWindow("event", 0.0, 0.0, "onset", "offset")

Row = dict[str, Any]


def of_scores(scores: Scores, events: Events | None) -> dict[str | None, list[Row] | Row]:
    """Columns of FacialExpression under None, and the rows of its Parts by their names.

    Parameters
    ----------
    scores : Scores
    events : Events or None
        For the summaries of each event; None gives no such rows.
    """
    traces = dict(_traces(scores))
    rows: dict[str | None, Any] = {
        None: {
            "expression_n_frames": len(scores.times_s),
            "expression_n_valid": scores.n_valid,
            "n_baseline": int(np.count_nonzero(scores.baseline)),
            "circular": bool(scores.circular),
            "fear_threshold": null(scores.fear_threshold),
        },
        "Trace": [],
        "TraceSegment": [],
        "FrameTrace": _frame_traces(scores),
        "Fold": _folds(scores.folds),
        "Bout": _bouts(scores),
        "State": _states(scores),
        "EventSummary": [],
    }
    for (measure, unit), values in traces.items():
        for column, name in enumerate(scores.names):
            own = {"prototype": name, "measure": measure}
            limits = scores.thresholds[column] if measure == "similarity" else (None, None)
            rows["Trace"].append(
                {
                    **own,
                    "trace_unit": unit,
                    **summary(values[:, column], "trace"),
                    "bout_enter": null(limits[0]),
                    "bout_leave": null(limits[1]),
                }
            )
            rows["TraceSegment"] += [
                {**own, **segment} for segment in _segments(values[:, column], "trace")
            ]
        if events is not None:
            found = event_rows(values, scores.names, scores.times_s, events, [WHOLE_EVENT])
            rows["EventSummary"] += [of_event(row, measure, "event") for row in found]
    return rows


def of_event(row: EventRow, measure: str, prefix: str) -> Row:
    """A row of FacialExpression.EventSummary (prefix event) or EventResponse.Event (response)."""
    return {
        "prototype": row.prototype,
        "measure": measure,
        "event_id": row.event_index,
        f"{prefix}_n_frames": row.n_frames,
        f"{prefix}_n_valid": row.n_valid,
        f"{prefix}_mean": null(row.mean),
        f"{prefix}_peak": null(row.peak),
        f"{prefix}_peak_after_onset_s": null(row.peak_after_onset_s),
    }


def _traces(scores: Scores) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """((measure, unit), (frames, k) values) of everything that belongs to prototypes."""
    yield ("similarity", "r"), scores.similarity
    if scores.normalised is not None:
        yield (f"similarity_{scores.params.normalise}", "fraction"), scores.normalised


def _frame_traces(scores: Scores) -> list[Row]:
    named = {
        "neutral_similarity": scores.neutral_similarity,
        "consecutive_similarity": scores.consecutive,
    }
    return [
        {"frame_measure": name, **segment}
        for name, values in named.items()
        for segment in _segments(values, "frame_trace")
    ]


def _segments(values: np.ndarray, prefix: str) -> Iterator[Row]:
    for start in range(0, len(values), SEGMENT_FRAMES):
        part = np.asarray(values[start : start + SEGMENT_FRAMES], dtype=np.float32)
        stop = start + len(part)
        yield {
            f"{prefix}_start_frame": start,
            f"{prefix}_stop_frame": stop,
            f"{prefix}_values": part,
        }


def _folds(folds: np.ndarray) -> list[Row]:
    """Runs of frames that one fold scored."""
    edges = np.flatnonzero(np.diff(folds)) + 1
    limits = [0, *map(int, edges), len(folds)]
    return [
        {"fold": int(folds[start]), "fold_start_frame": start, "fold_stop_frame": stop}
        for start, stop in pairwise(limits)
    ]


def _bouts(scores: Scores) -> list[Row]:
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for measure, bouts in (("similarity", scores.bouts), ("consecutive_similarity", scores.fear)):
        for bout in bouts:
            own = (measure, bout.name)
            rows.append({**_bout(bout), "bout_measure": measure, "bout_id": seen[own]})
            seen[own] += 1
    return rows


def _bout(bout: Bout) -> Row:
    return {
        "bout_name": bout.name,
        "bout_start_s": bout.start_s,
        "bout_stop_s": bout.stop_s,
        "bout_duration_s": bout.duration_s,
        "bout_first_frame": bout.first_frame,
        "bout_n_frames": bout.n_frames,
        "bout_n_valid": bout.n_valid,
        "bout_mean": null(bout.mean),
        "bout_peak": null(bout.peak),
        "bout_peak_s": null(bout.peak_s),
    }


def _states(scores: Scores) -> list[Row]:
    """One row a kind and stimulus; several reasons of one kind are one row."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for state in scores.states:
        reasons.setdefault((state.kind, state.about), []).append(state.reason)
    return [
        {"state": kind, "state_about": about, "state_reason": "; ".join(many)[:1024]}
        for (kind, about), many in reasons.items()
    ]
