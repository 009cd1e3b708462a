"""Read predictions that are to be loaded: of this program, and of others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np

from ..core.behavior.ethogram import folded
from ..core.behavior.formats import format_of, read_labels, read_probabilities
from ..core.behavior.labels import Labels
from ..core.behavior.prediction import Prediction
from ..core.inputs import sha256_of
from ..core.outputs.reported import REPORT
from ..core.results.prediction_folder import read_prediction
from ..errors import ParameterError, ResultMismatchError
from ..params.fields import json_mapping
from ..recording import RecordingInfo, VideoRecording, frame_times
from ._prediction_rows import Predicted

MOUSEFACE, DEEPETHOGRAM = "mouseface", "deepethogram"
_OUTPUTS = "deepethogram-outputs"
#: DeepEthogram takes a lower threshold for this one
_LEAST_THRESHOLD = 0.01


def reading_of(recording: Mapping[str, Any]) -> dict[str, Any]:
    """What a label file of a recording is compared with: frames, times, rate, the movie's name."""
    n_frames, fps = (RecordingInfo & recording).fetch1("nframes", "fps")
    files = list((VideoRecording.File & recording).to_arrays("file_path"))
    return {
        "n_frames": int(n_frames),
        "fps": float(fps),
        "times_s": frame_times(recording),
        # several files have no name that a label file could state
        "video": PurePosixPath(files[0]).name if len(files) == 1 else None,
    }


def digest_of(path: Path) -> str:
    """What identifies a prediction that is to be loaded: of a folder, its report.

    The report has the checksums of the folder's tables.
    """
    return sha256_of(path / REPORT if path.is_dir() else path)


def read_stored_prediction(
    path: Path, recording: Mapping[str, Any], options: Mapping[str, Any]
) -> Predicted:
    """The prediction of a recording, from a file or a folder.

    Parameters
    ----------
    path : Path
        A folder of `mouseface behavior predict`, DeepEthogram's outputs, or a label file of
        any kind.
    recording : mapping
        Key of a RecordingInfo.
    options : mapping
        Of `read_labels`.

    Raises
    ------
    LabelsError, ResultError
        If it cannot be read, or is not of this recording.
    """
    about = reading_of(recording)
    if path.is_dir():
        return _of_folder(path, recording, about["times_s"], options)
    labels = read_labels(path, **about, **options)
    kind = options.get("format") or format_of(path)
    matrix = labels.matrix()
    values = np.where(matrix < 0, np.nan, matrix).astype(np.float32)
    limits: dict[str, tuple[float, float]] = {}
    if kind == _OUTPUTS:
        values, limits = _probabilities(path, labels, options.get("model"))
    prediction = Prediction(
        labels.ethogram,
        values,
        matrix == 1,
        about["times_s"],
        np.zeros(labels.n_frames, np.uint16),
        ("fitted",) * len(labels.ethogram.names),
        movie=labels.source,
        notes=labels.notes,
    )
    if kind == _OUTPUTS:
        return Predicted(prediction, DEEPETHOGRAM, limits=limits)
    return Predicted(prediction, kind, "label")


def _of_folder(
    folder: Path, recording: Mapping[str, Any], times_s: np.ndarray, options: Mapping[str, Any]
) -> Predicted:
    """The prediction in a folder of `mouseface behavior predict`, of this recording."""
    if options:
        raise ParameterError(
            "A folder of mouseface is read without options.",
            got=", ".join(options),
            do="leave them out",
        )
    prediction = read_prediction(folder)
    report = json_mapping(folder / REPORT)
    sums = [one.get("sha256") for one in report.get("files") or () if isinstance(one, dict)]
    own = list((RecordingInfo.File & recording).to_arrays("file_sha256", order_by="file_id"))
    if sums != own or prediction.n_frames != len(times_s):
        raise ResultMismatchError(
            f"The prediction in {folder.name!r} is of another video than the recording.",
            expected=f"{len(times_s)} frames, checksums {', '.join(own)}",
            got=f"{prediction.n_frames} frames, checksums {', '.join(map(str, sums)) or 'none'}",
            do="name the folder of this recording's video, or the recording of that video",
        )
    decodings = report.get("thresholds") or {}
    limits = {
        name: (float(one["enter"]), float(one["leave"]))
        for name, one in decodings.items()
        if isinstance(one, dict) and {"enter", "leave"} <= set(one)
    }
    return Predicted(prediction, MOUSEFACE, limits=limits)


def _probabilities(
    path: Path, labels: Labels, model: str | None
) -> tuple[np.ndarray, dict[str, tuple[float, float]]]:
    """Probabilities of the labels' frames and behaviors, and the threshold of each behavior."""
    found = read_probabilities(path, model=model)
    places = {folded(name): number for number, name in enumerate(found.names)}
    # as many frames as the labels, which were compared with the recording
    values = np.full((labels.n_frames, len(labels.ethogram.names)), np.nan, np.float32)
    n = min(len(found.values), labels.n_frames)
    limits = {}
    for column, name in enumerate(labels.ethogram.names):
        if (place := places.get(folded(name))) is not None:
            values[:n, column] = found.values[:n, place]
            least = max(float(found.thresholds[place]), _LEAST_THRESHOLD)
            limits[name] = (least, least)
    return values, limits
