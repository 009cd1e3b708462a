"""Parameters of the named features of frames."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param
from ..features.named.definitions import GROUPS
from ..features.named.intensity import BINS
from ..features.named.pictures import level_table
from ..keypoints.mapping import FaceMapping
from .registry import REGISTRY_VERSION


@dataclass(frozen=True)
class GeometryParams(Params):
    """Distances, angles and areas of tracked points, and the length they are divided by.

    Parameters
    ----------
    mapping : FaceMapping or None
        Which points are the eye, the ear, the nose, the mouth; None: Facemap's, as far as they
        are there.
    distances, directions : sequence of (point, point)
        Further ones, by the names of points.
    angles : sequence of (point, point, point)
        The angle is at the second.
    areas : sequence of sequences of points
        Three or more, in order around the area.
    length : (point, point) or ()
        Two points whose median distance in the recording is the unit of distances; by default
        two that move least against each other, of the mapping's stable points.
    length_px : float or None
        That unit in pixels of the movie, instead.
    """

    mapping: FaceMapping | None = None
    distances: tuple[tuple[str, str], ...] = ()
    directions: tuple[tuple[str, str], ...] = ()
    angles: tuple[tuple[str, str, str], ...] = ()
    areas: tuple[tuple[str, ...], ...] = ()
    length: tuple[str, ...] = ()
    length_px: float | None = param(None, above=0, high=100_000)

    def __post_init__(self) -> None:
        wrong = []
        for name in ("distances", "directions", "angles", "areas"):
            given = getattr(self, name)
            if len(set(given)) < len(given) or any(len(set(p)) < len(p) for p in given):
                wrong.append((name, "different points, each combination once", given))
        if any(len(points) < 3 for points in self.areas):
            wrong.append(("areas", "three or more points of each", self.areas))
        if len(set(self.length)) not in (0, 2) or len(self.length) > 2:
            wrong.append(("length", "two points, or none", self.length))
        if self.length and self.length_px is not None:
            wrong.append(("length", "two points, or length_px, not both", self.length))
        for name, expected, got in wrong:
            what = f"GeometryParams: {name} cannot have this value."
            raise ParameterError(what, expected=expected, got=repr(got))

    def points(self) -> tuple[str, ...]:
        """All points that are named outside the mapping, each once."""
        given = (*self.distances, *self.directions, *self.angles, *self.areas, self.length)
        return tuple(dict.fromkeys(point for points in given for point in points))


@dataclass(frozen=True)
class FeatureParams(Params):
    """Which features are computed, and with which settings.

    Parameters
    ----------
    groups : sequence of {'intensity', 'color', 'texture', 'edges', 'geometry', 'motion', 'quality'}
        Those that the input can give are computed: geometry needs tracked points, color a pass
        that stored it.
    gray_levels : int
        Levels of the co-occurrence matrices of texture.
    value_range : (int, int)
        Lowest and highest gray value of the bins of intensity and the levels of texture, which are
        equal parts of it. It is fixed, so that one bright pixel changes only its own pairs; a
        value outside counts in the first or last part.
    distance : int
        Between the two pixels of a pair of texture, in thumbnail pixels. A table says what that
        is in pixels of the movie.
    min_pixels : int
        A region with fewer thumbnail pixels has no features.
    geometry : GeometryParams
        What is computed from tracked points.
    version : int
        Of the registry: features that were added later are left out.
    """

    groups: tuple[str, ...] = param(GROUPS, choices=GROUPS)
    gray_levels: int = param(32, 2, 256)
    value_range: tuple[int, int] = param((0, 255), 0, 255)
    distance: int = param(1, 1, 100)
    min_pixels: int = param(16, 4, 100_000)
    geometry: GeometryParams = GeometryParams()
    version: int = param(REGISTRY_VERSION, 1, REGISTRY_VERSION)

    def __post_init__(self) -> None:
        if not self.groups or len(set(self.groups)) != len(self.groups):
            raise ParameterError(
                "FeatureParams: groups must name some groups, each once.",
                expected=f"some of {', '.join(GROUPS)}",
                got=repr(self.groups),
            )
        # each bin and level needs a value
        level_table(max(self.gray_levels, BINS), self.value_range)
        # one order, so that the same groups have the same hash
        object.__setattr__(self, "groups", tuple(g for g in GROUPS if g in self.groups))
