"""Which part of the picture shows whiskers, nose and cheek: named regions, or from points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..facial_signals.regions import Region
from ..frame_features.places import region_places
from ..store.result import Result
from .head import picture_scale
from .points import Points
from .region_pictures import RegionPixels

#: parts of the face, and how names of their regions begin
PARTS = {"whisker": ("whisk", "vibriss"), "nose": ("nose", "snout"), "cheek": ("cheek",)}
#: radius of a region from points, in distances from the eye to the nose
_RADIUS = {"whisker": 0.85, "nose": 0.3, "cheek": 0.3}


@dataclass(frozen=True, eq=False)
class Place:
    """Where a part of the face is in the stored pictures and cells.

    Attributes
    ----------
    part : str
    region : Region
    source : str
        'region' or 'points'.
    pixels : RegionPixels
    cells : (rows, columns) bool array
        Those of which at least half is inside.
    """

    part: str
    region: Region
    source: str
    pixels: RegionPixels
    cells: np.ndarray


def find_places(
    result: Result, regions: Sequence[Region], points: Points | None, min_pixels: int = 16
) -> tuple[dict[str, Place], list[str]]:
    """The places of whiskers, nose and cheek that are known, and notes.

    Parameters
    ----------
    result : Result
    regions : sequence of Region
        Of any names; the first of each part counts.
    points : Points or None
        Where there is no region of a part, it is a circle about points of it.
    min_pixels : int
        A smaller region is none.
    """
    places: dict[str, Place] = {}
    notes: list[str] = []
    for part, beginnings in PARTS.items():
        own = [r for r in regions if r.name.strip().casefold().startswith(beginnings)]
        source = "region" if own else "points"
        region = own[0] if own else _of_points(part, points, result.frame_px)
        if region is None:
            continue
        place = region_places(result, [region], min_pixels=min_pixels)[1]
        if place.reason:
            notes.append(f"{region.name}: {place.reason.text}")
            continue
        scale, corner = picture_scale(result)
        rows, columns = np.nonzero(place.inside)
        at = columns * scale[0] + 1j * rows * scale[1] + corner
        places[part] = Place(
            part, region, source, RegionPixels(at, scale, corner), place.cell_weights > 0
        )
    return places, notes


def _of_points(part: str, points: Points | None, frame_px: tuple[int, int]) -> Region | None:
    """A circle about the points of a part, within the frame; None where they are not known."""
    if points is None:
        return None
    mapping = points.mapping
    eye, nose = points.usual(mapping.eye), points.usual(mapping.nose)
    corner = points.usual(points.mouth[:1] or mapping.mouth)
    if points.head is None or not np.isfinite(eye + nose) or eye == nose:
        return None
    size = abs(nose - eye)
    forwards = (nose - eye) / size
    if part == "nose":
        middle = nose - 0.08 * size * forwards
    elif not np.isfinite(corner):
        return None
    elif part == "cheek":
        # below the eye, behind the corner of the mouth
        middle = eye + 0.75 * (corner - eye) - 0.25 * size * forwards
    else:
        middle = (nose + corner) / 2
    radius = _RADIUS[part] * size
    turn = np.exp(2j * np.pi * np.arange(24) / 24)
    x = np.clip((middle + radius * turn).real, 0, frame_px[1])
    y = np.clip((middle + radius * turn).imag, 0, frame_px[0])
    if np.ptp(x) < 4 or np.ptp(y) < 4:
        return None
    outline = tuple((round(float(a), 1), round(float(b), 1)) for a, b in zip(x, y, strict=True))
    return Region(part, "polygon", outline)
