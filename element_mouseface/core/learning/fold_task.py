"""One fold: draw, gather rows, fit every target, score what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .calibration import fit_calibration
from .fitted import FittedTarget
from .folds import Fold
from .parallel import RunAll, in_threads
from .params import LearningParams
from .pool import Pool, count_rows, rows_allowed
from .protocols import FittedFeatures
from .rows import Rows
from .sampling import Sample, count_known, draw_sample
from .spans import Span
from .target import Target

Key = tuple[str, str]
"""Name of a target, and of an estimator."""
Scored = list[tuple[Span, np.ndarray]]
_SMALLER = 0.9


@dataclass(frozen=True, eq=False)
class Shared:
    """What all folds have in common: sent to each worker of a cluster once.

    Attributes
    ----------
    recordings : sequence
    lengths : tuple of int
    targets : tuple of Target
    plain : frozenset of str
        Targets that are only trained on a fold's training frames and tested on the others.
    params : LearningParams
    units : tuple of (frames,) int arrays, or None
        The independent unit of each frame, where the strength of a penalty is chosen by them.
    """

    recordings: Sequence[Any]
    lengths: tuple[int, ...]
    targets: tuple[Target, ...]
    plain: frozenset[str]
    params: LearningParams
    units: tuple[np.ndarray, ...] | None = None

    def estimators(self, target: Target) -> tuple[str, ...]:
        """The estimators that are fitted to a target."""
        return self.params.estimators[:1] if target.name in self.plain else self.params.estimators


@dataclass(frozen=True, eq=False)
class FoldTask:
    """What is trained and scored in one fold.

    Attributes
    ----------
    features : FittedFeatures
        Fitted on `train`; inner folds share them.
    train, test : tuple of Span
    inner : tuple of Fold
        Of the training spans; none where nothing is to be calibrated.
    """

    features: FittedFeatures
    train: tuple[Span, ...]
    test: tuple[Span, ...]
    inner: tuple[Fold, ...]


@dataclass(frozen=True, eq=False)
class FoldOutcome:
    """What one fold gave.

    Attributes
    ----------
    models : dict of Key to FittedTarget
        Trained on the training spans, and calibrated by the inner folds.
    test, held_out : dict of Key to list of (Span, (frames, outputs) float32 array)
        Scores of the tested frames, and of training frames by inner models that did not see
        them.
    """

    models: dict[Key, FittedTarget]
    test: dict[Key, Scored] = field(default_factory=dict)
    held_out: dict[Key, Scored] = field(default_factory=dict)


def run_fold(shared: Shared, task: FoldTask, workers: int) -> FoldOutcome:
    """Train and score one fold, in so many threads; the result does not depend on how many."""
    with in_threads(workers) as run_all:
        return fold_outcome(shared, task, run_all)


def fold_outcome(shared: Shared, task: FoldTask, run_all: RunAll) -> FoldOutcome:
    """`run_fold`, in threads that are there."""
    rows = Rows(task.features, shared.recordings, shared.lengths)
    fits = _fits(shared, task, rows, run_all)
    models = {key: by_split[0] for key, by_split in fits.items()}
    outcome = FoldOutcome(models)
    _score(rows, task.test, models, outcome.test, run_all)
    for number, split in enumerate(task.inner, start=1):
        own = {key: by_split[number] for key, by_split in fits.items() if len(by_split) > 1}
        _score(rows, split.test, own, outcome.held_out, run_all)
    del rows, fits  # what is kept of the features makes room for the calibration
    for target in shared.targets:
        for estimator in shared.estimators(target):
            key = target.name, estimator
            if outcome.held_out.get(key):
                scores, y = known_scores(target, outcome.held_out[key])
                calibration = fit_calibration(target.kind, scores, y, shared.params)
                models[key] = models[key].with_calibration(calibration)
    return outcome


def known_scores(target: Target, scored: Scored) -> tuple[np.ndarray, np.ndarray]:
    """Scores of the known frames of spans, and the values there."""
    scores, y = [np.zeros((0, target.n_outputs), np.float32)], [np.zeros(0)]
    for (number, first, stop), found in scored:
        known = target.known[number][first:stop]
        scores.append(found[known])
        y.append(target.values[number][first:stop][known])
    return np.concatenate(scores), np.concatenate(y)


def _fits(
    shared: Shared, task: FoldTask, rows: Rows, run_all: RunAll
) -> dict[Key, list[FittedTarget]]:
    """For each target and estimator the model of all training frames, then those of inner folds."""
    samples = _all_samples(shared, task, rows.n_features)
    pool = Pool.of(shared.params, task.train, samples, rows, shared.lengths, run_all, shared.units)
    splits = [(t, n) for t in shared.targets for n in range(len(samples[t.name]))]

    def columns_of(split: tuple[Target, int]) -> np.ndarray | None:
        target, number = split
        return pool.columns(target, samples[target.name][number])

    columns = dict(zip(_names(splits), run_all(columns_of, splits), strict=True))
    calls = [(t, estimator, n) for t, n in splits for estimator in shared.estimators(t)]

    def fit(call: tuple[Target, str, int]) -> FittedTarget:
        target, estimator, number = call
        chosen = columns[target.name, number]
        return pool.fit(target, estimator, samples[target.name][number], chosen)

    fits: dict[Key, list[FittedTarget]] = {}
    for (target, estimator, _), fitted in zip(calls, run_all(fit, calls), strict=True):
        fits.setdefault((target.name, estimator), []).append(fitted)
    return fits


def _names(splits: Sequence[tuple[Target, int]]) -> list[tuple[str, int]]:
    return [(target.name, number) for target, number in splits]


def _all_samples(shared: Shared, task: FoldTask, n_features: int) -> dict[str, list[Sample]]:
    """The samples of all targets: smaller ones where their rows would not fit into a pool."""
    most = shared.params.max_samples
    least = 4 * shared.params.min_frames
    while True:
        samples = {target.name: _samples(shared, task, target, most) for target in shared.targets}
        n = count_rows(samples, shared.lengths)
        allowed = rows_allowed(n_features)
        if n <= allowed or most <= least:
            return samples
        most = max(least, min(int(most * allowed / n), int(most * _SMALLER)))


def _samples(shared: Shared, task: FoldTask, target: Target, most: int) -> list[Sample]:
    """The frames of the model of all training frames, then those of inner folds.

    An inner fold's are drawn from its own training frames, in proportion to their number, so
    that not even their choice depends on labels that it leaves out.
    """
    params = shared.params
    whole = draw_sample(target, task.train, most, params.max_share, params.seed)
    samples = [whole]
    for split in () if target.name in shared.plain else task.inner:
        share = count_known(target, split.train) / max(1, int(whole.counts.sum()))
        due = max(2 * params.min_frames, round(most * share))
        samples.append(draw_sample(target, split.train, due, params.max_share, params.seed))
    return samples


def _score(
    rows: Rows,
    spans: Sequence[Span],
    models: dict[Key, FittedTarget],
    out: dict[Key, Scored],
    run_all: RunAll,
) -> None:
    """Add the scores of spans by models to `out`, in the order of the spans."""
    # Written into arrays that are there before: many small ones would keep the memory between
    # them from being given back.
    found = {
        key: [np.empty((stop - first, model.n_outputs), np.float32) for _, first, stop in spans]
        for key, model in models.items()
    }
    parts = [(k, piece) for k, span in enumerate(spans) for piece in rows.pieces([span])]

    def score(part: tuple[int, Span]) -> None:
        k, piece = part
        x = rows.of(piece)
        here = slice(piece.first - spans[k].first, piece.stop - spans[k].first)
        for key, model in models.items():
            found[key][k][here] = model.scores(x)

    run_all(score, parts)
    for key, scores in found.items() if spans else ():
        out.setdefault(key, []).extend(zip(spans, scores, strict=True))
