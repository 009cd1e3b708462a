"""The table of all kinds of findings: severity, meaning, and what to do.

The one list of them.  The reference page is filled from it, the tables take the
severity from it, and a test compares it with every kind that the code makes.  A new
kind is one more entry here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ....errors import ParameterError

OK, NOTE, REFUSED = "ok", "note", "refused"
#: what a finding does to the numbers that it is about, from the least
SEVERITIES = (OK, NOTE, REFUSED)


@dataclass(frozen=True)
class FindingKind:
    """A kind of finding.

    Attributes
    ----------
    severity : str
        'refused': there is no number; 'note': there is one, and this is to be known of
        it; 'ok': nothing is wrong.
    meaning : str
        One or two sentences for somebody who reads the word for the first time.
    remedy : str
        What to do about it; '' where there is nothing to do.
    """

    severity: str
    meaning: str
    remedy: str = ""


#: by the word that stands in tables, CSV files and reports (at most 32 characters)
KINDS: dict[str, FindingKind] = {
    # -- of both methods -----------------------------------------------------------
    "ok": FindingKind(OK, "The stimulus has a score, and nothing stands against it."),
    "circular": FindingKind(
        NOTE,
        "The prototypes were made from the very recording that they score. What is high in "
        "their own trials is partly similarity to itself.",
        "Score by the event set and crop that made the prototypes, which is cross-validated "
        "(contrast method); or score another day of the mouse.",
    ),
    # -- of the contrast score: no number --------------------------------------------
    "too_few_events": FindingKind(
        REFUSED,
        "The stimulus, or the recording, has too few usable trials: no result could be told "
        "from chance.",
        "Record more trials: at least three, better six or more of each stimulus, a few seconds "
        "apart. Trials that fall on lost frames or follow each other too closely do not count.",
    ),
    "stimuli_not_distinct": FindingKind(
        REFUSED,
        "Trials of one stimulus are not more alike than trials of different stimuli: nothing "
        "in the face tells the stimuli apart.",
        "Check that the events belong to this movie and clock. Record more trials, show the "
        "face larger, or compress less; otherwise there is no difference to be seen.",
    ),
    "not_different_from_others": FindingKind(
        REFUSED,
        "The trials of this stimulus are not more alike than a mixture with those of another.",
        "Record more trials of both; or give both one name, if one expression is enough.",
    ),
    "not_different_from_neutral": FindingKind(
        REFUSED,
        "The trials of this stimulus are not more alike than stretches in which nothing "
        "happened: no answer can be seen in the face.",
        "Record more trials, or a stronger stimulus. Check onsets and the clock of the events.",
    ),
    "nothing_to_score": FindingKind(
        REFUSED,
        "Every stimulus is refused by itself, so the whole is.",
        "See the reasons of the stimuli.",
    ),
    "moved": FindingKind(
        REFUSED,
        "Too many frames cannot be laid on the reference face: the head or the crop moved too "
        "far, something covers the face, or it is another animal or camera.",
        "Choose another crop, mask what covers the face, or leave the stretch out of the events.",
    ),
    "compressed": FindingKind(
        REFUSED,
        "Nearly all pixels stay exactly the same from frame to frame: compression has eaten "
        "the small movements that an expression is made of.",
        "Record with a lower crf or a higher bit rate.",
    ),
    "fades_too_slowly": FindingKind(
        REFUSED,
        "Answers to this stimulus fade so slowly that much is left of them when the next trial "
        "comes: they cannot be told from drift.",
        "Leave more time between trials: as long as the time constant of the fading, better twice.",
    ),
    "too_noisy": FindingKind(
        REFUSED,
        "The score of this stimulus varies hardly more than its standard error.",
        "Record more trials, in better light or with less compression.",
    ),
    "not_the_face": FindingKind(
        REFUSED,
        "Something in the picture that is no face answers to the stimulus, and makes the score: "
        "it is there within a frame or two of the onset, gone as soon after the offset, "
        "alike in each trial and still outside the events. A lamp, or a spout that moves.",
        "Leave the place out with the mask that the reason names, and score again. If it is the "
        "face after all, accept the place (`--accept`, or `accept` of the parameters).",
    ),
    "picture_moves": FindingKind(
        REFUSED,
        "What answers to the stimulus is a picture that is shifted, turned or scaled as a whole: "
        "the body or the camera moves, and little of the face is seen besides.",
        "Fix the head or the camera, or crop closer to the face. To score it all the same, accept "
        "it (`--accept picture`).",
    ),
    # -- of the contrast score: a number, and what to know of it ----------------------
    "place_responds": FindingKind(
        NOTE,
        "Something in the picture that is no face answers to the stimulus. It adds little to the "
        "score, or was accepted, or the stimulus is refused anyway.",
        "Leave the place out with the mask that the reason names.",
    ),
    "events_misaligned": FindingKind(
        NOTE,
        "The face answers before the events, or later than animals do, or ever earlier (later) as "
        "the session goes on: the events seem to lie on another clock.",
        "Compare the clock of the events with the movie's, and give it (`--clock`). If the animal "
        "answers that late by nature, nothing is wrong.",
    ),
    "accept_not_needed": FindingKind(
        NOTE,
        "A place was accepted where nothing but the face answers.",
        "Check its numbers, or leave it out of `accept`.",
    ),
    "aligned_later": FindingKind(
        NOTE,
        "How this session lies on the prototypes' reference was seen from its first seconds; "
        "scores in them know later frames.",
        "For live use make prototypes with look_ahead_s=0.",
    ),
    "not_yet_aligned": FindingKind(
        NOTE,
        "The first seconds have no score: how the session lies on the prototypes' reference "
        "was not known yet, and no later frame may enter.",
        "Begin the recording some seconds before the first stimulus.",
    ),
    "other_crop_size": FindingKind(
        NOTE,
        "The crop is of another size than the one of the prototypes: unless both show the same "
        "part of the face, scores are of another scale.",
        "Crop both recordings alike.",
    ),
    "hardly_separable": FindingKind(
        NOTE,
        "Two stimuli have nearly the same prototype. Each score is its own, but small errors move "
        "one up and the other down.",
        "Read the sum of both scores (`ContrastScores.sums`), or give both stimuli one name.",
    ),
    "frames_lost": FindingKind(
        NOTE,
        "Frames that cannot be laid on the reference face have no score, and a trial in which "
        "most of them are lost was left out. The rest is scored.",
        "See the rows of the trials. Choose a crop that stays in view, or mask what covers it.",
    ),
    # -- of the published similarity --------------------------------------------------
    "unusable_frames": FindingKind(
        NOTE,
        "Frames that are missing, constant or black have no similarity.",
        "Nothing, if they are few; see the flags of the descriptors.",
    ),
    "frames_without_time": FindingKind(
        NOTE,
        "Frames without a time on this clock are scored, and belong to no event or bout.",
        "Check the clock: which frames lack an edge or a time stamp.",
    ),
    "masked_cells": FindingKind(
        NOTE, "Numbers of cells that a mask covers are left out of the similarity."
    ),
    "masks_differ": FindingKind(
        NOTE,
        "The masks of the recording and of the prototypes differ: what either covers is left out.",
        "Mask both recordings alike.",
    ),
    "flat_descriptors": FindingKind(
        NOTE,
        "Descriptors in which all numbers are alike have no correlation with anything.",
        "Use cells of the square root of the histograms, or another block normalization.",
    ),
    "no_events": FindingKind(
        NOTE,
        "Without events all frames served as baseline of thresholds and normalization.",
        "Give the events, or read bouts with care.",
    ),
    "few_frames": FindingKind(
        NOTE,
        "A prototype was made of fewer frames than were asked for.",
        "Record longer or more stimuli, or ask for fewer frames.",
    ),
    "no_threshold": FindingKind(
        NOTE,
        "The similarity does not vary in the baseline: there is no threshold, and no bouts.",
        "Check that the baseline has usable frames.",
    ),
    "no_shock": FindingKind(
        NOTE,
        "No event has the name of the shock, so fear was not looked for.",
        "Nothing, if there were no shocks; else name them in the parameter shock.",
    ),
    "no_baseline": FindingKind(
        NOTE,
        "There is no usable baseline frame, so movement has no threshold and fear was not "
        "looked for.",
        "Record some seconds before the first event.",
    ),
}


#: those that methods outside this package have added
_ADDED: dict[str, FindingKind] = {}


def add_kinds(kinds: Mapping[str, FindingKind]) -> None:
    """Add the kinds of findings that a scoring method has of its own.

    Parameters
    ----------
    kinds : mapping of str to FindingKind
        By their words, of at most 32 characters.

    Raises
    ------
    ParameterError
        If a word is taken by another kind, is too long, or its severity is unknown.
    """
    for word, kind in kinds.items():
        taken = {**KINDS, **_ADDED}.get(word, kind)
        if taken != kind or len(word) > 32 or kind.severity not in SEVERITIES:
            raise ParameterError(
                f"{word!r} cannot be a kind of finding.",
                expected=f"a new word, at most 32 characters, of severity {', '.join(SEVERITIES)}",
                got=f"severity {kind.severity!r}" if taken == kind else "a word that is taken",
                do="choose another word",
            )
    _ADDED.update(kinds)


def severity_of(kind: str) -> str:
    """Severity of a kind; 'refused' for a word of another version, which may be one."""
    found = KINDS.get(kind) or _ADDED.get(kind)
    return REFUSED if found is None else found.severity
