"""Scoring with prototypes from elsewhere: another session, or the same data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ....errors import CropError
from ...events import Events
from ...features.quality import FrameFlag
from ...store.chosen_frames import read_frames
from ..findings import Finding
from .folds import FoldPlan
from .model import Model
from .params import ContrastParams
from .registration import Registration
from .result import ContrastPrototypes, ContrastScores
from .session_alignment import find_alignment
from .stream import FoldJob, Streamed, stream
from .trial_responses import time_courses_of, with_responses
from .trials import trials_of
from .uncertainty import standard_errors

_UNUSABLE = int(FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT)
_LOOK_AT_S, _LOOK_AT = 10.0, 200
_WITHOUT_EVENTS = 6.0


def score_session(
    thumbnails: Any,
    times_s: np.ndarray,
    flags: np.ndarray,
    events: Events | None,
    params: ContrastParams | None,
    prototypes: ContrastPrototypes,
    scale: np.ndarray,
    source: str,
    progress,
) -> ContrastScores:
    """Score a recording by given prototypes; see `score_contrast`.

    The session's first ten seconds are laid over the prototypes' reference by shift, turn
    and scale; each frame is then registered to that reference.  With prototypes whose window
    has no later frame (live use), these first frames have no score: where they lie is not
    yet known.
    """
    usable = (flags.astype(np.int64) & _UNUSABLE) == 0
    params = _used(params or prototypes.params, prototypes.params, events)
    model, settled = _placed(prototypes, thumbnails, _first(usable, times_s))
    plan = _plan(times_s, usable, events, params)
    live = params.look_ahead_s == 0
    # Without a look-ahead no later frame may tell: there the baseline has run for ten seconds
    # when the first score is given.
    placed = 0 if live or not settled else settled + 1
    jobs = [FoldJob(model, 0, 0, len(times_s), 0, len(times_s), placed=placed)]
    done = stream(thumbnails, plan, jobs, params, progress)
    placed_from = settled if live else 0
    for values in (done.scores, done.misfit, done.shift, done.residual_shift, done.light):
        values[:placed_from] = np.nan
    findings = (*_moved(done.lost[placed_from:], params.max_lost), *prototypes.findings)
    errors = _errors_without_refused(done, plan, prototypes, model, findings)
    rows = (done.scores, plan, params, prototypes.names, model.fall_s, model.unit_se)
    # without events the plan has one that stands for none, and it is no trial
    trials = () if events is None else trials_of(plan, [""] * len(plan.events))
    trials = with_responses(trials, *rows) if trials else ()
    unknown = np.full(len(prototypes.names), np.nan)
    alignment_s = float(times_s[settled] - times_s[0]) if settled else 0.0
    return ContrastScores(
        names=prototypes.names,
        times_s=times_s,
        score=done.scores,
        score_se=errors,
        misfit=done.misfit,
        findings=findings,
        p_values={},
        folds=(),
        fold_prototypes=None,
        shift_px=done.shift * scale,
        residual_shift_px=done.residual_shift * scale,
        light=done.light,
        lost=done.lost,
        source=source,
        prototypes=prototypes,
        params=params,
        look_ahead_s=model.look_ahead_s,
        jobs=tuple(jobs),
        neutral=plan.neutral,
        alignment_s=alignment_s,
        alignment_look_ahead_s=0.0 if live else alignment_s,
        trials=trials,
        courses=time_courses_of(trials, prototypes.names, unknown, unknown) if trials else (),
    )


def _errors_without_refused(
    done: Streamed,
    plan: FoldPlan,
    prototypes: ContrastPrototypes,
    model: Model,
    findings: tuple[Finding, ...],
) -> np.ndarray:
    """Standard errors of the scores; both become NaN, in place, for what is refused."""
    score = done.scores
    errors = standard_errors(score, done.misfit, plan.neutral, prototypes.errors, model.unit_se)
    for k, name in enumerate(prototypes.names):
        if any(finding.about in ("", name) for finding in findings):
            score[:, k] = errors[:, k] = np.nan
    return errors


def _used(params: ContrastParams, made: ContrastParams, events: Events | None) -> ContrastParams:
    """The parameters that score by prototypes made with `made`."""
    # Without events, what is neutral is not known: a long time constant rides over expressions.
    tau_s = params.baseline_tau_s * (_WITHOUT_EVENTS if events is None else 1.0)
    # Smoothing is the model's own: another window in `params` has no effect, and is not told.
    return replace(
        params, baseline_tau_s=tau_s, look_back_s=made.look_back_s, look_ahead_s=made.look_ahead_s
    )


def _plan(
    times_s: np.ndarray, usable: np.ndarray, events: Events | None, params: ContrastParams
) -> FoldPlan:
    """A plan of one fold: nothing is trained, and without events every frame may be neutral."""
    n = len(times_s)
    neutral = usable.copy()
    if events is not None:
        neutral &= events.baseline(times_s, params.baseline_margin_s)
    return FoldPlan(
        events=events or Events.from_rows([("none", 0.0, 1.0)]),
        times_s=times_s,
        usable=usable,
        fold=np.zeros(n, np.int32),
        group=np.zeros(1, int),
        neutral=neutral,
        trial=np.zeros(n, bool),
        training=np.empty(0, np.int64),
        interval_s=float(np.median(np.diff(times_s))) if n > 1 else 1.0,
    )


def _moved(lost: np.ndarray, max_lost: float) -> tuple[Finding, ...]:
    """Refuse the whole if too many frames cannot be registered to the prototypes' reference."""
    share = float(lost.mean()) if len(lost) else 0.0
    if share <= max_lost:
        return ()
    reason = (
        f"{share:.0%} of the frames cannot be registered to the prototypes' reference: another "
        "animal or camera, or a crop that moved too far."
    )
    return (Finding("moved", "", reason),)


