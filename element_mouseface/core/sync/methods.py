"""The clock methods by name, and the function that calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..video import read_times
from .acquisition.harp_events import read_harp
from .acquisition.line import RecordedEdges
from .acquisition.open_ephys import read_open_ephys, stream_files
from .acquisition.open_ephys_folder import find_stream
from .acquisition.spikeglx import read_spikeglx, spikeglx_files
from .camera_file import read_camera_file
from .clock_times import ClockTimes
from .counted import camera_times, counted_edges
from .frame_clock import line_times, rate_times, times_of_frames
from .method_checks import METHODS, OF_EDGES, check_method
from .polarity import chosen_edges
from .prairie_view import read_frame_rate
from .ttl_clock import align_edges


def clock_times(
    method: str, movie_s: np.ndarray, *, path: str | Path | None = None, **params: Any
) -> ClockTimes:
    """Times of a movie's frames by one of `METHODS`.

    Parameters
    ----------
    method : str
    movie_s : (frames,) float64 array
        The frames' times on the movie's own clock.
    path : path, optional
        The file or folder, for the methods that read one.
    **params
        See `METHODS`: `column` and `unit` ('s', 'ms', 'us', 'ns', of a camera also 'flir')
        of the file; `edges` ('all', 'first' or 'second' of each pulse; of a line with states
        'rising', 'falling' or 'all'); `first_edge`, the number of the first frame's edge;
        `rate_hz`; `start_s` and `stop_s`, the times of the first and of the last frame on
        the experiment's clock; `line`, `stream`, `recording` and `zero` of an acquisition
        system; `counter_path`, `counter_column`, `counter_bits` and `first_row` of a camera's
        table with its frame counter.

    Raises
    ------
    ParameterError
        If the method is unknown, or a parameter missing or unknown.
    PathError
        If the file is missing.
    DependencyError
        If harp-python is not installed, for the method 'harp'.
    ClockError
        If the times cannot be right, or the match of edges is ambiguous.
    """
    check_method(method, path, params)
    movie_s = np.asarray(movie_s, dtype=np.float64)
    source = method if path is None else Path(path).name
    if method == "times":
        return times_of_frames(_read(path, params), movie_s, source=source)
    if method == "camera":
        bits, first_row = params.get("counter_bits"), params.get("first_row")
        file = read_source(method, path, params)
        return camera_times(file, movie_s, bits=bits, first_row=first_row, source=source)
    if method in OF_EDGES:
        return _edge_times(method, movie_s, path, params, source)
    if method == "line":
        return line_times(movie_s, params["start_s"], params["stop_s"])
    rate_hz = params["rate_hz"] if method == "rate" else read_frame_rate(path)  # type: ignore[arg-type]
    return rate_times(movie_s, rate_hz, params["start_s"], method=method, source=source)


def read_source(method: str, path: Any, params: Mapping[str, Any]) -> Any:
    """Read the files of a method, without a movie: whatever is wrong with them is told.

    Returns
    -------
    ndarray, RecordedEdges, CameraFile or float
        Times or edges in seconds, or the rate; None for a method without a file.
    """
    of = {name: params.get(name) for name in ("line", "edges")}
    if method == "open_ephys":
        more = {name: params.get(name) for name in ("stream", "recording", "zero")}
        return read_open_ephys(path, **of, **more)
    if method == "harp":
        return read_harp(path, **of)
    if method == "spikeglx":
        return read_spikeglx(path, **of)
    if method == "camera":
        names = {name: params.get(name) for name in ("column", "counter_column", "unit", "zero")}
        return read_camera_file(path, times=True, **names)  # type: ignore[arg-type]
    if method == "prairie_view":
        return read_frame_rate(path)
    return _read(path, params) if METHODS[method][0] else None


def read_counter(path: str | Path, params: Mapping[str, Any]) -> np.ndarray:
    """The frame counter of a camera's table, as it was written."""
    column = params.get("counter_column")
    counts = read_camera_file(path, counter_column=column, times=False).counts
    return np.empty(0, np.int64) if counts is None else counts


def source_files(method: str, path: str | Path, params: Mapping[str, Any]) -> dict[str, Path]:
    """The files that the edges of a folder depend on, by their names within it.

    Parameters
    ----------
    method : str
        One of `OF_FOLDERS`; another one has the file itself.
    path : path
    params : mapping
        As `clock_times` takes them.
    """
    if method == "open_ephys":
        stream = find_stream(path, params.get("recording"), params.get("stream"))
        files = stream_files(stream, params.get("zero"))
        return {file.relative_to(stream.recording).as_posix(): file for file in files}
    if method == "spikeglx":
        chosen = spikeglx_files(path, params.get("line"), params.get("edges"))
        return {one.path.name: one.path for one in chosen}
    return {Path(path).name: Path(path)}


def _edge_times(
    method: str, movie_s: np.ndarray, path: Any, params: Mapping[str, Any], source: str
) -> ClockTimes:
    """Frame times from edges: by a camera's counter where it was given, otherwise by intervals."""
    first, counter = params.get("first_edge"), params.get("counter_path")
    read, states = read_source(method, path, params), None
    recorded = read if isinstance(read, RecordedEdges) else RecordedEdges(read, source)
    edges = params.get("edges")
    if method != "edges":
        # rising or falling edges only: still, they may come twice as often as frames
        edges, states = ("all" if edges == "all" else None), True
    if counter is not None:
        edges_s = recorded.edges_s
        if method == "edges" and edges in ("first", "second"):
            edges_s, _ = chosen_edges(edges_s, movie_s, edges, source)
        found = counted_edges(
            edges_s,
            read_counter(counter, params),
            movie_s,
            bits=params.get("counter_bits"),
            first_row=params.get("first_row"),
            first_edge=first,
            edges=edges,
            method=method,
            source=recorded.source,
            counter=Path(counter).name,
        )
    else:
        found = align_edges(
            recorded.edges_s,
            movie_s,
            first_edge=first,
            edges=edges,
            source=recorded.source,
            method=method,
            of_one_kind=bool(states),
        )
    about, notes = {**recorded.found, **found.found}, (*recorded.notes, *found.notes)
    return replace(found, found=about, notes=notes)


def _read(path: Any, params: Mapping[str, Any]) -> np.ndarray:
    """The numbers in a file of times or edges; PathError if there is none."""
    return read_times(path, params.get("column"), params.get("unit"))
