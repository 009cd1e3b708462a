"""Features of frames, from what one pass over a movie stored.

source       what a result folder holds of each frame, and traces that are given beside it
clock        which frames features are made of
portrait     a movie at rest, and how sway and light change it
alignment    the faces of movies laid over each other
components   principal components
fitting      templates and components of several training sets
traces       a few numbers of each frame
windows      summaries of traces in windows of time
maker        the features themselves
"""

from .maker import BehaviorFeatures, FittedBehaviorFeatures
from .params import BehaviorFeatureParams
from .source import FrameSource, open_frames

__all__ = [
    "BehaviorFeatureParams",
    "BehaviorFeatures",
    "FittedBehaviorFeatures",
    "FrameSource",
    "open_frames",
]
