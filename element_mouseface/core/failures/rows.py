"""What a study of failed frames gives: rows of causes and features, stacks, a model, remedies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..objects import FrameData, FrameObjects
from .params import FailureParams

if TYPE_CHECKING:
    import pandas as pd

DONE, TOO_FEW, NO_SUCCESS = "done", "too few", "too few successes"
STATES = (DONE, TOO_FEW, NO_SUCCESS)


@dataclass(frozen=True)
class CauseRow:
    """How well a cause tells failed frames from others.

    Attributes
    ----------
    rank : int
        From 1: by the area over differences that matter; causes within 0.02 of each other by how
        large their change is.
    cause : str
        One of `CAUSES`.
    measure, unit, direction : str
        The measure that counted, and which of its values speak for the cause: 'low' or 'high'.
    auc : float
        Area under the ROC curve: probability that a failed frame is further on the cause's side
        than a success.
    auc_that_matters : float
        The same where differences below `least` count as ties.
    auc_matched : float
        The same as `auc` over matched pairs only, each a failure and a success nearby in time.
    null_low, null_high : float
        The middle 95% of the area where failures are shifted in time.
    p, p_corrected : float
        Of chance, and corrected for the number of causes.
    above_null : bool
    failures, successes : float
        Median of the measure over matched failures and successes.
    least : float
        The least change that matters.
    n_failures, n_successes : int
        Frames in which the measure is defined.
    """

    rank: int
    cause: str
    measure: str
    unit: str
    direction: str
    auc: float
    auc_that_matters: float
    auc_matched: float
    null_low: float
    null_high: float
    p: float
    p_corrected: float
    above_null: bool
    failures: float
    successes: float
    least: float
    n_failures: int
    n_successes: int


@dataclass(frozen=True)
class FeatureRow:
    """How well a named feature tells failed frames from others, whichever way.

    Attributes
    ----------
    feature : str
        Column of the table.
    cause : str
        The cause that it goes with, or ''.
    unit : str
    auc : float
        Probability that a failed frame has the larger value: far below a half, it has the lower.
    auc_matched, null_low, null_high, p, p_corrected, above_null, failures, successes
        As in `CauseRow`; p values are of either side, and corrected for all features.
    n_failures, n_successes : int
    """

    feature: str
    cause: str
    unit: str
    auc: float
    auc_matched: float
    null_low: float
    null_high: float
    p: float
    p_corrected: float
    above_null: bool
    failures: float
    successes: float
    n_failures: int
    n_successes: int


@dataclass(frozen=True)
class RemedyRow:
    """Whether a filter before the extraction brings failed frames back, by one measure.

    Attributes
    ----------
    remedy : str
        'sharpen', 'stretch', or 'sharpen and stretch'.
    measure : str
        What was decided again: 'similarity' to good frames, a cause, a flag, 'registration', or
        'failed' by the caller's own test.
    n : int
        Failed frames that were filtered and extracted again.
    n_usual_before, n_usual_after : int
        Of these, how many are as successes are, without the filter and with it.
    share_gained, low, high : float
        Share of the failed frames that were not and are: with Wilson's 95% interval.
    before, after, successes : float
        Medians of the measure over failed frames without and with the filter, and over the
        successes with it; NaN for a yes or no.
    """

    remedy: str
    measure: str
    n: int
    n_usual_before: int
    n_usual_after: int
    share_gained: float
    low: float
    high: float
    before: float
    after: float
    successes: float


@dataclass(frozen=True, eq=False)
class Stacks:
    """Matched frames, stacked.

    Attributes
    ----------
    failures, successes : (m,) int64 arrays
        Frame numbers, pair by pair.
    mean_failures, mean_successes : (y, x) float32 arrays
        Mean thumbnails, luma.
    spread : (y, x) float32 array
        Standard deviation over the successes, at least half a luma level.
    difference : (y, x) float32 array
        Mean of failures less that of successes, in these standard deviations.
    edges_failures, edges_successes : (y, x) float32 arrays
        Mean length of the gradient of thumbnails, luma levels per pixel.
    n_unmatched : int
        Failures without a success nearby.
    """

    failures: np.ndarray
    successes: np.ndarray
    mean_failures: np.ndarray
    mean_successes: np.ndarray
    spread: np.ndarray
    difference: np.ndarray
    edges_failures: np.ndarray
    edges_successes: np.ndarray
    n_unmatched: int

    def beyond(self, deviations: float) -> float:
        """Share of pixels whose mean differs by more than so many standard deviations."""
        return float((np.abs(self.difference) > deviations).mean())


@dataclass(frozen=True, eq=False)
class FailureModel:
    """A small linear model of failures by the measures of causes, tested on parts left out.

    Attributes
    ----------
    names : tuple of str
        Measures that it looks at.
    state, reason : str
        'fitted' or 'not trainable', and why.
    auc, low, high : float
        Area under the ROC curve of held-out frames, with its 95% interval over parts.
    null_low, null_high, p : float
        Chance: the held-out scores against failures shifted in time.
    weights, weights_se : (measures,) float64 arrays
        Per standard deviation of the measure: mean over folds, and its standard error.
    same_sign : (measures,) float64 array
        Share of the folds in which the weight has the sign of the mean.
    contributions : (frames, measures) float32 array
        What each measure adds to the score (log odds) of each held-out frame, beside the mean of
        the training frames; they add up to the score less the intercept.
    scores : (frames,) float32 array
        Held-out log odds; NaN where there is none.
    """

    names: tuple[str, ...]
    state: str
    reason: str
    auc: float
    low: float
    high: float
    null_low: float
    null_high: float
    p: float
    weights: np.ndarray
    weights_se: np.ndarray
    same_sign: np.ndarray
    contributions: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True, eq=False)
class FailureStudy(FrameObjects):
    """A study of why frames fail: which measured causes tell them from frames that do not.

    Attributes
    ----------
    what : str
        What counts as failed: 'points:eye_top'.
    state : {'done', 'too few', 'too few successes'}
        In the last two nothing but the counts is there.
    reason : str
        Why it is not done, in words.
    failed, known : (n,) bool arrays
        Which frames failed, and of which that is known.
    times_s : (n,) float64 array, or None
        None for pictures.
    bouts : (bouts, 2) int64 array
        First frame of each bout of failures, and the one after its last.
    causes : tuple of CauseRow
        By rank.
    features : tuple of FeatureRow
        Of the table of features, in its order.
    measures : dict of str to (n,) float32 arrays
        The measures of causes in every frame.
    stacks : Stacks or None
        None without a recording, or without a match.
    model : FailureModel or None
    remedies : tuple of RemedyRow
        Empty unless the video was given.
    notes : tuple of str
        What limits the meaning of the numbers.
    params : FailureParams
    about : dict
        JSON: where frames and features are from, with their digests.
    """

    what: str
    state: str
    reason: str
    failed: np.ndarray
    known: np.ndarray
    times_s: np.ndarray | None
    bouts: np.ndarray
    causes: tuple[CauseRow, ...] = ()
    features: tuple[FeatureRow, ...] = ()
    measures: dict[str, np.ndarray] = field(default_factory=dict)
    stacks: Stacks | None = None
    model: FailureModel | None = None
    remedies: tuple[RemedyRow, ...] = ()
    notes: tuple[str, ...] = ()
    params: FailureParams = field(default_factory=FailureParams)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def n_frames(self) -> int:
        """Number of frames or pictures."""
        return len(self.failed)

    @property
    def n_known(self) -> int:
        """Of how many it is known whether they failed."""
        return int(self.known.sum())

    @property
    def n_failed(self) -> int:
        """How many failed."""
        return int((self.failed & self.known).sum())

    @property
    def n_bouts(self) -> int:
        """How many bouts they make: independent events."""
        return len(self.bouts)

    def to_dataframe(self) -> pd.DataFrame:
        """A row a frame (or picture): whether it failed, what was measured, its match, a score."""
        from ..objects import dataframe_of_frames

        return dataframe_of_frames(self.frame_data())

    def frame_data(self) -> FrameData:
        """Failures, measures of causes, the model's score; stacks; bouts of failures."""
        from .frame_data import frame_data_of_study

        return frame_data_of_study(self)

    def above_null(self) -> tuple[CauseRow, ...]:
        """Causes above the null, by rank."""
        return tuple(row for row in self.causes if row.above_null)

    def cause(self, name: str) -> CauseRow | None:
        """The row of a cause; None if nothing was computed."""
        return next((row for row in self.causes if row.cause == name), None)

    def __repr__(self) -> str:
        first = self.causes[0].cause if self.above_null() else "no cause above the null"
        found = first if self.state == DONE else self.state
        return f"<FailureStudy {self.what}: {self.n_failed} of {self.n_known} failed, {found}>"
