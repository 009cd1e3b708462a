"""The traces, events and bouts of a scored recording, for other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..features.quality import flag_attributes, flag_words
from ..objects import FrameData, Values, unit_of_name
from .trace_texts import LOST, SHARED, text_of_frames, text_of_stimuli

if TYPE_CHECKING:
    import pandas as pd


def dataframe_of_scored(scored: Any) -> pd.DataFrame:
    """One row per frame: see `ScoredRecording.to_dataframe`."""
    import pandas as pd

    columns: dict[str, Any] = {"time_s": scored.times_s}
    units, meanings = {"time_s": "s"}, dict(SHARED)
    for measure in scored.measures:
        for trace in scored.traces:
            if trace.measure == measure:
                name = f"{trace.name}_{measure}"
                columns[name], units[name] = trace.values, trace.unit
                meanings[name] = text_of_stimuli(measure)
                if trace.errors is not None:
                    columns[f"{name}_se"], units[f"{name}_se"] = trace.errors, trace.unit
                    meanings[f"{name}_se"] = f"Standard error of {name}."
    for scores in scored.methods.values():
        columns |= scores.frame_traces
        meanings |= {name: text_of_frames(name) for name in scores.frame_traces}
        units |= {name: unit for name in scores.frame_traces if (unit := _unit(name))}
        if scores.lost is not None:
            columns["lost"], meanings["lost"] = scores.lost, LOST
    if scored.flags is not None:
        columns["flags"] = flag_words(scored.flags)
    table = pd.DataFrame(columns).rename_axis("frame")
    table.attrs |= {"units": units, "meanings": meanings}
    return table


def _unit(name: str) -> str:
    """Of a trace of no stimulus."""
    return "r" if name.endswith("similarity") else unit_of_name(name)


def frame_data_of_scored(scored: Any) -> FrameData:
    """Arrays over frames and stimuli; a refused stimulus is NaN, and has no column in a table."""
    findings = [
        f"{method}: {one.kind}{f' ({one.about})' if one.about else ''}: {one.reason}"
        for method, one in scored.findings
    ]
    return FrameData(
        len(scored),
        (*_measures(scored), *_of_no_stimulus(scored)),
        scored.times_s,
        spans=_spans(scored),
        about={
            "title": scored.movie.title,
            "methods": list(scored.methods),
            "findings": findings,
        },
    )


def _measures(scored: Any) -> list[Values]:
    found = []
    for measure in scored.measures:
        traces = {trace.name: trace for trace in scored.traces if trace.measure == measure}
        unit = next((trace.unit for trace in traces.values()), "")
        errors = {n: t.errors for n, t in traces.items() if t.errors is not None}
        values = {n: t.values for n, t in traces.items()}
        found.append(_over_stimuli(scored, measure, values, unit))
        if errors:
            found.append(_over_stimuli(scored, f"{measure}_se", errors, unit))
    return found


def _over_stimuli(scored: Any, name: str, by_name: dict[str, Any], unit: str) -> Values:
    """(frames, stimuli): NaN for a stimulus without a trace."""
    none = np.full(len(scored), np.nan)
    columns = [np.asarray(by_name.get(stimulus, none)) for stimulus in scored.names]
    table = np.stack(columns, axis=1) if columns else np.empty((len(scored), 0))
    absent = tuple(stimulus for stimulus in scored.names if stimulus not in by_name)
    measure = name.removesuffix("_se")
    meaning = text_of_stimuli(measure) if measure == name else f"standard error of {measure}"
    labels, about = {"stimulus": scored.names}, {"long_name": meaning}
    return Values(name, table, unit, labels, about=about, label_first=True, absent=absent)


def _of_no_stimulus(scored: Any) -> list[Values]:
    found: dict[str, Values] = {}
    for scores in scored.methods.values():
        for name, values in scores.frame_traces.items():
            about = {"long_name": text_of_frames(name)}
            found[name] = Values(name, np.asarray(values), _unit(name), about=about)
        if scores.lost is not None:
            found["lost"] = Values("lost", np.asarray(scores.lost), about={"long_name": LOST})
    if scored.flags is not None:
        found["flags"] = Values("flags", np.asarray(scored.flags), about=flag_attributes())
    return list(found.values())


def _spans(scored: Any) -> dict[str, dict[str, Any]]:
    spans: dict[str, dict[str, Any]] = {}
    if scored.events is not None:
        spans["events"] = scored.events.spans()
    for scores in scored.methods.values():
        for measure, bouts in scores.bouts.items():
            spans[f"{measure}_bouts"] = {
                name: [(b.start_s, b.stop_s) for b in bouts if b.name == name]
                for name in dict.fromkeys(bout.name for bout in bouts)
            }
    return spans
