"""Measures of a trace around each event, over named windows.

A window is relative to the event's onset or offset, in seconds, and contains the frames with start
<= t < stop. A new window needs only the trace, so no score is computed again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ...errors import ParameterError
from ...params import content_hash
from . import Event, Events
from . import measures as _measures
from .event import seconds
from .measures import MeasureParams, TimedTrace

ANCHORS = ("onset", "offset")


@dataclass(frozen=True)
class EventWindow:
    """A named window around an event.

    Parameters
    ----------
    name : str
        Name of the window in rows.
    start_s, stop_s : float
        Seconds after the references (negative: before).
    start_from, stop_from : {'onset', 'offset'}
        Reference of each end.
    """

    name: str
    start_s: float
    stop_s: float
    start_from: str = "onset"
    stop_from: str = "onset"

    def __post_init__(self) -> None:
        for end in ("start_s", "stop_s"):
            # one float for 1, 1.0 and a NumPy number, and for 0.0 and -0.0: one hash;
            # what is no number becomes NaN, which no window takes
            object.__setattr__(self, end, seconds(getattr(self, end)) + 0.0)
        known = self.start_from in ANCHORS and self.stop_from in ANCHORS
        finite = math.isfinite(self.start_s) and math.isfinite(self.stop_s)
        same = self.start_from == self.stop_from
        named = isinstance(self.name, str) and self.name
        if not (named and known and finite) or (same and self.stop_s <= self.start_s):
            raise ParameterError(
                f"The event window {self.name!r} cannot be used.",
                expected="a name, start before stop in seconds, each from 'onset' or 'offset'",
                got=f"{self.start_s} s from {self.start_from!r} to "
                f"{self.stop_s} s from {self.stop_from!r}",
                do="let it stop after it starts; seconds before the onset are negative",
            )

    def limits(self, onset_s: float, offset_s: float) -> tuple[float, float]:
        """Start and stop of the window around one event, in seconds of the recording."""
        anchor = {"onset": onset_s, "offset": offset_s}
        return anchor[self.start_from] + self.start_s, anchor[self.stop_from] + self.stop_s

    def content_hash(self) -> str:
        """SHA-256 over the limits and their references (64 hexadecimal digits).

        The name is not part of it: two windows with the same hash contain the same frames.
        """
        ends = {name: value for name, value in asdict(self).items() if name != "name"}
        return content_hash({"kind": "EventWindow", "ends": ends})


DEFAULT_WINDOWS = (
    EventWindow("before", -2.0, 0.0),
    EventWindow("first_second", 0.0, 1.0),
    EventWindow("event", 0.0, 0.0, "onset", "offset"),
    EventWindow("after", 0.0, 2.0, "offset", "offset"),
)

RESPONSE = EventWindow("response", 0.0, 2.0, "onset", "offset")
"""The event and two seconds after it, in which most expressions decay."""


@dataclass(frozen=True)
class EventRow:
    """Measures of one event, prototype and window; undefined values are None.

    Attributes
    ----------
    event_index : int
        Number of the event, in order of time, from 0.
    repetition : int
        Number of the event among those of the same stimulus, from 0.
    trial_id : str or None
        The trial's name in the table of events that was given.
    n_frames, n_valid : int
        Frames in the window, and those where the trace is defined.
    mean : float or None
        In the trace's unit; weighted by the frames' durations.
    peak : float or None
        In the trace's unit.
    time_to_peak_s : float or None
        Seconds.
    mean_se, peak_se : float or None
        Standard errors, if the trace has them.  That of the mean is the mean of the
        frames' errors, an upper limit: as if all frames had the same error.
    latency_s : float or None
        Seconds from the onset to the first bout that begins in the window.
    auc : float or None
        Integral over the window, in the trace's unit times seconds.
    valid_duration_s : float
        Seconds of the window with a valid frame.
    half_decay_s : float or None
        Seconds from the peak until half of it, within the window.
    baseline : float or None
        Mean before the onset, in the trace's unit.
    change : float or None
        `mean` minus `baseline`.
    """

    event_index: int
    stimulus: str
    repetition: int
    trial_id: str | None
    onset_s: float
    offset_s: float
    prototype: str
    window: str
    n_frames: int
    n_valid: int
    mean: float | None
    peak: float | None
    time_to_peak_s: float | None
    mean_se: float | None = None
    peak_se: float | None = None
    latency_s: float | None = None
    auc: float | None = None
    valid_duration_s: float = 0.0
    half_decay_s: float | None = None
    baseline: float | None = None
    change: float | None = None


def event_rows(
    traces: np.ndarray,
    names: Sequence[str],
    times_s: np.ndarray,
    events: Events,
    windows: Sequence[EventWindow] = DEFAULT_WINDOWS,
    *,
    errors: np.ndarray | None = None,
    thresholds: np.ndarray | None = None,
    zero: float | None = None,
    params: MeasureParams | None = None,
) -> list[EventRow]:
    """The measures of each trace, in each window of each event.

    Parameters
    ----------
    traces : (frames, k) array
        NaN where undefined: such frames are counted in `n_frames`, not in `n_valid`.
    names : sequence of str
        The k prototypes.
    times_s : (frames,) array
        Frame times in seconds, increasing; frames without a time (NaN) are left out.
    events : Events
    windows : sequence of EventWindow
    errors : (frames, k) array, optional
        Standard errors of the traces.
    thresholds : (k, 2) array, optional
        Values at which a bout begins and ends, for the latency; by default those of
        `params`.  NaN: no bouts, no latency.
    zero : float, optional
        The trace's value without an expression (0 for the contrast score), the reference
        of half a peak; by default each event's own baseline.
    params : MeasureParams, optional

    Raises
    ------
    ParameterError
        If two windows have one name.
    InputError
        If the arrays do not fit each other, or times do not increase.
    """
    if len({window.name for window in windows}) != len(windows):
        raise ParameterError(
            "Two event windows have the same name.",
            expected="different names",
            got=", ".join(window.name for window in windows),
            do="rename one of them, or leave out the duplicate",
        )
    params = params or MeasureParams()
    times_s = np.asarray(times_s, dtype=np.float64)
    in_events = events.frames(times_s)
    columns = []
    for k, name in enumerate(names):
        limits = (params.bout_enter, params.bout_leave)
        if thresholds is not None:
            limits = (float(thresholds[k][0]), float(thresholds[k][1]))
        error = None if errors is None else errors[:, k]
        column = _Column(traces[:, k], error, times_s, in_events, limits, zero, params)
        columns.append((name, column))
    rows, seen = [], dict.fromkeys(events.names, 0)
    for index, event in enumerate(events.rows):
        rows += [
            EventRow(
                event_index=index,
                stimulus=event.name,
                repetition=seen[event.name],
                trial_id=event.trial_id,
                onset_s=event.onset_s,
                offset_s=event.offset_s,
                prototype=name,
                window=window.name,
                **measured.around(event, window),
            )
            for window in windows
            for name, measured in columns
        ]
        seen[event.name] += 1
    return rows


class _Column:
    """One trace, prepared for measures of any event and window."""

    def __init__(self, values, errors, times_s, in_events, limits, zero, params: MeasureParams):
        self.trace = TimedTrace.of(times_s, values, params.max_gap_s)
        self.errors = None if errors is None else TimedTrace.of(times_s, errors, params.max_gap_s)
        enter, leave = limits
        self.spans = self.trace.spans(enter, leave, params.bout_min_s, params.bout_merge_s)
        self.neutral = ~in_events[self.trace.frames]
        self.zero, self.baseline_s = zero, params.baseline_s

    def around(self, event: Event, window: EventWindow) -> dict[str, Any]:
        """The measures as keywords of an EventRow."""
        trace, onset_s = self.trace, event.onset_s
        start_s, stop_s = window.limits(onset_s, event.offset_s)
        inside = trace.inside(start_s, stop_s)
        highest, where = _measures.peak(trace, inside)
        mean = _measures.time_mean(trace, inside)
        baseline = self._baseline(onset_s)
        zero = baseline if self.zero is None else self.zero
        integral, valid_duration_s = _measures.auc(trace, start_s, stop_s)
        row = {
            "mean": mean,
            "peak": highest,
            "time_to_peak_s": trace.times_s[where] - onset_s if where >= 0 else np.nan,
            "latency_s": _measures.latency_s(trace, self.spans, onset_s, start_s, stop_s),
            "auc": integral,
            "half_decay_s": _measures.half_decay_s(trace, inside, zero),
            "baseline": baseline,
            "change": mean - baseline,
        }
        if self.errors is not None:
            row["mean_se"] = _measures.time_mean(self.errors, inside)
            row["peak_se"] = self.errors.values[where] if where >= 0 else np.nan
        return {
            "n_frames": inside.stop - inside.start,
            "n_valid": int(np.isfinite(trace.values[inside]).sum()),
            "valid_duration_s": valid_duration_s,
            **{name: float(v) if np.isfinite(v) else None for name, v in row.items()},
        }

    def _baseline(self, onset_s: float) -> float:
        before = self.trace.inside(onset_s - self.baseline_s, onset_s)
        chosen = np.arange(before.start, before.stop)
        return _measures.time_mean(self.trace, chosen[self.neutral[chosen]])
