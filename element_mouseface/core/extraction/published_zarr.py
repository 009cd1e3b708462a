"""Read results of the published Dask program, `dask_faces.py`.

Source: `dask_faces.py` of the Tye lab's MouseFacialExpressionAnalysis (2022),
which computes `skimage.feature.hog` with Dask for the method of Dolensek et
al. (Science 2020).  It writes, with `dask.array.to_zarr`, a Zarr v2 group
`data.zarr` of two float64 arrays, `descriptors` (frames, numbers) and `images`
(frames, y, x), the HOG pictures, of the crop's size; a commented-out variant writes the two as
separate arrays, `hog_descriptors/data.zarr` and `hog_images/data.zarr`. There are no attributes:
neither video, crop nor parameters are recorded. So the values that the user gives are checked here.

Its gray is 0.2125 R + 0.7154 G + 0.0721 B of the decoded RGB, not luma. The descriptors are
normalized: the cells are not known, and what L2-Hys clipped is lost.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from ...errors import CropError, ResultError, ResultIncompleteError, ResultMismatchError
from ...params import Crop, HOGParams
from ..features.block_norm import normalized
from ..features.frame_kernel import cell_histograms
from ..features.quality import FrameFlag
from ..store.row_array import RowArray
from ..video.base import VideoReader

_PLACES = ("descriptors", "hog_descriptors/data.zarr", "data.zarr/descriptors")
_PICTURES = ("images", "../../hog_images/data.zarr", "../images")

#: Measured on two movies: its gray against ours gives r of 0.991 to 0.997; a crop one pixel off
#: 0.955 to 0.980, no square root 0.969 to 0.984, another norm under 0.75.
_LEAST_R = 0.985
_COMPARED_FRAMES = 8


def open_published(
    path: str | Path,
    params: HOGParams | None = None,
    *,
    n_frames: int | None = None,
    crop_px: tuple[int, int] | None = None,
    reader: VideoReader | None = None,
    crop: Crop | None = None,
    times_s: np.ndarray | None = None,
) -> PublishedDescriptors:
    """Open descriptors that `dask_faces.py` wrote, and check the given video and parameters.

    Parameters
    ----------
    path : str or Path
        Its `data.zarr`, the array `descriptors`, or the folder that contains it.
    params : HOGParams, optional
        The parameters of that run; by default the program's own.
    n_frames : int, optional
        Frames of the video.
    crop_px : (int, int), optional
        Height and width of its crop in pixels; the program's `coords` are
        (x, y, width, height).
    reader : VideoReader, optional
        The video, for `n_frames`, `times_s`, and to compute and compare some frames'
        descriptors.
    crop : Crop, optional
        Its crop; together with `reader` it gives `crop_px`.
    times_s : ndarray (frames,), optional
        Seconds on the movie's clock.

    Returns
    -------
    PublishedDescriptors
        Array-like, (frames, numbers) of float32.

    Raises
    ------
    ResultError
        If there is no such Zarr at `path`.
    ResultIncompleteError
        If its last rows were never written.
    ResultMismatchError
        If the number of frames, the grid or the parameters differ.
    CropError
        If the crop does not fit the video, or the crop's size is not known from `crop_px`,
        `reader` or the pictures.
    """
    params, crop = params or HOGParams(), crop or Crop()
    array, place = _find(Path(path))
    if reader is not None:
        box = crop.box(reader.info.height_px, reader.info.width_px)
        crop_px = (box[0].stop - box[0].start, box[1].stop - box[1].start)
        n_frames, times_s = reader.info.n_frames, reader.times_s
    pictures = _pictures_px(place)
    size_px = crop_px or pictures
    if size_px is None:
        raise CropError(
            f"The size of the crop that made {place} is not known.",
            expected="crop_px=(height, width), or a video and a crop",
            do="see the coords in the program of that run: (x, y, width, height)",
        )
    if pictures is not None and pictures != tuple(size_px):
        raise _mismatch(place, "crop (y, x) in pixels", tuple(size_px), pictures)
    grid = params.grid(*size_px)
    found = PublishedDescriptors(array, place, params, grid, times_s)
    _check_shape(found, n_frames)
    _check_norm(found)
    if reader is not None:
        _check_against_video(found, reader, crop)
    return found


class PublishedDescriptors(RowArray):
    """Normalized descriptors of another program: like `Descriptors`, but without cells.

    Attributes
    ----------
    params, grid, times_s, valid
        As in `Descriptors`; `valid` is always True, since that program has no masks.
    flags : ndarray (frames,) of uint16
        CONSTANT where a row is all zero, MISSING where it is NaN.
    digest : str
        SHA-256 of the rows as float32.
    """

    def __init__(
        self,
        array: Any,
        place: Path,
        params: HOGParams,
        grid: tuple[int, int],
        times_s: np.ndarray | None,
    ):
        self._array: Any = array
        self._place = place
        self.params, self.grid, self.times_s = params, grid, times_s
        self.source = str(place)
        self.shape = (int(array.shape[0]), int(np.prod(array.shape[1:])))
        self.dtype = np.dtype(np.float32)
        self.chunk_frames = max(1, int(array.chunks[0]))
        self.valid = np.ones(self.shape[1], bool)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_array": None}

    @property
    def _zarr(self) -> Any:
        if self._array is None:
            self._array = zarr.open_array(self._place, mode="r")
        return self._array

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        return np.asarray(self._zarr[start:stop], np.float32).reshape(stop - start, self.shape[1])

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        block = np.asarray(self._zarr.oindex[rows], np.float32)
        return block.reshape(len(rows), self.shape[1])

    def cells(self, rows: Any = slice(None)) -> np.ndarray:
        """Not known: always raises ResultError."""
        raise ResultError(
            f"{self.source} holds normalized descriptors only: the cells are not known.",
            do="run `mouseface hog` on the video; it stores them",
        )

    @cached_property
    def flags(self) -> np.ndarray:
        """`FrameFlag` bits: (frames,) of uint16; reads every row once."""
        flags = np.zeros(len(self), np.uint16)
        for first, block in self.blocks():
            part = flags[first : first + len(block)]
            part[np.isnan(block).any(1)] |= int(FrameFlag.MISSING)
            part[(block == 0).all(1)] |= int(FrameFlag.CONSTANT)
        return flags

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all rows as little-endian float32; reads every row once."""
        whole = hashlib.sha256()
        for _, block in self.blocks():
            whole.update(np.ascontiguousarray(block, "<f4").tobytes())
        return whole.hexdigest()


