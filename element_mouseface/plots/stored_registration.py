"""The registration figure from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from .._schema.rows import one, primary_key_of
from ..core.scoring.findings import Finding
from ..core.scoring.methods import method as method_named
from ..errors import ParameterError
from ..expression import ExpressionParamSet, FacialExpression
from ..expression._scoring import load_models
from ._style import DPI
from .registration import HeadShift, registration_figure
from .stored import stored_contrast

__all__ = ["draw_stored_registration", "stored_registration"]


def stored_registration(key: Mapping[str, Any]) -> HeadShift:
    """The shift of one row of `FacialExpression`.

    Where its models were too large to be stored, the alignment of another session is not told.

    Parameters
    ----------
    key : mapping
        Names one row.

    Raises
    ------
    ParameterError
        If the key names no row or several, or one of another method.
    """
    row = one(FacialExpression & key, "row of FacialExpression")
    own = primary_key_of(FacialExpression, row)
    method = str((ExpressionParamSet & row).fetch1("expression_method"))
    if method != "contrast":
        raise ParameterError(
            "No shift was measured for this score.",
            expected="a score by the contrast method",
            got=method,
        )
    results, events = stored_contrast(own)
    scores = results.scores
    told = (FacialExpression.Finding & own & "finding <> 'ok'").to_dicts()
    alignment = None
    if scores.source != "cross-validated":
        # not to_arrays: NumPy cuts the zeros off the end of bytes
        for packed in (FacialExpression.Models & own).to_dicts():
            alignment = (
                load_models(method_named(method), packed).jobs[0].model.features.registration.start
            )
    return HeadShift.of(
        (scores.times_s, scores.shift_px, scores.residual_shift_px, scores.lost),
        events,
        [Finding(r["finding"], r["finding_about"], r["finding_reason"]) for r in told],
        alignment,
        registered=scores.params.uses("registration"),
    )


def draw_stored_registration(
    key: Mapping[str, Any],
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw the head's shift of one row of `FacialExpression`; see `registration_figure`.

    Parameters
    ----------
    key : mapping
        Names one row.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    ParameterError
        As `stored_registration`.
    StorageError
        If the file cannot be written.
    """
    return registration_figure(
        stored_registration(key), title=title, colors=colors, path=path, dpi=dpi
    )
