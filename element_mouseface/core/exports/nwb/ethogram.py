"""Bouts of behaviors by NWB's extension ndx-ethogram, with how they were labeled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from .... import __version__
from ...behavior.labels import Labels
from ...behavior.prediction import Prediction
from .clock import FrameTimes
from .content import Column, behavior_module, check_free, vector_columns
from .library import library
from .timed_bouts import TimedBout, are_table, frame_columns, seconds_of, time_columns

_WHAT = "behaviors"
_HOW = {
    "manual": "labeled by a person",
    "automated": "found by a program",
    "curated": "found by a program and corrected by a person",
}


def add_catalog(nwbfile: Any, labels: Labels, name: str) -> Any | None:
    """The list of behaviors as an `Ethogram`; None where it is one behavior.

    NWB's inspector objects to a table of one row, and the bouts tell it anyway.
    """
    rows = labels.ethogram.behaviors
    if len(rows) < 2:
        return None
    module = behavior_module(nwbfile)
    check_free(module, name, _WHAT)
    vector = library("hdmf.common").VectorData
    names = [one.name for one in rows]
    columns = [
        Column(
            "definition",
            "When it begins and ends, as the labeler was told.",
            [one.definition or "not given" for one in rows],
        ),
        Column(
            "behavior_type",
            "state: it lasts; point: it happens at an instant.",
            [one.kind for one in rows],
        ),
    ]
    made = library("ndx_ethogram").Ethogram(
        name=name,
        description="Behaviors that were told apart, with those that did not happen.",
        exclusive=labels.ethogram.exclusive,
        columns=[
            vector(name="behavior", description="Name of the behavior.", data=names),
            *vector_columns(columns),
        ],
    )
    module.add(made)
    return made


def looked_for(labels: Labels) -> list[list[str]]:
    """Behaviors that last, put together by the frames that were looked at for them.

    Those that nobody looked for are left out.  All behaviors of an `EthogramBouts` share the
    spans that were looked at, and without such spans the whole recording counts.
    """
    found: dict[bytes, list[str]] = {}
    for one in labels.ethogram.behaviors:
        spans = labels.assessed[one.name]
        if one.kind == "state" and len(spans):
            found.setdefault(spans.tobytes(), []).append(one.name)
    return list(found.values())


def add_ethogram_bouts(
    nwbfile: Any,
    found: Prediction | Labels,
    bouts: Sequence[TimedBout],
    times: FrameTimes,
    name: str,
    catalog: Any | None = None,
    movie: Sequence[Any] = (),
) -> list[Any]:
    """Add bouts of behaviors that were looked for in the same frames.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    found : Prediction or Labels
    bouts : sequence of TimedBout
        In order of time.
    times : FrameTimes
    name : str
        Of the table.
    catalog : ndx_ethogram.Ethogram, optional
    movie : sequence of ImageSeries
        Linked where it is one.

    Returns
    -------
    list
        The table of bouts, after that of the spans that were looked at, where these are not all
        frames.  Nothing where NWB's inspector would object to the table.
    """
    if not are_table(bouts):
        return []
    module = behavior_module(nwbfile)
    check_free(module, name, _WHAT)
    labels = found.labels() if isinstance(found, Prediction) else found
    observed = _observed(nwbfile, labels, bouts[0].behavior, times, f"{name}_observed")
    links = {
        "ethogram": catalog,
        "observation_intervals": observed,
        "source_video": movie[0] if len(movie) == 1 else None,
    }
    vector = library("hdmf.common").VectorData
    label = vector(name="label", description="The behavior.", data=[b.behavior for b in bouts])
    columns = [
        *frame_columns(bouts),
        *_probability_columns(found, bouts),
    ]
    about = {key: value for key, value in {**_made_by(found), **links}.items() if value is not None}
    made = library("ndx_ethogram").EthogramBouts(
        name=name,
        description=_told(labels),
        columns=[
            *time_columns([(bout.start_s, bout.stop_s) for bout in bouts], times),
            label,
            *vector_columns(columns),
        ],
        **about,
    )
    module.add(made)
    return [made] if observed is None else [observed, made]


def _made_by(found: Prediction | Labels) -> dict[str, Any]:
    """Who or what made the labels, as attributes of `EthogramBouts`."""
    if isinstance(found, Prediction):
        known: dict[str, Any] = {
            "classifier_digest": found.classifier_digest,
            "movie_digest": found.movie_digest,
            "held_out": found.held_out,
        }
        return {
            "labeling_method": "automated",
            "source_software": f"element_mouseface {__version__}",
            "parameters": json.dumps(known, sort_keys=True),
        }
    is_person = found.method != "automated"
    known = {
        "source": found.source,
        "source_sha256": found.source_digest,
        "classifier_digest": found.based_on,
    }
    known = {name: value for name, value in known.items() if value}
    return {
        "labeling_method": found.method,
        "annotator": (found.labeler or None) if is_person else None,
        "source_software": None if is_person else (found.labeler or None),
        "parameters": json.dumps(known, sort_keys=True) if known else None,
    }


def _told(labels: Labels) -> str:
    """What the bouts are of, in words."""
    names = "; ".join(
        f"{one.name} ({one.definition})" if one.definition else one.name
        for one in labels.ethogram.behaviors
    )
    notes = " ".join(f"{note.rstrip('.')}." for note in labels.notes)
    return f"Bouts of behaviors, {_HOW[labels.method]}. Behaviors: {names}. {notes}".strip()


def _probability_columns(found: Prediction | Labels, bouts: Sequence[TimedBout]) -> list[Column]:
    """Mean and peak of the classifier's probability in each bout."""
    if not isinstance(found, Prediction):
        return []
    known = {(one.name, one.first_frame): one for rows in found.bouts.values() for one in rows}
    rows = [known.get((bout.behavior, bout.first_frame)) for bout in bouts]
    mean = [np.nan if row is None else row.mean for row in rows]
    peak = [np.nan if row is None else row.peak for row in rows]
    return [
        Column("mean_probability", "Mean of the classifier's probability in it.", mean),
        Column("peak_probability", "Largest probability in it.", peak),
    ]


def _observed(
    nwbfile: Any, labels: Labels, behavior: str, times: FrameTimes, name: str
) -> Any | None:
    """The spans that were looked at for a behavior; None where these are all frames."""
    if labels.n_assessed(behavior) == labels.n_frames:
        return None
    spans = labels.assessed[behavior]
    if len(spans) == 1 and spans[0, 1] - spans[0, 0] > 1:
        # NWB's inspector objects to one row; two spans that touch say the same, and without any
        # the whole recording would count as looked at
        first, stop = spans[0].tolist()
        middle = (first + stop) // 2
        spans = np.array([[first, middle], [middle, stop]])
    known = [span_s for span_s in seconds_of(spans, times) if span_s is not None]
    if not known:
        return None
    module = behavior_module(nwbfile)
    check_free(module, name, _WHAT)
    made = library("pynwb.epoch").TimeIntervals(
        name=name,
        description="Spans that were looked at: outside of them nothing is known.",
        columns=time_columns(known, times),
    )
    module.add(made)
    return made
