"""Refuse scores of places that respond unlike a face, unless they are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...confounds.places import Place
from ..findings import Finding
from .features import Features
from .folds import FoldPlan
from .lags import Lag, lag_finding
from .model import Model
from .nuisance import TrialStats
from .other_session import widened
from .params import ContrastParams
from .place_names import PICTURE, accepts, box_text
from .result import ContrastScores
from .whole_picture import Moved, share_besides

# A place that adds less than this to a stimulus's own score is only a note.
_MOST_OF_PLACE = 0.2
# Refused as a picture that moves: its parts move by the first (pixels of the thumbnail), and
# apart / the second + left / (the third + the fourth times how far they move) is below 1.
# Measured on 36 stimuli with which a body, chest or camera moved: 0.79 at most but for two, where
# the mouse licked besides (1.1 and 1.3); on 57 true expressions of drawn mice, warped stills and
# shocked mice: 1.3 or more.  What shift, turn and scale to first order leave grows with the
# movement.
_LEAST_MOVED_PX, _MOST_APART, _MOST_LEFT, _LEFT_PER_PX = 0.1, 0.185, 0.18, 0.35
# The motion of the picture is not checked for a stimulus without a response.
_NO_RESPONSE = ("not_different_from_neutral", "too_few_events")


@dataclass(frozen=True, eq=False)
class Trained:
    """Results of the training of all folds for these checks."""

    plan: FoldPlan
    features: Features
    stats: list[TrialStats]
    precision: np.ndarray
    model: Model
    lag: Lag | None
    moved: dict[str, Moved]


def refuse_other_responses(
    scores: ContrastScores,
    trained: Trained,
    places: Sequence[Place],
    scale: np.ndarray,
    origin_px: tuple[int, int],
) -> ContrastScores:
    """Refuse the scores of stimuli whose responses are not of the face.

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
        if any(s.about == name for s in findings) or not _has_response(scores, name):
            continue
        found = _of_picture(trained, scores, name)
        if found is not None:
            told = PICTURE in params.accept or scores.finding_of(name).kind != "ok"
            (notes if told else findings).append(found)
    notes += [*_unused(params, places, scale, origin_px), *lag_finding(trained.lag)]
    scores = replace(scores, places=tuple(places), lag=trained.lag)
    return _with(scores, tuple(findings), tuple(notes))


def _share(trained: Trained, places: Sequence[Place], name: str) -> float:
    """Share of a stimulus's score, for its own prototype, from these places."""
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
        f"Something at {corners} (left,top:right,bottom, pixels of the movie) responds to {name} "
        f"unlike a face: {min(surest.sudden[0], 1.0):.0%} of its change occurs within two frames "
        f"of the onset and {min(surest.sudden[1], 1.0):.0%} gone within two of the offset, "
        f"its responses differ by only {surest.spread:.1%}, and outside the events it varies by "
        f"{surest.rest:.1%} of them. {min(max(share, 0.0), 1.0):.0%} of the score comes from "
        f"there: a lamp, a spout? Exclude it with {masks}, or accept it as part of the face with "
        f"{accepted}."
    )
    return Finding("not_the_face", name, reason)


def _has_response(scores: ContrastScores, name: str) -> bool:
    return not any(s.about == name and s.kind in _NO_RESPONSE for s in scores.findings)


def _of_picture(trained: Trained, scores: ContrastScores, name: str) -> Finding | None:
    moved = trained.moved.get(name)
    if not scores.params.uses("registration") or moved is None or moved.by_px < _LEAST_MOVED_PX:
        return None
    labels = [event.name for event in trained.plan.events]
    left = share_besides(trained.features, trained.stats, labels, trained.precision, name)
    most_left = _MOST_LEFT + _LEFT_PER_PX * moved.by_px
    if moved.apart / _MOST_APART + left / most_left >= 1:
        return None
    reason = (
        f"With {name} the picture moves as a whole: its parts are displaced by {moved.by_px:.2f} "
        f"pixels of the thumbnail, {1 - moved.apart:.0%} of it by one shift, turn, scale and "
        f"shear, and so is {1 - min(left, 1.0):.0%} of the response. The body or the camera moves "
        "with this stimulus, and little else of the face responds. Fix the head or the camera, "
        "crop closer to the face, or accept it with --accept {PICTURE}."
    )
    return Finding("picture_moves", name, reason)


def _unused(params: ContrastParams, places, scale, origin_px) -> list[Finding]:
    """Notes on accepted places without such a response, whose numbers may be wrong."""
    found = [box_text(place.box(), scale, origin_px) for place in places]
    out = []
    for text in params.accept:
        if text != PICTURE and not any(accepts((text,), other) for other in found):
            reason = f"{text} was accepted, but only the face responds there."
            out.append(Finding("accept_not_needed", "", reason))
    return out


def _with(
    scores: ContrastScores,
    findings: tuple[Finding, ...],
    notes: tuple[Finding, ...],
) -> ContrastScores:
    """Scores with further refusals, whose numbers are removed, and notes."""
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
        sums=tuple(
            s for s in scores.sums if not {finding.about for finding in findings} & {"", *s.names}
        ),
    )
