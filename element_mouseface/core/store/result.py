"""Read a finished result: arrays and provenance."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import check_choice
from ...params import Crop, HOGParams
from ..objects import FrameData, FrameObjects
from .attributes import read_about
from .checked import CheckedArray, CheckedChunks
from .layout import HASHES, TIMES, Layout

if TYPE_CHECKING:
    import pandas as pd

_QUALITY = "quality/"


def open_result(path: str | Path) -> Result:
    """Open the result folder of a finished pass.

    The attributes, the frame times and the list of hashes are verified here, frames when
    they are first read.

    Parameters
    ----------
    path : str or Path
        The folder that `extract` or `mouseface hog` wrote.

    Raises
    ------
    ResultIncompleteError
        If the run that writes it has not finished.
    ResultChangedError
        If it is damaged or was changed.
    ResultError
        If there is none, or it is another kind of folder.
    """
    return Result(Path(path), read_about(Path(path)))


class Result(FrameObjects):
    """A finished result folder; `open_result` and `extract` return one.

    Attributes
    ----------
    path : Path
    params : HOGParams
    crop : Crop
    grid : (int, int)
        Rows and columns of cells.
    times_s : (frames,) float64 array
        Seconds on the movie's own clock.
    digest : str
        SHA-256 of the raw content.
    info : dict
        The video, as `VideoInfo` names its fields (with 'content_hash').
    provenance : dict
        Code and library versions, when, how long, with how many workers.
    was_computed : bool
        Whether the call computed the result instead of reusing it.
    repaired : tuple of str
        Damage that the call found and recomputed.
    """

    def __init__(self, path: Path, about: dict[str, Any]):
        self.path = path
        self.about = about
        self.was_computed = False
        self.repaired: tuple[str, ...] = ()
        content = about["content"]
        self.params = HOGParams.from_dict(content["params"])
        self.crop = Crop.from_dict(content["crop"])
        self.grid: tuple[int, int] = (about["grid"][0], about["grid"][1])
        self.digest: str = about["digest"]
        self.info: dict[str, Any] = about["video"]
        self.provenance: dict[str, Any] = about["provenance"]
        self._layout = Layout.from_dict(about["layout"])
        self._chunks = CheckedChunks(path, self._layout, self.digest, about.get("crc32c"))
        self._chunks.check_metadata()
        self.times_s: np.ndarray = self._chunks.times_s.copy()

    def __repr__(self) -> str:
        rows, columns = self.grid
        return f"<Result {self.path.name}: {self.n_frames} frames, {rows}x{columns} cells>"

    def __len__(self) -> int:
        return self.n_frames

    @property
    def n_frames(self) -> int:
        """Number of frames of the movie, including missing ones."""
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
    def flags(self) -> np.ndarray:
        """`core.features.quality.FrameFlag` bits of each frame: (frames,) of uint16."""
        return self._chunks.trace("flags")

    def to_dataframe(self) -> pd.DataFrame:
        """A row a frame: number, time on the movie's clock, quality traces, flags in words."""
        from ..features.quality import flag_words
        from ..objects import dataframe_of_frames

        frame = dataframe_of_frames(self.frame_data())
        frame["flags"] = flag_words(self.flags)
        return frame

    def frame_data(self) -> FrameData:
        """Quality traces and flags; cells and thumbnails are `array`s of their own."""
        from .frame_data import frame_data_of_pass

        return frame_data_of_pass(self)

    @property
    def cells(self) -> CheckedArray:
        """Unnormalized cell histograms: (frames, rows, columns, orientations) of float32."""
        return self.array("cells")

    @property
    def thumbnails(self) -> CheckedArray:
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
        check_choice(f"There is no such quality trace in {self.path}.", name, self.quality_names)
        return self._chunks.trace(_QUALITY + name)

    def array(self, name: str) -> CheckedArray:
        """Any stored array by its name in the Zarr group, read when rows are asked for.

        Raises
        ------
        ParameterError
            If there is none of that name.
        """
        known = (*self.output_names, TIMES.name, HASHES.name)
        check_choice(f"There is no such array in {self.path}.", name, known)
        return CheckedArray(self._chunks, name)

    def verify(self) -> None:
        """Read everything now and verify it with the hashes of its computation.

        Raises
        ------
        ResultChangedError
            Naming the first array and frames that are not what was written.
        """
        fresh = CheckedChunks(self.path, self._layout, self.digest, self.about.get("crc32c"))
        fresh.verify()
