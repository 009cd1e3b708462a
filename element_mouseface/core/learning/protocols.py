"""What learning asks of whoever makes features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from .spans import Span


@runtime_checkable
class FittedFeatures(Protocol):
    """Features whose scales and components were fitted on training frames.

    It is sent to other processes where a cluster is given, and asked by several threads at
    once.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """One for each column."""
        ...

    def rows(self, recording: Any, first: int = 0, stop: int | None = None) -> np.ndarray:
        """Features of frames `first` to `stop - 1` of a recording.

        Returns
        -------
        (frames, features) float32 array
            NaN where a feature is undefined.  A frame's row does not depend on which frames
            it is asked with.
        """
        ...


@runtime_checkable
class FeatureMaker(Protocol):
    """Fits features to training frames."""

    def fit(
        self, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
    ) -> Sequence[FittedFeatures]:
        """Fit once for each training set, in one pass over the recordings.

        Parameters
        ----------
        recordings : sequence
            Whatever the maker understands.
        trainings : sequence of sequences of Span
            The frames that each fit may look at.  No label is given: features are fitted
            without them.
        """
        ...
