"""The rows that the models of a fold are trained on: each is made and kept once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .fitted import FittedTarget, fit_target
from .parallel import RunAll
from .params import LearningParams
from .rows import Rows
from .sampling import Sample, draw_frames, values_of
from .screening import Screen
from .spans import Span
from .target import Target

#: Frames from which the steps and the copies of features are found.
_SCREEN_FRAMES = 2000
#: Of the rows and their steps, which take five bytes for each feature.
_MOST_BYTES = 256 << 20


def rows_allowed(n_features: int) -> int:
    """How many rows a pool holds at most, so that memory does not grow with the recordings."""
    return _MOST_BYTES // (5 * n_features)


def count_rows(samples: Mapping[str, Sequence[Sample]], lengths: Sequence[int]) -> int:
    """How many different frames are in samples."""
    return len(_places([s for each in samples.values() for s in each], max((*lengths, 1))))


def _places(samples: Sequence[Sample], longest: int) -> np.ndarray:
    return np.unique(np.concatenate([s.recording * longest + s.frame for s in samples]))


@dataclass(frozen=True, eq=False)
class Pool:
    """Rows of all frames that any model of a fold is trained on.

    Attributes
    ----------
    params : LearningParams
    longest : int
        Frames of the longest recording.
    places : (n,) int64 array
        Recording times `longest` plus frame, ascending.
    x : (n, features) float32 array
    there : (n,) bool array
        Frames that have any feature.
    screen : Screen or None
        None where there are no more features than a model may look at.
    steps : (n, features) uint8 array or None
    units : sequence of (frames,) int arrays, one a recording, or None
        The independent unit of each frame.
    """

    params: LearningParams
    longest: int
    places: np.ndarray
    x: np.ndarray
    there: np.ndarray
    screen: Screen | None
    steps: np.ndarray | None
    units: Sequence[np.ndarray] | None = None

    @classmethod
    def of(
        cls,
        params: LearningParams,
        train: Sequence[Span],
        samples: Mapping[str, Sequence[Sample]],
        rows: Rows,
        lengths: Sequence[int],
        run_all: RunAll,
        units: Sequence[np.ndarray] | None = None,
    ) -> Pool:
        """Gather the rows of samples."""
        longest = max((*lengths, 1))
        parts = [_places([s for each in samples.values() for s in each], longest)]
        screened = rows.n_features > params.max_columns
        if screened:
            recording, frame = draw_frames(train, _SCREEN_FRAMES, params.seed)
            parts.append(recording * longest + frame)
        places = np.unique(np.concatenate(parts))
        x = rows.gather(places // longest, places % longest, run_all)
        there = ~np.isnan(x).all(axis=1)
        if not screened:
            return cls(params, longest, places, x, there, None, None, units)
        screen = Screen(x[np.searchsorted(places, parts[-1])])
        return cls(params, longest, places, x, there, screen, screen.steps(x), units)

    def columns(self, target: Target, sample: Sample) -> np.ndarray | None:
        """The features that a model of a sample may look at; None for all."""
        if self.screen is None or self.steps is None:
            return None
        at = self._at(sample)
        y = values_of(target, sample.recording, sample.frame)
        kept = self.there[at]
        return self.screen.columns(self.steps, at[kept], y[kept], target, self.params.max_columns)

    def fit(
        self, target: Target, estimator: str, sample: Sample, columns: np.ndarray | None
    ) -> FittedTarget:
        """A model of a target, by these features."""
        at = self._at(sample)
        x = self.x[at] if columns is None else self.x[at[:, None], columns]
        return fit_target(
            target,
            estimator,
            sample,
            x,
            self.params,
            there=self.there[at],
            columns=columns,
            n_features=self.x.shape[1],
            unit=self._units(sample),
        )

    def _units(self, sample: Sample) -> np.ndarray | None:
        """The unit of each frame of a sample: of one unit alone, its recordings."""
        if self.units is None:
            return None
        found = np.empty(len(sample), np.int64)
        for number in np.unique(sample.recording):
            own = sample.recording == number
            found[own] = self.units[number][sample.frame[own]]
        return found if len(np.unique(found)) > 1 else sample.recording

    def _at(self, sample: Sample) -> np.ndarray:
        return np.searchsorted(self.places, sample.recording * self.longest + sample.frame)
