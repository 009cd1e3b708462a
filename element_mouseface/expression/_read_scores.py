"""Read a scored recording from the rows of `FacialExpression` and `EventResponse`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from ..core.events import Events
from ..core.results.scored import DescriptorInfo, ScoredRecording
from ..core.scoring.contrast import ContrastParams, TimeCourse, Trial
from ..core.scoring.contrast.folds import Fold
from ..core.scoring.findings import OK, Finding
from ..core.scoring.methods import method
from ..core.scoring.scores import MethodScores, ScoreTrace
from ..descriptors import FaceCrop, HOGParamSet, HOGProcessing
from ..errors import ResultError
from ..recording import FrameClock, VideoRecording, frame_times
from ..recording.movie_info import movie_info
from . import _sources
from ._read_responses import ResponseRows, read_bouts
from ._relations import method_of
from ._scoring import load_models
from .events import EventSet
from .paramsets import ExpressionParamSet
from .prototypes import PrototypeSet


def read_scores(
    table: type[dj.Table], responses: Sequence[type[dj.Table]], own: Mapping[str, Any]
) -> ScoredRecording:
    """The scored recording of one row.

    Parameters
    ----------
    table : table
        `FacialExpression`.
    responses : sequence of table
        `EventResponse`, where it is activated.
    own : mapping
        Primary key of the row.
    """
    rows = _Rows(table, responses, own)
    recording = _sources.recording_of(_sources.fetch(own))
    try:
        flags = np.asarray(recording.result.flags)
    except ResultError:  # no processed folder on this machine; the scores are in the tables
        flags = None
    clock = (EventSet & own).fetch1("clock")
    return ScoredRecording(
        movie=movie_info({name: own[name] for name in VideoRecording().primary_key}),
        times_s=rows.times_s,
        flags=flags,
        events=rows.events,
        methods={rows.method: rows.scores()},
        windows=rows.responses.windows(),
        descriptors=_descriptors(own),
        clock=None if clock == "movie" else FrameClock.open({**own, "clock": clock}),
        provenance={"created_by": f"element_mouseface {rows.row['expression_code_version']}"},
        recording=recording,
    )


def _descriptors(own: Mapping[str, Any]) -> DescriptorInfo:
    row = (HOGProcessing & own).fetch1()
    grid = (row["grid_rows"], row["grid_columns"])
    return DescriptorInfo(row["result_digest"], HOGParamSet.params(own), FaceCrop.crop(own), grid)


class _Rows:
    """Convert the rows of one score to traces, bouts and findings."""

    def __init__(
        self, table: type[dj.Table], responses: Sequence[type[dj.Table]], own: Mapping[str, Any]
    ):
        self.table, self.own = table, own
        self.row = (table & own).fetch1()
        self.method = method_of(own)
        self.of = method(self.method)
        self.measure = self.of.measure
        self.params = ExpressionParamSet.params(self.row)
        self.measures = ExpressionParamSet.measures(self.row)
        self.events = EventSet.events(own)
        self.times_s = frame_times(own, (EventSet & own).fetch1("clock"))
        self.responses = ResponseRows(table, responses, own, self.events)
        self.findings = tuple(
            Finding(r["finding"], r["finding_about"], r["finding_reason"])
            for r in (table.Finding & own).to_dicts(order_by=["finding_about", "finding"])
            if r["finding_severity"] != OK
        )

    def scores(self) -> MethodScores:
        made = {"prototype_set_id": self.row["prototype_set_id"]}
        ordered = (PrototypeSet.Prototype & made).to_arrays("prototype", order_by="prototype_order")
        names = [str(name) for name in ordered] or self._names_of_refused()
        traces, frames = self._traces(names), self._frame_traces()
        measures = dict.fromkeys([self.measure, *(trace.measure for trace in traces)])
        found = {
            measure: self.responses.event_rows(measure, names, traces, self.times_s, self.measures)
            for measure in measures
        }
        return MethodScores(
            method=self.method,
            measure=self.measure,
            unit=self.of.unit,
            names=tuple(names),
            source=self.row["score_source"],
            traces=traces,
            params=self.params,
            measures=self.measures,
            frame_traces=frames,
            has_errors=any(trace.errors is not None for trace in traces),
            lost=self._lost(frames),
            bouts=read_bouts(self.table, self.own, names),
            event_rows=found,
            habituation={m: self.responses.habituation(m, rows) for m, rows in found.items()},
            findings=self.findings,
            n_neutral=self.row["n_baseline"],
            neutral_margin_s=self.params.baseline_margin_s,
            folds=read_folds(self.table, self.own),
            trials=read_trials(self.table, self.own, self.events),
            courses=read_time_courses(self.table, self.own, names),
            look_ahead_s=self.row["look_ahead_s"],
            p_values=self.row["permutation_p"] or {},
            fear_threshold=_number(self.row["fear_threshold"]),
            prototype_age_days=self.row["prototype_age_days"],
            open_prototypes=lambda: PrototypeSet.open(made) if len(ordered) else None,
            open_models=self._models,
        )

    def _names_of_refused(self) -> list[str]:
        """The stimuli of a set that was refused as a whole and has no prototypes."""
        refused = [finding.about for finding in self.findings if finding.about]
        return list(dict.fromkeys([*(self.events.names if self.events else ()), *refused]))

    def _traces(self, names: Sequence[str]) -> tuple[ScoreTrace, ...]:
        values = self._joined("TraceSegment", "trace", ("measure", "prototype"))
        rows = {
            (row["measure"], row["prototype"]): row
            for row in (self.table.Trace & self.own).to_dicts(order_by="measure")
        }
        measures = dict.fromkeys([self.measure, *(measure for measure, _ in rows)])
        return tuple(
            ScoreTrace(
                measure,
                name,
                rows[measure, name]["trace_unit"],
                values[measure, name],
                values.get((f"{measure}_se", name)),
                _number(rows[measure, name]["bout_enter"]),
                _number(rows[measure, name]["bout_leave"]),
            )
            for measure in measures
            for name in names
            if (measure, name) in rows and not measure.endswith("_se")
        )

    def _frame_traces(self) -> dict[str, np.ndarray]:
        found = self._joined("FrameTrace", "frame_trace", ("frame_measure",))
        return {name: values for (name,), values in found.items()}

    def _joined(self, part: str, prefix: str, by: Sequence[str]) -> dict[tuple, np.ndarray]:
        """Arrays of a Part's segments, (frames,) float64, by the values of some columns."""
        pieces: dict[tuple, list[np.ndarray]] = {}
        segments = getattr(self.table, part) & self.own
        for row in segments.to_dicts(order_by=f"{prefix}_start_frame"):
            pieces.setdefault(tuple(row[n] for n in by), []).append(row[f"{prefix}_values"])
        return {key: np.concatenate(some).astype(np.float64) for key, some in pieces.items()}

    def _lost(self, frames: Mapping[str, np.ndarray]) -> np.ndarray | None:
        """Frames that could not be registered, except those at the start without a score."""
        if "misfit" in frames:
            lost = np.isnan(frames["misfit"])
            if any(finding.kind == "not_yet_aligned" for finding in self.findings):
                lost[: int(np.argmin(lost))] = False
            return lost
        # only the contrast score registers frames, and not for a refused set
        is_contrast = isinstance(self.params, ContrastParams)
        return np.ones(len(self.times_s), bool) if is_contrast else None

    def _models(self) -> Any:
        # not to_arrays: NumPy cuts the zeros off the end of bytes
        for row in (self.table.Models & self.own).to_dicts():
            return load_models(self.of, row)
        return None


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def read_folds(table: type[dj.Table], own: Mapping[str, Any]) -> tuple[Fold, ...]:
    """The folds that left an event out; a fold of the whole recording is not one."""
    rows = (table.Fold & own & "event_id IS NOT NULL") * EventSet.Event.proj("stimulus")
    return tuple(
        Fold(
            row["fold"],
            row["fold_start_frame"],
            row["fold_stop_frame"],
            row["event_id"],
            row["stimulus"],
            row["fold_group"],
        )
        for row in rows.to_dicts(order_by="fold_start_frame")
    )


