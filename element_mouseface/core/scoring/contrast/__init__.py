"""The contrast score: registered, unmixed, cross-validated, with a standard error, or refused."""

from .params import INGREDIENTS, ContrastParams
from .result import ContrastPrototypes, ContrastScores
from .score import score_contrast
from .stabilised import Steadied
from .sums import ScoreSum
from .trials import Course, Trial

__all__ = [
    "INGREDIENTS",
    "ContrastParams",
    "ContrastPrototypes",
    "ContrastScores",
    "ScoreSum",
    "Course",
    "Steadied",
    "Trial",
    "score_contrast",
]
