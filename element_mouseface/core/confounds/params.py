"""Parameters of how much of a score movement explains."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params

__all__ = ["MotionParams"]


@dataclass(frozen=True)
class MotionParams(Params):
    """What of the regressors predicts a score, and how chance is measured.

    Parameters
    ----------
    lag_before_s, lag_after_s : float
        A frame's score is predicted from the regressors between so long before it and so
        long after it.
    n_lags : int
        Into how many stretches of equal length that window is cut; the mean over each
        is a column, and so is the frame's own value.
    penalties : sequence of float
        Of the ridge regression, relative to columns of unit variance; chosen in training.
    n_shifts : int
        How often the score is shifted in time for the null.
    min_shift_s : float
        By how much at least.
    block_s : float
        Without events, stretches of this length are held out.
    licking : sequence of str
        Names of regions whose motion is called licking; the case does not matter.
    n_components : int
        How many motion components of the first region are a regressor too; 0 for none.
    """

    lag_before_s: float = 1.0
    lag_after_s: float = 0.5
    n_lags: int = 6
    penalties: tuple[float, ...] = (1e-3, 1e-2, 1e-1, 1.0, 10.0)
    n_shifts: int = 100
    min_shift_s: float = 10.0
    block_s: float = 30.0
    licking: tuple[str, ...] = ("mouth", "jaw", "tongue", "licking")
    n_components: int = 0

    def __post_init__(self) -> None:
        fix = object.__setattr__
        for name in ("lag_before_s", "lag_after_s", "min_shift_s", "block_s"):
            fix(self, name, _number(name, getattr(self, name), above=name == "block_s"))
        for name, low, high in _WHOLES:
            fix(self, name, _whole(name, getattr(self, name), low, high))
        if self.lag_before_s + self.lag_after_s == 0:
            raise ParameterError(
                "MotionParams: the window around a frame is empty.",
                expected="lag_before_s + lag_after_s above 0",
            )
        if isinstance(self.licking, str) or not all(isinstance(n, str) for n in self.licking):
            raise ParameterError(
                "MotionParams: licking is no list of names.",
                expected="names of regions, such as ['mouth']",
                got=repr(self.licking),
            )
        fix(self, "licking", tuple(self.licking))
        penalties = tuple(_number("penalties", value, above=True) for value in self.penalties)
        if not penalties:
            raise ParameterError("MotionParams: there is no penalty.", expected="at least one")
        fix(self, "penalties", penalties)


#: lowest and highest: each lag, shift and component costs memory or time
_WHOLES = (("n_lags", 1, 1000), ("n_shifts", 0, 100_000), ("n_components", 0, 500))


def _number(name: str, value: float, *, above: bool = False) -> float:
    if value < 0 or (above and not value):
        raise ParameterError(
            f"MotionParams: {name} is out of range.",
            expected="a finite number" + (" above 0" if above else ", not negative"),
            got=repr(value),
        )
    return float(value)


def _whole(name: str, value: float, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ParameterError(
            f"MotionParams: {name} is out of range.",
            expected=f"a whole number from {low} to {high}",
            got=repr(value),
        )
    return int(value)
