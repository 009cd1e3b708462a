"""`EventWindow`: named windows around events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import datajoint as dj

from .._schema.fixed import FixedTable
from .._schema.rows import one, primary_key_of
from ..core.events.windows import DEFAULT_WINDOWS, RESPONSE
from ..core.events.windows import EventWindow as Window
from ..errors import ParameterError
from ._schema import schema

#: length of the column; longer names fail on MySQL
LONGEST_NAME = 32


def _row(window: Window) -> dict[str, Any]:
    row = asdict(window)
    name = row.pop("name")
    row = {f"window_{column}": value for column, value in row.items()}
    return {"event_window": name, **row, "event_window_hash": window.content_hash()}


SHIPPED = [_row(window) for window in (*DEFAULT_WINDOWS, RESPONSE)]


@schema
class EventWindow(FixedTable, dj.Lookup):
    """A named window around an event; immutable, identified by its limits."""

    NAME = "event_window"
    definition = """
    # A named span around each event: frames with start <= time < stop; never edited
    event_window: varchar(32)
    ---
    window_start_s: float64    # from the event's onset or offset; negative is before it
    window_start_from: enum('onset','offset')
    window_stop_s: float64     # likewise
    window_stop_from: enum('onset','offset')
    event_window_hash: char(64)    # over all of these, without the name
    unique index (event_window_hash)
    """

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The windows that come with the table, except those that a lab has under another name.

        DataJoint inserts them on activation where rows are missing.  On PostgreSQL it skips rows
        whose key exists, and fails on one whose hash exists, so that the schema could no longer be
        activated.
        """
        there = {row["event_window_hash"]: row["event_window"] for row in self.to_dicts()}
        return [
            row
            for row in SHIPPED
            if there.get(row["event_window_hash"], row["event_window"]) == row["event_window"]
        ]

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
        """Insert a window unless the same window exists; returns its key.

        Each window has one name, and each name one window, so two results are of the same frames
        exactly if they have the same `event_window`.

        Parameters
        ----------
        name : str
            At most 32 characters.
        start_s, stop_s : float
            Seconds after onset or offset; negative is before.  Frames with
            start <= time < stop are inside.
        start_from, stop_from : {'onset', 'offset'}
            Reference of each end.

        Raises
        ------
        ParameterError
            If the window is empty or not finite, its name is too long or has other limits, or its
            limits exist under another name.
        """
        window = Window(name, start_s, stop_s, start_from, stop_from)
        if len(name) > LONGEST_NAME:
            raise ParameterError(
                "The name of an event window is too long.",
                expected=f"at most {LONGEST_NAME} characters",
                got=f"{len(name)}: {name!r}",
                do="choose a shorter name",
            )
        row = _row(window)
        if not cls._is_there(row):
            try:
                cls.insert1(row)
            except dj.errors.DuplicateError:
                # another process inserted the name or the limits in between
                if cls().connection.in_transaction or not cls._is_there(row):
                    raise
        return {"event_window": name}

    @classmethod
    def _is_there(cls, row: Mapping[str, Any]) -> bool:
        """Whether this row exists; ParameterError if its name or its limits are another row's."""
        for other in cls().to_dicts():
            if other == row:
                return True
            if other["event_window_hash"] == row["event_window_hash"]:
                raise ParameterError(
                    f"These limits exist already, as event window {other['event_window']!r}.",
                    expected="one name for one window",
                    got=f"{row['event_window']!r}, {_limits(row)}",
                    do=f"use {other['event_window']!r}",
                )
            # names are compared without case on every server, as MySQL does
            if other["event_window"].casefold() == row["event_window"].casefold():
                raise ParameterError(
                    f"Event window {other['event_window']!r} exists with other limits, and rows "
                    f"cannot change.",
                    expected=_limits(other),
                    got=_limits(row),
                    do="choose another name",
                )
        return False

    @classmethod
    def window(cls, key: Mapping[str, Any]) -> Window:
        """One window as `core` takes it; FixedRowError if its row was edited."""
        cls.check(primary_key_of(cls, key))
        return cls._window(key)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        return cls._window(key).content_hash()

    @classmethod
    def _window(cls, key: Mapping[str, Any]) -> Window:
        row = one(cls & primary_key_of(cls, key), "EventWindow")
        ends = {f.name: row[f"window_{f.name}"] for f in fields(Window) if f.name != "name"}
        return Window(row["event_window"], **ends)


def _limits(row: Mapping[str, Any]) -> str:
    start, stop = (
        f"{row[f'window_{end}_s']} s from {row[f'window_{end}_from']}" for end in ("start", "stop")
    )
    return f"{start} to {stop}"
