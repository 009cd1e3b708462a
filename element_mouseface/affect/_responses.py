"""On which clock responses are, and whether it is still the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import datajoint as dj

from ..expression.events import EventSet
from ..recording import FrameClock

#: the movie's own times change only with its file
_REPLACEABLE = "clock <> 'movie'"


def clock_hash(key: Mapping[str, Any]) -> str | None:
    """The hash of the frame times on the clock of an event set; None without a row of it."""
    clock = {"clock": (EventSet & key).fetch1("clock")}
    found = (FrameClock & key & clock).to_arrays("clock_hash")
    return str(found[0]) if len(found) else None


def on_another_clock(table: type[dj.Table], column: str) -> dj.Table:
    """Rows of a table that were made with other frame times than their clock has now.

    Parameters
    ----------
    table : class of a table
        With the key of an event set.
    column : str
        Its column of the hash of the frame times.
    """
    of: Any = table
    made = of.proj(column) * EventSet.proj("clock") & _REPLACEABLE
    same = made * FrameClock.proj("clock_hash") & f"{column} = clock_hash"
    # by their keys: DataJoint cannot delete by a query that joins other tables
    return of & (made.proj() - same.proj()).keys()
