"""Figures in the folder of a trained model: what drives it, and where it looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FIGURES = ("weights.png", "attributions.png", "dependence.png", "places.png", "classes.png")


def draw_figures(trained: Any, explanations: Any, out: Path) -> None:
    """Draw what is known of the model, and remove figures of a former one.

    Attributions are those that were asked for, or else of the linear model.  Where there is no
    linear model, or no fold could train one, there is nothing of it to draw.

    Parameters
    ----------
    trained : TrainedModel
    explanations : Explanations or None
    out : Path
        The folder; figures there are replaced.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    import numpy as np

    from ...plots.model_attributions import attributions_figure
    from ...plots.model_weights import weights_figure

    for name in FIGURES:
        (out / name).unlink(missing_ok=True)
    weighted = any(np.isfinite(row.mean) for row in trained.cluster_weights)
    if weighted:
        weights_figure(trained, path=out / FIGURES[0])
    found = None
    if explanations is not None:
        found = explanations.attributions
        _draw_explanations(explanations, out)
    elif weighted:
        found = _of_weights(trained)
    if found is not None and np.isfinite(found.values).all(axis=(1, 2)).any():
        attributions_figure(found, path=out / FIGURES[1])


def _draw_explanations(explanations: Any, out: Path) -> None:
    from ...plots.model_classes import class_places_figure
    from ...plots.model_dependence import dependence_figure
    from ...plots.model_places import model_places_figure

    if explanations.dependence:
        dependence_figure(explanations.dependence, path=out / FIGURES[2])
    if explanations.places is not None:
        model_places_figure(explanations.places, path=out / FIGURES[3])
        if explanations.places.classes:
            class_places_figure(explanations.places, explanations.stability, path=out / FIGURES[4])


def _of_weights(trained: Any) -> Any:
    """Attributions of held-out rows by the estimator whose weights are told."""
    from ...core.frame_models import held_out_attributions
    from ...core.learning.params import WEIGHTED

    estimator = next(one for one in trained.crossed.params.estimators if one in WEIGHTED)
    return held_out_attributions(trained, estimator=estimator)
