"""Labels of planted behaviors, by rules about what the frames show.

An observer with the pose of every frame, and the times of the frames, can label them: no rule
looks at what was planned.  A rule says when a frame shows the behavior, how long a pause
may be that belongs to a bout, and how long a bout is:

- licking: the tongue is out by 0.15 of its length and no paw is before the mouth; pauses of
  up to 0.25 s belong to the bout.
- grooming: a paw is more than half-way up from below the frame to the snout; pauses of up to
  0.15 s belong to the bout.
- blink: the lids are less than half open, for at most half a second.
- whisking: the whiskers are protracted by more than 6 degrees and no paw is before them;
  pauses of up to 0.15 s belong to the bout; for at least 0.25 s.
- chewing: the jaw is open by more than 2.5 degrees, the tongue is in and no paw is before
  the mouth; pauses of up to 0.25 s belong to the bout, in which the jaw opens at least three
  times and the tongue stays in.
- startle: the body is more than half-way hunched.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .bouts import BEHAVIORS

Flags = NDArray[np.bool_]

_TONGUE, _PAW, _LIDS, _WHISKER_DEG, _JAW_DEG, _HUNCH = 0.15, 0.5, 0.5, 6.0, 2.5, 0.5
_PAW_BEFORE = 0.3  # from here on the paw hides the mouth


def label_poses(
    pose: NDArray[np.float64], names: NDArray[np.str_], times_s: NDArray[np.float64]
) -> Flags:
    """Which behaviors each frame shows, (frames, behaviors) in the order of `BEHAVIORS`.

    Parameters
    ----------
    pose : (frames, parts) array
        As drawn.
    names : (parts,) array of str
    times_s : (frames,) array
    """
    at = {str(name): pose[:, number] for number, name in enumerate(names)}
    free = at["paw"] < _PAW_BEFORE
    out = (at["tongue"] > _TONGUE) & free
    licking = _joined(out, times_s, 0.25)
    opened = (at["jaw"] > _JAW_DEG) & free & ~licking
    chewing = _joined(opened, times_s, 0.25) & ~licking & free
    for first, stop in bouts_of(chewing):
        inside = opened[first:stop]
        if inside[0] + np.count_nonzero(inside[1:] & ~inside[:-1]) < 3:
            chewing[first:stop] = False
    whisking = _joined((at["whisker"] > _WHISKER_DEG) & free, times_s, 0.15) & free
    found = {
        "licking": licking,
        "grooming": _joined(at["paw"] > _PAW, times_s, 0.15),
        "blink": _lasting(at["eye"] < _LIDS, times_s, most_s=0.5),
        "whisking": _lasting(whisking, times_s, least_s=0.25),
        "chewing": chewing,
        "startle": at["hunch"] > _HUNCH,
    }
    return np.stack([found[name] for name in BEHAVIORS], axis=1)


def bouts_of(shown: Flags) -> NDArray[np.int64]:
    """The runs of one behavior: rows (first frame, frame after the last)."""
    edges = np.diff(np.concatenate([[0], shown.astype(np.int8), [0]]))
    return np.stack([np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)], axis=1)


def _joined(shown: Flags, times_s: NDArray[np.float64], pause_s: float) -> Flags:
    """With the pauses of at most so long, from the last frame before to the first after."""
    joined, rows = shown.copy(), bouts_of(shown)
    for (_, last), (first, _) in pairwise(rows):
        if times_s[first] - times_s[last - 1] <= pause_s:
            joined[last:first] = True
    return joined


def _lasting(
    shown: Flags, times_s: NDArray[np.float64], least_s: float = 0.0, most_s: float = np.inf
) -> Flags:
    """Without the runs that are shorter or longer; a run lasts to the next frame's time."""
    ends = np.append(times_s[1:], times_s[-1:])
    kept = shown.copy()
    for first, stop in bouts_of(shown):
        if not least_s <= ends[stop - 1] - times_s[first] <= most_s:
            kept[first:stop] = False
    return kept


def deepethogram_lines(names: NDArray[np.str_], shown: Flags) -> list[list[str | int]]:
    """A header and a row a frame as DeepEthogram writes labels: `background` first."""
    background = ~shown.any(axis=1)
    table = np.column_stack([np.arange(len(shown)), background, shown]).astype(int)
    return [["", "background", *map(str, names)], *table.tolist()]
