"""Two valences, positive and negative, from stimuli that the laboratory has signed.

The directions of the face are those of the contrast score: one for each signed stimulus, made
without the trial that is measured, with the face's other movement (whisking, licking, drift) as
nuisance and the other stimuli unmixed.  A valence is the sum over the stimuli of its sign, cut at
0; nothing is subtracted from it.  Trials of stimuli without a sign (two at once, for example)
train nothing, and are measured by the directions of the signed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import EventsError
from ..events import Event, Events
from ..features.quality import FrameFlag
from ..scoring.contrast import ContrastParams, ContrastPrototypes, ContrastScores, score_contrast
from ..scoring.contrast.folds import plan_folds
from ..scoring.contrast.uncertainty import KnownErrors, standard_errors
from ..scoring.contrast.unit import fold_units, strength_error
from ..scoring.method.recording import Recording
from .params import AffectParams
from .rows import NEGATIVE, POSITIVE, REFUSED, Missing, StimulusRow, Trace, no_trace
from .signs import NEUTRAL, UNSIGNED, StimulusSigns

UNIT = "mean expression of the sign's stimuli"
"""The unit: 1 is the mean expression in the trials of the stimuli of this sign."""
HELD_OUT, OTHER_TRIALS, OTHER_RECORDING = "held out", "other trials", "another recording"
VALENCES = (POSITIVE, NEGATIVE)
_MANY_LOST = 0.05
Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Valences:
    """Both valences, and what became of the stimuli.

    Attributes
    ----------
    traces : tuple of Trace
        Positive, negative.
    rows : tuple of StimulusRow
    scored_by : tuple of str
        For each event, which trials its directions are from.
    settled : tuple of (float, float)
        For each event, the time over which its trial is measured.
    notes : tuple of str
    scores : ContrastScores
        Of the signed stimuli.
    """

    traces: tuple[Trace, ...]
    rows: tuple[StimulusRow, ...]
    scored_by: tuple[str, ...]
    settled: tuple[tuple[float, float], ...]
    notes: tuple[str, ...]
    scores: ContrastScores | None


def valence(
    recording: Recording,
    signs: StimulusSigns,
    params: AffectParams | None = None,
    contrast: ContrastParams | None = None,
    *,
    prototypes: ContrastPrototypes | None = None,
    progress: Progress | None = None,
) -> Valences:
    """Positive and negative valence in each frame, with standard errors.

    Parameters
    ----------
    recording : Recording
        With its events.
    signs : StimulusSigns
    params : AffectParams, optional
    contrast : ContrastParams, optional
        Of the directions of the face.
    prototypes : ContrastPrototypes, optional
        Of another recording: its directions are used in place of this one's own.
    progress : callable(done, total), optional

    Raises
    ------
    EventsError
        If there are no events, or none of a signed stimulus.
    """
    contrast = contrast or (prototypes.params if prototypes is not None else ContrastParams())
    events = recording.events
    if events is None or not len(events):
        raise EventsError(
            "There are no events, so that no face belongs to a signed stimulus.",
            expected="the presentations of the stimuli",
            got="none",
            do="give the events of this recording",
        )
    settled = tuple(_settled(event, contrast) for event in events)
    own = prototypes is None
    trained = [e for e in events if signs.sign(e.name) != UNSIGNED] if own else []
    names = {e.name for e in trained} if own else set(prototypes.names)  # type: ignore[union-attr]
    named = [name for name in names if signs.sign(name) in VALENCES]
    if not named:
        reasons = {sign: _absent(sign, signs, names, own) for sign in VALENCES}
        traces = tuple(
            no_trace(s, recording.n_frames, REFUSED, reasons[s], _source(s, signs))
            for s in VALENCES
        )
        rows = _stimulus_rows(None, events, signs, own)
        return Valences(traces, rows, ("",) * len(events), settled, (), None)
    if own:
        scores, by, values, errors = _own_scores(recording, trained, contrast, progress)
    else:
        scores = _score(recording, None, events, contrast, prototypes, progress)
        by = (OTHER_RECORDING,) * len(events)
        values, errors = scores.score, scores.score_se
    timed = np.isfinite(recording.times_s)
    values = np.where(timed[:, None], values, np.nan)
    trained_events = Events.from_rows(trained) if own else None
    traces = tuple(
        _trace(sign, scores, values, errors, signs, names, trained_events, recording)
        for sign in VALENCES
    )
    rows = _stimulus_rows(scores, events, signs, own)
    notes = _notes(scores, values)
    return Valences(traces, rows, by, settled, notes, scores)


def _settled(event: Event, contrast: ContrastParams) -> tuple[float, float]:
    """When a trial is measured: from its settled response to the offset, as in training."""
    late = min(event.onset_s + contrast.settle_s, (event.onset_s + event.offset_s) / 2)
    return late, event.offset_s


def _score(recording, flags, events, contrast, prototypes, progress) -> ContrastScores:
    flags = np.asarray(recording.result.flags) if flags is None else flags
    return score_contrast(
        recording.result.thumbnails,
        recording.times_s,
        flags,
        events,
        contrast,
        crop_px=recording.crop_px,
        origin_px=(recording.crop.x, recording.crop.y),
        mask=recording.mask,
        prototypes=prototypes,
        source=None if prototypes is not None else dict(recording.source),
        progress=progress,
    )


def _own_scores(recording: Recording, trained: Sequence[Event], contrast, progress):
    """Scores of held-out trials; those of stimuli without a sign by all signed trials."""
    events = recording.events or Events(())
    chosen = set(map(id, trained))
    others = [event for event in events if id(event) not in chosen]
    flags = np.asarray(recording.result.flags).copy()
    # A response that no sign belongs to is neither neutral nor training.
    inside = np.zeros(recording.n_frames, bool)
    for event in others:
        until = event.offset_s + contrast.baseline_margin_s
        inside |= (recording.times_s >= event.onset_s) & (recording.times_s < until)
    for event in trained:
        inside &= ~((recording.times_s >= event.onset_s) & (recording.times_s < event.offset_s))
    flags[inside] |= int(FrameFlag.MISSING)
    scores = _score(recording, flags, Events.from_rows(trained), contrast, None, progress)
    values, errors = scores.score.copy(), scores.score_se.copy()
    by = [HELD_OUT if id(event) in chosen else "" for event in events]
    if others and scores.prototypes is not None and not scores.refused:
        again = _score(recording, None, events, None, scores.prototypes, None)
        values[inside], errors[inside] = again.score[inside], again.score_se[inside]
        by = [one or OTHER_TRIALS for one in by]
    else:
        values[inside], errors[inside] = np.nan, np.nan
    return scores, tuple(by), values, errors


def _source(sign: str, signs: StimulusSigns, kept: Sequence[str] | None = None) -> str:
    """The stimuli of a sign, or those of them that are kept, each with who signed it."""
    return ", ".join(
        f"{row.stimulus} ({row.source})"
        for row in signs
        if row.sign == sign and (kept is None or row.stimulus in kept)
    )


def _absent(sign: str, signs: StimulusSigns, names: set[str], own: bool) -> str:
    stimuli = signs.stimuli(sign)
    where = "the events" if own else "the prototypes"
    if not stimuli:
        return f"no stimulus is signed {sign}: expected at least one, with trials in {where}"
    return (
        f"no stimulus that is signed {sign} is in {where}: expected {' or '.join(stimuli)}, got "
        + (", ".join(sorted(names)) or "none")
    )


def _trace(sign, scores, values, errors, signs, names, events, recording) -> Trace:
    """The valence of one sign: the sum over its stimuli that are not refused."""
    n, source = len(values), _source(sign, signs)
    mine = [k for k, name in enumerate(scores.names) if signs.sign(name) == sign]
    if not mine:
        reason = _absent(sign, signs, names, events is not None)
        return no_trace(sign, n, REFUSED, reason, source)
    kept = [k for k in mine if scores.finding_of(scores.names[k]).kind == "ok"]
    if not kept:
        reason = "; ".join(dict.fromkeys(_why(scores, scores.names[k]) for k in mine))
        return no_trace(sign, n, REFUSED, reason, source)
    estimate = values[:, kept].sum(axis=1)
    if len(kept) == 1:
        error = errors[:, kept[0]]
    elif events is None:
        error = np.sqrt((errors[:, kept] ** 2).sum(axis=1))
    else:
        estimate, error = _summed(
            estimate, values, errors[:, kept], kept, scores, events, recording
        )
    missing = np.where(np.isfinite(recording.times_s), Missing.NO_SCORE, Missing.NO_TIME)
    source = _source(sign, signs, [scores.names[k] for k in kept])
    return Trace(
        sign,
        np.maximum(estimate, 0.0),
        np.where(np.isfinite(estimate), error, np.nan),
        UNIT,
        missing=np.where(np.isfinite(estimate), Missing.NONE, missing).astype(np.uint8),
        estimate=estimate,
        source=source,
    )


def _summed(estimate, values, single, kept, scores, events: Events, recording):
    """A sum of several stimuli in its own unit, with an error from frames where it should be 0.

    Errors of stimuli with similar expressions are opposite, so that those of the sum do not follow
    from theirs.
    """
    together = scores.names[kept[0]]
    names = [together if scores.names.index(e.name) in kept else e.name for e in events]
    joined = Events.from_rows(
        (name, e.onset_s, e.offset_s) for name, e in zip(names, events, strict=True)
    )
    flags = np.asarray(recording.result.flags)
    timed = np.isfinite(recording.times_s)
    plan = plan_folds(joined, scores.times_s, flags, scores.params, timed)
    k = plan.names.index(together)
    table = np.stack([values[:, scores.names.index(name)] for name in plan.names], axis=1)
    table[:, k] = estimate
    alone = np.where(np.arange(len(plan.names)) == k, table, np.nan)
    unit = fold_units(alone, plan)[plan.fold, k]
    table[:, k], alone[:, k] = table[:, k] / unit, alone[:, k] / unit
    unit_se = np.full(len(plan.names), strength_error(alone, plan))
    known, error = KnownErrors(table, scores.misfit, plan), np.full(len(table), np.nan)
    for fold in plan.rows():
        rows = slice(fold.start_frame, fold.stop_frame)
        model = known.without(fold.event_index if len(plan.events) > 2 else None)
        given = table[rows], scores.misfit[rows], plan.neutral[rows]
        error[rows] = standard_errors(*given, model, unit_se)[:, k]
    # Frames of unsigned trials, whose misfit is another's, keep the larger of both errors.
    plain = np.sqrt((single**2).sum(axis=1))
    return table[:, k], np.where(np.isfinite(error), error, plain)


def _why(scores: ContrastScores, name: str) -> str:
    finding = scores.finding_of(name)
    return f"{finding.kind}: {finding.reason}" if finding.reason else finding.kind


def _notes(scores: ContrastScores, values: np.ndarray) -> tuple[str, ...]:
    """What is to be known of the scores; of lost frames, by those that have no score in the end."""
    kept = [note for note in scores.remarks if note.kind != "frames_lost"]
    notes = [f"{note.about or 'all stimuli'}: {note.reason}" for note in kept]
    lost = float((~np.isfinite(values).any(axis=1)).mean()) if values.size else 0.0
    if lost > _MANY_LOST and not scores.refused:
        notes.append(f"{lost:.0%} of the frames have no score: not decoded, or not registered")
    return tuple(notes)


_EXPECTED = {
    "too_few_events": "more usable trials of it",
    "stimuli_not_distinct": "trials of one stimulus more alike than those of different ones",
    "not_different_from_neutral": "trials more alike than stretches of neutral frames",
    "not_different_from_others": "trials more alike than a mixture with those of another",
    "too_noisy": "a score that varies more than its standard error",
}


def _stimulus_rows(scores, events: Events, signs: StimulusSigns, own: bool):
    """A row for each stimulus that is signed or has events."""
    names = dict.fromkeys([*(row.stimulus for row in signs), *events.names])
    by_name = {row.stimulus: row for row in signs}
    rows = []
    for name in names:
        sign, given = signs.sign(name), by_name.get(name)
        mine = [k for k, e in enumerate(events) if e.name == name]
        used = len(mine)
        state, reason, expected = "used", "", ""
        finding = None
        if scores is not None and name in scores.names:
            finding = scores.finding_of(name)
            if own:
                used = sum(t.used for t in scores.trials if t.stimulus == name)
        if sign == UNSIGNED:
            state, used = "scored only", 0
            reason = "it has no sign: its trials are measured, and train nothing"
        elif not mine and own:
            state, reason, expected = "absent", "it has no events", f"events named {name}"
        elif sign == NEUTRAL:
            state = "neutral"
            if finding is not None and finding.kind != "ok":
                reason = f"no expression of its own ({finding.kind})"
        elif finding is None or finding.kind != "ok":
            state, reason = "refused", "it is not scored" if finding is None else finding.reason
            expected = _EXPECTED.get(finding.kind if finding else "", "a score of it")
        rows.append(
            StimulusRow(
                name, sign, given.source if given else "", len(mine), used, state, reason, expected
            )
        )
    return tuple(rows)