def read_trials(
    table: type[dj.Table], own: Mapping[str, Any], events: Events | None
) -> tuple[Trial, ...]:
    """Each event's trial, in order of time."""
    found = []
    for row in (table.Trial & own).to_dicts(order_by="event_id"):
        event = events.rows[row["event_id"]]  # type: ignore[union-attr]
        about = (event.name, event.onset_s, event.offset_s, bool(row["trial_used"]))
        numbers = _numbers(Trial, row, "trial")
        found.append(Trial(row["event_id"], *about, row["trial_reason"], **numbers))
    return tuple(found)


def read_time_courses(
    table: type[dj.Table], own: Mapping[str, Any], names: Sequence[str]
) -> tuple[TimeCourse, ...]:
    """The time course of each stimulus, in the order of the prototypes."""
    rows = {row["prototype"]: row for row in (table.TimeCourse & own).to_dicts()}
    return tuple(
        TimeCourse(
            name,
            rows[name]["time_course_n_trials"],
            **_numbers(TimeCourse, rows[name], "time_course"),
        )
        for name in names
        if name in rows
    )


def _numbers(kind: type, row: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Numbers of a row, with NaN where the table has null."""
    names = [f.name for f in dataclasses.fields(kind) if str(f.type) == "float"]
    known = {name: row[f"{prefix}_{name}"] for name in names if f"{prefix}_{name}" in row}
    return {name: float("nan") if value is None else value for name, value in known.items()}
