"""Motion components on a basis that several recordings share.

The principal components of one recording's motion are its own: component 1 of one movie is not that
of another.  A basis is fitted once, to a sample of frames of given recordings, and then used for
all; its digest, and those of the recordings that it was fitted to, stand in every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, ResultError, ResultMismatchError, check_whole
from ..features.quality import FrameFlag
from ..outputs.archive import Archive, digest_of
from ..store.result import Result, open_result
from .definitions import COMPONENTS
from .frames import Frames
from .places import region_places
from .reasons import Reason

_ARCHIVE = Archive(
    "motion basis",
    {"format": "element_mouseface.motion_basis", "format_version": 1},
    "a file that MotionBasis.save wrote",
    "make it again with fit_motion_basis",
    ResultError,
)
#: Frames that are multiplied together, always so many and without BLAS, whose last digits may
#: depend on their number and on its threads.
_TOGETHER = 16
#: components below this share of the first one's strength are rounding errors
_LEAST_STRENGTH = 1e-6
_UNUSABLE = FrameFlag.MISSING | FrameFlag.FIRST


@dataclass(frozen=True, eq=False)
class MotionBasis:
    """Components of the absolute change of thumbnails, fitted to several recordings.

    Attributes
    ----------
    mean : ndarray (y, x) of float32
        Mean change of the sampled frames.
    components : ndarray (components, y, x) of float32
        Orthonormal, strongest first; the largest weight of each is positive. 0 outside `inside`.
    strengths : ndarray (components,) of float64
        Variance of each in the sampled frames, in squared gray levels.
    inside : ndarray (y, x) of bool
        Thumbnail pixels that no mask of any of the recordings covers.
    fitted_on : tuple of str
        Digests of the recordings' results.
    crop_px : (int, int)
        Height and width of their crops.
    n_sampled : int
        Frames that it was fitted to.
    total_variance : float
        Of their changes, in squared gray levels, summed over the pixels.
    """

    mean: np.ndarray
    components: np.ndarray
    strengths: np.ndarray
    inside: np.ndarray
    fitted_on: tuple[str, ...]
    crop_px: tuple[int, int]
    n_sampled: int
    total_variance: float

    def __len__(self) -> int:
        return len(self.components)

    def __repr__(self) -> str:
        return f"<MotionBasis {self.digest[:8]}: {len(self)} of {len(self.fitted_on)} recordings>"

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over everything."""
        about, arrays = self._parts()
        return digest_of({**_ARCHIVE.mark, **about}, arrays)

    def about(self) -> dict[str, Any]:
        """What a table says of its components."""
        return {
            "digest": self.digest,
            "fitted_on": list(self.fitted_on),
            "n_components": len(self),
            "n_sampled": self.n_sampled,
        }

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write it to an .npz file.

        Raises
        ------
        PathError, StorageError
            If another file exists and `overwrite` is False, or it cannot be written.
        """
        return _ARCHIVE.save(path, *self._parts(), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | Path) -> MotionBasis:
        """Read a file that `save` wrote, and compare it with its digest.

        Raises
        ------
        PathError
            If there is no such file.
        ResultError
            If it is another file, or was changed.
        """
        about, npz = _ARCHIVE.open(path)
        components = npz.take("components", (None, None, None))
        shape = components.shape[1:]
        return cls(
            npz.take("mean", shape),
            components,
            npz.take("strengths", (len(components),)),
            npz.take("inside", shape, "b"),
            about.texts("fitted_on"),
            about.wholes("crop_px", 2, 1),  # type: ignore[arg-type]
            about.whole("n_sampled", 1),
            about.number("total_variance", 0),
        )

    def project(self, changes: np.ndarray) -> np.ndarray:
        """Components of some changes.

        Parameters
        ----------
        changes : ndarray (frames, y, x) of float32
            Absolute differences of thumbnails to the ones before.

        Returns
        -------
        ndarray (frames, components) of float64
            A frame's numbers depend on no other frame.
        """
        rows = (changes - self.mean).reshape(len(changes), -1)
        basis = self.components.reshape(len(self), -1)
        out = np.empty((len(rows), len(self)))
        for first in range(0, len(rows), _TOGETHER):
            some = np.zeros((_TOGETHER, rows.shape[1]), np.float32)
            here = rows[first : first + _TOGETHER]
            some[: len(here)] = here
            out[first : first + _TOGETHER] = np.einsum("ij,kj->ik", some, basis)[: len(here)]
        return out

    def _parts(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        about = {
            "fitted_on": list(self.fitted_on),
            "crop_px": list(self.crop_px),
            "n_sampled": self.n_sampled,
            "total_variance": self.total_variance,
        }
        return about, {
            "mean": self.mean,
            "components": self.components,
            "strengths": self.strengths,
            "inside": self.inside,
        }


class ComponentColumns:
    """The columns of a recording on a basis.

    Raises
    ------
    ResultMismatchError
        If the basis is of another size of crop or thumbnail, or the recording's masks cover what
        it needs.
    """

    def __init__(self, basis: MotionBasis, result: Result):
        _check_size(basis, result)
        (place,) = region_places(result)
        if (basis.inside & ~place.inside).any():
            raise ResultMismatchError(
                "The masks of this recording cover a part of the face that the motion basis needs.",
                expected="masks within those of the recordings that it was fitted to",
                do="fit a basis with this recording among them: it uses what no mask covers",
            )
        self.basis = basis

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [f"motion:{one.name}" for one in COMPONENTS[: len(self.basis)]]

    def values(self, frames: Frames) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Numbers of some frames, and why they are undefined."""
        values = self.basis.project(frames.changes())
        codes = np.zeros(len(frames), np.uint8)
        codes[frames.without_previous] = Reason.FIRST_FRAME
        codes[frames.missing] = Reason.MISSING_FRAME
        values[codes > 0] = np.nan
        return values, {"motion:motion basis": codes}


