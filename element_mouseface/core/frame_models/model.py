"""A trained model of named features: its file, and what it says of other tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import ParameterError, ResultError
from ...params.fields import Fields
from ..frame_features.table import FrameTable
from ..inputs.npz import Npz
from ..learning.fitted import FittedTarget
from ..learning.params import LearningParams
from ..objects import FrameData, FrameObjects
from ..outputs.archive import Archive, digest_of
from .features import FittedTableFeatures
from .params import FrameModelParams

if TYPE_CHECKING:
    import pandas as pd

_ARCHIVE = Archive(
    "model of named features",
    {"format": "element_mouseface.frame_model/1"},
    "a file that `mouseface model train` wrote",
    "train the model again, or take the file from where it was made",
    ResultError,
)
_AT_ONCE = 4096
#: Training rows that a model is explained against.
BACKGROUND_ROWS = 100
_SEEN = "the model was trained on this table: agreement with its labels is no evidence"


@dataclass(frozen=True, eq=False)
class FramePrediction(FrameObjects):
    """What a model says of each row of a table.

    Attributes
    ----------
    target, kind : str
    categories : tuple of str
    probability : (rows, outputs) float64 array
        Calibrated probabilities: one of a class that is there or not, one of each category; or
        the value of a rating.  NaN where no feature of a row is defined.
    decided : (rows,) array
        Whether the class is there (bool), the number of the most probable category (-1 without
        one), or the value.
    times_s, flags, images
        Of the table, or None.
    estimator : str
    model_digest : str
    held_out : bool
        Whether each row was predicted by models that did not see its animal (session, trial).
    notes : tuple of str
    """

    target: str
    kind: str
    categories: tuple[str, ...]
    probability: np.ndarray
    decided: np.ndarray
    times_s: np.ndarray | None
    flags: np.ndarray | None
    images: tuple[str | None, ...] | None
    estimator: str
    model_digest: str = ""
    held_out: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def valid(self) -> np.ndarray:
        """Rows with a prediction: (rows,) bool."""
        return np.isfinite(self.probability).all(axis=1)

    def to_dataframe(self) -> pd.DataFrame:
        """A row a row of the table: number, time, probabilities or value, what is decided."""
        from ..objects import dataframe_of_frames

        return dataframe_of_frames(self.frame_data())

    def frame_data(self) -> FrameData:
        """Probabilities or values over rows, and what is decided."""
        from .frame_data import frame_data_of_prediction

        return frame_data_of_prediction(self)


@dataclass(frozen=True, eq=False)
class FrameModel:
    """Says of each row of a table of named features what it was trained to say.

    Attributes
    ----------
    features : FittedTableFeatures
        The columns that it looks at.
    models : tuple of FittedTarget
        One for each estimator, trained on all rows; the first is used.
    threshold : float
        Probability from which a class is there; NaN for other targets.
    learning : LearningParams
    params : FrameModelParams
    background : (rows, columns) float32 array
        A few training rows, that its scores are explained against.
    about : mapping
        Where it comes from: tables, versions, figures of merit; plain JSON.
    """

    features: FittedTableFeatures
    models: tuple[FittedTarget, ...]
    threshold: float
    learning: LearningParams
    params: FrameModelParams
    background: np.ndarray
    about: Mapping[str, Any]

    @property
    def target(self) -> str:
        """Name of what it says."""
        return self.models[0].name

    @property
    def estimators(self) -> tuple[str, ...]:
        """Estimators of its models; the first is used."""
        return tuple(model.estimator for model in self.models)

    def model(self, estimator: str | None = None) -> FittedTarget:
        """The model of an estimator, the first if it is None (ParameterError)."""
        for one in self.models:
            if estimator in (None, one.estimator):
                return one
        raise ParameterError(
            "The model has no such estimator.",
            expected=f"one of {', '.join(self.estimators)}",
            got=repr(estimator),
        )

    def check(self, table: FrameTable) -> None:
        """Refuse a table whose features are not those of the training tables.

        Raises
        ------
        ResultMismatchError
        """
        self.features.check(table)

    def predict(self, table: FrameTable, *, estimator: str | None = None) -> FramePrediction:
        """What it says of each row of a table.

        Raises
        ------
        ResultMismatchError
            If the table lacks a column, defines one in another way, or was made with other
            settings than the training tables.
        """
        self.check(table)
        model = self.model(estimator)
        found = np.full((len(table), model.n_outputs), np.nan)
        for first in range(0, len(table), _AT_ONCE):
            x = self.features.rows(table, first, first + _AT_ONCE)
            found[first : first + len(x)] = model.probabilities(x)
        return FramePrediction(
            model.name,
            model.kind,
            model.categories,
            found,
            decided_of(model.kind, found, self.threshold),
            table.times_s,
            table.flags,
            table.images,
            model.estimator,
            self.digest,
            notes=self.notes_on(table),
        )

    def notes_on(self, table: FrameTable) -> tuple[str, ...]:
        """What to know of what it says of a table."""
        digests = {str(one.get("digest")) for one in self.about.get("tables", ())}
        return (_SEEN,) if table.digest in digests else ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) of what decides its predictions."""
        about, arrays = self._content()
        return digest_of({**_ARCHIVE.mark, **about}, arrays)

    def _content(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        models: list[dict[str, Any]] = []
        arrays: dict[str, np.ndarray] = {}
        for number, model in enumerate(self.models):
            said, own = model.to_arrays(f"model{number}_")
            models.append(said)
            arrays |= own
        about = {
            "features": self.features.to_dict(),
            "models": models,
            "threshold": self.threshold if np.isfinite(self.threshold) else None,
            "learning": self.learning.to_dict(),
            "params": self.params.to_dict(),
        }
        return about, arrays

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to one NPZ file without pickle, atomically; `load_model` reads it.

        Raises
        ------
        PathError
            If something else is there and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        about, arrays = self._content()
        arrays["background"] = self.background  # no prediction depends on it
        whole = {**about, "about": dict(self.about)}
        return _ARCHIVE.save(path, whole, arrays, overwrite=overwrite)


def load_model(path: str | Path) -> FrameModel:
    """Load a model of named features from its file.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is something else, damaged, or was changed after it was written.
    """
    about, npz = _ARCHIVE.open(path)
    features = FittedTableFeatures.from_fields(about.inner("features"))
    models = _models(about, npz, len(features.names))
    threshold = about.number("threshold", 0, 1) if about.has("threshold") else float("nan")
    return FrameModel(
        features,
        models,
        threshold,
        about.made("learning", LearningParams.from_dict),
        about.made("params", FrameModelParams.from_dict),
        npz.take("background", (None, len(features.names)), finite=False).astype(np.float32),
        about.inner("about").plain(),
    )


def _models(about: Fields, npz: Npz, n_features: int) -> tuple[FittedTarget, ...]:
    models: list[FittedTarget] = []
    for number, row in enumerate(about.items("models")):
        said = Fields(row, about.refused, f"models.{number}")
        model = FittedTarget.from_arrays(said, npz, f"model{number}_")
        if model.model is not None and model.model.core.n_features != n_features:
            raise said.refused("model", f"{n_features} features", str(model.model.core.n_features))
        if models and (model.name, model.kind) != (models[0].name, models[0].kind):
            raise said.refused("name", f"{models[0].name} of kind {models[0].kind}", model.name)
        models.append(model)
    if not models:
        raise about.refused("models", "at least one", "none")
    return tuple(models)


def decided_of(kind: str, probability: np.ndarray, threshold: Any) -> np.ndarray:
    """(rows,) what is decided of probabilities: see `FramePrediction.decided`."""
    if kind == "continuous":
        return probability[:, 0]
    if kind == "binary":
        cut = np.nan_to_num(threshold, nan=0.5)  # one, or one a row
        return np.nan_to_num(probability[:, 0], nan=-1.0) >= cut
    good = np.isfinite(probability).all(axis=1)
    return np.where(good, np.nan_to_num(probability, nan=-1.0).argmax(axis=1), -1)
