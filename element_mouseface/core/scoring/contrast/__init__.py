"""The contrast score: registered, unmixed, cross-validated, with a standard error, or refused.

The names below are imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from .params import STEPS, ContrastParams
    from .result import ContrastPrototypes, ContrastScores
    from .score import score_contrast
    from .stabilized import StabilizedThumbnails
    from .sums import ScoreSum
    from .trials import TimeCourse, Trial

__all__ = [
    "STEPS",
    "ContrastParams",
    "ContrastPrototypes",
    "ContrastScores",
    "ScoreSum",
    "StabilizedThumbnails",
    "TimeCourse",
    "Trial",
    "score_by_strongest",
    "score_contrast",
]

__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "params": ["STEPS", "ContrastParams"],
        "result": ["ContrastPrototypes", "ContrastScores"],
        "score": ["score_contrast"],
        "stabilized": ["StabilizedThumbnails"],
        "strongest": ["score_by_strongest"],
        "sums": ["ScoreSum"],
        "trials": ["TimeCourse", "Trial"],
    },
)
