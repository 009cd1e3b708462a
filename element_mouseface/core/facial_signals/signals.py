"""Facial signals in memory, from Facemap or computed by this package.

Pixels are (y, x), binned pixels are `sbin` × `sbin` pixels.  A recording has
one or several views (cameras filmed together); Facemap puts their averages
side by side on one canvas for the components of the full frame.

Undefined numbers are NaN in arrays, and fields that were not computed or stored are None, never
zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, ParameterError, ResultError, check_choice
from ..objects import FrameData, FrameObjects, dataframe_of_frames
from .signal_folder import digest_of, read_signals, write_signals

if TYPE_CHECKING:
    import pandas as pd


def _set(of: Any, name: str, dtype: Any, ndim: int) -> None:
    """Convert a frozen dataclass's field to its dtype, and check the number of dimensions."""
    value = getattr(of, name)
    if value is None:
        return
    array = np.asarray(value, dtype)
    if array.ndim != ndim:
        raise ResultError(
            f"{type(of).__name__}.{name} has the wrong number of dimensions.",
            expected=str(ndim),
            got=f"shape {array.shape}",
        )
    object.__setattr__(of, name, array)


def _misfit(what: str, expected: Any, got: Any) -> ResultError:
    return ResultError(f"{what} does not fit.", expected=str(expected), got=str(got))


@dataclass(frozen=True, eq=False)
class Components:
    """One singular value decomposition of one region, strongest component first.

    Attributes
    ----------
    masks : ndarray (components, ybin, xbin) of float32
        Spatial; 0 outside an ellipse or a polygon.
    projections : ndarray (frames, components) of float32
        The component in each frame, for the full frame and for regions.  Facemap
        computes none for frame 0 and repeats that of frame 1.
    singular_values : ndarray (components,) of float64, or None
        None if Facemap stored none.
    unit_norm : bool
        Whether the masks have unit norm. False if Facemap wrote them multiplied by their singular
        value (movies under 2000 frames; release 1.0.0); they and the projections are kept as
        written.
    merged : bool
        False if Facemap left the components of its segments of 1000 frames side by side (a movie
        SVD without a motion SVD): ordered only within each segment, and not orthogonal.
    """

    masks: np.ndarray
    projections: np.ndarray
    singular_values: np.ndarray | None = None
    unit_norm: bool = True
    merged: bool = True

    def __post_init__(self) -> None:
        _set(self, "masks", np.float32, 3)
        _set(self, "projections", np.float32, 2)
        _set(self, "singular_values", np.float64, 1)
        count = len(self.masks)
        if self.projections.shape[1] != count:
            raise _misfit("The number of projections", count, self.projections.shape[1])
        if self.singular_values is not None and len(self.singular_values) != count:
            raise _misfit("The number of singular values", count, len(self.singular_values))

    def __len__(self) -> int:
        return len(self.masks)


@dataclass(frozen=True, eq=False)
class RegionSignals:
    """Motion energy and components of one region.

    Attributes
    ----------
    roi_no : int
        As in Facemap: 0 is the full frame, if there is one; regions follow from 1.
    roi_name : str
    yrange, xrange : ndarray of int64
        Rows and columns covered, in pixels of the view's frame.
    yrange_bin, xrange_bin : ndarray of int64
        The same in binned pixels.
    motion : ndarray (frames,) of float64
        Motion energy: the sum over binned pixels of the absolute difference
        between the bin's mean gray (0..255) in this frame and in the one before.
        NaN where it is not defined.
    motion_svd, movie_svd : Components or None
        Of the absolute differences, and of the frames; None if not computed.
    view : int or None
        Index in `FacialSignals.avgframe` of the ranges' frame; None for a full frame of
        several views, whose ranges are in the canvas.
    """

    roi_no: int
    roi_name: str
    yrange: np.ndarray
    xrange: np.ndarray
    yrange_bin: np.ndarray
    xrange_bin: np.ndarray
    motion: np.ndarray
    motion_svd: Components | None = None
    movie_svd: Components | None = None
    view: int | None = 0

    def __post_init__(self) -> None:
        for name in ("yrange", "xrange", "yrange_bin", "xrange_bin"):
            _set(self, name, np.int64, 1)
        _set(self, "motion", np.float64, 1)
        size = (len(self.yrange_bin), len(self.xrange_bin))
        for components in (self.motion_svd, self.movie_svd):
            if components is None:
                continue
            if components.masks.shape[1:] != size:
                raise _misfit("The size of a mask (y, x)", size, components.masks.shape[1:])
            if len(components.projections) != len(self.motion):
                got = len(components.projections)
                raise _misfit("The number of frames of a projection", len(self.motion), got)


