"""What an animal did around each event: probability, presence, bouts and latency of behaviors.

The same windows and the same frames as for scores (`core.events.windows`), so that a row
here and a row there are about the same time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError
from ..events import Events
from ..events.measures import MeasureParams
from ..events.windows import EventRow, EventWindow, event_rows
from .labels import runs_of

#: what is present is a bout whatever its length: the classifier decided on that
_AS_DECIDED = MeasureParams(bout_enter=0.5, bout_leave=0.5, bout_min_s=0.0, bout_merge_s=0.0)


@dataclass(frozen=True)
class BehaviorResponse:
    """A behavior in one window of one event; undefined values are None.

    Attributes
    ----------
    event_index : int
        Of the event among all, in order of time, from 0.
    stimulus, behavior, window : str
    n_frames, n_valid : int
        Frames in the window, and those with a probability.
    probability, peak_probability : float or None
        Mean over time, and the highest.
    baseline, change : float or None
        Mean probability before the onset, and how much it is higher in the window.
    share : float or None
        Part of the valid time in which the behavior was present.
    n_bouts : int or None
        Bouts that begin in the window; None where no frame has a probability.
    latency_s : float or None
        Seconds from the onset to the first of them.
    """

    event_index: int
    stimulus: str
    behavior: str
    window: str
    n_frames: int
    n_valid: int
    probability: float | None
    peak_probability: float | None
    baseline: float | None
    change: float | None
    share: float | None
    n_bouts: int | None
    latency_s: float | None


def behavior_responses(
    names: Sequence[str],
    probability: np.ndarray,
    present: np.ndarray,
    times_s: np.ndarray,
    events: Events,
    windows: Sequence[EventWindow],
) -> list[BehaviorResponse]:
    """Each behavior in each window of each event.

    Parameters
    ----------
    names : sequence of str
        The behaviors.
    probability : (frames, behaviors) float array
        NaN where undefined.
    present : (frames, behaviors) bool array
        Where the behavior was decided to be present.
    times_s : (frames,) array
        Frame times in seconds, increasing; frames without a time (NaN) are left out.
    events : Events
    windows : sequence of EventWindow

    Raises
    ------
    InputError
        If the arrays do not fit each other, or times do not increase.
    ParameterError
        If two windows have one name.
    """
    shape = (len(times_s), len(names))
    if probability.shape != shape or present.shape != shape:
        raise InputError(
            "The behaviors do not fit the frame times.",
            expected=f"probability and presence of shape {shape} (frames, behaviors)",
            got=f"{probability.shape} and {present.shape}",
        )
    decided = np.where(np.isfinite(probability), present, np.nan).astype(np.float64)
    given = (times_s, events, windows)
    chances = event_rows(probability, names, *given, params=_AS_DECIDED)
    seen = event_rows(decided, names, *given, params=_AS_DECIDED)
    onsets_s = {
        name: np.asarray(times_s, np.float64)[runs_of(present[:, column])[:, 0]]
        for column, name in enumerate(names)
    }
    limits = {window.name: window for window in windows}
    return [
        _row(chance, found, limits[chance.window], onsets_s[chance.prototype])
        for chance, found in zip(chances, seen, strict=True)
    ]


def _row(
    chance: EventRow, found: EventRow, window: EventWindow, onsets_s: np.ndarray
) -> BehaviorResponse:
    start_s, stop_s = window.limits(chance.onset_s, chance.offset_s)
    inside = onsets_s[(onsets_s >= start_s) & (onsets_s < stop_s)]
    return BehaviorResponse(
        event_index=chance.event_index,
        stimulus=chance.stimulus,
        behavior=chance.prototype,
        window=chance.window,
        n_frames=chance.n_frames,
        n_valid=chance.n_valid,
        probability=chance.mean,
        peak_probability=chance.peak,
        baseline=chance.baseline,
        change=chance.change,
        share=found.mean,
        n_bouts=len(inside) if chance.n_valid else None,
        latency_s=float(inside[0] - chance.onset_s) if len(inside) else None,
    )
