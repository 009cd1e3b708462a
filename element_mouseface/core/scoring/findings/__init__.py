"""What to know of a result before believing it: a word, whom it is about, and a sentence.

finding.py    Finding: one thing to know of one result
kinds.py      KINDS: every word that a finding can have, with meaning and remedy
"""

from __future__ import annotations

from .finding import Finding
from .kinds import KINDS, NOTE, OK, REFUSED, SEVERITIES, FindingKind, severity_of

__all__ = ["KINDS", "NOTE", "OK", "REFUSED", "SEVERITIES", "Finding", "FindingKind", "severity_of"]
