"""One row an event: what the features of the frames around it are on average."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ...errors import ParameterError, check_choice
from ..events import Event, Events
from ..frame_features.reasons import Reason
from ..frame_features.table import FrameTable
from .targets import times_of

#: How the frames of an event become one number; NaN is left out.
SUMMARIES: dict[str, Callable[..., np.ndarray]] = {
    "mean": np.nanmean,
    "median": np.nanmedian,
    "max": np.nanmax,
    "min": np.nanmin,
    "sd": np.nanstd,
}


def event_table(
    table: FrameTable,
    events: Events,
    window_s: tuple[float, float] | None = None,
    summary: str = "mean",
    baseline_s: tuple[float, float] | None = None,
) -> FrameTable:
    """A table with one row an event, in order of onset.

    Parameters
    ----------
    table : FrameTable
        Of frames, with times.
    events : Events
    window_s : (float, float), optional
        Seconds after the onset, half-open; from onset to offset if it is None.
    summary : {'mean', 'median', 'max', 'min', 'sd'}
        Of the frames in the window that have a number.
    baseline_s : (float, float), optional
        Seconds after the onset (negative: before): the mean there is subtracted.

    Returns
    -------
    FrameTable
        `labels` are the names of the events, `times_s` their onsets.  NaN where no frame of the
        window (or of the baseline) has a number.

    Raises
    ------
    ParameterError
        If a window is empty, or there is no such summary.
    InputError
        If the table has no times.
    """
    check_choice("There is no such summary of frames.", summary, SUMMARIES)
    for what, span in (("window_s", window_s), ("baseline_s", baseline_s)):
        _check_span(what, span)
    times = times_of(table)
    rows = []
    for event in events:
        first, stop = (0.0, event.offset_s - event.onset_s) if window_s is None else window_s
        row = _summarized(table, times, event.onset_s, (first, stop), summary)
        if baseline_s is not None:
            row = row - _summarized(table, times, event.onset_s, baseline_s, "mean")
        rows.append(row)
    values = np.array(rows).reshape(len(rows), len(table.names))
    about = {**table.about, "kind": "events", "summary": summary, "window_s": window_s}
    longest = max(event.offset_s - event.onset_s for event in events)
    ends = (*(window_s or (0.0, longest)), *(baseline_s or ()))
    about |= {"baseline_s": baseline_s, "span_s": [min(ends), max(ends)], "of": table.digest}
    about["events"] = [_about_event(event) for event in events]
    reasons = {
        name: np.where(np.isnan(values[:, k]), Reason.NO_ROWS, 0).astype(np.uint8)
        for k, name in enumerate(table.names)
        if np.isnan(values[:, k]).any()
    }
    return FrameTable(
        table.names,
        values,
        reasons,
        times_s=np.array([event.onset_s for event in events]),
        labels=tuple(event.name for event in events),
        about={name: value for name, value in about.items() if value is not None},
    )


def _about_event(event: Event) -> dict[str, Any]:
    """An event as the table keeps it; amounts only where there are any."""
    row = {"event": event.name, "onset_s": event.onset_s, "offset_s": event.offset_s}
    row |= {"trial_id": event.trial_id}
    if event.amount is not None:
        row |= {"amount": event.amount, "amount_unit": event.amount_unit}
    return row


def _summarized(
    table: FrameTable, times: np.ndarray, onset_s: float, span: tuple[float, float], summary: str
) -> np.ndarray:
    """One number for each column, of the frames in a span; NaN where none has a number."""
    first, stop = np.searchsorted(times, (onset_s + span[0], onset_s + span[1]), "left")
    x = table.block(int(first), int(stop))
    found = np.full(len(table.names), np.nan)
    some = np.isfinite(x).any(axis=0)
    if some.any():
        found[some] = SUMMARIES[summary](x[:, some], axis=0)
    return found


def _check_span(what: str, span: tuple[float, float] | None) -> None:
    if span is None:
        return
    good = len(span) == 2 and all(map(math.isfinite, span)) and span[0] < span[1]
    if not good:
        raise ParameterError(
            f"{what} cannot be used.",
            expected="two finite numbers of seconds, the first smaller",
            got=repr(span),
        )
