"""Any result in memory as tables and arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import InputError
from ..action_units.units import ActionUnits
from ..affect.result import Affect
from ..behavior.labels import Labels
from ..behavior.prediction import Prediction
from ..decoding.rows import Decoding
from ..events import Events
from ..face_angle.angle import FaceAngle
from ..facial_signals.signals import FacialSignals
from ..failures.rows import FailureStudy
from ..frame_features.table import FrameTable
from ..frame_models.model import FramePrediction
from ..keypoints.points import Keypoints
from ..keypoints.stored import StoredKeypoints
from ..population.population import Population
from ..ratings import RatedUnits
from ..results.scored import ScoredRecording
from ..store.result import Result
from ..structure.rows import Structure
from . import frame_tables, group_tables, recording_tables
from .opened import OpenedResult

KINDS: dict[type, Callable[[Any], OpenedResult]] = {
    ScoredRecording: recording_tables.of_scored,
    Result: frame_tables.of_pass,
    FacialSignals: frame_tables.of_signals,
    Keypoints: frame_tables.of_points,
    StoredKeypoints: frame_tables.of_stored_points,
    FrameTable: frame_tables.of_features,
    ActionUnits: recording_tables.of_units,
    Affect: recording_tables.of_affect,
    FaceAngle: recording_tables.of_angle,
    Prediction: frame_tables.of_prediction,
    Labels: frame_tables.of_labels,
    Events: frame_tables.of_events,
    FramePrediction: frame_tables.of_model_prediction,
    FailureStudy: recording_tables.of_study,
    Structure: group_tables.of_structure,
    Decoding: group_tables.of_decoding,
    Population: group_tables.of_population,
    RatedUnits: group_tables.of_ratings,
}
"""Class of a result -> what makes tables of it."""


def opened_of(result: Any) -> OpenedResult:
    """A result in memory as tables and arrays.

    Raises
    ------
    InputError
        If it is no result of this package.
    """
    for kind, make in KINDS.items():
        if isinstance(result, kind):
            return make(result)
    raise InputError(
        f"A {type(result).__name__} is no result that can be exported.",
        expected=f"one of {', '.join(kind.__name__ for kind in KINDS)}, or the path of one",
        got=type(result).__name__,
        do="give what a function of this package returned; `rows_dataframe` makes a table of rows",
    )
