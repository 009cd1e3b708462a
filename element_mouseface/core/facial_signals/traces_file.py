"""Facial signals as a CSV file with a row per frame."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from ...errors import InputError
from ..outputs import whole_file
from .signals import FacialSignals

__all__ = ["traces_of", "write_traces"]


def traces_of(signals: FacialSignals) -> dict[str, np.ndarray]:
    """Each trace by the name of its column.

    Parameters
    ----------
    signals : FacialSignals

    Returns
    -------
    dict of str to (frames,) array
        `motion_<region>` (gray levels, summed over bins), `pupil_<name>_area` (pixels),
        `pupil_<name>_y` and `_x` (pixels from the region's first row and column),
        `pupil_<name>_area_smooth`, `blink_<name>` (gray levels), `running_<name>_y` and
        `_x` (pixels since the frame before).
    """
    found = {f"motion_{r.roi_name or r.roi_no}": r.motion for r in signals.regions}
    for pupil in signals.pupil:
        found[f"pupil_{pupil.name}_area"] = pupil.area
        if pupil.area_smooth is not None:
            found[f"pupil_{pupil.name}_area_smooth"] = pupil.area_smooth
        found[f"pupil_{pupil.name}_y"], found[f"pupil_{pupil.name}_x"] = pupil.com.T
    found |= {f"blink_{blink.name}": blink.area for blink in signals.blink}
    for running in signals.running:
        found[f"running_{running.name}_y"], found[f"running_{running.name}_x"] = running.shift.T
    return found


def write_traces(path: str | Path, signals: FacialSignals, times_s: np.ndarray) -> None:
    """Write the traces, replacing the file; what is undefined is blank.

    Parameters
    ----------
    path : str or Path
    signals : FacialSignals
    times_s : (frames,) array
        Seconds.

    Raises
    ------
    InputError
        If there is not one time a frame.
    StorageError
        If it cannot be written.
    """
    times_s = np.asarray(times_s, float)
    if times_s.shape != (signals.n_frames,):
        raise InputError(
            "Times and facial signals do not belong together.",
            expected=f"{signals.n_frames} times, one a frame",
            got=f"shape {times_s.shape}",
        )
    traces = traces_of(signals)
    with whole_file(path, what="the traces", overwrite=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["frame", "time_s", *traces])
        columns = [_cells(times_s, 6), *(_cells(values, 4) for values in traces.values())]
        writer.writerows(zip(range(signals.n_frames), *columns, strict=True))


def _cells(values: np.ndarray, digits: int) -> list[str]:
    return [f"{value:.{digits}f}" if np.isfinite(value) else "" for value in values]
