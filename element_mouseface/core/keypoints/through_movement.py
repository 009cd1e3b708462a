"""Files that the package `movement` reads: DeepLabCut, SLEAP, Lightning Pose.

It brings some 70 packages, so it is an extra of this one and imported here alone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError, ResultError
from .files import _missing

__all__ = ["read_by_movement"]

#: our name of a program -> movement's reader of its files
_READERS = {
    "deeplabcut": "from_dlc_file",
    "sleap": "from_sleap_file",
    "lightning_pose": "from_lp_file",
}


def read_by_movement(
    path: Path, source: str, individual: str | None
) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Names, xy (frames, points, 2) and likelihood (frames, points) of one animal.

    Parameters
    ----------
    path : Path
    source : str
        One of `SOFTWARE`, but not 'facemap'.
    individual : str or None
        Which animal, where there are several.

    Raises
    ------
    DependencyError
        If movement is not installed.
    ParameterError
        If there are several animals and none is named, or none of that name.
    ResultError
        If it is not that program's file, or in three dimensions.
    """
    try:
        from movement.io import load_poses
    except ImportError as error:
        raise _missing("movement", error) from error
    try:
        with _quiet():
            found = getattr(load_poses, _READERS[source])(path)
    # movement, pandas, PyTables and sleap-io each raise errors of their own kinds
    except Exception as error:
        raise ResultError(
            f"{path} is no file of {source} that can be read.",
            got=f"{type(error).__name__}: {error}"[:300],
            do="check the file, and that `source` is the program that wrote it",
        ) from error
    return _one_animal(found, path, individual)


def _one_animal(found: Any, path: Path, individual: str | None) -> tuple:
    # time, space, keypoint, individual: the names of the last two changed between releases
    position, (_, space, points, animals) = found["position"], found["position"].dims
    if list(map(str, position.coords[space].values)) != ["x", "y"]:
        raise ResultError(
            f"{path} has points in three dimensions.",
            expected="x and y in pixels of one camera's frame",
        )
    known = [str(name) for name in position.coords[animals].values]
    missing = len(known) != 1 if individual is None else individual not in known
    if missing:
        which = f"{len(known)} animals" if individual is None else f"no animal {individual!r}"
        raise ParameterError(
            f"{path.name} has {which}.",
            expected=f"individual= one of {', '.join(known)}",
            do="say which; where SLEAP split one animal into several tracks, join them there",
        )
    place = 0 if individual is None else known.index(individual)
    names = tuple(str(name) for name in position.coords[points].values)
    try:
        xy, sure = (np.asarray(found[n].values, np.float32) for n in ("position", "confidence"))
    except (TypeError, ValueError) as error:
        raise ResultError(f"{path} has something else than numbers.", got=str(error)) from error
    return names, np.moveaxis(xy[..., place], 1, 2), sure[..., place]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without a line in the log for every file: movement tells of each by loguru."""
    try:
        from loguru import logger
    except ImportError:
        yield
        return
    logger.disable("movement")
    try:
        yield
    finally:
        logger.enable("movement")
