"""The sample of a structure, for other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ParameterError
from ..objects import FrameData, FrameObjects, Values


def frame_data_of_structure(found: Any, recording: str | None = None) -> FrameData:
    """Clusters, coordinates and measures of the frames of the sample, and their correlations.

    Parameters
    ----------
    found : Structure
    recording : str, optional
        Only frames of this one, with times; times of several clocks are no axis.

    Raises
    ------
    ParameterError
        If there is no such recording, or several of this name.
    """
    used = np.ones(len(found), bool)
    if recording is not None or len(found.recordings) == 1:
        used = found.recording == _number(found, recording)
    alone = len(set(found.recording[used].tolist())) <= 1
    arrays = [
        Values("recording", _texts(found.recordings, found.recording[used])),
        Values("stimulus", _texts(found.stimuli, found.stimulus[used])),
        Values("trial", found.trial[used]),
        Values("cluster", found.clusters[used]),
    ]
    if not alone:
        arrays.insert(0, Values("frame_of_recording", found.frame[used]))
        arrays.insert(1, Values("time_of_recording_s", found.times_s[used], "s"))
    for name, values in found.measures.items():
        axes = {} if values.ndim == 1 else {"space": ("x", "y")}
        arrays.append(Values(name, values[used], "px" if axes else "", axes))
    for method, values in found.coordinates.items():
        arrays.append(Values(method, values[used], "", {f"{method}_axis": _counted(values)}))
    correlation = Values(
        "correlation",
        found.correlation[np.ix_(used, used)],
        "1",
        {"sample_a": range(int(used.sum())), "sample_b": range(int(used.sum()))},
    )
    about = {"findings": list(found.findings), "recordings": list(found.recordings)}
    return FrameData(
        int(used.sum()), tuple(arrays), found.times_s[used] if alone else None, about=about,
        others=(correlation,), row="frame" if alone else "sample",
        numbers=found.frame[used] if alone else None,
        do_without_times="times of several recordings are on several clocks: take one, "
        f"found.of_recording({found.recordings[0]!r})",
    )  # fmt: skip


class SampleOf(FrameObjects):
    """The part of a sample that is from one recording."""

    def __init__(self, found: Any, recording: str):
        _number(found, recording)
        self._found, self._recording = found, recording

    def frame_data(self) -> FrameData:
        """Clusters, coordinates and measures of these frames."""
        return frame_data_of_structure(self._found, self._recording)


def _number(found: Any, recording: str | None) -> int:
    names = list(found.recordings)
    wanted = names[0] if recording is None else recording
    if names.count(wanted) != 1:
        raise ParameterError(
            f"The sample has no recording {wanted!r}, or several of that name.",
            expected=f"one of {', '.join(dict.fromkeys(names))}",
            got=repr(wanted),
            do="name one recording; to_dataframe has all",
        )
    return names.index(wanted)


def _texts(names: tuple[str, ...], codes: np.ndarray) -> np.ndarray:
    return np.array(names, dtype=object)[codes]


def _counted(values: np.ndarray) -> list[int]:
    return list(range(1, values.shape[1] + 1))
