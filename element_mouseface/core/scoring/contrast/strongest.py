"""Prototypes of the strongest amount of a stimulus, scored on the others.

The weaker trials are neither trials nor rest while prototypes are made: their frames are left out.
Then every frame is scored by these prototypes, which know nothing of the weaker trials; trials of
the strongest keep the scores that were made without each of them.  Weaker trials under a name of
their own would not do: an expression that is like theirs is refused as no different from others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from ....errors import EventsError
from ...events import Event, Events
from ...features.quality import FrameFlag
from .params import ContrastParams
from .result import ContrastScores
from .score import score_contrast

#: Seconds after a weaker trial that its expression may last.
_AFTER_S = 2.0


def score_by_strongest(
    thumbnails: Any,
    times_s: np.ndarray,
    flags: np.ndarray,
    events: Events,
    stimulus: str,
    params: ContrastParams | None = None,
    **where: Any,
) -> ContrastScores:
    """Score every frame for a graded stimulus, by prototypes of its strongest amount alone.

    Parameters
    ----------
    thumbnails, times_s, flags
        As `score_contrast` takes them.
    events : Events
        With amounts of the stimulus.  Other stimuli are used as they are.
    stimulus : str
    params : ContrastParams, optional
    **where
        `crop_px`, `origin_px` and `mask` of `score_contrast`.

    Returns
    -------
    ContrastScores
        Of all frames.  Where nothing could be learned of the strongest trials, without scores: see
        its findings.

    Raises
    ------
    EventsError
        If the stimulus has no two amounts.
    """
    found = events.amounts_of(stimulus)
    if found is None or len(np.unique(found[0])) < 2:
        raise EventsError(
            f"{stimulus!r} has no strongest amount.",
            expected="a stimulus with two amounts at least",
            got="no amounts" if found is None else "one amount",
            do="add the amounts to the events",
        )
    most = float(found[0].max())

    def is_weaker(event: Event) -> bool:
        return event.name == stimulus and event.amount != most

    times = np.asarray(times_s, np.float64)
    weaker = np.zeros(len(times), bool)
    for event in filter(is_weaker, events):
        weaker |= (times >= event.onset_s) & (times < event.offset_s + _AFTER_S)
    strongest = Events.from_rows([event for event in events if not is_weaker(event)])
    left = np.asarray(flags).copy()
    left[weaker] |= int(FrameFlag.MISSING)
    made = score_contrast(thumbnails, times_s, left, strongest, params, **where)
    if made.prototypes is None:
        return made
    whole = score_contrast(
        thumbnails, times_s, flags, events, params, prototypes=made.prototypes, **where
    )
    score, error = whole.score.copy(), whole.score_se.copy()
    score[~weaker], error[~weaker] = made.score[~weaker], made.score_se[~weaker]
    return replace(whole, score=score, score_se=error, findings=made.findings)
