"""What was planted in a synthetic movie, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..core.objects import FrameData, Values, unit_of_name

#: parts of the truth without a row a frame
_OTHERS = frozenset(
    "names amplitudes latency_s decay_s by_itself true_events_s pose_names behavior_names "
    "bouts".split()
)


def frame_data_of_truth(movie: Any) -> FrameData:
    """Expression, pose, behaviors and nuisances of each frame; events, and bouts of behaviors."""
    truth = movie.truth
    axes = {
        "intensity": {"stimulus": _names(truth, "names")},
        "pose": {"part": _names(truth, "pose_names")},
        "behavior": {"behavior_name": _names(truth, "behavior_names")},
    }
    arrays = []
    for name, values in truth.items():
        array = np.asarray(values)
        if name in _OTHERS or array.ndim not in (1, 2) or len(array) != movie.n_frames:
            continue
        own: dict[str, Any] = dict(axes.get(name, {}))
        if array.ndim == 2 and not own:
            moved = array.shape[1] == 2 and name.endswith("_px")
            own = {"space": ("x", "y")} if moved else {f"{name}_number": range(array.shape[1])}
        arrays.append(Values(name, array, unit_of_name(name), own))
    spans: dict[str, dict[str, Any]] = {"events": {}}
    for name, onset_s, offset_s in movie.events:
        spans["events"].setdefault(str(name), []).append((onset_s, offset_s))
    names = axes["behavior"]["behavior_name"]
    if names and "bouts" in truth:
        ends = np.append(movie.times_s, movie.times_s[-1] + 1 / float(movie.settings["fps"]))
        spans["bouts"] = {
            name: [(ends[a], ends[b]) for n, a, b in truth["bouts"].tolist() if n == k]
            for k, name in enumerate(names)
        }
    return FrameData(len(movie.times_s), tuple(arrays), movie.times_s, spans)


def _names(truth: Any, key: str) -> list[str]:
    return [str(name) for name in truth.get(key, ())]
