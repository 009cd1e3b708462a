"""Values of targets of frames as numbers."""

from __future__ import annotations

import numpy as np

from ..frame_models._target_values import TargetValues


def numbers_of(target: TargetValues) -> np.ndarray:
    """The values of a target; of ordered categories that are numbers, these.

    Parameters
    ----------
    target : TargetValues
        As `FrameTarget.values` gives them.
    """
    if target.kind != "ordinal":
        return target.values
    try:
        levels = np.array([float(name) for name in target.categories])
    except ValueError:
        levels = np.arange(len(target.categories), dtype=np.float64)
    known = np.isfinite(target.values)
    return np.where(known, levels[np.where(known, target.values, 0).astype(int)], np.nan)