@dataclass(frozen=True, eq=False)
class Pupil:
    """The pupil in each frame; NaN where it was not found.

    Attributes
    ----------
    name : str
    area, area_smooth : ndarray (frames,) of float64
        Pixels; smoothed: outliers replaced as in Facemap, or None.
    com, com_smooth : ndarray (frames, 2) of float64
        Center (y, x) in pixels from the region's first row and column; smoothed in
        the same way, or None.
    axlen : ndarray (frames, 2) of float64, or None
        Squares of the fitted ellipse's half axes, pixels squared: area is
        pi * sqrt(axlen[0] * axlen[1]).
    axdir : ndarray (frames, 2, 2) of float64, or None
        Directions of these axes, in columns.
    view : int
        Index of the camera.
    """

    name: str
    area: np.ndarray
    com: np.ndarray
    area_smooth: np.ndarray | None = None
    com_smooth: np.ndarray | None = None
    axlen: np.ndarray | None = None
    axdir: np.ndarray | None = None
    view: int = 0

    def __post_init__(self) -> None:
        shapes = {"area": 1, "com": 2, "axlen": 2, "axdir": 3, "area_smooth": 1, "com_smooth": 2}
        for name, ndim in shapes.items():
            _set(self, name, np.float64, ndim)
            value = getattr(self, name)
            if value is not None and len(value) != len(self.area):
                raise _misfit(f"Pupil.{name}: the number of frames", len(self.area), len(value))


@dataclass(frozen=True, eq=False)
class Blink:
    """Blinks: how open the eye is, measured by its dark area.

    Attributes
    ----------
    name : str
    area : ndarray (frames,) of float64
        Sum of the darkness below the saturation over the pixels of the region's ellipse, in gray
        levels.
    view : int
        Index of the camera.
    """

    name: str
    area: np.ndarray
    view: int = 0

    def __post_init__(self) -> None:
        _set(self, "area", np.float64, 1)


@dataclass(frozen=True, eq=False)
class Running:
    """Running: the shift of the surface that the animal runs on.

    Attributes
    ----------
    name : str
    shift : ndarray (frames, 2) of float64
        (y, x), pixels since the frame before.
    view : int
        Index of the camera.
    """

    name: str
    shift: np.ndarray
    view: int = 0

    def __post_init__(self) -> None:
        _set(self, "shift", np.float64, 2)


