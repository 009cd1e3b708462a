"""Tables of what a face says: signs of stimuli, and what is measured by them.

    signs       StimulusSign
    units       ActionUnit
    ratings     UnitRatingSet
    agreement_tasks UnitAgreementTask
    agreements  UnitAgreement
    paramsets   AffectParamSet DecodingParamSet
    traces      AffectTrace
    affect_tasks AffectTask
    affects     Affect
    affect_responses AffectResponse
    decoding_tasks DecodingTask
    decoders    Decoding

All are reachable from here, and `activate` binds them together.
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..expression import schema as expression_schema
from ..features import schema as features_schema
from ..frame_models import schema as frame_models_schema
from ._schema import schema
from .affect_responses import AffectResponse
from .affect_tasks import AffectTask
from .affects import Affect
from .agreement_tasks import UnitAgreementTask
from .agreements import UnitAgreement
from .decoders import Decoding
from .decoding_tasks import DecodingTask
from .paramsets import AffectParamSet, DecodingParamSet
from .ratings import UnitRatingSet
from .signs import StimulusSign
from .traces import AffectTrace
from .units import ActionUnit

__all__ = [
    "ActionUnit",
    "Affect",
    "AffectParamSet",
    "AffectResponse",
    "AffectTask",
    "AffectTrace",
    "Decoding",
    "DecodingParamSet",
    "DecodingTask",
    "StimulusSign",
    "UnitAgreement",
    "UnitAgreementTask",
    "UnitRatingSet",
    "activate",
    "schema",
]

#: parents first
TABLES = (
    *(StimulusSign, ActionUnit, UnitRatingSet, UnitAgreementTask, UnitAgreement),
    *(AffectParamSet, AffectTrace, AffectTask, Affect, AffectResponse),
    *(DecodingParamSet, DecodingTask, Decoding),
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
