"""The names of the columns of tables of features, and what a block of rows has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from ..features.named.definitions import FeatureDefinition
from .unit_definitions import UNIT_REGION

#: kind of the rows -> the name of their number in files
KINDS = {"frames": "frame", "pictures": "picture", "events": "event"}
#: parts of a table -> their columns in files
TEXT_COLUMNS = {
    "images": "image",
    "labels": "label",
    "persons": "person",
    "notes": "note",
    "digests": "sha256",
}
REASON_PREFIX = "reason:"
#: what stands before a feature of no region
RESERVED_REGIONS = ("crop", "points", "motion", UNIT_REGION, REASON_PREFIX.rstrip(":"))


class Block(Protocol):
    """Some rows of a table of features; `FrameTable` has the attributes' meaning."""

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> np.ndarray: ...
    @property
    def reasons(self) -> Mapping[str, np.ndarray]: ...
    @property
    def times_s(self) -> np.ndarray | None: ...
    @property
    def flags(self) -> np.ndarray | None: ...
    @property
    def about(self) -> dict[str, Any]: ...
    @property
    def kind(self) -> str: ...
    def __len__(self) -> int: ...
    def definition(self, name: str) -> FeatureDefinition: ...


def reason_key(region: str, definition: FeatureDefinition) -> str:
    """The key of the reasons that several columns of one region share.

    Their region and their group ('crop:texture'), or their source where that is not the thumbnail
    ('crop:cells').
    """
    shared = definition.group if definition.source == "thumbnail" else definition.source
    return f"{region}:{shared}"


def feature_names(columns: list[str]) -> list[str]:
    """Those columns of a file that are features."""
    others = {*KINDS.values(), "time_s", "flags", *TEXT_COLUMNS.values()}
    return [n for n in columns if n not in others and not n.startswith(REASON_PREFIX)]
