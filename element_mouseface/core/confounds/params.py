"""Parameters of the motion regression."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param


@dataclass(frozen=True)
class MotionParams(Params):
    """Parameters of the regression: lags, folds, and the null distribution.

    Parameters
    ----------
    lag_before_s, lag_after_s : float
        A frame's score is predicted from the regressors in this interval around it.
    n_lags : int
        Number of equal intervals in that window; the mean over each is a column, and so is
        the frame's own value.
    penalties : sequence of float
        Of the ridge regression, relative to columns of unit variance; chosen in training.
    n_shifts : int
        Number of shifts of the score in time for the null.
    min_shift_s : float
        Smallest shift.
    block_s : float
        Without events, blocks of this length are held out.
    licking : sequence of str
        Names of regions whose motion is licking; case does not matter.
    n_components : int
        Number of motion components of the first region in a further regressor; 0 for none.
    """

    lag_before_s: float = param(1.0, 0)
    lag_after_s: float = param(0.5, 0)
    # upper limits, because each lag, shift and component needs memory or time
    n_lags: int = param(6, 1, 1000)
    penalties: tuple[float, ...] = param((1e-3, 1e-2, 1e-1, 1.0, 10.0), above=0)
    n_shifts: int = param(100, 0, 100_000)
    min_shift_s: float = param(10.0, 0)
    block_s: float = param(30.0, above=0)
    licking: tuple[str, ...] = ("mouth", "jaw", "tongue", "licking")
    n_components: int = param(0, 0, 500)

    def __post_init__(self) -> None:
        if self.lag_before_s + self.lag_after_s == 0:
            raise ParameterError(
                "MotionParams: the window around a frame is empty.",
                expected="lag_before_s + lag_after_s above 0",
            )
        if not self.penalties:
            raise ParameterError("MotionParams: there is no penalty.", expected="at least one")
