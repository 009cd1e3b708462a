"""Parameters of the named features of frames."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ParameterError
from ...params import Params, param
from ..features.named.definitions import GROUPS
from ..features.named.intensity import BINS
from ..features.named.pictures import level_table
from .registry import REGISTRY_VERSION


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
    version : int
        Of the registry: features that were added later are left out.
    """

    groups: tuple[str, ...] = param(GROUPS, choices=GROUPS)
    gray_levels: int = param(32, 2, 256)
    value_range: tuple[int, int] = param((0, 255), 0, 255)
    distance: int = param(1, 1, 100)
    min_pixels: int = param(16, 4, 100_000)
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