@dataclass(frozen=True, eq=False)
class FacialSignals(FrameObjects):
    """The facial signals of one recording.

    Attributes
    ----------
    n_frames : int
    sbin : int
        Pixels a bin, each way.
    avgframe, avgmotion : tuple of ndarray (ybin, xbin) of float32
        Mean frame and mean absolute difference between frames, one for each view.
    regions : tuple of RegionSignals
    pupil, blink, running : tuples, empty where there is none
    engine : str
        'facemap' or 'native'.
    version : str
        The engine's version; '' if a file does not have it.
    sample : str
        'all' if averages and components come from all frames, 'facemap' if from
        the frames that Facemap samples.
    motion_alignment : str
        'frame' if motion[t] is between t - 1 and t for all t; 'facemap' if it is as
        stored by Facemap, with the first chunk one frame early.
    """

    n_frames: int
    sbin: int
    avgframe: tuple[np.ndarray, ...]
    avgmotion: tuple[np.ndarray, ...]
    regions: tuple[RegionSignals, ...]
    pupil: tuple[Pupil, ...] = ()
    blink: tuple[Blink, ...] = ()
    running: tuple[Running, ...] = ()
    engine: str = "native"
    version: str = ""
    sample: str = "all"
    motion_alignment: str = "frame"

    def __post_init__(self) -> None:
        check_choice("engine is unknown.", self.engine, ("native", "facemap"))
        check_choice("sample is unknown.", self.sample, ("all", "facemap"))
        check_choice("motion_alignment is unknown.", self.motion_alignment, ("frame", "facemap"))
        for name in ("avgframe", "avgmotion"):
            views = tuple(np.asarray(view, np.float32) for view in getattr(self, name))
            object.__setattr__(self, name, views)
        for name, frames in self._traces():
            if frames != self.n_frames:
                raise _misfit(f"The number of frames of {name}", self.n_frames, frames)
        numbers = [region.roi_no for region in self.regions]
        if len(set(numbers)) != len(numbers):
            raise ResultError("Two regions have the same number.", got=str(numbers))

    def _traces(self) -> Iterator[tuple[str, int]]:
        yield from ((f"region {r.roi_no}", len(r.motion)) for r in self.regions)
        yield from ((f"pupil {p.name!r}", len(p.area)) for p in self.pupil)
        yield from ((f"blink {b.name!r}", len(b.area)) for b in self.blink)
        yield from ((f"running {r.name!r}", len(r.shift)) for r in self.running)

    def region(self, roi_no: int) -> RegionSignals:
        """The region with this number.

        Raises
        ------
        ParameterError
            If there is none.
        """
        for region in self.regions:
            if region.roi_no == roi_no:
                return region
        known = ", ".join(f"{r.roi_no} ({r.roi_name})" for r in self.regions)
        raise ParameterError(f"There is no region {roi_no}.", expected=f"one of {known or 'none'}")

    def checked_times(self, times_s: np.ndarray) -> np.ndarray:
        """Times of the frames as an array of float, after a check of their number.

        Raises
        ------
        InputError
            If there is not one per frame.
        """
        times_s = np.asarray(times_s, float)
        if times_s.shape != (self.n_frames,):
            raise InputError(
                "The number of times differs from that of frames in the facial signals.",
                expected=f"{self.n_frames} times, one per frame",
                got=f"shape {times_s.shape}",
            )
        return times_s

    def to_dataframe(
        self, times_s: np.ndarray | None = None, *, components: bool = False
    ) -> pd.DataFrame:
        """A row a frame: motion energy of each region, pupil, blinks and running.

        Parameters
        ----------
        times_s : (frames,) array, optional
            Times of the frames in seconds, for a column of them.
        components : bool
            Whether each component of each region has a column too.

        Raises
        ------
        InputError
            If there is not one time for each frame.
        """
        from .frame_data import frame_data_of_signals

        data = frame_data_of_signals(self, components=components)
        return dataframe_of_frames(data if times_s is None else data.at(times_s))

    def frame_data(self) -> FrameData:
        """Motion, components with their masks, pupil, blinks and running."""
        from .frame_data import frame_data_of_signals

        return frame_data_of_signals(self)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) over all fields, arrays bit by bit."""
        return digest_of(self)

    def save(self, folder: str | Path, *, overwrite: bool = False) -> str:
        """Write plain .npy files and a JSON to `folder`, atomically.

        Parameters
        ----------
        folder : str or Path
            Existing content is kept if it has the same digest.
        overwrite : bool
            Whether to replace another result.

        Returns
        -------
        str
            The digest.

        Raises
        ------
        ResultMismatchError
            If it has another result and `overwrite` is False.
        StorageError
            If it cannot be written.
        """
        return write_signals(self, Path(folder), overwrite)

    @classmethod
    def load(cls, folder: str | Path, *, check: bool = True, mmap: bool = False) -> FacialSignals:
        """Read what `save` wrote.

        Parameters
        ----------
        folder : str or Path
        check : bool
            Whether to compare every array with its hash; reads all of it.
        mmap : bool
            Whether to leave the arrays on the disk until they are used.

        Raises
        ------
        ResultError
            If it is not such a folder, or damaged.
        """
        return read_signals(Path(folder), check, mmap, _TYPES)


#: classes in a folder of signals, by name
_TYPES = {t.__name__: t for t in (Blink, Components, FacialSignals, Pupil, RegionSignals, Running)}
