"""A trained classifier of behaviors: its file, and the prediction of a movie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError
from ..inputs.npz import Npz
from ..learning.fitted import FittedTarget
from ..learning.params import LearningParams
from ..outputs.archive import Archive, digest_of
from .decoding import Decoding
from .ethogram import Ethogram
from .features import FittedBehaviorFeatures, FrameSource
from .prediction import Prediction, made_exclusive
from .targets import columns_of

_ARCHIVE = Archive(
    "classifier of behaviors",
    {"format": "element_mouseface.behavior_classifier/1"},
    "a file that `mouseface behavior train` wrote",
    "train the classifier again, or take the file from where it was made",
    ResultError,
)
_AT_ONCE = 4096
_SEEN = "the classifier was trained on this movie: agreement with its labels is no evidence"


@dataclass(frozen=True, eq=False)
class BehaviorClassifier:
    """Predicts behaviors from what a pass over a movie stored.

    Attributes
    ----------
    ethogram : Ethogram
    features : FittedBehaviorFeatures
    models : tuple of FittedTarget
        One for each behavior; for an exclusive ethogram a single one of all.
    decodings : mapping of str to Decoding
        How bouts are made, by behavior.
    learning : LearningParams
    states : tuple of str
        For each behavior 'fitted' or 'not trainable'.
    about : mapping
        Where it comes from: movies, labels, versions, figures of merit; plain JSON.
    """

    ethogram: Ethogram
    features: FittedBehaviorFeatures
    models: tuple[FittedTarget, ...]
    decodings: Mapping[str, Decoding]
    learning: LearningParams
    states: tuple[str, ...]
    about: Mapping[str, Any]

    def probabilities(self, recording: FrameSource) -> np.ndarray:
        """(frames, behaviors) float32 calibrated probabilities; NaN where undefined."""
        n = recording.n_frames
        found = np.full((n, len(self.ethogram.names)), np.nan, np.float32)
        for first in range(0, n, _AT_ONCE):
            stop = min(first + _AT_ONCE, n)
            x = self.features.rows(recording, first, stop)
            parts = [model.probabilities(x) for model in self.models]
            found[first:stop] = columns_of(self.ethogram, parts, self.states)
        return found

    def predict(self, recording: FrameSource, *, any_crop: bool = False) -> Prediction:
        """Probabilities and bouts of a movie.

        Parameters
        ----------
        recording : FrameSource
            From `open_frames`.
        any_crop : bool
            Whether the crop may be another than that of the training movies.

        Raises
        ------
        ResultMismatchError
            If the movie was passed over with other cells, another crop, or is opened with
            other traces than the training movies.
        """
        self.features.check(recording, any_crop=any_crop)
        probability = self.probabilities(recording)
        times_s = recording.times_s
        present = decoded(self.ethogram, self.decodings, probability, times_s)
        return Prediction(
            self.ethogram,
            probability,
            present,
            times_s,
            recording.flags,
            self.states,
            movie=recording.name,
            movie_digest=recording.digest,
            classifier_digest=self.digest,
            notes=(_SEEN,) if recording.digest in self._trained_on else (),
        )

    @property
    def _trained_on(self) -> set[str]:
        """Digests of the movies that it was trained on."""
        return {str(movie.get("digest")) for movie in self.about.get("movies", ())}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) of what decides its predictions."""
        about, arrays = self._content()
        return digest_of({**_ARCHIVE.mark, **about}, arrays)

    def _content(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        features, arrays = self.features.to_arrays()
        arrays = {f"features_{name}": array for name, array in arrays.items()}
        models = []
        for number, model in enumerate(self.models):
            said, own = model.to_arrays(f"model{number}_")
            models.append(said)
            arrays |= own
        about = {
            "ethogram": self.ethogram.to_dict(),
            "features": features,
            "models": models,
            "decodings": {name: one.to_dict() for name, one in self.decodings.items()},
            "learning": self.learning.to_dict(),
            "states": list(self.states),
        }
        return about, arrays

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to one NPZ file without pickle, atomically.

        Raises
        ------
        PathError
            If something else is there and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        about, arrays = self._content()
        return _ARCHIVE.save(
            path, {**about, "about": dict(self.about)}, arrays, overwrite=overwrite
        )


def load_classifier(path: str | Path) -> BehaviorClassifier:
    """Load a classifier from its file.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is something else, damaged, or was changed after it was written.
    """
    about, npz = _ARCHIVE.open(path)
    ethogram = about.made("ethogram", Ethogram.from_dict)
    features = FittedBehaviorFeatures.from_arrays(about.inner("features"), npz, "features_")
    models = _models(about, npz, ethogram, len(features.names))
    states = about.items("states")
    if len(states) != len(ethogram.names) or not set(states) <= {"fitted", "not trainable"}:
        raise about.refused("states", f"one of {len(ethogram.names)} behaviors", str(states)[:80])
    inner = about.inner("decodings")
    decodings = {name: inner.made(name, Decoding.from_dict) for name in ethogram.names}
    learning = about.made("learning", LearningParams.from_dict)
    said = about.inner("about").plain()
    return BehaviorClassifier(ethogram, features, models, decodings, learning, tuple(states), said)


def _models(about: Any, npz: Npz, ethogram: Ethogram, n_features: int) -> tuple[FittedTarget, ...]:
    from ...params.fields import Fields

    rows = about.items("models")
    due = 1 if ethogram.exclusive else len(ethogram.names)
    if len(rows) != due:
        raise about.refused("models", f"{due} models", str(len(rows)))
    models = []
    for number, row in enumerate(rows):
        said = Fields(row, about.refused, f"models.{number}")
        model = FittedTarget.from_arrays(said, npz, f"model{number}_")
        if model.model is not None and model.model.core.n_features != n_features:
            raise said.refused("model", f"{n_features} features", str(model.model.core.n_features))
        models.append(model)
    return tuple(models)


def decoded(
    ethogram: Ethogram,
    decodings: Mapping[str, Decoding],
    probability: np.ndarray,
    times_s: np.ndarray,
) -> np.ndarray:
    """Frames in bouts: (frames, behaviors) bool."""
    columns = [
        decodings[name].present(probability[:, column], times_s)
        for column, name in enumerate(ethogram.names)
    ]
    present = np.stack(columns, axis=1)
    return made_exclusive(present, probability) if ethogram.exclusive else present
