"""Merge several findings of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .finding import Finding


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each kind and stimulus; several reasons are joined by a semicolon."""
    kept: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = finding.kind, finding.about
        if key in kept:
            finding = replace(kept[key], reason=f"{kept[key].reason}; {finding.reason}")
        kept[key] = finding
    return tuple(kept.values())
