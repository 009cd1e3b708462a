"""Parameters of a study of failed frames."""

from __future__ import annotations

from dataclasses import dataclass

from ...params import Params, param


@dataclass(frozen=True)
class FailureParams(Params):
    """How failed frames are compared with others.

    Parameters
    ----------
    least_failures : int
        With fewer failed frames nothing is computed, nor with fewer frames that did not fail.
    join_s : float
        Failures that are no further apart than this are one bout: one independent event.
    apart_s : float
        A success that is compared with failures is at least this far from any of them.
    nearby_s : float
        It is at most this far from its failure.
    level : float
        A cause is above the null if its p value, corrected for the number of causes, is at most
        this.
    least_bouts : int
        Failures of fewer bouts are ranked, and no cause is called above the null.
    features_tested : int
        At most so many columns of a table of features are tested, the first ones.
    stacked_frames : int
        At most so many frames of each kind are stacked and matched.
    blocks : int
        Parts of the recording, each of which the model is tested on without having seen it.
    gap_s : float
        Frames this close to a tested part are not trained on.
    strength : float
        Penalty on squared weights of the model, as a fraction of the training frames.
    remedy_frames : int
        At most so many failed frames of the video are filtered and extracted again.
    sharpen_px : float
        Standard deviation of the Gaussian that is subtracted to sharpen, in pixels of the crop.
    sharpen_by : float
        How many times the difference from the blurred picture is added.
    stretch_percent : float
        This share of the darkest and of the brightest pixels is cut when contrast is stretched.
    seed : int
        Of what is drawn at random: orders of pictures without times.
    """

    least_failures: int = param(20, 5, 1_000_000)
    join_s: float = param(0.5, 0, 3600)
    apart_s: float = param(0.3, 0, 3600)
    nearby_s: float = param(60.0, above=0, high=1e6)
    level: float = param(0.01, above=0, high=0.2)
    least_bouts: int = param(2, 1, 1000)
    features_tested: int = param(2000, 1, 100_000)
    stacked_frames: int = param(4000, 20, 1_000_000)
    blocks: int = param(5, 2, 100)
    gap_s: float = param(1.0, 0, 3600)
    strength: float = param(0.01, above=0, high=1e6)
    remedy_frames: int = param(60, 20, 10_000)
    sharpen_px: float = param(2.0, above=0, high=100)
    sharpen_by: float = param(2.0, above=0, high=20)
    stretch_percent: float = param(1.0, 0, 40)
    seed: int = param(0, 0, 2**32 - 1)
