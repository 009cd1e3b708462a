"""`Population`: mice against each other, with the mouse as the unit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import one, one_key
from ..core.population import Population as Compared
from ..expression.scores import FacialExpression
from . import _comparing
from ._schema import schema
from .population_tasks import PopulationTask


@schema
class Population(PipelineTable, dj.Computed):
    """Group statistics over mice, each mouse by prototypes of the others, and designs to come."""

    definition = """
    # Mice against each other: effects with intervals over mice, and prototypes of other mice
    -> PopulationTask
    ---
    population_path: varchar(255)       # folder, relative to the processed folder
    population_digest: char(64)         # over everything that was found
    population_effect_kind="": varchar(16)  # condition, amount, mean; blank: no group statistics
    population_unit="": varchar(32)     # of the values
    population_n_mice: int32
    population_n_sessions: int32
    population_n_trials: int32          # with a value
    population_n_undefined: int32       # and without one
    population_icc=null: float64        # share of the variance that is between mice
    population_variance_mouse=null: float64     # squares of the unit; null: not in the model
    population_variance_session=null: float64
    population_variance_response=null: float64  # of how mice respond to conditions, or amounts
    population_variance_residual=null: float64  # between trials
    population_converged=null: bool     # the fit of the mixed model
    population_n_faces: int32           # recordings whose face lies over the others
    population_correct=null: float64    # trials that are most like their own stimulus's prototype
    population_correct_low=null: float64    # over mice, 0.95
    population_correct_high=null: float64
    population_correct_chance=null: float64     # with names shuffled within each mouse
    population_correct_p=null: float64
    population_correct_of_motion=null: float64  # by movement alone
    population_warnings=null: json      # where trials would be counted as animals
    population_notes=null: json
    population_started_at: datetime     # UTC
    population_processing_time_s: float64
    population_code_version: varchar(32)
    """

    class Mouse(PipelineTable, dj.Part):
        """One mouse: its own effect, its trials by the others' prototypes, its distance."""

        definition = """
        # One mouse against the others
        -> master
        population_animal: varchar(255)
        ---
        population_mouse_group="": varchar(255)
        population_mouse_n_sessions: int32
        population_mouse_n_trials: int32
        population_mouse_value=null: float64    # mean over its trials
        population_mouse_effect=null: float64   # the first effect within mice, of this one alone
        population_mouse_correct=null: float64  # of its trials, by prototypes of the others
        population_mouse_correct_chance=null: float64
        population_mouse_auc=null: float64
        population_mouse_rho=null: float64      # rank correlation with the amount
        population_mouse_distance=null: float64 # 1 - r of its responses with the others'
        population_mouse_usual_distance=null: float64
        population_mouse_distance_limit=null: float64   # an outlier from here on
        population_mouse_distance_p=null: float64       # corrected for the number of mice
        population_mouse_outlier: bool
        population_mouse_reason="": varchar(1024)       # why something cannot be told
        """

    class Effect(PipelineTable, dj.Part):
        """One effect, with its interval over mice."""

        definition = """
        # An effect on the measure, with its interval over mice
        -> master
        population_effect_id: int32
        ---
        population_effect: varchar(128)         # condition, amount, mean, a group, an interaction
        population_effect_level: varchar(255)
        population_effect_against: varchar(255)
        population_effect_varies: varchar(16)   # within mice, between mice
        population_effect_state: varchar(16)    # estimated, refused: no interval
        population_effect_reason="": varchar(255)
        population_effect_estimate=null: float64
        population_effect_se=null: float64
        population_effect_low=null: float64
        population_effect_high=null: float64
        population_effect_df=null: float64
        population_effect_p=null: float64
        population_effect_p_holm=null: float64  # corrected for the effects of its kind
        population_effect_n_mice: int32
        population_effect_n_trials: int32
        population_effect_naive_p=null: float64 # trials counted as animals: not to be used
        population_effect_wald_low=null: float64    # the model's own interval: too short
        population_effect_wald_high=null: float64
        """

    class Needed(PipelineTable, dj.Part):
        """The power of one design for one effect."""

        definition = """
        # The power of a design to find an effect
        -> master
        -> Population.Effect
        population_needed_n_mice: int32     # of each group, where groups are compared
        population_needed_n_trials: int32   # of each mouse in each condition
        ---
        population_needed_effect_size: float64
        population_needed_groups: int32
        population_needed_power: float64
        population_needed_power_se: float64 # of the simulation
        population_needed_formula: float64  # of the noncentral t distribution
        population_needed_cautious: float64 # if mice differ as much as they well may
        population_needed_reaches: bool     # the power that was asked for
        population_needed_smallest: bool
        """

    class Prototype(PipelineTable, dj.Part):
        """A stimulus of one mouse, scored by prototypes of the others."""

        definition = """
        # A stimulus of one mouse, scored by prototypes of the other mice
        -> Population.Mouse
        population_stimulus: varchar(64)
        population_features: varchar(16)    # picture, motion, both
        ---
        population_prototype_n_others: int32    # mice that the prototype was made of
        population_prototype_n_trials: int32
        population_prototype_n_rest: int32      # windows at rest
        population_prototype_correct=null: float64
        population_prototype_correct_chance=null: float64
        population_prototype_correct_p=null: float64
        population_prototype_auc=null: float64  # against other stimuli
        population_prototype_auc_chance=null: float64
        population_prototype_auc_p=null: float64
        population_prototype_auc_rest=null: float64 # against windows at rest
        population_prototype_rho=null: float64  # rank correlation with the amount
        population_prototype_rho_p=null: float64
        """

    @property
    def key_source(self):
        """Tasks whose every recording is scored."""
        lacking = PopulationTask & (PopulationTask.Source - FacialExpression.proj()).proj()
        return PopulationTask - lacking.proj()

    def make_fetch(self, key):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return (_comparing.request_of(key),)

    def make_compute(self, key, request):
        """Compare, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _comparing.compared(request)
        row |= {
            "population_started_at": started,
            "population_processing_time_s": time.monotonic() - clock,
            "population_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Compared:
        """The population of one row; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of Population"), "row of Population")
        return _comparing.opened(row)

    @classmethod
    def stale(cls) -> list[dict[str, Any]]:
        """Rows whose scores are gone, or are other ones now.

        Returns
        -------
        list of dict
            Key of the row, `population_animal`, and `reason`.  Such a row stays valid as a record.
        """
        return _comparing.stale(cls)
