"""The model of one fold: from thumbnails to raw scores, estimated from training frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .estimator import Estimate, estimate
from .fading_baseline import at_rest, fading_baseline
from .features import Features
from .folds import FoldPlan
from .params import ContrastParams
from .regression import fold_sums
from .time_courses import SLOW_S, TimeCourses, default_time_courses, response_template
from .traces import Kernel, fit_kernel, running_baseline, smoothed


@dataclass(frozen=True, eq=False)
class Model:
    """The model of a fold, estimated from training folds only.

    Attributes
    ----------
    features : Features
    prototypes : (stimuli, components) array
        Of every stimulus, the refused ones too.
    scored : (k,) int array
        Indices of the stimuli that are scored.
    filter : (k, components) array
    misfit : (components, components) array
        Already divided by its usual value in neutral frames.
    offset : (components,) array
        Mean of the neutral training frames.
    kernel : Kernel
    unit_se : (stimuli,) array
        Relative standard error of each score's unit.
    fall_s : (stimuli,) array
        Time constants with which expressions fade.
    """

    features: Features
    prototypes: np.ndarray
    scored: np.ndarray
    filter: np.ndarray
    misfit: np.ndarray
    offset: np.ndarray
    kernel: Kernel
    unit_se: np.ndarray
    fall_s: np.ndarray

    @property
    def look_ahead_s(self) -> float:
        """How much later than a frame the latest frame is that its score is smoothed with."""
        return round(max(float(self.kernel[0][-1]), 0.0), 6)

    def raw(self, coordinates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Raw scores (n, k) and misfit (n,) of coordinates (n, components)."""
        centered = coordinates - self.offset
        return centered @ self.filter.T, np.einsum("ij,ij->i", centered @ self.misfit, centered)

    def pictures(self) -> np.ndarray:
        """The prototypes as differences from neutral, luma levels: (stimuli, pixels)."""
        spread = self.features.pixel_spread
        spread = np.where(np.isfinite(spread), spread, 0.0)
        return self.prototypes @ (self.features.basis * spread**2)

    def drivers(self) -> np.ndarray:
        """What each pixel's luma level adds to each score: (k, pixels)."""
        return self.filter @ self.features.basis


def fit_model(
    features: Features,
    coordinates: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    *,
    without_fold: int | None,
    included: tuple[str, ...],
    courses: TimeCourses | None = None,
) -> Model:
    """The model for one fold, or of all (`without_fold` None).

    Parameters
    ----------
    features : Features
    coordinates : (n, components) array
        Of the training frames, by these features.
    plan : FoldPlan
    params : ContrastParams
    without_fold : int or None
        The fold that must not enter.
    included : tuple of str
        Stimuli that are scored.
    courses : TimeCourses, optional
        How the training trials run; by default as usual.
    """
    courses = courses or default_time_courses(plan, params)
    sums = fold_sums(coordinates, plan, params, without_fold, courses)
    found: Estimate = estimate(sums, params, included)
    scored = np.flatnonzero(np.isfinite(found.filter[:, 0]))
    filter_ = found.filter[scored]
    mine = np.isfinite(coordinates[:, 0])
    if without_fold is not None:
        mine &= plan.fold[plan.training] != without_fold
    rows, values = plan.training[mine], coordinates[mine]
    neutral = plan.neutral[rows]
    offset = values[neutral].mean(0) if neutral.any() else np.zeros(coordinates.shape[1])
    centered = values - offset
    squares = np.einsum("ij,ij->i", centered[neutral] @ found.misfit, centered[neutral])
    usual = max(float(np.median(squares)) if len(squares) else 1.0, 1e-12)
    raw = centered @ filter_.T
    times = plan.times_s[rows]
    if courses.slow.any():
        # Noise is what remains beside the expressions that have not faded yet.
        raw = raw - response_template(plan, times, params, without_fold, courses)[:, scored]
    if params.uses("drift"):
        raw = raw - running_baseline(raw, times, neutral, params.baseline_tau_s)
    kernel = fit_kernel(raw, rows, plan, params)
    return Model(
        features,
        found.prototypes,
        scored,
        filter_,
        found.misfit / usual,
        offset,
        kernel,
        found.unit_se,
        courses.fall_s,
    )


@dataclass(frozen=True, eq=False)
class RawTrace:
    """Finished scores (n, stimuli) and misfit (n,) of consecutive frames.

    `rest` (n,) are the frames of which the baseline is made.
    """

    scores: np.ndarray
    misfit: np.ndarray
    rest: np.ndarray


def baseline_of(
    model: Model, raw: np.ndarray, times_s: np.ndarray, neutral: np.ndarray, params: ContrastParams
) -> np.ndarray:
    """The running baseline (n, k) of raw scores; see `traces`."""
    fall_s = model.fall_s[model.scored]
    if not (fall_s > SLOW_S).any():
        return running_baseline(raw, times_s, neutral, params.baseline_tau_s)
    return fading_baseline(raw, times_s, neutral, params.baseline_tau_s, fall_s)


def trace(
    model: Model,
    raw: np.ndarray,
    misfit: np.ndarray,
    times_s: np.ndarray,
    neutral: np.ndarray,
    params: ContrastParams,
) -> RawTrace:
    """Take the running baseline off raw scores (n, k), and smooth them."""
    values, rest = raw, neutral
    if params.uses("drift"):
        if not (model.fall_s > SLOW_S).any():
            rest = at_rest(raw, times_s, neutral, params.baseline_tau_s)
        values = values - baseline_of(model, raw, times_s, rest, params)
    values = smoothed(values, times_s, model.kernel)
    lags, weights = model.kernel
    mean_kernel = (lags, np.maximum(weights.mean(0, keepdims=True), 0))
    stretch = smoothed(misfit[:, None], times_s, mean_kernel)[:, 0]
    out = np.full((len(raw), len(model.prototypes)), np.nan)
    out[:, model.scored] = values
    return RawTrace(out, stretch, rest)
