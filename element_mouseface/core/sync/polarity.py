"""Edge polarity: choose one edge of each pulse if there are two per frame.

A digital input that records every change of the camera's line gives two edges per pulse,
one rising and one falling.  Used as one edge per frame they make every time wrong by half, without
another sign. The times do not show which of the two is the start of the exposure, so the user must
say it.
"""

from __future__ import annotations

import numpy as np

from ...errors import ClockError

#: 'all': each edge is a frame; 'first', 'second': two edges per pulse, of which one is
EDGES = ("all", "first", "second")
#: a whole number of times as fast or as slow as the movie, to this share
_NEAR = 0.06
_MOST_TIMES = 10
#: intervals differ from each other by less than this share of the shorter one
_LIKE = 0.25
_BEGINNING = 64


def chosen_edges(
    edges_s: np.ndarray,
    frame_s: np.ndarray,
    which: str | None,
    source: str,
    of_one_kind: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """The edges of frames, and their numbers among all edges.

    Parameters
    ----------
    edges_s, frame_s : arrays of float64, increasing
        All edges, and the frames' times on the movie's own clock.
    which : {'all', 'first', 'second'} or None
        None where it was not said: then two edges per frame are asked about.
    source : str
        Name of the file.
    of_one_kind : bool
        Whether they are known to be rising or falling edges only.

    Raises
    ------
    ClockError
        If edges come a whole number of times as often as frames, or as seldom, and it was not
        said what to do; or if two edges per pulse do not alternate to the end.
    """
    numbers = np.arange(len(edges_s))
    if which in ("first", "second"):
        _check_pairs(edges_s, source)
        numbers = numbers[int(which == "second") :: 2]
    elif which is None and min(len(edges_s), len(frame_s)) >= 3:
        _ask(edges_s, frame_s, source, of_one_kind)
    return edges_s[numbers], numbers


def _ask(edges_s: np.ndarray, frame_s: np.ndarray, source: str, of_one_kind: bool) -> None:
    """Refuse edges that are several times as many as frames in the same time, or as few."""
    n_edges, n_frames = len(edges_s), len(frame_s)
    faster = _usual(frame_s) / _usual(edges_s)
    for times in range(2, _MOST_TIMES + 1):
        if abs(faster / times - 1) < _NEAR and n_edges > (times - 0.5) * n_frames:
            raise _too_many(times, edges_s, frame_s, source, of_one_kind)
        if abs(faster * times - 1) < _NEAR and n_frames > (times - 0.5) * n_edges:
            often = "half" if times == 2 else f"a {times}th"
            raise ClockError(
                f"The edges in {source} come {often} as often as the frames.",
                expected=f"an edge every {_usual(frame_s):.6g} s, as the frames",
                got=f"{n_edges} edges, one every {_usual(edges_s):.6g} s, for {n_frames} frames",
                do="if the line changes once a frame, record its rising and its falling edges and "
                "say edges='all' (--clock-edges all); otherwise these are another camera's, or "
                "every second edge was left out before",
            )


def _too_many(
    times: int, edges_s: np.ndarray, frame_s: np.ndarray, source: str, of_one_kind: bool
) -> ClockError:
    pairs = times == 2 and not of_one_kind
    steps = np.diff(edges_s)
    even, odd = float(np.median(steps[0::2])), float(np.median(steps[1::2]))
    uneven = pairs and abs(even - odd) > _LIKE * min(even, odd)
    widths = f"; they are {1e3 * even:.4g} ms and {1e3 * odd:.4g} ms apart by turns"
    twice = "twice" if times == 2 else f"{times} times"
    both = "rising and falling edges of each pulse" if uneven else "two edges a pulse, perhaps"
    choose = (
        "say which edge of each pulse is a frame: edges='first' (--clock-edges first) where the "
        "line is low between frames and the exposure begins with the rise, 'second' for the other"
    )
    leave = "leave out the edges that are no frames"
    if of_one_kind:
        leave = (
            "if the camera exposes so often and only some of its frames were stored, give their "
            "edges as text; if each edge is a frame, correct the movie's rate (--fps); otherwise "
            "the line is another one's"
        )
    every = "; or edges='all' (--clock-edges all) if each is a frame and the movie's rate is wrong"
    return ClockError(
        f"The edges in {source} come {twice} as often as the frames"
        + (f": {both}." if pairs else "."),
        expected=f"an edge every {_usual(frame_s):.6g} s, as the frames",
        got=f"{len(edges_s)} edges for {len(frame_s)} frames" + (widths if uneven else ""),
        do=(choose if pairs else leave) + ("" if uneven or of_one_kind else every),
    )


def _usual(times_s: np.ndarray) -> float:
    """The usual interval, over several so that two kinds by turns count as their mean."""
    several = 2 * min(8, max(1, (len(times_s) - 1) // 4))
    several = min(several, len(times_s) - 1)
    return float(np.median(times_s[several:] - times_s[:-several])) / several


def _check_pairs(edges_s: np.ndarray, source: str) -> None:
    """Refuse edges that are not two per pulse to the end: a missing one swaps all later ones."""
    steps = np.diff(edges_s)
    if len(steps) < 3:
        return
    # from the beginning: after a missing edge the two kinds are swapped
    even, odd = (float(np.median(steps[:_BEGINNING][k::2])) for k in (0, 1))
    period = even + odd
    # frames that were dropped make one of the two longer, by whole periods
    left = steps - np.where(np.arange(len(steps)) % 2 == 0, even, odd)
    off = np.abs(left - period * np.maximum(np.rint(left / period), 0))
    wrong = np.flatnonzero(off > _LIKE * min(even, odd))
    if len(wrong):
        at = int(wrong[0])
        raise ClockError(
            f"The edges in {source} are not two per pulse to the end.",
            expected=f"steps of {1e3 * even:.4g} and {1e3 * odd:.4g} ms by turns",
            got=f"{1e3 * steps[at]:.4g} ms after edge {at} (from 0), at {edges_s[at]:.6f} s",
            do="an edge is missing or extra there: correct it, so that rising and falling "
            "edges alternate",
        )
