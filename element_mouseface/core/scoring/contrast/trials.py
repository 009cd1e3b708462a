"""Rows of `trials.csv` and `time_courses.csv`: the response of each trial and stimulus.

A trial is one event.  It is used, or left out with the reason; where it is used, the row
says how likely it is that there was an answer, how strong it was, when it began and
how it faded.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .folds import FoldPlan

_NAN = math.nan


@dataclass(frozen=True)
class Trial:
    """What is known of one trial.

    A number that is not known is NaN.  Latency, decay and probability are seen in the
    trial's own frames, by a filter made without them.

    Attributes
    ----------
    event_index : int
        Number of the event, in order of time, from 0.
    stimulus : str
    onset_s, offset_s : float
        Of the event.
    used : bool
        Whether the trial counts: the others are scored with what it shows.
    reason : str
        Why it was left out; '' where it is used.
    response_probability : float
        That the face answered, 0 to 1.
    amplitude, amplitude_se : float
        Strength of the answer and its standard error, 1 the mean of the stimulus's
        answered training trials.
    latency_s, latency_se_s : float
        From the onset to the first movement, and its standard error.
    decay_s, decay_se_s : float
        Time constant with which the answer fades, and its standard error.
    """

    event_index: int
    stimulus: str
    onset_s: float
    offset_s: float
    used: bool
    reason: str = ""
    response_probability: float = _NAN
    amplitude: float = _NAN
    amplitude_se: float = _NAN
    latency_s: float = _NAN
    latency_se_s: float = _NAN
    decay_s: float = _NAN
    decay_se_s: float = _NAN


@dataclass(frozen=True)
class TimeCourse:
    """How a stimulus's answers run, from all of its trials together.

    Attributes
    ----------
    stimulus : str
    n_trials : int
        Trials that are used.
    n_responses : float
        Of these, how many were answered: the sum of the probabilities; NaN if unknown.
    latency_s, latency_sd_s : float
        Median latency of the answered trials, and how much it differs between them.
    decay_s, decay_se_s : float
        Time constant with which answers fade, and its standard error.
    """

    stimulus: str
    n_trials: int
    n_responses: float = _NAN
    latency_s: float = _NAN
    latency_sd_s: float = _NAN
    decay_s: float = _NAN
    decay_se_s: float = _NAN


def trials_of(plan: FoldPlan, left_out: Sequence[str]) -> tuple[Trial, ...]:
    """A row for each event, in order: whether its trial can be used, and if not, why.

    Parameters
    ----------
    plan : FoldPlan
    left_out : sequence of str
        The reason for each event; '' where its trial is used.
    """
    return tuple(
        Trial(number, e.name, e.onset_s, e.offset_s, not reason, reason)
        for number, (e, reason) in enumerate(zip(plan.events, left_out, strict=True))
    )
