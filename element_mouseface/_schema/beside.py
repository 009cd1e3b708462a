"""What stands beside a pass, such as keypoints and facial signals: paths and digests, and back.

Keypoints and signals come from the tables of Facemap where a lab has these, and a table that uses
them knows only their files: so no module needs Facemap's schema, and computing signals again
deletes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..core.facial_signals import FacialSignals
from ..core.frame_features import MotionBasis
from ..core.keypoints.stored import open_keypoints
from ..errors import ParameterError
from ..linking import link
from .codec import open_points, open_signals
from .results import inside, same_digest, still_there

Row = dict[str, Any]

#: what may stand beside a pass, and where its path is from
BESIDE = {
    "keypoints": "keypoints_path of the table Keypoints",
    "signals": "signals_path of the table FacemapProcessing",
    "basis": "the path that FeatureTask.fit_basis gave",
}


def beside_of(
    given: Mapping[str, Any], names: Sequence[str] = ("keypoints", "signals")
) -> Row | None:
    """What is used beside a pass, as tables hold it: the path and the digest of each.

    Parameters
    ----------
    given : mapping
        Of some of `names`: each the path of a result under the processed folder, as
        `Keypoints.keypoints_path` and `FacemapProcessing.signals_path` have it.
    names : sequence of {'keypoints', 'signals', 'basis'}

    Raises
    ------
    ParameterError, PathError, ResultError
        If it is something else, or cannot be read.
    """
    found: Row = {}
    for name in names:
        path = given.get(name)
        if path is None:
            continue
        if not isinstance(path, str):
            raise ParameterError(
                f"The {name} cannot be used.",
                expected=f"a path relative to the processed folder: {BESIDE[name]}",
                got=repr(path),
            )
        opened = _opened(name, inside(link(), path))
        found[name] = {"path": path, "digest": opened.digest}
    return found or None


def _opened(name: str, path: Path) -> Any:
    if name == "basis":
        return MotionBasis.load(path)
    return open_keypoints(path) if name == "keypoints" else FacialSignals.load(path, mmap=True)


def digests_of(beside: Row) -> Row:
    """What stands beside a pass by its content, for the hash of a row."""
    return {name: place["digest"] for name, place in beside.items()}


def open_beside(beside: Row) -> Row:
    """The `Keypoints`, `FacialSignals` or `MotionBasis` that `beside_of` named, by their names.

    Raises
    ------
    ResultError
        If a file is gone or damaged.
    ResultMismatchError
        If it is not the one that was named.
    """
    found: Row = {}
    for name, place in beside.items():
        if name == "keypoints":
            found[name] = open_points(place["path"], place["digest"]).keypoints
        elif name == "basis":
            found[name] = MotionBasis.load(still_there(link(), place["path"], "FeatureTask"))
            same_digest(found[name].digest, place["digest"], place["path"], "FeatureTask")
        else:
            found[name] = open_signals(place["path"], place["digest"])
    return found
