"""Named spans of time around events, over which traces are summarised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import datajoint as dj

from .._tables import one, stated
from ..core.event_windows import DEFAULT_WINDOWS, RESPONSE
from ..core.event_windows import EventWindow as Window
from ..errors import ParameterError
from ..linking import PipelineTable
from ._schema import schema

__all__ = ["EventWindow"]


def _row(window: Window) -> dict[str, Any]:
    row = asdict(window)
    name = row.pop("name")
    return {"event_window": name, **{f"window_{column}": value for column, value in row.items()}}


@schema
class EventWindow(PipelineTable, dj.Lookup):
    """A named span of time around an event, over which scores are summarised."""

    definition = """
    # A named span around each event: frames with start <= time < stop
    event_window: varchar(32)
    ---
    window_start_s: float64    # from the event's onset or offset; negative is before it
    window_start_from: enum('onset','offset')
    window_stop_s: float64     # likewise
    window_stop_from: enum('onset','offset')
    """
    contents = [_row(window) for window in (*DEFAULT_WINDOWS, RESPONSE)]

    @classmethod
    def add(
        cls,
        name: str,
        start_s: float,
        stop_s: float,
        *,
        start_from: str = "onset",
        stop_from: str = "onset",
    ) -> dict[str, Any]:
        """Insert a window; its key.  The same name with other limits is refused.

        Parameters
        ----------
        name : str
            At most 32 characters.
        start_s, stop_s : float
            Seconds after onset or offset; negative is before.  Frames with
            start <= time < stop are inside.
        start_from, stop_from : {'onset', 'offset'}
            What each end is counted from.

        Raises
        ------
        ParameterError
            If the window is empty or not finite, or its name is taken.
        """
        found = Window(name, float(start_s), float(stop_s), start_from, stop_from)
        row = _row(found)
        known = (cls & {"event_window": name}).to_dicts()
        if known and known[0] != row:
            raise ParameterError(
                f"Event window {name!r} is there with other limits, and rows never change.",
                expected=str(known[0]),
                got=str(row),
                do="choose another name",
            )
        if not known:
            cls.insert1(row)
        return {"event_window": name}

    @classmethod
    def window(cls, key: Mapping[str, Any]) -> Window:
        """One window as `core` takes it."""
        row = one(cls & stated(cls, key), "EventWindow")
        name = row.pop("event_window")
        return Window(name, **{column.removeprefix("window_"): v for column, v in row.items()})
