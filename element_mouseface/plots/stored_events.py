"""The events figure from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from .._schema.rows import one, primary_key_of
from ..core.events import Events
from ..core.events.habituation import HabituationRow
from ..core.events.windows import EventRow
from ..core.results.responses import Responses, refusal_text, told_window
from ..errors import InputError, ParameterError
from ..expression import EventResponse, EventSet, EventWindow, FacialExpression
from ._style import DPI
from .events import events_figure
from .stored import StoredBout

__all__ = ["draw_stored_events", "stored_responses"]

_FADING = ("n_trials", "first", "last", "slope", "slope_se", "slope_dof", "ratio")
_MEASURED = (
    "n_frames",
    "n_valid",
    "mean",
    "mean_se",
    "peak",
    "peak_se",
    "time_to_peak_s",
    "latency_s",
    "half_decay_s",
    "valid_duration_s",
    "baseline",
    "change",
)


def stored_responses(key: Mapping[str, Any], measure: str | None = None) -> Responses:
    """The answers of one row of `EventResponse`, with the traces behind them.

    A recording that was refused as a whole has no row of `EventResponse`: its key with
    an `event_window` gives responses that hold the reasons only.

    Parameters
    ----------
    key : mapping
        Names one row: a score, and a window.
    measure : str, optional
        As in `FacialExpression.Trace`; by default 'score' where there is one, else
        'similarity'.

    Raises
    ------
    ParameterError
        If the key names no row or several, there is no such window, or no such measure.
    InputError
        If the recording has no events.
    """
    row = one(FacialExpression & key, "row of FacialExpression")
    own = {name: row[name] for name in FacialExpression().primary_key}
    events = EventSet.events(own)
    if events is None:
        raise InputError(
            "There are no events to draw.",
            got=f"event set {own['event_set_id']}, which says that there were none",
        )
    traced = (FacialExpression.Trace & own).to_dicts()
    if traced:
        one(EventResponse & key, "row of EventResponse")
    window = EventWindow.window({**primary_key_of(EventWindow, _with_window(key))})
    measure = _measure(traced, measure)
    mine = {row["prototype"]: row for row in traced if row["measure"] == measure}
    chosen = {**own, "event_window": window.name, "measure": measure}
    fading = (EventResponse.Habituation & chosen).to_dicts()
    bouts = (FacialExpression.Bout & own & {"bout_measure": measure}).to_dicts()
    errors = {row["prototype"] for row in traced if row["measure"] == f"{measure}_se"}
    return Responses(
        measure=measure,
        unit=next((row["trace_unit"] for row in mine.values()), ""),
        window=window.name,
        times_s=FacialExpression.times(own),
        names=events.names,
        rows=tuple(_event_rows(chosen, events)),
        traces={name: _trace(own, name, measure) for name in mine},
        errors={name: _trace(own, name, f"{measure}_se") for name in mine if name in errors},
        habituation=tuple(_habituation_row(row) for row in fading),
        bouts=tuple(StoredBout(b["bout_name"], b["bout_start_s"], b["bout_stop_s"]) for b in bouts),
        enter={name: _number(row["bout_enter"]) for name, row in mine.items()},
        refused=_refused(own, events, mine),
        limits=told_window(window),
    )


def draw_stored_events(
    key: Mapping[str, Any],
    measure: str | None = None,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
    **more: Any,
) -> Figure:
    """Draw one row of `EventResponse`; see `events_figure`, which takes `more`.

    Parameters
    ----------
    key : mapping
        Names one row: a score, and a window.
    measure : str, optional
        By default 'score' where there is one, else 'similarity'.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    ParameterError, InputError
        As `stored_responses` and `events_figure`.
    StorageError
        If the file cannot be written.
    """
    return events_figure(stored_responses(key, measure), title=title, path=path, dpi=dpi, **more)


def _with_window(key: Mapping[str, Any]) -> Mapping[str, Any]:
    """The key; where it names a score with one window only, with that window."""
    if "event_window" in key:
        return key
    return {**key, **one((EventResponse & key).proj(), "row of EventResponse")}


def _measure(traced: list[dict[str, Any]], measure: str | None) -> str:
    there = [str(name) for name in dict.fromkeys(row["measure"] for row in traced)]
    there = [name for name in there if not name.endswith("_se")]
    if measure is None:
        return "similarity" if "similarity" in there else "score"
    if there and measure not in there:
        raise ParameterError(
            f"These scores have no measure {measure!r}.",
            expected="one of " + ", ".join(there),
            got=repr(measure),
        )
    return measure


def _trace(own: Mapping[str, Any], name: str, measure: str) -> np.ndarray:
    return FacialExpression.trace(own, name, measure)[1].astype(np.float64)


def _event_rows(chosen: Mapping[str, Any], events: Events) -> list[EventRow]:
    """Rows of `EventResponse.Event` as `core` has them."""
    repetition: list[int] = []
    for index, event in enumerate(events.rows):
        repetition.append(sum(before.name == event.name for before in events.rows[:index]))
    rows = []
    for row in (EventResponse.Event & chosen).to_dicts(order_by=["event_id", "prototype"]):
        event = events.rows[row["event_id"]]
        rows.append(
            EventRow(
                event_index=row["event_id"],
                stimulus=event.name,
                repetition=repetition[row["event_id"]],
                trial_id=event.trial_id,
                onset_s=event.onset_s,
                offset_s=event.offset_s,
                prototype=row["prototype"],
                window=row["event_window"],
                auc=row["response_auc"],
                **{name: row[f"response_{name}"] for name in _MEASURED},
            )
        )
    return rows


def _habituation_row(row: Mapping[str, Any]) -> HabituationRow:
    return HabituationRow(
        stimulus=row["stimulus"],
        prototype=row["prototype"],
        window=row["event_window"],
        quantity=row["quantity"],
        **{name: row[f"habituation_{name}"] for name in _FADING},
    )


def _refused(own: Mapping[str, Any], events: Events, traced: Mapping[str, Any]) -> dict[str, str]:
    """Why a stimulus has no trace: its own finding, else that of the whole."""
    findings = (FacialExpression.Finding & own & {"finding_severity": "refused"}).to_dicts()
    found = {}
    for name in events.names:
        about = [s for s in findings if s["finding_about"] == name]
        about += [s for s in findings if s["finding_about"] == ""]
        if name not in traced and about:
            found[name] = refusal_text(about[0]["finding"], about[0]["finding_reason"])
    return found


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)
