"""What to know of a result before believing it: a word, whom it is about, and a sentence.

state.py    State: one thing to know of one result
kinds.py    KINDS: every word that a state can have, with meaning and remedy
"""

from __future__ import annotations

from .finding import State
from .kinds import KINDS, NOTE, OK, REFUSED, SEVERITIES, StateKind, severity_of

__all__ = ["KINDS", "NOTE", "OK", "REFUSED", "SEVERITIES", "State", "StateKind", "severity_of"]
