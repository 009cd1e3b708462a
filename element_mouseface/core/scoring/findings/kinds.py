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
    "ok": FindingKind(OK, "The stimulus has a score, and nothing limits it."),
    "circular": FindingKind(
        NOTE,
        "The prototypes were made from the recording that they score. What is high in "
        "their own trials is partly similarity to itself.",
        "Score with the event set and crop that made the prototypes, which is cross-validated "
        "(contrast method); or score another day of the mouse.",
    ),
    # -- of the contrast score: no number --------------------------------------------
    "too_few_events": FindingKind(
        REFUSED,
        "The stimulus, or the recording, has too few usable trials: no result could be "
        "distinguished from chance.",
        "Record more trials: at least three, better six or more of each stimulus, a few seconds "
        "apart. Trials that fall on lost frames or follow each other too closely do not count.",
    ),
    "stimuli_not_distinct": FindingKind(
        REFUSED,
        "Trials of one stimulus are not more alike than trials of different stimuli: nothing in "
        "the face distinguishes the stimuli.",
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
        "The trials of this stimulus are not more alike than intervals without events: the face "
        "shows no response.",
        "Record more trials, or a stronger stimulus. Check onsets and the clock of the events.",
    ),
    "nothing_to_score": FindingKind(
        REFUSED,
        "Every stimulus is refused by itself, so the whole is.",
        "See the reasons of the stimuli.",
    ),
    "moved": FindingKind(
        REFUSED,
        "Too many frames cannot be registered to the reference face: the head or the crop moved "
        "too "
        "far, something covers the face, or it is another animal or camera.",
        "Choose another crop, mask what covers the face, or leave this interval out of the events.",
    ),
    "compressed": FindingKind(
        REFUSED,
        "Nearly all pixels stay exactly the same from frame to frame: compression has removed the "
        "small movements of an expression.",
        "Record with a lower crf or a higher bit rate.",
    ),
    "fades_too_slowly": FindingKind(
        REFUSED,
        "Responses to this stimulus decay so slowly that much of them remains in the next trial: "
        "they cannot be distinguished from drift.",
        "Leave more time between trials: as long as the decay time constant, better twice.",
    ),
    "too_noisy": FindingKind(
        REFUSED,
        "The score of this stimulus varies hardly more than its standard error.",
        "Record more trials, in better light or with less compression.",
    ),
    "not_the_face": FindingKind(
        REFUSED,
        "Something in the picture that is not a face responds to the stimulus, and makes the "
        "score: it appears within a frame or two of the onset, disappears as soon after the "
        "offset, is the same in each trial and does not change outside the events. A lamp, or a "
        "spout that moves.",
        "Exclude the place with the mask in the reason, and score again. If it is the "
        "face after all, accept the place (`--accept`, or `accept` of the parameters).",
    ),
    "picture_moves": FindingKind(
        REFUSED,
        "The response to the stimulus is a shift, turn or scaling of the whole picture: the body "
        "or the camera moves, and little else of the face responds.",
        "Fix the head or the camera, or crop closer to the face. To score it anyway, accept it "
        "(`--accept picture`).",
    ),
    # -- of the contrast score: a number, and what to know of it ----------------------
    "place_responds": FindingKind(
        NOTE,
        "Something in the picture that is not a face responds to the stimulus. It adds little to "
        "the score, or was accepted, or the stimulus is refused anyway.",
        "Exclude the place with the mask in the reason.",
    ),
    "events_misaligned": FindingKind(
        NOTE,
        "The face responds before the events, or later than animals do, or earlier and earlier "
        "(later and later) during the session: the events seem to be on another clock.",
        "Compare the clock of the events with the movie's, and give it (`--clock`). If the animal "
        "always responds that late, nothing is wrong.",
    ),
    "accept_not_needed": FindingKind(
        NOTE,
        "A place was accepted where only the face responds.",
        "Check its numbers, or leave it out of `accept`.",
    ),
    "aligned_later": FindingKind(
        NOTE,
        "This session's alignment with the prototypes' reference was found from its first seconds; "
        "scores in them use later frames.",
        "For live use make prototypes with look_ahead_s=0.",
    ),
    "not_yet_aligned": FindingKind(
        NOTE,
        "The first seconds have no score: the session's alignment with the prototypes' reference "
        "was not known yet, and a score may not use later frames.",
        "Begin the recording some seconds before the first stimulus.",
    ),
    "other_crop_size": FindingKind(
        NOTE,
        "The crop has another size than that of the prototypes: unless both show the same part of "
        "the face, scores have another scale.",
        "Use the same crop for both recordings.",
    ),
    "hardly_separable": FindingKind(
        NOTE,
        "Two stimuli have nearly the same prototype. Each score is its own, but small errors move "
        "one up and the other down.",
        "Read the sum of both scores (`ContrastScores.sums`), or give both stimuli one name.",
    ),
    "frames_lost": FindingKind(
        NOTE,
        "Frames that cannot be registered to the reference face have no score, and a trial in "
        "which "
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
    "masked_cells": FindingKind(NOTE, "Masked cells are left out of the similarity."),
    "masks_differ": FindingKind(
        NOTE,
        "The masks of the recording and of the prototypes differ: cells that either covers are "
        "left out.",
        "Use the same masks for both recordings.",
    ),
    "flat_descriptors": FindingKind(
        NOTE,
        "Descriptors with equal numbers have no correlation.",
        "Use cells of the square root of the histograms, or another block normalization.",
    ),
    "no_events": FindingKind(
        NOTE,
        "Without events all frames were used as the baseline of thresholds and normalization.",
        "Give the events, or read bouts with care.",
    ),
    "few_frames": FindingKind(
        NOTE,
        "A prototype was made from fewer frames than requested.",
        "Record longer or more stimuli, or request fewer frames.",
    ),
    "no_threshold": FindingKind(
        NOTE,
        "The similarity does not vary in the baseline: there is no threshold, and no bouts.",
        "Check that the baseline has usable frames.",
    ),
    "no_shock": FindingKind(
        NOTE,
        "No event has the name of the shock, so fear was not detected.",
        "Nothing, if there were no shocks; else name them in the parameter shock.",
    ),
    "no_baseline": FindingKind(
        NOTE,
        "There is no usable baseline frame, so movement has no threshold and fear was not "
        "detected.",
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
