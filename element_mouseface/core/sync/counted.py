"""Frame times by a camera's frame counter: with its own times, or with the edges of its line.

The counter numbers exposures, also those of which no frame was stored.  So dropped frames are known
exactly, and with the edges of the camera's line the k-th counted exposure is the k-th edge.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...errors import ClockError
from .camera_file import CameraFile
from .checks import increasing
from .clock_fit import described
from .clock_times import ClockTimes
from .counter import Counted, continued
from .drift import numbers_left_out, times_in_holes
from .polarity import chosen_edges

#: rows beyond the movie's frames that a writer may have lost, as a share of all
_MOST_LEFT_OUT = 0.2


def rows_of_frames(n_rows: int, n_frames: int, first_row: int | None, source: str) -> slice:
    """The rows of a camera's table that are those of the movie's frames.

    Parameters
    ----------
    n_rows, n_frames : int
    first_row : int or None
        Row of the first frame, from 0, where there are more rows than frames.
    source : str
        Name of the file.

    Raises
    ------
    ClockError
        If there are more rows than frames and the first one was not named, or fewer.
    """
    if first_row is None and n_rows == n_frames:
        return slice(0, n_rows)
    left = n_rows - n_frames
    if first_row is not None and 0 <= first_row <= left:
        return slice(first_row, first_row + n_frames)
    more = 0 < left <= max(20, _MOST_LEFT_OUT * n_rows)
    raise ClockError(
        f"There is not one row for each frame in {source}.",
        expected=f"{n_frames} rows, one for each frame of the movie",
        got=f"{n_rows} rows" + (f", from row {first_row}" if first_row else ""),
        do=f"if the movie begins with the file's first row and lacks the last {left}, say "
        f"first_row=0 (--clock-first-row 0); if it lacks the first ones, first_row={left}"
        if more
        else "give the table of this movie; without one row a frame, use the edges of the "
        "camera's line by intervals (method 'edges')",
    )


def camera_times(
    file: CameraFile,
    movie_s: np.ndarray,
    *,
    bits: int | None = None,
    first_row: int | None = None,
    source: str,
) -> ClockTimes:
    """Times that a camera or Bonsai wrote, one a frame, with exposures counted.

    Parameters
    ----------
    file : CameraFile
        With times; the counter is optional.
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    bits, first_row : int, optional
        See `counter.continued` and `rows_of_frames`.
    source : str
        Name of the file.

    Returns
    -------
    ClockTimes
        The second of two frames with the same count has no time: it is a copy.

    Raises
    ------
    ClockError
        If rows are not those of the frames, or times do not increase.
    """
    if file.times_s is None:
        raise ValueError("the camera's table was read without times")
    rows = rows_of_frames(len(file.times_s), len(movie_s), first_row, source)
    times_s = file.times_s[rows].copy()
    notes = _left_out(rows, len(file.times_s))
    if file.counts is None and bits is not None:
        raise ClockError(
            f"{source} has no frame counter that is known.",
            expected="a column of counts, for counter_bits (--clock-counter-bits)",
            got=f"times in {file.time}",
            do="name the column: counter_column= (--clock-counter-column), or leave the bits out",
        )
    if file.counts is None:
        increasing(times_s, "times")
        notes.append("there is no frame counter: dropped frames are gaps of whole intervals")
        dropped_s = times_in_holes(times_s)
        return _with_notes(
            described(times_s, movie_s, "camera", source, dropped_s=dropped_s), notes
        )
    counted = continued(file.counts[rows], times_s, bits=bits, source=source)
    notes += [*counted.notes, *_resets(counted)]
    known = np.setdiff1d(np.arange(len(times_s)), counted.duplicated, assume_unique=True)
    increasing(times_s[known], "times")
    times_s[counted.duplicated] = np.nan
    dropped_s = _between(times_s[known], counted.exposures[known])
    holes = len(times_in_holes(times_s))
    if holes != len(dropped_s):
        notes.append(
            f"the counter misses {len(dropped_s)} frames, gaps of the time stamps {holes}: the "
            "counter is used"
        )
    found = described(
        times_s,
        movie_s,
        "camera",
        source,
        dropped_s=dropped_s,
        duplicated=counted.duplicated,
        found=counted.to_dict(),
    )
    return _with_notes(found, notes)


def counted_edges(
    edges_s: np.ndarray,
    counts: np.ndarray,
    movie_s: np.ndarray,
    *,
    bits: int | None = None,
    first_row: int | None = None,
    first_edge: int | None = None,
    edges: str | None = None,
    method: str,
    source: str,
    counter: str,
) -> ClockTimes:
    """Times of frames from edges, where a counter says which exposure each frame is.

    Parameters
    ----------
    edges_s : (edges,) array
        Seconds, one for each exposure.
    counts : (rows,) int64 array
        The camera's counter.
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    bits, first_row : int, optional
        See `counter.continued` and `rows_of_frames`.
    first_edge : int, optional
        The first frame's edge, from 0; negative if so many exposures came before the
        first edge.
    edges : str, optional
        As in `polarity.chosen_edges`, which has been called if it is given.
    method, source, counter : str
        As in `ClockTimes`; and the name of the counter's file.

    Raises
    ------
    ClockError
        If there are not as many edges as counted exposures and the first edge was not named, or
        the counter goes back.
    """
    edges_s = increasing(edges_s, "edges")
    rows = rows_of_frames(len(counts), len(movie_s), first_row, counter)
    counted = _counted_for(counts[rows], movie_s, bits, counter, len(edges_s))
    if len(counted.resets):
        raise _goes_back(counts[rows], counted, counter)
    if counted.n_exposures != len(edges_s):
        if edges is None and np.median(np.diff(counted.exposures)) <= 1:
            # two edges a pulse would be told as edges without a frame
            chosen_edges(edges_s, movie_s, None, source, method != "edges")
        if first_edge is None:
            raise _disagree(counted, len(edges_s), source, counter)
    edge = (first_edge or 0) + counted.exposures
    edge[(edge < 0) | (edge >= len(edges_s))] = -1
    if not (edge >= 0).any():
        raise ClockError(
            "There is no such first edge.",
            expected=f"a number from {1 - counted.n_exposures} to {len(edges_s) - 1}",
            got=str(first_edge),
            do="count the edges from 0; a negative number says how many exposures came before",
        )
    notes = [*_left_out(rows, len(counts)), *counted.notes]
    return _of_edges(edges_s, edge, counted, movie_s, notes, method, source)


def _counted_for(
    counts: np.ndarray, movie_s: np.ndarray, bits: int | None, source: str, n_edges: int
) -> Counted:
    """Exposures by a counter; the number of edges tells whether it ever is 0.

    A movie's own times may be nominal, so they cannot tell that.
    """
    found = [
        continued(counts, movie_s, bits=bits, uses_zero=uses_zero, source=source)
        for uses_zero in (True, False)
    ]
    skips = found[1].n_exposures == n_edges and found[0].wraps and (counts > 0).all()
    return found[1] if skips else found[0]


def _of_edges(
    edges_s: np.ndarray,
    edge: np.ndarray,
    counted: Counted,
    movie_s: np.ndarray,
    notes: list[str],
    method: str,
    source: str,
) -> ClockTimes:
    """The result for edges of frames (-1: none)."""
    frames = np.flatnonzero(edge >= 0)
    first, last = int(edge[frames[0]]), int(edge[frames[-1]])
    inside = numbers_left_out(first, last, edge)
    edge = edge.copy()
    edge[counted.duplicated] = -1
    times_s = np.where(edge >= 0, edges_s[edge], np.nan)
    after = int(len(edge) - 1 - frames[-1])
    found = {
        **counted.to_dict(),
        "edges_before_first_frame": first,
        "edges_after_last_frame": len(edges_s) - 1 - last,
        "frames_before_first_edge": int(frames[0]),
        "frames_after_last_edge": after,
    }
    if counted.n_exposures != len(edges_s):
        notes.append(
            f"{counted.n_exposures} exposures are counted from the first frame to the last, and "
            f"there are {len(edges_s)} edges: {first} before the first frame, "
            f"{len(edges_s) - 1 - last} after the last"
        )
    holes = times_in_holes(edges_s[first : last + 1])
    if len(holes):
        notes.append(
            f"the edges have {len(holes)} gaps of whole intervals, the first at {holes[0]:.3f} s: "
            "the camera paused, or pulses were lost and later frames have the time of another"
        )
    result = described(
        times_s,
        movie_s,
        method,
        source,
        dropped_s=edges_s[inside],
        duplicated=counted.duplicated,
        found=found,
    )
    return _with_notes(result, notes)


def _between(times_s: np.ndarray, exposures: np.ndarray) -> np.ndarray:
    """Times of exposures without a frame, evenly between their neighbors."""
    lost = numbers_left_out(int(exposures[0]), int(exposures[-1]), exposures)
    return np.interp(lost, exposures, times_s)


def _left_out(rows: slice, n_rows: int) -> list[str]:
    if rows.stop - rows.start == n_rows:
        return []
    return [f"rows {rows.start} to {rows.stop - 1} of {n_rows} are those of the movie's frames"]


def _resets(counted: Counted) -> list[str]:
    if not len(counted.resets):
        return []
    return [
        f"the counter goes back at {len(counted.resets)} frames, the first is {counted.resets[0]}: "
        "the camera was started anew; frames dropped there are not counted"
    ]


def _with_notes(found: ClockTimes, notes: list[str]) -> ClockTimes:
    return replace(found, notes=(*notes, *found.notes))


def _goes_back(counts: np.ndarray, counted: Counted, source: str) -> ClockError:
    at = int(counted.resets[0])
    return ClockError(
        f"The frame counter in {source} goes back, so exposures cannot be counted to the end.",
        expected="a counter that rises, or starts anew at 0 after its largest value",
        got=f"{counts[at - 1]}, then {counts[at]} at frame {at}",
        do="if it has fewer bits than 16, give them: counter_bits (--clock-counter-bits). If the "
        "camera was started anew there, use the edges by intervals, without the counter",
    )


def _disagree(counted: Counted, n_edges: int, source: str, counter: str) -> ClockError:
    more = n_edges - counted.n_exposures
    hint = "; 0 if the counter started with the first edge" if counted.first == 0 else ""
    if 0 < counted.first <= max(more, 0) + 1:
        hint = (
            f"; if the counter was 0 at the first edge, that is {counted.first}, and "
            f"{counted.first - 1} if it was 1"
        )
    return ClockError(
        f"The edges on {source} and the frame counter in {counter} do not agree.",
        expected=f"{counted.n_exposures} edges: one for each exposure that was counted from the "
        "first frame to the last",
        got=f"{n_edges} edges, {abs(more)} {'more' if more > 0 else 'fewer'}",
        do="give the number of the first frame's edge, from 0: first_edge (--first-edge)" + hint
        if more > 0
        else "the camera ran before or after the acquisition, or pulses were lost: if the first "
        "frame's edge is known, give first_edge (--first-edge; negative if so many exposures came "
        "before the first edge); otherwise match by intervals, without the counter",
    )