def _find(path: Path) -> tuple[Any, Path]:
    for place in (path, *(path / name for name in _PLACES)):
        if not any((place / name).exists() for name in (".zarray", "zarr.json")):
            continue
        try:
            array: Any = zarr.open_array(place, mode="r")
        except Exception:  # zarr raises many kinds of errors
            continue
        if len(array.shape) >= 2 and array.dtype.kind == "f":
            return array, place
    raise ResultError(
        f"There are no descriptors of dask_faces.py at {path}.",
        expected="its data.zarr: a Zarr group with the arrays 'descriptors' and 'images'",
        got="nothing" if not path.exists() else "something else",
        do="give the path in its call of to_zarr; a result of `mouseface hog` is opened by "
        "open_descriptors",
    )


def _pictures_px(place: Path) -> tuple[int, int] | None:
    for name in _PICTURES:
        pictures = (place / name).resolve()
        if pictures != place.resolve() and (pictures / ".zarray").exists():
            shape = zarr.open_array(pictures, mode="r").shape
            if len(shape) == 3:
                return int(shape[1]), int(shape[2])
    return None


def _mismatch(place: Path, what: str, expected: Any, got: Any) -> ResultMismatchError:
    return ResultMismatchError(
        f"{place} has another {what} than expected.",
        expected=str(expected),
        got=str(got),
        do="check the video, crop and parameters of that run, or compute it again",
    )


def _check_shape(found: PublishedDescriptors, n_frames: int | None) -> None:
    place = Path(found.source)
    if n_frames is not None and len(found) != n_frames:
        raise _mismatch(place, "number of frames", n_frames, len(found))
    numbers = found.params.descriptor_length(found.grid)
    if found.shape[1] != numbers:
        rows, columns = found.grid
        what = f"{numbers} ({rows}x{columns} cells, {found.params.orientations} orientations)"
        raise _mismatch(place, "number of values per frame", what, found.shape[1])
    last = found[-1]
    # Unwritten chunks read as zeros. A dark movie may also end in zeros, but then begins so too.
    if not last.any() and found[0].any():
        raise ResultIncompleteError(
            f"{place} ends in rows of zeros: the program that wrote it did not finish.",
            do="run it again, or compute the descriptors with `mouseface hog`",
        )


def _sample(found: PublishedDescriptors) -> np.ndarray:
    return np.unique(np.linspace(0, len(found) - 1, _COMPARED_FRAMES).astype(int))


def _check_norm(found: PublishedDescriptors) -> None:
    """Check that blocks have a norm of 1, except those without a gradient."""
    params, rows = found.params, found[_sample(found)]
    per_block = params.cells_per_block[0] * params.cells_per_block[1] * params.orientations
    blocks = rows.reshape(-1, per_block)
    blocks = blocks[np.isfinite(blocks).all(1)]
    is_l1 = params.block_norm == "L1"
    norms = blocks.sum(1) if is_l1 else np.sqrt((blocks.astype(float) ** 2).sum(1))
    norms = norms[norms > 0.5]
    if np.any(blocks < 0) or np.any(np.abs(norms - 1) > 0.02):
        got = "blocks that do not add to 1" if is_l1 else "blocks whose squares do not add to 1"
        raise _mismatch(Path(found.source), "block norm", params.block_norm, got)


def _check_against_video(found: PublishedDescriptors, reader: VideoReader, crop: Crop) -> None:
    box = crop.box(reader.info.height_px, reader.info.width_px)
    agreement = []
    for number in _sample(found):
        luma = reader.frame(int(number))
        if luma is None:
            continue
        ours = normalized(cell_histograms(luma[None][:, *box], found.params), found.params)[0]
        theirs = found[int(number)]
        if ours.std() > 0 and theirs.std() > 0:
            agreement.append(float(np.corrcoef(ours, theirs)[0, 1]))
    if agreement and (r := float(np.median(agreement))) < _LEAST_R:
        raise _mismatch(
            Path(found.source),
            "content, by descriptors computed from the video with these parameters and this crop",
            f"a correlation of at least {_LEAST_R} with them",
            f"{r:.3f} over {len(agreement)} frames",
        )
