"""Weights on the face: a linear model on small pictures, or on the orientations of edges.

The model is trained and tested as models of named features are.  Its weights are of single places,
and say less than they seem to where neighbors go together: read where they agree over folds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, check_choice, check_whole
from ..features.block_norm import normalized
from ..features.quality import FrameFlag
from ..frame_features.places import region_places
from ..learning import Groups, LearningParams, Target, cross_fit, plan_folds
from ..learning.spans import Span, true_runs
from ..learning.unpenalized import n_scores, weights_of
from ..store.result import Result, open_result
from .figures import metric_rows
from .places import PictureWeights

KINDS = ("thumbnail", "cells")
#: at most so many rows and columns of places
_MOST = {"thumbnail": (30, 40), "cells": (12, 16)}
#: as linear models of named features learn, of every place
PICTURES = LearningParams(
    estimator="linear", beside=(), choose_strength=True, max_columns=4000, max_samples=3000
)
_FACE_FRAMES = 100
_UNUSABLE = int(FrameFlag.MISSING | FrameFlag.BLACK)


def picture_weights(
    results: Sequence[Result | str | Path],
    target: Target,
    groups: Groups | None = None,
    *,
    kind: str = "thumbnail",
    trials: Sequence[np.ndarray] | None = None,
    learning: LearningParams | None = None,
    permutations: int = 200,
    workers: int | None = None,
    progress: Any = None,
) -> PictureWeights:
    """Train a linear model on small pictures of the face, and map its weights.

    Parameters
    ----------
    results : sequence of Result or path
    target : Target
        Of every frame of them.
    groups : Groups, optional
        Animal, session and movie of each; each is a movie of its own if it is None.
    kind : {'thumbnail', 'cells'}
        The luma of 30 x 40 places less the frame's mean, or the orientations of edges in 12 x 16
        places, each normalized by itself (L2-Hys).
    trials : sequence of (frames,) int arrays, optional
        The trial of each frame, -1 outside.
    learning : LearningParams, optional
        Its estimator has to have weights.
    permutations : int
        Of labels, for the null of the figures of merit.
    workers : int, optional
    progress : callable(done_folds, total_folds), optional

    Returns
    -------
    PictureWeights

    Raises
    ------
    InputError
        If the target is of other recordings, the pictures differ in size, or nothing can be left
        out.
    ParameterError
        If there is no such kind.
    """
    check_choice("There are no weights of such pictures.", kind, KINDS)
    check_whole("permutations", permutations, 0)
    learning = PICTURES if learning is None else learning
    check_choice("Pictures need weights.", learning.estimator, ("linear", "elastic_net"))
    opened = [one if isinstance(one, Result) else open_result(one) for one in results]
    _check(opened, target, kind)
    groups = groups or Groups.of(len(opened))
    plan = plan_folds(
        groups,
        target.lengths,
        [np.asarray(one.times_s) for one in opened],
        level=learning.left_out,
        max_folds=learning.max_folds,
        gap_s=learning.gap_s,
        blocks=learning.blocks,
        assessed=[true_runs(known) for known in target.known],
        trials=trials,
        balance=target.values,
    )
    crossed = cross_fit(
        opened, PictureFeatures(kind), [target], plan, learning, workers=workers, progress=progress
    )
    decided = [one[:, 0] >= 0.5 for one in crossed.probabilities(target.name)]
    metrics = metric_rows(crossed, target, learning.estimator, decided, permutations, learning.seed)
    return _mapped(opened, crossed, target, kind, metrics)


@dataclass(frozen=True, eq=False)
class FittedPictures:
    """Small pictures as rows.

    Attributes
    ----------
    kind : {'thumbnail', 'cells'}
    shape : tuple of int
        Places, and orientations of cells.
    masked : (places,) bool array
        Masked in any recording.
    """

    kind: str
    shape: tuple[int, ...]
    masked: np.ndarray

    @property
    def names(self) -> tuple[str, ...]:
        """One for each place (and orientation)."""
        return tuple(" ".join(map(str, at)) for at in np.ndindex(*self.shape))

    def rows(self, recording: Any, first: int = 0, stop: int | None = None) -> np.ndarray:
        """(frames, places) float32; NaN where it is masked, or the frame is missing or black."""
        stop = len(recording) if stop is None else stop
        found = small_pictures(recording, self.kind, first, stop)
        found = found.reshape(stop - first, -1).astype(np.float32)
        found[:, self.masked] = np.nan
        found[(np.asarray(recording.flags[first:stop]).astype(int) & _UNUSABLE) > 0] = np.nan
        return found


@dataclass(frozen=True)
class PictureFeatures:
    """Makes small pictures of recordings the features: nothing is fitted."""

    kind: str = "thumbnail"

    def fit(
        self, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
    ) -> list[FittedPictures]:
        """The same for each training set."""
        shape = small_pictures(recordings[0], self.kind, 0, 1).shape[1:]
        masked = np.logical_or.reduce([_masked(one, self.kind, shape) for one in recordings])
        return [FittedPictures(self.kind, shape, masked) for _ in trainings]


def small_pictures(result: Result, kind: str, first: int, stop: int) -> np.ndarray:
    """(frames, y, x) luma less its mean, or (frames, y, x, orientation) normalized cells."""
    most = _MOST[kind]
    if kind == "thumbnail":
        found = _pooled(np.asarray(result.thumbnails[first:stop], np.float32), most)
        return found - found.mean(axis=(1, 2), keepdims=True)
    cells = _pooled(np.asarray(result.cells[first:stop], np.float32), most)
    params = replace(result.params, cells_per_block=(1, 1), block_norm="L2-Hys")
    return normalized(np.ascontiguousarray(cells), params).reshape(cells.shape)


def _pooled(pictures: np.ndarray, most: tuple[int, int]) -> np.ndarray:
    """Means of neighbors along y and x, so that there are at most so many."""
    for axis, limit in zip((1, 2), most, strict=True):
        size = pictures.shape[axis]
        n = min(limit, size)
        edges = np.arange(n + 1) * size // n
        sums = np.add.reduceat(pictures, edges[:-1], axis)
        shape = [1] * pictures.ndim
        shape[axis] = n
        pictures = sums / np.diff(edges).reshape(shape).astype(np.float32)
    return pictures


def _masked(result: Result, kind: str, shape: tuple[int, ...]) -> np.ndarray:
    """(places,) bool: where more than half of it is under a mask."""
    (place,) = region_places(result)
    free = place.inside if kind == "thumbnail" else np.asarray(result.cell_coverage) > 0
    share = _pooled(free[None].astype(np.float32), _MOST[kind])[0]
    masked = share < 0.5
    return np.broadcast_to(masked[..., None] if len(shape) > 2 else masked, shape).ravel()


def _check(results: Sequence[Result], target: Target, kind: str) -> None:
    sizes = tuple(one.n_frames for one in results)
    if not results or sizes != target.lengths:
        raise InputError(
            f"The target {target.name!r} does not belong to these recordings.",
            expected=f"values for {len(results)} recordings of {sizes[:5]} frames",
            got=f"{len(target.lengths)} of {target.lengths[:5]}",
        )
    array = "thumbnail" if kind == "thumbnail" else kind
    shapes = sorted({one.array(array).shape[1:] for one in results})
    if len(shapes) > 1:
        raise InputError(
            "The recordings' pictures differ in size.",
            got=", ".join(map(str, shapes)),
            do="make the passes with crops of one size",
        )


def _mapped(
    results: Sequence[Result], crossed: Any, target: Target, kind: str, metrics: tuple
) -> PictureWeights:
    features, key = crossed.features, (target.name, crossed.params.estimator)
    shape, outputs = features.shape, n_scores(target)
    found = []
    for one in crossed.folds:
        weights = weights_of(one.models[key].model, len(features.names), outputs)
        weights[:, features.masked] = np.nan
        found.append(weights.reshape(outputs, *shape))
    every = np.stack(found)
    with np.errstate(invalid="ignore"):
        mean = _over_folds(every, np.mean)
    whole = every.sum(axis=-1) if kind == "cells" else every
    center = _over_folds(whole, np.mean)
    same = np.sign(whole) == np.sign(center)
    agreement = np.where(np.isfinite(center), _over_folds(same.astype(float), np.mean), np.nan)
    rows, columns = results[0].crop.box(*results[0].frame_px)
    return PictureWeights(
        target.name,
        kind,
        target.categories if outputs > 1 else ("",),
        whole,
        center,
        _over_folds(whole, np.std),
        agreement,
        mean if kind == "cells" else None,
        _face(results),
        (columns.start, rows.start, columns.stop, rows.stop),
        tuple(metrics),
    )


def _over_folds(values: np.ndarray, summary: Any) -> np.ndarray:
    """Over the folds that have a model; NaN where none has."""
    there = np.isfinite(values).any(axis=tuple(range(1, values.ndim)))
    return summary(values[there], axis=0) if there.any() else np.full(values.shape[1:], np.nan)


def _face(results: Sequence[Result]) -> np.ndarray:
    """(y, x) mean thumbnail, each recording alike."""
    means = []
    for one in results:
        good = np.flatnonzero((np.asarray(one.flags).astype(int) & _UNUSABLE) == 0)
        good = good if len(good) else np.arange(one.n_frames)
        some = good[:: max(1, len(good) // _FACE_FRAMES)]
        means.append(np.mean([one.thumbnails[int(n)] for n in some], axis=0))
    return np.mean(means, axis=0).astype(np.float32)
