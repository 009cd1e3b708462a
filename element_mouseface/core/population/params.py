"""Parameters of what is said of a population of mice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ...errors import ParameterError
from ...params import Params, param

EFFECTS = ("auto", "condition", "amount", "mean")
INTERVALS = ("cluster", "wald", "bootstrap")
RESIDUALS = ("own", "normal")


@dataclass(frozen=True)
class PopulationParams(Params):
    """How mice are compared, and what the same is asked of designs to come.

    Parameters
    ----------
    effect : {'auto', 'condition', 'amount', 'mean'}
        What is estimated: differences between conditions, the slope over amounts, or the mean of
        each condition against zero.  'auto' takes the first that the rows allow.
    reference : str
        Condition that the others are compared with; '' takes the first in the rows.
    between_reference : str
        Group of mice that the others are compared with; '' takes the first in the rows.
    interval : {'cluster', 'wald', 'bootstrap'}
        How intervals and p values are made: from the spread over mice with few-mice corrections,
        the model's own (too short with few mice), or by drawing mice again.
    confidence : float
    draws : int
        Of mice, for 'bootstrap'.
    effect_size : float
        Effect that a design should find, in units of the value; 0 takes the estimated one.
    power, level : float
        Chance to find it that is asked for, and the p value that counts as found.
    mice, trials : sequence of int
        Designs that are tried: mice (of each group, where groups are compared), and trials of each
        mouse in each condition (or at each amount).
    sessions : int
        Over how many sessions the trials of a mouse are spread in these designs.
    simulations : int
        Experiments that are simulated for each design.
    residuals : {'own', 'normal'}
        What trials differ by in them: drawn from the residuals of the rows, or normal with their
        variance.
    response_s : (float, float)
        Of prototypes: seconds after the onset whose frames are the response.
    before_s : float
        Of prototypes: so many seconds before the onset, whose mean is subtracted.
    frames : int
        So many frames of a recording, at most, give its face at rest.
    least_likeness : float
        Faces that are less alike than this after registration are not laid over each other.
    least_advantage : float
        A face has to fit by so much more than the same picture upside down.
    shuffles : int
        Of names of stimuli within a mouse, for chance.
    seed : int
        Of everything that is drawn at random.
    """

    effect: str = param("auto", choices=EFFECTS)
    reference: str = ""
    between_reference: str = ""
    interval: str = param("cluster", choices=INTERVALS)
    confidence: float = param(0.95, 0.5, 0.999)
    draws: int = param(2000, 100, 1_000_000)
    effect_size: float = 0.0
    power: float = param(0.8, 0.05, 0.999)
    level: float = param(0.05, 0.0001, 0.5)
    mice: tuple[int, ...] = (3, 4, 5, 6, 8, 10, 12, 16, 20)
    trials: tuple[int, ...] = (2, 4, 6, 10, 20, 40)
    sessions: int = param(1, 1, 1000)
    simulations: int = param(2000, 100, 1_000_000)
    residuals: str = param("own", choices=RESIDUALS)
    response_s: tuple[float, float] = (0.0, 2.0)
    before_s: float = param(2.0, above=0, high=3600)
    frames: int = param(600, 30, 100_000)
    least_likeness: float = param(0.2, 0, 1)
    least_advantage: float = param(0.03, 0, 1)
    shuffles: int = param(1000, 20, 1_000_000)
    seed: int = param(0, 0, 2**32 - 1)

    def __post_init__(self) -> None:
        for name, least, most in (("mice", 2, 10_000), ("trials", 1, 100_000)):
            given: Any = getattr(self, name)
            if not given or any(not least <= one <= most for one in given):
                raise ParameterError(
                    f"PopulationParams: {name} cannot be used.",
                    expected=f"one or more whole numbers from {least} to {most}",
                    got=str(list(given)),
                    do=f"give {name} of designs that can be run",
                )
            object.__setattr__(self, name, tuple(sorted(set(given))))
        if not self.response_s[0] < self.response_s[1]:
            raise ParameterError(
                "PopulationParams: response_s is empty.",
                expected="two times after the onset, the first before the second",
                got=str(list(self.response_s)),
                do="give for example [0, 2]",
            )

    def for_rows(self, rows: Any) -> PopulationParams:
        """The parameters for rows of trials: 'auto' as the mean where scales differ.

        Parameters
        ----------
        rows : TrialRows or None
            Stimuli that are each scored by a prototype of their own are compared with zero, not
            with each other.
        """
        if rows is None or self.effect != "auto" or rows.about.get("kind") != "scored":
            return self
        own_scales = not rows.about.get("prototype") and len(rows.conditions) > 1
        return replace(self, effect="mean") if own_scales else self
