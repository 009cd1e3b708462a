"""What a model says of each row of a table, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..features.quality import flag_attributes
from ..objects import FrameData, Values


def frame_data_of_prediction(prediction: Any) -> FrameData:
    """Probabilities of a class or of categories, or the value of a rating; what is decided."""
    arrays = []
    if prediction.categories:
        axes = {"category": prediction.categories}
        arrays.append(Values("probability", prediction.probability, "1", axes))
        names = np.array([*prediction.categories, ""], dtype=object)
        arrays.append(Values("predicted", names[np.asarray(prediction.decided, np.int64)]))
    elif prediction.kind == "continuous":
        arrays.append(Values("value", prediction.probability[:, 0]))
    else:
        arrays.append(Values("probability", prediction.probability[:, 0], "1"))
        arrays.append(Values("present", np.asarray(prediction.decided, bool)))
    if prediction.images is not None:
        arrays.append(Values("image", np.array(prediction.images, dtype=object)))
    if prediction.flags is not None:
        arrays.append(Values("flags", prediction.flags, about=flag_attributes()))
    about = {
        "target": prediction.target,
        "kind": prediction.kind,
        "estimator": prediction.estimator,
        "model_digest": prediction.model_digest,
        "held_out": prediction.held_out,
        "notes": list(prediction.notes),
    }
    row = "picture" if prediction.images is not None else "frame"
    return FrameData(
        len(prediction.probability), tuple(arrays), prediction.times_s, about=about, row=row
    )
