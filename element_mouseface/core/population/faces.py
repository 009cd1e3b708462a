"""What one recording shows of a face: at rest, and in its trials.

Everything is relative to the recording's own rest, in square roots of luma, so that coats, lamps
and cameras make no difference: how the picture differs from rest, without sway and light, and how
much it moves from frame to frame, each of the pixel's usual largest difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InputError
from ..behavior.features.alignment import landmark_maps
from ..behavior.features.portrait import Portrait, Sample, make_portrait
from ..events import Events
from ..features.quality import FrameFlag
from ..store.result import Result
from .params import PopulationParams

_UNUSABLE = int(FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT)
#: A face that has not settled is not at rest: so long after an event.
_SETTLED_S = 1.0
_LEAST_SHARE = 0.5
_LEAST_FRAMES = 30

#: What is taken of a trial: the picture's difference from rest, and movement.
KINDS = ("picture", "motion")


@dataclass(frozen=True, eq=False)
class FaceSource:
    """A recording whose face is compared with others.

    Attributes
    ----------
    name : str
        For messages and tables.
    mouse, session : str
    result : Result
        The pass over its movie.
    events : Events
    times_s : (frames,) float64 array
        On the clock of the events.
    """

    name: str
    mouse: str
    session: str
    result: Result
    events: Events
    times_s: np.ndarray

    @classmethod
    def of_scored(cls, scored: Any, mouse: str, session: str, name: str = "") -> FaceSource:
        """From a `ScoredRecording` whose pass over the movie is there.

        Raises
        ------
        InputError
            If it has no events, or no pass over its movie.
        """
        if scored.recording is None or scored.events is None:
            raise InputError(
                f"{name or scored.movie.title} shows no face.",
                expected="a scored recording with events and the pass over its movie",
                got="no events" if scored.events is None else "no pass over the movie",
                do="score it with events, and keep its descriptors.zarr",
            )
        return cls(
            name or scored.movie.title, mouse, session, scored.recording.result, scored.events,
            scored.times_s,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class SessionFace:
    """The face of one recording, and its response in each trial.

    Attributes
    ----------
    name, mouse, session, digest : str
    maps : (3, y, x) float32 array
        By which faces are laid over each other.
    shape : (int, int)
        Of the pictures below (y, x).
    whole : (y, x) float32 array
        The thumbnail at rest, square roots of luma.
    stimulus : tuple of str
        Of the trials that could be used.
    amount : (trials,) float64 array
        NaN where the event has none.
    trials, rest : mapping of str to (n, pixels) float32 array
        By `KINDS`: the mean of the response minus that before it, of trials, and of windows at
        rest between them.
    n_left_out : int
        Trials with too few frames, or none before them.
    """

    name: str
    mouse: str
    session: str
    digest: str
    maps: np.ndarray
    shape: tuple[int, int]
    whole: np.ndarray
    stimulus: tuple[str, ...]
    amount: np.ndarray
    trials: dict[str, np.ndarray]
    rest: dict[str, np.ndarray]
    n_left_out: int


def look_at(source: FaceSource, params: PopulationParams) -> SessionFace:
    """Read the face of a recording, at rest and in its trials.

    Raises
    ------
    InputError
        If fewer than thirty of its frames can be used.
    """
    usable = (source.result.flags.astype(np.int64) & _UNUSABLE) == 0
    portrait = make_portrait(_sampled(source, usable, params.frames))
    reader = _Windows(source, portrait, usable)
    stimulus, amount, found, left_out = [], [], [], 0
    rest = []
    spans = list(_spans(source.events, params))
    for event, window, before, quiet in spans:
        response = reader.change(window, before)
        if response is None:
            left_out += 1
        else:
            stimulus.append(event.name)
            amount.append(np.nan if event.amount is None else event.amount)
            found.append(response)
        if quiet is not None and (still := reader.change(*quiet)) is not None:
            rest.append(still)
    return SessionFace(
        name=source.name,
        mouse=source.mouse,
        session=source.session,
        digest=source.result.digest,
        maps=landmark_maps(portrait),
        shape=portrait.shape,
        whole=portrait.whole,
        stimulus=tuple(stimulus),
        amount=np.array(amount, np.float64),
        trials=_by_kind(found, len(portrait.median)),
        rest=_by_kind(rest, len(portrait.median)),
        n_left_out=left_out,
    )


def _by_kind(found: Sequence[tuple[np.ndarray, np.ndarray]], n: int) -> dict[str, np.ndarray]:
    return {
        kind: np.array([one[k] for one in found], np.float32).reshape(len(found), n)
        for k, kind in enumerate(KINDS)
    }


def _sampled(source: FaceSource, usable: np.ndarray, most: int) -> Sample:
    """Pairs of frames spread over the recording."""
    first = np.flatnonzero(usable[:-1] & usable[1:])
    if len(first) < _LEAST_FRAMES:
        raise InputError(
            f"{source.name} shows no face.",
            expected=f"at least {_LEAST_FRAMES} frames that follow each other",
            got=f"{len(first)} that are neither missing, black nor constant",
            do="leave this recording out",
        )
    chosen = first[np.unique(np.linspace(0, len(first) - 1, most // 2).astype(int))]
    frames = np.unique(np.concatenate([chosen, chosen + 1]))
    thumbnails = source.result.thumbnails
    blocks = [np.asarray(thumbnails[int(k) : int(k) + 2]) for k in chosen]
    there = dict(zip((int(k) for k in chosen), blocks, strict=True))
    pictures = [there[k][0] if k in there else there[k - 1][1] for k in map(int, frames)]
    return Sample(frames, np.stack(pictures), np.zeros((len(frames), 1), np.float32))


def _spans(events: Events, params: PopulationParams):
    """Of each event: its response, what is before it, and a pair of such at rest, in seconds."""
    low, high = params.response_s
    free_from = -np.inf
    for event in events:
        onset = event.onset_s
        start = max(onset - params.before_s, free_from)
        # a trial that begins before the one before it has ended has no rest before it
        before = (start, onset) if onset - start > 0.25 * params.before_s else (onset, onset)
        still = (onset - params.before_s - (high - low), onset - params.before_s)
        ahead = (still[0] - params.before_s, still[0])
        quiet = (still, ahead) if ahead[0] >= free_from + _SETTLED_S else None
        yield event, (onset + low, onset + high), before, quiet
        free_from = max(free_from, event.offset_s, onset + high)


class _Windows:
    """Means of windows of a recording, read when they are asked for."""

    def __init__(self, source: FaceSource, portrait: Portrait, usable: np.ndarray):
        self.thumbnails, self.portrait, self.usable = source.result.thumbnails, portrait, usable
        times = np.asarray(source.times_s, np.float64)
        self.times_s, self.known = times, np.isfinite(times)
        steps = np.diff(times[self.known])
        self.step_s = float(np.median(steps)) if len(steps) else 1.0

    def change(
        self, window: tuple[float, float], before: tuple[float, float]
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """The mean in a window minus that before: picture and motion; None without frames."""
        means = [self._mean(one) for one in (window, before)]
        if means[0] is None or means[1] is None:
            return None
        return means[0][0] - means[1][0], means[0][1] - means[1][1]

    def _mean(self, window: tuple[float, float]) -> tuple[np.ndarray, np.ndarray] | None:
        with np.errstate(invalid="ignore"):
            inside = self.known & (self.times_s >= window[0]) & (self.times_s < window[1])
        frames = np.flatnonzero(inside & self.usable)
        due = (window[1] - window[0]) / self.step_s
        if len(frames) < max(2, _LEAST_SHARE * due):
            return None
        first = max(int(frames[0]) - 1, 0)
        block = np.asarray(self.thumbnails[first : int(frames[-1]) + 1])
        pictures = self.portrait.residuals(block, np.zeros((len(block), 1), np.float32)).pictures
        here = frames - first
        moved = here[(here > 0) & self.usable[frames - 1]]
        if not len(moved):
            return None
        motions = self.portrait.motions(np.abs(pictures[moved] - pictures[moved - 1]))
        return self.portrait.levels(pictures[here]).mean(0), motions.mean(0)
