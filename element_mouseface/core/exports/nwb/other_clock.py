"""Scores whose events are on one clock, on another one: through the frames' times on both."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from ....errors import ClockError
from ...events import Events
from ...events.bouts import Bout, frame_ends
from ...results.scored import ScoredRecording


def on_other_clock(
    scored: ScoredRecording, times_s: np.ndarray, *, clock: str, other: str
) -> ScoredRecording:
    """A scored recording with frames, events and bouts on another clock.

    Between two frames both clocks are taken to run evenly.  A bout is of frames, and needs no such
    assumption.

    Parameters
    ----------
    scored : ScoredRecording
    times_s : (frames,) array
        On the other clock; NaN where a frame has no time.
    clock, other : str
        Names of the clock that its events are on, and of the other one, for messages.

    Returns
    -------
    ScoredRecording

    Raises
    ------
    ClockError
        If an event is outside of the frames that have a time on both clocks.
    """
    events = scored.events
    if events is not None:
        events = moved_events(events, scored.times_s, times_s, clock=clock, other=other)
    methods = {
        name: dataclasses.replace(scores, bouts=_moved_bouts(scores.bouts, scored.times_s, times_s))
        for name, scores in scored.methods.items()
    }
    return dataclasses.replace(scored, times_s=times_s, events=events, methods=methods)


def moved_events(
    events: Events, from_s: np.ndarray, to_s: np.ndarray, *, clock: str, other: str
) -> Events:
    """Events on another clock; see `on_other_clock`."""
    both = np.isfinite(from_s) & np.isfinite(to_s)
    if both.sum() < 2:
        raise ClockError(
            f"The clocks {clock!r} and {other!r} have no two frames in common.",
            expected="frames with a time on both",
            got=f"{int(both.sum())} of {len(both)}",
            do=f"write the file on the clock {clock!r}, or leave out the stimuli",
        )
    known_s, there_s = from_s[both], to_s[both]
    # a frame lasts until the next one: so does what happens in the last
    ends = frame_ends(known_s)[0][-1], frame_ends(there_s)[0][-1]
    known_s, there_s = np.append(known_s, ends[0]), np.append(there_s, ends[1])
    outside = [e for e in events if e.onset_s < known_s[0] or e.offset_s > known_s[-1]]
    if outside:
        raise ClockError(
            f"{len(outside)} events are outside of the frames, and have no time on the clock "
            f"{other!r}.",
            expected=f"events from {known_s[0]:.3f} to {known_s[-1]:.3f} s on {clock!r}",
            got=f"{outside[0].name!r} from {outside[0].onset_s:.3f} to {outside[0].offset_s:.3f} s",
            do=f"write the file on the clock {clock!r}, which the events are on; or leave out the "
            "stimuli",
        )
    times_s = np.array([(e.onset_s, e.offset_s) for e in events])
    moved_s = np.interp(times_s, known_s, there_s)
    rows = [
        dataclasses.replace(event, onset_s=float(on), offset_s=float(off))
        for event, (on, off) in zip(events, moved_s, strict=True)
    ]
    return Events.from_rows(rows, events.notes)


def _moved_bouts(
    bouts: Mapping[str, tuple[Bout, ...]], from_s: np.ndarray, to_s: np.ndarray
) -> dict[str, tuple[Bout, ...]]:
    """Bouts by their frames; without those of which no frame has a time."""
    ends_s, _ = frame_ends(to_s)
    found = {}
    for measure, rows in bouts.items():
        moved = [_moved_bout(bout, from_s, to_s, ends_s) for bout in rows]
        found[measure] = tuple(bout for bout in moved if bout is not None)
    return found


def _moved_bout(
    bout: Bout, from_s: np.ndarray, to_s: np.ndarray, ends_s: np.ndarray
) -> Bout | None:
    frames = np.arange(bout.first_frame, bout.first_frame + bout.n_frames)
    timed = frames[np.isfinite(to_s[frames])]
    if not len(timed):
        return None
    # the peak is in a frame; where that one has no time, at the next one that has
    peak = frames[from_s[frames] == bout.peak_s] if bout.n_valid else frames[:0]
    later = timed[timed >= peak[0]] if len(peak) else timed[:0]
    peak_s = float(to_s[later[0] if len(later) else timed[-1]]) if len(peak) else float("nan")
    return dataclasses.replace(
        bout,
        start_s=float(to_s[timed[0]]),
        stop_s=float(ends_s[timed[-1]]),
        peak_s=peak_s,
        n_valid=bout.n_valid if len(peak) else 0,
    )
