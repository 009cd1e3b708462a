"""A run of `mouseface score`: its arguments, its results, and the names of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["UNFINISHED", "WRITTEN", "Job", "Outcome"]

UNFINISHED = "unfinished.json"
"""There while files are being written: a run that was stopped then is known as ours."""

WRITTEN = (
    "scores.csv",
    "bouts.csv",
    "events.csv",
    "habituation.csv",
    "folds.csv",
    "trials.csv",
    "time_courses.csv",
    "registration.csv",
    "prototypes.npz",
    "contrast_prototypes.npz",
    "contrast_models.npz",
    "prototypes.png",
    "contrast_prototypes.png",
    "score.png",
    "similarity.png",
    "registration.png",
    "places.png",
    "events.png",
    "why.png",
    "clock.png",
    "report.json",
)


@dataclass(frozen=True)
class Job:
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
        By kind: 'score', 'hog', 'contrast', 'measures'.
    methods : tuple of str
        Of 'published' and 'contrast'.
    given : score_prototypes.Given
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

    @property
    def title(self) -> str:
        """The name of the first file, and how many there are more."""
        files = [file["name"] for file in self.files]
        return files[0] + (f" and {len(files) - 1} more" if len(files) > 1 else "")

    @property
    def files(self) -> list[dict[str, Any]]:
        """Name, checksum and number of frames of each file of the movie."""
        return [
            {"name": Path(file.path).name, "sha256": file.sha256, "n_frames": file.n_frames}
            for file in self.reader.info.files
        ]

    @property
    def crop_px(self) -> tuple[int, int]:
        """Height and width of the crop."""
        rows, columns = self.box
        return rows.stop - rows.start, columns.stop - columns.start


@dataclass(frozen=True)
class Outcome:
    """Scores of a recording: `published` (`Scores`) and `contrast` (`ContrastResults`), or None."""

    published: Any
    contrast: Any
    times_s: Any
    flags: Any
