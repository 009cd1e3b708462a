"""Columns of one region: its features in a stack of small pictures, and why they are undefined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..features.named.definitions import FeatureDefinition
from ..features.named.edges import CELL_EDGES, EDGES, cell_orientations, edges
from ..features.named.intensity import INTENSITY, intensity
from ..features.named.texture import TEXTURE, texture
from .columns import reason_key
from .params import FeatureParams
from .reasons import Reason

Pictures = tuple[tuple[FeatureDefinition, ...], Callable[..., np.ndarray]]

#: functions of one stack of gray pictures, by group
_OF_PICTURES: dict[str, Pictures] = {
    "intensity": (INTENSITY, intensity),
    "texture": (TEXTURE, texture),
    "edges": (EDGES, edges),
}


@dataclass(frozen=True, eq=False)
class RegionColumns:
    """The features of one region that are computed from small gray pictures.

    Attributes
    ----------
    region : str
        'crop', or the region's name.
    inside : ndarray (y, x) of bool
        Its pixels in the pictures, without masked ones.
    params : FeatureParams
    reason : Reason
        Why the region has no features at all; NONE where it has.
    """

    region: str
    inside: np.ndarray
    params: FeatureParams
    reason: Reason = Reason.NONE

    @property
    def groups(self) -> list[str]:
        """Groups of the columns, in their order."""
        return [group for group in _OF_PICTURES if group in self.params.groups]

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [
            f"{self.region}:{one.name}"
            for group in self.groups
            for one in known(_OF_PICTURES[group][0], self.params)
        ]

    def values(self, pictures: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Features of each picture, and why they are undefined.

        Parameters
        ----------
        pictures : ndarray (n, y, x) of uint8

        Returns
        -------
        values : ndarray (n, columns) of float64
        reasons : dict of str to ndarray (n,) of uint8
            `Reason` codes by region and group.
        """
        n, reasons, parts = len(pictures), {}, [np.empty((len(pictures), 0))]
        for group in self.groups:
            definitions, function = _OF_PICTURES[group]
            kept = [place for place, one in enumerate(definitions) if is_known(one, self.params)]
            if self.reason:
                values = np.full((n, len(kept)), np.nan)
                codes = np.full(n, self.reason, np.uint8)
            else:
                values = function(pictures, self.inside, **self._settings(group))[:, kept]
                codes = self._codes(pictures, values)
            parts.append(values)
            reasons[reason_key(self.region, definitions[0])] = codes
        return np.concatenate(parts, axis=1), reasons

    def _settings(self, group: str) -> dict[str, Any]:
        params = self.params
        bins: dict[str, Any] = {"value_range": params.value_range}
        levels = {"levels": params.gray_levels, "distance": params.distance}
        return {"intensity": bins, "texture": {**bins, **levels}}.get(group, {})

    def _codes(self, pictures: np.ndarray, values: np.ndarray) -> np.ndarray:
        codes, undefined = np.zeros(len(pictures), np.uint8), np.isnan(values)
        rows = np.flatnonzero(undefined.any(axis=1))
        if len(rows):
            found = pictures[rows][:, self.inside]
            codes[rows] = np.where(undefined[rows].all(axis=1), Reason.TOO_SMALL, Reason.CONSTANT)
            # black too is without contrast, and it alone has no relative sharpness
            codes[rows[found.max(axis=1) == 0]] = Reason.BLACK
        return codes


def known(
    definitions: tuple[FeatureDefinition, ...], params: FeatureParams
) -> list[FeatureDefinition]:
    """Those that the registry had in the version of the parameters."""
    return [one for one in definitions if is_known(one, params)]


def is_known(one: FeatureDefinition, params: FeatureParams) -> bool:
    """Whether the registry had a feature in the version of the parameters."""
    return one.since <= params.version


def cell_names(region: str, params: FeatureParams) -> list[str]:
    """Names of the columns of a region that come from cells."""
    return [f"{region}:{one.name}" for one in known(CELL_EDGES, params)]


def cell_values(
    cells: np.ndarray, weights: np.ndarray, params: FeatureParams
) -> tuple[np.ndarray, np.ndarray]:
    """The columns of a region that come from cells, and `Reason` codes of each frame."""
    kept = [place for place, one in enumerate(CELL_EDGES) if is_known(one, params)]
    if not weights.any():
        none = np.full((len(cells), len(kept)), np.nan)
        return none, np.full(len(cells), Reason.TOO_SMALL, np.uint8)
    values = cell_orientations(cells, weights)[:, kept]
    undefined = np.isnan(values).any(axis=1)
    return values, np.where(undefined, Reason.CONSTANT, 0).astype(np.uint8)
