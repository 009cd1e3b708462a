"""TTL clock: frame times from the edges of a TTL signal."""

from __future__ import annotations

import numpy as np

from ...errors import ClockError
from .checks import increasing
from .clock_fit import NO_SECONDS, described, not_seconds
from .clock_times import ClockTimes
from .drift import numbers_left_out
from .edge_alignment import match_edges
from .polarity import chosen_edges


def align_edges(
    edges_s: np.ndarray,
    frame_times_s: np.ndarray,
    *,
    first_edge: int | None = None,
    edges: str | None = None,
    source: str = "edges",
    method: str = "edges",
    of_one_kind: bool = False,
) -> ClockTimes:
    """Times of frames from TTL edges, where some edges or frames have no partner.

    Parameters
    ----------
    edges_s : (edges,) array
        Edges in seconds, increasing, on the clock of the experiment.
    frame_times_s : (frames,) array
        Frame times on the movie's own clock.
    first_edge : int, optional
        Number of the first frame's edge, from 0, where it is known.
    edges : {'all', 'first', 'second'}, optional
        Of a file with the rising and the falling edge of each pulse, which one is a frame's;
        'all' if each edge is a frame, whatever the movie's own rate.
    source : str
        Name of the file.
    method : str
        As in `ClockTimes`.
    of_one_kind : bool
        Whether they are known to be rising or falling edges only.

    Returns
    -------
    ClockTimes
        A frame without an edge has the time NaN.  `found` tells how many edges and
        frames lie before the first and after the last match.

    Raises
    ------
    ClockError
        If the match of edges to frames is ambiguous.

    Notes
    -----
    See `edge_alignment.match_edges`.  Where that cannot tell, as many edges as frames
    are one to one if no interval contradicts, or if the movie's intervals are constant:
    its writer may have stamped it so.
    """
    edges_s = increasing(edges_s, "edges")
    frame_s = np.asarray(frame_times_s, dtype=np.float64)
    _check_unit(edges_s, frame_s, source)
    edges_s, numbers = chosen_edges(edges_s, frame_s, edges, source, of_one_kind)
    if first_edge is not None:
        first_edge = _among(numbers, first_edge)
    edge = _edge_of_frame(edges_s, frame_s, first_edge)
    times_s = np.where(edge >= 0, edges_s[edge], np.nan)
    frames = np.flatnonzero(edge >= 0)
    first, last = int(edge[frames[0]]), int(edge[frames[-1]])
    inside = numbers_left_out(first, last, edge)
    without = frames[0] + np.flatnonzero(edge[frames[0] : frames[-1]] < 0)
    outside = {
        "edges_before_first_frame": first,
        "edges_after_last_frame": len(edges_s) - 1 - last,
        "frames_before_first_edge": int(frames[0]),
        "frames_after_last_edge": int(len(frame_s) - 1 - frames[-1]),
    }
    return described(
        times_s,
        frame_s,
        method,
        source,
        dropped_s=edges_s[inside],
        duplicated=without.astype(np.int64),
        found=outside,
    )


def _among(numbers: np.ndarray, first_edge: int) -> int:
    """The index of an edge of the file among the chosen ones."""
    place = int(np.searchsorted(numbers, first_edge))
    if place < len(numbers) and numbers[place] == first_edge:
        return place
    if place < len(numbers):
        raise ClockError(
            "The first edge is not one of the chosen edges.",
            expected=f"an edge such as {numbers[place]}",
            got=str(first_edge),
            do="count all edges of the file from 0, and give one of the chosen kind",
        )
    return first_edge  # beyond the last: reported when edges are matched


def _edge_of_frame(edges_s: np.ndarray, frame_s: np.ndarray, first_edge: int | None) -> np.ndarray:
    """Number of each frame's edge by the intervals, or one to one; -1 where there is none."""
    try:
        return match_edges(edges_s, frame_s, first_edge=first_edge).edge_of_frame
    except ClockError:
        same = first_edge is None and len(edges_s) == len(frame_s)
        if not (same and (not _has_hole(frame_s) or _steps_agree(edges_s, frame_s))):
            raise
        return np.arange(len(frame_s))


def _check_unit(edges_s: np.ndarray, frame_s: np.ndarray, source: str) -> None:
    """Refuse edges in another unit before they are matched: they would fit in many ways.

    A few edges may really be far apart; they are refused as too few.
    """
    if min(len(edges_s), len(frame_s)) < 3 or len(edges_s) < len(frame_s) / 2:
        return
    slope = float(np.median(np.diff(edges_s)) / np.median(np.diff(frame_s)))
    if slope > NO_SECONDS:
        raise not_seconds(slope, edges_s, frame_s, source)


def _steps_agree(edges_s: np.ndarray, frame_s: np.ndarray) -> bool:
    """Whether frame k can have edge k throughout: no interval differs by half a usual one."""
    edge_steps, frame_steps = np.diff(edges_s), np.diff(frame_s)
    slope = (edges_s[-1] - edges_s[0]) / (frame_s[-1] - frame_s[0])
    return bool(np.abs(edge_steps - slope * frame_steps).max() < 0.5 * np.median(edge_steps))


def _has_hole(frame_s: np.ndarray) -> bool:
    """Whether an interval differs by half a usual one or more: the movie's are not constant."""
    steps = np.diff(frame_s)
    usual = float(np.median(steps)) if len(steps) else 0.0
    return bool(len(steps) and np.abs(steps - usual).max() >= 0.5 * usual)
