"""Which frames failed, and what was measured in them, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..behavior.label_frames import spans_in_seconds
from ..objects import FrameData, Values


def frame_data_of_study(study: Any) -> FrameData:
    """Failures, the measures of their causes, the model's score, the stacks."""
    arrays = [Values("failed", study.failed), Values("known", study.known)]
    units = {row.measure: row.unit for row in study.causes}
    arrays += [Values(name, values, units.get(name, "")) for name, values in study.measures.items()]
    match = np.full(study.n_frames, -1)
    if study.stacks is not None:
        match[study.stacks.failures] = study.stacks.successes
    arrays.append(Values("matched_frame", match))
    if study.model is not None:
        told = {"long_name": "held-out log odds of a failure"}
        arrays.append(Values("score", study.model.scores, about=told))

    def spans_at(times_s: np.ndarray) -> dict[str, Any]:
        return {"bouts": {"failed": spans_in_seconds(study.bouts, times_s)}}

    timed = study.times_s is not None
    about = {
        "what": study.what,
        "state": study.state,
        "reason": study.reason,
        "notes": list(study.notes),
    }
    return FrameData(
        study.n_frames, tuple(arrays), study.times_s, spans_at(study.times_s) if timed else {},
        about, _stacks(study), "frame" if timed else "picture", spans_at=spans_at,
    )  # fmt: skip


def _stacks(study: Any) -> tuple[Values, ...]:
    if study.stacks is None:
        return ()
    names = "mean_failures mean_successes spread difference edges_failures edges_successes".split()
    y, x = study.stacks.difference.shape
    axes = {"y": range(y), "x": range(x)}
    return tuple(Values(name, getattr(study.stacks, name), "", axes) for name in names)
