"""Learning from frames: folds, estimators, calibration, figures of merit.

It knows frames, groups and targets, and nothing of mice, videos or stores: what a frame's
features are, a `FeatureMaker` says.  No frame of what a fold leaves out is seen by anything
that its figures depend on: not by features, nor models, nor calibration, nor thresholds.
"""

from .cross_fitting import cross_fit
from .fitted import FittedTarget
from .folds import Fold, FoldPlan, inner, plan_folds
from .groups import Groups
from .params import LearningParams
from .protocols import FeatureMaker, FittedFeatures
from .result import CrossFit, FoldResult, HeldOut, TargetState
from .spans import Span
from .target import Target

__all__ = [
    "CrossFit",
    "FeatureMaker",
    "FittedFeatures",
    "FittedTarget",
    "Fold",
    "FoldPlan",
    "FoldResult",
    "Groups",
    "HeldOut",
    "LearningParams",
    "Span",
    "Target",
    "TargetState",
    "cross_fit",
    "inner",
    "plan_folds",
]
