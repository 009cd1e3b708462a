"""A finding: something that limits the meaning of a result."""

from __future__ import annotations

from dataclasses import dataclass

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
