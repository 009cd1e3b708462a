"""How much of arousal and of each valence movement explains."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from ...errors import ParameterError
from ..confounds.explained import ALL, Regressor, held_out_folds, motion_explained
from ..confounds.params import MotionParams
from ..events import Events
from .rows import AROUSAL, OK, MotionRow, Trace
from .sources import MOVEMENTS, ArousalSource


def motion_rows(
    traces: Mapping[str, Trace],
    regressors: Sequence[Regressor],
    times_s: np.ndarray,
    events: Events | None,
    sources: Sequence[ArousalSource] = (),
    params: MotionParams | None = None,
) -> tuple[MotionRow, ...]:
    """Rows for each trace and movement, and for all movements together.

    Parameters
    ----------
    traces : mapping of str to Trace
        Valences are taken as they were before they were cut at 0.
    regressors : sequence of Regressor
    times_s : (frames,) array
    events : Events or None
    sources : sequence of ArousalSource
        Of the arousal: of a movement among them it has its own share.
    params : MotionParams, optional
    """
    params = params or MotionParams()
    folds = held_out_folds(times_s, events, params)
    circular = {one.kind for one in sources}
    moving = bool(circular & set(MOVEMENTS))
    rows = []
    for name, trace in traces.items():
        if trace.state != OK:
            continue
        try:
            found = motion_explained(trace.unbounded, regressors, times_s, folds, params)
        except ParameterError as error:  # frames are further apart than the window's intervals
            none = float("nan")
            rows.append(MotionRow(name, ALL, ALL, *(none,) * 5, 0, 0, reason=error.what))
            continue
        for one in found:
            own = name == AROUSAL and (moving if one.regressor == ALL else one.kind in circular)
            values = dataclasses.asdict(one)
            rows.append(MotionRow(trace=name, is_source=own, **values))
    return tuple(rows)


def explained_by_all(rows: Sequence[MotionRow], trace: str) -> MotionRow | None:
    """The row of all movements together; None where there is none."""
    return next((r for r in rows if r.trace == trace and r.regressor == ALL), None)
