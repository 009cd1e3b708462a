"""Traces and rows of what is told of arousal and valences."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

AROUSAL, POSITIVE, NEGATIVE = "arousal", "positive", "negative"
TRACES = (AROUSAL, POSITIVE, NEGATIVE)
OK, REFUSED, NOT_ASKED = "ok", "refused", "not asked"
_NAN = float("nan")


class Missing(IntEnum):
    """Why a frame has no value."""

    NONE = 0
    REFUSED = 1
    NOT_ASKED = 2
    NO_SOURCE = 3
    NO_SCORE = 4
    NO_TIME = 5

    @property
    def word(self) -> str:
        """As it is written in tables: '' for a frame with a value."""
        return "" if self is Missing.NONE else self.name.lower()

    @property
    def text(self) -> str:
        """What it means."""
        return _TEXTS[self]


_TEXTS = {
    Missing.NONE: "",
    Missing.REFUSED: "the whole trace is refused",
    Missing.NOT_ASKED: "nothing was given to make it from",
    Missing.NO_SOURCE: "no source of arousal has a value, or those that have one say too little",
    Missing.NO_SCORE: "the frame cannot be scored: not decoded, black, or not registered",
    Missing.NO_TIME: "the frame has no time",
}


@dataclass(frozen=True, eq=False)
class Trace:
    """Arousal or one valence in each frame.

    Attributes
    ----------
    name : {'arousal', 'positive', 'negative'}
    values, errors : (frames,) float64 arrays
        And standard errors; NaN where undefined.
    unit : str
    state : {'ok', 'refused', 'not asked'}
    reason : str
        Why there is no trace; '' where there is one.
    missing : (frames,) uint8 array
        `Missing` codes.
    estimate : (frames,) float64 array or None
        Of a valence, the value before it is cut at 0: means over frames are taken of this.
    source : str
        What it was made of, in words.
    p : float
        Of the held-out trials against shuffled names; NaN where this is not tested.
    """

    name: str
    values: np.ndarray
    errors: np.ndarray
    unit: str = ""
    state: str = OK
    reason: str = ""
    missing: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint8))
    estimate: np.ndarray | None = None
    source: str = ""
    p: float = _NAN

    def __post_init__(self) -> None:
        if len(self.missing) != len(self.values):
            codes = np.where(np.isfinite(self.values), Missing.NONE, Missing.NO_SCORE)
            object.__setattr__(self, "missing", codes.astype(np.uint8))

    @property
    def unbounded(self) -> np.ndarray:
        """The values before they are cut at 0, where that is done."""
        return self.values if self.estimate is None else self.estimate


def no_trace(name: str, n_frames: int, state: str, reason: str, source: str = "") -> Trace:
    """A trace without a value in any frame, and why."""
    code = Missing.REFUSED if state == REFUSED else Missing.NOT_ASKED
    empty = np.full(n_frames, np.nan)
    estimate = None if name == AROUSAL else empty.copy()
    missing = np.full(n_frames, code, np.uint8)
    return Trace(
        name, empty, empty.copy(), "", state, reason, missing, estimate=estimate, source=source
    )


@dataclass(frozen=True)
class SourceRow:
    """One source of arousal.

    Attributes
    ----------
    source, kind : str
    used : bool
    lag_s : float
        By how much the source follows arousal.
    lag_se_s : float
        Half of the difference between the two halves of the recording; NaN for a given lag.
    lag_from : str
        'given', 'estimated', or why it was taken as 0.
    weight : float
        Share of the source in frames where all have a value.
    slow_share : float
        Share of its variance that lasts longer than `fast_s`.
    r_others : float
        Correlation with the other sources together.
    r_null : float
        95th percentile of that correlation for shifts in time.
    n_frames : int
        Frames with a value.
    n_left_out : int
        Frames in which it is left out: lost, or undefined.
    note : str
    """

    source: str
    kind: str
    used: bool
    lag_s: float
    lag_se_s: float
    lag_from: str
    weight: float
    slow_share: float
    r_others: float
    r_null: float
    n_frames: int
    n_left_out: int
    note: str = ""


@dataclass(frozen=True)
class StimulusRow:
    """What became of one stimulus.

    Attributes
    ----------
    stimulus, sign, sign_source : str
    n_trials, n_used : int
    state : {'used', 'refused', 'neutral', 'scored only', 'absent'}
    reason : str
    expected : str
        What would have been needed.
    """

    stimulus: str
    sign: str
    sign_source: str
    n_trials: int
    n_used: int
    state: str
    reason: str = ""
    expected: str = ""


@dataclass(frozen=True)
class TrialRow:
    """Arousal and valences of one trial, from its settled response to the offset.

    Attributes
    ----------
    event_index : int
        Number of the event, in order of time, from 0.
    stimulus, sign : str
    onset_s, offset_s : float
    amount : float
        How much of the stimulus was given; NaN where nobody said.
    scored_by : {'held out', 'other trials', 'another recording', ''}
        Which trials the directions of the face are from: all but this one; those of the signed
        stimuli, of which it is none; another recording's.
    n_frames : int
        Frames of the trial with a valence.
    positive, negative : float
        Mean, cut at 0.
    positive_estimate, negative_estimate : float
        Mean before it is cut.
    positive_se, negative_se : float
        Standard errors of the means; errors within a trial are taken as one.
    arousal, arousal_se : float
    arousal_change : float
        Against the time before the onset.
    reason : str
        Why it has no valence, or ''.
    """

    event_index: int
    stimulus: str
    sign: str
    onset_s: float
    offset_s: float
    amount: float = _NAN
    scored_by: str = ""
    n_frames: int = 0
    positive: float = _NAN
    positive_estimate: float = _NAN
    positive_se: float = _NAN
    negative: float = _NAN
    negative_estimate: float = _NAN
    negative_se: float = _NAN
    arousal: float = _NAN
    arousal_se: float = _NAN
    arousal_change: float = _NAN
    reason: str = ""


@dataclass(frozen=True)
class MotionRow:
    """How much of a trace one movement, or all together, explain in held-out trials.

    The attributes are those of `core.confounds.Explained`, with the trace.  `is_source` says that
    the movement is itself a source of this arousal, of which it then explains its own share.
    """

    trace: str
    regressor: str
    kind: str
    r2: float
    r2_se: float
    null_q95: float
    p: float
    r: float
    n_valid: int
    n_folds: int
    is_source: bool = False
    reason: str = ""


@dataclass(frozen=True)
class AgreementRow:
    """How a trace agrees with ratings.

    Attributes
    ----------
    trace : str
    made_from : str
        'stimuli', 'sources' or 'ratings' (held out).
    measure : {'concordance', 'r'}
    value, low, high : float
        And the 95% interval.
    n : int
        Rated frames or trials that were compared.
    over : {'frames', 'trials'}
    formula : str
    """

    trace: str
    made_from: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    over: str
    formula: str
