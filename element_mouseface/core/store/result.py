"""Reading a finished result: what it was made from, and its arrays."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from ...errors import ParameterError, ResultError, ResultIncompleteError
from ...params import Crop, HOGParams
from .commit import ATTRIBUTE
from .layout import FORMAT, FORMAT_VERSION, Layout, digest_of, partial_path, unit_hashes
from .stored_array import StoredArray

__all__ = ["Result", "about_result", "open_result"]

_QUALITY = "quality/"


def open_result(path: str | Path) -> Result:
    """Open a finished result folder.

    Parameters
    ----------
    path : str or Path
        The folder that `extract` or `mouseface hog` wrote.

    Raises
    ------
    ResultIncompleteError
        If the run that writes it has not finished.
    ResultError
        If there is none, or it is something else; the message says what.
    """
    return Result(Path(path), _checked(Path(path)))


def about_result(path: Path) -> dict[str, Any] | None:
    """What a folder's attributes say of a finished result; None where it is not one."""
    try:
        return _checked(path)
    except ResultError:
        return None


def _checked(path: Path) -> dict[str, Any]:
    if path.name.endswith(".partial") or (not path.exists() and partial_path(path).exists()):
        raise ResultIncompleteError(
            f"{path}: the run that writes this result has not finished.",
            do="wait for it, or repeat the command that began it: finished chunks are kept",
        )
    if not path.exists():
        raise ResultError(
            f"There is no result at {path}.", do="check the path, or make it with `mouseface hog`"
        )
    try:
        attributes = dict(zarr.open_group(path, mode="r").attrs)
    except Exception as error:  # zarr raises many kinds for what is not a group
        raise _something_else(path, _what_it_is(path)) from error
    about = attributes.get(ATTRIBUTE)
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _something_else(path, "a Zarr group without the attributes of one")
    if about["format_version"] > FORMAT_VERSION:
        raise ResultError(
            f"{path} was written by a newer element_mouseface.",
            expected=f"format version {FORMAT_VERSION} or older",
            got=f"version {about['format_version']}, written by {about.get('code')}",
            do="update element_mouseface",
        )
    return about


def _something_else(path: Path, what: str) -> ResultError:
    return ResultError(
        f"{path} is not a result of `mouseface hog`.",
        got=what,
        do="give a folder that `mouseface hog` wrote; the Zarr of the published dask_faces.py "
        "is opened by element_mouseface.core.published_zarr.open_published",
    )


def _what_it_is(path: Path) -> str:
    if not path.is_dir():
        return "a file"
    if (path / ".zarray").exists() or (path / "zarr.json").exists():
        return "a Zarr array, not a group"
    return "an empty folder" if not any(path.iterdir()) else "a folder that is no Zarr group"


class Result:
    """A finished result; get one from `open_result` or `extract`.

    Attributes
    ----------
    path : Path
    params : HOGParams
    crop : Crop
    grid : (int, int)
        Rows and columns of cells.
    digest : str
        SHA-256 over the raw content: the same bits, the same digest.
    info : dict
        The video, as `VideoInfo` names its fields (with 'content_hash').
    provenance : dict
        Code and library versions, when, how long, with how many workers.
    was_computed : bool
        Whether the call that gave this object computed it, rather than found it.
    """

    def __init__(self, path: Path, about: dict[str, Any]):
        self.path = path
        self.about = about
        self.was_computed = False
        content = about["content"]
        self.params = HOGParams.from_dict(content["params"])
        self.crop = Crop.from_dict(content["crop"])
        self.grid: tuple[int, int] = (about["grid"][0], about["grid"][1])
        self.digest: str = about["digest"]
        self.info: dict[str, Any] = about["video"]
        self.provenance: dict[str, Any] = about["provenance"]
        self._layout = Layout.from_dict(about["layout"])

    def __repr__(self) -> str:
        rows, columns = self.grid
        return f"<Result {self.path.name}: {self.n_frames} frames, {rows}x{columns} cells>"

    def __len__(self) -> int:
        return self.n_frames

    @property
    def n_frames(self) -> int:
        """Number of frames of the movie, the missing ones included."""
        return self._layout.n_frames

    @property
    def frame_px(self) -> tuple[int, int]:
        """Height and width of the whole frame."""
        return self.info["height_px"], self.info["width_px"]

    @property
    def definitions(self) -> dict[str, str]:
        """What each output means, by its name."""
        return dict(self.about.get("definitions", {}))

    @cached_property
    def times_s(self) -> np.ndarray:
        """Seconds on the movie's own clock: (frames,) of float64."""
        return np.asarray(self.array("times_s"))

    @cached_property
    def flags(self) -> np.ndarray:
        """`core.quality.FrameFlag` bits of each frame: (frames,) of uint16."""
        return np.asarray(self.array("flags"))

    @property
    def cells(self) -> StoredArray:
        """Unnormalised cell histograms: (frames, rows, columns, orientations) of float32."""
        return self.array("cells")

    @property
    def thumbnails(self) -> StoredArray:
        """Small luma pictures of the crop: (frames, y, x) of uint8."""
        return self.array("thumbnail")

    @property
    def cell_coverage(self) -> np.ndarray:
        """Fraction of each cell's pixels that enter its histogram: (rows, columns)."""
        return np.asarray(self.about["cell_coverage"], np.float64)

    @property
    def output_names(self) -> tuple[str, ...]:
        """Names of everything stored for each frame."""
        return tuple(o.name for o in self._layout.outputs)

    @property
    def quality_names(self) -> tuple[str, ...]:
        """Names of the quality traces."""
        names = (o.name for o in self._layout.traces if o.name.startswith(_QUALITY))
        return tuple(n.removeprefix(_QUALITY) for n in names)

    def quality(self, name: str) -> np.ndarray:
        """A quality trace: (frames,) of float32, NaN where it has no value (`flags` says why).

        Raises
        ------
        ParameterError
            If there is no trace of that name.
        """
        if name not in self.quality_names:
            raise ParameterError(
                f"There is no quality trace {name!r} in {self.path}.",
                expected=f"one of {', '.join(self.quality_names)}",
            )
        return np.asarray(self.array(_QUALITY + name))

    def array(self, name: str) -> StoredArray:
        """Any stored array by its name in the Zarr group, read when rows are asked for."""
        return StoredArray(self.path, name)

    def verify(self) -> None:
        """Read everything and compare it with the hashes that were taken when it was computed.

        Raises
        ------
        ResultError
            Naming the first frames that are not what was written.
        """
        stored = np.asarray(self.array("unit_hashes"))
        arrays = {name: self.array(name) for name in self.output_names}
        hashes: list[bytes] = []
        for chunk in range(self._layout.n_chunks):
            first, stop = self._layout.frames(chunk)
            now = unit_hashes({name: array[first:stop] for name, array in arrays.items()})
            if now != [row.tobytes() for row in stored[len(hashes) : len(hashes) + len(now)]]:
                raise self._damaged(f"frames {first} to {stop - 1}")
            hashes += now
        if digest_of(self._layout, self.times_s, hashes) != self.digest:
            raise self._damaged("the frame times or the list of hashes")

    def _damaged(self, what: str) -> ResultError:
        return ResultError(
            f"{self.path} is damaged: {what} are not what was written.",
            do="compute it anew with overwrite",
        )
