"""Rows of `trials.csv` and `time_courses.csv`: the response of each trial and stimulus.

A trial is one event. It is used, or left out with the reason; if it is used, the row has the
probability, amplitude, latency and decay of its response.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .folds import FoldPlan

_NAN = math.nan


@dataclass(frozen=True)
class Trial:
    """One trial and its response.

    An unknown number is NaN. Latency, decay and probability are from the trial's own frames, by a
    filter made without them.

    Attributes
    ----------
    event_index : int
        Number of the event, in order of time, from 0.
    stimulus : str
    onset_s, offset_s : float
        Of the event.
    used : bool
        Whether the trial is used to score the others.
    reason : str
        Why it was left out; '' if it is used.
    response_probability : float
        Probability that the face responded, 0 to 1.
    amplitude, amplitude_se : float
        Amplitude of the response and its standard error; 1 is the mean of the stimulus's training
        trials with a response.
    latency_s, latency_se_s : float
        From the onset to the first movement, and its standard error.
    decay_s, decay_se_s : float
        Decay time constant of the response, and its standard error.
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
    """The time course of a stimulus's responses, from all of its trials together.

    Attributes
    ----------
    stimulus : str
    n_trials : int
        Trials that are used.
    n_responses : float
        Number of responses: the sum of the probabilities; NaN if unknown.
    latency_s, latency_sd_s : float
        Median latency of the trials with a response, and its spread between them.
    decay_s, decay_se_s : float
        Decay time constant of responses, and its standard error.
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
