"""Correct a prediction: curated labels, which know the classifier that they began with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...errors import LabelsError
from .labels import Labels
from .prediction import Prediction


@dataclass(frozen=True)
class Correction:
    """Frames in which a person says whether a behavior is present.

    Parameters
    ----------
    behavior : str
    first_frame, stop_frame : int
        Half-open.
    present : bool
    """

    behavior: str
    first_frame: int
    stop_frame: int
    present: bool


def curate(
    prediction: Prediction,
    corrections: Labels | Iterable[Correction],
    *,
    labeler: str,
    reviewed: Iterable[tuple[int, int]] | None = None,
) -> Labels:
    """Labels of a person who corrected a prediction.

    Parameters
    ----------
    prediction : Prediction
    corrections : Labels or iterable of Correction
        Labels: a corrected label file of the movie; what it assesses was reviewed.
        Corrections change the prediction, one after the other.
    labeler : str
        Who corrected.
    reviewed : iterable of (first, stop), optional
        With corrections: the half-open spans of frames that the person looked at. Others are
        unknown, however sure the prediction was.  None: all that has a probability.

    Returns
    -------
    Labels
        Of method 'curated', `based_on` the classifier's digest.

    Raises
    ------
    LabelsError
        If corrections are of another movie, of an unknown behavior, or outside of the movie.
    """
    about: dict[str, Any] = {
        "labeler": labeler,
        "method": "curated",
        "source": prediction.movie,
        "based_on": prediction.classifier_digest,
    }
    if isinstance(corrections, Labels):
        if corrections.n_frames != prediction.n_frames:
            raise LabelsError(
                "The corrections are of another movie than the prediction.",
                expected=f"{prediction.n_frames} frames",
                got=f"{corrections.n_frames} frames",
            )
        strange = [n for n in corrections.ethogram.names if n not in prediction.names]
        if strange:
            raise LabelsError(
                "The corrections have behaviors that were not predicted.",
                expected=", ".join(prediction.names),
                got=", ".join(strange[:5]),
                do="train on them as labels of their own",
            )
        named = {**about, "source": corrections.source or prediction.movie}
        return replace(corrections, **named)
    matrix = np.where(prediction.valid, prediction.present, -1).astype(np.int8)
    for one in corrections:
        _apply(prediction, matrix, one)
    if reviewed is not None:
        looked = np.zeros(prediction.n_frames, bool)
        for first, stop in reviewed:
            _check_span(prediction, first, stop)
            looked[first:stop] = True
        matrix[~looked] = -1
    return Labels.from_matrix(prediction.ethogram, matrix, **about)


def _apply(prediction: Prediction, matrix: np.ndarray, one: Correction) -> None:
    if one.behavior not in prediction.names:
        raise LabelsError(
            f"A correction is of an unknown behavior, {one.behavior!r}.",
            expected=", ".join(prediction.names),
            got=repr(one.behavior),
        )
    _check_span(prediction, one.first_frame, one.stop_frame)
    rows = slice(one.first_frame, one.stop_frame)
    if one.present and prediction.ethogram.exclusive:
        matrix[rows] = 0
    matrix[rows, prediction.names.index(one.behavior)] = int(one.present)


def _check_span(prediction: Prediction, first: int, stop: int) -> None:
    if not 0 <= first < stop <= prediction.n_frames:
        raise LabelsError(
            "A correction is outside of the movie.",
            expected=f"0 <= first < stop <= {prediction.n_frames} frames",
            got=f"[{first}, {stop})",
        )
