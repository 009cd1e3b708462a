"""What was found of a recording as tables: scores, units, affect, angle, failures."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..action_units.measured import ReferenceValue
from ..action_units.units import ActionUnits, UnitSummary
from ..affect.content import TABLES as AFFECT_TABLES
from ..affect.result import Affect
from ..events.bouts import Bout
from ..events.habituation import HabituationRow
from ..events.windows import EventRow
from ..face_angle.angle import AngleSummary, FaceAngle, PointStability
from ..failures.rows import CauseRow, FailureStudy, FeatureRow, RemedyRow
from ..objects import (
    ResultTable,
    rows_dataframe,
    table_of_dataframe,
    table_of_frames,
    table_of_rows,
)
from ..results.report import is_told
from ..results.scored import MovieFile, ScoredRecording
from ..scoring.contrast import TimeCourse, Trial
from ..scoring.contrast.folds import Fold
from ..scoring.findings import Finding
from .opened import OpenedResult


def per_frame(name: str, frame: pd.DataFrame, **more: Any) -> ResultTable:
    """A table with a row a frame that is in memory."""
    return dataclasses.replace(table_of_dataframe(name, frame, **more), per_frame=True)


#: table, attribute of `MethodScores`, kind of its rows
_OF_MEASURES: tuple[tuple[str, str, type], ...] = (
    ("bouts", "bouts", Bout),
    ("responses", "event_rows", EventRow),
    ("habituation", "habituation", HabituationRow),
)
_OF_METHODS: tuple[tuple[str, str, type], ...] = (
    ("trials", "trials", Trial),
    ("time_courses", "courses", TimeCourse),
    ("folds", "folds", Fold),
    ("findings", "findings", Finding),
)


def of_scored(scored: ScoredRecording) -> OpenedResult:
    """Traces of each frame, then bouts, events, what was measured around them, findings."""
    tables = [per_frame("scores", scored.to_dataframe().reset_index())]
    if scored.events is not None:
        tables.append(table_of_dataframe("events", scored.events.to_dataframe()))
    tables += [_traces(scored)]
    tables += [_by_measure(scored, *one) for one in _OF_MEASURES]
    for name, attribute, kind in _OF_METHODS:
        pairs = [(m, row) for m, one in scored.methods.items() for row in getattr(one, attribute)]
        methods, rows = [m for m, _ in pairs], [row for _, row in pairs]
        tables.append(table_of_rows(name, rows, kind, method=methods))
    files = rows_dataframe(scored.movie.files, MovieFile)
    # a path of this machine says nothing on another
    tables.append(table_of_dataframe("movie_files", files.drop(columns="path")))
    notes = [
        f"{method}: {one.kind}{f' ({one.about})' if one.about else ''}: {one.reason}"
        for method, one in scored.findings
        if is_told(one, scored.events)
    ]
    return OpenedResult("scores", tuple(tables), notes=tuple(notes))


def _by_measure(scored: ScoredRecording, name: str, attribute: str, kind: type) -> ResultTable:
    found = [
        (method, measure, row)
        for method, scores in scored.methods.items()
        for measure, rows in getattr(scores, attribute).items()
        for row in rows
    ]
    methods, measures = [m for m, _, _ in found], [m for _, m, _ in found]
    rows = [row for _, _, row in found]
    return table_of_rows(name, rows, kind, method=methods, measure=measures)


def _traces(scored: ScoredRecording) -> ResultTable:
    """Unit and bout limits of each trace, and which stimuli have none."""
    rows = []
    for method, scores in scored.methods.items():
        for name in scores.names:
            own = [trace for trace in scores.traces if trace.name == name]
            for trace in own:
                limits = (trace.enter, trace.leave)
                rows.append((method, name, trace.measure, trace.unit, *limits, ""))
            if not own:
                why = scores.refusal_of(name)
                reason = "" if why is None else why.reason
                rows.append((method, name, scores.measure, scores.unit, np.nan, np.nan, reason))
    columns = ["method", "stimulus", "measure", "unit", "bout_enter", "bout_leave", "refused"]
    return table_of_dataframe("traces", pd.DataFrame(rows, columns=columns))


def of_units(units: ActionUnits) -> OpenedResult:
    """Each unit of each frame, a summary, the values at rest."""
    tables = (
        per_frame("units", units.to_dataframe()),
        table_of_rows("summary", units.summary(), UnitSummary),
        table_of_rows("reference", units.reference, ReferenceValue),
    )
    return OpenedResult("action units", tables, digest=units.digest, notes=units.notes)


def of_affect(affect: Affect) -> OpenedResult:
    """The traces of each frame, and rows of stimuli, sources, trials, movement, agreement."""
    tables = [per_frame("affect", affect.to_dataframe())]
    tables += [table_of_rows(n, getattr(affect, n), kind) for n, kind in AFFECT_TABLES.items()]
    notes = [f"{name} is refused: {reason}" for name, reason in affect.refused.items() if reason]
    notes += affect.notes
    return OpenedResult(
        "arousal and valences", tuple(tables), digest=affect.digest, notes=tuple(notes)
    )


def of_angle(angle: FaceAngle) -> OpenedResult:
    """Angles of each frame, a summary, the steadiness of points; two poses of flat points."""
    tables = [
        per_frame("angle", angle.to_dataframe()),
        table_of_rows("summary", angle.summary(), AngleSummary),
        table_of_rows("points", angle.points, PointStability),
    ]
    if angle.two_poses_deg is not None:
        names = [f"{n}_{which}_deg" for which in "ab" for n in ("roll", "yaw", "pitch")]
        flat = pd.DataFrame(angle.two_poses_deg.reshape(angle.n_frames, -1), columns=names)
        flat.insert(0, "frame", np.arange(angle.n_frames))
        tables.append(per_frame("two_poses", flat))
    return OpenedResult(
        "face angle", tuple(tables), angle.frame_data().others, digest=angle.digest,
        notes=tuple(angle.notes),
    )  # fmt: skip


def of_study(study: FailureStudy) -> OpenedResult:
    """Each frame, causes, features, remedies, and the weights of the model."""
    data = study.frame_data()
    rows: Sequence[Any] = () if study.model is None else tuple(
        zip(study.model.names, study.model.weights, study.model.weights_se,
            study.model.same_sign, strict=False)
    )  # fmt: skip
    weights = pd.DataFrame(rows, columns=["measure", "weight", "weight_se", "same_sign"])
    tables = (
        table_of_frames("frames", data),
        table_of_rows("causes", study.causes, CauseRow),
        table_of_rows("features", study.features, FeatureRow),
        table_of_rows("remedies", study.remedies, RemedyRow),
        table_of_dataframe("weights", weights),
    )
    notes = (f"{study.what}: {study.state}", study.reason, *study.notes)
    return OpenedResult(
        "study of failed frames", tables, data.others, notes=tuple(n for n in notes if n)
    )
