"""Columns that come from facial signals: motion of regions, pupils, blinks, running."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
from ..facial_signals.signals import FacialSignals
from .frames import Frames
from .params import FeatureParams
from .places import check_names
from .reasons import Reason
from .recording_columns import Values


class SignalColumns:
    """The traces of facial signals under the names of their regions.

    Components of motion SVDs are left out: each recording has its own, so that a column of them
    would have another meaning in each table.

    Parameters
    ----------
    signals : FacialSignals
        Of the same recording.
    params : FeatureParams
    n_frames : int
        Of the recording.

    Raises
    ------
    InputError
        If they are of another number of frames.
    ParameterError
        If the name of a region cannot be that of a column, or is there twice.
    """

    def __init__(self, signals: FacialSignals, params: FeatureParams, n_frames: int):
        if signals.n_frames != n_frames:
            raise InputError(
                "The facial signals do not belong to this recording.",
                expected=f"signals of {n_frames} frames",
                got=f"{signals.n_frames} frames",
                do="give the signals of this movie",
            )
        self._signals = signals
        found = [one for one in _traces(signals) if one[2] in params.groups]
        check_names(list(dict.fromkeys(region for region, *_ in found)))
        self._traces = {f"{region}:{name}": trace for region, name, _, trace in found}
        if len(self._traces) < len(found):
            raise ParameterError(
                "Two regions of the facial signals have the same name.",
                got=", ".join(f"{region} ({name})" for region, name, *_ in found),
                do="name each region of each camera differently, and compute the signals again",
            )

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return list(self._traces)

    def about(self) -> dict[str, Any]:
        """What the table says of its signals."""
        signals = self._signals
        return {
            "digest": signals.digest,
            "engine": signals.engine,
            "sbin": signals.sbin,
            "motion_alignment": signals.motion_alignment,
        }

    def values(self, frames: Frames) -> Values:
        """Numbers of some frames, and why they are undefined, by column."""
        rows, reasons = slice(frames.first, frames.stop), {}
        values = np.empty((len(frames), len(self._traces)))
        for column, (name, trace) in enumerate(self._traces.items()):
            found = trace[rows]
            values[:, column] = np.where(np.isfinite(found), found, np.nan)
            codes = np.full(len(frames), Reason.NOT_MEASURED, np.uint8)
            if name.endswith((":signal_motion", ":running_speed")):
                codes[frames.without_previous] = Reason.FIRST_FRAME
            codes[frames.missing] = Reason.MISSING_FRAME
            reasons[name] = np.where(np.isnan(values[:, column]), codes, 0).astype(np.uint8)
        return values, reasons


def _traces(signals: FacialSignals) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Region, feature, group and trace."""
    for region in signals.regions:
        yield region.roi_name, "signal_motion", "motion", region.motion
    for pupil in signals.pupil:
        yield pupil.name, "pupil_area", "geometry", pupil.area
    for blink in signals.blink:
        yield blink.name, "blink_area", "geometry", blink.area
    for running in signals.running:
        yield running.name, "running_speed", "motion", np.hypot(*running.shift.T)
