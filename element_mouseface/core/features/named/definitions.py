"""What a named feature is: its name, unit, source and definition."""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = ("intensity", "color", "texture", "edges", "geometry", "motion", "quality")
"""The groups of named features that a table of features is made of."""
UNITS_GROUP = "units"
"""The group of action units, which tables of their own hold."""


@dataclass(frozen=True)
class FeatureDefinition:
    """One named feature of a frame, or of a region of it.

    The definition of a name never changes, so that a table's column never changes its meaning:
    another formula gets another name.
    """

    name: str
    """Lower case with underscores, without the region."""
    group: str
    """One of `GROUPS`, or `UNITS_GROUP`."""
    unit: str
    """Unit of the value; "1" for a plain number."""
    source: str
    """What it is computed from: "thumbnail", "chroma" (and the thumbnail), "cells", "quality",
    "keypoints", "signals"."""
    definition: str
    """How it is computed, and when it is NaN."""
    since: int = 1
    """The version of the list of features that the name came with."""
