"""The file of models that scored a recording, for `attribution`.

Each fold was scored by its own model.  Two folds of a group share registration and
basis, which are stored once.  The misfit's quadratic form explains no score and is
left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import ResultError
from ....params.fields import Fields, is_text
from ...inputs.npz import Npz
from ...outputs.archive import Archive
from . import ContrastParams, ContrastScores
from .features import Features
from .model_arrays import arrays_of_features, arrays_of_model, read_features, read_model, read_shape
from .stream import FoldJob

_ARCHIVE = Archive(
    "models of a contrast score",
    {"format": "element_mouseface.contrast_models/1"},
    "the contrast_models.npz that `mouseface score` writes",
    "score the movie again; where everything is refused, report.json says why",
    ResultError,
)
_FRAMES = ("times_s", "neutral", "lost")
_RANGES = ("group", "start", "stop", "first", "last")


@dataclass(frozen=True, eq=False)
class ScoreModels:
    """The models that scored a recording, and the frames of each.

    Attributes
    ----------
    names : tuple of str
        The stimuli.
    jobs : tuple of FoldJob
        Models with their frames, in order.
    times_s : (frames,) float64 array
        As scored: frames that the clock lacks have a time between their neighbors.
    neutral, lost : (frames,) bool arrays
        Frames that make the running baseline, and those that have no score.
    params : ContrastParams
    source : str
        As `ContrastScores.source`.
    fold_names : tuple of str
        For each job the stimulus of the event that it was made without; '' for none.
    """

    names: tuple[str, ...]
    jobs: tuple[FoldJob, ...]
    times_s: np.ndarray
    neutral: np.ndarray
    lost: np.ndarray
    params: ContrastParams
    source: str
    fold_names: tuple[str, ...]

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write them to one file; errors as `save_models`."""
        return save_models(path, self, overwrite=overwrite)


def models_of(scores: ContrastScores) -> ScoreModels:
    """The models of new scores.

    Raises
    ------
    ResultError
        If nothing was scored.
    """
    if not scores.jobs or scores.neutral is None:
        raise ResultError(
            "Nothing was scored, so there is nothing to explain.",
            do="read why in report.json or FacialExpression.Finding",
        )
    by_event = {fold.event_index: fold.name for fold in scores.folds}
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


def save_models(path: str | Path, models: ScoreModels, *, overwrite: bool = False) -> Path:
    """Write the models to one NPZ without pickle.

    Raises
    ------
    PathError
        If something else is there and `overwrite` is False.
    StorageError
        If it cannot be written.
    """
    features: dict[int, int] = {}
    arrays: dict[str, Any] = {name: getattr(models, name) for name in _FRAMES}
    rows = []
    for number, job in enumerate(models.jobs):
        place = features.setdefault(id(job.model.features), len(features))
        if f"features{place}_basis" not in arrays:
            arrays |= arrays_of_features(job.model.features, f"features{place}_")
            start = job.model.features.registration.start
            arrays[f"features{place}_start"] = np.array(start)
        arrays |= arrays_of_model(job.model, f"job{number}_")
        if job.rest is not None:
            arrays[f"job{number}_rest"] = job.rest
        row = {name: int(getattr(job, name)) for name in _RANGES}
        rows.append({**row, "fold": job.fold, "features": place})
    registration = models.jobs[0].model.features.registration
    about: dict[str, Any] = {
        "names": list(models.names),
        "fold_names": list(models.fold_names),
        "shape": list(registration.shape),
        "params": models.params.to_dict(),
        "source": models.source,
        "jobs": rows,
    }
    return _ARCHIVE.save(path, about, arrays, overwrite=overwrite)


def load_models(path: str | Path) -> ScoreModels:
    """Load the models of a file of `save_models`.

    Raises
    ------
    PathError
        If there is no such file.
    ResultError
        If it is something else.
    """
    about, npz = _ARCHIVE.open(path)
    return _from(npz, about)


def _from(npz: Npz, about: Fields) -> ScoreModels:
    params = about.made("params", ContrastParams.from_dict)
    shape, names = read_shape(about), about.texts("names", least=1)
    times_s = npz.take("times_s", (None,))
    n_frames = len(times_s)
    if (np.diff(times_s) < 0).any():
        raise npz.refused("times_s that do not ascend")
    features: dict[int, Features] = {}
    jobs = []
    for number, values in enumerate(about.items("jobs")):
        row = Fields(values, about.refused, f"jobs.{number}")
        place = row.whole("features", 0, number)
        if place not in features:
            prefix = f"features{place}_"
            features[place] = read_features(npz, prefix, shape, params, with_start=True)
        model = read_model(npz, f"job{number}_", features[place], len(names), with_misfit=False)
        ranges = {name: row.whole(name, 0, n_frames) for name in _RANGES}
        if not ranges["first"] <= ranges["start"] <= ranges["stop"] <= ranges["last"]:
            raise row.refused("start", "first <= start <= stop <= last", str(ranges))
        fold = row.whole("fold") if row.has("fold") else None
        at = ranges["start"], ranges["stop"], ranges["first"], ranges["last"]
        job = FoldJob(model, ranges["group"], *at, fold)
        job.rest = npz.take(f"job{number}_rest", (job.last - job.first,), "b")
        jobs.append(job)
    fold_names = about.items("fold_names")
    if not jobs or len(fold_names) != len(jobs) or not all(is_text(n) for n in fold_names):
        raise about.refused("fold_names", "a text for each of at least one job", "others")
    return ScoreModels(
        names,
        tuple(jobs),
        times_s,
        npz.take("neutral", (n_frames,), "b"),
        npz.take("lost", (n_frames,), "b"),
        params,
        about.text("source"),
        tuple(fold_names),
    )
