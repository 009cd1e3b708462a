"""A target as it was learned: its model, the prior put back, and its calibration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...params.fields import Fields
from ..inputs.npz import Npz
from .calibration import Calibration
from .estimators import Model, fit_model
from .params import ESTIMATORS, LearningParams
from .sampling import Sample, prior_offsets, values_of
from .target import KINDS, Target

FITTED, NOT_TRAINABLE = "fitted", "not trainable"


@dataclass(frozen=True, eq=False)
class FittedTarget:
    """What was learned of a target from some frames, or why nothing was.

    Attributes
    ----------
    name, kind, categories
        Of the target.
    estimator : {'boosted', 'linear', 'elastic_net', 'discriminant', 'forest'}
    state : {'fitted', 'not trainable'}
    reason : str
        Why it is not trainable; '' where it is.
    model : Model or None
    offsets : (outputs,) float64 array
        Added to the model's scores: the prior, which thinning took away.
    calibration : Calibration
    counts : tuple of int
        Known training frames of each class; of a continuous target all of them.
    n_sampled : int
        How many frames it was trained on.
    """

    name: str
    kind: str
    categories: tuple[str, ...]
    estimator: str
    state: str
    reason: str
    model: Model | None
    offsets: np.ndarray
    calibration: Calibration
    counts: tuple[int, ...]
    n_sampled: int

    @property
    def n_outputs(self) -> int:
        """Columns of scores and probabilities."""
        return len(self.offsets)

    def scores(self, x: np.ndarray) -> np.ndarray:
        """Scores of rows of features, as of all training frames, before calibration.

        Returns
        -------
        (rows, outputs) float32 array
            Log-odds, log-probabilities up to one number, or values; NaN where no feature of a
            row is defined, and everywhere where the target is not trainable.
        """
        if self.model is None:
            return np.full((len(x), self.n_outputs), np.nan, np.float32)
        found = self.model.scores(x) + self.offsets
        found[np.isnan(x).all(axis=1)] = np.nan
        return found.astype(np.float32)

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """(rows, outputs) float64 calibrated probabilities, or values, of rows of features."""
        return self.calibrated(self.scores(x))

    def calibrated(self, scores: np.ndarray) -> np.ndarray:
        """(rows, outputs) float64 calibrated probabilities, or values, of `scores`."""
        return self.calibration.apply(scores)

    def with_calibration(self, calibration: Calibration) -> FittedTarget:
        """The same with another calibration."""
        return replace(self, calibration=calibration)

    def to_arrays(self, prefix: str = "") -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """What describes it as JSON, and its arrays by names that begin with `prefix`."""
        calibration, arrays = self.calibration.to_arrays(f"{prefix}calibration_")
        about: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "categories": list(self.categories),
            "estimator": self.estimator,
            "state": self.state,
            "reason": self.reason,
            "counts": list(self.counts),
            "n_sampled": self.n_sampled,
            "calibration": calibration,
        }
        arrays[f"{prefix}offsets"] = self.offsets
        if self.model is not None:
            about["model"], own = self.model.to_arrays(f"{prefix}model_")
            arrays |= own
        return about, arrays

    @classmethod
    def from_arrays(cls, about: Fields, npz: Npz, prefix: str = "") -> FittedTarget:
        """The target of `to_arrays`; whatever else is there is refused by `about` or `npz`."""
        kind = about.text("kind", KINDS)
        categories = about.texts("categories")
        several = kind in ("category", "ordinal")
        if (len(categories) > 1) != several or len(categories) == 1:
            raise about.refused("categories", f"those of a {kind} target", str(categories))
        n_outputs = len(categories) if several else 1
        state = about.text("state", (FITTED, NOT_TRAINABLE))
        model = None
        if state == FITTED:
            model = Model.from_arrays(about.inner("model"), npz, f"{prefix}model_")
            if (model.kind, model.n_outputs) != (kind, n_outputs):
                raise about.refused("model", f"one of {n_outputs} outputs", str(model.n_outputs))
        calibration = about.inner("calibration")
        return cls(
            about.text("name"),
            kind,
            categories,
            about.text("estimator", ESTIMATORS),
            state,
            about.text("reason"),
            model,
            npz.take(f"{prefix}offsets", (n_outputs,)).astype(np.float64),
            Calibration.from_arrays(calibration, npz, f"{prefix}calibration_", kind, n_outputs),
            about.wholes("counts"),
            about.whole("n_sampled"),
        )


def fit_target(
    target: Target,
    estimator: str,
    sample: Sample,
    x: np.ndarray,
    params: LearningParams,
    *,
    there: np.ndarray | None = None,
    columns: np.ndarray | None = None,
    n_features: int | None = None,
    unit: np.ndarray | None = None,
) -> FittedTarget:
    """Fit a target to the rows of its sample, or say why it cannot be fitted.

    Parameters
    ----------
    target : Target
    estimator : {'boosted', 'linear', 'elastic_net', 'discriminant', 'forest'}
    sample : Sample
    x : (frames, columns) float32 array
        Rows of the sample's frames.
    params : LearningParams
    there : (frames,) bool array, optional
        Frames that have any feature.
    columns, n_features : (n,) int array and int, optional
        Which features of how many those of `x` are; all if they are None.
    unit : (frames,) int array, optional
        The independent unit of each frame, where the strength of a penalty is chosen.
    """
    y = values_of(target, sample.recording, sample.frame)
    there = ~np.isnan(x).all(axis=1) if there is None else there.copy()
    usable = there.copy()
    enough = np.ones(max(1, target.n_classes), bool)
    if target.kind != "continuous":
        enough = np.bincount(y[there], minlength=target.n_classes) >= params.min_frames
        there &= enough[y]
    reason = _why_not(target, sample, y[usable], enough, params.min_frames)
    model, offsets = None, np.zeros(target.n_outputs)
    if not reason:
        model = fit_model(
            estimator,
            target.kind,
            target.n_classes,
            x[there],
            y[there],
            params,
            columns=columns,
            n_features=n_features,
            unit=None if unit is None else unit[there],
        )
        offsets = prior_offsets(sample, target.kind)
    return FittedTarget(
        target.name,
        target.kind,
        target.categories,
        estimator,
        NOT_TRAINABLE if reason else FITTED,
        reason,
        model,
        offsets,
        Calibration(target.kind),
        tuple(int(n) for n in sample.counts),
        int(there.sum()),
    )


def _why_not(target: Target, sample: Sample, y: np.ndarray, enough: np.ndarray, least: int) -> str:
    if not sample.counts.sum():
        return "no frame is labeled"
    if target.kind == "continuous":
        few = f"{len(y)} labeled frames with features, and at least {2 * least} are needed"
        return few if len(y) < 2 * least else ("" if np.ptp(y) > 0 else "every value is the same")
    if target.kind == "binary" and not enough.all():
        what = "without it" if enough[1] else "with it"
        side = 0 if enough[1] else 1
        n, usable = int(sample.counts[side]), int((y == side).sum())
        which = f"{n} labeled frames {what}" + (f", {usable} of them with features" if n else "")
        return f"{which}; at least {least} are needed"
    if enough.sum() < 2:
        return f"fewer than two categories have {least} labeled frames with features"
    return ""
