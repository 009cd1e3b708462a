"""Convert scores to rows: plain values, None where a number is undefined."""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .._schema.rows import columns_of, null, summary
from ..core.events import Events
from ..core.events.bouts import Bout
from ..core.events.windows import EventRow, EventWindow
from ..core.scoring.findings import Finding
from ..core.scoring.findings.finding import merged
from ..core.scoring.method.derived import derived
from ..core.scoring.method.protocol import ScoringMethod
from ..core.scoring.methods import method
from ..core.scoring.scores import MethodScores, ScoreTrace

#: 4 MB of float32, below the smallest usual packet limit of a server
SEGMENT_FRAMES = 1_000_000

#: largest blob in a row, for servers that accept packets of 16 MB
MODEL_BYTES = 15_000_000

#: suffix of the measure of standard errors
OF_ERRORS = "_se"

#: columns that `of_event` copies from an EventRow
MEASURED = (
    "mean",
    "mean_se",
    "peak",
    "peak_se",
    "time_to_peak_s",
    "latency_s",
    "half_decay_s",
    "baseline",
    "change",
    "n_frames",
    "n_valid",
    "auc",
    "valid_duration_s",
)
BOUT = tuple(field.name for field in dataclasses.fields(Bout))
#: the same of a HabituationRow
FADING = ("n_trials", "first", "last", "slope", "slope_se", "slope_dof", "ratio")

WHOLE_EVENT = EventWindow("event", 0.0, 0.0, "onset", "offset")

Row = dict[str, Any]
Rows = dict[str | None, Any]


def score_rows(scores: MethodScores, times_s: np.ndarray, events: Events | None) -> Rows:
    """Columns of FacialExpression under None, and the rows of its Parts by their names.

    Parameters
    ----------
    scores : MethodScores
        Of any method.
    times_s : (frames,) array
        On the clock of the events; NaN for frames that it lacks.
    events : Events or None
        For the summaries of each event; None for no such rows.

    Notes
    -----
    A refused stimulus has a Finding row and no Trace.
    """
    one = method(scores.method)
    rows: Rows = {
        None: _own(scores, len(times_s)),
        "Trace": [],
        "TraceSegment": [],
        "FrameTrace": frame_traces(scores.frame_traces),
        "Fold": _folds(scores, one, len(times_s), events),
        "Trial": _trials(scores),
        "TimeCourse": _time_courses(scores),
        "Bout": bout_rows(scores.bouts),
        "Finding": finding_rows(one.findings(scores)),
        "EventSummary": [],
        "Models": _models(scores, one),
    }
    for trace in scores.traces:
        _add_trace(rows, trace.measure, trace, trace.values, (trace.enter, trace.leave))
        if trace.errors is not None:
            named = f"{trace.measure}{OF_ERRORS}"
            _add_trace(rows, named, trace, trace.errors, (np.nan, np.nan))
        zero = one.neutral_value if trace.measure == scores.measure else None
        rules = scores.measures
        found = derived([trace], times_s, events, rules, [WHOLE_EVENT], neutral_value=zero)
        measured = found["event_rows"][trace.measure]
        rows["EventSummary"] += [of_event(row, trace.measure, "event") for row in measured]
    return rows


def _own(scores: MethodScores, n_frames: int) -> Row:
    """Columns of FacialExpression."""
    own = [np.isfinite(t.values) for t in scores.traces if t.measure == scores.measure]
    row = {
        "expression_n_frames": n_frames,
        "expression_n_valid": int(np.logical_and.reduce(own).sum()) if own else 0,
        "n_baseline": scores.n_neutral,
        "n_lost": None if scores.lost is None else int(scores.lost.sum()),
        "circular": scores.circular,
        "score_source": scores.source,
        "look_ahead_s": float(scores.look_ahead_s),
        "permutation_p": {name: null(p) for name, p in scores.p_values.items()} or None,
        "fear_threshold": null(scores.fear_threshold),
    }
    for prefix in ("shift", "residual_shift"):
        x, y = (scores.frame_traces.get(f"{prefix}_{axis}_px") for axis in "xy")
        if x is not None and y is not None:
            lengths = np.hypot(x, y)
            known = lengths[np.isfinite(lengths)]
            row[f"{prefix}_median_px"] = float(np.median(known)) if len(known) else None
            row[f"{prefix}_max_px"] = float(known.max()) if len(known) else None
    return row


