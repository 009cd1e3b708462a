"""Why a stored score is what it is: maps over the face, from what the tables keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj
import numpy as np

from ..core.scoring.contrast.attribution import contrast_map
from ..core.scoring.method.score_map import ScoreMap
from ..core.scoring.published.attribution import similarity_map
from ..descriptors import FaceCrop, HOGProcessing
from ..errors import ParameterError
from ._methods import METHODS
from ._relations import no_trace
from .prototypes import PrototypeSet

__all__ = ["map_of_models", "map_of_similarity"]


def map_of_models(
    rows: dj.Table, key: Mapping[str, Any], prototype: str, first: int, stop: int | None
) -> ScoreMap:
    """What each thumbnail pixel adds to the mean contrast score of frames of one fold.

    Parameters
    ----------
    rows : query
        The row of FacialExpression.Models, if there is one.
    key : mapping
        Of the row of FacialExpression.

    Raises
    ------
    ParameterError
        If there are no models.
    """
    # not to_arrays: NumPy cuts the zeros off the end of bytes
    packed = rows.to_dicts()
    if not packed:
        raise no_trace(f"score of {prototype!r}", ["its row holds no models of a contrast score"])
    models = METHODS["contrast"].load_models(packed[0]["models_npz"])
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
