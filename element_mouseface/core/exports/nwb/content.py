"""Modules, series and tables of an NWB file, as all adders make them.

Every adder puts its results into `processing/behavior`.  A series takes its times from the
recording's series of frame numbers: there is one array of time stamps, and the others refer to it.
Names of stimuli and behaviors are free texts; names of objects are not, so the text stays in the
description and in the tables.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....errors import ClockError, InputError, check_type
from .clock import FrameTimes
from .library import library
from .storage import stored

#: what NWB's inspector takes for a dictionary within a text
_MAPPING = re.compile(r"\{.+:.+\}")
#: columns of text that it takes for yes and no
_TWO_WORDS = ({"yes", "no"}, {"y", "n"}, {"true", "false"}, {"t", "f"}, {"hit", "miss"})


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, a sentence, and a value for each row.

    `values` are numbers, bools or texts; None becomes an empty text, or NaN among numbers.
    """

    name: str
    description: str
    values: Sequence[Any] | np.ndarray


def check_given(nwbfile: Any, times: Any, result: Any = None, kind: Any = None) -> None:
    """Refuse arguments of other kinds, such as a path in place of the file (ParameterError).

    Parameters
    ----------
    nwbfile, times
        As adders take them.
    result : optional
        What is added, which is one of `kind`.
    kind : type, optional
    """
    expected = "a pynwb.NWBFile: of `new_nwbfile`, or of `NWBHDF5IO(path).read()`"
    check_type("nwbfile", nwbfile, library("pynwb").NWBFile, expected)
    check_type("times", times, FrameTimes, "a FrameTimes, of `times_of` for a scored recording")
    if kind is not None:
        check_type(kind.__name__.lower(), result, kind, f"a {kind.__name__}")


def behavior_module(nwbfile: Any) -> Any:
    """The file's processing module 'behavior', which is made where there is none."""
    if "behavior" in nwbfile.processing:
        return nwbfile.processing["behavior"]
    return nwbfile.create_processing_module(
        name="behavior", description="What the animal does, measured from video."
    )


def object_name(text: str, taken: Iterable[str] = ()) -> str:
    """A name of an object from a free text: without slashes and colons, and not taken yet."""
    plain = re.sub(r"[/\\:]+", "_", text).strip(" ._") or "unnamed"
    used, name, number = {*taken}, plain, 1
    while name in used:
        number += 1
        name = f"{plain}_{number}"
    return name


def check_free(container: Any, name: str, what: str) -> None:
    """Refuse to add what the file has already.

    Raises
    ------
    InputError
    """
    if name in names_in(container):
        raise InputError(
            f"The NWB file has {name!r} already.",
            expected=f"a file without {what} of this recording",
            got=f"{container.name}/{name}",
            do="add it once; another camera or recording needs another name (name=, --name)",
        )


def names_in(container: Any) -> set[str]:
    """The names of what is in a module, a container or the file."""
    return {str(child.name) for child in container.children}


def timing(nwbfile: Any, times: FrameTimes) -> dict[str, Any]:
    """How a series gets its times, as arguments of `TimeSeries`.

    `starting_time` and `rate` where all intervals are equal; else `timestamps`, which is the
    recording's series of frame numbers, made at the first use.
    """
    series = frame_numbers(nwbfile, times)
    if times.sampling is None:
        return {"timestamps": series}
    start_s, rate_hz = times.sampling
    return {"starting_time": start_s, "rate": rate_hz}


def frame_numbers(nwbfile: Any, times: FrameTimes) -> Any:
    """The series of frame numbers of a recording, which holds its time stamps.

    Raises
    ------
    ClockError
        If the file has one of the same name with other frames or times.
    """
    module, name = behavior_module(nwbfile), f"{times.name}_frame_number"
    if name in names_in(module):
        return _checked_same(module[name], times)
    own: dict[str, Any] = {"timestamps": stored(times.seconds)}
    if times.sampling is not None:
        own = dict(zip(("starting_time", "rate"), times.sampling, strict=True))
    left_out = len(times) - len(times.frames)
    series = library("pynwb").TimeSeries(
        name=name,
        data=stored(times.frames),
        unit="frame",
        description=f"Number of the frame in the movie, from 0. {_left_out(left_out, times)}",
        comments=f"Times are those of {times.clock}, minus {times.clock_zero_s!r} s, which it "
        "showed at session_start_time.",
        **own,
    )
    module.add(series)
    if not times.is_exact:
        module.add(_clock_times(series, times, own))
    return series


def _clock_times(series: Any, times: FrameTimes, own: dict[str, Any]) -> Any:
    """The times on the clock itself: what was subtracted from them cannot be undone exactly."""
    return library("pynwb").TimeSeries(
        name=f"{times.name}_clock_time",
        data=stored(times.times_s[times.frames]),
        unit="seconds",
        description=f"Time of the frame on {times.clock}, exactly as it was used for scores and "
        "events.",
        **({"timestamps": series} if "timestamps" in own else own),
    )


def _left_out(n: int, times: FrameTimes) -> str:
    if not n:
        return f"All {len(times)} frames of the recording have a time."
    return f"{n} of {len(times)} frames have no time on the clock, and are left out of all series."


