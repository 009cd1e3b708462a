"""Match TTL edges to frames if there are more of one than of the other.

A camera's pulse is recorded with every exposure, but not every exposure reaches
the file (a dropped frame: an edge without a frame), and a writer that keeps a
constant rate fills a gap by writing a frame twice (a frame without an edge).
The intervals show where: a gap in the movie's timestamps, a gap in the edges, or the same jitter in
both. If the intervals are not informative, nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import ClockError

#: Frames matched before the line through the last ones is fitted again: it may drift.
BLOCKS = (16, 64, 256, 1024, 4096)
#: Starting points tried beyond what the two lengths allow, which are not known exactly.
SPARE = 8
#: Starting points beyond this number are not tried one by one.
MOST_STARTS = 500
#: A match within this many matched frames of the best is a rival, unless its residual differs.
MARGIN = 3
#: With jitter, the true start's residual is at most this share of a rival's.
CLEARLY = 0.5
#: Matches that agree on more than this share of frames are one, begun differently.
ALIKE = 0.9
#: The fewest intervals for an informative residual.
LEAST_INTERVALS = 30


@dataclass(frozen=True, eq=False)
class Match:
    """Edges that belong to frames.

    Attributes
    ----------
    edge_of_frame : (frames,) int64 array
        Number of each frame's edge; -1 where it has none.
    jitter_s : float
        Root mean square difference between matched intervals of edges and frames.
    """

    edge_of_frame: np.ndarray
    jitter_s: float

    @property
    def n_matched(self) -> int:
        """Frames that have an edge."""
        return int(np.count_nonzero(self.edge_of_frame >= 0))


def match_edges(
    edges_s: np.ndarray, frame_s: np.ndarray, *, first_edge: int | None = None
) -> Match:
    """Match each frame to its edge by the intervals.

    Parameters
    ----------
    edges_s : (edges,) float64 array
        Increasing, on the clock of the experiment.
    frame_s : (frames,) float64 array
        Increasing, on the movie's own clock.
    first_edge : int, optional
        Number of the first frame's edge, from 0, where it is known.

    Raises
    ------
    ClockError
        If several ways to match are as good as each other, or none is good.

    Notes
    -----
    From each possible pair of a first frame and its edge, frames take the nearest
    edge within half an interval of where a line through the last matches expects
    it, so that the clocks may drift.  The pair wins that leaves the fewest frames
    without an edge; rivals that are as good are distinguished by their jitter, or the match is
    ambiguous.
    """
    if min(len(edges_s), len(frame_s)) < 3:
        raise ClockError(
            "There are too few edges or frames to match them.",
            expected="at least three of each",
            got=f"{len(edges_s)} edges, {len(frame_s)} frames",
            do="check that this is the camera's line; or give the frames' times themselves, or the "
            "start and the rate",
        )
    slope = _usual(edges_s) / _usual(frame_s)
    if first_edge is not None:
        if not 0 <= first_edge < len(edges_s):
            raise ClockError(
                "There is no such first edge.",
                expected=f"a number from 0 to {len(edges_s) - 1}",
                got=str(first_edge),
                do="count the edges of the file from 0, or leave first_edge out",
            )
        return _good(_tracked(edges_s, frame_s, first_edge, 0, slope), edges_s, frame_s)
    starts = _starts(edges_s, frame_s, slope)
    found = [_tracked(edges_s, frame_s, edge, frame, slope) for edge, frame in starts]
    return _good(_winner(found, edges_s, frame_s), edges_s, frame_s)


def _usual(times_s: np.ndarray) -> float:
    """The usual interval: of several at once, so that jitter counts little and gaps not."""
    several = min(16, max(1, len(times_s) // 16))
    return float(np.median(times_s[several:] - times_s[:-several])) / several


def _starts(edges_s: np.ndarray, frame_s: np.ndarray, slope: float) -> list[tuple[int, int]]:
    """Pairs of an edge and a frame that can be the first match."""
    step_s = _usual(edges_s)
    spare = ((edges_s[-1] - edges_s[0]) - (frame_s[-1] - frame_s[0]) * slope) / step_s
    more_edges = max(int(np.ceil(spare)), 0) + SPARE
    more_frames = max(int(np.ceil(-spare)), 0) + SPARE
    n_starts = more_edges + more_frames
    if n_starts > MOST_STARTS:
        raise _ambiguous(
            f"{len(edges_s)} edges and {len(frame_s)} frames can begin in {n_starts} ways"
        )
    edges = [(edge, 0) for edge in range(min(more_edges + 1, len(edges_s)))]
    return edges + [(0, frame) for frame in range(1, min(more_frames + 1, len(frame_s)))]


def _tracked(
    edges_s: np.ndarray, frame_s: np.ndarray, edge: int, frame: int, slope: float
) -> Match:
    """Match from one pair on, in blocks, each expected by a line through those before."""
    n_frames = len(frame_s)
    taken = np.full(n_frames, -1, dtype=np.int64)
    taken[frame] = edge
    step_s = min(_usual(edges_s), _usual(frame_s) * slope)
    line, begin, sizes = (slope, edges_s[edge] - slope * frame_s[frame]), frame + 1, iter(BLOCKS)
    size, highest = BLOCKS[0], edge
    while begin < n_frames:
        size = next(sizes, size)
        stop = min(begin + size, n_frames)
        expected = line[0] * frame_s[begin:stop] + line[1]
        taken[begin:stop] = _nearest(edges_s, expected, highest + 1, 0.5 * step_s)
        highest = max(highest, int(taken[begin:stop].max()))
        line = _line(edges_s, frame_s, taken, max(0, stop - 2 * size), stop, line)
        begin = stop
    return Match(taken, _jitter(edges_s, frame_s, taken))


def _nearest(edges_s: np.ndarray, expected: np.ndarray, after: int, within: float) -> np.ndarray:
    """The nearest edge from `after` on to each expected time; -1 beyond `within` or taken."""
    if after >= len(edges_s):
        return np.full(len(expected), -1, dtype=np.int64)
    right = np.searchsorted(edges_s, expected).clip(after, len(edges_s) - 1)
    left = (right - 1).clip(after)
    nearer = np.abs(edges_s[left] - expected) <= np.abs(edges_s[right] - expected)
    found = np.where(nearer, left, right).astype(np.int64)
    distance = np.abs(edges_s[found] - expected)
    found[distance > within] = -1
    # two frames that want one edge: the nearer one has it
    order = np.lexsort((distance, found))
    again = np.zeros(len(found), dtype=bool)
    again[order[1:]] = found[order[1:]] == found[order[:-1]]
    found[again] = -1
    return found


def _line(edges_s, frame_s, taken, start, stop, before) -> tuple[float, float]:
    """Slope and offset through the matches between two frames; the old ones where few."""
    frames = start + np.flatnonzero(taken[start:stop] >= 0)
    if len(frames) < 2:
        return before
    x, y = frame_s[frames], edges_s[taken[frames]]
    middle = x.mean(), y.mean()
    slope = before[0]
    if len(frames) >= BLOCKS[0]:
        slope = float(np.dot(x - middle[0], y - middle[1]) / np.dot(x - middle[0], x - middle[0]))
    return slope, float(middle[1] - slope * middle[0])


def _jitter(edges_s: np.ndarray, frame_s: np.ndarray, taken: np.ndarray) -> float:
    frames = np.flatnonzero(taken >= 0)
    if len(frames) < 2:
        return float("inf")
    edge_steps, frame_steps = np.diff(edges_s[taken[frames]]), np.diff(frame_s[frames])
    slope = edge_steps.sum() / frame_steps.sum()
    return float(np.sqrt(np.mean((edge_steps - slope * frame_steps) ** 2)))


def _winner(found: list[Match], edges_s: np.ndarray, frame_s: np.ndarray) -> Match:
    """The best match, or a ClockError if the intervals are ambiguous."""
    most = max(one.n_matched for one in found)
    rivals = [one for one in found if one.n_matched > most - MARGIN]
    rivals = _distinct(sorted(rivals, key=lambda one: (one.jitter_s, -one.n_matched)))
    best = rivals[0]
    if len(rivals) == 1:
        return best
    # a millionth of an interval is rounding, not jitter
    floor = 1e-6 * _usual(edges_s)
    tells = best.n_matched > LEAST_INTERVALS
    if tells and max(best.jitter_s, floor) < CLEARLY * rivals[1].jitter_s:
        return best
    whole = [one for one in rivals if _end_to_end(one, len(edges_s))]
    if len(whole) == 1:
        return whole[0]
    raise _ambiguous(f"{len(rivals)} ways to match {len(edges_s)} edges and {len(frame_s)} frames "
                     "are as good as each other")  # fmt: skip


def _distinct(matches: list[Match]) -> list[Match]:
    """Without those that slip into a better one's matches soon after another beginning."""
    kept: list[Match] = []
    for one in matches:
        if not any(_alike(one, other) for other in kept):
            kept.append(one)
    return kept


