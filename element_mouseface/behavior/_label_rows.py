"""Rows of labels: intervals of frames and seconds, their hash, and labels from rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .._schema.rows import null
from ..core.behavior.ethogram import Ethogram
from ..core.behavior.labels import Labels
from ..core.events.bouts import frame_ends
from ..params import content_hash

Row = dict[str, Any]


def hash_of_labels(recording: Mapping[str, Any], labels: Labels) -> str:
    """The hash of a label set: over recording, who labeled and how, and the labels."""
    # key values of a lab may be dates: they are told apart by their text
    content = {
        "kind": "LabelSet",
        "recording": {name: str(value) for name, value in recording.items()},
        "labels": labels.digest,
        "labeler": labels.labeler,
        "method": labels.method,
        "based_on": labels.based_on,
    }
    return content_hash(content)


def interval_rows(labels: Labels, times_s: np.ndarray) -> tuple[list[Row], list[Row]]:
    """Rows of `LabelSet.Bout` and of `LabelSet.Assessed`, without the set's key.

    Parameters
    ----------
    labels : Labels
    times_s : (frames,) array
        Frame times on the movie's clock.
    """
    ends_s, _ = frame_ends(times_s) if len(times_s) else (times_s, None)
    bouts, assessed = [], []
    for name in labels.ethogram.names:
        for number, (first, stop) in enumerate(labels.bouts[name].tolist()):
            row = {"behavior": name, "label_bout_id": number, "label_bout_first_frame": first}
            row["label_bout_n_frames"] = stop - first
            start_s, stop_s = seconds_of(first, stop, times_s, ends_s)
            bouts.append(row | {"label_bout_start_s": start_s, "label_bout_stop_s": stop_s})
        for first, stop in labels.assessed[name].tolist():
            row = {"behavior": name, "assessed_first_frame": first}
            row["assessed_stop_frame"] = stop
            start_s, stop_s = seconds_of(first, stop, times_s, ends_s)
            assessed.append(row | {"assessed_start_s": start_s, "assessed_stop_s": stop_s})
    return bouts, assessed


def seconds_of(
    first: int, stop: int, times_s: np.ndarray, ends_s: np.ndarray
) -> tuple[float | None, float | None]:
    """When frames first to stop - 1 begin and end; None where the frame has no time."""
    return null(float(times_s[first])), null(float(ends_s[stop - 1]))


def labels_of_rows(
    row: Row, ethogram: Ethogram, bouts: Iterable[Row], assessed: Iterable[Row]
) -> Labels:
    """The labels that a row of `LabelSet` and its Parts hold."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {"bouts": {}, "assessed": {}}
    for found in bouts:
        first = found["label_bout_first_frame"]
        span = (first, first + found["label_bout_n_frames"])
        spans["bouts"].setdefault(found["behavior"], []).append(span)
    for found in assessed:
        span = (found["assessed_first_frame"], found["assessed_stop_frame"])
        spans["assessed"].setdefault(found["behavior"], []).append(span)
    return Labels(
        ethogram,
        row["label_n_frames"],
        {name: np.array(found, np.int64) for name, found in spans["bouts"].items()},
        {name: np.array(found, np.int64) for name, found in spans["assessed"].items()},
        labeler=row["labeler"],
        method=row["label_method"],
        source=row["label_source"],
        source_digest=row["label_source_sha256"] or "",
        based_on=row["label_based_on"],
        notes=tuple(row["label_notes"] or ()),
        layout=row["label_layout"] or {},
    )
