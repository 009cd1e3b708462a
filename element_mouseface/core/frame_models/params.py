"""Parameters of models of named features."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param
from ..learning import LearningParams

#: With fewer, no share of permuted labels is at most 5%.
LEAST_PERMUTATIONS = 19
#: How models of named features learn where nothing else is said: weights that can be read first,
#: boosted trees beside them as what the same features could give.  Events and pictures are few.
READABLE = LearningParams(
    estimator="linear", beside=("boosted",), choose_strength=True, min_frames=2
)


@dataclass(frozen=True)
class FrameModelParams(Params):
    """What is made of named features, and what is told of a model of them.

    Parameters
    ----------
    min_defined : float
        Share of the training rows in which a feature must have a number for a model to use it.
    cluster_r : float
        Features whose correlations with each other are on average at least this, whatever their
        sign, are one cluster: their weights are told as one, and they are shuffled as one.
    permutations : int
        How often labels are permuted among trials (animals, movies) to tell what chance gives: at
        least 19 times, which is what it takes to tell at 5%, or 0 for not at all.
    importance_rows : int
        At most so many rows of each fold are shuffled; 0 for no importance.
    seed : int
        Of permutations and shuffles.
    """

    min_defined: float = param(0.5, 0, 1)
    cluster_r: float = param(0.9, above=0, high=1)
    permutations: int = param(200, 0, 100_000)
    importance_rows: int = param(2000, 0, 1_000_000)
    seed: int = param(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        if 0 < self.permutations < LEAST_PERMUTATIONS:
            raise ParameterError(
                "FrameModelParams: so few permutations cannot tell any model from chance.",
                expected=f"at least {LEAST_PERMUTATIONS}, or 0",
                got=str(self.permutations),
                do="use more of them, or none",
            )
