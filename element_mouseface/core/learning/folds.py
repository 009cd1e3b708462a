"""Split recordings into folds by animal, session, movie, trials, or blocks of one movie.

Neighboring frames are nearly the same picture, so a model that was trained on one knows the
other: frames at random on both sides of a split make every figure too good, and are not
offered.  A fold leaves out whole animals; where there is one animal, whole sessions; where
there is one session, whole movies; and of one movie, trials if there are any, or blocks, with
a gap on each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...errors import InputError, check_choice, check_whole
from .groups import LEVELS, Groups
from .spans import Span, spans_of_masks
from .splitting import Recordings, Split, cut_blocks, cut_trials, leave_out_groups

AUTO = "auto"


@dataclass(frozen=True)
class Fold:
    """What one model is trained on, and what it is tested on.

    Attributes
    ----------
    number : int
        From 0.
    left_out : str
        Names of the groups that are tested: 'mouse3', or 'mouse3, mouse7' where folds were
        put together.
    groups : tuple of str
        The same names, one by one.
    train, test : tuple of Span
        Sorted; no frame is in both, nor in the gap between them.
    """

    number: int
    left_out: str
    groups: tuple[str, ...]
    train: tuple[Span, ...]
    test: tuple[Span, ...]


@dataclass(frozen=True, eq=False)
class FoldPlan:
    """How recordings are split.

    Attributes
    ----------
    level : {'animal', 'session', 'movie', 'trial', 'block'}
        What each fold leaves out.
    folds : tuple of Fold
        At least two; each frame is tested in exactly one of them, but for frames outside of
        trials where trials are left out.
    groups : Groups
    recordings : Recordings
        Their lengths, times and frames that count.
    gap_s, blocks
        As given to `plan_folds`.
    """

    level: str
    folds: tuple[Fold, ...]
    groups: Groups
    recordings: Recordings = field(repr=False)
    gap_s: float
    blocks: int

    @property
    def lengths(self) -> tuple[int, ...]:
        """Frames of each recording."""
        return self.recordings.lengths

    @property
    def within_one_movie(self) -> bool:
        """Whether training and testing are on the same movie: every figure has to say so."""
        return self.level in ("trial", "block")

    @property
    def units(self) -> tuple[str, ...]:
        """Names of the units that are independent, and that intervals are made over."""
        if self.within_one_movie:
            return tuple(dict.fromkeys(name for fold in self.folds for name in fold.groups))
        return tuple(dict.fromkeys(self.groups.keys(self.level)))

    def unit_numbers(self) -> list[np.ndarray]:
        """For each recording the number in `units` of every frame: (frames,) int32 arrays."""
        units = self.units
        numbers = [np.full(n, -1, np.int32) for n in self.lengths]
        if not self.within_one_movie:
            for number, key in zip(numbers, self.groups.keys(self.level), strict=True):
                number[:] = units.index(key)
            return numbers
        if self.level == "trial":
            place = {name: k for k, name in enumerate(units)}
            order = np.array([place.get(n, -1) for n in self.recordings.trial_names] + [-1])
            return [order[own].astype(np.int32) for own in self.recordings.trials or ()]
        for fold in self.folds:
            for span in fold.test:
                numbers[span.recording][span.first : span.stop] = units.index(fold.groups[0])
        return numbers

    def everything(self) -> tuple[Span, ...]:
        """Spans over all frames: what a final model is trained on."""
        return tuple(Span(number, 0, n) for number, n in enumerate(self.lengths) if n)


def plan_folds(
    groups: Groups,
    lengths: Sequence[int],
    times: Sequence[np.ndarray] | None = None,
    *,
    level: str = AUTO,
    max_folds: int | None = None,
    gap_s: float = 2.0,
    gap_frames: int | None = None,
    blocks: int = 5,
    assessed: Sequence[np.ndarray] | None = None,
    trials: Sequence[np.ndarray] | None = None,
    balance: Sequence[np.ndarray] | None = None,
) -> FoldPlan:
    """Split recordings so that what belongs together is on one side.

    Parameters
    ----------
    groups : Groups
    lengths : sequence of int
        Frames of each recording.
    times : sequence of (frames,) float arrays, optional
        In seconds; needed for a gap in seconds.
    level : {'auto', 'animal', 'session', 'movie', 'trial', 'block'}
        What a fold leaves out.  'auto' takes the first of which there are two or more.
    max_folds : int, optional
        Groups are put together, about equally many frames in each fold, so that there are no
        more than these.
    gap_s : float
        Between trials or blocks of a movie: frames this close to a tested one are not trained on.
    gap_frames : int, optional
        The same in frames, in place of `gap_s`.
    blocks : int
        How many blocks a movie is cut into, with as many frames that count in each.
    assessed : sequence of (n, 2) int arrays, optional
        For each recording the spans of frames that count; all where it is None.
    trials : sequence of (frames,) int arrays, optional
        For each recording the number of each frame's trial within its movie; -1 outside of any.
    balance : sequence of (frames,) float arrays, optional
        Values (labels) that each fold of trials should have about the same of.

    Raises
    ------
    InputError
        If there are fewer than two groups, or too few frames for blocks.
    ParameterError
        If a parameter is out of its range.
    """
    check_choice("There is no such way to split.", level, (AUTO, *LEVELS))
    blocks = check_whole("blocks", blocks, 2, 1000)
    if max_folds is not None:
        check_whole("max_folds", max_folds, 2)
    recordings = Recordings.of(groups, lengths, times, assessed, gap_s, gap_frames, trials, balance)
    chosen = _chosen_level(groups, recordings) if level == AUTO else level
    available = [np.ones(n, bool) for n in recordings.lengths]
    splits = _splits(chosen, groups, recordings, available, max_folds, blocks)
    if len(splits) < 2:
        raise _too_few(chosen, groups, recordings)
    return FoldPlan(chosen, _folds(splits), groups, recordings, float(gap_s), blocks)


def inner(plan: FoldPlan, fold: Fold, n: int) -> tuple[Fold, ...]:
    """Split the training spans of a fold again, by the same rule.

    What the fold leaves out is in none of them.  Where two groups of the plan's level are
    left, they are split by it; else by the next level.

    Parameters
    ----------
    plan : FoldPlan
    fold : Fold
        One of the plan.
    n : int
        At most so many folds.

    Returns
    -------
    tuple of Fold
        Empty where the training spans cannot be split.
    """
    n = check_whole("The number of inner folds", n, 2, 1000)
    available = [np.zeros(size, bool) for size in plan.lengths]
    for span in fold.train:
        available[span.recording][span.first : span.stop] = True
    for level in LEVELS[LEVELS.index(plan.level) :]:
        if not plan.groups.has(level) or (level == "trial" and plan.recordings.trials is None):
            continue
        splits = _splits(level, plan.groups, plan.recordings, available, n, n)
        if len(splits) > 1:
            return _folds(splits)
    return ()


def _splits(
    level: str,
    groups: Groups,
    recordings: Recordings,
    available: Sequence[np.ndarray],
    most: int | None,
    blocks: int,
) -> list[Split]:
    """The splits of available frames at a level."""
    if level == "block":
        return cut_blocks(groups, recordings, available, blocks)
    if level == "trial":
        if recordings.trials is None:
            raise InputError(
                "There are no trials to leave out.",
                expected="trials of the frames",
                got="none",
                do="give events or a column that say which frames belong to a trial",
            )
        return cut_trials(recordings, available, most)
    return leave_out_groups(groups.keys(level), recordings, available, most)


def _chosen_level(groups: Groups, recordings: Recordings) -> str:
    """The first level with two groups that have frames that count."""
    counted = [number for number, mask in enumerate(recordings.assessed) if mask.any()]
    for level in LEVELS[:-1]:
        if groups.has(level):
            keys = groups.keys(level)
            if len({keys[number] for number in counted}) > 1 and level != "trial":
                return level
    return "block" if recordings.trials is None else "trial"


def _folds(splits: Sequence[Split]) -> tuple[Fold, ...]:
    return tuple(
        Fold(number, ", ".join(names), tuple(names), spans_of_masks(train), spans_of_masks(test))
        for number, (names, train, test) in enumerate(splits)
    )


def _too_few(level: str, groups: Groups, recordings: Recordings) -> InputError:
    n_frames = sum(int(mask.sum()) for mask in recordings.assessed)
    if level == "block":
        return InputError(
            "The frames are too few to be split into blocks with a gap between them.",
            expected=f"labeled frames that leave some to train on, {recordings.gap_told} from "
            "those that are tested",
            got=f"{n_frames} labeled frames of {len(groups)} movie(s)",
            do="label more, add a movie, or shorten the gap",
        )
    if level == "trial":
        return InputError(
            "There are too few trials to leave some out.",
            expected="labeled frames of at least two trials, more than "
            f"{recordings.gap_told} from each other",
            got=f"{n_frames} labeled frames of {len(recordings.trial_names)} trial(s)",
            do="add trials, shorten the gap, or leave out animals, sessions or movies",
        )
    return InputError(
        f"There are too few {level}s to leave one out.",
        expected=f"labeled frames of at least two {level}s",
        got=f"those of {len(set(groups.keys(level)))}, with {n_frames} labeled frames",
        do=f"add another {level}, or let the level be chosen ('{AUTO}')",
    )
