"""`ActionUnits`: how far eye, ear, mouth, whiskers, nose and cheek are from rest in each frame."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.passes import where_to_compute
from .._schema.rows import one, one_key
from ..core.action_units import ActionUnits as Units
from ..descriptors import HOGProcessing
from ..features.definitions import FeatureDefinition  # noqa: F401 (named in a definition)
from . import _measuring
from ._schema import schema
from .unit_tasks import ActionUnitTask
from .units import ActionUnit  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class ActionUnits(PipelineTable, dj.Computed):
    """The action units of a recording: where their folder lies, and what is in it."""

    definition = """
    # The action units of a recording, frame by frame in their folder
    -> ActionUnitTask
    ---
    action_units_path: varchar(255)         # folder, relative to the processed folder
    action_units_digest: char(64)           # over values, reasons, errors and values at rest
    action_units_source_digest: char(64)    # of the pass that they were measured from
    action_units_n_frames: int64
    action_units_n_available: int32         # units with a number in at least one frame
    action_units_notes=null: json           # what limits the meaning of the numbers
    action_units_started_at: datetime       # UTC
    action_units_processing_time_s: float64
    action_units_code_version: varchar(32)
    """

    class Unit(PipelineTable, dj.Part):
        """One unit over the recording."""

        definition = """
        # One unit over the recording
        -> master
        -> ActionUnit
        ---
        -> FeatureDefinition
        unit_measured_from="": varchar(32)  # keypoints, cells, picture; blank: it was not measured
        unit_n_valid: int64                 # frames with a number
        unit_low=null: float64              # percentile 5
        unit_median=null: float64
        unit_high=null: float64             # percentile 95
        unit_median_se=null: float64        # usual standard error of a frame
        unit_reason="": varchar(255)        # why most undefined frames have no number
        """

    class Reference(PipelineTable, dj.Part):
        """A value that a unit is relative to: the open eye, the ear at rest."""

        definition = """
        # A value that a unit is relative to: the open eye, the ear at rest
        -> master
        -> ActionUnit
        reference_quantity: varchar(64)     # lid_distance, direction, ...
        ---
        reference_value=null: float64       # null: it was not found
        reference_value_unit: varchar(32)   # px, deg, ...
        reference_how: varchar(512)         # from which frames, and how
        reference_n_frames: int64
        """

    @property
    def key_source(self):
        """Tasks whose pass is there."""
        return ActionUnitTask & HOGProcessing.proj()

    def make_fetch(self, key, workers=None):
        """Paths, digests and parameters only: DataJoint hashes this twice."""
        return _measuring.request_of(key), where_to_compute(None, workers)["workers"]

    def make_compute(self, key, request, workers):
        """Measure, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _measuring.measured(request, workers)
        row |= {
            "action_units_started_at": started,
            "action_units_processing_time_s": time.monotonic() - clock,
            "action_units_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Units:
        """The action units of one row: values, errors, reasons, values at rest.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        return _measuring.opened(_row_of(cls, key))

    @classmethod
    def trace(cls, key: Mapping[str, Any], action_unit: str) -> tuple[np.ndarray, np.ndarray]:
        """One unit in each frame.

        Parameters
        ----------
        key : mapping
            Of one row.
        action_unit : str

        Returns
        -------
        times_s : (frames,) float64 array
            On the movie's clock.
        values : (frames,) float64 array
            NaN where undefined.

        Raises
        ------
        ParameterError, ResultError
            As `open`; or if there is no such unit.
        """
        found = cls.open(key)
        return found.times_s, found.values(action_unit)

    @classmethod
    def as_features(cls, key: Mapping[str, Any]) -> Row:
        """Add the units as a table of features; returns the key of the FeatureTask.

        Models, decoders and sources of arousal then take them as any other features, once
        `FrameFeatures` is populated.

        Parameters
        ----------
        key : mapping
            Of one row.

        Raises
        ------
        ParameterError, ResultError
            As `open`.
        """
        return _measuring.as_features(_row_of(cls, key))

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows that were measured from another pass than today's: computed again, or gone."""
        asked = ActionUnitTask.proj("crop_id", "hog_paramset_id")
        made = cls.proj("action_units_source_digest") * asked
        now = made * HOGProcessing.proj("result_digest")
        same = now & "action_units_source_digest = result_digest"
        return cls & (cls.proj() - same.proj()).keys()


def _row_of(table: type[ActionUnits], key: Mapping[str, Any]) -> Row:
    own = one_key(table, key, "row of ActionUnits")
    return one(table & own, "row of ActionUnits")
