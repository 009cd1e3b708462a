"""The checked arguments of a run of `mouseface score`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ScoreJob:
    """The arguments of a run, checked before the pass.

    Attributes
    ----------
    reader : video reader
    out : Path
        The folder to write to.
    crop : Crop
    box : (slice, slice)
        Rows and columns of the frame that the crop keeps.
    params : dict
        Of each method by its name, and 'hog' and 'measures'.
    methods : tuple of str
        Names of the methods to score by.
    given : given.Given
        Prototypes of another recording.
    events : Events or None
    windows : tuple of EventWindow
    clock : ClockTimes or None
        None stands for the movie's own clock.
    signals : FacialSignals or None
        Given with --signals.
    regions : Regions or None
        Given with --regions, whose signals the pass computes.
    sbin : int
        Bin size of their motion, in pixels.
    """

    reader: Any
    out: Path
    crop: Any
    box: tuple[slice, slice]
    params: dict[str, Any]
    methods: tuple[str, ...]
    given: Any
    events: Any
    windows: tuple[Any, ...]
    clock: Any
    signals: Any
    regions: Any = None
    sbin: int = 4

    @property
    def extractors(self) -> list[Any]:
        """The extractors of the pass beside the descriptors."""
        from ...core.facial_signals.native import extractors_for

        return [] if self.regions is None else extractors_for(self.reader, self.regions, self.sbin)

    @cached_property
    def movie(self) -> Any:
        """The movie's identity for results."""
        from ...core.results.scored import MovieInfo

        return MovieInfo.of(self.reader.info)