def _add_trace(rows: Rows, measure: str, trace: ScoreTrace, values: np.ndarray, limits) -> None:
    """Add the rows of Trace and TraceSegment of one trace, or of its standard errors."""
    own = {"prototype": trace.name, "measure": measure}
    rows["Trace"].append(
        {
            **own,
            "trace_unit": trace.unit,
            **summary(values, "trace"),
            "bout_enter": null(float(limits[0])),
            "bout_leave": null(float(limits[1])),
        }
    )
    rows["TraceSegment"] += [{**own, **segment} for segment in _segments(values, "trace")]


def of_event(row: EventRow, measure: str, prefix: str) -> Row:
    """The columns of a row of `event_rows`, with this prefix."""
    own = {"prototype": row.prototype, "measure": measure, "event_id": row.event_index}
    return own | columns_of(row, prefix, MEASURED)


def frame_traces(named: Mapping[str, np.ndarray]) -> list[Row]:
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


def _folds(
    scores: MethodScores, one: ScoringMethod, n_frames: int, events: Events | None
) -> list[Row]:
    """One row per fold, with the event that its models were made without."""
    rows: list[Row] = []
    if events is None:
        return rows
    for fold in scores.folds:
        event = events.rows[fold.event_index]
        rows.append(
            {
                "fold": fold.number,
                "fold_start_frame": fold.start_frame,
                "fold_stop_frame": fold.stop_frame,
                "held_out": f"{event.name} from {event.onset_s:.3f} to {event.offset_s:.3f} s",
                "fold_group": fold.group,
                "event_id": fold.event_index,
            }
        )
    if not rows and scores.traces and not one.cross_validates:
        rows = [{"fold": 0, "fold_start_frame": 0, "fold_stop_frame": n_frames}]
    return rows


_OF_TRIAL = (
    "response_probability",
    "amplitude",
    "amplitude_se",
    "latency_s",
    "latency_se_s",
    "decay_s",
    "decay_se_s",
)
_OF_COURSE = ("n_responses", "latency_s", "latency_sd_s", "decay_s", "decay_se_s")


def _trials(scores: MethodScores) -> list[Row]:
    return [
        {
            "event_id": trial.event_index,
            "trial_used": trial.used,
            "trial_reason": trial.reason[:1024],
            **columns_of(trial, "trial", _OF_TRIAL),
        }
        for trial in scores.trials
    ]


def _time_courses(scores: MethodScores) -> list[Row]:
    # a row refers to a prototype, and a refused stimulus has none
    known = () if scores.prototypes is None else scores.prototypes.names
    return [
        {
            "prototype": course.stimulus,
            "time_course_n_trials": course.n_trials,
            **columns_of(course, "time_course", _OF_COURSE),
        }
        for course in scores.courses
        if course.stimulus in known
    ]


def _models(scores: MethodScores, one: ScoringMethod) -> list[Row]:
    """The models that scored, for `FacialExpression.why`.

    None if everything was refused, if the prototypes suffice to explain scores, or if the
    models are too large for a row: they only explain scores and are not needed otherwise.
    """
    if scores.refused or one.models_file == one.prototypes_file or scores.models is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        packed = scores.models.save(Path(folder, one.models_file)).read_bytes()
    return [{"models_npz": packed}] if len(packed) <= MODEL_BYTES else []


def bout_rows(found: Mapping[str, Iterable[Bout]]) -> list[Row]:
    """Rows of Bout from bouts by measure; numbered within each measure and name."""
    seen: Counter[tuple[str, str]] = Counter()
    rows = []
    for measure, bouts in found.items():
        for bout in bouts:
            own = (measure, bout.name)
            columns = columns_of(bout, "bout", (*BOUT, "duration_s"))
            rows.append({**columns, "bout_measure": measure, "bout_id": seen[own]})
            seen[own] += 1
    return rows


def is_error(measure: str, measures: Container[str]) -> bool:
    """Whether a measure holds the standard errors of another one."""
    named = measure.removesuffix(OF_ERRORS)
    return named != measure and named in measures


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """One row per kind and stimulus; several reasons of one kind share a row."""
    return [
        {
            "finding": finding.kind,
            "finding_about": finding.about,
            "finding_severity": finding.severity,
            "finding_reason": finding.reason[:1024],
        }
        for finding in merged(findings)
    ]
