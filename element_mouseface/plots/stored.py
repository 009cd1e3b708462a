"""The score figure of a row of `FacialExpression`, drawn from the tables alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.events import Events
from ..descriptors import HOGProcessing
from ..expression import EventSet, FacialExpression, PrototypeSet
from .score_figure import frames_to_show, pictures_of, score_figure

__all__ = ["StoredScores", "draw_stored_scores", "stored_scores"]


@dataclass(frozen=True)
class StoredBout:
    """A bout as the table has it."""

    name: str
    start_s: float
    stop_s: float


@dataclass(frozen=True, eq=False)
class StoredScores:
    """What the figure shows of a `core.scores.Scores`, read back from the tables.

    Attributes are those of `Scores`.
    """

    names: tuple[str, ...]
    times_s: np.ndarray
    similarity: np.ndarray
    neutral_similarity: np.ndarray
    baseline: np.ndarray
    thresholds: np.ndarray
    bouts: tuple[StoredBout, ...]
    circular: bool


def stored_scores(key: Mapping[str, Any]) -> tuple[StoredScores, Events | None]:
    """The traces, bouts and events of one row of `FacialExpression`.

    Raises
    ------
    ParameterError
        If the key names no row or several.
    """
    times_s = FacialExpression.times(key)
    events = EventSet.events(key)
    prototypes = PrototypeSet.Prototype.proj("prototype_order") * FacialExpression.Trace.proj(
        "bout_enter", "bout_leave"
    )
    rows = (prototypes & key & {"measure": "similarity"}).to_dicts(order_by="prototype_order")
    names = tuple(row["prototype"] for row in rows)
    limits = [[row["bout_enter"], row["bout_leave"]] for row in rows]
    traces = [FacialExpression.trace(key, name)[1] for name in names]
    bouts = (FacialExpression.Bout & key & {"bout_measure": "similarity"}).to_dicts()
    n_frames = len(times_s)
    scores = StoredScores(
        names=names,
        times_s=times_s,
        similarity=np.stack(traces, axis=1).astype(np.float64),
        neutral_similarity=FacialExpression.frame_trace(key, "neutral_similarity"),
        baseline=np.ones(n_frames, bool) if events is None else events.baseline(times_s),
        thresholds=np.array(limits, dtype=np.float64),
        bouts=tuple(StoredBout(b["bout_name"], b["bout_start_s"], b["bout_stop_s"]) for b in bouts),
        circular=bool((FacialExpression & key).fetch1("circular")),
    )
    return scores, events


def draw_stored_scores(
    key: Mapping[str, Any], *, images: Any = None, title: str = "", path: str | Path | None = None
) -> Figure:
    """Draw one row of `FacialExpression`: faces above the traces, events shaded.

    Parameters
    ----------
    key : mapping
        Names one row.
    images : array-like or callable, optional
        Grey pictures by frame number; by default the thumbnails beside the descriptors.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it as PNG.

    Raises
    ------
    ParameterError
        If the key names no row or several.
    StorageError
        If the PNG cannot be written.
    """
    scores, events = stored_scores(key)
    if images is None:
        images = HOGProcessing.result(key).thumbnails
    pictures = pictures_of(frames_to_show(scores, events), images)
    return score_figure(scores, pictures, events=events, title=title, path=path)
