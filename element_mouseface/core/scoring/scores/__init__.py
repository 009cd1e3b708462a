"""Scores of any method: traces, bouts, rows around events, and findings."""

from __future__ import annotations

from .method_scores import (
    CROSS_VALIDATED,
    OTHER_SESSION,
    SAME_DATA,
    MethodScores,
    ScoreTrace,
    age_days,
    utc_text,
)

__all__ = [
    "CROSS_VALIDATED",
    "OTHER_SESSION",
    "SAME_DATA",
    "MethodScores",
    "ScoreTrace",
    "age_days",
    "utc_text",
]
