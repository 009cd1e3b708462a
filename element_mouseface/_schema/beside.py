"""Keypoints and facial signals that stand beside a pass: paths and digests, and back.

They come from the tables of Facemap where a lab has these, and a table that uses them knows only
their files: so no module needs Facemap's schema, and computing signals again deletes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.facial_signals import FacialSignals
from ..core.keypoints.stored import open_keypoints
from ..errors import ParameterError
from ..linking import link
from .codec import open_points, open_signals
from .results import inside

Row = dict[str, Any]

#: what may stand beside a pass
BESIDE = ("keypoints", "signals")


def beside_of(given: Mapping[str, Any]) -> Row | None:
    """What is used beside a pass, as tables hold it: the path and the digest of each.

    Parameters
    ----------
    given : mapping
        Of `keypoints` and `signals`: each the path of a result under the processed folder, as
        `Keypoints.keypoints_path` and `FacemapProcessing.signals_path` have it.

    Raises
    ------
    ParameterError, PathError, ResultError
        If it is something else, or cannot be read.
    """
    found: Row = {}
    for name in BESIDE:
        path = given.get(name)
        if path is None:
            continue
        if not isinstance(path, str):
            raise ParameterError(
                f"The {name} cannot be used.",
                expected="a path relative to the processed folder, as keypoints_path or "
                "signals_path of the tables of facemap",
                got=repr(path),
            )
        there = inside(link(), path)
        opened: Any = (
            open_keypoints(there) if name == "keypoints" else FacialSignals.load(there, mmap=True)
        )
        found[name] = {"path": path, "digest": opened.digest}
    return found or None


def digests_of(beside: Row) -> Row:
    """What stands beside a pass by its content, for the hash of a row."""
    return {name: place["digest"] for name, place in beside.items()}


def open_beside(beside: Row) -> Row:
    """The `Keypoints` and the `FacialSignals` that `beside_of` named, by the same names.

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
        else:
            found[name] = open_signals(place["path"], place["digest"])
    return found
