"""A sample of frames, spread over recordings, stimuli, trials and time.

Frames of a recording are many and alike, and most are baseline.  A sample in proportion would show
little of the stimuli, so each recording, then each stimulus (and the baseline as one more), then
each trial gives the same number of frames, as far as it has them; inside a trial or the baseline
they are evenly spread over time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..events import Events
from .rows import BASELINE, UNKNOWN, StratumRow
from .sources import Frames

RULE = (
    "equal numbers of frames of each recording, in it of each stimulus and of the baseline, of "
    "each stimulus of each trial, evenly spread in time from a start drawn with the seed; what one "
    "cannot give is given by the others"
)


@dataclass(frozen=True, eq=False)
class Sample:
    """Chosen frames, in order of recording and frame.

    Attributes
    ----------
    recording, frame, trial : (n,) int64 arrays
        `trial` is the number of the event in its recording, from 1; 0 for none.
    stimuli : tuple of str
    stimulus : (n,) int64 array
        Which of `stimuli`.
    strata : tuple of StratumRow
    """

    recording: np.ndarray
    frame: np.ndarray
    trial: np.ndarray
    stimuli: tuple[str, ...]
    stimulus: np.ndarray
    strata: tuple[StratumRow, ...]

    def __len__(self) -> int:
        return len(self.frame)

    def only(self, kept: np.ndarray) -> Sample:
        """The sample without some frames; strata say how many are left."""
        keys = list(zip(self.recording[kept], self.stimulus[kept], self.trial[kept], strict=True))
        number = {name: k for k, name in enumerate(self.stimuli)}
        strata = tuple(
            StratumRow(s.recording, s.stimulus, s.trial, s.n_usable,
                       keys.count((s.recording, number[s.stimulus], s.trial)))
            for s in self.strata
        )  # fmt: skip
        parts = (self.recording[kept], self.frame[kept], self.trial[kept])
        return Sample(*parts, self.stimuli, self.stimulus[kept], strata)


def draw_sample(
    frames: Sequence[Frames],
    events: Sequence[Events | None],
    most: int,
    margin_s: float,
    seed: int,
) -> Sample:
    """Choose frames for comparison.

    Parameters
    ----------
    frames : sequence of Frames
        One for each recording.
    events : sequence of (Events or None)
        Of each; without events a recording is sampled evenly in time.
    most : int
        Frames over all recordings.
    margin_s : float
        After an event this long is neither stimulus nor baseline.
    seed : int
    """
    parts = [_strata(one, its, margin_s) for one, its in zip(frames, events, strict=True)]
    due = shares([sum(len(f) for *_, f in strata) for strata in parts], most)
    rows, chosen = [], []
    for k, (strata, n) in enumerate(zip(parts, due, strict=True)):
        rng = np.random.default_rng([seed, k])
        for (name, trial, own), number in zip(strata, _by_stimulus(strata, n), strict=True):
            start = rng.random()  # drawn for every stratum, whatever it gives
            rows.append(StratumRow(k, name, trial, len(own), number))
            if number:
                at = np.floor((np.arange(number) + start) * len(own) / number).astype(np.int64)
                chosen += [(k, int(frame), name, trial) for frame in own[at]]
    names = {row.stimulus for row in rows}
    stimuli = (*sorted(names - {BASELINE, UNKNOWN}), *sorted(names & {BASELINE, UNKNOWN}))
    chosen.sort(key=lambda one: one[:2])
    return Sample(
        np.array([one[0] for one in chosen], np.int64),
        np.array([one[1] for one in chosen], np.int64),
        np.array([one[3] for one in chosen], np.int64),
        stimuli,
        np.array([stimuli.index(one[2]) for one in chosen], np.int64),
        tuple(rows),
    )


def shares(sizes: Sequence[int], total: int) -> list[int]:
    """Equal parts of a total, none larger than its size; the others make up for what lacks."""
    given = [0] * len(sizes)
    left = min(total, sum(sizes))
    for done, k in enumerate(sorted(range(len(sizes)), key=lambda k: (sizes[k], k))):
        given[k] = min(sizes[k], left // (len(sizes) - done))
        left -= given[k]
    return given


def condition_of(events: Events, times_s: np.ndarray, margin_s: float) -> np.ndarray:
    """The event of each frame, from 1; 0 for baseline, -1 for neither.

    Returns
    -------
    (frames,) int64 array
    """
    found = np.where(events.baseline(times_s, margin_s), 0, -1)
    for number, event in enumerate(events.rows, start=1):
        found[(times_s >= event.onset_s) & (times_s < event.offset_s)] = number
    return found


def _strata(
    frames: Frames, events: Events | None, margin_s: float
) -> list[tuple[str, int, np.ndarray]]:
    """(stimulus, trial, frames in order of time) of one recording."""
    usable = np.flatnonzero(frames.usable)
    if events is None:
        return [(UNKNOWN, 0, usable)]
    condition = condition_of(events, frames.times_s, margin_s)
    found = [(BASELINE, 0, usable[condition[usable] == 0])]
    for number, event in enumerate(events.rows, start=1):
        found.append((event.name, number, usable[condition[usable] == number]))
    return found


def _by_stimulus(strata: Sequence[tuple[str, int, np.ndarray]], total: int) -> list[int]:
    """Frames due of each stratum: the same for each stimulus, and in it for each trial."""
    names = list(dict.fromkeys(name for name, *_ in strata))
    own = {name: [k for k, one in enumerate(strata) if one[0] == name] for name in names}
    sizes = {name: [len(strata[k][2]) for k in own[name]] for name in names}
    due = [0] * len(strata)
    for name, n in zip(names, shares([sum(sizes[name]) for name in names], total), strict=True):
        for k, number in zip(own[name], shares(sizes[name], n), strict=True):
            due[k] = number
    return due
