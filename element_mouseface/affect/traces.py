"""`AffectTrace`: the names of the traces."""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from ..core.affect.rows import TRACES
from ._schema import schema


@schema
class AffectTrace(PipelineTable, dj.Lookup):
    """Arousal, positive valence, negative valence."""

    definition = """
    # Arousal, positive valence, negative valence
    affect_trace: varchar(16)
    """
    contents: list[dict[str, Any]] = [{"affect_trace": name} for name in TRACES]
