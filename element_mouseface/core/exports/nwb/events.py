"""Stimuli and bouts as tables of intervals."""

from __future__ import annotations

from typing import Any

from ...events import Events
from ...events.bouts import Bout
from ...results.csv_tables import column_of
from ...results.scored import ScoredRecording
from .clock import FrameTimes
from .content import Column, check_given, object_name
from .intervals import add_intervals


def add_events(nwbfile: Any, events: Events, times: FrameTimes) -> Any:
    """Add the stimuli to the file's intervals, with trial ids and amounts as columns.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    events : Events
        On the clock of `times`.
    times : FrameTimes

    Returns
    -------
    pynwb.epoch.TimeIntervals or pynwb.misc.IntervalSeries
        `<name>_stimuli`; the second where there is only one event.
    """
    check_given(nwbfile, times, events, Events)
    rows = events.rows
    return add_intervals(
        nwbfile,
        times,
        [event.onset_s for event in rows],
        [event.offset_s for event in rows],
        [
            Column("stimulus", "Name of the stimulus.", [event.name for event in rows]),
            Column("trial_id", "Trial, as the lab names it.", [event.trial_id for event in rows]),
            Column("amount", "How much of it was given.", [event.amount for event in rows]),
            Column("amount_unit", "Unit of the amount.", [event.amount_unit for event in rows]),
        ],
        name=f"{times.name}_stimuli",
        description="Stimuli: a frame belongs to one if start_time <= time < stop_time.",
        what="stimuli",
        in_behavior=False,
    )


def add_bouts(nwbfile: Any, scored: ScoredRecording, times: FrameTimes) -> list[Any]:
    """Add the bouts, in which a trace was high: a table for each trace that has some.

    Returns
    -------
    list of pynwb.epoch.TimeIntervals or pynwb.misc.IntervalSeries
        `<name>_<stimulus>_<measure>_bouts` in `processing/behavior`; the second kind where a trace
        has only one bout.
    """
    check_given(nwbfile, times, scored, ScoredRecording)
    made = []
    for scores in scored.methods.values():
        for measure, bouts in scores.bouts.items():
            for name in dict.fromkeys(bout.name for bout in bouts):
                own = [bout for bout in bouts if bout.name == name]
                made.append(_add_own(nwbfile, own, (name, measure, scores.method), times))
    return made


def _add_own(nwbfile: Any, bouts: list[Bout], about: tuple[str, str, str], times: FrameTimes):
    """The bouts of one trace: of a stimulus, a measure and a method."""
    name, measure, method = about
    peaks_s = [times.instant(b.peak_s, "a peak") if b.n_valid else None for b in bouts]
    wanted = object_name(f"{times.name}_{column_of(name, measure)}_bouts")
    return add_intervals(
        nwbfile,
        times,
        [bout.start_s for bout in bouts],
        [bout.stop_s for bout in bouts],
        [
            Column("stimulus", "Whose expression it is.", [name] * len(bouts)),
            Column("measure", "Which trace was high.", [measure] * len(bouts)),
            Column("first_frame", "Its first frame.", [bout.first_frame for bout in bouts]),
            Column("n_frames", "Frames from first to last.", [bout.n_frames for bout in bouts]),
            Column("n_valid", "Frames with a value.", [bout.n_valid for bout in bouts]),
            Column("peak", "Highest value of the trace.", [bout.peak for bout in bouts]),
            Column("peak_time", "When it was highest, in seconds.", peaks_s),
            Column("mean", "Mean of the trace.", [bout.mean for bout in bouts]),
        ],
        name=wanted,
        description=f"Intervals in which the {measure} of {name!r} ({method} method) stays above a "
        "threshold.",
        what="bouts",
    )
