"""Parameters of the published score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..errors import ParameterError
from .base import Params
from .field_types import param

NEUTRALS = ("mean", "stillest", "typical")
NORMALIZATIONS = ("none", "minmax", "neutral")


@dataclass(frozen=True)
class ScoreParams(Params):
    """Parameters of the published score: neutral, prototypes, similarity, bouts, fear.

    The defaults are those of Dolensek et al. (Science 2020) where the paper or
    its later code gives a number.  The thresholds of bouts and of movement are
    this project's: robust standard deviations (1.4826 times the median
    absolute deviation) of the baseline frames, because r has no scale of its
    own.  All times are in seconds.

    Parameters
    ----------
    neutral : {'mean', 'stillest', 'typical'}
        How the neutral descriptor is made; see `core.scoring.published.selection`.
    baseline_margin_s : float
        Frames this long after an event's offset are not baseline.
    prototype_frames : int
        Number of frames in a stimulus's prototype: those least similar to neutral.
    stillest_frames, stillest_of : int
        For neutral 'stillest': how many frames, out of the first how many.
    normalize : {'none', 'minmax', 'neutral'}
        Second trace in addition to r; see `core.scoring.published.similarity`.
    high_percentile : float
        For normalize 'neutral': the percentile of r that becomes 1.
    bout_enter_sd, bout_leave_sd : float
        A bout of similarity begins above the first and ends below the second.
    bout_min_s, bout_merge_s : float
        Bouts closer together than the second are merged; then shorter ones are dropped.
    max_gap_s : float
        A pause between two frames longer than this ends every bout.
    shock : str
        The stimulus after whose first event fear is detected.
    active_fear_s, passive_fear_s : float
        Movement (active) or stillness (passive) that lasts longer than this is fear.
    fear_motion_sd, fear_window_s : float
        Frames above the first are movement; each then takes the majority state of this window.
    """

    neutral: str = param("mean", choices=NEUTRALS)
    baseline_margin_s: float = param(2.0, 0)
    prototype_frames: int = param(10, 1)
    stillest_frames: int = param(250, 1)
    stillest_of: int = param(3000, 1)
    normalize: str = param("none", choices=NORMALIZATIONS)
    high_percentile: float = param(99.0, above=50, high=100)
    bout_enter_sd: float = param(3.0, 0)
    bout_leave_sd: float = param(1.5, 0)
    bout_min_s: float = param(0.2, 0)
    bout_merge_s: float = param(0.1, 0)
    max_gap_s: float = param(1.0, 0)
    shock: str = "tail_shock"
    active_fear_s: float = param(2.0, 0)
    passive_fear_s: float = param(5.0, 0)
    fear_motion_sd: float = param(3.0, 0)
    fear_window_s: float = param(0.4, 0)

    METHOD: ClassVar[str] = "published"

    def __post_init__(self) -> None:
        if self.bout_leave_sd > self.bout_enter_sd:
            raise ParameterError(
                "ScoreParams: a bout would end before it begins.",
                expected="bout_leave_sd not above bout_enter_sd",
                got=f"enter {self.bout_enter_sd}, leave {self.bout_leave_sd}",
            )
