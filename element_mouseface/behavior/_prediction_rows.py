"""Rows of a prediction: probabilities in segments, bouts, summaries, transitions; and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .._schema.rows import columns_of, null
from ..core.behavior.ethogram import Ethogram
from ..core.behavior.labels import runs_of
from ..core.behavior.prediction import BehaviorSummary, Prediction
from ..core.behavior.transitions import count_transitions
from ..core.events.bouts import frame_ends
from ..errors import ResultError
from ._label_rows import seconds_of

#: 4 MB of float32, which the smallest usual packet limit of a server lets through
SEGMENT_FRAMES = 1_000_000

Row = dict[str, Any]

#: what `Summary` takes from a BehaviorSummary as it is
_SUMMARY = ("share", "bouts_per_min", "mean_bout_s", "first_s", "state")
_COUNTS = ("time_s", "n_bouts")


@dataclass(frozen=True, eq=False)
class Predicted:
    """A prediction, and the program that it comes from.

    Attributes
    ----------
    prediction : Prediction
    source : str
        The program.
    values : {'probability', 'label'}
        What its probabilities are; of labels without probabilities, 1 and 0.
    limits : mapping of str to (float, float)
        Probabilities at which a bout of each behavior begins, and ends.
    """

    prediction: Prediction
    source: str
    values: str = "probability"
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def prediction_rows(found: Predicted, times_s: np.ndarray) -> dict[str, list[Row]]:
    """The rows of the Parts of `Classification`, without its key.

    Parameters
    ----------
    found : Predicted
    times_s : (frames,) array
        Frame times on the movie's clock; NaN where a frame has none.
    """
    prediction = found.prediction
    ends_s = frame_ends(times_s)[0] if len(times_s) else times_s
    rows: dict[str, list[Row]] = {"Summary": [], "Trace": [], "Bout": []}
    for column, summary in enumerate(prediction.summary()):
        name, present = summary.behavior, prediction.present[:, column]
        values = np.ascontiguousarray(prediction.probability[:, column], np.float32)
        rows["Summary"].append(_summary_row(summary, present, found.limits.get(name)))
        rows["Bout"] += _bout_rows(name, runs_of(present), values, times_s, ends_s)
        rows["Trace"] += [{"behavior": name, **row} for row in _segments(values, "probability")]
    rows["FrameFlags"] = _segments(prediction.flags, "frame_flags")
    rows["Transition"] = _transition_rows(prediction)
    return rows


def read_prediction_rows(
    row: Row, ethogram: Ethogram, times_s: np.ndarray, parts: Mapping[str, list[Row]]
) -> Prediction:
    """The prediction that a row of `Classification` and its Parts hold.

    Parameters
    ----------
    row : dict
    ethogram : Ethogram
        Of the row.
    times_s : (frames,) array
        On the movie's clock.
    parts : mapping of str to list of dict
        Rows of Summary, Trace, Bout and FrameFlags; segments in the order of their frames.

    Raises
    ------
    ResultError
        If rows are missing.
    """
    n_frames, names = row["classification_n_frames"], ethogram.names
    probability = np.empty((n_frames, len(names)), np.float32)
    present = np.zeros((n_frames, len(names)), bool)
    for column, name in enumerate(names):
        segments = [one for one in parts["Trace"] if one["behavior"] == name]
        probability[:, column] = _joined(segments, "probability", n_frames, name)
    for bout in parts["Bout"]:
        first = bout["behavior_bout_first_frame"]
        stop = first + bout["behavior_bout_n_frames"]
        present[first:stop, names.index(bout["behavior"])] = True
    states = {one["behavior"]: one["behavior_state"] for one in parts["Summary"]}
    return Prediction(
        ethogram,
        probability,
        present,
        times_s,
        _joined(parts["FrameFlags"], "frame_flags", n_frames, "frames").astype(np.uint16),
        tuple(states[name] for name in names),
        movie=row["classification_movie"],
        movie_digest=row["classification_movie_digest"],
        classifier_digest=row["classification_classifier_digest"],
        held_out=bool(row["classification_held_out"]),
        notes=tuple(row["classification_notes"] or ()),
    )


def _joined(rows: list[Row], prefix: str, n_frames: int, what: str) -> np.ndarray:
    """The values of segments, (frames,); ResultError if some are missing."""
    found = [np.asarray(row[f"{prefix}_values"]) for row in rows]
    total = sum(map(len, found))
    if total != n_frames:
        raise ResultError(
            f"The values of {what!r} in Classification are not complete.",
            expected=f"{n_frames} frames",
            got=f"{total}",
            do="delete the row and populate again",
        )
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _segments(values: np.ndarray, prefix: str) -> list[Row]:
    return [
        {
            f"{prefix}_start_frame": first,
            f"{prefix}_stop_frame": min(first + SEGMENT_FRAMES, len(values)),
            f"{prefix}_values": values[first : first + SEGMENT_FRAMES],
        }
        for first in range(0, len(values), SEGMENT_FRAMES)
    ]


def _bout_rows(
    name: str, bouts: np.ndarray, values: np.ndarray, times_s: np.ndarray, ends_s: np.ndarray
) -> list[Row]:
    rows = []
    for number, (first, stop) in enumerate(bouts.tolist()):
        start_s, stop_s = seconds_of(first, stop, times_s, ends_s)
        inside = values[first:stop].astype(np.float64)
        rows.append(
            {
                "behavior": name,
                "behavior_bout_id": number,
                "behavior_bout_start_s": start_s,
                "behavior_bout_stop_s": stop_s,
                "behavior_bout_duration_s": _length(start_s, stop_s),
                "behavior_bout_first_frame": first,
                "behavior_bout_n_frames": stop - first,
                "behavior_bout_probability": null(float(inside.mean())),
                "behavior_bout_peak_probability": null(float(inside.max())),
            }
        )
    return rows


def _length(start_s: float | None, stop_s: float | None) -> float | None:
    return None if start_s is None or stop_s is None else stop_s - start_s


def _summary_row(
    summary: BehaviorSummary, present: np.ndarray, limits: tuple[float, float] | None
) -> Row:
    enter, leave = limits or (None, None)
    found = {"behavior_n_frames": int(present.sum()), **columns_of(summary, "behavior", _COUNTS)}
    if not summary.n_valid:  # nothing is known, which is not that it never happened
        found = dict.fromkeys(found)
    return {
        "behavior": summary.behavior,
        **found,
        "probability_n_valid": summary.n_valid,
        "probability_mean": null(summary.mean_probability),
        "probability_enter": enter,
        "probability_leave": leave,
        **columns_of(summary, "behavior", _SUMMARY),
    }


def _transition_rows(prediction: Prediction) -> list[Row]:
    pairs = count_transitions(prediction.labels())
    shares = pairs.probability
    return [
        {
            "from_behavior": pairs.names[row],
            "to_behavior": pairs.names[column],
            "transition_n": int(count),
            "transition_share": null(float(shares[row, column])),
        }
        for (row, column), count in np.ndenumerate(pairs.counts)
        if count
    ]
