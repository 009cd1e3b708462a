"""Arrays of a result as a dataset of xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .frame_data import FrameData, Values, plain_attributes
from .library import library

if TYPE_CHECKING:
    import xarray


def dataset(data: FrameData) -> xarray.Dataset:
    """A dataset over time, or over frames where there are no times.

    Raises
    ------
    DependencyError
        If xarray is not installed.
    """
    xr, timed = library("xarray"), data.timed()
    along = data.row if data.times_s is None else "time_s"
    numbers = data.row_numbers[timed]
    coords: dict[str, Any] = {data.row: (along, numbers)}
    about = {**data.about}
    if data.times_s is not None:
        coords = {"time_s": ("time_s", data.times_s[timed], {"units": "s"}), **coords}
        about["n_frames_without_time"] = int((~timed).sum())
    arrays: dict[str, Any] = {}
    for one in data.arrays:
        # a copy: a result never changes with what was made of it
        arrays[one.name] = ((along, *one.axes), np.asarray(one.values)[timed], _about(one))
        coords |= _labels(one)
    for one in data.others:
        arrays[one.name] = (tuple(one.axes), np.array(one.values), _about(one))
        coords |= _labels(one)
    return xr.Dataset(arrays, coords=coords, attrs=plain_attributes(about))


def _labels(one: Values) -> dict[str, Any]:
    """Coordinates of the axes that have labels; the others are counted."""
    return {name: list(labels) for name, labels in one.axes.items() if not _is_counted(labels)}


def _is_counted(labels: Any) -> bool:
    return isinstance(labels, range)


def _about(one: Values) -> dict[str, Any]:
    unit = {"units": one.unit} if one.unit else {}
    return {**unit, **plain_attributes(one.about)}
