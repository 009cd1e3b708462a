"""The rows of a result: plain values, None where a number is undefined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from .._schema.rows import null, summary
from ..core.events import Events
from ..core.events.bouts import Bout
from ..core.events.measures import MeasureParams
from ..core.events.windows import EventRow, EventWindow, event_rows
from ..core.scoring.findings import Finding, severity_of
from ..core.scoring.published.result import Scores

__all__ = [
    "MEASURES",
    "SEGMENT_FRAMES",
    "bout_rows",
    "frame_traces",
    "of_event",
    "of_published",
    "finding_rows",
    "summaries",
    "trace_rows",
]

#: 4 MB of float32, which the smallest usual packet limit of a server lets through
SEGMENT_FRAMES = 1_000_000

#: what `of_event` takes from an EventRow as it is
MEASURES = (
    "mean",
    "mean_se",
    "peak",
    "peak_se",
    "time_to_peak_s",
    "latency_s",
    "half_decay_s",
    "baseline",
    "change",
)

WHOLE_EVENT = EventWindow("event", 0.0, 0.0, "onset", "offset")

Row = dict[str, Any]


def of_published(
    scores: Scores, events: Events | None, rules: MeasureParams
) -> dict[str | None, Any]:
    """Columns of FacialExpression under None, and the rows of its Parts by their names.

    Parameters
    ----------
    scores : Scores
    events : Events or None
        For the summaries of each event; None gives no such rows.
    rules : MeasureParams
    """
    rows: dict[str | None, Any] = {
        None: {
            "expression_n_frames": len(scores.times_s),
            "expression_n_valid": scores.n_valid,
            "n_baseline": int(np.count_nonzero(scores.baseline)),
            "circular": bool(scores.circular),
            "score_source": "same data" if scores.circular else "other session",
            "look_ahead_s": 0.0,
            "fear_threshold": null(scores.fear_threshold),
        },
        "Trace": [],
        "TraceSegment": [],
        "FrameTrace": frame_traces(
            {
                "neutral_similarity": scores.neutral_similarity,
                "consecutive_similarity": scores.consecutive,
            }
        ),
        "Fold": _folds(scores.folds),
        "Bout": bout_rows({"similarity": scores.bouts, "consecutive_similarity": scores.fear}),
        "Finding": finding_rows(scores.findings),
        "EventSummary": [],
    }
    for (measure, unit), values in _traces(scores):
        limits = (
            scores.thresholds
            if measure == "similarity"
            else np.full((len(scores.names), 2), np.nan)
        )
        found, segments = trace_rows(measure, unit, scores.names, values, limits)
        rows["Trace"] += found
        rows["TraceSegment"] += segments
        rows["EventSummary"] += summaries(
            measure, scores.names, values, scores.times_s, events, rules, thresholds=limits
        )
    return rows


def trace_rows(measure, unit, names, values, limits) -> tuple[list[Row], list[Row]]:
    """Rows of Trace and of TraceSegment for one measure.

    Parameters
    ----------
    measure, unit : str
    names : sequence of str
        The k prototypes.
    values : (frames, k) array
    limits : (k, 2) array
        Values at which a bout begins and ends; NaN where there are no bouts.
    """
    traces, segments = [], []
    for column, name in enumerate(names):
        own = {"prototype": name, "measure": measure}
        traces.append(
            {
                **own,
                "trace_unit": unit,
                **summary(values[:, column], "trace"),
                "bout_enter": null(float(limits[column][0])),
                "bout_leave": null(float(limits[column][1])),
            }
        )
        segments += [{**own, **segment} for segment in _segments(values[:, column], "trace")]
    return traces, segments


def summaries(measure, names, values, times_s, events, rules, **more) -> list[Row]:
    """Rows of EventSummary for one measure; none without events."""
    if events is None or not len(names):
        return []
    found = event_rows(values, names, times_s, events, [WHOLE_EVENT], params=rules, **more)
    return [of_event(row, measure, "event") for row in found]


def of_event(row: EventRow, measure: str, prefix: str) -> Row:
    """A row of FacialExpression.EventSummary (prefix event) or EventResponse.Event (response)."""
    return {
        "prototype": row.prototype,
        "measure": measure,
        "event_id": row.event_index,
        f"{prefix}_n_frames": row.n_frames,
        f"{prefix}_n_valid": row.n_valid,
        f"{prefix}_auc": null(row.auc),
        f"{prefix}_valid_duration_s": row.valid_duration_s,
        **{f"{prefix}_{name}": null(getattr(row, name)) for name in MEASURES},
    }


def _traces(scores: Scores) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """((measure, unit), (frames, k) values) of everything that belongs to prototypes."""
    yield ("similarity", "r"), scores.similarity
    if scores.normalized is not None:
        yield (f"similarity_{scores.params.normalize}", "fraction"), scores.normalized


def frame_traces(named: dict[str, np.ndarray]) -> list[Row]:
    """Rows of FrameTrace from (frames,) arrays by their names."""
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


def bout_rows(found: dict[str, Iterable[Bout]]) -> list[Row]:
    """Rows of Bout from bouts by their measure; numbered for each measure and name."""
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for measure, bouts in found.items():
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


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """One row a kind and stimulus; several reasons of one kind are one row."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        reasons.setdefault((finding.kind, finding.about), []).append(finding.reason)
    return [
        {
            "finding": kind,
            "finding_about": about,
            "finding_severity": severity_of(kind),
            "finding_reason": "; ".join(many)[:1024],
        }
        for (kind, about), many in reasons.items()
    ]
