"""Parameters of action units, of arousal and valences, and of decoders, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from .._schema.content import ContentTable
from ..core.action_units import ActionUnitParams
from ..core.affect import AffectParams
from ..core.decoding import DecodingParams
from ._schema import schema


@schema
class ActionUnitParamSet(ContentTable[ActionUnitParams], dj.Manual):
    """How action units are measured; immutable, identified by its content."""

    NAME, KIND, COLUMN = "action_unit_paramset", ActionUnitParams, "action_unit_params"
    definition = """
    # How action units are measured; never edited
    action_unit_paramset_id: int32
    ---
    action_unit_params: json
    action_unit_paramset_hash: char(64)
    action_unit_paramset_description="": varchar(255)
    unique index (action_unit_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> ActionUnitParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class AffectParamSet(ContentTable[AffectParams], dj.Manual):
    """How arousal and valences are made; immutable, identified by its content."""

    NAME, KIND, COLUMN = "affect_paramset", AffectParams, "affect_params"
    definition = """
    # How arousal and valences are made; never edited
    affect_paramset_id: int32
    ---
    affect_params: json
    affect_paramset_hash: char(64)
    affect_paramset_description="": varchar(255)
    unique index (affect_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> AffectParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)


@schema
class DecodingParamSet(ContentTable[DecodingParams], dj.Manual):
    """What is decoded, and how it is tested; immutable, identified by its content."""

    NAME, KIND, COLUMN = "decoding_paramset", DecodingParams, "decoding_params"
    definition = """
    # What is decoded, and how it is tested; never edited
    decoding_paramset_id: int32
    ---
    decoding_params: json
    decoding_paramset_hash: char(64)
    decoding_paramset_description="": varchar(255)
    unique index (decoding_paramset_hash)
    """

    @classmethod
    def params(cls, key: Mapping[str, Any]) -> DecodingParams:
        """The parameters of one set as `core` takes them; FixedRowError if they were edited."""
        return cls.content(key)
