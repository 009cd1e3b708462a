"""Variance of a score that movement explains, cross-validated by trial.

A score that follows how much the mouse moves does not measure an expression. Each regressor (motion
energy of the face and of its regions, licking, the pupil) predicts the score by a ridge regression
on its value at the frame and its means over a few intervals around it. Whole trials are held out,
never single frames, which resemble their neighbors. The predicted share of the variance is compared
with that of the score shifted in time against the regressors, because slow traces explain some
variance by chance.

A regressor that explains a score is not a fault in itself: a face that changes expression moves.
See the page "Motion against expression".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...errors import InputError, ParameterError
from ..events import Events, fold_of_frames
from .params import MotionParams
from .ridge import GroupSums, held_out_errors

ALL = "all"
"""The name of all regressors together."""
_MOST_GROUPS = 30
_MOST_FRAMES = 100_000
_FEWEST_FOLDS = 3


@dataclass(frozen=True, eq=False)
class Regressor:
    """A regressor that may explain a score.

    Attributes
    ----------
    name : str
    kind : {'motion', 'licking', 'pupil', 'blink', 'running', ...}
    values : (frames,) or (frames, columns) array
        NaN where undefined.
    """

    name: str
    kind: str
    values: np.ndarray


@dataclass(frozen=True)
class Explained:
    """Variance of a score that one regressor, or all together, explain.

    Attributes
    ----------
    regressor, kind : str
        Both 'all' for all together.
    r2 : float
        Share of the variance of held-out trials that is predicted; below 0 if the prediction is
        worse than the mean of the other trials. NaN where undefined.
    r2_se : float
        Its standard error, by leaving out one trial at a time (jackknife).
    null_q95 : float
        95th percentile of r2 for the score shifted in time; NaN if the recording is too short to
        shift.
    p : float
        Share of shifts, with the unshifted score, that explain as much or more.
    r : float
        Pearson correlation with the regressor at the same frame, which has the sign; NaN for
        several columns.
    n_valid, n_folds : int
        Frames and trials that were used.
    reason : str
        Why there is no `r2`, or ''.
    """

    regressor: str
    kind: str
    r2: float
    r2_se: float
    null_q95: float
    p: float
    r: float
    n_valid: int
    n_folds: int
    reason: str = ""


def held_out_folds(
    times_s: np.ndarray, events: Events | None, params: MotionParams | None = None
) -> np.ndarray:
    """Assign each frame to a trial; the recording is cut in the middle of every gap.

    Parameters
    ----------
    times_s : (frames,) array
        On the clock of the events.
    events : Events or None
        Without events, or with fewer than three, blocks of `block_s` seconds.
    params : MotionParams, optional

    Returns
    -------
    (frames,) int array
    """
    if events is not None and len(events) >= _FEWEST_FOLDS:
        return fold_of_frames(events, times_s).astype(np.int64)
    block_s = (params or MotionParams()).block_s
    times_s = np.asarray(times_s, np.float64)
    last = np.fmax.accumulate(np.where(np.isfinite(times_s), times_s, -np.inf))
    known = np.isfinite(last)
    first_s = float(last[known][0]) if known.any() else 0.0
    return np.where(
        known, np.floor((np.where(known, last, first_s) - first_s) / block_s), 0
    ).astype(np.int64)


def motion_explained(
    score: np.ndarray,
    regressors: Sequence[Regressor],
    times_s: np.ndarray,
    folds: np.ndarray,
    params: MotionParams | None = None,
) -> list[Explained]:
    """Variance of a score that each regressor, and all together, explain in held-out trials.

    Parameters
    ----------
    score : (frames,) array
        NaN where undefined.
    regressors : sequence of Regressor
    times_s : (frames,) array
        Seconds, increasing; NaN for a frame without a time, which is left out.
    folds : (frames,) int array
        The trial of each frame; see `held_out_folds`.
    params : MotionParams, optional

    Returns
    -------
    list of Explained
        One for each regressor, on the frames where it and the score are defined; last 'all', on the
        frames where all usable ones are.

    Raises
    ------
    InputError
        If lengths differ, times do not increase, or two regressors have one name.
    ParameterError
        If an interval of the window is shorter than a frame.
    """
    params = params or MotionParams()
    score, times_s = np.asarray(score, np.float64), np.asarray(times_s, np.float64)
    folds = np.asarray(folds)
    _check(score, regressors, times_s, folds)
    timed = np.isfinite(times_s)
    work = _Work(score[timed], folds[timed], times_s[timed], params)
    rows, usable = [], []
    for one in regressors:
        columns = np.asarray(one.values, np.float64).reshape(len(timed), -1)[timed]
        found = work.explain(one.name, one.kind, [columns])
        rows.append(replace(found, r=work.same_frame_r(columns)))
        if not found.reason:
            usable.append(columns)
    together = work.explain(ALL, ALL, usable) if usable else work.nothing(ALL, ALL, _NONE)
    return [*rows, together]


_NONE = "no regressor can be used"


class _Window:
    """Columns at chosen frames, and their means over the intervals of the window around them."""

    def __init__(self, times_s: np.ndarray, frames: np.ndarray, params: MotionParams):
        step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.0
        edges = np.linspace(-params.lag_before_s, params.lag_after_s, params.n_lags + 1)
        if edges[1] - edges[0] < 0.999 * step_s:
            raise ParameterError(
                "The intervals of the window around a frame are shorter than a frame.",
                expected=f"at least {step_s:.4g} s, the median time between frames",
                got=f"{edges[1] - edges[0]:.4g} s ({params.n_lags} in "
                f"{params.lag_before_s + params.lag_after_s:g} s)",
                do="choose a smaller n_lags, or a longer window",
            )
        # Half a frame earlier, so that rounding moves no frame to the next interval.
        limits = times_s[None, frames] + edges[:, None] - step_s / 2
        self._frames, self._places = frames, np.searchsorted(times_s, limits)

    def means(self, columns: np.ndarray) -> np.ndarray:
        """(chosen, columns x (lags + 1)) of float64; NaN where an interval has no valid frame."""
        known = np.isfinite(columns)
        sums = _cumulated(np.where(known, columns, 0.0))[self._places]
        counts = _cumulated(known.astype(np.float64))[self._places]
        with np.errstate(invalid="ignore"):
            means = np.diff(sums, axis=0) / np.diff(counts, axis=0)
        # The frame's own value too: a mean over many frames would miss fast changes.
        return np.concatenate([columns[self._frames], *means], axis=1)


def _cumulated(values: np.ndarray) -> np.ndarray:
    return np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])


class _Work:
    """The regression of one score."""

    def __init__(self, score, folds, times_s, params: MotionParams):
        # Subsample a long recording to bound memory; neighboring frames are similar.
        chosen = np.arange(0, len(score), max(1, -(-len(score) // _MOST_FRAMES)))
        self._whole, self._params = score, params
        self._score, self._folds, self._times_s = score[chosen], folds[chosen], times_s[chosen]
        self._window = _Window(times_s, chosen, params)

    def nothing(self, name: str, kind: str, reason: str, n_valid=0, n_folds=0) -> Explained:
        none = float("nan")
        return Explained(name, kind, none, none, none, none, none, n_valid, n_folds, reason)

    def explain(self, name: str, kind: str, columns: list[np.ndarray]) -> Explained:
        """The share of the variance that some columns explain."""
        x = np.concatenate([self._window.means(part) for part in columns], axis=1)
        valid = np.isfinite(self._score) & np.isfinite(x).all(axis=1)
        n_valid, n_folds = int(valid.sum()), len(np.unique(self._folds[valid]))
        x, y = x[valid], self._score[valid]
        reason = ""
        if n_folds < _FEWEST_FOLDS:
            reason = f"{n_folds} trials with valid frames; at least {_FEWEST_FOLDS} are needed"
        elif not np.ptp(y) > 0:
            reason = "the score does not vary"
        elif not np.ptp(x, axis=0).max() > 0:
            reason = "the regressor does not vary"
        if reason:
            return self.nothing(name, kind, reason, n_valid, n_folds)
        # Sums of squares lose digits far from 0, so center first; the fit centers by itself.
        x, y = (x - x.mean(axis=0)) / _spread(x), (y - y.mean()) / y.std()
        groups = _groups(x, y, self._shifts(valid), self._folds[valid])
        left, whole = held_out_errors(groups, self._params.penalties)
        shares = 1 - left.sum(axis=0) / whole.sum(axis=0)
        r2, null = float(shares[0]), shares[1:]
        chance = float(np.percentile(null, 95)) if len(null) else float("nan")
        p = (1 + int((null >= r2).sum())) / (1 + len(null)) if len(null) else float("nan")
        error = _jackknife(left[:, 0], whole[:, 0])
        return Explained(name, kind, r2, error, chance, p, float("nan"), n_valid, n_folds)

    def same_frame_r(self, columns: np.ndarray) -> float:
        """Correlation with one column at the same frame; NaN with several."""
        if columns.shape[1] != 1:
            return float("nan")
        valid = np.isfinite(self._whole) & np.isfinite(columns[:, 0])
        x, y = columns[valid, 0], self._whole[valid]
        if len(x) < 2 or not (np.ptp(x) > 0 and np.ptp(y) > 0):
            return float("nan")
        return float(np.corrcoef(x, y)[0, 1])

    def _shifts(self, valid: np.ndarray) -> np.ndarray:
        """Shifts of the score in valid frames: first 0, then those of the null."""
        step_s = float(np.median(np.diff(self._times_s[valid])))
        least = max(1, round(self._params.min_shift_s / step_s))
        choices = np.arange(least, int(valid.sum()) - least + 1)
        drawn = np.random.default_rng(0).permutation(choices)[: self._params.n_shifts]
        return np.concatenate([[0], drawn]).astype(np.int64)


def _groups(x: np.ndarray, y: np.ndarray, shifts: np.ndarray, folds: np.ndarray) -> list[GroupSums]:
    """Sums of each trial; if there are many, of groups of whole trials."""
    numbers = np.unique(folds)
    count = min(len(numbers), _MOST_GROUPS)
    of_frame = np.searchsorted(numbers, folds) % count
    groups = []
    for number in range(count):
        rows = np.flatnonzero(of_frame == number)
        groups.append(GroupSums.of(x[rows], y[(rows[:, None] - shifts) % len(y)]))
    return groups


def _spread(x: np.ndarray) -> np.ndarray:
    spread = x.std(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _jackknife(left: np.ndarray, whole: np.ndarray) -> float:
    """Standard error of 1 - sum(left) / sum(whole), each trial left out in turn."""
    n = len(left)
    without = 1 - (left.sum() - left) / (whole.sum() - whole)
    return float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))


def _check(score, regressors, times_s, folds) -> None:
    lengths = {"score": score.shape, "times_s": times_s.shape, "folds": folds.shape}
    lengths |= {f"regressor {one.name!r}": np.shape(one.values)[:1] for one in regressors}
    if score.ndim != 1 or any(shape != score.shape for shape in lengths.values()):
        raise InputError(
            "The score and the regressors have different lengths.",
            expected="arrays of one length, the number of frames",
            got=", ".join(f"{name} {shape}" for name, shape in lengths.items()),
        )
    names = [one.name for one in regressors]
    if len({*names, ALL}) != len(names) + 1:
        raise InputError(
            "The names of the regressors are not distinct.",
            expected=f"names that differ, none {ALL!r}",
            got=", ".join(names),
        )
    if (np.diff(times_s[np.isfinite(times_s)]) <= 0).any():
        raise InputError("Frame times must increase.")
