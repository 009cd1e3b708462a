"""`Recording`: the input of a scoring method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ....params import Crop
from ...events import Events
from ...features.masks import mask_px
from ...store import Result


@dataclass(frozen=True)
class RecordingFile:
    """A file of a recording: its path or name, its checksum, its first frame in the recording."""

    path: str
    sha256: str
    first_frame: int = 0


@dataclass(frozen=True, eq=False)
class Recording:
    """A recording to score: results of the pass, frame times, and events.

    Results are opened when a method needs them: not every method needs each, and a result
    of the published program has only descriptors.

    Attributes
    ----------
    open_result : callable() -> Result
    open_descriptors : callable() -> array-like (frames, numbers)
    times_s : (frames,) float64 array
        On the events' clock; NaN for frames that it lacks.
    events : Events or None
    crop : Crop
    files : tuple of RecordingFile
    recorded_at : str or None
        Time of the recording, ISO 8601, UTC; None if not known.
    source : mapping
        Description of the recording that prototypes keep: plain JSON.
    identity : str
        The same for the same content, to find earlier results; '' for none.
    """

    open_result: Callable[[], Result]
    open_descriptors: Callable[[], Any]
    times_s: np.ndarray
    events: Events | None
    crop: Crop
    files: tuple[RecordingFile, ...] = ()
    recorded_at: str | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""

    @cached_property
    def result(self) -> Result:
        """The result of the pass: thumbnails, quality, flags; ResultError where there is none."""
        return self.open_result()

    @cached_property
    def descriptors(self) -> Any:
        """The HOG descriptors, array-like (frames, numbers), with `params`, `grid` and `valid`."""
        return self.open_descriptors()

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times_s)

    @property
    def crop_px(self) -> tuple[int, int]:
        """Height and width of the crop."""
        rows, columns = self.crop.box(*self.result.frame_px)
        return rows.stop - rows.start, columns.stop - columns.start

    @property
    def mask(self) -> np.ndarray | None:
        """Pixels of the crop that a mask leaves out, (y, x) bool; None without a mask."""
        return mask_px(self.crop, *self.result.frame_px) if self.crop.masks else None

    def shares_file(self, others: Any) -> bool:
        """Whether a file of this recording is among these, given by `sha256`."""
        theirs = {other.get("sha256") for other in others}
        return any(file.sha256 in theirs for file in self.files)
