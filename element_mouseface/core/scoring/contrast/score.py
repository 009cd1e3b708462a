"""The contrast score of a recording: train, test, score all frames, calibrate, check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ....errors import EventsError, InputError, PrototypeError
from ...confounds.places import find_places
from ...events import Events
from ..findings import Finding
from . import excluded_trials
from .face_checks import Trained, refuse_other_responses
from .fading import fading_of, too_slow, without_fading
from .features import Features, fit_features, project_frames
from .fitting import fit_courses
from .folds import ALL, FoldPlan, plan_folds
from .lags import find_lag
from .model import Model, fit_model
from .nuisance import LateTrials, nuisance_covariance, trial_stats
from .other_session import mask_of_thumbnail, score_session
from .parallel import run_parallel
from .params import ContrastParams
from .permutation_tests import verdicts
from .quality_checks import hardly_separable, note_lost, too_noisy, with_physical_reason
from .result import CROSS_VALIDATED, OTHER_SESSION, SAME_DATA, ContrastPrototypes, ContrastScores
from .stream import FoldJob, Streamed, stream
from .sums import Pairs, picture_noise, similar_pairs, sums_of
from .time_courses import TimeCourses
from .trial_responses import time_courses_of, with_responses
from .trials import Trial, trials_of
from .uncertainty import ErrorModel, KnownErrors, standard_errors
from .unit import fold_units, model_units, scaled, strength_error
from .whole_picture import how_it_moved

_LEAST_NEUTRAL = 30
_CONTEXT_TAUS = 4.0

Progress = Callable[[int, int], None]


def score_contrast(
    thumbnails: Any,
    times_s: np.ndarray,
    flags: np.ndarray,
    events: Events | None,
    params: ContrastParams | None = None,
    *,
    crop_px: tuple[int, int] | None = None,
    origin_px: tuple[int, int] = (0, 0),
    mask: np.ndarray | None = None,
    prototypes: ContrastPrototypes | None = None,
    source: dict[str, Any] | None = None,
    progress: Progress | None = None,
) -> ContrastScores:
    """Score every frame for every stimulus, in units of the stimulus's own expression.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
        Luma thumbnails as the engine stores them; sliced in order, never read whole.
    times_s : (frames,) float64 array
        Frame times in seconds, increasing, on the clock of the events.  A frame that
        the clock lacks has NaN: it is scored, but is no trial and not neutral.
    flags : (frames,) uint16 array
        `FrameFlag`.
    events : Events or None
        Without overlap.  None only with `prototypes`: all frames then count as
        possibly neutral for the running baseline.
    params : ContrastParams, optional
        With `prototypes` by default theirs.
    crop_px : (int, int), optional
        Height and width of the crop, for shifts in its pixels; by default the
        thumbnail's own.
    origin_px : (int, int)
        Left and top edge of the crop in the movie, for naming places in its pixels.
    mask : (y, x) bool array, optional
        True is left out (spout, paw): of the crop's size or the thumbnail's.
    prototypes : ContrastPrototypes, optional
        Another recording's; without them they are made here, and cross-validated.
    source : dict, optional
        Plain JSON that the new prototypes carry along: what they were made from.
    progress : callable, optional
        Called with (frames gone through, frames to go through).  Training goes through its
        frames once for each group of folds, so that these are more than the movie has.

    Returns
    -------
    ContrastScores

    Raises
    ------
    InputError
        If the arrays do not fit each other.
    EventsError
        If events overlap, miss the recording, or are missing.
    PrototypeError
        If the prototypes are of another thumbnail size.
    """
    times_s = np.asarray(times_s, np.float64)
    flags = np.asarray(flags)
    _check(thumbnails, times_s, flags)
    timed = np.isfinite(times_s)
    if not timed.all():
        times_s = _filled(times_s)
    rows, columns = thumbnails.shape[1:]
    height_px, width_px = crop_px or (rows, columns)
    scale = np.array([width_px / columns, height_px / rows])
    if prototypes is not None:
        if tuple(thumbnails.shape[1:]) != prototypes.model.features.registration.shape:
            raise PrototypeError(
                "The prototypes are of another thumbnail size.",
                expected=str(prototypes.model.features.registration.shape),
                got=str(tuple(thumbnails.shape[1:])),
                do="score a movie with a crop of the same shape, or make other prototypes",
            )
        return score_session(
            thumbnails, times_s, flags, events, params, prototypes, scale, OTHER_SESSION, progress
        )
    if events is None:
        raise EventsError(
            "There are no events.", do="give events, or prototypes made in another recording"
        )
    params = params or ContrastParams()
    events.check()
    left_out = mask_of_thumbnail(mask, tuple(thumbnails.shape[1:]))
    plan = plan_folds(events, times_s, flags, params, timed)
    neutral = plan.least_neutral(params.cross_validate)
    if not plan.trial.any() or neutral < _LEAST_NEUTRAL:
        reason = (
            "There are too few usable trial frames or neutral frames: outside the events and "
            f"{params.baseline_margin_s:g} s after them, and outside the trials that are being "
            f"scored, {neutral} frames remain to train on; at least {_LEAST_NEUTRAL} are needed."
        )
        return _nothing(plan, params, reason)
    run = _Run(thumbnails, plan, params, left_out, scale, source or {}, progress)
    scores, trained = run.scores()
    places = find_places(thumbnails, plan, left_out)
    return refuse_other_responses(scores, trained, places, scale, origin_px)


def _check(thumbnails: Any, times_s: np.ndarray, flags: np.ndarray) -> None:
    shape: tuple[int, ...] = tuple(getattr(thumbnails, "shape", ()))
    if len(shape) != 3 or times_s.shape != (shape[0],) or flags.shape != (shape[0],):
        raise InputError(
            "Thumbnails, times and flags have inconsistent shapes.",
            expected="(frames, y, x), (frames,) and (frames,)",
            got=f"{tuple(shape)}, {times_s.shape} and {flags.shape}",
            do="take all three from one result: `open_result` returns them",
        )
    known = times_s[np.isfinite(times_s)]
    if len(known) < 2 or (np.diff(known) <= 0).any():
        raise InputError(
            "Frame times must be increasing.",
            do="give the times of the movie's frames in seconds; NaN means no time",
        )


def _filled(times_s: np.ndarray) -> np.ndarray:
    """Fill in times of frames without one, between or beyond the known times."""
    known = np.flatnonzero(np.isfinite(times_s))
    step = float(np.median(np.diff(times_s[known]) / np.diff(known)))
    out = np.interp(np.arange(len(times_s)), known, times_s[known])
    first, last = known[0], known[-1]
    out[:first] = times_s[first] + step * (np.arange(first) - first)
    out[last + 1 :] = times_s[last] + step * np.arange(1, len(times_s) - last)
    return out


class _Run:
    """Training and scoring of one recording."""

    def __init__(self, thumbnails, plan: FoldPlan, params, left_out, scale, source, progress):
        self.thumbnails, self.plan, self.params = thumbnails, plan, params
        self.left_out, self.scale, self.source = left_out, scale, source
        groups = {fold.group for fold in plan.rows()} if params.cross_validate else set()
        self.done, self.total = 0, (1 + len(groups)) * len(plan.training) + len(plan.times_s)
        self.progress = progress
        self.of_folds: dict[int, TimeCourses] = {}

    def scores(self) -> tuple[ContrastScores, Trained]:
        plan, params = self.plan, self.params
        whole, coordinates, left_out = self._features(ALL)
        trials = trials_of(plan, left_out)
        stats = trial_stats(coordinates, plan, params)
        late_trials = LateTrials(coordinates, plan, params, stats)
        late_s = late_trials.seconds()
        if late_s.any():
            stats = trial_stats(coordinates, plan, params, late_s)
        labels = [event.name for event in plan.events]
        precision = np.linalg.inv(nuisance_covariance(stats, params))
        findings, p = verdicts(stats, labels, plan.names, precision, params)
        findings = _with_left_out(findings, trials)
        # A stimulus like the others still has a part in the unmixing; one without any
        # expression has none.
        out = {s.about for s in findings if s.kind != "not_different_from_others"}
        included = tuple(n for n in plan.names if n not in out)
        fit: dict[str, Any] = {"plan": plan, "params": params, "included": included or plan.names}
        courses = self.courses = fit_courses(
            coordinates, plan, params, None, fit["included"], late_trials
        )
        if not any(s.about == "" for s in findings):
            findings += tuple(s for s in too_slow(courses, plan) if s.about in included)
        final = fit_model(whole, coordinates, **fit, without_fold=None, courses=courses)
        if params.cross_validate:
            jobs, vectors = self._fold_jobs(fit)
        else:
            jobs, vectors = [FoldJob(final, ALL, 0, len(plan.times_s), 0, len(plan.times_s))], None
        done = stream(self.thumbnails, plan, jobs, params, lambda done, _: self._progress(done))
        self._blank_lost_trials(done)
        lag = find_lag(coordinates, plan, params)
        moved = how_it_moved(self.thumbnails, plan, whole.registration, done.lost)
        trained = Trained(plan, whole, stats, precision, final, lag, moved)
        return self._finish(done, jobs, final, findings, p, vectors, trials), trained

    def _features(self, group: int) -> tuple[Features, np.ndarray, tuple[str, ...]]:
        """Features, coordinates of the training frames, and why trials were left out of them."""
        features = fit_features(self.thumbnails, self.plan, group, self.params, self.left_out)
        coordinates = project_frames(self.thumbnails, self.plan.training, features)
        self.done += len(self.plan.training)
        self._progress(0)
        left_out = excluded_trials.reasons_to_leave_out(coordinates, self.plan, self.params)
        used = excluded_trials.without_trials(coordinates, self.plan, self.params, left_out)
        return features, used, left_out

    def _blank_lost_trials(self, done: Streamed) -> None:
        """Remove all scores in trials that are left out because of lost frames."""
        for number in excluded_trials.lost_trials(self.plan, done.lost, self.params):
            done.scores[excluded_trials.response_frames(self.plan, number, self.params)] = np.nan

    def _progress(self, streamed: int) -> None:
        if self.progress is not None:
            self.progress(self.done + streamed, self.total)

    def _fold_jobs(self, fit: dict[str, Any]) -> tuple[list[FoldJob], np.ndarray]:
        """A model for each fold, and all their prototypes (folds, stimuli, components)."""
        plan, params = self.plan, self.params
        jobs: dict[int, FoldJob] = {}
        for group in sorted({fold.group for fold in plan.rows()}):
            features, coordinates, _ = self._features(group)
            late_trials = LateTrials(coordinates, plan, params)
            folds = [fold for fold in plan.rows() if fold.group == group]
            made = run_parallel(
                lambda fold, *given: _fold_model(fold, *given, fit=fit),
                [(fold, features, coordinates, late_trials) for fold in folds],
            )
            for fold, (model, courses) in zip(folds, made, strict=True):
                self.of_folds[fold.event_index] = courses
                context = _CONTEXT_TAUS * max(params.baseline_tau_s, *_slow(courses))
                since = plan.times_s[fold.start_frame] - context
                until = plan.times_s[fold.stop_frame - 1] + params.look_ahead_s
                first = int(np.searchsorted(plan.times_s, since))
                stop = int(np.searchsorted(plan.times_s, until + 1e-9, side="right"))
                jobs[fold.number] = FoldJob(
                    model, group, fold.start_frame, fold.stop_frame, first, stop, fold.event_index
                )
        ordered = [jobs[number] for number in sorted(jobs)]
        size: int = max(job.model.prototypes.shape[1] for job in ordered)
        vectors = np.full((len(ordered), len(plan.names), size), np.nan)
        for row, job in zip(vectors, ordered, strict=True):
            row[:, : job.model.prototypes.shape[1]] = job.model.prototypes
        return ordered, vectors

    def _finish(
        self, done: Streamed, jobs, final: Model, findings, p, vectors, trials: tuple[Trial, ...]
    ) -> ContrastScores:
        plan, params = self.plan, self.params
        if params.cross_validate:
            unit = fold_units(done.scores, plan, self.courses)
            done = replace(done, scores=done.scores / unit[plan.fold])
            jobs = [replace(job, model=scaled(job.model, unit[job.fold or 0])) for job in jobs]
            final = scaled(final, model_units(unit, plan))
            strength_se = np.full(len(plan.names), strength_error(done.scores, plan, self.courses))
        else:
            strength_se = None
        errors, whole_errors = self._errors(done, jobs, strength_se)
        findings = with_physical_reason(findings, done, trials)
        findings += too_noisy(findings, done.scores, errors, plan, params)
        score = done.scores.copy()
        for k, name in enumerate(plan.names):
            if any(finding.about in ("", name) for finding in findings):
                score[:, k] = errors[:, k] = np.nan
        trials = excluded_trials.without_unused(trials, findings)
        trials = with_responses(
            trials, score, plan, params, plan.names, self.courses.fall_s, final.unit_se
        )
        kept = not any(finding.about == "" for finding in findings)
        pairs: Pairs = []
        if params.cross_validate:
            noise = picture_noise(jobs, plan)
            pairs = similar_pairs(final.pictures(), plan.names, findings, noise)
        made = ContrastPrototypes(plan.names, final, whole_errors, params, findings, self.source)
        return ContrastScores(
            names=plan.names,
            times_s=plan.times_s,
            score=score,
            score_se=errors,
            misfit=done.misfit,
            findings=findings,
            p_values=p,
            folds=plan.rows() if params.cross_validate else (),
            fold_prototypes=vectors,
            shift_px=done.shift * self.scale,
            residual_shift_px=done.residual_shift * self.scale,
            light=done.light,
            lost=done.lost,
            source=CROSS_VALIDATED if params.cross_validate else SAME_DATA,
            prototypes=made if kept else None,
            params=params,
            look_ahead_s=max(job.model.look_ahead_s for job in jobs),
            jobs=tuple(jobs),
            neutral=plan.neutral,
            trials=trials,
            courses=time_courses_of(
                trials, plan.names, *fading_of(self.courses, self.of_folds, plan)
            ),
            notes=(
                *note_lost(findings, done, trials),
                *hardly_separable(pairs, plan.names, findings),
            ),
            sums=sums_of(done.scores, done.misfit, plan, pairs, self.courses),
        )

    def _errors(
        self, done: Streamed, jobs: Sequence[FoldJob], strength_se: np.ndarray | None
    ) -> tuple[np.ndarray, ErrorModel]:
        """Standard errors of all scores, (frames, stimuli), and the model made with every trial."""
        plan = self.plan
        slow = bool(self.courses.slow.any())
        judged_scores = without_fading(done.scores, plan, self.params, self.courses)
        known_errors = KnownErrors(judged_scores, done.misfit, plan, slow=slow)
        whole_errors = known_errors.without(None)
        errors = np.full_like(done.scores, np.nan)
        for job in jobs:
            rows, model = slice(job.start, job.stop), whole_errors
            if job.fold is not None and len(plan.events) > 2:
                model = known_errors.without(job.fold)
            # In the trials' own units their mean is 1: what remains is the error of each.
            unit_se = job.model.unit_se if strength_se is None else strength_se
            errors[rows] = standard_errors(
                done.scores[rows], done.misfit[rows], plan.neutral[rows], model, unit_se
            )
        return errors, whole_errors


def _with_left_out(findings: tuple[Finding, ...], trials: tuple[Trial, ...]) -> tuple[Finding, ...]:
    """The findings, where what has too few trials says which were left out, why, what to change."""
    out = []
    for finding in findings:
        excluded = excluded_trials.excluded_trials_text(trials, finding.about or None)
        if finding.kind == "too_few_events" and excluded:
            finding = replace(finding, reason=f"{finding.reason} {excluded}")
        out.append(finding)
    return tuple(out)


def _fold_model(fold, features, coordinates, late_trials, *, fit: dict[str, Any]):
    """The model of one fold, and the courses that it learned from the other trials."""
    without = fold.event_index
    given = (coordinates, fit["plan"], fit["params"], without, fit["included"], late_trials)
    courses = fit_courses(*given)
    model = fit_model(features, coordinates, **fit, without_fold=without, courses=courses)
    return model, courses


def _slow(courses: TimeCourses) -> tuple[float, float]:
    """0, and the longest time constant of a slow expression."""
    return 0.0, float(np.max(courses.fall_s[courses.slow], initial=0.0))


def _nothing(plan: FoldPlan, params: ContrastParams, reason: str) -> ContrastScores:
    n, k = len(plan.times_s), len(plan.names)
    findings = (Finding("too_few_events", "", reason),)
    empty = np.full((n, 2), np.nan)
    return ContrastScores(
        names=plan.names,
        times_s=plan.times_s,
        score=np.full((n, k), np.nan),
        score_se=np.full((n, k), np.nan),
        misfit=np.full(n, np.nan),
        findings=findings,
        p_values={},
        folds=plan.rows() if params.cross_validate else (),
        fold_prototypes=None,
        shift_px=empty,
        residual_shift_px=empty.copy(),
        light=np.full((n, 3), np.nan),
        lost=~plan.usable,
        source=CROSS_VALIDATED if params.cross_validate else SAME_DATA,
        prototypes=None,
        params=params,
        look_ahead_s=params.look_ahead_s,
        trials=excluded_trials.without_unused(trials_of(plan, [""] * len(plan.events)), findings),
    )
