"""Raters with planted noise: what they see, through a bias and a noise of their own, on a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ..core.ratings import RatingScale, UnitRating, UnitRatings
from ..errors import ParameterError
from .identity import stream

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Raters:
    """Raters who see how far a unit is there, each with a bias and a noise.

    Parameters
    ----------
    names : sequence of str
    biases : sequence of float
        Added to what a rater sees, the same in all frames.
    noises : sequence of float
        Standard deviations of what is added anew in each frame; above 0.
    thresholds : sequence of float
        From each of them on, the next level is rated; rising.
    not_scorable : float
        Share of ratings that cannot be made.
    """

    names: tuple[str, ...] = ("A", "B", "C")
    biases: tuple[float, ...] = (0.05, -0.05, 0.0)
    noises: tuple[float, ...] = (0.2, 0.2, 0.2)
    thresholds: tuple[float, ...] = (1 / 3, 2 / 3)
    not_scorable: float = 0.0

    def __post_init__(self) -> None:
        sizes = {len(self.names), len(self.biases), len(self.noises)}
        if len(sizes) > 1 or min(self.noises, default=0) <= 0 or not self.thresholds:
            raise ParameterError(
                "These raters cannot be simulated.",
                expected="a bias and a noise above 0 for each name, and at least one threshold",
                got=f"{self.names}, {self.biases}, {self.noises}, {self.thresholds}",
                do="give as many of each",
            )

    def rate(
        self,
        seen: Mapping[str, Array],
        frames: Sequence[int],
        trials: Sequence[str | None] | None = None,
        *,
        seed: int = 0,
    ) -> UnitRatings:
        """Their ratings of some frames.

        Parameters
        ----------
        seen : mapping of str to (frames,) float arrays
            How far each unit is there in each of these frames: 0 to 1.
        frames : sequence of int
            Their numbers.
        trials : sequence of (str or None), optional
        seed : int

        Returns
        -------
        UnitRatings
        """
        of = [None] * len(frames) if trials is None else list(trials)
        rows = []
        for unit, amount in seen.items():
            for name, bias, noise in zip(self.names, self.biases, self.noises, strict=True):
                rng = stream("raters", name, unit, seed)
                felt = np.asarray(amount) + bias + rng.normal(0, noise, len(frames))
                levels = np.searchsorted(self.thresholds, felt, "right").astype(float)
                lost = rng.random(len(frames)) < self.not_scorable
                rows += [
                    UnitRating(unit, name, None if gone else level, (int(frame),), True, trial)
                    for level, gone, frame, trial in zip(
                        levels.tolist(), lost.tolist(), frames, of, strict=True
                    )
                ]
        scale = RatingScale(tuple(range(len(self.thresholds) + 1)))
        return UnitRatings(tuple(rows), ("frame",), scale)

    def planted(self, amount: Array) -> dict[str, float]:
        """The agreement that these raters have on such frames, were they rated endlessly often.

        Returns
        -------
        dict
            'ICC(A,1)', 'ICC(C,1)', and 'quadratic_kappa' as the mean over pairs.
        """
        from scipy.stats import norm

        means, within = [], []
        for bias, noise in zip(self.biases, self.noises, strict=True):
            above = norm.cdf((np.asarray(amount)[:, None] + bias - self.thresholds) / noise)
            mean = above.sum(axis=1)
            # E[level²]: a level of k has passed k thresholds, each worth 2 j - 1
            square = (above * (2 * np.arange(1, above.shape[1] + 1) - 1)).sum(axis=1)
            means.append(mean)
            within.append(float((square - mean**2).mean()))
        spread = [float(m.var()) + w for m, w in zip(means, within, strict=True)]
        level = np.array([m.mean() for m in means])
        together = {
            (i, j): float(((means[i] - level[i]) * (means[j] - level[j])).mean())
            for i, j in combinations(range(len(means)), 2)
        }
        of_targets = float(np.mean(list(together.values())))
        rest, of_raters = float(np.mean(spread)) - of_targets, float(level.var(ddof=1))
        kappas = [
            2 * both / (spread[i] + spread[j] + (level[i] - level[j]) ** 2)
            for (i, j), both in together.items()
        ]
        return {
            "ICC(A,1)": of_targets / (of_targets + of_raters + rest),
            "ICC(C,1)": of_targets / (of_targets + rest),
            "quadratic_kappa": float(np.mean(kappas)),
        }
