"""A finding: something that limits the meaning of a result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .kinds import severity_of


@dataclass(frozen=True)
class Finding:
    """A finding: what limits the meaning of a result.

    `kind` is a word for programs, one of `KINDS`; `about` the stimulus or '' for the
    whole result; `reason` a sentence for people.
    """

    kind: str
    about: str
    reason: str

    @property
    def severity(self) -> str:
        """'ok', 'note' or 'refused': whether there is a number in spite of it."""
        return severity_of(self.kind)


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each kind and stimulus; several reasons are joined by a semicolon."""
    kept: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = finding.kind, finding.about
        if key in kept:
            finding = replace(kept[key], reason=f"{kept[key].reason}; {finding.reason}")
        kept[key] = finding
    return tuple(kept.values())
