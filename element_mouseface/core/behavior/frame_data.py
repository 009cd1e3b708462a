"""Probabilities and bouts of behaviors, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..features.quality import flag_attributes
from ..objects import FrameData, Values
from .label_frames import spans_in_seconds
from .labels import runs_of


def frame_data_of_prediction(prediction: Any) -> FrameData:
    """Probability and presence over frames and behaviors, flags, and the bouts."""
    axes = {"behavior": prediction.names}
    arrays = (
        Values("probability", prediction.probability, "1", axes, label_first=True),
        Values("present", prediction.present, "", axes, label_first=True),
        Values("flags", prediction.flags, about=flag_attributes()),
    )

    def spans_at(times_s: np.ndarray) -> dict[str, Any]:
        runs = dict(zip(prediction.names, map(runs_of, prediction.present.T), strict=True))
        return {"bouts": {name: spans_in_seconds(rows, times_s) for name, rows in runs.items()}}

    about = {
        "movie": prediction.movie,
        "classifier_digest": prediction.classifier_digest,
        "held_out": prediction.held_out,
        "states": list(prediction.states),
        "notes": list(prediction.notes),
    }
    times_s = prediction.times_s
    return FrameData(
        prediction.n_frames, arrays, times_s, spans_at(times_s), about, spans_at=spans_at
    )
