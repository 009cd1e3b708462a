"""Several findings of one kind as one."""

from __future__ import annotations

from collections.abc import Iterable

from .finding import Finding

__all__ = ["merged"]


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each kind and stimulus; several reasons are joined by a semicolon."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        reasons.setdefault((finding.kind, finding.about), []).append(finding.reason)
    return tuple(Finding(kind, about, "; ".join(many)) for (kind, about), many in reasons.items())
