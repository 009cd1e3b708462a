"""The movie that labels belong to: its frames, when each begins, and its rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ClockError, ParameterError, check_whole
from ...events.bouts import frame_ends
from ..labels import MOST_FRAMES

#: a number of frames that a file may claim, where no video says so: three days at 30 a second
MOST_UNSEEN = 10_000_000


@dataclass(frozen=True, eq=False)
class Movie:
    """What the caller knows of a movie.

    Attributes
    ----------
    n_frames : int or None
    times_s : (n_frames,) float64 array or None
        When each frame begins, in the movie's own time.
    fps : float or None
    name : str
        Of its file, without ending; empty where it is not known.
    """

    n_frames: int | None = None
    times_s: np.ndarray | None = None
    fps: float | None = None
    name: str = ""

    @classmethod
    def of(cls, n_frames: Any, times_s: Any, fps: Any, video: Any) -> Movie:
        """What a caller gave, checked.

        Raises
        ------
        ParameterError
            If there is another number of frames than of times.
        ClockError
            If times do not increase.
        """
        if n_frames is not None:
            n_frames = check_whole("n_frames", n_frames, 0, MOST_FRAMES)
        if fps is not None and not 0 < float(fps) <= 1e6:
            raise ParameterError("fps is out of range.", expected="above 0", got=repr(fps))
        if times_s is not None:
            times_s = np.asarray(times_s, dtype=np.float64)
            _check_times(times_s, n_frames)
            n_frames = len(times_s)
        name = "" if video is None else Path(video).stem
        return cls(n_frames, times_s, None if fps is None else float(fps), name)

    @cached_property
    def edges_s(self) -> np.ndarray | None:
        """When each frame begins, and when the last one ends; None where no time is known."""
        if self.times_s is not None and len(self.times_s):
            times_s = _filled(self.times_s)
            return np.append(times_s, frame_ends(times_s)[0][-1])
        if self.fps is not None and self.n_frames is not None:
            return np.arange(self.n_frames + 1) / self.fps
        return None

    @cached_property
    def usual_s(self) -> float:
        """How long a frame usually lasts; 0 where no time is known."""
        edges_s = self.edges_s
        return 0.0 if edges_s is None or len(edges_s) < 2 else float(np.median(np.diff(edges_s)))

    @property
    def duration_s(self) -> float | None:
        """From the first frame's begin to the last one's end."""
        edges_s = self.edges_s
        return None if edges_s is None else float(edges_s[-1] - edges_s[0])

    def with_frames(self, n_frames: int, fps: float | None) -> Movie:
        """The same, of which more is known now."""
        return Movie(n_frames, self.times_s, self.fps or fps, self.name)

    def rates(self) -> tuple[float, ...]:
        """Frames per second as they can be meant: stated, on the whole, and usual."""
        found = [self.fps] if self.fps is not None else []
        if self.times_s is not None and len(self.times_s) > 1:
            steps = np.diff(_filled(self.times_s))
            found += [1 / float(steps.mean()), 1 / float(np.median(steps))]
        return tuple(found)

    def has_rate(self, fps: float) -> bool:
        """Whether a rate can be this movie's; True where none is known."""
        rates = self.rates()
        # times are rounded to a tick: in a short movie that changes its rate
        slack = 5e-4 + 0.002 / max(self.duration_s or np.inf, 1e-3)
        return not rates or any(abs(fps / rate - 1) <= slack for rate in rates)

    def nearest_edges(self, seconds: np.ndarray) -> np.ndarray:
        """The frames that begin nearest to these times (n_frames: the end of the last)."""
        edges_s = self.edges_s
        if edges_s is None:
            fps = self.fps or np.nan
            return np.rint(np.asarray(seconds) * fps).astype(np.int64)
        after = np.clip(np.searchsorted(edges_s, seconds), 1, len(edges_s) - 1)
        nearer = seconds - edges_s[after - 1] <= edges_s[after] - seconds
        return np.where(nearer, after - 1, after).astype(np.int64)


def _filled(times_s: np.ndarray) -> np.ndarray:
    """Times with those that are missing put between their neighbors."""
    known = np.isfinite(times_s)
    if known.all():
        return times_s
    places = np.arange(len(times_s))
    step = float(np.median(np.diff(times_s[known]))) if known.sum() > 1 else 1.0
    found = np.interp(places, places[known], times_s[known])
    first, last = places[known][0], places[known][-1]
    found[:first] = times_s[first] - step * (first - places[:first])
    found[last:] = times_s[last] + step * (places[last:] - last)
    return found


def _check_times(times_s: np.ndarray, n_frames: int | None) -> None:
    if times_s.ndim != 1 or (n_frames is not None and len(times_s) != n_frames):
        raise ParameterError(
            "There is not one time for each frame.",
            expected=f"{'a list' if n_frames is None else n_frames} of times in seconds",
            got=f"shape {times_s.shape}",
        )
    known = times_s[np.isfinite(times_s)]
    if len(times_s) and not len(known):
        raise ClockError("No frame has a time.", expected="seconds", got="NaN throughout")
    if (np.diff(known) <= 0).any():
        at = int(np.argmax(np.diff(known) <= 0))
        raise ClockError(
            "Frame times do not increase.",
            expected="each later than the one before",
            got=f"{known[at]:g} s, then {known[at + 1]:g} s",
        )
