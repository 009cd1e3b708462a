"""`ScoredRecording`: a movie and its scores, computed or read from a folder or tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import ParameterError
from ...params import Crop, HOGParams
from ..events import Events
from ..events.measures import MeasureParams
from ..events.windows import EventWindow
from ..objects import FrameData, FrameObjects
from ..scoring.contrast import scored as _contrast
from ..scoring.contrast.result import ContrastScores
from ..scoring.findings import Finding
from ..scoring.method.recording import Recording
from ..scoring.published import scored as _published
from ..scoring.published.result import Scores
from ..scoring.scores import MethodScores, ScoreTrace, utc_text
from ..sync import ClockTimes
from .frame_data import dataframe_of_scored, frame_data_of_scored

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class MovieFile:
    """A file of a movie; `path` is its path when it was scored."""

    name: str
    sha256: str
    n_frames: int
    path: str = ""


@dataclass(frozen=True)
class MovieInfo:
    """The identity of a movie.

    Attributes
    ----------
    files : tuple of MovieFile
    fps, duration_s : float or None
    is_vfr : bool or None
        Whether the intervals between frames vary.
    clock : str
        The source of its own times; see `VideoInfo`.
    notes : tuple of str
        Notes on the files.
    recorded_at : str or None
        Time of the recording, ISO 8601, UTC; None if not known.
    """

    files: tuple[MovieFile, ...] = ()
    fps: float | None = None
    duration_s: float | None = None
    is_vfr: bool | None = None
    clock: str = ""
    notes: tuple[str, ...] = ()
    recorded_at: str | None = None

    @classmethod
    def of(cls, info: Any) -> MovieInfo:
        """From the `VideoInfo` of an opened movie."""
        files = (MovieFile(PurePath(f.path).name, f.sha256, f.n_frames, f.path) for f in info.files)
        return cls(
            tuple(files),
            info.fps,
            info.duration_s,
            info.is_vfr,
            info.clock,
            tuple(info.notes),
            utc_text(info.recorded_at),
        )

    @property
    def title(self) -> str:
        """The name of the first file, and the number of further files."""
        more = f" and {len(self.files) - 1} more" if len(self.files) > 1 else ""
        return self.files[0].name + more if self.files else ""


@dataclass(frozen=True)
class DescriptorInfo:
    """The pass over the movie from which the scores were computed."""

    digest: str
    hog: HOGParams
    crop: Crop
    grid: tuple[int, int]


@dataclass(frozen=True, eq=False)
class ScoredRecording(FrameObjects):
    """A movie and its scores by one or several methods.

    In xarray each measure is an array over `time_s` and `stimulus` (NaN for a stimulus that is
    refused); in pynapple a `TsdFrame` with a column per stimulus that is scored, `events`, and
    `<measure>_bouts`.

    Attributes
    ----------
    movie : MovieInfo
    times_s : (frames,) float64 array
        Frame times on the clock of the events; NaN where a frame has no time.
    flags : (frames,) uint16 array or None
        `FrameFlag` bits; None if the folder of the pass is not accessible.
    events : Events or None
    methods : mapping of str to MethodScores
        By the name of the method.
    windows : tuple of EventWindow
        Around the events, in which responses were measured.
    descriptors : DescriptorInfo or None
    clock : ClockTimes or None
        The experiment's clock of the times; None for the movie's own.
    motion_explained : mapping
        How much of each score movement explains, JSON-ready; {} if it was not computed.
    provenance : mapping
        How the scores were made, JSON-ready: `created_by`, notes, and more.
    recording : Recording or None
        The pass over the movie and other inputs of methods; opened on first use.
    """

    movie: MovieInfo
    times_s: np.ndarray
    flags: np.ndarray | None
    events: Events | None
    methods: Mapping[str, MethodScores]
    windows: tuple[EventWindow, ...] = ()
    descriptors: DescriptorInfo | None = None
    clock: ClockTimes | None = None
    motion_explained: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    recording: Recording | None = None

    @classmethod
    def of(
        cls,
        scores: Scores | ContrastScores,
        events: Events | None = None,
        *,
        measures: MeasureParams | None = None,
        windows: Sequence[EventWindow] | None = None,
        movie: MovieInfo | None = None,
        **more: Any,
    ) -> ScoredRecording:
        """What `score_published` or `score_contrast` gave, with bouts and measures around events.

        Parameters
        ----------
        scores : Scores or ContrastScores
        events : Events, optional
        measures : MeasureParams, optional
        windows : sequence of EventWindow, optional
            Over which events are measured; by default those that are built in.
        movie : MovieInfo, optional
        **more
            Further attributes, such as `flags`; `times_s` where a clock lacks a frame.
        """
        movie = movie or MovieInfo()
        given = {"times_s": scores.times_s, "flags": getattr(scores, "flags", None), **more}
        scored = _contrast if isinstance(scores, ContrastScores) else _published
        found = scored.method_scores(
            scores,  # type: ignore[arg-type]
            events,
            given["times_s"],
            movie.recorded_at,
            measures=measures,
            windows=windows,
        )
        return cls(movie=movie, events=events, methods={found.method: found}, **given)

    def __len__(self) -> int:
        return len(self.times_s)

    def only(self, *methods: str) -> ScoredRecording:
        """The recording with only some of its methods.

        Raises
        ------
        ParameterError
            If it was not scored by one of them.
        """
        for name in methods:
            if name not in self.methods:
                raise ParameterError(
                    f"The movie was not scored by the method {name!r}.",
                    expected="some of " + (", ".join(self.methods) or "none"),
                    do="name one of these, or score it by this method too",
                )
        return dataclasses.replace(self, methods={name: self.methods[name] for name in methods})

    def joined_with(self, other: ScoredRecording) -> ScoredRecording:
        """The recording with the methods of another result of it added."""
        return dataclasses.replace(self, methods={**self.methods, **other.methods})

    @property
    def names(self) -> tuple[str, ...]:
        """The stimuli of all methods, including refused ones."""
        found = [name for scores in self.methods.values() for name in scores.names]
        return tuple(dict.fromkeys(found))

    @property
    def traces(self) -> tuple[ScoreTrace, ...]:
        """The traces of all methods."""
        return tuple(trace for scores in self.methods.values() for trace in scores.traces)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that have a trace, or were refused."""
        found = [scores.measure for scores in self.methods.values()]
        return tuple(dict.fromkeys([*found, *(trace.measure for trace in self.traces)]))

    @property
    def findings(self) -> tuple[tuple[str, Finding], ...]:
        """The findings of all methods: (method, finding)."""
        return tuple(
            (name, finding) for name, scores in self.methods.items() for finding in scores.findings
        )

    def scores_of(self, measure: str | None = None) -> MethodScores:
        """The scores that have a measure; by default those with standard errors, if there are any.

        Raises
        ------
        ParameterError
            If the movie was not scored by this measure.
        """
        for scores in sorted(self.methods.values(), key=lambda s: not s.has_errors):
            own = {scores.measure, *(trace.measure for trace in scores.traces)}
            if measure is None or measure in own:
                return scores
        raise ParameterError(
            f"The movie was not scored by {measure!r}.",
            expected="one of " + (", ".join(self.measures) or "none"),
            do="name one of these, or score it by the method that has it",
        )

    def to_dataframe(self) -> pd.DataFrame:
        """The traces as a pandas table, one row per frame.

        Columns are `time_s` (NaN where a frame has no time), `<stimulus>_<measure>` and, where
        there are standard errors, `<stimulus>_<measure>_se`; the traces that belong to no
        stimulus; `lost`; and `flags`, names joined by '+'.  A stimulus that is refused has no
        column.
        """
        return dataframe_of_scored(self)

    def frame_data(self) -> FrameData:
        """Each measure and its standard errors over frames and stimuli; events and bouts."""
        return frame_data_of_scored(self)

    def neutral_frames(self, method: str) -> np.ndarray:
        """Frames with a time outside the events and a method's margin after them: bool."""
        if self.events is None:
            return np.isfinite(self.times_s)
        return self.events.baseline(self.times_s, self.methods[method].neutral_margin_s)

    @property
    def thumbnails(self) -> Any:
        """(frames, y, x) uint8 array-like; None without a pass over the movie."""
        return None if self.recording is None else self.recording.result.thumbnails
