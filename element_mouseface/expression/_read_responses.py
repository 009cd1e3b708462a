"""Read bouts and measures around events from the tables."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from ..core.events import Event, Events
from ..core.events.bouts import Bout
from ..core.events.habituation import HabituationRow, habituation
from ..core.events.measures import MeasureParams
from ..core.events.windows import EventRow, event_rows
from ..core.events.windows import EventWindow as Window
from ..core.scoring.scores import ScoreTrace
from ._score_rows import BOUT, FADING, MEASURED, WHOLE_EVENT
from .windows import EventWindow


def read_bouts(
    table: type[dj.Table], own: Mapping[str, Any], names: Sequence[str]
) -> dict[str, tuple[Bout, ...]]:
    """Bouts by measure, ordered by stimulus and time."""
    found: dict[str, list[Bout]] = {}
    place = {name: number for number, name in enumerate(names)}
    rows = (table.Bout & own).to_dicts(order_by=["bout_name", "bout_id"])
    for row in sorted(rows, key=lambda row: place.get(row["bout_name"], len(place))):
        values: dict[str, Any] = {name: row[f"bout_{name}"] for name in BOUT}
        values |= {name: np.nan for name, value in values.items() if value is None}
        found.setdefault(row["bout_measure"], []).append(Bout(**values))
    return {measure: tuple(bouts) for measure, bouts in found.items()}


class ResponseRows:
    """The rows of `EventResponse` of one score, and those of `FacialExpression.EventSummary`."""

    def __init__(
        self,
        table: type[dj.Table],
        responses: Sequence[type[dj.Table]],
        own: Mapping[str, Any],
        events: Events | None,
    ):
        self.own, self.events = own, events
        self.repetition = _repetitions(events)
        self.measured = [
            row for one in responses for row in (one.Event & own).to_dicts(order_by="event_id")
        ]
        self.fading = [row for one in responses for row in (one.Habituation & own).to_dicts()]
        self.names = [
            row["event_window"]
            for one in responses
            for row in (one & own).keys(order_by="event_window")
        ]
        if WHOLE_EVENT.name not in self.names:
            summaries = (table.EventSummary & own).to_dicts(order_by="event_id")
            self.measured += [_as_response(row) for row in summaries]
            self.names += [WHOLE_EVENT.name] if summaries or events is not None else []

    def windows(self) -> tuple[Window, ...]:
        """The windows that were measured."""
        known = {WHOLE_EVENT.name: WHOLE_EVENT}
        return tuple(
            known.get(name) or EventWindow.window({"event_window": name}) for name in self.names
        )

    def event_rows(
        self,
        measure: str,
        names: Sequence[str],
        traces: Sequence[ScoreTrace],
        times_s: np.ndarray,
        rules: MeasureParams,
    ) -> tuple[EventRow, ...]:
        """The rows of a measure by event, window and prototype.

        A refused stimulus has no rows in the tables; its rows here have no values.
        """
        if self.events is None:
            return ()
        found = {
            (row["event_id"], row["event_window"], row["prototype"]): self._row(row)
            for row in self.measured
            if row["measure"] == measure
        }
        known = {trace.name for trace in traces if trace.measure == measure}
        refused = [name for name in names if name not in known]
        nothing = np.full((len(times_s), len(refused)), np.nan)
        for row in event_rows(nothing, refused, times_s, self.events, self.windows(), params=rules):
            found[row.event_index, row.window, row.prototype] = row
        keys = ((e, w, n) for e in range(len(self.events)) for w in self.names for n in names)
        return tuple(found[key] for key in keys if key in found)

    def _row(self, row: Mapping[str, Any]) -> EventRow:
        event: Event = self.events.rows[row["event_id"]]  # type: ignore[union-attr]
        return EventRow(
            event_index=row["event_id"],
            stimulus=event.name,
            repetition=self.repetition[row["event_id"]],
            trial_id=event.trial_id,
            onset_s=event.onset_s,
            offset_s=event.offset_s,
            prototype=row["prototype"],
            window=row["event_window"],
            **{name: row[f"response_{name}"] for name in MEASURED},
        )

    def habituation(self, measure: str, rows: Sequence[EventRow]) -> tuple[HabituationRow, ...]:
        """How the responses change over the trials; computed for windows without stored rows."""
        stored = {
            (row["stimulus"], row["prototype"], row["event_window"], row["quantity"]): row
            for row in self.fading
            if row["measure"] == measure
        }
        found = []
        for row in habituation(rows):
            key = (row.stimulus, row.prototype, row.window, row.quantity)
            if key in stored:
                values = {name: stored[key][f"habituation_{name}"] for name in FADING}
                row = dataclasses.replace(row, **values)
            found.append(row)
        return tuple(found)


def _repetitions(events: Events | None) -> list[int]:
    seen: Counter[str] = Counter()
    found = []
    for event in () if events is None else events.rows:
        found.append(seen[event.name])
        seen[event.name] += 1
    return found


def _as_response(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `EventSummary` with the names of a row of `EventResponse.Event`."""
    renamed = {f"response_{name}": row[f"event_{name}"] for name in MEASURED}
    return {**row, **renamed, "event_window": WHOLE_EVENT.name}
