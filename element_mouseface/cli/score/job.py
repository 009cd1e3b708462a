"""What a run of `mouseface score` was asked for, checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ScoreJob:
    """What was asked for, checked before the pass.

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
        None stands for the movie's own.
    signals : FacialSignals or None
        That were given.
    regions : Regions or None
        Whose signals are to be taken in the pass.
    sbin : int
        Pixels a bin of theirs, each way.
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
        """What the pass takes of each frame beside the descriptors."""
        from ...core.facial_signals.native import extractors_for

        return [] if self.regions is None else extractors_for(self.reader, self.regions, self.sbin)

    @cached_property
    def movie(self) -> Any:
        """What the movie is, as results say it (`MovieInfo`)."""
        from ...core.results.scored import MovieInfo

        return MovieInfo.of(self.reader.info)
