"""What cross-fitting gives: scores of every frame, models of every fold, final models."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...params import canonical_json
from .fitted import FITTED, NOT_TRAINABLE, FittedTarget
from .fold_task import FoldOutcome, Key, Scored, Shared
from .folds import Fold, FoldPlan
from .params import LearningParams
from .protocols import FittedFeatures
from .target import Target


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Scores of a fold's training frames, each by inner models that were trained without it.

    Attributes
    ----------
    scores : dict of (target, estimator) to tuple of (frames, outputs) float32 arrays
        One array a recording, NaN where a frame is in no inner fold: those of the fold's own
        test, and all where the training frames could not be split.
    models : dict of (target, estimator) to FittedTarget
        Of the fold: they have the calibration that these scores gave.
    """

    scores: dict[Key, tuple[np.ndarray, ...]]
    models: dict[Key, FittedTarget]

    @classmethod
    def of(cls, shared: Shared, outcome: FoldOutcome) -> HeldOut:
        """The scores of a fold's outcome."""
        scores = {}
        for key in list(outcome.held_out):  # taken out, so that they are there once
            found = outcome.held_out.pop(key)
            scores[key] = whole_arrays(shared.lengths, outcome.models[key].n_outputs, found)
        return cls(scores, outcome.models)

    def probabilities(self, target: str, estimator: str) -> tuple[np.ndarray, ...]:
        """(frames, outputs) float64 calibrated probabilities or values, one array a recording."""
        model = self.models[target, estimator]
        return tuple(model.calibrated(one) for one in self.scores[target, estimator])


@dataclass(frozen=True, eq=False)
class FoldResult:
    """What one outer fold gave.

    Attributes
    ----------
    fold : Fold
    features : FittedFeatures
        Fitted on its training frames.
    models : dict of (target, estimator) to FittedTarget
    chosen
        What the caller's `choose` gave.
    held_out : HeldOut or None
        None where the caller chose.
    """

    fold: Fold
    features: FittedFeatures
    models: dict[Key, FittedTarget]
    chosen: Any
    held_out: HeldOut | None


@dataclass(frozen=True)
class TargetState:
    """Whether a target was learned, and in which folds it says something.

    Attributes
    ----------
    name, estimator : str
    state : {'fitted', 'not trainable'}
        Of the final model.
    reason : str
        Why it is not trainable.
    n_folds : int
    not_trained : tuple of (left out, reason)
        Folds whose training frames do not suffice: their frames have no score.
    undefined : tuple of str
        What folds left out whose tested frames have no positive one (no negative one, fewer
        than two categories, no known one): their own figures are undefined.
    """

    name: str
    estimator: str
    state: str
    reason: str
    n_folds: int
    not_trained: tuple[tuple[str, str], ...]
    undefined: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class CrossFit:
    """Out-of-fold scores of every frame, the models of each fold, and final models.

    Attributes
    ----------
    plan : FoldPlan
    params : LearningParams
    targets : tuple of Target
        Those given, then the plain ones.
    folds : tuple of FoldResult
    scores : dict of (target, estimator) to tuple of (frames, outputs) float32 arrays
        Before calibration, by models that did not see the frame's group; NaN where a row has
        no features or the fold's model is not trainable.
    models : dict of (target, estimator) to FittedTarget
        Final: trained on everything, and calibrated by the out-of-fold scores.
    features : FittedFeatures
        Of the final models.
    """

    plan: FoldPlan
    params: LearningParams
    targets: tuple[Target, ...]
    folds: tuple[FoldResult, ...]
    scores: dict[Key, tuple[np.ndarray, ...]] = field(repr=False)
    models: dict[Key, FittedTarget] = field(repr=False)
    features: FittedFeatures = field(repr=False)

    def probabilities(self, target: str, estimator: str | None = None) -> tuple[np.ndarray, ...]:
        """Out-of-fold calibrated probabilities, or values.

        Parameters
        ----------
        target : str
            Its name.
        estimator : str, optional
            The first of the parameters if it is None.

        Returns
        -------
        tuple of (frames, outputs) float64 arrays, one a recording
            Each fold's frames by its own calibration; NaN where there is no score.
        """
        key = target, estimator or self.params.estimator
        made = tuple(np.full(one.shape, np.nan) for one in self.scores[key])
        for result in self.folds:
            for number, first, stop in result.fold.test:
                scores = self.scores[key][number][first:stop]
                made[number][first:stop] = result.models[key].calibrated(scores)
        return made

    def state(self, target: str, estimator: str | None = None) -> TargetState:
        """Whether a target was learned, and which folds say nothing of it."""
        estimator = estimator or self.params.estimator
        key = target, estimator
        by_name = {one.name: one for one in self.targets}
        made = [(result.fold, result.models[key]) for result in self.folds]
        failed = tuple((f.left_out, m.reason) for f, m in made if m.state == NOT_TRAINABLE)
        undefined = tuple(f.left_out for f, _ in made if _says_nothing(by_name[target], f))
        final = self.models.get(key)
        state, reason = (FITTED, "") if final is None else (final.state, final.reason)
        return TargetState(target, estimator, state, reason, len(made), failed, undefined)

    @property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over all scores, models and calibrations."""
        digest = hashlib.sha256(canonical_json(self.params.to_dict()).encode())
        for result in (*self.folds, None):
            models = self.models if result is None else result.models
            for key in sorted(models):
                about, arrays = models[key].to_arrays()
                digest.update(canonical_json([*key, about]).encode())
                for name in sorted(arrays):
                    digest.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
        for key in sorted(self.scores):
            for one in self.scores[key]:
                digest.update(one.tobytes())
        return digest.hexdigest()


def _says_nothing(target: Target, fold: Fold) -> bool:
    found = [
        target.values[number][first:stop][target.known[number][first:stop]]
        for number, first, stop in fold.test
    ]
    return len(np.unique(np.concatenate(found))) < 2 if found else True


def whole_arrays(lengths: Sequence[int], n_outputs: int, scored: Scored) -> tuple[np.ndarray, ...]:
    """Scores of spans in (frames, outputs) float32 arrays, one a recording; NaN elsewhere."""
    whole = tuple(np.full((n, n_outputs), np.nan, np.float32) for n in lengths)
    put_into(whole, scored)
    return whole


def put_into(whole: Sequence[np.ndarray], scored: Scored) -> None:
    """Put scores of spans into the arrays of their recordings."""
    for (number, first, stop), found in scored:
        whole[number][first:stop] = found
