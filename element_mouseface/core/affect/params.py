"""Parameters of arousal and valences."""

from __future__ import annotations

from dataclasses import dataclass

from ...params import Params, param


@dataclass(frozen=True)
class AffectParams(Params):
    """How arousal and valences are made from their sources and from signed stimuli.

    Parameters
    ----------
    smooth_s : float
        Standard deviation of the Gaussian that smooths each source of arousal.
    fast_s : float
        What changes within this time in a source counts as its noise.
    limit_sd : float
        A source is cut at so many of its robust standard deviations from its median.
    min_defined : float
        Share of the frames in which a source must have a value to be used.
    least_information : float
        A frame is undefined if the sources that it has say less than this share of what all say.
    max_lag_s : float
        Lags of sources are looked for up to this.
    lag_tolerance_s : float
        The lags that the two halves of a recording give may differ by this much.
    lag_shifts : int
        Shifts of a source in time that give the null of its agreement and of its lag.
    min_shift_s : float
        Smallest of these shifts.
    lost_share : float
        A pupil is lost where the eye's dark area is below this share of its median, or where the
        pupil's area differs by more than this share from its smoothed one.
    lost_margin_s : float
        It is also taken as lost so long before and after.
    before_s : float
        The change of arousal in a trial is against its mean in this long before the onset.
    alpha : float
        A valence is refused if its held-out trials stand apart from the others as much or more in
        more than this share of shuffles of the stimuli's names.
    permutations : int
        Number of shuffles, where they cannot be counted out.
    seed : int
        Of shuffles.
    """

    smooth_s: float = param(1.0, 0, 60)
    fast_s: float = param(3.0, above=0, high=600)
    limit_sd: float = param(4.0, 1, 100)
    min_defined: float = param(0.3, 0.01, 1)
    least_information: float = param(0.25, 0, 1)
    max_lag_s: float = param(2.0, 0, 60)
    lag_tolerance_s: float = param(0.5, 0, 60)
    lag_shifts: int = param(199, 19, 100_000)
    min_shift_s: float = param(10.0, above=0, high=3600)
    lost_share: float = param(0.5, above=0, high=1)
    lost_margin_s: float = param(0.1, 0, 10)
    before_s: float = param(2.0, above=0, high=600)
    alpha: float = param(0.05, above=0, high=0.5)
    permutations: int = param(9_999, 99, 1_000_000)
    seed: int = param(0, 0, 2**32 - 1)
