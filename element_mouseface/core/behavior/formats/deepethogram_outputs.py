"""DeepEthogram's outputs (`*_outputs.h5`): the probabilities of each frame, a group a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....errors import LabelsError
from ...inputs.hdf import HdfFile, open_hdf
from ..ethogram import BACKGROUND, folded
from .found import FoundRows
from .request import Request, short_list

#: DeepEthogram takes a lower threshold for this one: a model that failed would say yes always
_LEAST_THRESHOLD = 0.01


@dataclass(frozen=True, eq=False)
class Probabilities:
    """What a model of DeepEthogram says of each frame.

    Attributes
    ----------
    model : str
        Name of the group in the file.
    names : tuple of str
        Behaviors, `background` among them, in the file's order.
    values : (frames, behaviors) float32 array
        From 0 to 1.
    thresholds : (behaviors,) float64 array
        As the model chose them.
    """

    model: str
    names: tuple[str, ...]
    values: np.ndarray
    thresholds: np.ndarray


def read_probabilities(path: str | Path, *, model: str | None = None) -> Probabilities:
    """The probabilities in a file that DeepEthogram wrote.

    Parameters
    ----------
    path : path
        `*_outputs.h5`.
    model : str, optional
        Name of the group; needed where several models have written there.

    Raises
    ------
    UnsafeFileError
        If the file reaches out of itself, or holds objects.
    LabelsError
        If it is no such file, or its parts do not fit each other.
    """
    path = Path(path)
    with open_hdf(path) as file:
        groups = [name for name in file.groups if name and f"{name}/P" in file.datasets]
        if not groups:
            raise LabelsError(
                f"The label file {path.name!r} is not one of DeepEthogram's outputs.",
                expected="a group a model, each with P, thresholds and class_names",
                got=short_list([*file.groups[1:], *file.datasets]),
            )
        picked = Request(model=model).pick("models", "model", groups, path.name)
        return _read(file, str(picked), path)


def _read(file: HdfFile, group: str, path: Path) -> Probabilities:
    what = f"The label file {path.name!r} does not have all of its model {group!r}."
    missing = [name for name in ("thresholds", "class_names") if f"{group}/{name}" not in file]
    if missing:
        raise LabelsError(what, expected="P, thresholds and class_names", got=f"no {missing[0]}")
    values = file.numbers(f"{group}/P", np.float32)
    thresholds = file.numbers(f"{group}/thresholds").reshape(-1)
    names = tuple(file.texts(f"{group}/class_names"))
    if values.ndim != 2 or not values.shape[1] == len(names) == len(thresholds):
        raise LabelsError(
            f"The parts of the model {group!r} in {path.name!r} do not fit each other.",
            expected="probabilities, names and thresholds of the same behaviors",
            got=f"P of shape {values.shape}, {len(names)} names, {len(thresholds)} thresholds",
        )
    wrong = (values < 0) | (values > 1)
    if wrong.any() or not np.isfinite(thresholds).all():
        raise LabelsError(
            f"The probabilities of the model {group!r} in {path.name!r} are none.",
            expected="numbers from 0 to 1, and finite thresholds",
            got=f"{values[wrong][0]:g}" if wrong.any() else "a threshold that is not finite",
        )
    return Probabilities(group, names, values, thresholds)


def rows_of_probabilities(found: Probabilities, file: str) -> FoundRows:
    """The labels that DeepEthogram makes of them: present above the threshold.

    Its minimum length of bouts is not applied.  Frames without a probability are unknown.
    """
    kept = [k for k, name in enumerate(found.names) if folded(name) != BACKGROUND]
    if not kept:
        raise LabelsError(
            f"The label file {file!r} has no behavior.",
            expected="one or more beside the background",
            got=short_list(found.names),
        )
    values = found.values[:, kept]
    thresholds = np.maximum(found.thresholds[kept], _LEAST_THRESHOLD)
    labels = np.where(np.isnan(values), -1, values > thresholds).astype(np.int8)
    return FoundRows(
        [found.names[k] for k in kept],
        labels,
        method="automated",
        notes=[f"probabilities of {found.model!r} above its thresholds, of any length"],
    )
