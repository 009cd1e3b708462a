"""Arousal and valences of each frame, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..objects import FrameData, Values
from .rows import AROUSAL, OK, TRACES, Missing


def frame_data_of_affect(affect: Any) -> FrameData:
    """Each trace with its standard error and why a frame has none; events.

    A trace that is refused, or was not asked for, is NaN, and `state` and `reason` among its
    attributes say why.
    """
    arrays = []
    codes = {
        "flag_values": np.array([int(code) for code in Missing], np.uint8),
        "flag_meanings": " ".join(code.word or "defined" for code in Missing),
    }
    for name in TRACES:
        trace = affect.traces[name]
        about = {"state": trace.state, "reason": trace.reason, "source": trace.source}
        none = trace.state != OK
        arrays.append(Values(name, trace.values, trace.unit, about=about, refused=none))
        arrays.append(Values(f"{name}_se", trace.errors, trace.unit, refused=none))
        if name != AROUSAL:
            told = {"long_name": "before it is cut at 0"}
            own = f"{name}_estimate"
            arrays.append(Values(own, trace.unbounded, trace.unit, about=told, refused=none))
        arrays.append(Values(f"{name}_reason", trace.missing, about=codes))
    spans = {} if affect.events is None else {"events": affect.events.spans()}
    about = {**affect.about, "notes": list(affect.notes), "refused": dict(affect.refused)}
    return FrameData(len(affect), tuple(arrays), affect.times_s, spans, about)
