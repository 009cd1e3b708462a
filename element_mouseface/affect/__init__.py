"""Tables of what a face says: signs of stimuli, and what is measured by them.

    signs       StimulusSign
    units       ActionUnit
    ratings     UnitRatingSet
    agreement_tasks UnitAgreementTask
    agreements  UnitAgreement
    paramsets   ActionUnitParamSet AffectParamSet DecodingParamSet
    unit_tasks  ActionUnitTask
    action_units ActionUnits
    unit_responses ActionUnitResponse
    traces      AffectTrace
    affect_tasks AffectTask
    affects     Affect
    affect_responses AffectResponse
    decoding_tasks DecodingTask
    decoders    Decoding
    structure_tasks StructureParamSet StructureTask
    structure   Structure

    population_tasks PopulationParamSet PopulationTask
    populations Population

All are reachable from here, and `activate` binds them together.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..expression import schema as expression_schema
from ..features import schema as features_schema
from ..frame_models import schema as frame_models_schema
from ._schema import schema
from .action_units import ActionUnits
from .affect_responses import AffectResponse
from .affect_tasks import AffectTask
from .affects import Affect
from .agreement_tasks import UnitAgreementTask
from .agreements import UnitAgreement
from .decoders import Decoding
from .decoding_tasks import DecodingTask
from .paramsets import ActionUnitParamSet, AffectParamSet, DecodingParamSet
from .population_tasks import PopulationParamSet, PopulationTask
from .populations import Population
from .ratings import UnitRatingSet
from .signs import StimulusSign
from .structure import Structure
from .structure_tasks import StructureParamSet, StructureTask
from .traces import AffectTrace
from .unit_responses import ActionUnitResponse
from .unit_tasks import ActionUnitTask
from .units import ActionUnit

__all__ = [
    "ActionUnit",
    "ActionUnitParamSet",
    "ActionUnitResponse",
    "ActionUnitTask",
    "ActionUnits",
    "Affect",
    "AffectParamSet",
    "AffectResponse",
    "AffectTask",
    "AffectTrace",
    "Decoding",
    "DecodingParamSet",
    "DecodingTask",
    "Population",
    "PopulationParamSet",
    "PopulationTask",
    "StimulusSign",
    "Structure",
    "StructureParamSet",
    "StructureTask",
    "UnitAgreement",
    "UnitAgreementTask",
    "UnitRatingSet",
    "activate",
    "schema",
]

#: parents first
TABLES = (
    *(StimulusSign, ActionUnit, UnitRatingSet, UnitAgreementTask, UnitAgreement),
    *(ActionUnitParamSet, ActionUnitTask, ActionUnits, ActionUnitResponse),
    *(AffectParamSet, AffectTrace, AffectTask, Affect, AffectResponse),
    *(DecodingParamSet, DecodingTask, Decoding),
    *(StructureParamSet, StructureTask, Structure),
    *(PopulationParamSet, PopulationTask, Population),
)
activate = SchemaModule(
    "affect",
    schema,
    TABLES,
    after={
        "expression": expression_schema,
        "features": features_schema,
        "frame_models": frame_models_schema,
    },
).activate
