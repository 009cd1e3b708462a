"""Every table that fills itself, parents first, and one call that fills them."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["populate_all", "tables_to_populate"]

#: modules and their tables, parents first
TABLES = (
    ("recording", ("RecordingInfo", "FrameClock")),
    ("descriptors", ("HOGProcessing",)),
    ("facemap", ("FacemapProcessing", "FacialSignal", "Keypoints")),
    ("expression", ("PrototypeSet", "FacialExpression", "EventResponse")),
    ("confounds", ("MotionExplained", "KeypointsExplained")),
)


def tables_to_populate() -> list[Any]:
    """Every table that fills itself, parents first, of the modules that are activated."""
    found = []
    for name, tables in TABLES:
        module = sys.modules.get(f"{__package__}.{name}")
        for table in tables:
            if module is not None and getattr(module, table)._connection is not None:
                found.append(getattr(module, table))
    return found


def populate_all(*restrictions: Any, **options: Any) -> dict[str, dict[str, Any]]:
    """Fill every table that fills itself, parents first: what a notebook or a worker calls.

    Parameters
    ----------
    *restrictions
        As DataJoint's `populate` takes them; the key of a recording restricts to it.
    **options
        Of `populate`: `reserve_jobs`, `suppress_errors`, `display_progress`, ...

    Returns
    -------
    dict
        Name of the table -> what its `populate` gave (`success_count`, `error_list`).
    """
    return {t.__name__: t.populate(*restrictions, **options) for t in tables_to_populate()}
