"""Learning from frames: folds, estimators, calibration, figures of merit.

It knows frames, groups and targets, and nothing of mice, videos or stores: what a frame's
features are, a `FeatureMaker` says.  No frame of what a fold leaves out is seen by anything
that its figures depend on: not by features, nor models, nor calibration, nor thresholds.
"""

from .folds import Fold, FoldPlan, inner, plan_folds
from .groups import Groups
from .params import LearningParams
from .protocols import FeatureMaker, FittedFeatures
from .spans import Span
from .target import Target

__all__ = [
    "FeatureMaker",
    "FittedFeatures",
    "Fold",
    "FoldPlan",
    "Groups",
    "LearningParams",
    "Span",
    "Target",
    "inner",
    "plan_folds",
]
