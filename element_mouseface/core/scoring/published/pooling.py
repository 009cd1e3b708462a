"""Published prototypes of several recordings as one set: the mean of all their source frames."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

import numpy as np

from .... import __version__
from ....errors import PrototypeError
from .prototypes import Prototypes, SourceFrame
from .similarity import pearson_rows


def pool_prototypes(sets: Sequence[Prototypes]) -> Prototypes:
    """One set of prototypes from those of several recordings.

    A stimulus's prototype is the mean of the frames that all recordings with this stimulus
    chose: each frame counts the same.  The neutral face is the mean of the recordings' neutral
    faces: each recording has the same weight, regardless of its length.

    Parameters
    ----------
    sets : sequence of Prototypes
        Each of its own recording.

    Raises
    ------
    PrototypeError
        If their parameters, grids, masks or crop sizes differ, source frames are unknown, or two
        are of one movie.

    Notes
    -----
    Recordings are not aligned: the published method compares places of the crop, so the face has to
    be at the same place on all days. `least_agreement` measures how similar the neutral faces are.
    """
    if len(sets) == 1:
        return sets[0]
    _check_fit(sets)
    _check_sources(sets)
    names = tuple(dict.fromkeys(name for one in sets for name in one.names))
    vectors, frames = [], []
    for name in names:
        having = [one for one in sets if name in one.names]
        counts = [_n_frames(one, name) for one in having]
        columns = [one.vectors[one.names.index(name)] for one in having]
        vectors.append(np.average(columns, axis=0, weights=counts))
        frames += _ranked([f for one in having for f in one.source_frames if f.prototype == name])
    first = sets[0]
    return Prototypes(
        names=names,
        vectors=np.array(vectors),
        neutral=np.mean([one.neutral for one in sets], axis=0),
        valid=first.valid,
        grid=first.grid,
        hog=first.hog,
        crop=first.crop if all(one.crop == first.crop for one in sets) else None,
        score_params=first.score_params,
        source_frames=tuple(frames),
        source_files=tuple(file for one in sets for file in one.source_files),
        created_by=f"element_mouseface {__version__}",
        created_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )


def least_agreement(sets: Sequence[Prototypes]) -> float:
    """The least Pearson's r between the neutral faces of two recordings.

    It shows whether the face is at the same place on all days: a shift of half a cell
    changes r as much as an expression does.
    """
    faces = np.array([one.neutral[one.valid] for one in sets])
    return float(pearson_rows(faces, faces).min())


def _ranked(frames: Sequence[SourceFrame]) -> list[SourceFrame]:
    """The frames of one stimulus, least like neutral first."""
    in_order = sorted(frames, key=lambda frame: frame.r_neutral)
    return [dataclasses.replace(frame, rank=rank) for rank, frame in enumerate(in_order)]


def _n_frames(one: Prototypes, name: str) -> int:
    return sum(frame.prototype == name for frame in one.source_frames)


def _check_fit(sets: Sequence[Prototypes]) -> None:
    """Refuse what cannot be averaged number by number."""
    first = sets[0]
    for other in sets[1:]:
        facts = {
            "HOG parameters": (first.hog, other.hog),
            "the grid of cells (rows, columns)": (first.grid, other.grid),
            "the size of the crop (width, height)": (_size(first), _size(other)),
            "parameters of the score": (first.score_params, other.score_params),
        }
        for what, (expected, got) in facts.items():
            if expected != got:
                raise PrototypeError(
                    f"Prototypes of {_of(first)} and {_of(other)} cannot be pooled: {what} differ.",
                    expected=str(expected),
                    got=str(got),
                    do="score both recordings with the same crop and parameters, then pool",
                )
        if not np.array_equal(first.valid, other.valid):
            raise PrototypeError(
                f"Prototypes of {_of(first)} and {_of(other)} cannot be pooled: masks differ.",
                expected=f"the same cells, {int(first.valid.sum())} numbers of them",
                got=f"{int(other.valid.sum())} numbers",
                do="score both recordings with the same masks",
            )


def _check_sources(sets: Sequence[Prototypes]) -> None:
    """Refuse sets without source frames, and two of one movie, which would count twice."""
    seen: dict[str, Prototypes] = {}
    for one in sets:
        untold = [name for name in one.names if not _n_frames(one, name)]
        if untold:
            raise PrototypeError(
                f"Prototypes of {_of(one)} do not record their source frames.",
                expected="source frames of each stimulus, which are its weights",
                got=f"none of {', '.join(untold)}",
                do="make them again with `mouseface score`",
            )
        for file in one.source_files:
            if file.sha256 and file.sha256 in seen:
                raise PrototypeError(
                    f"{file.name} is a source of two of the sets of prototypes.",
                    expected="each recording once: it would count twice",
                    do="leave one of them out",
                )
            seen[file.sha256] = one


def _size(one: Prototypes) -> tuple[int | None, int | None] | None:
    return None if one.crop is None else (one.crop.width, one.crop.height)


def _of(one: Prototypes) -> str:
    return ", ".join(file.name for file in one.source_files) or "an unnamed movie"
