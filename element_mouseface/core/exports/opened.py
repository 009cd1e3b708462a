"""`OpenedResult`: any result as tables and arrays, for files of other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..objects import ResultTable, Values


@dataclass(frozen=True, eq=False)
class OpenedResult:
    """A result as tables.

    Attributes
    ----------
    kind : str
        What it is, in words: 'scores', 'action units'.
    tables : tuple of ResultTable
        The main one first.
    arrays : tuple of Values
        That are no table: pictures, masks, correlations; `axes` names all of their axes.
    name : str
        Of its folder or file; '' in memory.
    digest : str
        SHA-256 (64 hexadecimal digits) of its content; '' where that is not known.
    notes : tuple of str
        What has to be known of it: findings, notes.
    about : mapping
        More, JSON-ready.
    """

    kind: str
    tables: tuple[ResultTable, ...]
    arrays: tuple[Values, ...] = ()
    name: str = ""
    digest: str = ""
    notes: tuple[str, ...] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
