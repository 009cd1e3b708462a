"""A recording for behaviors: what its result folder holds of each frame."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ....errors import InputError
from ...facial_signals.signals import FacialSignals
from ...features.quality import FrameFlag
from ...keypoints.derived import coordinate_traces, derive_traces
from ...keypoints.points import Keypoints
from ...store.result import Result, open_result

_QUALITY = ("luminance", "sharpness", "entropy")


class FrameSource:
    """The frames of one recording, read from its result folder when they are asked for.

    Attributes
    ----------
    name : str
        For messages and tables; the folder's name unless it was given.
    path : Path
    extra : dict of str to (frames,) float32 array
        Traces beside those of the folder, by name: of regions, of tracked points, of anything.
    """

    def __init__(self, path: str | Path, extra: Mapping[str, np.ndarray], name: str = ""):
        self.path = Path(path)
        self.name = name or self.path.name
        self.extra = {
            key: _trace(key, values, self.n_frames, self.name) for key, values in extra.items()
        }

    def __repr__(self) -> str:
        return f"<FrameSource {self.name}: {self.n_frames} frames>"

    def __len__(self) -> int:
        return self.n_frames

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "name": self.name, "extra": self.extra}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @cached_property
    def result(self) -> Result:
        """The result folder."""
        return open_result(self.path)

    @property
    def n_frames(self) -> int:
        """Number of frames, the missing ones included."""
        return self.result.n_frames

    @property
    def digest(self) -> str:
        """SHA-256 of the result's content."""
        return self.result.digest

    @cached_property
    def times_s(self) -> np.ndarray:
        """Seconds on the movie's clock, (frames,) float64; where it has no time, between others."""
        return _filled(self.result.times_s)

    @cached_property
    def flags(self) -> np.ndarray:
        """`FrameFlag` bits of each frame: (frames,) of uint16."""
        return self.result.flags

    @cached_property
    def missing(self) -> np.ndarray:
        """Frames that could not be decoded: (frames,) bool."""
        return (self.flags & int(FrameFlag.MISSING)) > 0

    def made_with(self) -> dict[str, Any]:
        """What features depend on beside the pixels: cells, crop, and the traces that are there.

        A classifier is used on a movie only where this is as it was in training.
        """
        result = self.result
        return {
            "cells": result.params.to_dict(),
            "grid": list(result.grid),
            "thumbnail_px": list(result.thumbnails.shape[1:]),
            "frame_px": list(result.frame_px),
            "crop": result.crop.to_dict(),
            "traces": sorted(self.extra),
        }

    def thumbnails(self, first: int, stop: int) -> np.ndarray:
        """(frames, y, x) uint8."""
        return np.asarray(self.result.thumbnails[first:stop])

    def cells(self, first: int, stop: int) -> np.ndarray:
        """Unnormalized histograms: (frames, rows, columns, orientations) float32."""
        return np.asarray(self.result.cells[first:stop])

    @cached_property
    def traces(self) -> dict[str, np.ndarray]:
        """Numbers of each frame that need no picture: quality, and `extra`; NaN if undefined."""
        found = {f"quality:{name}": self.result.quality(name) for name in _QUALITY}
        motion = self.result.quality("motion_energy")
        with np.errstate(invalid="ignore", divide="ignore"):
            found["quality:motion"] = np.log(motion + 0.05)
        return {**found, **self.extra}


def open_frames(
    folder: str | Path,
    *,
    keypoints: Keypoints | None = None,
    signals: FacialSignals | None = None,
    traces: Mapping[str, np.ndarray] | None = None,
    name: str = "",
) -> FrameSource:
    """Open a recording for training or prediction.

    Parameters
    ----------
    folder : str or Path
        A finished result folder.
    keypoints : Keypoints, optional
        Tracked points of the same movie: their positions and what is derived of them.
    signals : FacialSignals, optional
        Motion energy of each region, and the pupil's area.
    traces : mapping of str to (frames,) array, optional
        Any other number of each frame, NaN where undefined.
    name : str
        Of the recording; by default the folder's.

    Raises
    ------
    ResultError
        If the folder is no finished result.
    InputError
        If keypoints, signals or traces have another number of frames.
    """
    extra: dict[str, np.ndarray] = {}
    if signals is not None:
        extra |= _of_signals(signals)
    if keypoints is not None:
        found = (*coordinate_traces(keypoints), *derive_traces(keypoints))
        extra |= {f"point:{trace.name}": trace.values for trace in found}
    for key, values in (traces or {}).items():
        extra[f"trace:{key}"] = values
    return FrameSource(folder, extra, name)


def _of_signals(signals: FacialSignals) -> dict[str, np.ndarray]:
    found = {f"motion:{region.roi_name}": region.motion for region in signals.regions}
    for pupil in signals.pupil:
        found[f"pupil:{pupil.name}"] = pupil.area
    return found


def _trace(key: str, values: Any, n_frames: int, name: str) -> np.ndarray:
    array = np.array(values, np.float32)
    if array.shape != (n_frames,):
        raise InputError(
            f"The trace {key!r} does not belong to {name}.",
            expected=f"one number for each of its {n_frames} frames",
            got=f"shape {array.shape}",
            do="give the keypoints, signals or traces of the same movie",
        )
    array[~np.isfinite(array)] = np.nan
    return array


def _filled(times_s: np.ndarray) -> np.ndarray:
    """Times without gaps: a frame without one lies between its neighbors."""
    good = np.isfinite(times_s)
    if good.all():
        return times_s
    frames = np.arange(len(times_s))
    if good.sum() < 2:
        return frames.astype(np.float64)
    step = float(np.median(np.diff(times_s[good]) / np.diff(frames[good])))
    filled = np.interp(frames, frames[good], times_s[good])
    first, last = frames[good][0], frames[good][-1]
    filled[:first] = times_s[first] - step * (first - frames[:first])
    filled[last + 1 :] = times_s[last] + step * (frames[last + 1 :] - last)
    return filled
