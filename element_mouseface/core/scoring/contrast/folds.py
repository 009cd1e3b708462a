"""Cross-validation folds: the frames of each fold, neutral frames, and training frames.

A fold is one event and half the gap on each side.  All that a fold's frames are
scored with is made without them: prototypes and nuisance fold by fold;
registration and basis, which are dearer, twice only, each from the folds of one
half ("group"), for the folds of the other half.  Trials of a stimulus alternate
between the groups.  The choice of frames depends on times, flags and events
only, never on a picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...events import Events, fold_of_frames
from ...features.quality import FrameFlag
from .params import ContrastParams

ALL = 2
"""The group whose registration and basis are made from every fold."""
_UNUSABLE = int(FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT)
_AROUND_S = 6.0


@dataclass(frozen=True)
class Fold:
    """One row of the result's folds: frames `start_frame` to `stop_frame - 1` are
    scored with what was made without event `event_index` of stimulus `name`.

    Attributes
    ----------
    number : int
        Number of the fold, from 0.
    start_frame, stop_frame : int
        First frame, and the first one after the last.
    event_index : int
        Number of the event that was left out, in order of time, from 0.
    name : str
        Its stimulus.
    group : int
        0 or 1: which half's registration it is scored with, made from the other half.
    """

    number: int
    start_frame: int
    stop_frame: int
    event_index: int
    name: str
    group: int


@dataclass(frozen=True, eq=False)
class FoldPlan:
    """The split of a recording.

    Attributes
    ----------
    events : Events
    times_s : (frames,) float64 array
    usable : (frames,) bool array
        Frames that can be decoded and are not black.
    fold : (frames,) int32 array
        Number of each frame's fold: the index of its event.
    group : (folds,) int array
        0 or 1: whose registration and basis the fold is scored with, made from the
        folds of the other group.
    neutral : (frames,) bool array
    trial : (frames,) bool array
        From `settle_s` after an onset to the offset.
    training : (n,) int array
        Frame numbers read for training, sorted: those around the events.
    interval_s : float
        Median time between frames.
    """

    events: Events
    times_s: np.ndarray
    usable: np.ndarray
    fold: np.ndarray
    group: np.ndarray
    neutral: np.ndarray
    trial: np.ndarray
    training: np.ndarray
    interval_s: float

    @property
    def names(self) -> tuple[str, ...]:
        """The stimuli, in order of first appearance."""
        return self.events.names

    def rows(self) -> tuple[Fold, ...]:
        """The folds in order; those without a frame are left out."""
        edges = np.searchsorted(self.fold, np.arange(len(self.events) + 1))
        return tuple(
            Fold(number, int(edges[number]), int(edges[number + 1]), number, e.name, int(g))
            for number, (e, g) in enumerate(zip(self.events.rows, self.group, strict=True))
            if edges[number + 1] > edges[number]
        )

    def basis_frames(self, group: int, limit: int, neutral: bool) -> np.ndarray:
        """At most about `limit` training frames that may make a group's registration or basis."""
        chosen = self.training
        if group != ALL:
            chosen = chosen[self.group[self.fold[chosen]] != group]
        if neutral:
            chosen = chosen[self.neutral[chosen]]
        return _thinned(chosen, limit)

    def least_neutral(self, cross_validate: bool) -> int:
        """Neutral frames to train on: of all, or without the group that leaves fewest."""
        kept = self.training[self.neutral[self.training]]
        groups = {fold.group for fold in self.rows()} if cross_validate else set()
        own = self.group[self.fold[kept]]
        return min([len(kept), *(int((own != group).sum()) for group in groups)])


def _thinned(frames: np.ndarray, limit: int) -> np.ndarray:
    """Evenly spaced items, at most `limit`."""
    return frames[:: max(1, -(-len(frames) // limit))]


def plan_folds(
    events: Events,
    times_s: np.ndarray,
    flags: np.ndarray,
    params: ContrastParams,
    timed: np.ndarray | None = None,
) -> FoldPlan:
    """Cut a recording into folds and choose the frames to train on.

    Parameters
    ----------
    events : Events
        Without overlap.
    times_s : (frames,) float64 array
    flags : (frames,) uint16 array
        `FrameFlag`.
    params : ContrastParams
    timed : (frames,) bool array, optional
        Frames whose time is known; the others are neither neutral nor trial.
    """
    times_s = np.asarray(times_s, np.float64)
    usable = (np.asarray(flags).astype(np.int64) & _UNUSABLE) == 0
    fold = fold_of_frames(events, times_s)
    neutral = events.baseline(times_s, params.baseline_margin_s) & usable
    trial = np.zeros(len(times_s), bool)
    near = np.zeros(len(times_s), bool)
    for event in events:
        onset = min(event.onset_s + params.settle_s, (event.onset_s + event.offset_s) / 2)
        trial |= (times_s >= onset) & (times_s < event.offset_s)
        far = params.baseline_margin_s + _AROUND_S
        near |= (times_s >= event.onset_s - _AROUND_S) & (times_s < event.offset_s + far)
    trial &= usable
    if timed is not None:
        neutral &= timed
        trial &= timed
        near &= timed
    interval_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    chosen = np.flatnonzero(usable & near)
    return FoldPlan(
        events=events,
        times_s=times_s,
        usable=usable,
        fold=fold,
        group=_groups(events),
        neutral=neutral,
        trial=trial,
        training=_thinned(chosen, params.training_frames),
        interval_s=interval_s,
    )


def _groups(events: Events) -> np.ndarray:
    """Alternate the trials of each stimulus between two groups, starting in turn."""
    seen = {name: number for number, name in enumerate(events.names)}
    groups = []
    for event in events:
        groups.append(seen[event.name] % 2)
        seen[event.name] += 1
    return np.array(groups, int)
