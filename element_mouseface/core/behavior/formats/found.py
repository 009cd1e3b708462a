"""What readers of label files find, before it is put onto the frames of a movie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Interval:
    """A bout as a file has it.

    Attributes
    ----------
    behavior : str
    start, stop : float or None
        In the file's unit; half-open.  A `stop` of None is an instant, or was never written;
        a `start` of None was never written.
    where : str
        In the file, for messages: 'line 12'.
    is_point : bool
        An instant: it has no end.
    """

    behavior: str
    start: float | None
    stop: float | None
    where: str
    is_point: bool = False


@dataclass
class FoundIntervals:
    """Bouts in seconds or frames.

    Attributes
    ----------
    names : list of str
        Behaviors that the labeler looked for, in the file's order.
    intervals : list of Interval
    unit : {'seconds', 'frames'}
    kinds, definitions : dict of str to str
        As far as the file has them.
    exclusive : bool
    assessed : dict of str to list of (start, stop), or None
        In the same unit; None: the whole movie.
    n_frames, duration_s, fps : int, float, float or None
        Of the movie, as the file says.
    media : tuple of str
        Names of the movie's files.
    labeler, method : str
    notes : list of str
    layout : mapping
    """

    names: list[str]
    intervals: list[Interval]
    unit: str = "seconds"
    kinds: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    exclusive: bool = False
    assessed: dict[str, list[tuple[float, float]]] | None = None
    n_frames: int | None = None
    duration_s: float | None = None
    fps: float | None = None
    media: tuple[str, ...] = ()
    labeler: str = ""
    method: str = "manual"
    notes: list[str] = field(default_factory=list)
    layout: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class FoundRows:
    """A row a frame.

    Attributes
    ----------
    names : list of str
    values : (rows, behaviors) int8 array
        1, 0 or -1 (unknown).
    index : (rows,) int64 array or None
        The column of frame numbers.
    times_s : (rows,) float64 array or None
        The column of times.
    line_of : callable(int) -> int
        Line in the file of a row.
    rows_may_be_missing : bool
        A format that leaves out the frames that nobody looked at.
    method : str
    notes : list of str
    layout : mapping
    """

    names: list[str]
    values: np.ndarray
    index: np.ndarray | None = None
    times_s: np.ndarray | None = None
    line_of: Callable[[int], int] = lambda row: row + 2
    rows_may_be_missing: bool = False
    method: str = "manual"
    notes: list[str] = field(default_factory=list)
    layout: Mapping[str, Any] = field(default_factory=dict)
