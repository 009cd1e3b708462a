"""`ActionUnit`: the units of a mouse's face that are rated or measured."""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from ..core.action_units import KINDS
from ._schema import schema


@schema
class ActionUnit(PipelineTable, dj.Lookup):
    """A unit of the mouse's face, such as orbital tightening; ratings and measures name it."""

    definition = """
    # Units of a mouse's face that are rated by people, or measured
    action_unit: varchar(64)
    ---
    action_unit_kind: enum('measure','appearance')  # appearance: one camera cannot measure it
    """
    contents: list[dict[str, Any]] = [
        {"action_unit": name, "action_unit_kind": kind} for name, kind in KINDS.items()
    ]
