"""Results of the published score: traces, bouts, rows per event, findings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....params import ScoreParams
from ...events.bouts import Bout
from ..findings import Finding
from .prototypes import Prototypes


@dataclass(frozen=True, eq=False)
class Scores:
    """The result of `score_published`.

    Attributes
    ----------
    names : tuple of str
        The k prototypes, named for their stimuli.
    times_s : (frames,) float64 array
    flags : (frames,) uint16 array
        `quality.FrameFlag`.
    similarity : (frames, k) float64 array
        Pearson r to each prototype; NaN where the frame cannot be used.
    normalized : (frames, k) float64 array or None
        According to `params.normalize`; None for 'none'.
    neutral_similarity : (frames,) float64 array
        Pearson r to the neutral face.
    consecutive : (frames,) float64 array
        Pearson r to the frame before.
    baseline : (frames,) bool array
        Frames that thresholds and normalization used as neutral.
    thresholds : (k, 2) float64 array
        r at which a bout begins and ends.
    fear_threshold : float
        1 minus consecutive r above which a frame is movement; NaN without shocks.
    fear : tuple of Bout
    prototypes : Prototypes
    params : ScoreParams
    circular : bool
        Whether prototypes were made from the frames that they score.
    findings : tuple of Finding
    """

    names: tuple[str, ...]
    times_s: np.ndarray
    flags: np.ndarray
    similarity: np.ndarray
    normalized: np.ndarray | None
    neutral_similarity: np.ndarray
    consecutive: np.ndarray
    baseline: np.ndarray
    thresholds: np.ndarray
    fear_threshold: float
    fear: tuple[Bout, ...]
    prototypes: Prototypes
    params: ScoreParams
    circular: bool
    findings: tuple[Finding, ...]