def _first(usable: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """Usable frames of the first ten seconds, not too many."""
    frames = np.flatnonzero(usable)
    frames = frames[times_s[frames] <= times_s[frames[0]] + _LOOK_AT_S] if len(frames) else frames
    return frames[:: max(1, -(-len(frames) // _LOOK_AT))]


def _placed(
    prototypes: ContrastPrototypes, thumbnails: Any, frames: np.ndarray
) -> tuple[Model, int]:
    """The prototypes' model, for pictures that lie on its reference as this session's do.

    And the last frame that this was seen from: 0 where nothing had to be seen.
    """
    model = prototypes.model
    old = model.features.registration
    if not len(frames) or not old.shifts:
        return model, 0
    blocks = [block for _, block in read_frames(thumbnails, frames)]
    picture = np.median(np.concatenate(blocks), axis=0)
    # What stays in place when the head moves says little about where the head is.
    weights = (old.weights > 0) * (0.1 + old.mobility)
    start = find_alignment(picture, old.reference, weights, old.shape)
    registration = Registration(
        old.reference,
        old.weights,
        old.mobility,
        old.shape,
        shift=old.shifts,
        light=old.lights,
        start=start,
        left_out=old.left_out,
    )
    placed = replace(model, features=replace(model.features, registration=registration))
    return placed, int(frames[-1])


def mask_of_thumbnail(mask: np.ndarray | None, shape: tuple[int, int]) -> np.ndarray | None:
    """A mask of the crop as one of the thumbnail: a pixel is left out with any part of it.

    Two pixels around are left out too, because registration looks that far.

    Raises
    ------
    CropError
        If the mask is smaller than the thumbnail or leaves nothing.
    """
    if mask is None or not np.any(mask):
        return None
    mask = np.asarray(mask, bool)
    if mask.ndim != 2 or mask.shape[0] < shape[0] or mask.shape[1] < shape[1]:
        raise CropError(
            "The mask does not fit.",
            expected=f"at least {shape}",
            got=str(mask.shape),
            do="give a mask of the crop, (y, x), as large as the crop",
        )
    rows = np.arange(shape[0]) * mask.shape[0] // shape[0]
    columns = np.arange(shape[1]) * mask.shape[1] // shape[1]
    small = np.logical_or.reduceat(np.logical_or.reduceat(mask, rows, axis=0), columns, axis=1)
    wide = widened(small)
    if wide.all():
        raise CropError("The mask leaves nothing of the face.", do="make it smaller")
    return wide


def widened(mask: np.ndarray) -> np.ndarray:
    """A mask of the thumbnail, (y, x) bool, with two pixels around what it leaves out."""
    shape, padded = mask.shape, np.pad(mask, 2)
    wide = np.zeros(shape, bool)
    for dy in range(5):
        for dx in range(5):
            wide |= padded[dy : dy + shape[0], dx : dx + shape[1]]
    return wide
