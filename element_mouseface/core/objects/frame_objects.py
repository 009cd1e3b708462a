"""`FrameObjects`: the methods of a result that give it to xarray and pynapple."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .frame_data import FrameData
from .to_pynapple import time_series
from .to_xarray import dataset

if TYPE_CHECKING:
    import numpy as np
    import xarray


class FrameObjects:
    """A result with a row a frame, as objects of xarray and pynapple."""

    def frame_data(self) -> FrameData:
        """What the result has a row a frame of, with names, units and times."""
        raise NotImplementedError

    def to_xarray(self, times_s: np.ndarray | None = None) -> xarray.Dataset:
        """The result as a dataset of xarray, with units and what is known of each array.

        Arrays are over `time_s`, with `frame` as a coordinate; over `frame` where there are no
        times.  Frames without a time are left out: a warning and the attribute
        `n_frames_without_time` say how many.

        Parameters
        ----------
        times_s : (frames,) array, optional
            Times of the frames on another clock, in seconds; NaN for a frame without one.

        Raises
        ------
        DependencyError
            If xarray is not installed.
        InputError
            If there is not one time for each frame.
        ParameterError
            If its events and bouts are known on its own clock alone.
        """
        return dataset(self._data_at(times_s))

    def to_pynapple(self, times_s: np.ndarray | None = None) -> dict[str, Any]:
        """The result as objects of pynapple, by name.

        Frames without a time are left out, with a warning.

        Parameters
        ----------
        times_s : (frames,) array, optional
            As for `to_xarray`; needed where the result has no times of its own.

        Returns
        -------
        dict
            A `Tsd` of each trace, a `TsdFrame` of each array with columns, and mappings of name
            to `IntervalSet` of events and bouts.

        Raises
        ------
        DependencyError
            If pynapple is not installed.
        ParameterError
            If there are no times, or its events and bouts are known on its own clock alone.
        InputError
            If there is not one time for each frame.
        """
        return time_series(self._data_at(times_s))

    def _data_at(self, times_s: Any) -> FrameData:
        data = self.frame_data()
        return data if times_s is None else data.at(times_s)
