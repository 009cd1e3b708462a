"""Traces of frames as series of NWB: a container a kind of measure, a series a trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .clock import FrameTimes
from .content import add_container, add_trace, object_name, timing
from .library import library
from .storage import stored


@dataclass(frozen=True, eq=False)
class FrameTrace:
    """Numbers of each frame that become a series.

    Attributes
    ----------
    name : str
        As the series is to be named; slashes and colons are replaced.
    values : (frames,) or (frames, columns) array
        NaN where undefined; the file keeps its dtype.
    unit, description : str
    zero : str
        Of positions in the picture: where (0, 0) is.  '' for other numbers.
    codes : (frames,) uint8 array or None
        Why a frame has no number, 0 where it has one; they become the series' `control`.
    code_texts : sequence of str
        What each code means, by its number.
    """

    name: str
    values: np.ndarray
    unit: str
    description: str
    zero: str = ""
    codes: np.ndarray | None = None
    code_texts: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no frame has a number."""
        return not np.isfinite(self.values).any()


def of_timed(values: Any, times: FrameTimes) -> Any:
    """The values of the frames that have a time, as they are written."""
    return stored(values, None if times.all_timed else times.frames)


def with_error(trace: FrameTrace, errors: np.ndarray | None) -> list[FrameTrace]:
    """A trace, and its standard error as `<name>_se`."""
    if errors is None:
        return [trace]
    text = f"Standard error of {trace.name}: {trace.description}"
    return [trace, FrameTrace(f"{trace.name}_se", errors, trace.unit, text)]


def add_frame_traces(
    nwbfile: Any,
    name: str,
    traces: Iterable[FrameTrace],
    times: FrameTimes,
    *,
    what: str,
    kind: str = "BehavioralTimeSeries",
) -> list[Any]:
    """Add a container with a series for each trace that has a number in some frame.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    name : str
        Of the container; the name of the recording comes before it.
    traces : iterable of FrameTrace
        Those without a number in any frame are left out.
    times : FrameTimes
    what : str
        For messages: 'pupils'.
    kind : {'BehavioralTimeSeries', 'PupilTracking'}

    Returns
    -------
    list
        The container, or nothing where no trace has a number.

    Raises
    ------
    ClockError
        If a trace is of another number of frames.
    InputError
        If the file has the container already.
    """
    found: Sequence[FrameTrace] = [one for one in traces if not one.is_empty]
    for one in found:
        times.check_length(one.values, f"the trace {one.name}")
    found = [part for one in found for part in _parts(one, len(times.frames))]
    if not found:
        return []
    container = add_container(nwbfile, kind, f"{times.name}_{name}", what)
    taken: list[str] = []
    for one in found:
        taken.append(object_name(one.name, taken))
        if one.zero:
            _add_places(nwbfile, container, one, taken[-1], times)
            continue
        about = {"name": taken[-1], "unit": one.unit, "description": one.description}
        series = add_trace(nwbfile, container, times, one.values, **about)
        if one.codes is not None and one.codes.any():
            series.control = of_timed(one.codes, times)
            series.control_description = list(one.code_texts)
    return [container]


def _parts(trace: FrameTrace, n_frames: int) -> list[FrameTrace]:
    """A trace with more columns than frames as one a column: NWB takes it for transposed."""
    if trace.values.ndim != 2 or trace.values.shape[1] <= n_frames:
        return [trace]
    return [
        replace(trace, name=f"{trace.name}_{column}", values=trace.values[:, column])
        for column in range(trace.values.shape[1])
    ]


def _add_places(
    nwbfile: Any, container: Any, trace: FrameTrace, name: str, times: FrameTimes
) -> None:
    """Positions in the picture are a series of their own kind."""
    container.add_timeseries(
        library("pynwb.behavior").SpatialSeries(
            name=name,
            data=of_timed(trace.values, times),
            unit=trace.unit,
            reference_frame=trace.zero,
            description=trace.description,
            **timing(nwbfile, times),
        )
    )
