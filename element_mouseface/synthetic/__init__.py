"""The synthetic mouse: deterministic movies of a face in profile with planted truth.

The demo and the tests film it.  Parts of the face (ear, eyelids, nose, jaw, tongue,
whisker pad, cheek, brow, whiskers) are drawn and deformed by themselves; expressions
and nuisances are recorded as they drove the drawing, and behaviors are labeled.
Shares no code with the engine.
"""

from __future__ import annotations

from .artifacts import Artifact
from .bouts import BEHAVIORS, Behaviors
from .face import Face
from .faults import FAULTS, FrameFaults
from .identity import make_identity
from .landmarks import LANDMARKS, landmarks
from .movie import STIMULI, SyntheticMovie, film, frames, plan
from .parts import PARTS, Pose, expression_mix
from .raters import Raters
from .responses import Responses
from .settings import Confounds, Encoding

__all__ = [
    "Responses",
    "Artifact",
    "BEHAVIORS",
    "Behaviors",
    "Confounds",
    "Encoding",
    "FAULTS",
    "Face",
    "FrameFaults",
    "LANDMARKS",
    "PARTS",
    "Pose",
    "Raters",
    "STIMULI",
    "SyntheticMovie",
    "expression_mix",
    "film",
    "frames",
    "landmarks",
    "make_identity",
    "plan",
]
