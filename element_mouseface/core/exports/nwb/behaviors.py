"""Behaviors in an NWB file: bouts with how they were labeled, intervals, probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...behavior.labels import Labels
from ...behavior.prediction import Prediction
from .clock import FrameTimes
from .content import Column, object_name
from .ethogram import add_catalog, add_ethogram_bouts, looked_for
from .frame_traces import FrameTrace, add_frame_traces
from .intervals import add_intervals
from .timed_bouts import frame_columns, timed_bouts

_WHAT = "behaviors"


def add_behaviors(
    nwbfile: Any,
    found: Prediction | Labels,
    times: FrameTimes,
    *,
    name: str = "behaviors",
    movie: Sequence[Any] = (),
) -> list[Any]:
    """Add the behaviors of a recording to `processing/behavior`.

    The bouts of all behaviors are `EthogramBouts`, with the method of labeling, the list of
    behaviors and, where not all frames were looked at, the spans that were.  The bouts of each
    behavior are `TimeIntervals`, too, since those of several may overlap.  Probabilities are a
    series each.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    found : Prediction or Labels
        What a classifier found, or what a person or another program saw.
    times : FrameTimes
    name : str
        Of what is added, after the name of the recording: labels of two people need two.
    movie : sequence of ImageSeries
        Of the movie, as `add_movie` gave them; it is linked where it is one.

    Returns
    -------
    list
        What was added; a behavior without a bout has no table.

    Raises
    ------
    ClockError
        If the times are of another number of frames.
    InputError
        If the file has behaviors of this name already.
    DependencyError
        If pynwb or ndx-ethogram is not installed.

    Notes
    -----
    A bout begins with its first frame that has a time, and ends when its last one does.  Behaviors
    that happen at an instant are no rows of `EthogramBouts`: their frames are `TimeIntervals`.
    """
    labels = found.labels() if isinstance(found, Prediction) else found
    times.check_length(range(labels.n_frames), f"the array of {name.replace('_', ' ')}")
    whole, bouts = object_name(f"{times.name}_{name}"), timed_bouts(labels, times)
    catalog = add_catalog(nwbfile, labels, f"{whole}_ethogram")
    added = [] if catalog is None else [catalog]
    for number, group in enumerate(looked_for(labels), start=1):
        part = whole if number == 1 else f"{whole}_{number}"
        own = [bout for bout in bouts if bout.behavior in group]
        added += add_ethogram_bouts(nwbfile, found, own, times, part, catalog, movie)
    names: list[str] = []
    for behavior in labels.ethogram.names:
        rows = [bout for bout in bouts if bout.behavior == behavior]
        if not rows:
            continue
        names.append(object_name(f"{whole}_{behavior}", names))
        columns = [
            Column("behavior", "Name of the behavior.", [behavior] * len(rows)),
            *frame_columns(rows),
        ]
        added.append(
            add_intervals(
                nwbfile,
                times,
                [bout.start_s for bout in rows],
                [bout.stop_s for bout in rows],
                columns,
                name=names[-1],
                description=f"Bouts of {behavior!r}; labels: {labels.method}.",
                what=_WHAT,
            )
        )
    if isinstance(found, Prediction):
        added += _probabilities(nwbfile, found, times, f"{name}_probability")
    return added


def _probabilities(nwbfile: Any, found: Prediction, times: FrameTimes, name: str) -> list[Any]:
    """A series for each behavior that could be trained."""
    by = f"the classifier {found.classifier_digest[:12]}" if found.classifier_digest else "a file"
    held = ", whose models did not see this animal (session, movie)" if found.held_out else ""
    traces = [
        FrameTrace(
            behavior,
            found.probability[:, column],
            "probability",
            f"Probability of {behavior!r} in each frame, by {by}{held}.",
        )
        for column, behavior in enumerate(found.names)
    ]
    return add_frame_traces(nwbfile, name, traces, times, what=_WHAT)
