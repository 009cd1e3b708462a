"""Findings: what limits the meaning of a result, each with a kind, a subject and a sentence.

finding.py    Finding: one thing to know of one result
kinds.py      KINDS: every word that a finding can have, with meaning and remedy
"""

from __future__ import annotations

from .finding import Finding
from .kinds import KINDS, NOTE, OK, REFUSED, SEVERITIES, FindingKind, add_kinds, severity_of

__all__ = [
    "KINDS",
    "NOTE",
    "OK",
    "REFUSED",
    "SEVERITIES",
    "Finding",
    "FindingKind",
    "add_kinds",
    "severity_of",
]
