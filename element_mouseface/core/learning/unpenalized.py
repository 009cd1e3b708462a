"""Weights of a linear model, and what they would be without its penalty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .estimators import Model, unpenalized
from .fitted import FITTED, FittedTarget
from .folds import Fold
from .parallel import RunAll
from .params import LearningParams
from .rows import Rows
from .sampling import draw_sample, values_of
from .target import Target


def without_penalty(
    rows: Rows,
    fold: Fold,
    target: Target,
    fitted: FittedTarget,
    params: LearningParams,
    run_all: RunAll,
) -> np.ndarray:
    """The weights of a fold's linear model after one Newton step towards no penalty.

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
    (outputs, features) float64 array
        As `weights_of` gives the model's own.
    """
    if fitted.state != FITTED or fitted.model is None:
        return weights_of(None, rows.n_features, n_scores(target))
    core: Any = fitted.model.core
    sample = draw_sample(target, fold.train, params.max_samples, params.max_share, params.seed)
    x = rows.gather(sample.recording, sample.frame, run_all)
    y = values_of(target, sample.recording, sample.frame)
    kept = ~np.isnan(x).all(axis=1)
    codes: np.ndarray = y
    if target.kind != "continuous":
        enough = np.bincount(y[kept], minlength=target.n_classes) >= params.min_frames
        kept &= enough[y]
        codes = np.unique(y[kept], return_inverse=True)[1]
    else:
        codes = y[kept]
    found = unpenalized(core, target.kind, x[kept][:, core.columns], codes)
    return _placed(fitted.model, found, rows.n_features, n_scores(target))


def n_scores(target: Target) -> int:
    """How many weights a feature has: one, or one for each category."""
    return target.n_outputs if target.kind == "category" else 1


def weights_of(model: Model | None, n_features: int, n_outputs: int) -> np.ndarray:
    """(outputs, features) weights per standard deviation; 0 of features it does not look at.

    NaN without a model, and of categories that it does not know.  Two categories have one
    score, which is the second's.
    """
    if model is None:
        return np.full((n_outputs, n_features), np.nan)
    core: Any = model.core
    return _placed(model, np.atleast_2d(core.weights), n_features, n_outputs)


def scales_of(model: Model | None, n_features: int) -> np.ndarray:
    """(features,) standard deviations in the training frames; NaN of features without one."""
    found = np.full(n_features, np.nan)
    if model is not None:
        core: Any = model.core
        scale = core.scaling.scale
        found[core.columns] = np.where(np.isfinite(scale), scale, np.nan)
    return found


def _placed(model: Model, weights: np.ndarray, n_features: int, n_outputs: int) -> np.ndarray:
    core: Any = model.core
    found = np.full((n_outputs, n_features), np.nan)
    if n_outputs == 1:
        places: Sequence[int] = [0]
    elif len(weights) == 1:
        places = [int(model.classes[-1])]
    else:
        places = model.classes.tolist()
    for place, own in zip(places, weights, strict=True):
        found[place] = 0.0
        found[place, core.columns] = np.where(np.isfinite(core.scaling.scale), own, 0.0)
    return found
