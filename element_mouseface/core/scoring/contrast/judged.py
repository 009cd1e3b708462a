"""Refuse scores of places that respond unlike a face, unless they are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..findings import Finding
from .accepted import PICTURE, accepts, box_text
from .features import Features
from .folds import FoldPlan
from .lags import Lag, told_lag
from .model import Model
from .nuisance import TrialStats
from .other_session import widened
from .params import ContrastParams
from .places import Place
from .result import ContrastScores
from .whole_picture import moved_px, share_besides

__all__ = ["Trained", "judged"]

# A place that adds less than this to a stimulus's own score is told, and refuses nothing.
_MOST_OF_PLACE = 0.2
# Refused if less than the second is left of an answer without movement of the whole picture, and
# the head was seen to move by the first, pixels of the thumbnail.  Measured: a body that moves
# leaves 0.33 where it moves by 1.1, 0.02 by 0.5 (turned), 0.16 by 0.2 (turned), 0.06 by 0.2
# (nearer); shocks of four real mice leave 0.72 to 0.87, true expressions of warped stills 0.18
# or more, where registration follows them by up to 0.4.
_LEAST_BESIDES = ((0.0, 0.1), (0.2, 0.17), (0.5, 0.25), (0.8, 0.35))


@dataclass(frozen=True, eq=False)
class Trained:
    """What the training of all folds leaves for the judgement."""

    plan: FoldPlan
    features: Features
    stats: list[TrialStats]
    precision: np.ndarray
    model: Model
    lag: Lag | None


def judged(
    scores: ContrastScores,
    trained: Trained,
    places: Sequence[Place],
    scale: np.ndarray,
    origin_px: tuple[int, int],
) -> ContrastScores:
    """The same scores, or refused where what answers is not the face.

    Parameters
    ----------
    scores : ContrastScores
    trained : Trained
    places : sequence of Place
    scale : (2,) array
        Pixels of the crop for a pixel of the thumbnail, right and down.
    origin_px : (int, int)
        The crop's left and top edge in the movie, for naming places.
    """
    params, findings, notes = scores.params, [], []
    for name in dict.fromkeys(n for place in places for n in place.stimuli):
        mine = [place for place in places if name in place.stimuli]
        texts = [box_text(place.box(), scale, origin_px) for place in mine]
        share = _share(trained, mine, name)
        finding = _of_places(mine, texts, name, share)
        taken = [accepts(params.accept, text) for text in texts]
        if share < _MOST_OF_PLACE or all(taken) or scores.finding_of(name).kind != "ok":
            notes.append(Finding("place_responds", finding.about, finding.reason))
        else:
            findings.append(finding)
    for name in scores.names:
        if scores.finding_of(name).kind != "ok" or any(s.about == name for s in findings):
            continue
        found = _of_picture(trained, scores, scale, name)
        if found is not None:
            (notes if PICTURE in params.accept else findings).append(found)
    notes += [*_unused(params, places, scale, origin_px), *told_lag(trained.lag)]
    scores = replace(scores, places=tuple(places), lag=trained.lag)
    return _with(scores, tuple(findings), tuple(notes))


def _share(trained: Trained, places: Sequence[Place], name: str) -> float:
    """How much of a stimulus's score, of its own prototype, comes from these places."""
    model = trained.model
    number = list(trained.plan.names).index(name)
    if number not in model.scored.tolist():
        return 1.0
    adds = model.drivers()[model.scored.tolist().index(number)] * model.pictures()[number]
    inside = np.any([widened(place.pixels) for place in places], axis=0).ravel()
    total = float(adds.sum())
    return float(adds[inside].sum()) / total if total > 0 else 1.0


def _of_places(places: Sequence[Place], texts: list[str], name: str, share: float) -> Finding:
    surest, masks = places[0], " ".join(f"--mask {text}" for text in texts)
    corners = " and ".join(text.split(":", 1)[1] for text in texts)
    accepted = " ".join(f"--accept {text}" for text in texts)
    reason = (
        f"Something at {corners} (left,top:right,bottom, pixels of the movie) answers to {name} "
        f"as no face does: {min(surest.sudden[0], 1.0):.0%} of its change is there within two "
        f"frames of the onset and {min(surest.sudden[1], 1.0):.0%} gone within two of the offset, "
        f"its answers differ by {surest.spread:.1%} only, and outside the events it varies by "
        f"{surest.rest:.1%} of them. {min(max(share, 0.0), 1.0):.0%} of the score comes from "
        f"there: a lamp, a spout? Leave it out with {masks}, or take it for the face with "
        f"{accepted}."
    )
    return Finding("not_the_face", name, reason)


def _of_picture(
    trained: Trained, scores: ContrastScores, scale: np.ndarray, name: str
) -> Finding | None:
    if not scores.params.uses("registration"):
        return None
    events = trained.plan.events
    labels = [event.name for event in events]
    mine = [event for event in events if event.name == name]
    moved = moved_px(scores.shift_px / scale, scores.times_s, mine)
    left = share_besides(trained.features, trained.stats, labels, trained.precision, name)
    if not any(moved >= least and left < most for least, most in _LEAST_BESIDES):
        return None
    reason = (
        f"{1 - left:.0%} of what answers to {name} is a picture that moves as a whole (shift, "
        "turn, scale): the body or the camera moves with this stimulus, and little of the face is "
        "seen besides. Fix the head or the camera, crop closer to the face, or take it "
        f"for the face with --accept {PICTURE}."
    )
    return Finding("picture_moves", name, reason)


def _unused(params: ContrastParams, places, scale, origin_px) -> list[Finding]:
    """Places that were accepted and that nothing was found at: perhaps a wrong number."""
    found = [box_text(place.box(), scale, origin_px) for place in places]
    out = []
    for text in params.accept:
        if text != PICTURE and not any(accepts((text,), other) for other in found):
            reason = f"{text} was accepted, and nothing that is not the face was found there."
            out.append(Finding("accept_not_needed", "", reason))
    return out


def _with(
    scores: ContrastScores,
    findings: tuple[Finding, ...],
    notes: tuple[Finding, ...],
) -> ContrastScores:
    """Scores with further refusals, whose numbers are taken away, and notes."""
    if not findings:
        return replace(scores, notes=(*scores.notes, *notes))
    score, errors = scores.score.copy(), scores.score_se.copy()
    for k, name in enumerate(scores.names):
        if any(finding.about == name for finding in findings):
            score[:, k] = errors[:, k] = np.nan
    every = (*scores.findings, *findings)
    gone = {finding.about for finding in every}
    if "" not in gone and gone >= set(scores.names):
        every += (Finding("nothing_to_score", "", "Every stimulus is refused by itself."),)
    prototypes = scores.prototypes
    if prototypes is not None:
        whole = any(finding.about == "" for finding in every)
        prototypes = None if whole else replace(prototypes, findings=every)
    return replace(
        scores,
        score=score,
        score_se=errors,
        findings=every,
        prototypes=prototypes,
        notes=(*scores.notes, *notes),
    )
