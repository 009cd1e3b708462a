"""The contrast score: registered, unmixed, cross-validated, with a standard error, or refused."""

from .params import STEPS, ContrastParams
from .result import ContrastPrototypes, ContrastScores
from .score import score_contrast
from .stabilised import Steadied
from .trials import TimeCourse, Trial

__all__ = [
    "STEPS",
    "ContrastParams",
    "ContrastPrototypes",
    "ContrastScores",
    "TimeCourse",
    "Steadied",
    "Trial",
    "score_contrast",
]
