"""Why a stored score is what it is: maps over the face, from what the tables keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..core.score_models import ScoreModels
from ..core.why import ScoreMap, contrast_map, similarity_map
from ..descriptors import FaceCrop, HOGProcessing
from ..errors import ParameterError
from .prototypes import PrototypeSet

__all__ = ["map_of_score", "map_of_similarity"]


def map_of_score(
    key: Mapping[str, Any], models: ScoreModels, prototype: str, first: int, stop: int | None
) -> ScoreMap:
    """What each thumbnail pixel adds to the mean contrast score of frames of one fold."""
    thumbnails = HOGProcessing.result(key).thumbnails
    return contrast_map(thumbnails, models, prototype, first, stop)


def map_of_similarity(
    key: Mapping[str, Any], set_key: Mapping[str, Any], prototype: str, frame: int
) -> ScoreMap:
    """What each cell adds to a frame's similarity, compared with the neutral face.

    Raises
    ------
    ParameterError
        If there is no such prototype or frame, the frame has no similarity, or other cells
        are masked than in the prototypes.
    """
    made, descriptors = PrototypeSet.open(set_key), HOGProcessing.open(key)
    if prototype not in made.names or not 0 <= frame < descriptors.shape[0]:
        raise ParameterError(
            "There is no such similarity.",
            expected=f"one of {', '.join(made.names)}, and a frame from 0 to "
            f"{descriptors.shape[0] - 1}",
            got=f"{prototype!r}, frame {frame}",
            do="choose one of these",
        )
    vector = np.asarray(descriptors[frame : frame + 1], np.float64)[0]
    fits = np.array_equal(descriptors.valid, made.valid)
    if not (fits and np.isfinite(vector[made.valid]).all() and np.ptp(vector[made.valid]) > 0):
        raise ParameterError(
            f"The similarity of frame {frame} cannot be explained.",
            expected="a frame with an edge in it, and the mask that the prototypes were made with",
            got="another mask" if not fits else "a frame without any edge",
            do="choose another frame" if fits else "score with prototypes made under this mask",
        )
    rows, columns = FaceCrop.crop(key).box(*HOGProcessing.result(key).frame_px)
    crop_px = (rows.stop - rows.start, columns.stop - columns.start)
    return similarity_map(vector, made, prototype, frame=frame, crop_px=crop_px)
