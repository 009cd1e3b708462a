"""Facial signals as a CSV file with a row per frame."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from ..outputs import whole_file
from .signals import FacialSignals


def traces_of(signals: FacialSignals) -> dict[str, np.ndarray]:
    """Each trace by the name of its column.

    Parameters
    ----------
    signals : FacialSignals

    Returns
    -------
    dict of str to (frames,) array
        `motion_<region>` (gray levels, summed over bins), `pupil_<name>_area_px2`,
        `pupil_<name>_y_px` and `_x_px` (from the region's first row and column),
        `pupil_<name>_area_smooth_px2`, `blink_<name>` (gray levels), `running_<name>_y_px`
        and `_x_px` (since the frame before).
    """
    found = {f"motion_{r.roi_name or r.roi_no}": r.motion for r in signals.regions}
    for pupil in signals.pupil:
        found[f"pupil_{pupil.name}_area_px2"] = pupil.area
        if pupil.area_smooth is not None:
            found[f"pupil_{pupil.name}_area_smooth_px2"] = pupil.area_smooth
        found |= _of_axes(f"pupil_{pupil.name}", pupil.com)
    found |= {f"blink_{blink.name}": blink.area for blink in signals.blink}
    for running in signals.running:
        found |= _of_axes(f"running_{running.name}", running.shift)
    return found


def _of_axes(name: str, yx_px: np.ndarray) -> dict[str, np.ndarray]:
    return {f"{name}_y_px": yx_px[:, 0], f"{name}_x_px": yx_px[:, 1]}


def write_traces(path: str | Path, signals: FacialSignals, times_s: np.ndarray) -> None:
    """Write the traces, replacing the file; undefined values are blank.

    Parameters
    ----------
    path : str or Path
    signals : FacialSignals
    times_s : (frames,) array
        Seconds.

    Raises
    ------
    InputError
        If there is not one time per frame.
    StorageError
        If it cannot be written.
    """
    times_s = signals.checked_times(times_s)
    traces = traces_of(signals)
    with whole_file(path, what="the traces", overwrite=True) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["frame", "time_s", *traces])
        columns = [_cells(times_s, 6), *(_cells(values, 4) for values in traces.values())]
        writer.writerows(zip(range(signals.n_frames), *columns, strict=True))


def _cells(values: np.ndarray, digits: int) -> list[str]:
    return [f"{value:.{digits}f}" if np.isfinite(value) else "" for value in values]
