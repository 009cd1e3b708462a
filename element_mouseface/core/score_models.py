"""The models that scored a recording, stored beside its scores: what `core.why` explains by.

Each fold was scored by its own model.  Two folds of a group share registration and
basis, which are stored once.  The misfit's quadratic form explains no score and is
left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import PathError, ResultError
from ..params import canonical_json
from .contrast import ContrastParams, ContrastScores
from .contrast.features import Features
from .contrast.model import Model
from .contrast.registration import Registration
from .contrast.stream import Job
from .outputs import whole_file

__all__ = ["ScoreModels", "load_models", "models_of", "save_models"]

_FORMAT = "element_mouseface.contrast_models/1"
_MODEL = ("prototypes", "scored", "filter", "offset", "unit_se")
_FRAMES = ("times_s", "neutral", "lost")
_RANGES = ("group", "start", "stop", "first", "last")


@dataclass(frozen=True, eq=False)
class ScoreModels:
    """Which model scored which frames.

    Attributes
    ----------
    names : tuple of str
        The stimuli.
    jobs : tuple of Job
        Models with their frames, in order.
    times_s : (frames,) float64 array
        As scored: frames that the clock lacks have a time between their neighbours.
    neutral, lost : (frames,) bool arrays
        Frames that make the running baseline, and those that have no score.
    params : ContrastParams
    source : str
        As `ContrastScores.source`.
    fold_names : tuple of str
        For each job the stimulus of the event that it was made without; '' for none.
    """

    names: tuple[str, ...]
    jobs: tuple[Job, ...]
    times_s: np.ndarray
    neutral: np.ndarray
    lost: np.ndarray
    params: ContrastParams
    source: str
    fold_names: tuple[str, ...]


def models_of(scores: ContrastScores) -> ScoreModels:
    """The models of scores just made.

    Raises
    ------
    ResultError
        If nothing was scored.
    """
    if not scores.jobs or scores.neutral is None:
        raise ResultError(
            "Nothing was scored, so there is nothing to explain.",
            do="read why in report.json or FacialExpression.State",
        )
    by_event = {fold.event: fold.name for fold in scores.folds}
    named = tuple("" if job.fold is None else by_event.get(job.fold, "") for job in scores.jobs)
    return ScoreModels(
        scores.names,
        scores.jobs,
        scores.times_s,
        scores.neutral,
        scores.lost,
        scores.params,
        scores.source,
        named,
    )


def save_models(path: str | Path, scores: ContrastScores, *, overwrite: bool = False) -> Path:
    """Write the models to one NPZ without pickle.

    Raises
    ------
    PathError
        If something else is there and `overwrite` is False.
    StorageError
        If it cannot be written.
    ResultError
        If nothing was scored.
    """
    models = models_of(scores)
    features: dict[int, int] = {}
    arrays: dict[str, Any] = {name: getattr(models, name) for name in _FRAMES}
    rows = []
    for number, job in enumerate(models.jobs):
        place = features.setdefault(id(job.model.features), len(features))
        if f"features{place}_basis" not in arrays:
            arrays |= _features_arrays(f"features{place}", job.model.features)
        for name in _MODEL:
            arrays[f"job{number}_{name}"] = getattr(job.model, name)
        arrays[f"job{number}_lags_s"], arrays[f"job{number}_kernel"] = job.model.kernel
        row = {name: int(getattr(job, name)) for name in _RANGES}
        rows.append({**row, "fold": job.fold, "features": place})
    registration = models.jobs[0].model.features.registration
    about = {
        "format": _FORMAT,
        "names": list(models.names),
        "fold_names": list(models.fold_names),
        "shape": list(registration.shape),
        "params": models.params.to_dict(),
        "source": models.source,
        "jobs": rows,
    }
    with whole_file(path, "wb", what="the models", overwrite=overwrite) as file:
        np.savez_compressed(file, about=np.array(canonical_json(about)), **arrays)
    return Path(path)


def _features_arrays(prefix: str, features: Features) -> dict[str, np.ndarray]:
    registration = features.registration
    return {
        f"{prefix}_left_out": registration.left_out,
        f"{prefix}_reference": registration.reference,
        f"{prefix}_weights": registration.weights,
        f"{prefix}_mobility": registration.mobility,
        f"{prefix}_start": np.array(registration.start),
        f"{prefix}_basis": features.basis,
        f"{prefix}_pixel_spread": features.pixel_spread,
    }


def load_models(path: str | Path) -> ScoreModels:
    """Read what `save_models` wrote.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is something else.
    """
    path = Path(path)
    if not path.is_file():
        raise PathError(
            f"There is no file {str(path)!r}.",
            expected="the contrast_models.npz that `mouseface score` writes where it can score",
            do="score the movie; where everything is refused, report.json says why",
        )
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(str(arrays["about"]))
        if about["format"] != _FORMAT:
            raise ValueError(f"format {about['format']}")
        return _from(arrays, about)
    except Exception as error:  # zip, numpy and json each raise their own kinds
        raise ResultError(
            f"{path.name} does not hold the models of a contrast score.",
            got=f"{type(error).__name__}: {error}",
            do="score the movie again",
        ) from error


def _from(arrays: dict[str, np.ndarray], about: dict[str, Any]) -> ScoreModels:
    params = ContrastParams.from_dict(about["params"])
    shape = tuple(about["shape"])
    features: dict[int, Features] = {}
    jobs = []
    for number, row in enumerate(about["jobs"]):
        place = row["features"]
        if place not in features:
            features[place] = _features(arrays, f"features{place}", shape, params)
        part = {name: arrays[f"job{number}_{name}"] for name in _MODEL}
        kernel = (arrays[f"job{number}_lags_s"], arrays[f"job{number}_kernel"])
        size = part["filter"].shape[1]
        misfit = np.full((size, size), np.nan)
        model = Model(features=features[place], misfit=misfit, kernel=kernel, **part)
        jobs.append(Job(model, **{name: row[name] for name in _RANGES}, fold=row["fold"]))
    return ScoreModels(
        tuple(about["names"]),
        tuple(jobs),
        arrays["times_s"],
        arrays["neutral"],
        arrays["lost"],
        params,
        about["source"],
        tuple(about["fold_names"]),
    )


def _features(arrays, prefix: str, shape, params: ContrastParams) -> Features:
    registration = Registration(
        arrays[f"{prefix}_reference"],
        arrays[f"{prefix}_weights"],
        arrays[f"{prefix}_mobility"],
        shape,
        shift=params.uses("registration"),
        light=params.uses("light"),
        start=tuple(arrays[f"{prefix}_start"]),
        left_out=arrays[f"{prefix}_left_out"],
    )
    return Features(registration, arrays[f"{prefix}_basis"], arrays[f"{prefix}_pixel_spread"])
