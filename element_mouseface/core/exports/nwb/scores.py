"""Scores, standard errors and similarities of each frame, and a table that says what each is."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ...features.quality import FrameFlag
from ...results.csv_tables import column_of
from ...results.scored import ScoredRecording
from ...results.trace_texts import LOST, text_of_frames, text_of_stimuli
from ...scoring.scores import MethodScores
from .clock import FrameTimes
from .content import (
    Column,
    add_container,
    add_table,
    add_trace,
    behavior_module,
    check_free,
    check_given,
    names_in,
    object_name,
)


def add_scores(nwbfile: Any, scored: ScoredRecording, times: FrameTimes) -> Any:
    """Add the traces of a scored recording as `BehavioralTimeSeries`, and a table of them.

    A stimulus whose score is refused has no trace: its row in the table has the reason.  NaN in a
    trace is a frame that could not be scored.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    scored : ScoredRecording
    times : FrameTimes
        Of its frames.

    Returns
    -------
    pynwb.behavior.BehavioralTimeSeries or None
        `<name>_scores`; None where everything is refused.

    Raises
    ------
    ClockError
        If the times are those of another recording.
    InputError
        If the file has scores of this name already.
    """
    check_given(nwbfile, times, scored, ScoredRecording)
    times.check_length(scored.times_s, "the scored recording")
    names = f"{times.name}_scores", f"{times.name}_measures"
    for name in names:
        check_free(behavior_module(nwbfile), name, "scores")
    traces, rows = list(_traces(scored)), []
    container = None
    for trace in traces:
        values = trace.pop("values")
        if not _has_value(values):
            rows.append({**trace, "series": "", "is_refused": True})
            continue
        if container is None:
            container = add_container(nwbfile, "BehavioralTimeSeries", names[0], "scores")
        name = object_name(trace["series"], names_in(container))
        add_trace(
            nwbfile,
            container,
            times,
            values,
            name=name,
            unit=trace["unit"],
            description=trace["description"],
        )
        rows.append({**trace, "series": name, "is_refused": False})
    _add_rows(nwbfile, names[1], rows + list(_refused(scored)))
    return container


def _has_value(values: Any) -> bool:
    array = np.asarray(values)
    return array.dtype.kind != "f" or bool(np.isfinite(array).any())


def _traces(scored: ScoredRecording) -> Iterator[dict[str, Any]]:
    """Every trace with its values, and what the table says of it."""
    for scores in scored.methods.values():
        for trace in scores.traces:
            series = column_of(trace.name, trace.measure)
            meaning = text_of_stimuli(trace.measure)
            about = _about(scores, trace.measure, trace.name)
            about |= {"bout_enter": trace.enter, "bout_leave": trace.leave}
            sentence = f"{trace.measure} of {trace.name!r} ({scores.method} method): {meaning}."
            found = {**about, "series": series, "unit": trace.unit, "description": sentence}
            yield {**found, "values": trace.values}
            if trace.errors is not None:
                said = f"Standard error of the {trace.measure} of {trace.name!r}."
                yield {
                    **_about(scores, f"{trace.measure}_se", trace.name),
                    **{"series": f"{series}_se", "unit": trace.unit, "description": said},
                    "values": trace.errors,
                }
        for name, values in scores.frame_traces.items():
            said = f"{name} ({scores.method} method), of no stimulus: {text_of_frames(name)}."
            about = {**_about(scores, name, ""), "series": name, "unit": _unit(name)}
            yield {**about, "description": said, "values": values}
        if scores.lost is not None:
            lost = np.asarray(scores.lost, bool).astype(np.uint8)
            about = {**_about(scores, "lost", ""), "series": "lost", "unit": "n.a."}
            yield {**about, "description": LOST, "values": lost}
    if scored.flags is not None:
        bits = ", ".join(f"{int(flag)} {flag.name}" for flag in FrameFlag)
        about = {**_NOTHING, "measure": "flags", "series": "flags", "unit": "n.a."}
        said = f"What is wrong with the frame, bits: {bits}."
        yield {**about, "description": said, "values": np.asarray(scored.flags)}


def _unit(name: str) -> str:
    if name.endswith("_px"):
        return "pixels"
    return "r" if name.endswith("similarity") else "n.a."


_NOTHING: dict[str, Any] = {
    "method": "",
    "stimulus": "",
    "prototypes_from": "",
    "reason": "",
    "bout_enter": math.nan,
    "bout_leave": math.nan,
}


def _about(scores: MethodScores, measure: str, name: str) -> dict[str, Any]:
    about = {"method": scores.method, "measure": measure, "stimulus": name}
    return {**_NOTHING, **about, "prototypes_from": scores.source if name else ""}


def _refused(scored: ScoredRecording) -> Iterator[dict[str, Any]]:
    """A row for each stimulus that a method gives no score."""
    for scores in scored.methods.values():
        for name in scores.names:
            if scores.trace(name) is not None:
                continue
            refusal = scores.refusal_of(name)
            kind = "refused" if refusal is None else refusal.kind
            reason = "no score was computed" if refusal is None else refusal.reason
            about = {**_about(scores, scores.measure, name), "unit": scores.unit, "series": ""}
            yield {**about, "is_refused": True, "reason": f"{kind}: {reason}"}


_COLUMNS = {
    "series": "Name of the series; empty where there is none.",
    "method": "Scoring method.",
    "measure": "What is measured; _se is its standard error.",
    "stimulus": "Whose prototype it is; empty for traces of no stimulus.",
    "unit": "Unit of the series.",
    "prototypes_from": "Where the prototypes come from.",
    "is_refused": "Whether the data do not support a number.",
    "reason": "Why it is refused.",
    "bout_enter": "Value at which a bout begins.",
    "bout_leave": "Value at which a bout ends.",
}


def _add_rows(nwbfile: Any, name: str, rows: list[dict[str, Any]]) -> None:
    """The table of all traces and refusals; none where nothing was measured."""
    if rows:
        columns = [Column(key, said, [row[key] for row in rows]) for key, said in _COLUMNS.items()]
        description = "What each series of scores is, and which scores are refused, with reasons."
        add_table(nwbfile, name, description, columns, what="scores")
