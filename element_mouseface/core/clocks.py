"""Frame times on the clock of an experiment.

    times          a file with one time for each frame: taken as it is
    edges          a file of TTL rising edges, of which some have no frame or
                   some frames have none: matched by intervals
    rate           a constant rate from a stated time
    prairie_view   likewise, with the rate that a Prairie View file states
    line           only the first and the last frame's times are known

A frame that the clock lacks has the time NaN: it belongs to no event and no
window, but has a score.  A file of edges is text: one time in seconds a line, or
a CSV column of that name; a voltage trace has to be turned into edges first.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ClockError, ParameterError, PathError
from .clock_line import best_line, times_in_holes
from .edge_alignment import match_edges
from .prairie_view import read_frame_rate
from .video import read_times

__all__ = [
    "METHODS",
    "ClockTimes",
    "align_edges",
    "check_method",
    "clock_times",
    "line_times",
    "rate_times",
    "times_of_frames",
]

#: method -> (whether it reads a file, parameters that it must have, that it may have)
METHODS: dict[str, tuple[bool, tuple[str, ...], tuple[str, ...]]] = {
    "times": (True, (), ("column",)),
    "edges": (True, (), ("column", "first_edge")),
    "rate": (False, ("rate_hz", "start_s"), ()),
    "prairie_view": (True, ("start_s",), ()),
    "line": (False, ("start_s", "stop_s"), ()),
}

#: methods that count frames from the first
_COUNTING = ("rate", "prairie_view")

#: A clock that gains or loses more than this is worth a sentence (parts in a million).
NOTED_DRIFT_PPM = 10_000
#: Times this many times faster than the movie's are milliseconds or samples, not seconds.
#: There is no limit below: images have a made-up rate, often 1 a second.
NO_SECONDS = 100


@dataclass(frozen=True, eq=False)
class ClockTimes:
    """Times of a movie's frames on another clock, and how far to trust them.

    Attributes
    ----------
    times_s : (frames,) float64 array
        Increasing; NaN where a frame has no time on this clock.
    method : str
        One of `METHODS`.
    source : str
        Name of the file, or the method where there is none.
    drift_ppm : float
        What the clock gains on the movie's own, in millionths, by the best line.
    residual_s, residual_max_s : float
        Root mean square and largest distance from that line; NaN where the times
        are a line by construction, and so no evidence.
    dropped_s : (n,) float64 array
        Edges without a frame, between those that have one; of `times`, where holes of
        whole frames are.
    duplicated : (n,) int64 array
        Frames without an edge, between those that have one.
    found : dict
        More that the method found, JSON-ready.
    notes : tuple of str
        What to know before trusting the times.
    """

    times_s: np.ndarray
    method: str
    source: str
    drift_ppm: float
    residual_s: float
    residual_max_s: float
    dropped_s: np.ndarray = field(default_factory=lambda: np.empty(0))
    duplicated: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    found: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Everything but the times, as JSON-ready values; None where undefined."""
        numbers = ("drift_ppm", "residual_s", "residual_max_s")
        known = {name: float(getattr(self, name)) for name in numbers}
        return {
            "method": self.method,
            "source": self.source,
            **{name: value if math.isfinite(value) else None for name, value in known.items()},
            "n_without_time": int(np.isnan(self.times_s).sum()),
            "dropped_s": self.dropped_s.tolist(),
            "duplicated_frames": self.duplicated.tolist(),
            "found": self.found,
            "notes": list(self.notes),
        }

    def content_hash(self) -> str:
        """SHA-256 over the times (64 hexadecimal digits)."""
        return hashlib.sha256(np.ascontiguousarray(self.times_s, "<f8").tobytes()).hexdigest()


