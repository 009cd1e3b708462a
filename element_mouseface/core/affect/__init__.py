"""Arousal, positive valence and negative valence of a recording, each with a standard error.

signs       which stimuli the laboratory calls positive, negative or neutral, by what source
sources     what arousal is made from: pupil, whisking, running, motion energy
lags        by how much a source follows, estimated within the session
arousal_trace  one bipolar trace, around the session's own middle
valences    two traces from signed stimuli, never subtracted
separation  held-out trials against shuffled names
rated       values that people gave: what traces are compared with, or learned from
motion      how much of each trace movement explains
measuring   all of it
folder      written to a folder, and read back

Nothing here is an emotion: arousal is what its sources are, a valence is how much the face is as
on the stimuli that were signed so.  The names below are imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from .arousal_trace import arousal
    from .folder import read_affect, write_affect
    from .measuring import affect, arousal_difference, measure_affect
    from .params import AffectParams
    from .rated import AffectRatings, read_affect_ratings
    from .result import Affect
    from .rows import AgreementRow, MotionRow, SourceRow, StimulusRow, Trace, TrialRow
    from .scaling import session_units
    from .signs import SIGNS, StimulusSign, StimulusSigns, read_signs
    from .sources import ArousalSource, column_source, signal_sources
    from .valences import Valences, valence

__all__ = [
    "SIGNS",
    "Affect",
    "AffectParams",
    "AffectRatings",
    "AgreementRow",
    "ArousalSource",
    "MotionRow",
    "SourceRow",
    "StimulusRow",
    "StimulusSign",
    "StimulusSigns",
    "Trace",
    "TrialRow",
    "Valences",
    "affect",
    "arousal",
    "arousal_difference",
    "column_source",
    "measure_affect",
    "read_affect",
    "read_affect_ratings",
    "read_signs",
    "session_units",
    "signal_sources",
    "valence",
    "write_affect",
]
_NAMES = {
    "arousal_trace": ["arousal"],
    "folder": ["read_affect", "write_affect"],
    "measuring": ["affect", "arousal_difference", "measure_affect"],
    "params": ["AffectParams"],
    "rated": ["AffectRatings", "read_affect_ratings"],
    "result": ["Affect"],
    "rows": ["AgreementRow", "MotionRow", "SourceRow", "StimulusRow", "Trace", "TrialRow"],
    "scaling": ["session_units"],
    "signs": ["SIGNS", "StimulusSign", "StimulusSigns", "read_signs"],
    "sources": ["ArousalSource", "column_source", "signal_sources"],
    "valences": ["Valences", "valence"],
}
__getattr__, __dir__, _ = lazy_loader.attach(__name__, submod_attrs=_NAMES)