def _alike(one: Match, other: Match) -> bool:
    both = (one.edge_of_frame >= 0) & (other.edge_of_frame >= 0)
    same = one.edge_of_frame[both] == other.edge_of_frame[both]
    return bool(both.any() and same.mean() > ALIKE)


def _end_to_end(one: Match, n_edges: int) -> bool:
    """Whether the first and the last frame have the first and the last edge."""
    return bool(one.edge_of_frame[0] == 0 and one.edge_of_frame[-1] == n_edges - 1)


def _good(match: Match, edges_s: np.ndarray, frame_s: np.ndarray) -> Match:
    fewer = min(len(edges_s), len(frame_s))
    if match.n_matched < max(3, fewer // 2):
        raise ClockError(
            "The edges do not follow the frames.",
            expected="edges of this camera: most frames with an edge of their own",
            got=f"{match.n_matched} of {len(frame_s)} frames could be matched to "
            f"{len(edges_s)} edges",
            do="check that the file is this camera's, in seconds, with rising edges only",
        )
    return match


def _ambiguous(what: str) -> ClockError:
    return ClockError(
        f"The match of edges to frames is ambiguous: {what}.",
        expected="a gap in the movie's timestamps, a gap in the edges, or jitter in both",
        do="if these are this camera's edges, one for each frame, give `first_edge`, the number of "
        "the first frame's edge from 0; or a file with one time per frame (method 'times'); or the "
        "first and last frame's times (method 'line')",
    )
