"""Checks of events before the pass over a movie."""

from __future__ import annotations

import numpy as np

from ....errors import PrototypeError
from ...events import Events
from ...events.bouts import frame_ends


def check_events(events: Events, times_s: np.ndarray, max_gap_s: float = 1.0) -> Events:
    """Check that the events are between the first frame and the end of the last one.

    Raises
    ------
    EventsError
        If one lies outside, or two overlap.
    """
    start_s = float(np.nanmin(times_s))
    return events.check(float(np.nanmax(frame_ends(times_s, max_gap_s)[0])), start_s)


def check_stimuli(events: Events, times_s: np.ndarray) -> Events:
    """These events, if each stimulus has a frame to make a prototype from (PrototypeError)."""
    for name in events.names:
        if not events.frames(times_s, name).any():
            raise PrototypeError(
                f"No prototype for {name!r}: no frame lies inside its events.",
                expected="events of at least one frame's length",
                got=", ".join(f"{e.onset_s:g} to {e.offset_s:g} s" for e in events.of(name)),
                do="check the events' times against the movie's clock, and their units: seconds",
            )
    return events
