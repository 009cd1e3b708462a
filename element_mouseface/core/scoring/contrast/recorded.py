"""The contrast score of a `Recording`: cross-validated, or by the prototypes of another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from ....errors import PrototypeError
from ...features.quality import FrameFlag
from ..findings import Finding
from ..method.fitted import EventOrigin, Fitted
from ..method.protocol import Progress
from ..method.recording import Recording
from .params import ContrastParams
from .result import SAME_DATA, ContrastPrototypes, ContrastScores
from .score import score_contrast

#: parameters that a model has been made with: scoring by it cannot change them
FIXED_BY_TRAINING = (
    "settle_s",
    "latency_s",
    "rise_s",
    "fall_s",
    "baseline_span_s",
    "look_back_s",
    "look_ahead_s",
    "n_components",
    "shrinkage",
    "basis_frames",
    "training_frames",
    "ablate",
)
_UNUSABLE = FrameFlag.MISSING | FrameFlag.BLACK | FrameFlag.CONSTANT

#: the last recording with an identity that was cross-validated in this process
_last: dict[tuple[str, str], ContrastScores] = {}


def cross_validated(
    recording: Recording, params: ContrastParams, progress: Progress | None = None
) -> ContrastScores:
    """Scores of a recording by its own trials.

    The prototypes and the scores of a recording come out of the same computation: where
    one is asked for after the other, the second finds the first's.
    """
    token = recording.identity, params.content_hash()
    if token in _last:
        return _last[token]
    scores = _scored(recording, params, progress, source=_source(recording))
    _last.clear()
    if recording.identity:
        _last[token] = scores
    return scores


def fitted(recording: Recording, params: ContrastParams) -> Fitted:
    """The prototypes of a recording's own trials, and which frames made them."""
    scores = cross_validated(recording, params)
    made = scores.prototypes
    if made is None:
        return Fitted(None, params, scores.findings)
    return Fitted(made, params, made.findings, source_events=_source_events(recording, params))


def score_by(
    recording: Recording,
    params: ContrastParams | None,
    prototypes: ContrastPrototypes,
    progress: Progress | None = None,
) -> ContrastScores:
    """Scores of a recording by given prototypes, with what is to be known of these.

    Raises
    ------
    PrototypeError
        If the prototypes were made with other parameters, or are of another thumbnail size.
    """
    if params is not None:
        _check_params(prototypes.params, params)
    scores = _scored(recording, params, progress, prototypes=prototypes)
    notes = scores.notes
    if recording.shares_file(prototypes.source.get("files", [])):
        scores = replace(scores, source=SAME_DATA)
        notes += (_CIRCULAR,)
    theirs = prototypes.source.get("crop_px")
    if theirs is not None and list(theirs) != list(recording.crop_px):
        notes += (_other_crop(theirs, recording.crop_px),)
    return replace(scores, notes=notes)


def _scored(recording: Recording, params, progress: Progress | None, **more) -> ContrastScores:
    return score_contrast(
        recording.result.thumbnails,
        recording.times_s,
        np.asarray(recording.result.flags),
        recording.events,
        params,
        crop_px=recording.crop_px,
        origin_px=(recording.crop.x, recording.crop.y),
        mask=recording.mask,
        progress=progress,
        **more,
    )


def _source(recording: Recording) -> dict:
    """What prototypes carry along of the recording that made them, as JSON."""
    events = recording.events
    return {
        **recording.source,
        "recorded_at": recording.recorded_at,
        "crop_px": list(recording.crop_px),
        "n_trials": dict(Counter(event.name for event in events or ())),
    }


def _source_events(recording: Recording, params: ContrastParams) -> tuple[EventOrigin, ...]:
    """The trials that made each prototype, and their frames: usable ones from `settle_s` on."""
    usable = (np.asarray(recording.result.flags) & int(_UNUSABLE)) == 0
    times_s, rows = recording.times_s, []
    for number, event in enumerate(recording.events or ()):
        settled_s = event.onset_s + params.settle_s
        start_s = min(settled_s, (event.onset_s + event.offset_s) / 2)
        frames = np.flatnonzero((times_s >= start_s) & (times_s < event.offset_s) & usable)
        if len(frames):
            limits = int(frames[0]), int(frames[-1]) + 1
            rows.append(EventOrigin(event.name, number, *limits, len(frames)))
    return tuple(rows)


def _check_params(made: ContrastParams, wanted: ContrastParams) -> None:
    differ = [n for n in FIXED_BY_TRAINING if getattr(made, n) != getattr(wanted, n)]
    if differ:
        raise PrototypeError(
            "The prototypes were made with other parameters, which scoring cannot change.",
            expected=", ".join(f"{name}={getattr(made, name)!r}" for name in differ),
            got=", ".join(f"{name}={getattr(wanted, name)!r}" for name in differ),
            do="score with the parameter set that made the prototypes, or make others",
        )


_CIRCULAR = Finding(
    "circular",
    "",
    "the prototypes were made from this very recording: to have it cross-validated, score it "
    "with the event set and crop that made them",
)


def _other_crop(theirs, own: tuple[int, int]) -> Finding:
    return Finding(
        "other_crop_size",
        "",
        f"the prototypes' crop is {theirs[0]}x{theirs[1]} px, this one {own[0]}x{own[1]}: unless "
        "both show the same part of the face, scores are of another scale",
    )
