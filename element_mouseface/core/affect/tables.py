"""The traces as tables: for people, and as features that models and decoders take."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..frame_features import FrameTable
from .rows import AROUSAL, TRACES, Missing


def dataframe_of(one: Any) -> pd.DataFrame:
    """A row for each frame: frame, time_s, each trace with its standard error and why it is blank.

    Valences have `NAME_estimate` too, before they are cut at 0.
    """
    columns: dict[str, Any] = {"frame": np.arange(len(one)), "time_s": one.times_s}
    words = np.array([code.word for code in Missing], dtype=object)
    for name in TRACES:
        trace = one.traces[name]
        columns[name] = trace.values
        columns[f"{name}_se"] = trace.errors
        if name != AROUSAL:
            columns[f"{name}_estimate"] = trace.unbounded
        columns[f"{name}_reason"] = words[trace.missing]
    return pd.DataFrame(columns)


_WHAT = {
    "arousal": "arousal from declared sources, against the session's own median, in its own robust "
    "standard deviations; never compared between sessions or animals",
    "positive": "positive valence score: the face as on stimuli that were signed positive",
    "negative": "negative valence score: the face as on stimuli that were signed negative",
}


def table_of(one: Any) -> FrameTable:
    """A table of features with the columns 'affect:arousal', 'affect:arousal_se', and so on."""
    names, columns, about = [], [], {}
    for name in TRACES:
        trace = one.traces[name]
        found = {name: trace.values, f"{name}_se": trace.errors}
        if name != AROUSAL:
            found[f"{name}_estimate"] = trace.unbounded
        for own, values in found.items():
            column = f"affect:{own}"
            names.append(column)
            columns.append(values)
            about[column] = _definition(own, name, trace.unit)
    return FrameTable(
        tuple(names),
        np.stack(columns, axis=1) if columns else np.empty((len(one), 0)),
        times_s=one.times_s,
        about={"columns": about, "affect": one.digest, **one.about},
    )


def _definition(own: str, name: str, unit: str) -> dict[str, Any]:
    what = _WHAT[name]
    if own.endswith("_se"):
        what = f"standard error of: {what}"
    elif own.endswith("_estimate"):
        what = f"{what}; before it is cut at 0"
    return {
        "name": own,
        "group": "affect",
        "unit": unit or "1",
        "source": "affect",
        "definition": f"{what}; NaN where undefined",
        "since": 1,
    }
