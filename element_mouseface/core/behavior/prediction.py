"""What a classifier says of a movie: probabilities, and the bouts that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError
from ..events.bouts import Bout, bouts_of_trace, frame_ends
from ..features.quality import flag_counts, flag_words
from ..objects import FrameData, FrameObjects
from .ethogram import Ethogram
from .labels import Labels, runs_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class BehaviorSummary:
    """One behavior of one movie in numbers.

    Attributes
    ----------
    behavior : str
    state : {'fitted', 'not trainable'}
    n_frames, n_valid : int
        Of the movie, and of those with a probability.
    n_bouts : int
    time_s : float
        Spent in the behavior.
    share : float
        Of the time in which there is a probability.
    bouts_per_min : float
    mean_bout_s, first_s : float
        Length of a bout, and when the first begins; NaN without any.
    mean_probability : float
    """

    behavior: str
    state: str
    n_frames: int
    n_valid: int
    n_bouts: int
    time_s: float
    share: float
    bouts_per_min: float
    mean_bout_s: float
    first_s: float
    mean_probability: float


@dataclass(frozen=True, eq=False)
class Prediction(FrameObjects):
    """Probabilities and bouts of each behavior of one movie.

    Attributes
    ----------
    ethogram : Ethogram
    probability : (frames, behaviors) float32 array
        NaN where undefined: in frames that are missing (`flags` says so), and of behaviors that
        could not be trained.
    present : (frames, behaviors) bool array
        Frames in bouts.
    times_s : (frames,) float64 array
        On the movie's clock.
    flags : (frames,) uint16 array
        `core.features.quality.FrameFlag` bits.
    states : tuple of str
        For each behavior 'fitted' or 'not trainable'.
    movie, movie_digest : str
        Name, and digest of the result folder.
    classifier_digest : str
    held_out : bool
        Whether each frame was predicted by models that did not see its animal (session, movie).
    notes : tuple of str
    """

    ethogram: Ethogram
    probability: np.ndarray
    present: np.ndarray
    times_s: np.ndarray
    flags: np.ndarray
    states: tuple[str, ...]
    movie: str = ""
    movie_digest: str = ""
    classifier_digest: str = ""
    held_out: bool = False
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        shape = (len(self.times_s), len(self.names))
        sizes = (self.probability.shape, self.present.shape, self.flags.shape, (len(self.states),))
        if sizes != (shape, shape, shape[:1], shape[1:]):
            raise InputError(
                "The parts of a prediction do not fit each other.",
                expected=f"{shape[0]} frames of {shape[1]} behaviors",
                got=f"shapes {sizes}",
            )

    @property
    def names(self) -> tuple[str, ...]:
        """The behaviors, in the order of columns."""
        return self.ethogram.names

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times_s)

    @property
    def valid(self) -> np.ndarray:
        """Frames and behaviors with a probability: (frames, behaviors) bool."""
        return np.isfinite(self.probability)

    @cached_property
    def bouts(self) -> Mapping[str, tuple[Bout, ...]]:
        """The bouts of each behavior; their peak and mean are of the probability."""
        found = {}
        for column, name in enumerate(self.names):
            spans = [(int(a), int(b)) for a, b in runs_of(self.present[:, column])]
            rows = bouts_of_trace(name, self.probability[:, column], self.times_s, spans)
            found[name] = tuple(rows)
        return found

    def to_dataframe(self) -> pd.DataFrame:
        """A row a frame: time, probability and presence of each behavior, flags in words."""
        from ..objects import dataframe_of_frames

        frame = dataframe_of_frames(self.frame_data())
        frame["flags"] = flag_words(self.flags)
        return frame

    def frame_data(self) -> FrameData:
        """Probability and presence over frames and behaviors, flags, and bouts."""
        from .frame_data import frame_data_of_prediction

        return frame_data_of_prediction(self)

    def labels(self, labeler: str = "classifier") -> Labels:
        """The same as labels; frames without a probability are unknown."""
        matrix = np.where(self.valid, self.present, -1).astype(np.int8)
        about: dict[str, Any] = {"labeler": labeler, "method": "automated", "source": self.movie}
        return Labels.from_matrix(self.ethogram, matrix, **about, based_on=self.classifier_digest)

    def summary(self) -> tuple[BehaviorSummary, ...]:
        """One row for each behavior."""
        ends_s, _ = frame_ends(self.times_s)
        lasts = np.nan_to_num(ends_s - self.times_s)
        rows = []
        for column, name in enumerate(self.names):
            valid, bouts = self.valid[:, column], self.bouts[name]
            known_s = float(lasts[valid].sum())
            time_s = float(lasts[self.present[:, column]].sum())
            chances = self.probability[valid, column]
            rows.append(
                BehaviorSummary(
                    name,
                    self.states[column],
                    self.n_frames,
                    int(valid.sum()),
                    len(bouts),
                    time_s,
                    time_s / known_s if known_s else float("nan"),
                    60 * len(bouts) / known_s if known_s else float("nan"),
                    float(np.mean([b.duration_s for b in bouts])) if bouts else float("nan"),
                    bouts[0].start_s if bouts else float("nan"),
                    float(chances.mean()) if len(chances) else float("nan"),
                )
            )
        return tuple(rows)

    def flagged(self) -> dict[str, int]:
        """Frames with each flag."""
        return flag_counts(self.flags)


def made_exclusive(present: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Where several behaviors would be present, only the most probable one stays."""
    chances = np.where(present, np.nan_to_num(probability, nan=-1.0), -1.0)
    best = np.zeros_like(present)
    best[np.arange(len(present)), chances.argmax(axis=1)] = True
    return present & best