def fit_motion_basis(
    results: Sequence[Result | str | Path], *, n_components: int = 10, sample_frames: int = 2000
) -> MotionBasis:
    """Fit a basis of motion that recordings share.

    Parameters
    ----------
    results : sequence of Result or path
        Result folders with crops of one size.
    n_components : int
        At most so many, up to 100.
    sample_frames : int
        At most so many frames of all recordings together, as many of each, evenly spread.

    Returns
    -------
    MotionBasis

    Raises
    ------
    InputError
        If there is no recording, one is given twice, or nothing moves in them.
    ResultMismatchError
        If their crops or thumbnails are of different sizes.
    ResultError
        If a folder is no result.
    """
    check_whole("n_components", n_components, 1, len(COMPONENTS))
    check_whole("sample_frames", sample_frames, 16, 10_000, unit="of frames")
    opened = [one if isinstance(one, Result) else open_result(one) for one in results]
    digests = [result.digest for result in opened]
    if not opened or len(set(digests)) < len(digests):
        raise InputError(
            "A motion basis cannot be fitted to these recordings.",
            expected="one or more recordings, each once",
            got=f"{len(digests)}, {len(set(digests))} of them different",
        )
    inside = np.logical_and.reduce([_inside(result, opened[0]) for result in opened])
    each = max(1, sample_frames // len(opened))
    rows = np.concatenate([_sampled(result, each, inside) for result in opened])
    mean = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    found, strengths = _components(rows - mean, n_components)
    if not len(found):
        raise InputError(
            "Nothing moves in these recordings: they have no components of motion.",
            expected="frames that differ from the ones before",
            got=f"{len(rows)} frames without a change",
        )
    components = np.zeros((len(found), *inside.shape), np.float32)
    components[:, inside] = found
    of_mean = np.zeros(inside.shape, np.float32)
    of_mean[inside] = mean
    crop_px = _crop_px(opened[0])
    total = float(rows.var(axis=0, dtype=np.float64).sum())
    return MotionBasis(
        of_mean, components, strengths, inside, tuple(digests), crop_px, len(rows), total
    )


def _sampled(result: Result, n: int, inside: np.ndarray) -> np.ndarray:
    """Changes of frames that are evenly spread over a recording: (at most n, pixels) of float32."""
    usable = np.flatnonzero((result.flags & int(_UNUSABLE)) == 0)
    usable = usable[usable > 0]
    places = np.unique(np.linspace(0, len(usable) - 1, min(n, len(usable))).round().astype(int))
    frames = usable[places] if len(usable) else usable
    both = np.unique(np.concatenate([frames - 1, frames]))
    pictures = result.thumbnails[both][:, inside].astype(np.int16)
    at = np.searchsorted(both, frames)
    return np.abs(pictures[at] - pictures[np.searchsorted(both, frames - 1)]).astype(np.float32)


def _components(rows: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Principal components of centered rows, and their variances, by the smaller covariance."""
    rows = rows.astype(np.float64)
    wide = rows.shape[1] > rows.shape[0]
    values, vectors = np.linalg.eigh(rows @ rows.T if wide else rows.T @ rows)
    order = np.argsort(values)[::-1][:n]
    values = values[order]
    kept = values > _LEAST_STRENGTH * max(float(values[0]), 1e-9) if len(values) else values > 0
    values, vectors = values[kept], vectors[:, order][:, kept]
    found = vectors.T @ rows / np.sqrt(values)[:, None] if wide else vectors.T
    largest = found[np.arange(len(found)), np.abs(found).argmax(axis=1)]
    found = found * np.where(largest < 0, -1.0, 1.0)[:, None]
    return found.astype(np.float32), values / max(1, len(rows))


def _inside(result: Result, like: Result) -> np.ndarray:
    if (
        _crop_px(result) != _crop_px(like)
        or result.thumbnails.shape[1:] != (like.thumbnails.shape[1:])
    ):
        raise _other_size(_crop_px(like), result)
    (place,) = region_places(result)
    return place.inside


def _check_size(basis: MotionBasis, result: Result) -> None:
    fits = basis.mean.shape == result.thumbnails.shape[1:]
    if not fits or basis.crop_px != _crop_px(result):
        raise _other_size(basis.crop_px, result)


def _other_size(crop_px: tuple[int, int], result: Result) -> ResultMismatchError:
    return ResultMismatchError(
        f"{result.path} cannot share a motion basis with recordings of another size.",
        expected=f"a crop of {crop_px[1]}x{crop_px[0]} pixels",
        got="{1}x{0} pixels".format(*_crop_px(result)),
        do="make the passes with crops of one size",
    )


def _crop_px(result: Result) -> tuple[int, int]:
    rows, columns = result.crop.box(*result.frame_px)
    return rows.stop - rows.start, columns.stop - columns.start