def check_method(method: str, path: Any = None, params: Mapping[str, Any] | None = None) -> None:
    """Refuse an unknown method, and a file or parameters that do not belong to it.

    Raises
    ------
    ParameterError
        Naming what is missing or too much.
    """
    if method not in METHODS:
        raise ParameterError(
            f"There is no clock method {method!r}.", expected=f"one of {', '.join(METHODS)}"
        )
    params = params or {}
    needs_file, needed, optional = METHODS[method]
    missing = [name for name in needed if params.get(name) is None]
    unknown = [name for name in params if name not in (*needed, *optional)]
    if missing or unknown or needs_file != (path is not None):
        raise ParameterError(
            f"The clock method {method!r} cannot work with what was given.",
            expected=", ".join([*(["a file"] if needs_file else ["no file"]), *needed])
            + (f" (and, if you like, {', '.join(optional)})" if optional else ""),
            got=", ".join([*(["a file"] if path is not None else []), *params]) or "nothing",
        )
    for name in ("rate_hz", "start_s", "stop_s"):
        if name in params and not _is_finite(params[name]):
            raise ParameterError(
                f"{name} is not a number of seconds or hertz.",
                expected="a finite number",
                got=repr(params[name]),
            )
    first = params.get("first_edge")
    if first is not None and (isinstance(first, bool) or not isinstance(first, int) or first < 0):
        raise ParameterError(
            "first_edge is not the number of an edge.",
            expected="0 for the first one, 1, 2, ...",
            got=repr(first),
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
        See `METHODS`: `column` of the file; `first_edge`, the number of the first
        frame's edge; `rate_hz`; `start_s` and `stop_s`, the times of the first and of
        the last frame on the experiment's clock.

    Raises
    ------
    ParameterError
        If the method is unknown, or a parameter missing or too much.
    PathError
        If the file is missing.
    ClockError
        If the times cannot be right, or it cannot be told which edge is whose.
    """
    check_method(method, path, params)
    movie_s = np.asarray(movie_s, dtype=np.float64)
    source = method if path is None else Path(path).name
    if method == "times":
        return times_of_frames(_read(path, params), movie_s, source=source)
    if method == "edges":
        edges_s = _read(path, params)
        return align_edges(edges_s, movie_s, first_edge=params.get("first_edge"), source=source)
    if method == "line":
        return line_times(movie_s, params["start_s"], params["stop_s"])
    rate_hz = params["rate_hz"] if method == "rate" else read_frame_rate(path)  # type: ignore[arg-type]
    return rate_times(movie_s, rate_hz, params["start_s"], method=method, source=source)


def times_of_frames(
    given_s: np.ndarray, movie_s: np.ndarray, *, source: str = "times"
) -> ClockTimes:
    """One given time for each frame, exact.

    Raises
    ------
    ClockError
        If there are more or fewer times than frames, or they do not increase.
    """
    given_s = _increasing(given_s, "times")
    if len(given_s) != len(movie_s):
        raise ClockError(
            "There is not one time for each frame.",
            expected=f"{len(movie_s)} times",
            got=f"{len(given_s)} times in {source}",
            do="if frames were dropped or duplicated, use the method 'edges'",
        )
    return _described(given_s, movie_s, "times", source, dropped_s=times_in_holes(given_s))


def align_edges(
    edges_s: np.ndarray,
    frame_times_s: np.ndarray,
    *,
    first_edge: int | None = None,
    source: str = "edges",
) -> ClockTimes:
    """Times of frames from TTL edges, where some edges or frames have no partner.

    Parameters
    ----------
    edges_s : (edges,) array
        Rising edges in seconds, increasing, on the clock of the experiment.
    frame_times_s : (frames,) array
        Frame times on the movie's own clock.
    first_edge : int, optional
        Number of the first frame's edge, from 0, where it is known.
    source : str
        Name of the file.

    Returns
    -------
    ClockTimes
        A frame without an edge has the time NaN.  `found` tells how many edges and
        frames lie before the first and after the last match.

    Raises
    ------
    ClockError
        If the intervals do not tell which edge belongs to which frame.

    Notes
    -----
    See `edge_alignment.match_edges`.  Where that cannot tell, as many edges as frames
    are one to one if no interval contradicts, or if the movie's intervals are constant:
    its writer may have stamped it so.
    """
    edges_s = _increasing(edges_s, "edges")
    frame_s = np.asarray(frame_times_s, dtype=np.float64)
    n_frames = len(frame_s)
    _check_unit(edges_s, frame_s, source)
    try:
        edge = match_edges(edges_s, frame_s, first_edge=first_edge).edge_of_frame
    except ClockError:
        same = first_edge is None and len(edges_s) == n_frames
        if not (same and (not _has_hole(frame_s) or _steps_agree(edges_s, frame_s))):
            raise
        edge = np.arange(n_frames)
    times_s = np.where(edge >= 0, edges_s[edge], np.nan)
    frames = np.flatnonzero(edge >= 0)
    first, last = int(edge[frames[0]]), int(edge[frames[-1]])
    inside = np.setdiff1d(np.arange(first, last), edge)
    without = frames[0] + np.flatnonzero(edge[frames[0] : frames[-1]] < 0)
    outside = {
        "edges_before_first_frame": first,
        "edges_after_last_frame": len(edges_s) - 1 - last,
        "frames_before_first_edge": int(frames[0]),
        "frames_after_last_edge": int(n_frames - 1 - frames[-1]),
    }
    return _described(
        times_s,
        frame_s,
        "edges",
        source,
        dropped_s=edges_s[inside],
        duplicated=without.astype(np.int64),
        found=outside,
    )


def rate_times(
    movie_s: np.ndarray,
    rate_hz: float,
    start_s: float,
    *,
    method: str = "rate",
    source: str = "rate",
) -> ClockTimes:
    """Frames at a constant rate, the first at `start_s`; ClockError if it is no rate."""
    if not (_is_finite(rate_hz) and rate_hz > 0):
        raise ClockError(
            "The frame rate is not a positive number.",
            expected="frames a second, such as 30",
            got=repr(rate_hz),
        )
    times_s = float(start_s) + np.arange(len(movie_s)) / float(rate_hz)
    found = {"rate_hz": float(rate_hz)}
    return _described(times_s, movie_s, method, source, found=found)


def line_times(movie_s: np.ndarray, start_s: float, stop_s: float) -> ClockTimes:
    """A line through the first frame's and the last frame's times.

    Parameters
    ----------
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    start_s, stop_s : float
        Times of the first and of the last frame, when each begins.

    Raises
    ------
    ClockError
        If the last is not after the first, or there is one frame only.
    """
    movie_s = np.asarray(movie_s, dtype=np.float64)
    if not stop_s > start_s or len(movie_s) < 2:
        raise ClockError(
            "There is no line through the first and the last frame.",
            expected="two frames at least, and stop_s after start_s",
            got=f"{len(movie_s)} frames from {start_s:g} to {stop_s:g} s",
        )
    slope = (stop_s - start_s) / (movie_s[-1] - movie_s[0])
    times_s = start_s + slope * (movie_s - movie_s[0])
    times_s[-1] = stop_s
    found = _described(times_s, movie_s, "line", "line")
    nan = float("nan")
    return ClockTimes(
        times_s, "line", "line", found.drift_ppm, nan, nan, found=found.found, notes=found.notes
    )


def _described(
    times_s: np.ndarray, movie_s: np.ndarray, method: str, source: str, **more: Any
) -> ClockTimes:
    """With drift and residual against the best line; ClockError where these are no seconds."""
    slope, left_s = best_line(movie_s, times_s)
    drift_ppm = residual_s = residual_max_s = float("nan")
    notes = []
    if math.isfinite(slope):
        if slope > NO_SECONDS:
            raise _not_seconds(slope, times_s, movie_s, source)
        known = np.isfinite(times_s)
        y, distance = times_s[known], left_s[known]
        drift_ppm = (slope - 1) * 1e6
        residual_s = float(np.sqrt(np.mean(distance**2)))
        residual_max_s = float(np.abs(distance).max())
        step_s = float(np.median(np.diff(y)))
        if abs(drift_ppm) > NOTED_DRIFT_PPM:
            notes.append(
                f"the clock runs at {slope:.4g} times the movie's own: check rate and units"
            )
        if residual_max_s > 0.5 * step_s:
            # frames are counted by a rate, so one that is missing moves all that follow
            counted = "frames may be missing, which a rate cannot know; " * (method in _COUNTING)
            notes.append(
                f"frame times differ from a line through the movie's own by up to "
                f"{residual_max_s:.3g} s, over half a frame: {counted}the movie's timestamps are "
                f"not those of its frames, or the times are of other frames"
            )
    return ClockTimes(
        times_s, method, source, drift_ppm, residual_s, residual_max_s, notes=tuple(notes), **more
    )


def _check_unit(edges_s: np.ndarray, frame_s: np.ndarray, source: str) -> None:
    """Refuse edges in another unit before they are matched: they would fit in many ways.

    Few edges may truly lie far apart, and are told to be too few.
    """
    if min(len(edges_s), len(frame_s)) < 3 or len(edges_s) < len(frame_s) / 2:
        return
    slope = float(np.median(np.diff(edges_s)) / np.median(np.diff(frame_s)))
    if slope > NO_SECONDS:
        raise _not_seconds(slope, edges_s, frame_s, source)


def _not_seconds(slope: float, times_s: np.ndarray, movie_s: np.ndarray, source: str) -> ClockError:
    own, found = np.ptp(movie_s), np.nanmax(times_s) - np.nanmin(times_s)
    return ClockError(
        "The frames' times cannot be in seconds.",
        expected=f"about the movie's own {own:.3f} s from the first frame to the last",
        got=f"{found:.3f} from {source}; one frame lasts {slope:.4g} times as long",
        do="divide milliseconds by 1000, or sample numbers by the sampling rate",
    )


def _steps_agree(edges_s: np.ndarray, frame_s: np.ndarray) -> bool:
    """Whether frame k can have edge k throughout: no interval differs by half a usual one."""
    edge_steps, frame_steps = np.diff(edges_s), np.diff(frame_s)
    slope = (edges_s[-1] - edges_s[0]) / (frame_s[-1] - frame_s[0])
    return bool(np.abs(edge_steps - slope * frame_steps).max() < 0.5 * np.median(edge_steps))


def _has_hole(frame_s: np.ndarray) -> bool:
    steps = np.diff(frame_s)
    usual = float(np.median(steps)) if len(steps) else 0.0
    return bool(len(steps) and np.abs(steps - usual).max() >= 0.5 * usual)


def _increasing(values: np.ndarray, what: str) -> np.ndarray:
    values = np.asarray(values, dtype=np.float64).ravel()
    if not values.size:
        raise ClockError(
            f"There are no {what}.",
            expected="times in seconds, one a line",
            got="none",
            do="check that the file was written to the end",
        )
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        raise ClockError(
            f"The {what} are not all finite numbers of seconds.",
            expected=f"{len(values)} finite numbers",
            got=f"{values[wrong[0]]} at number {wrong[0] + 1}",
            do=f"leave out {'edges' if what == 'edges' else 'frames'} without a time, and let "
            "the others be matched as edges",
        )
    if (np.diff(values) <= 0).any():
        at = int(np.flatnonzero(np.diff(values) <= 0)[0])
        raise ClockError(
            f"The {what} do not increase.",
            expected="each later than the one before",
            got=f"{values[at]:.6f} s, then {values[at + 1]:.6f} s, at number {at + 1}",
            do=f"give {'rising edges only, in' if what == 'edges' else 'one time a frame,'} "
            "seconds, in order",
        )
    return values


def _read(path: Any, params: Mapping[str, Any]) -> np.ndarray:
    if not Path(path).is_file():
        raise PathError(f"There is no file of times {str(path)!r}.")
    return read_times(path, params.get("column"))


def _is_finite(value: Any) -> bool:
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return bool(number and math.isfinite(float(value)))
