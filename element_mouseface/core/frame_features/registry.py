"""All named features by name, frozen: a name never changes its meaning."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from ...errors import ParameterError
from ...params import content_hash
from ..features.named.color import COLOR
from ..features.named.definitions import FeatureDefinition
from ..features.named.edges import CELL_EDGES, EDGES
from ..features.named.intensity import INTENSITY
from ..features.named.texture import TEXTURE
from .definitions import COMPONENTS, GEOMETRY, QUALITY, SIGNALS, THUMBNAIL_MOTION
from .faces.geometry import HUMAN_FACE
from .unit_definitions import UNIT_REGION, UNITS

REGISTRY_VERSION = 1
"""Rises when features are added; those that are there stay as they are."""

_ALL = (
    *(*INTENSITY, *COLOR, *TEXTURE, *EDGES, *CELL_EDGES),
    *(*QUALITY, *THUMBNAIL_MOTION, *SIGNALS, *GEOMETRY, *COMPONENTS, *HUMAN_FACE),
)
REGISTRY: Mapping[str, FeatureDefinition] = MappingProxyType({one.name: one for one in _ALL})
"""Each feature by its name, without a region."""
UNIT_REGISTRY: Mapping[str, FeatureDefinition] = MappingProxyType({one.name: one for one in UNITS})
"""Each action unit by its name: columns 'unit:…', whose names other features may have too."""


def definition(name: str) -> FeatureDefinition:
    """The definition of a feature.

    Parameters
    ----------
    name : str
        Of a feature ('intensity_mean') or of a column of a table ('cheek:intensity_mean').
        What stands in parentheses is not part of it: 'points:distance(nose, mouth)'.

    Raises
    ------
    ParameterError
        If there is none of this name.
    """
    found = known_definition(name)
    if found is None:
        raise ParameterError(
            f"There is no named feature {name!r}.",
            expected="a name of REGISTRY, such as intensity_mean, or of a column of a table, such "
            "as crop:intensity_mean",
            do="list(REGISTRY) has all names",
        )
    return found


def known_definition(name: str) -> FeatureDefinition | None:
    """The definition of a feature or a column, as `definition`; None if there is none."""
    is_unit = name.partition(":")[0] == UNIT_REGION
    found = UNIT_REGISTRY.get(bare_name(name)) if is_unit else None
    return found or REGISTRY.get(bare_name(name))


def bare_name(name: str) -> str:
    """The name in the registry of a column: without its region, and without points in brackets."""
    return (name.partition(":")[2] or name).partition("(")[0]


def definition_digest(one: FeatureDefinition) -> str:
    """SHA-256 (64 hexadecimal digits) over all fields of a definition."""
    return content_hash(dataclasses.asdict(one))
