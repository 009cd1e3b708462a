"""Nose and cheek bulge, learned from ratings or other targets, each frame held out by trial.

The region's differences from its usual picture are the features. Folds leave out whole trials
(blocks of time without trials). A frame without a target is predicted by the models that did not
see the trial it is in, or the nearest one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...errors import InputError, raised_as
from ..features.named.definitions import FeatureDefinition
from ..frame_features.reasons import Reason
from ..frame_features.table import FrameTable
from ..frame_models.features import TableFeatures
from ..learning import CrossFit, Groups, LearningParams, Target, cross_fit, plan_folds
from ..learning.spans import true_runs
from .measured import Measured, ReferenceValue, made, nothing
from .motion_removed import without_motion
from .sampling import runs_of

#: ridge regression whose penalty is chosen inside the training frames
LEARNING = LearningParams(
    estimator="linear", beside=(), choose_strength=True, left_out="auto", min_frames=5, gap_s=0.5
)


def learned_bulge(
    name: str,
    differences: np.ndarray | None,
    target: np.ndarray | None,
    trials: np.ndarray | None,
    times_s: np.ndarray,
    codes: np.ndarray,
    motion: np.ndarray,
    *,
    workers: int | None = None,
) -> Measured:
    """A bulge in every frame, on the scale of its targets.

    Parameters
    ----------
    name : str
        'nose_bulge' or 'cheek_bulge'.
    differences : (frames, pixels) array or None
        From the usual picture; NaN where the region does not show; None without a region.
    target : (frames,) array or None
        Ratings or others; NaN where there is none.
    trials : (frames,) int array or None
        The trial of each frame, -1 outside of any.
    times_s : (frames,) array
    codes : (frames,) uint8 array
        Why the region does not show.
    motion : (frames, 3) array
        The head's.
    workers : int, optional

    Raises
    ------
    InputError
        If the targets cannot be learned: too few, all equal, or of one trial.
    """
    n = len(times_s)
    if target is None:
        return nothing(n, Reason.NO_TARGET)
    if differences is None:
        return nothing(n, Reason.NO_REGION)
    shown = np.isfinite(differences).all(axis=1)
    known = np.isfinite(target) & shown
    check_target(name, target, known)
    table = _table(differences, times_s)
    whole = Target(name, "continuous", (np.where(known, target, 0.0),), (known,))
    crossed = _crossed(table, whole, known, trials, workers)
    values = _predicted(crossed, table, trials, name)
    sample = np.concatenate([np.arange(*run) for run in runs_of(n)])
    values = without_motion(values, motion, sample)
    held = np.where(known, values, np.nan)
    error, r = _figures(held[known], target[known])
    count = int(known.sum())
    what = f"{crossed.plan.level}s left out"
    reference = (
        ReferenceValue(name, "held_out_r", r, "1", what, count),
        ReferenceValue(name, "held_out_rms", error, "target", what, count),
        ReferenceValue(name, "n_folds", float(len(crossed.folds)), "1", what, count),
    )
    note = (
        f"{name} is an appearance, learned from {count} frames with a target; r {r:.2f} with "
        f"these, each predicted with its {crossed.plan.level} left out"
    )
    codes = np.where(shown, 0, np.where(codes > 0, codes, Reason.UNDEFINED))
    errors = np.full(n, error)
    return made(values, errors, codes, reference, "picture", (note,))


def check_target(name: str, target: np.ndarray, known: np.ndarray) -> None:
    """Refuse targets that nothing can be learned from (InputError)."""
    y = target[known]
    if len(y) >= 2 * LEARNING.min_frames and np.ptp(y) > 0:
        return
    raise InputError(
        f"{name} cannot be learned from these targets.",
        expected=f"at least {2 * LEARNING.min_frames} frames with a target that show the region, "
        "with different values",
        got=f"{len(y)} frames, {len(np.unique(y))} different values",
        do="rate more frames, or leave the targets out: without them only the departure is given",
    )


def _table(differences: np.ndarray, times_s: np.ndarray) -> FrameTable:
    """The differences as a table of features of their own."""
    names = [f"region:pixel_{k}" for k in range(differences.shape[1])]
    one = FeatureDefinition(
        "pixel", "intensity", "contrast", "thumbnail",
        "A pixel of the region less its usual value, divided by the region's contrast.",
    )  # fmt: skip
    own = {
        "name": one.name, "group": one.group, "unit": one.unit, "source": one.source,
        "definition": one.definition, "since": one.since,
    }  # fmt: skip
    about = {"kind": "frames", "columns": dict.fromkeys(names, own)}
    return FrameTable(tuple(names), differences, times_s=times_s, about=about)


def _crossed(
    table: FrameTable,
    target: Target,
    known: np.ndarray,
    trials: np.ndarray | None,
    workers: int | None,
) -> CrossFit:
    groups = Groups.of(1)
    times = np.asarray(table.times_s)
    do = "rate frames of more trials, or of a longer part of the recording"
    params = replace(LEARNING, max_columns=max(LEARNING.max_columns, len(table.names)))
    with raised_as(InputError, f"{target.name} cannot be learned.", do=do, of=(InputError,)):
        plan = plan_folds(
            groups,
            target.lengths,
            [times],
            level="block" if trials is None else "trial",
            max_folds=params.max_folds,
            gap_s=params.gap_s,
            blocks=params.blocks,
            assessed=[true_runs(known)],
            trials=None if trials is None else [trials],
        )
        return cross_fit([table], TableFeatures(None, 0.0), [target], plan, params, workers=workers)


def _predicted(
    crossed: CrossFit,
    table: FrameTable,
    trials: np.ndarray | None,
    name: str,
) -> np.ndarray:
    """(frames,) each frame by the models of the fold that left out its trial, or the nearest."""
    n = len(table)
    fold_of = np.full(n, -1)
    for number, result in enumerate(crossed.folds):
        for _, first, stop in result.fold.test:
            fold_of[first:stop] = number
    if trials is not None:
        for trial in np.unique(trials[trials >= 0]):
            here = trials == trial
            tested = fold_of[here & (fold_of >= 0)]
            if len(tested):
                fold_of[here] = tested[0]
    has = np.flatnonzero(fold_of >= 0)
    place = np.clip(np.searchsorted(has, np.arange(n)), 0, len(has) - 1)
    before = np.clip(place - 1, 0, len(has) - 1)
    nearer = np.abs(has[before] - np.arange(n)) < np.abs(has[place] - np.arange(n))
    fold_of = fold_of[np.where(nearer, has[before], has[place])]
    values = np.full(n, np.nan)
    for number, result in enumerate(crossed.folds):
        rows = np.flatnonzero(fold_of == number)
        model = result.models[name, crossed.params.estimator]
        if len(rows) and model.model is not None:
            x = result.features.rows(table)[rows]  # type: ignore[attr-defined]
            values[rows] = model.probabilities(x)[:, 0]
    return values


def _figures(predicted: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """Root mean square error and correlation of held-out frames."""
    good = np.isfinite(predicted)
    if good.sum() < 3 or not np.ptp(predicted[good]) or not np.ptp(target[good]):
        return float("nan"), float("nan")
    error = float(np.sqrt(np.mean((predicted[good] - target[good]) ** 2)))
    return error, float(np.corrcoef(predicted[good], target[good])[0, 1])
