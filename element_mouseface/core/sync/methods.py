"""The clock methods by name, and the function that calls them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, check_choice
from ..video import read_times
from ..video.timesfile import check_unit
from .checks import is_finite
from .clock_times import ClockTimes
from .frame_clock import line_times, rate_times, times_of_frames
from .polarity import EDGES
from .prairie_view import read_frame_rate
from .ttl_clock import align_edges

#: method -> (whether it reads a file, parameters that it must have, that it may have)
METHODS: dict[str, tuple[bool, tuple[str, ...], tuple[str, ...]]] = {
    "times": (True, (), ("column", "unit")),
    "edges": (True, (), ("column", "unit", "first_edge", "edges")),
    "rate": (False, ("rate_hz", "start_s"), ()),
    "prairie_view": (True, ("start_s",), ()),
    "line": (False, ("start_s", "stop_s"), ()),
}


def check_method(method: str, path: Any = None, params: Mapping[str, Any] | None = None) -> None:
    """Refuse an unknown method, and a file or parameters that do not belong to it.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    path : path, optional
        The file, for the methods that read one.
    params : mapping, optional
        As `clock_times` takes them.

    Raises
    ------
    ParameterError
        Names missing and unknown parameters.
    """
    choose = "choose by what is known: a time for each frame, edges, a rate, or the first and the "
    choose += "last frame's times (line)"
    check_choice(f"There is no clock method {method!r}.", method, METHODS, do=choose)
    params = params or {}
    _check_names(method, path is not None, params)
    _check_values(params)


def _check_names(method: str, has_file: bool, params: Mapping[str, Any]) -> None:
    """Refuse missing or unknown parameters; None counts as missing."""
    needs_file, needed, optional = METHODS[method]
    missing = [name for name in needed if params.get(name) is None]
    unknown = [name for name in params if name not in (*needed, *optional)]
    missing += ["a file"] if needs_file and not has_file else []
    unknown += ["the file"] if has_file and not needs_file else []
    if missing or unknown:
        to_do = [f"give {', '.join(missing)}"] if missing else []
        to_do += [f"leave out {', '.join(unknown)}"] if unknown else []
        raise ParameterError(
            f"The clock method {method!r} cannot work with what was given.",
            expected=", ".join([*(["a file"] if needs_file else ["no file"]), *needed])
            + (f" (and, optionally, {', '.join(optional)})" if optional else ""),
            got=", ".join([*(["a file"] if has_file else []), *params]) or "nothing",
            do=f"{' and '.join(to_do)}, or choose another method",
        )


def _check_values(params: Mapping[str, Any]) -> None:
    """Check that rates and times are numbers, and that first_edge is a valid number."""
    for name in ("rate_hz", "start_s", "stop_s"):
        if name in params and not is_finite(params[name]):
            raise ParameterError(
                f"{name} is not a number of seconds or hertz.",
                expected="a finite number",
                got=repr(params[name]),
                do="give times in seconds and rates in frames per second, as numbers and not "
                "strings",
            )
    check_unit(params.get("unit"))
    if (edges := params.get("edges")) is not None:
        do = "give one of these, or leave it out"
        check_choice("There is no such choice of edges.", edges, EDGES, do=do)
    first = params.get("first_edge")
    if first is not None and (isinstance(first, bool) or not isinstance(first, int) or first < 0):
        raise ParameterError(
            "first_edge is not the number of an edge.",
            expected="0 for the first one, 1, 2, ...",
            got=repr(first),
            do="count the edges before the first frame's; leave it out if that is not known",
        )


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
        The file, for the methods that read one.
    **params
        See `METHODS`: `column` and `unit` ('s', 'ms', 'us', 'ns') of the file; `edges`
        ('all', 'first' or 'second' of each pulse); `first_edge`, the number of the first
        frame's edge; `rate_hz`; `start_s` and `stop_s`, the times of the first and of
        the last frame on the experiment's clock.

    Raises
    ------
    ParameterError
        If the method is unknown, or a parameter missing or unknown.
    PathError
        If the file is missing.
    ClockError
        If the times cannot be right, or the match of edges is ambiguous.
    """
    check_method(method, path, params)
    movie_s = np.asarray(movie_s, dtype=np.float64)
    source = method if path is None else Path(path).name
    if method == "times":
        return times_of_frames(_read(path, params), movie_s, source=source)
    if method == "edges":
        edges_s = _read(path, params)
        return align_edges(
            edges_s,
            movie_s,
            first_edge=params.get("first_edge"),
            edges=params.get("edges"),
            source=source,
        )
    if method == "line":
        return line_times(movie_s, params["start_s"], params["stop_s"])
    rate_hz = params["rate_hz"] if method == "rate" else read_frame_rate(path)  # type: ignore[arg-type]
    return rate_times(movie_s, rate_hz, params["start_s"], method=method, source=source)


def _read(path: Any, params: Mapping[str, Any]) -> np.ndarray:
    """The numbers in a file of times or edges; PathError if there is none."""
    return read_times(path, params.get("column"), params.get("unit"))
