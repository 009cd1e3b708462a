"""What a linear model would be without its penalty, to tell how far the penalty pulls weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .estimators import Model, fit_model
from .fitted import FITTED, FittedTarget
from .folds import Fold
from .parallel import RunAll
from .params import LearningParams
from .rows import Rows
from .sampling import draw_sample, values_of
from .target import Target

#: So little that it only keeps copies of a feature, and classes without overlap, finite.
_HARDLY = 1e-6


def without_penalty(
    rows: Rows,
    fold: Fold,
    target: Target,
    fitted: FittedTarget,
    params: LearningParams,
    run_all: RunAll,
) -> Model | None:
    """A linear model of the same features and training frames, with next to no penalty.

    Parameters
    ----------
    rows : Rows
        By the features of the fold.
    fold : Fold
    target : Target
    fitted : FittedTarget
        The fold's linear model of the target.
    params : LearningParams
    run_all : callable

    Returns
    -------
    Model or None
        None where nothing was fitted.
    """
    if fitted.state != FITTED or fitted.model is None:
        return None
    sample = draw_sample(target, fold.train, params.max_samples, params.max_share, params.seed)
    columns = fitted.model.core.columns  # type: ignore[attr-defined]
    x = rows.gather(sample.recording, sample.frame, run_all)[:, columns]
    y = values_of(target, sample.recording, sample.frame)
    kept = ~np.isnan(x).all(axis=1)
    if target.kind != "continuous":
        enough = np.bincount(y[kept], minlength=target.n_classes) >= params.min_frames
        kept &= enough[y]
    free = replace(params, linear_strength=_HARDLY, choose_strength=False)
    about: dict[str, Any] = {"columns": columns, "n_features": rows.n_features, "newton": True}
    return fit_model("linear", target.kind, target.n_classes, x[kept], y[kept], free, **about)


def weights_of(model: Model | None, n_features: int, n_outputs: int) -> np.ndarray:
    """(outputs, features) weights per standard deviation; 0 of features it does not look at.

    NaN without a model, and of categories that it does not know.  Two categories have one
    score, which is the second's.
    """
    found = np.full((n_outputs, n_features), np.nan)
    if model is None:
        return found
    core: Any = model.core
    own = np.atleast_2d(core.weights)
    if n_outputs == 1:
        places: Sequence[int] = [0]
    elif len(own) == 1:
        places = [int(model.classes[-1])]
    else:
        places = model.classes.tolist()
    for place, weights in zip(places, own, strict=True):
        found[place] = 0.0
        found[place, core.columns] = np.where(np.isfinite(core.scaling.scale), weights, 0.0)
    return found


def scales_of(model: Model | None, n_features: int) -> np.ndarray:
    """(features,) standard deviations in the training frames; NaN of features without one."""
    found = np.full(n_features, np.nan)
    if model is not None:
        core: Any = model.core
        scale = core.scaling.scale
        found[core.columns] = np.where(np.isfinite(scale), scale, np.nan)
    return found
