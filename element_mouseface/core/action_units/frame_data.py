"""Action units of each frame, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..frame_features.frame_data import reason_attributes
from ..objects import FrameData, Values


def frame_data_of_units(units: Any) -> FrameData:
    """Each unit, its standard error, and why it is undefined."""
    arrays = []
    for name in units.names:
        told = units.table.definition(f"unit:{name}")
        about = {
            "long_name": told.definition,
            "kind": units.kinds[name],
            "source": str(units.sources.get(name, "")),
        }
        arrays += [
            Values(name, units.values(name), told.unit, about=about),
            Values(f"{name}_se", np.asarray(units.errors[name]), told.unit),
            Values(f"{name}_reason", units.reasons(name), about=reason_attributes()),
        ]
    return FrameData(
        len(units), tuple(arrays), units.table.times_s, about={"notes": list(units.notes)}
    )
