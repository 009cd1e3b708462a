"""`UnitAgreement`: how far raters agree on each unit, and a model with them."""

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
from .._schema.results import same_digest, still_there
from .._schema.rows import one, one_key
from ..core.frame_models import FrameModel as Model
from ..core.frame_models import load_model
from ..features.frame_features import FrameFeatures
from ..linking import link
from . import _agreeing
from ._schema import schema
from .agreement_tasks import UnitAgreementTask
from .units import ActionUnit  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class UnitAgreement(PipelineTable, dj.Computed):
    """How far raters agree on action units, and models of named features with them."""

    ARRAY_PARTS = ("HeldOut",)
    definition = """
    # How far raters agree on action units, and models with them
    -> UnitAgreementTask
    ---
    unit_agreement_of_models: bool          # whether models were trained
    unit_agreement_taken_over: varchar(16)  # what intervals are over: rating, trial, session, ...
    unit_agreement_features=null: json      # digests of the features, in the order of sources
    unit_agreement_findings=null: json      # what to know before it is trusted
    unit_agreement_started_at: datetime     # UTC
    unit_agreement_processing_time_s: float64
    unit_agreement_code_version: varchar(32)
    """

    class Measure(PipelineTable, dj.Part):
        """One figure of agreement on a unit, and how far raters agree."""

        definition = """
        # A figure of agreement on a unit; of a model, beside that of the raters
        -> master
        -> ActionUnit
        agreement_of: varchar(16)           # raters, model
        agreement_who: varchar(160)         # between whom: all raters; model, each rater; A, B; ...
        agreement_measure: varchar(32)      # quadratic_kappa, ICC(A,1), ICC(A,k), concordance, r
        ---
        agreement_value=null: float64       # null: undefined, see the reason
        agreement_low=null: float64         # confidence interval, 0.95
        agreement_high=null: float64
        agreement_n: int64                  # frames, spans or pictures that it is of
        agreement_n_units: int64            # of these that are independent
        agreement_interval="": varchar(128) # how it was made
        agreement_ceiling=null: float64     # of a model: the same figure between raters
        agreement_difference=null: float64  # the model's figure minus the ceiling
        agreement_difference_low=null: float64
        agreement_difference_high=null: float64
        agreement_reason="": varchar(255)   # why it is undefined
        """

    class UnitModel(PipelineTable, dj.Part):
        """The ordinal model of a unit's ratings, in its file."""

        definition = """
        # The ordinal model of a unit's ratings
        -> master
        -> ActionUnit
        ---
        unit_model_path: varchar(255)       # relative to the processed folder, forward slashes
        unit_model_digest: char(64)
        unit_model_left_out: varchar(16)    # what folds left out: animal, session, movie, trial
        """

    class HeldOut(PipelineTable, dj.Part):
        """What models that did not see a place's trial (session, animal) rated it."""

        definition = """
        # Held-out ratings of a unit by its model, for each place of a set of ratings
        -> master
        -> UnitAgreementTask.Source
        -> ActionUnit
        ---
        unit_held_out_level: <blob>         # (places,) the level; NaN where it was not rated
        unit_held_out_expected: <blob>      # (places,) the expected rating
        """

    @property
    def key_source(self):
        """Tasks whose every source that asks for features has them."""
        asked = UnitAgreementTask.Source & "feature_task_id IS NOT NULL"
        lacking = UnitAgreementTask & (asked - FrameFeatures.proj()).proj()
        return UnitAgreementTask - lacking.proj()

    def make_fetch(self, key, scheduler=None, workers=None):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return _agreeing.request_of(key), where_to_compute(scheduler, workers)

    def make_compute(self, key, request, where):
        """Compare and train; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _agreeing.compared(request, **where)
        row |= {
            "unit_agreement_started_at": started,
            "unit_agreement_processing_time_s": time.monotonic() - clock,
            "unit_agreement_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open_model(cls, key: Mapping[str, Any], action_unit: str | None = None) -> Model:
        """The model of one unit; `.predict(table)` rates each row of a table of features.

        Parameters
        ----------
        key : mapping
            Of one row, and `action_unit` where it is not the next argument.
        action_unit : str, optional

        Raises
        ------
        ParameterError
            If the key names no model, or several.
        ResultError
            If the file is gone or damaged, or is not the one that was inserted.
        """
        asked = dict(key) if action_unit is None else {**key, "action_unit": action_unit}
        row = one(cls.UnitModel & asked, "model of a unit")
        found = load_model(still_there(link(), row["unit_model_path"], "UnitAgreement"))
        where = row["unit_model_path"], "UnitAgreement"
        same_digest(found.digest, row["unit_model_digest"], *where)
        return found

    @classmethod
    def held_out(cls, key: Mapping[str, Any], action_unit: str) -> tuple[np.ndarray, np.ndarray]:
        """What models that did not see the trial (session, animal) rated one set of ratings.

        Parameters
        ----------
        key : mapping
            Of one row, and of one of its sources.
        action_unit : str

        Returns
        -------
        level, expected : (places,) float64 arrays
            In the order of `UnitRatingSet.ratings(key).places`; NaN where nobody rated.

        Raises
        ------
        ParameterError
            If the key names no source with a model, or several.
        """
        own = one_key(UnitAgreementTask.Source, key, "source of a UnitAgreement")
        row = one(cls.HeldOut & own & {"action_unit": action_unit}, "held-out rating")
        return np.asarray(row["unit_held_out_level"]), np.asarray(row["unit_held_out_expected"])

    @classmethod
    def stale(cls) -> list[Row]:
        """Rows whose sources' features are gone, or are other ones now.

        Returns
        -------
        list of dict
            Key of the row and of the ratings, and `reason`.  Such a row stays valid as a record.
        """
        return _agreeing.stale(cls)
