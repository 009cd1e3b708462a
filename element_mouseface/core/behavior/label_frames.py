"""Labels and spans of frames, for other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..events.bouts import frame_ends
from ..objects import FrameData, Values
from ..objects.frame_data import checked_times

if TYPE_CHECKING:
    import pandas as pd


def frame_data_of_labels(labels: Any) -> FrameData:
    """Labels over frames and behaviors: 1 present, 0 absent, -1 unknown; bouts with times."""
    meaning = {
        "flag_values": np.array([-1, 0, 1], np.int8),
        "flag_meanings": "unknown absent present",
    }
    matrix = labels.matrix()
    arrays = (Values("label", matrix, "", {"behavior": labels.ethogram.names}, meaning),)
    about = {
        "labeler": labels.labeler,
        "method": labels.method,
        "source": labels.source,
        "notes": list(labels.notes),
    }

    def spans_at(times_s: np.ndarray) -> dict[str, Any]:
        return {
            kind: {name: spans_in_seconds(rows, times_s) for name, rows in by_name.items()}
            for kind, by_name in (("bouts", labels.bouts), ("assessed", labels.assessed))
        }

    return FrameData(labels.n_frames, arrays, about=about, spans_at=spans_at)


def dataframe_of_labels(labels: Any, times_s: np.ndarray | None = None) -> pd.DataFrame:
    """A row a frame: see `Labels.to_dataframe`."""
    import pandas as pd

    columns: dict[str, Any] = {"frame": np.arange(labels.n_frames)}
    if times_s is not None:
        columns["time_s"] = checked_times(times_s, labels.n_frames)
    for name, values in zip(labels.ethogram.names, labels.matrix().T, strict=True):
        columns[name] = pd.array(np.where(values < 0, 0, values), "Int8")
        columns[name][values < 0] = pd.NA
    return pd.DataFrame(columns)


def spans_in_seconds(spans: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """Half-open intervals of frames as (n, 2) seconds: to the end of the last frame.

    Frames without a time neither begin nor end one; NaN for an interval without any time.
    """
    ends_s, _ = frame_ends(times_s)
    found = np.full((len(spans), 2), np.nan)
    for row, (first, stop) in enumerate(np.asarray(spans).tolist()):
        timed = first + np.flatnonzero(np.isfinite(times_s[first:stop]))
        if len(timed):
            found[row] = times_s[timed[0]], ends_s[timed[-1]]
    return found
