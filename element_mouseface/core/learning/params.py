"""Parameters of learning."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ...errors import ParameterError
from ...params import Params, param
from .folds import AUTO
from .groups import LEVELS

ESTIMATORS = ("boosted", "linear", "elastic_net", "discriminant", "forest")
#: Those whose score is a sum of weighted features.
WEIGHTED = ("linear", "elastic_net")
#: Fields that came after the first classifiers.
_LATER = ("choose_strength", "l1_ratio", "trees", "forest_leaf", "forest_share")
CALIBRATIONS = ("auto", "isotonic", "sigmoid", "none")


@dataclass(frozen=True)
class LearningParams(Params):
    """How models are trained and tested.

    Parameters
    ----------
    estimator : {'boosted', 'linear', 'elastic_net', 'discriminant', 'forest'}
        Whose scores are used: gradient-boosted trees, a linear model (logistic regression,
        proportional odds, ridge regression, by the kind of the target), the same linear
        model with the elastic net's penalty, which sets weights to zero, the linear discriminant
        with a shrunk covariance (of classes only), or a random forest.
    beside : sequence of str
        Other estimators, trained and tested beside it for comparison.
    left_out : {'auto', 'animal', 'session', 'movie', 'trial', 'block'}
        What a fold leaves out; 'auto' takes the first of which there are two or more.
    max_folds, inner_folds : int
        At most so many outer folds, and folds of the training frames of each.
    blocks : int
        How many blocks one movie is cut into.
    gap_s : float
        Frames this close to a tested one of the same movie are not trained on.
    max_samples : int
        A model is trained on at most so many frames, spread over recordings and time; on fewer
        where features are so many that those of all models of a fold would not fit into 256 MB.
    max_share : float
        At most this share of them is one class as long as there are enough frames of others.
    max_columns : int
        A model looks at no more features than these: those that say most about its target by
        themselves in its training frames, without near copies.
    min_frames : int
        A class with fewer training frames is not trained.
    iterations : int
        Trees of a boosted model (for each category).
    learning_rate : float
    max_leaves, min_leaf : int
        Of a tree: at most so many leaves, each with at least so many training frames.
    max_bins : int
        Steps into which a feature is cut for trees.
    feature_share : float
        Share of the features that each split of a tree may choose from.
    l2 : float
        Penalty on the values of leaves.
    linear_strength : float
        Penalty on squared weights of a linear model, as a fraction of the training frames.
    choose_strength : bool
        Whether the penalty of 'linear' is chosen for each model by splitting its own training
        frames, in place of `linear_strength`.  That of 'elastic_net' always is.
    l1_ratio : float
        Share of the elastic net's penalty that is on absolute weights; the rest is on squared
        ones.
    trees : int
        Of a random forest.
    forest_leaf : int
        Least training frames in a leaf of a random forest.
    forest_share : float
        Share of the features that each split of a random forest may choose from.
    calibration : {'auto', 'isotonic', 'sigmoid', 'none'}
        How scores become probabilities: 'auto' goes by the number of frames.
    isotonic_frames : int
        With 'auto', so many frames of each class are needed for isotonic calibration.
    seed : int
        Of everything that is drawn at random.
    """

    estimator: str = param("boosted", choices=ESTIMATORS)
    beside: tuple[str, ...] = param(("linear",), choices=ESTIMATORS)
    left_out: str = param(AUTO, choices=(AUTO, *LEVELS))
    max_folds: int = param(10, 2, 1000)
    inner_folds: int = param(3, 2, 20)
    blocks: int = param(5, 2, 100)
    gap_s: float = param(2.0, 0, 3600)
    max_samples: int = param(6000, 100, 1_000_000)
    max_share: float = param(0.5, 0.05, 0.95)
    max_columns: int = param(200, 1, 100_000)
    min_frames: int = param(5, 1, 100_000)
    iterations: int = param(60, 1, 2000)
    learning_rate: float = param(0.1, above=0, high=1)
    max_leaves: int = param(15, 2, 1000)
    min_leaf: int = param(10, 1, 10_000)
    max_bins: int = param(63, 2, 255)
    feature_share: float = param(0.5, above=0, high=1)
    l2: float = param(1.0, 0, 1e6)
    linear_strength: float = param(0.001, above=0, high=1e6)
    choose_strength: bool = False
    l1_ratio: float = param(0.5, above=0, high=1)
    trees: int = param(200, 1, 5000)
    forest_leaf: int = param(1, 1, 10_000)
    forest_share: float = param(0.2, above=0, high=1)
    calibration: str = param("auto", choices=CALIBRATIONS)
    isotonic_frames: int = param(2000, 10, 10_000_000)
    seed: int = param(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        others = tuple(dict.fromkeys(one for one in self.beside if one != self.estimator))
        object.__setattr__(self, "beside", others)
        if self.min_frames * 2 > self.max_samples:
            raise ParameterError(
                "LearningParams: no model could be trained.",
                expected="max_samples of at least twice min_frames",
                got=f"max_samples {self.max_samples}, min_frames {self.min_frames}",
            )

    def to_dict(self) -> dict[str, Any]:
        """The parameters as JSON-ready values, without those of `_LATER` at their default.

        So parameters that say nothing about them keep their hash, and classifiers their digest.
        """
        values = super().to_dict()
        plain = {field.name: field.default for field in dataclasses.fields(self)}
        return {n: v for n, v in values.items() if n not in _LATER or v != plain[n]}

    @property
    def estimators(self) -> tuple[str, ...]:
        """The estimators that are trained; the one that is used is the first."""
        return (self.estimator, *self.beside)
