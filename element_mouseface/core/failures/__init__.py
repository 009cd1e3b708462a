"""Why frames fail: measured causes against the frames that failed and those that did not.

causes          the causes that are looked for, and the measures that speak for them
usual_picture   the usual picture of a recording, and how a frame differs from it
measures        the measures of every frame
areas           areas under the ROC curve, with chance by shifts in time
matching        each failure with a success nearby
stacks          matched frames, stacked
model           a small linear model, tested on parts left out
study           all of it
"""

from .causes import CAUSES, Cause, Measure
from .params import FailureParams
from .rows import CauseRow, FailureModel, FailureStudy, FeatureRow, RemedyRow, Stacks
from .study import study_failures

__all__ = [
    "CAUSES",
    "Cause",
    "CauseRow",
    "FailureModel",
    "FailureParams",
    "FailureStudy",
    "FeatureRow",
    "Measure",
    "RemedyRow",
    "Stacks",
    "study_failures",
]