def _checked_same(series: Any, times: FrameTimes) -> Any:
    same = np.array_equal(np.asarray(series.data), times.frames)
    if not same or not np.array_equal(np.asarray(series.get_timestamps()), times.seconds):
        raise ClockError(
            f"The NWB file has {series.name!r} of other frames or times.",
            expected=f"the frames and times that it has for {times.name!r}",
            got="others: another recording, clock or zero",
            do="give another recording another name (name=); give one recording one zero",
        )
    return series


def add_trace(
    nwbfile: Any,
    container: Any,
    times: FrameTimes,
    values: Any,
    *,
    name: str,
    unit: str,
    description: str,
    comments: str | None = None,
) -> Any:
    """Add one number (or row) a frame to a container of series, such as `BehavioralTimeSeries`.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    container : BehavioralTimeSeries, PupilTracking or ProcessingModule
    times : FrameTimes
    values : (frames, ...) array-like
        Of every frame of the recording; NaN where it has no value.
    name, unit, description : str
    comments : str, optional

    Returns
    -------
    pynwb.TimeSeries
    """
    times.check_length(values, f"the trace {name}")
    series = library("pynwb").TimeSeries(
        name=name,
        data=stored(values, None if times.all_timed else times.frames),
        unit=unit or "n.a.",
        description=description,
        **({} if comments is None else {"comments": comments}),
        **timing(nwbfile, times),
    )
    add = getattr(container, "add_timeseries", None) or container.add
    add(series)
    return series


def add_container(nwbfile: Any, kind: str, name: str, what: str) -> Any:
    """A new, empty container of series in the behavior module, by the name of its class.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    kind : str
        Of `pynwb.behavior`: 'BehavioralTimeSeries', 'PupilTracking', 'BehavioralEpochs'.
    name : str
    what : str
        For the message if there is one already: 'scores'.
    """
    module = behavior_module(nwbfile)
    check_free(module, name, what)
    made = getattr(library("pynwb.behavior"), kind)(name=name)
    module.add(made)
    return made


def add_table(
    nwbfile: Any, name: str, description: str, columns: Sequence[Column], *, what: str
) -> Any:
    """A `DynamicTable` in the behavior module.

    NWB's inspector objects to a table of one row: it becomes one of two columns, `key` and `value`.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    name, description : str
    columns : sequence of Column
        A column without any value is left out.
    what : str
        What is in it, for messages: 'scores'.

    Raises
    ------
    InputError
        If it has no row, or the file has one of this name.
    """
    module = behavior_module(nwbfile)
    check_free(module, name, what)
    check_rows(columns, what)
    if len(columns[0].values) == 1:
        columns = _as_keys(columns)
    table = library("hdmf.common").DynamicTable(
        name=name, description=description, columns=vector_columns(columns)
    )
    module.add(table)
    return table


def _as_keys(columns: Sequence[Column]) -> list[Column]:
    rows = [(column.name, column.values[0]) for column in columns]
    rows = [(name, value) for name, value in rows if value not in (None, "")]
    texts = [value if isinstance(value, str) else json.dumps(value) for _, value in rows]
    return [
        Column("key", "Name of the column, of the only row.", [name for name, _ in rows]),
        Column("value", "Its value: a text, or JSON.", texts),
    ]


def check_rows(columns: Sequence[Column], what: str) -> None:
    """Refuse a table without rows, or with columns of several lengths (InputError)."""
    lengths = {len(column.values) for column in columns}
    if len(lengths) == 1 and lengths != {0}:
        return
    raise InputError(
        f"There are no rows for the table of {what}.",
        expected="at least one row, and a value of every column in it",
        got="none" if lengths <= {0} else f"columns of {sorted(lengths)} rows",
        do=f"leave {what} out of the file",
    )


def vector_columns(columns: Sequence[Column]) -> list[Any]:
    """The columns as `VectorData`; those without any value are left out."""
    vector, made = library("hdmf.common").VectorData, []
    for column in columns:
        values = column_values(column.values)
        is_text = values.dtype.kind == "U"
        if values.dtype.kind == "f" and np.isnan(values).all():
            continue
        if is_text and not any(values.tolist()):
            continue
        about = {"name": column.name, "description": column.description}
        if is_text and {value.lower() for value in values.tolist()} in _TWO_WORDS:
            # alone they would be taken for a mistyped bool
            values = np.array([f"{column.name} {value}" for value in values.tolist()])
            about["description"] += f" Each value is preceded by the word {column.name}."
        data = values.tolist() if is_text else stored(values)
        made.append(vector(data=data, **about))
    return made


def column_values(values: Sequence[Any] | np.ndarray) -> np.ndarray:
    """Numbers, bools or texts as one array; numbers that are all 0 or 1 in one byte."""
    if isinstance(values, np.ndarray):
        found = values
    else:
        is_text = any(isinstance(value, str) for value in values)
        nothing: Any = "" if is_text else np.nan
        filled = [nothing if value is None else value for value in values]
        found = np.array([_prose(str(value)) for value in filled] if is_text else filled)
    # an array a row is no column of yes and no, and may be large
    if found.ndim == 1 and found.dtype.kind in "fi" and set(np.unique(found).tolist()) == {0, 1}:
        return found.astype(np.uint8)  # wider, they would be taken for a mistyped bool
    return found


def _prose(text: str) -> str:
    """A text in which the inspector sees no dictionary: with parentheses in place of braces."""
    if not _MAPPING.search(text):
        return text
    return text.replace("{", "(").replace("}", ")")
