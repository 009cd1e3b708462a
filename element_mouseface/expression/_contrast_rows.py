"""Rows of contrast prototypes and scores: plain values, None where a number is undefined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from .._schema.rows import null
from ..core.events import Events
from ..core.events.measures import MeasureParams
from ..core.scoring.contrast import ContrastParams, ContrastPrototypes, ContrastScores
from ..core.scoring.contrast.summary import SCORE_UNIT, contrast_bouts, shift_summary
from ..core.scoring.findings import Finding
from ..params import content_hash
from . import _score_rows
from ._sources import Row, Rows

__all__ = ["circular", "of_refused_scores", "of_refused_set", "of_scores", "of_set"]


def of_set(found: ContrastPrototypes, packed: bytes, digest: str) -> Rows:
    """Columns of PrototypeSet under None, and the rows of its Parts but SourceEvent.

    Parameters
    ----------
    found : ContrastPrototypes
    packed : bytes
        The file that `found.save` writes.
    digest : str
        Over what it holds.
    """
    registration = found.model.features.registration
    pictures = found.pictures().astype(np.float32)
    height, width = registration.shape
    return {
        None: {
            "prototype_grid_rows": height,
            "prototype_grid_columns": width,
            "prototype_length": height * width,
            "neutral_vector": np.asarray(registration.reference, np.float32).reshape(height, width),
            "valid_features": np.asarray(registration.weights > 0).reshape(height, width),
            "prototype_provenance": {"params": found.params.to_dict(), "source": found.source},
            "prototype_digest": digest,
        },
        "Prototype": [
            {"prototype": name, "prototype_order": order, "prototype_vector": pictures[order]}
            for order, name in enumerate(found.names)
        ],
        "Model": [{"model_npz": packed}],
        "Finding": _set_findings(found.findings),
    }


def of_refused_set(scores: ContrastScores, source: Row) -> Rows:
    """Rows of a set that holds nothing but the reasons why."""
    told = {"params": scores.params.to_dict(), "source": source["result_digest"]}
    findings = _set_findings(scores.findings)
    return {
        None: {
            "prototype_provenance": told,
            "prototype_digest": content_hash({"kind": "refused", **told, "findings": findings}),
        },
        "Finding": findings,
    }


def _set_findings(findings: Iterable[Finding]) -> list[Row]:
    return [
        {f"prototype_{name}": value for name, value in row.items()}
        for row in _score_rows.finding_rows(findings)
    ]


def circular() -> Finding:
    """What to know of scores by prototypes that saw the recording."""
    return Finding(
        "circular",
        "",
        "the prototypes were made from this very recording: to have it cross-validated, score it "
        "with the event set and crop that made them",
    )


def of_scores(
    scores: ContrastScores,
    events: Events | None,
    rules: MeasureParams,
    notes: Sequence[Finding] | None = None,
) -> Rows:
    """Columns of FacialExpression under None, and the rows of its Parts by their names.

    Parameters
    ----------
    scores : ContrastScores
    events : Events or None
        For the summaries of each event; None gives no such rows.
    rules : MeasureParams
        Of bouts and of measures around events.
    notes : sequence of Finding, optional
        Everything to know, instead of the scores' own findings.

    Notes
    -----
    A stimulus that is refused has a Finding row and no trace; one that is scored has the
    finding 'ok'.
    """
    kept = [k for k, name in enumerate(scores.names) if scores.finding_of(name).kind == "ok"]
    names = [scores.names[k] for k in kept]
    score, errors = scores.score[:, kept], scores.score_se[:, kept]
    limits = np.tile([rules.bout_enter, rules.bout_leave], (len(kept), 1))
    none = np.full((len(kept), 2), np.nan)
    rows: Rows = {None: _row(scores, events, score), "Trace": [], "TraceSegment": []}
    for measure, values, bounds in (("score", score, limits), ("score_se", errors, none)):
        traces, segments = _score_rows.trace_rows(measure, SCORE_UNIT, names, values, bounds)
        rows["Trace"] += traces
        rows["TraceSegment"] += segments
    told = [*scores.findings, *scores.remarks] if notes is None else notes
    ok = [Finding("ok", name, "") for name in names]
    return rows | {
        "FrameTrace": _frame_traces(scores),
        "Fold": _folds(scores, events),
        "Trial": _trials(scores),
        "TimeCourse": _courses(scores),
        "Bout": _score_rows.bout_rows({"score": contrast_bouts(scores, rules)}),
        "Finding": _score_rows.finding_rows([*told, *ok]),
        "EventSummary": _score_rows.summaries(
            "score", names, score, scores.times_s, events, rules, errors=errors, zero=0.0
        ),
    }


def of_refused_scores(reasons: Sequence[Row], movie: Any, params: ContrastParams) -> Rows:
    """Rows of a recording whose prototypes were refused: the reasons, and no number."""
    findings = [
        Finding(
            row["prototype_finding"],
            row["prototype_finding_about"],
            f"its prototypes were refused: {row['prototype_finding_reason']}",
        )
        for row in reasons
    ]
    row = {
        "expression_n_frames": len(movie.times_s),
        "expression_n_valid": 0,
        "n_baseline": 0,
        "circular": False,
        "score_source": "other session",
        "look_ahead_s": params.look_ahead_s,
    }
    return {None: row, "Finding": _score_rows.finding_rows(findings)}


def _row(scores: ContrastScores, events: Events | None, score: np.ndarray) -> Row:
    """Columns of FacialExpression."""
    neutral = ~scores.lost
    if events is not None:
        neutral &= events.baseline(scores.times_s, scores.params.baseline_margin_s)
    valid = np.isfinite(score).all(axis=1) if score.shape[1] else np.zeros(len(score), bool)
    return {
        "expression_n_frames": len(scores.times_s),
        "expression_n_valid": int(valid.sum()),
        "n_baseline": int(neutral.sum()),
        "n_lost": int(scores.lost.sum()),
        "circular": scores.source == "same data",
        "score_source": scores.source,
        "look_ahead_s": float(scores.look_ahead_s),
        **_lengths(scores.shift_px, "shift"),
        **_lengths(scores.residual_shift_px, "residual_shift"),
        "permutation_p": {name: null(p) for name, p in scores.p_values.items()},
    }


def _lengths(shift_px: np.ndarray, prefix: str) -> Row:
    """Median and largest length of the shifts that were measured."""
    found = shift_summary(shift_px)
    return {
        f"{prefix}_median_px": found["median_px"],
        f"{prefix}_max_px": found["largest_px"],
    }


def _frame_traces(scores: ContrastScores) -> list[Row]:
    return _score_rows.frame_traces(
        {
            "misfit": scores.misfit,
            "shift_x_px": scores.shift_px[:, 0],
            "shift_y_px": scores.shift_px[:, 1],
            "residual_shift_x_px": scores.residual_shift_px[:, 0],
            "residual_shift_y_px": scores.residual_shift_px[:, 1],
            "light": scores.light[:, 0],
        }
    )


def _folds(scores: ContrastScores, events: Events | None) -> list[Row]:
    """One row a fold, with the event that its models were made without."""
    rows = []
    for fold in scores.folds if events is not None else ():
        event = events.rows[fold.event_index]
        rows.append(
            {
                "fold": fold.number,
                "fold_start_frame": fold.start_frame,
                "fold_stop_frame": fold.stop_frame,
                "held_out": f"{event.name} from {event.onset_s:.3f} to {event.offset_s:.3f} s",
                "event_id": fold.event_index,
            }
        )
    return rows


_OF_TRIAL = ("amplitude", "amplitude_se", "latency_s", "latency_se_s", "decay_s", "decay_se_s")
_OF_COURSE = ("n_responses", "latency_s", "latency_sd_s", "decay_s", "decay_se_s")


def _trials(scores: ContrastScores) -> list[Row]:
    return [
        {
            "event_id": trial.event_index,
            "trial_used": trial.used,
            "trial_reason": trial.reason[:1024],
            "trial_response_probability": null(trial.response_probability),
            **{f"trial_{name}": null(getattr(trial, name)) for name in _OF_TRIAL},
        }
        for trial in scores.trials
    ]


def _courses(scores: ContrastScores) -> list[Row]:
    return [
        {
            "prototype": course.stimulus,
            "time_course_n_trials": course.n_trials,
            **{f"time_course_{name}": null(getattr(course, name)) for name in _OF_COURSE},
        }
        for course in scores.courses
        # a row refers to a prototype, and what was refused has none
        if scores.prototypes is not None and course.stimulus in scores.prototypes.names
    ]
