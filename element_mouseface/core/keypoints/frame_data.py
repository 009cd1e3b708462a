"""Tracked points for other libraries, and as the table that DeepLabCut writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..objects import FrameData, Values

if TYPE_CHECKING:
    import pandas as pd

#: what stands in the row of scorers: readers know the program by how it begins
SCORERS = {
    "deeplabcut": "DLC",
    "facemap": "Facemap",
    "sleap": "SLEAP",
    "lightning_pose": "heatmap_tracker",
}


def deeplabcut_table(points: Any, scorer: str | None = None) -> pd.DataFrame:
    """Points in the columns of DeepLabCut: see `Keypoints.to_dataframe`."""
    import pandas as pd

    scorer = SCORERS[points.software] if scorer is None else scorer
    columns = pd.MultiIndex.from_product(
        [[scorer], points.names, ["x", "y", "likelihood"]],
        names=["scorer", "bodyparts", "coords"],
    )
    # DeepLabCut writes float64, and rows without a name
    table = np.empty((points.n_frames, len(points.names), 3))
    table[..., :2], table[..., 2] = points.xy, points.likelihood
    frame = pd.DataFrame(table.reshape(points.n_frames, -1), columns=columns)
    frame.attrs["units"] = {"x": "px", "y": "px"}
    return frame


def frame_data_of_points(points: Any, traces: tuple[Any, ...] = ()) -> FrameData:
    """Positions and likelihoods over frames and points, then traces of the face."""
    axes = {"keypoint": points.names}
    about = {"long_name": "position in the recording's frame, right and down"}
    arrays = (
        Values("position", points.xy, "px", {**axes, "space": ("x", "y")}, about),
        Values("likelihood", points.likelihood, "1", axes),
        *(Values(trace.name, np.asarray(trace.values), trace.unit) for trace in traces),
    )
    told = {
        "software": points.software,
        "file_sha256": points.file_sha256,
        "notes": list(points.notes),
    }
    return FrameData(points.n_frames, arrays, about=told)
